//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/live"
)

// The calls of the file layer that a command makes, by what goes wrong with them. The faults
// come through strace(1), which counts the calls of each thread: the program runs its command
// on one.
var fileFaults = []struct{ calls, fault string }{
	{"pwrite64", "ENOSPC"},
	{"pwrite64", "EIO"},
	{"copy_file_range,sendfile", "ENOSPC"},
	{"write", "ENOSPC"},
	{"fsync,fdatasync", "EIO"},
	{"ftruncate,fallocate", "ENOSPC"},
	{"pread64,read", "EIO"},
	{"openat", "EMFILE"},
	{"rename,renameat,renameat2,link,linkat", "EIO"},
	{"unlink,unlinkat", "EIO"},
	{"mkdir,mkdirat", "EACCES"},
}

// fileKills are the calls before which a command is killed.
var fileKills = []string{"fsync,fdatasync", "rename,renameat,renameat2,link,linkat", "unlink,unlinkat", "pwrite64", "ftruncate,fallocate"}

// deed is a command that changes a folder, or makes a file.
type deed struct {
	name    string
	stdin   string
	args    func(data, aside string) []string // aside is a folder of its own
	between string                            // what it may leave half way, beside what was there: it says so
	again   bool                              // half way it may leave what the same command finishes
}

func deeds(backup string) []deed {
	return []deed{
		{"init", password + "\n", func(data, _ string) []string {
			return []string{"init", "--data", filepath.Join(data, "new"), "--owner-email", "robin@example.org", "--owner-name", "Robin Field", "--password-stdin"}
		}, "", true},
		{"token", "", func(data, _ string) []string {
			return []string{"token", "create", "--data", data, "--name", "n", "--scope", "deliver"}
		}, "", false},
		{"paste", pastedPage, func(data, _ string) []string { return []string{"paste", "-", "--publish", "--data", data} },
			`service "Breath Work" at "/services/breath-work", version 1, live 0; `, false},
		{"backup", "", func(data, aside string) []string {
			return []string{"backup", filepath.Join(aside, "b"), "--data", data}
		}, "", false},
		{"restore", "", func(data, _ string) []string { return []string{"restore", backup, "--data", data} }, "", false},
		{"verify", "", func(data, _ string) []string { return []string{"verify", "--data", data} }, "", false},
		{"compact", "", func(data, _ string) []string { return []string{"compact", "--data", data} }, "", false},
	}
}

// With a fault at the n-th call of the file layer it has done
// what it was asked, or has failed and changed nothing, or says that this is not known.
func TestP3ACommandWithAFaultAtItsNthCallDidItOrDidNothing(t *testing.T) {
	t.Parallel()
	strace := needsStrace(t)
	before, backup := template(t)
	for _, d := range deeds(backup) {
		want := stateAfter(t, before, d)
		for _, f := range fileFaults {
			t.Run(d.name+"/"+f.calls+"/"+f.fault, func(t *testing.T) {
				tried := 0
				for n := 1; ; n += step(n) {
					data, aside := copyOf(t, before), t.TempDir()
					r, hit := strace.run(t, fmt.Sprintf("%s:error=%s:when=%d", f.calls, f.fault, n), d, data, aside)
					if !hit {
						break
					}
					tried++
					checkFault(t, fmt.Sprintf("call %d", n), r, d.outcome(t, data, aside, want), d.between, d.again, stateOf(t, before, ""), want)
				}
				t.Logf("%d faults", tried)
			})
		}
	}
}

// Killed before the n-th flush, rename or removal it has done what
// it was asked or has changed nothing, and leaves no files that stay for good.
func TestP3ACommandThatIsKilledAtItsNthCallDidItOrDidNothing(t *testing.T) {
	t.Parallel()
	strace := needsStrace(t)
	before, backup := template(t)
	for _, d := range deeds(backup) {
		want := stateAfter(t, before, d)
		for _, calls := range fileKills {
			t.Run(d.name+"/"+calls, func(t *testing.T) {
				tried := 0
				for n := 1; ; n += step(n) {
					data, aside := copyOf(t, before), t.TempDir()
					if _, hit := strace.run(t, fmt.Sprintf("%s:signal=KILL:when=%d", calls, n), d, data, aside); !hit {
						break
					}
					tried++
					was := stateOf(t, before, "")
					if got := d.outcome(t, data, aside, want); got != was && got != want && got != d.between+was {
						t.Errorf("killed at call %d: it is\n%s\nwas\n%s\nand would be\n%s", n, got, was, want)
					}
					if left, err := filepath.Glob(filepath.Join(data, "*.tmp")); err != nil || len(left) > 0 {
						t.Errorf("killed at call %d: %q are left after the next command: %v", n, left, err)
					}
				}
				t.Logf("%d kills", tried)
			})
		}
	}
}

// step is how many calls are left out after the n-th: none in a long run.
func step(n int) int {
	if soak() > 0 {
		return 1
	}
	return 1 + n/2
}

// notStarted is the exit code of a system that could not load the program.
const notStarted = 127

func checkFault(t *testing.T, at string, r result, got, between string, again bool, was, want string) {
	t.Helper()
	if r.code == notStarted {
		return
	}
	told := strings.Contains(r.errors, "whether") || strings.Contains(r.errors, "it is done, but")
	switch {
	case strings.Contains(r.errors, "goroutine "):
		t.Errorf("%s: it broke down:\n%s", at, r.errors)
	case r.code == exitDone && got != want:
		t.Errorf("%s: it said that it was done, and it is\n%s\nwant\n%s", at, got, want)
	case r.code == exitFailed && r.errors == "" && r.out == "":
		t.Errorf("%s: it failed without a word", at)
	case r.code == exitFailed && got != was && (between == "" || got != between+was) && (got != want || !told && !again):
		t.Errorf("%s: it failed (%s), and it is\n%s\nwas\n%s", at, r.errors, got, was)
	case r.code != exitDone && r.code != exitFailed:
		t.Errorf("%s: it ended with %d: %s", at, r.code, r.errors)
	}
}

// template is a folder with a page that is live, and a backup of the time before that.
func template(t *testing.T) (data, backup string) {
	t.Helper()
	data, _ = practice(t)
	backup = filepath.Join(t.TempDir(), "monday.backup")
	mustRun(t, "", "backup", backup, "--data", data)
	mustRun(t, strings.ReplaceAll(pastedPage, "Breath", "Voice"), "paste", "-", "--publish", "--path", "/services/voice", "--data", data)
	return data, backup
}

// outcome is the state that a command left. One that may be left half way has only to be as
// good as done: the same command finishes it.
func (d deed) outcome(t *testing.T, data, aside, want string) string {
	t.Helper()
	got := stateOf(t, data, aside)
	if !d.again || got == want || strings.Contains(got, "\nnothing\n") {
		return got
	}
	if r := run(t, d.stdin, d.args(data, aside)...); r.code != exitDone {
		return got + "and then: " + r.errors
	}
	if now := stateOf(t, data, aside); now != want {
		return got + "and then " + now
	}
	return want
}

func stateAfter(t *testing.T, before string, d deed) string {
	t.Helper()
	data, aside := copyOf(t, before), t.TempDir()
	mustRun(t, d.stdin, d.args(data, aside)...)
	return stateOf(t, data, aside)
}

func copyOf(t *testing.T, folder string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	return to
}

// stateOf says what is in a data folder, in the folder of another practice below it, and in the
// one aside, as far as two runs of one command agree about it.
func stateOf(t *testing.T, data, aside string) string {
	t.Helper()
	var b strings.Builder
	for _, dir := range []string{data, filepath.Join(data, "new")} {
		fmt.Fprintf(&b, "%s\n", practiceIn(t, dir))
	}
	if backup := filepath.Join(aside, "b"); exists(backup) {
		fmt.Fprintf(&b, "backup: %s", practiceInFile(t, backup))
	}
	return b.String()
}

func practiceIn(t *testing.T, dir string) string {
	t.Helper()
	if !exists(filepath.Join(dir, cms.DataFile)) {
		return "nothing"
	}
	c, err := cms.Open(dir, cms.Options{MustExist: true})
	if err != nil {
		return "error: " + err.Error()
	}
	defer c.Close()
	report, err := c.Verify(t.Context())
	if err != nil || !report.OK() {
		return fmt.Sprintf("verify: %+v, %v", report, err)
	}
	all, err := c.Editor().List(t.Context(), cms.System(), cms.Filter{Locale: live.FallbackLocale})
	if err != nil {
		return "error: " + err.Error()
	}
	var b strings.Builder
	for _, one := range all {
		fmt.Fprintf(&b, "%s %q at %q, version %d, live %d; ", one.Type, one.Title, one.Path, one.Latest, one.Live)
	}
	tokens, err := c.Editor().Tokens(t.Context(), cms.System())
	people, err2 := c.Editor().People(t.Context(), cms.System())
	if err := errors.Join(err, err2); err != nil {
		return "error: " + err.Error()
	}
	fmt.Fprintf(&b, "%d tokens, %d people", len(tokens), len(people))
	return b.String()
}

func practiceInFile(t *testing.T, file string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, cms.DataFile), readFile(t, file), 0o600); err != nil {
		t.Fatal(err)
	}
	return practiceIn(t, dir)
}

// tracer is the path of strace.
type tracer string

// needsStrace leaves a test out on a machine without strace; make test brings it.
func needsStrace(t *testing.T) tracer {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not there")
	}
	return tracer(path)
}

// run runs a command with a fault, and reports whether the fault happened.
func (s tracer) run(t *testing.T, inject string, d deed, data, aside string) (r result, hit bool) {
	t.Helper()
	calls, _, _ := strings.Cut(inject, ":")
	r, did := s.watch(t, calls, inject, d, data, aside)
	hit = strings.Contains(did, "(INJECTED)") || strings.Contains(did, "killed by SIGKILL") || r.code < 0
	if strings.Contains(did, " write(2<") && r.errors == "" {
		r.errors = "(what it said could not be written)"
	}
	return r, hit
}

// watch runs a command with a fault, and gives the calls that it made, of those asked for.
func (s tracer) watch(t *testing.T, calls, inject string, d deed, data, aside string) (r result, did string) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "calls")
	traced := exec.Command(string(s), append([]string{"-f", "-y", "-o", log, "-e", "trace=" + calls, "-e", "inject=" + inject, os.Args[0]}, d.args(data, aside)...)...)
	traced.Env = append(os.Environ(), asProgram+"=1", onOneThread+"=1")
	var out, errs bytes.Buffer
	traced.Stdin, traced.Stdout, traced.Stderr = strings.NewReader(d.stdin), &out, &errs
	err := traced.Run()
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return result{traced.ProcessState.ExitCode(), out.String(), errs.String()}, string(readFile(t, log))
}
