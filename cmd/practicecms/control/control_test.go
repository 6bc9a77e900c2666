package control

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience bounds every wait for what is sure to come.
const patience = time.Minute

// commands is what the server of these tests can do.
func commands(running chan<- string) func(Command) (Run, error) {
	all := map[string]Run{
		"say": func(_ context.Context, to Streams) int {
			fmt.Fprintln(to.Out, "a line")
			fmt.Fprintln(to.Errors, "a warning")
			fmt.Fprintln(to.Out, "another line")
			return 3
		},
		"make": func(_ context.Context, to Streams) int {
			if _, err := to.File.Write(bytes.Repeat([]byte("0123456789"), 100_000)); err != nil {
				return 1
			}
			return 0
		},
		"wait": func(ctx context.Context, to Streams) int {
			running <- "wait"
			<-ctx.Done()
			fmt.Fprint(to.Errors, context.Cause(ctx))
			running <- "ended"
			return 1
		},
		"fill": func(ctx context.Context, to Streams) int { // minds nothing but that nobody takes it
			running <- "fill"
			for {
				if _, err := to.File.Write(make([]byte, maxFrame)); err != nil {
					running <- "ended"
					return 1
				}
			}
		},
	}
	return func(c Command) (Run, error) {
		if run, ok := all[c.Name]; ok {
			return run, nil
		}
		return nil, fmt.Errorf("it does not know the command %q", c.Name)
	}
}

// start starts a server in a folder; what runs is told to the channel.
func start(t *testing.T, dir string) (*Server, <-chan string) {
	t.Helper()
	running := make(chan string, 10)
	s, err := Serve(Config{Dir: dir, Version: "2.0", Logger: slog.New(slog.DiscardHandler), Find: commands(running)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.http.Close() })
	return s, running
}

type answer struct {
	out, errors, file bytes.Buffer
	code              int
	err               error
}

func ask(ctx context.Context, dir, name string) *answer {
	a := &answer{}
	c, err := Dial(ctx, dir)
	if err != nil {
		a.err = err
		return a
	}
	defer c.Close()
	a.code, a.err = c.Ask(ctx, "1.0", Command{Name: name}, Streams{&a.out, &a.errors, &a.file})
	return a
}

// waitFor waits until the server tells something.
func waitFor(t *testing.T, running <-chan string, what string) {
	t.Helper()
	select {
	case got := <-running:
		if got != what {
			t.Errorf("%s, want %s", got, what)
		}
	case <-time.After(patience):
		t.Fatalf("nothing happened, want %s", what)
	}
}

func TestWhatACommandWritesComesBack(t *testing.T) {
	dir := t.TempDir()
	start(t, dir)
	if a := ask(t.Context(), dir, "say"); a.err != nil || a.code != 3 || a.out.String() != "a line\nanother line\n" || a.errors.String() != "a warning\n" || a.file.Len() > 0 {
		t.Errorf("it said %q, %q, made %d bytes and ended with %d, %v", a.out.String(), a.errors.String(), a.file.Len(), a.code, a.err)
	}
	if a := ask(t.Context(), dir, "make"); a.err != nil || a.code != 0 || a.file.String() != strings.Repeat("0123456789", 100_000) {
		t.Errorf("it made %d bytes and ended with %d, %v", a.file.Len(), a.code, a.err)
	}
}

func TestWhereNobodyListensNothingIsDone(t *testing.T) {
	dir := t.TempDir()
	if a := ask(t.Context(), dir, "say"); !errors.Is(a.err, ErrNobody) {
		t.Errorf("without a socket: %v", a.err)
	}
	s, _ := start(t, dir)
	left := filepath.Join(t.TempDir(), "left")
	if err := errors.Join(os.Link(filepath.Join(dir, Socket), left), s.Stop(t.Context()), os.Rename(left, filepath.Join(dir, Socket))); err != nil {
		t.Fatal(err)
	}
	if a := ask(t.Context(), dir, "say"); !errors.Is(a.err, ErrNobody) {
		t.Errorf("with the socket of a server that is gone: %v", a.err)
	}
	start(t, dir)
	if a := ask(t.Context(), dir, "say"); a.err != nil {
		t.Errorf("after the next server has replaced it: %v", a.err)
	}
}

func TestTheSocketIsOneUsersAlone(t *testing.T) {
	dir := t.TempDir()
	s, _ := start(t, dir)
	info, err := os.Lstat(filepath.Join(dir, Socket))
	if err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("there are %v", left)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("stopping left %v", left)
	}
}

func TestStoppingLeavesTheSocketOfAnotherServer(t *testing.T) {
	dir := t.TempDir()
	first, _ := start(t, dir)
	second, _ := start(t, dir) // the folder was replaced, and has its own server
	if err := first.Stop(t.Context()); err != nil {
		t.Errorf("Stop: %v", err)
	}
	if a := ask(t.Context(), dir, "say"); a.err != nil || a.code != 3 {
		t.Errorf("the second can't be asked any more: %v", a.err)
	}
	if err := second.Stop(t.Context()); err != nil {
		t.Errorf("Stop: %v", err)
	}
	if a := ask(t.Context(), dir, "say"); !errors.Is(a.err, ErrNobody) {
		t.Errorf("after both have stopped: %v", a.err)
	}
}

func TestADeepFolderHasASocketToo(t *testing.T) {
	for length := maxPath - len(fresh) - 4; length < maxPath+3; length++ {
		dir := t.TempDir()
		if length <= len(dir)+1 {
			t.Skip("the folder for tests is deep itself")
		}
		dir = filepath.Join(dir, strings.Repeat("d", length-len(dir)-1))
		checkSocketIn(t, dir)
	}
	checkSocketIn(t, filepath.Join(t.TempDir(), strings.Repeat("deep/", 200)))
}

func checkSocketIn(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
	if a := ask(t.Context(), dir, "say"); a.err != nil || a.code != 3 {
		t.Errorf("a folder with a path of %d bytes: %v", len(dir), a.err)
	}
}

func TestWhoAsksBreaksOff(t *testing.T) {
	dir := t.TempDir()
	_, running := start(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan *answer, 1)
	go func() { done <- ask(ctx, dir, "wait") }()
	waitFor(t, running, "wait")
	cancel()
	if a := <-done; !errors.Is(a.err, context.Canceled) {
		t.Errorf("it ended with %v", a.err)
	}
	waitFor(t, running, "ended")
}

func TestWhoAskedIsKilled(t *testing.T) {
	dir := t.TempDir()
	_, running := start(t, dir)
	for _, name := range []string{"wait", "fill"} {
		conn, err := net.Dial("unix", filepath.Join(dir, Socket))
		if err != nil {
			t.Fatal(err)
		}
		body := fmt.Sprintf(`{"name":%q}`, name)
		fmt.Fprintf(conn, "POST /1 HTTP/1.1\r\nHost: server\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		waitFor(t, running, name)
		conn.Close()
		waitFor(t, running, "ended")
	}
	if a := ask(t.Context(), dir, "say"); a.err != nil {
		t.Errorf("the next one: %v", a.err)
	}
}

func TestStoppingEndsWhatRuns(t *testing.T) {
	dir := t.TempDir()
	s, running := start(t, dir)
	done := make(chan *answer, 1)
	go func() { done <- ask(t.Context(), dir, "wait") }()
	waitFor(t, running, "wait")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := s.Stop(ctx); err != nil {
		t.Errorf("Stop: %v", err)
	}
	if a := <-done; a.err != nil || a.code != 1 || a.errors.String() != ErrStopping.Error() {
		t.Errorf("who asked got %q, %d, %v", a.errors.String(), a.code, a.err)
	}
}

func TestStoppingDoesNotWaitForWhoReadsNothing(t *testing.T) {
	dir := t.TempDir()
	s, running := start(t, dir)
	conn, err := net.Dial("unix", filepath.Join(dir, Socket))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /1 HTTP/1.1\r\nHost: server\r\nContent-Length: 15\r\n\r\n%s", `{"name":"fill"}`)
	waitFor(t, running, "fill")
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := s.Stop(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Stop: %v", err)
	}
	waitFor(t, running, "ended")
}

func TestProgramsOfDifferentVersionsSaySo(t *testing.T) {
	dir := t.TempDir()
	start(t, dir)
	a := ask(t.Context(), dir, "sing")
	for _, want := range []string{"practicecms 2.0", "practicecms 1.0", `"sing"`, "Nothing was done"} {
		if a.err == nil || !strings.Contains(a.err.Error(), want) {
			t.Errorf("%q is not in: %v", want, a.err)
		}
	}
	// By another rule, and by none of ours.
	client := http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return net.Dial("unix", filepath.Join(dir, Socket))
	}}}
	for _, path := range []string{"/2", "/", "/1/1"} {
		r, err := client.Post("http://server"+path, "application/json", strings.NewReader(`{"name":"say"}`))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil || r.StatusCode != http.StatusBadRequest || r.Header.Get(versionHeader) != "2.0" || !strings.Contains(string(text), "rule 1 alone") {
			t.Errorf("%s: %s, %q, %v", path, r.Status, text, err)
		}
	}
}

func TestAnAnswerThatBreaksOffSaysNothingOfTheOutcome(t *testing.T) {
	whole := &bytes.Buffer{}
	f := &frames{w: whole, flush: func() error { return nil }}
	fmt.Fprint(f.streams().Out, "one line")
	fmt.Fprint(f.streams().File, "a file")
	if err := f.write(ended, []byte{0}); err != nil {
		t.Fatal(err)
	}
	to := Streams{io.Discard, io.Discard, io.Discard}
	for n := range whole.Len() {
		if code, err := read(bytes.NewReader(whole.Bytes()[:n]), to); !errors.Is(broken(t.Context(), err), ErrUnknownOutcome) {
			t.Errorf("after %d bytes: %d, %v", n, code, err)
		}
	}
	if code, err := read(whole, to); code != 0 || err != nil {
		t.Errorf("whole: %d, %v", code, err)
	}
}

func TestAFileThatCannotBeWrittenEndsTheCommand(t *testing.T) {
	dir := t.TempDir()
	_, running := start(t, dir)
	c, err := Dial(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	full := errors.New("no room")
	if _, err := c.Ask(t.Context(), "1.0", Command{Name: "fill"}, Streams{io.Discard, io.Discard, failing{full}}); !errors.Is(err, full) {
		t.Errorf("it ended with %v", err)
	}
	waitFor(t, running, "fill")
	waitFor(t, running, "ended")
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestManyAskAtOnce(t *testing.T) {
	dir := t.TempDir()
	start(t, dir)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if a := ask(t.Context(), dir, "make"); a.err != nil || a.file.Len() != 1_000_000 {
				t.Errorf("%d bytes, %v", a.file.Len(), a.err)
			}
		})
	}
	group.Wait()
}
