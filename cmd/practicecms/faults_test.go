//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/archive"
	"practicecms/cms/live"
)

// mishap is what goes wrong with a call of the file layer that a command makes. It comes
// through strace(1), which counts the calls of each thread: the program runs its command on one.
type mishap struct{ calls, what string }

// mishaps are faults of calls, and kills before them.
var mishaps = []mishap{
	{"pwrite64", "error=ENOSPC"},
	{"pwrite64", "error=EIO"},
	{"copy_file_range,sendfile", "error=ENOSPC"},
	{"write", "error=ENOSPC"},
	{flushes, "error=EIO"},
	{lengths, "error=ENOSPC"},
	{"pread64,read", "error=EIO"},
	{"openat", "error=EMFILE"},
	{renames, "error=EIO"},
	{removals, "error=EIO"},
	{"mkdir,mkdirat", "error=EACCES"},
	{flushes, killing},
	{renames, killing},
	{removals, killing},
	{"pwrite64", killing},
	{lengths, killing},
}

const (
	flushes  = "fsync,fdatasync"
	renames  = "rename,renameat,renameat2,link,linkat"
	removals = "unlink,unlinkat"
	lengths  = "ftruncate,fallocate"
	killing  = "signal=KILL"
)

func (m mishap) kills() bool { return m.what == killing }

// kills are the mishaps that end a command.
func kills() []mishap {
	return slices.DeleteFunc(slices.Clone(mishaps), func(m mishap) bool { return !m.kills() })
}

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

// With a fault at the n-th call of the file layer it has done what it was asked, or has failed
// and changed nothing, or says that this is not known. Killed before that call it has done it or
// has changed nothing, and leaves no files that stay for good.
func TestP3ACommandWithAMishapAtItsNthCallDidItOrDidNothing(t *testing.T) {
	t.Parallel()
	strace := needsStrace(t)
	before, backup := template(t)
	for _, d := range deeds(backup) {
		was, want := stateOf(t, before, ""), stateAfter(t, before, d)
		strace.each(t, mishaps, d, func(t *testing.T) string { return copyOf(t, before) }, func(t *testing.T, m mishap, at string, r result, data, aside string) {
			got := d.outcome(t, data, aside, want)
			if !m.kills() {
				checkFault(t, at, r, got, d.between, d.again, was, want)
				return
			}
			if got != was && got != want && got != d.between+was {
				t.Errorf("%s: it is\n%s\nwas\n%s\nand would be\n%s", at, got, was, want)
			}
			if left, err := filepath.Glob(filepath.Join(data, "*.tmp")); err != nil || len(left) > 0 {
				t.Errorf("%s: %q are left after the next command: %v", at, left, err)
			}
		})
	}
}

// Killed before any of its calls, an upgrade has happened or has not.
func TestP10AnUpgradeThatIsKilledAtItsNthCallHasHappenedOrHasNot(t *testing.T) {
	t.Parallel()
	strace := needsStrace(t)
	original := formerFile(t)
	upgrade := deed{name: "upgrade", args: func(data, _ string) []string { return upgrading(data) }}
	strace.each(t, kills(), upgrade, func(t *testing.T) string { return formerFolder(t, original) }, func(t *testing.T, _ mishap, at string, _ result, data, _ string) {
		isWholeUpgrade(t, at, data, original)
	})
}

// Killed before any of its calls, an export that is to take the place of another leaves one of
// them whole; where it leaves none under the name, the next one gives it back even when it fails.
func TestAnExportThatIsKilledAtItsNthCallLeavesAWholeOne(t *testing.T) {
	t.Parallel()
	strace := needsStrace(t)
	data, _ := practice(t)
	earlier, later := filepath.Join(t.TempDir(), "earlier"), filepath.Join(t.TempDir(), "later")
	mustRun(t, "", "export", earlier, "--data", data)
	mustRun(t, pastedPage, "paste", "-", "--publish", "--data", data)
	mustRun(t, "", "export", later, "--data", data)
	place := func(dir string) string { return filepath.Join(dir, "export") }
	export := deed{name: "export", args: func(dir, _ string) []string { return []string{"export", place(dir), "--data", data} }}
	begin := func(t *testing.T) string {
		dir := t.TempDir()
		if err := os.CopyFS(place(dir), os.DirFS(earlier)); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	strace.each(t, kills(), export, begin, func(t *testing.T, _ mishap, at string, _ result, dir, _ string) {
		failingExport(t, data, place(dir))
		was := later
		if string(readFile(t, filepath.Join(place(dir), archive.ManifestFile))) == string(readFile(t, filepath.Join(earlier, archive.ManifestFile))) {
			was = earlier
		}
		sameFolder(t, place(dir), was)
		mustRun(t, "", "export", place(dir), "--data", data)
		sameFolder(t, place(dir), later)
		if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
			t.Errorf("%s: after the next export there are %v (%v)", at, left, err)
		}
	})
}

// failingExport is an export that gives up as soon as it has looked at its place.
func failingExport(t *testing.T, data, place string) {
	t.Helper()
	c, err := cms.Open(data, unchanged)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Export(ctx, place, cms.ExportOptions{}); err == nil {
		t.Fatal("an export that nobody waits for ended well")
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

// wakesItself is what Go says when it can't wake one of its own threads, by a write to no file.
const wakesItself = "runtime: netpollBreak write failed"

func checkFault(t *testing.T, at string, r result, got, between string, again bool, was, want string) {
	t.Helper()
	if r.code == notStarted || strings.Contains(r.errors, wakesItself) {
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

// each runs a deed again and again, with each mishap at its first call, its second, and so on
// until it makes no such call any more. Begin makes a folder for it; check looks at what it left
// there and aside.
func (s tracer) each(t *testing.T, all []mishap, d deed, begin func(t *testing.T) string, check func(t *testing.T, m mishap, at string, r result, data, aside string)) {
	t.Helper()
	for _, m := range all {
		t.Run(d.name+"/"+m.calls+"/"+m.what, func(t *testing.T) {
			t.Parallel()
			tried := 0
			for n := 1; ; n += step(n) {
				data, aside := begin(t), t.TempDir()
				r, hit := s.run(t, fmt.Sprintf("%s:%s:when=%d", m.calls, m.what, n), d, data, aside)
				if !hit {
					break
				}
				tried++
				check(t, m, fmt.Sprintf("call %d", n), r, data, aside)
			}
			t.Logf("%d calls", tried)
		})
	}
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
