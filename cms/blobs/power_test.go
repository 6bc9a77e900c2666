//go:build linux

package blobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"practicecms/cms/place"
)

// asDeed has the test program carry out a deed in the folder that follows, and end.
const asDeed = "BLOBS_DEED"

func TestMain(m *testing.M) {
	name := os.Getenv(asDeed)
	if name == "" {
		os.Exit(m.Run())
	}
	runtime.LockOSThread() // strace(1) counts the calls of each thread
	debug.SetGCPercent(-1)
	if err := deeds[name](context.Background(), os.Stdout, os.Args[1]); err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	fmt.Println("done")
}

const (
	firstPiece  = "three geese "
	secondPiece = "over a lake"
	uploaded    = firstPiece + secondPiece
	before      = "a lamp by a chair"
	spare       = "a door that nobody needs"
)

// deeds say what is done when it is.
var deeds = map[string]func(ctx context.Context, say io.Writer, dir string) error{
	"upload": func(ctx context.Context, say io.Writer, dir string) error {
		s := Open(dir)
		if err := s.Tidy(ctx); err != nil {
			return err
		}
		part, err := s.Parts().Begin(int64(len(uploaded)), time.Now())
		for _, piece := range []string{firstPiece, secondPiece} {
			if err == nil {
				part, err = s.Parts().Append(part.ID, part.At, []byte(piece))
			}
			if err == nil {
				fmt.Fprintln(say, "arrived", part.ID, part.At)
			}
		}
		if err != nil {
			return err
		}
		f, err := s.Parts().Open(part.ID)
		if err != nil {
			return err
		}
		defer f.Close()
		h, _, err := s.Put(ctx, f, 100)
		if err != nil {
			return err
		}
		fmt.Fprintln(say, "put")
		if err := s.PutMade(ctx, h, "w320.jpeg", []byte("geese")); err != nil {
			return err
		}
		fmt.Fprintln(say, "made")
		return s.Parts().Drop(part.ID)
	},
	"delete": func(ctx context.Context, _ io.Writer, dir string) error {
		return Open(dir).Delete(ctx, hashOfText(spare))
	},
	"sweep": func(ctx context.Context, _ io.Writer, dir string) error {
		_, err := Open(dir).Sweep(ctx, func(h Hash) (bool, error) { return h == hashOfText(before), nil }, 0, false)
		return err
	},
	"move": func(ctx context.Context, _ io.Writer, dir string) error {
		s := Open(dir)
		s.opening = 0
		_, err := s.MoveTo(ctx, elsewhere(dir))
		return err
	},
}

func elsewhere(dir string) place.Folder { return place.Folder(filepath.Join(dir, "elsewhere")) }

// mishaps are what goes wrong with the n-th of some calls.
var mishaps = []struct{ calls, what string }{
	{"write,copy_file_range,sendfile", "signal=KILL"},
	{"fsync,fdatasync", "signal=KILL"},
	{"rename,renameat,renameat2", "signal=KILL"},
	{"unlink,unlinkat", "signal=KILL"},
	{"mkdir,mkdirat", "signal=KILL"},
	{"openat", "signal=KILL"},
	{"write,copy_file_range,sendfile", "error=ENOSPC"},
	{"fsync,fdatasync", "error=EIO"},
	{"rename,renameat,renameat2", "error=EIO"},
	{"unlink,unlinkat", "error=EIO"},
	{"mkdir,mkdirat", "error=ENOSPC"},
	{"openat", "error=EMFILE"},
	{"read,pread64", "error=EIO"},
}

// With a mishap at the n-th call of the file layer, a hash leads to all of its bytes or to
// nothing, what was said to be done is done, what is needed is there, nothing half-written is
// left after the next start, and doing the same again succeeds.
func TestAMishapAtTheNthCallLeavesNothingHalfDone(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not there")
	}
	for name := range deeds {
		for _, m := range mishaps {
			t.Run(name+"/"+m.calls+"/"+m.what, func(t *testing.T) {
				t.Parallel()
				tried := 0
				for n := 1; ; n++ {
					dir := prepared(t)
					said, hit := run(t, strace, m.calls, m.what, n, name, dir)
					if !hit {
						break
					}
					tried++
					check(t, name, said, dir)
					if t.Failed() {
						t.Fatalf("call %d; it said\n%s", n, said)
					}
				}
				t.Logf("%d calls", tried)
			})
		}
	}
}

// prepared is a folder with something that is needed, and something that is not.
func prepared(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	s := Open(dir)
	for _, text := range []string{before, spare} {
		if err := s.PutMade(t.Context(), put(t, s, text), "w320.jpeg", []byte("small")); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run carries out a deed with a mishap, and reports what it said and whether the mishap came.
func run(t *testing.T, strace, calls, what string, n int, name, dir string) (said string, hit bool) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "calls")
	cmd := exec.Command(strace, "-f", "-y", "-o", log, "-e", "trace="+calls, "-e", fmt.Sprintf("inject=%s:%s:when=%d", calls, what, n), os.Args[0], dir)
	cmd.Env = append(os.Environ(), asDeed+"="+name)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	if strings.Contains(errs.String(), "panic") {
		t.Errorf("it broke down:\n%s", errs.String())
	}
	did, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), strings.Contains(string(did), "(INJECTED)") || strings.Contains(string(did), "killed by SIGKILL")
}

// check looks at what a deed left.
func check(t *testing.T, name, said, dir string) {
	t.Helper()
	checkParts(t, said, dir)
	s := Open(dir, elsewhere(dir), place.Folder(filepath.Join(dir, "originals"))) // the next start
	if err := s.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	needed := []Hash{hashOfText(before)}
	if strings.Contains(said, "put\n") {
		needed = append(needed, hashOfText(uploaded))
	}
	if name == "upload" || name == "move" {
		needed = append(needed, hashOfText(spare))
	} else if strings.Contains(said, "done\n") {
		refused(t, s, hashOfText(spare), fs.ErrNotExist)
	}
	got, err := s.VerifyAll(t.Context(), func(yield func(Hash, error) bool) {
		for _, h := range needed {
			if !yield(h, nil) {
				return
			}
		}
	})
	if err != nil || len(got.Damaged)+len(got.Missing)+len(got.Foreign) > 0 {
		t.Errorf("it is %+v, %v", got, err)
	}
	for _, file := range allFiles(t, dir) {
		if strings.HasSuffix(file, ".tmp") {
			t.Errorf("%s is left", file)
		}
	}
	if err := deeds[name](t.Context(), io.Discard, dir); err != nil {
		t.Errorf("the same again: %v", err)
	}
	if name == "upload" {
		reads(t, s, hashOfText(uploaded), uploaded)
	}
	f, err := s.OpenMade(t.Context(), hashOfText(before), "w320.jpeg")
	if err != nil {
		t.Error(err)
		return
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

// checkParts makes sure that what was said to have arrived has.
func checkParts(t *testing.T, said, dir string) {
	t.Helper()
	for line := range strings.Lines(said) {
		var id string
		var at int
		if n, _ := fmt.Sscanf(line, "arrived %s %d", &id, &at); n < 2 {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, "parts", id))
		if errors.Is(err, fs.ErrNotExist) && (strings.Contains(said, "made\n") || strings.Contains(said, "done\n")) {
			continue // it is finished
		}
		if err != nil || !strings.HasPrefix(uploaded, string(data)) || len(data) < at {
			t.Errorf("%q has arrived, %v; it said %q", data, err, line)
		}
	}
}

// What is said to be put was flushed before it got its name, and its name was flushed, too.
func TestBytesAreFlushedBeforeTheyAreNamedAndTheirNameBeforeItIsSaid(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not there")
	}
	log := filepath.Join(t.TempDir(), "calls")
	cmd := exec.Command(strace, "-f", "-y", "-o", log, "-e", "trace=fsync,fdatasync,rename,renameat,renameat2,write,copy_file_range", os.Args[0], t.TempDir())
	cmd.Env = append(os.Environ(), asDeed+"=upload")
	if out, err := cmd.Output(); err != nil || !strings.HasSuffix(string(out), "done\n") {
		t.Fatalf("%q, %v", out, err)
	}
	did, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	note := func(what string) {
		if len(order) == 0 || order[len(order)-1] != what {
			order = append(order, what)
		}
	}
	hash := nameOf(hashOfText(uploaded))
	for call := range strings.Lines(string(did)) {
		switch {
		case strings.Contains(call, "sync(") && strings.Contains(call, "/originals/.practicecms-"):
			note("flush bytes")
		case strings.Contains(call, "rename") && strings.Contains(call, hash):
			note("name")
		case strings.Contains(call, "sync(") && strings.Contains(call, "/originals/"+hash[:2]+">"):
			note("flush name")
		case strings.Contains(call, "sync(") && strings.Contains(call, "/originals>") && slices.Contains(order, "name"):
			note("flush folder")
		case strings.Contains(call, "write(1") && strings.Contains(call, `"put\n"`):
			note("say")
		}
	}
	if want := []string{"flush bytes", "name", "flush name", "flush folder", "say"}; !slices.Equal(order, want) {
		t.Errorf("the order is %q, want %q", order, want)
	}
}
