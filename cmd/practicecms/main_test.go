package main

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// asProgram makes the test binary run as practicecms itself, so that tests can kill
// a real process.
const asProgram = "PRACTICECMS_TEST_AS_PROGRAM"

// onOneThread makes that program run its command on one thread.
const onOneThread = "PRACTICECMS_TEST_ON_ONE_THREAD"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		if os.Getenv(onOneThread) != "" {
			runtime.LockOSThread()
		}
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		app := App{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
		if file := os.Getenv(clockOff); file != "" {
			began := time.Now()
			app.clock, app.steady = offClock(file), func() time.Duration { return time.Since(began) }
		}
		code := app.Run(ctx, os.Args[1:])
		stop()
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// result is what a run of the program printed and how it ended.
type result struct {
	code        int
	out, errors string
}

// soak is how long the long run of make soak takes, 0 in an ordinary one.
func soak() time.Duration {
	d, err := time.ParseDuration(cmp.Or(os.Getenv("PRACTICECMS_SOAK"), "0"))
	if err != nil {
		panic(err)
	}
	return d
}

// patience bounds every wait for what is sure to come, on the busiest machine.
const patience = 2 * time.Minute

// run runs the program inside the test. A server that starts where it should have
// refused is stopped after a while.
func run(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	app := App{Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &errs}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	code := app.Run(ctx, args)
	return result{code, out.String(), errs.String()}
}

// mustRun is run for a command that has to work.
func mustRun(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	r := run(t, stdin, args...)
	if r.code != exitDone {
		t.Fatalf("practicecms %s: exit %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.errors)
	}
	return r.out
}

const password = "lantern gravel umbrella nine"

// practice makes a data folder with an owner and a token, and returns both.
func practice(t *testing.T) (data, token string) {
	t.Helper()
	data = filepath.Join(t.TempDir(), "data")
	mustRun(t, password+"\n", "init", "--data", data, "--owner-email", "robin@example.org", "--owner-name", "Robin Field", "--password-stdin")
	return data, strings.TrimSpace(mustRun(t, "", "token", "create", "--data", data, "--name", "test", "--scope", "manage"))
}

// server is a running practicecms, a process of its own.
type server struct {
	*exec.Cmd
	base string
	log  *journal
}

// journal is what a process printed so far.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// serve starts the program on a free port of the loopback and waits until it is ready.
func serve(t *testing.T, data string, args ...string) *server {
	t.Helper()
	return serveUnder(t, nil, data, args...)
}

// serveUnder is serve below another program, which has to become it.
func serveUnder(t *testing.T, above []string, data string, args ...string) *server {
	t.Helper()
	return serveWith(t, nil, above, data, args...)
}

// serveWith is serveUnder with more variables of the environment.
func serveWith(t *testing.T, variables, above []string, data string, args ...string) *server {
	t.Helper()
	s := &server{log: &journal{}}
	all := slices.Concat(above, []string{os.Args[0], "serve", "--data", data, "--listen", "127.0.0.1:0"}, args)
	s.Cmd = exec.Command(all[0], all[1:]...)
	s.Env = slices.Concat(os.Environ(), []string{asProgram + "=1"}, variables)
	s.Stdout, s.Stderr = s.log, s.log
	file := filepath.Join(data, addressFile)
	if err := os.RemoveAll(file); err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	for began := time.Now(); time.Since(began) < patience; {
		if address, err := os.ReadFile(file); err == nil && len(address) > 0 && address[len(address)-1] == '\n' {
			s.base = strings.TrimSpace(string(address))
			if r, err := http.Get(s.base + "/readyz"); err == nil {
				r.Body.Close()
				if r.StatusCode == http.StatusOK {
					return s
				}
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.kill()
	t.Fatalf("the server did not start:\n%s", s.log)
	return nil
}

// kill ends the server as a power cut would.
func (s *server) kill() {
	if s.ProcessState == nil {
		s.Process.Kill()
		s.Wait()
	}
}

// stop ends the server as an operator would, and returns how it ended.
func (s *server) stop() error {
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.Wait()
}
