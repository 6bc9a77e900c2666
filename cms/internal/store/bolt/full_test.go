//go:build linux

package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// At its size limit the store refuses to grow, keeps what it has, and takes
// writes again when something is deleted or the limit is raised.
func TestP4SizeLimit(t *testing.T) {
	path := dataPath(t)
	o := fast().Strict()
	o.MaxSize = 3 << 20
	db := mustOpen(t, path, o)
	big := make([]byte, 20_000)
	// A refused write may leave a few free pages that a later one fits into: the
	// store is full when it refuses three times in a row.
	stored, refused, last := 0, 0, ""
	for i := 0; refused < 3 && i < 1000; i++ {
		key := fmt.Sprint("big", i)
		switch err := tryPut(db, key, big); {
		case err == nil:
			stored, refused = stored+1, 0
		case errors.Is(err, store.ErrFull):
			refused, last = refused+1, key
		default:
			t.Fatal(err)
		}
	}
	if refused < 3 || stored < 50 {
		t.Fatalf("after %d records it was refused %d times, want ErrFull", stored, refused)
	}
	if err := db.View(t.Context(), func(r store.Reader) error {
		if _, err := r.Get(alpha, []byte(last)); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the refused record: %v, want ErrNotFound", err)
		}
		_, err := r.Get(alpha, []byte("big0"))
		return err
	}); err != nil {
		t.Errorf("reading at the limit: %v", err)
	}
	for range 3 { // neither what is asked again nor a change that is small tells otherwise
		db.ProbeAgain()
		if err := db.Probe(t.Context()); !errors.Is(err, store.ErrFull) {
			t.Errorf("Probe after a change was refused: %v, want ErrFull", err)
		}
		if err := tryPut(db, "small", []byte("still fits, perhaps")); err != nil && !errors.Is(err, store.ErrFull) {
			t.Error(err)
		}
	}
	if s, err := db.Stats(t.Context()); err != nil || s.FileBytes > o.MaxSize+1<<20 || s.MaxBytes != o.MaxSize {
		t.Errorf("Stats = %+v, %v, the limit is %d", s, err, o.MaxSize)
	}
	err := db.Update(t.Context(), func(w store.Writer) error {
		for i := range 10 {
			if err := w.Delete(alpha, fmt.Append(nil, "big", i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("deleting at the limit: %v", err)
	}
	put(t, db, "nothing", nil) // the pages of the deleted ones are free one Update later
	put(t, db, "after deleting", big)
	db.ProbeAgain()
	if err := db.Probe(t.Context()); err != nil {
		t.Errorf("Probe when there is room again: %v", err)
	}
	closeAndCheck(t, db, path)
	o.MaxSize *= 2
	db = mustOpen(t, path, o)
	for i := range 20 {
		put(t, db, fmt.Sprint("more", i), big)
	}
	closeAndCheck(t, db, path)
}

// breakFile makes the store's file handle lead elsewhere until mend is called.
func breakFile(t *testing.T, db *bolt.DB, target string, flag int) (mend func()) {
	t.Helper()
	broken, err := os.OpenFile(target, flag, 0)
	if err != nil {
		t.Skipf("can't open %s: %v", target, err)
	}
	fd := int(db.File().Fd())
	kept, err := unix.Dup(fd)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.Dup3(int(broken.Fd()), fd, 0); err != nil {
		t.Fatal(err)
	}
	broken.Close()
	db.LookThrough(os.NewFile(uintptr(kept), "kept"))
	return func() {
		if err := unix.Dup3(kept, fd, 0); err != nil {
			t.Fatal(err)
		}
		db.LookThrough(db.File())
	}
}

// On a full disk an Update fails, changes nothing, and works again later.
func TestFullDisk(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	fill(t, db, 300)
	// Free pages are there to be written, so that bbolt need not grow the file,
	// which it does without asking for blocks.
	for range 2 {
		if err := db.Update(t.Context(), func(w store.Writer) error { return errors.Join(w.Clear(alpha), w.Clear(beta)) }); err != nil {
			t.Fatal(err)
		}
	}
	put(t, db, "old", []byte("value"))
	mend := breakFile(t, db, "/dev/full", os.O_RDWR)
	for range 3 {
		err := tryPut(db, "new", make([]byte, 9000))
		if !errors.Is(err, store.ErrFull) || !errors.Is(err, syscall.ENOSPC) || errors.Is(err, store.ErrReadOnly) {
			t.Errorf("Update on a full disk: %v, want ErrFull", err)
		}
	}
	if err := db.Probe(t.Context()); !errors.Is(err, store.ErrFull) {
		t.Errorf("Probe on a full disk: %v, want ErrFull", err)
	}
	err := db.View(t.Context(), func(r store.Reader) error {
		if _, err := r.Get(alpha, []byte("new")); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the refused record: %v, want ErrNotFound", err)
		}
		_, err := r.Get(alpha, []byte("old"))
		return err
	})
	if err != nil {
		t.Error(err)
	}
	mend()
	db.ProbeAgain()
	if err := db.Probe(t.Context()); err != nil {
		t.Errorf("Probe when there is room again: %v", err)
	}
	put(t, db, "new", make([]byte, 9000))
	closeAndCheck(t, db, path)
}

// A limit on the size of files, as a system sets it for a process, is a full disk: also
// where the file has to grow first, which is another call. It is tried in a process of its own:
// what go test writes is limited, too.
func TestAFileAtTheLimitOfItsSystemIsFull(t *testing.T) {
	if os.Getenv(limitEnv) == "" {
		child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		child.Env = append(os.Environ(), limitEnv+"=1")
		if out, err := child.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	for name, noSync := range map[string]bool{"growing": false, "writing": true} {
		t.Run(name, func(t *testing.T) {
			path := dataPath(t)
			o := fast()
			o.NoSync = noSync
			db := mustOpen(t, path, o)
			put(t, db, "old", nil)
			info, err := os.Stat(path)
			must(t, err)
			lift := limitFiles(t, uint64(info.Size()))
			err = tryPut(db, "new", make([]byte, 2<<20))
			lift()
			if !errors.Is(err, store.ErrFull) || errors.Is(err, store.ErrUnknown) {
				t.Errorf("Update at the limit: %v, want ErrFull", err)
			}
			put(t, db, "new", make([]byte, 2<<20))
			closeAndCheck(t, db, path)
		})
	}
}

// limitEnv makes this program one whose files are limited.
const limitEnv = "PRACTICECMS_TEST_LIMIT"

// limitFiles lets no file of this process grow beyond size until lift is called.
func limitFiles(t *testing.T, size uint64) (lift func()) {
	t.Helper()
	var was unix.Rlimit
	must(t, unix.Getrlimit(unix.RLIMIT_FSIZE, &was))
	must(t, unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: size, Max: was.Max}))
	return func() { must(t, unix.Setrlimit(unix.RLIMIT_FSIZE, &was)) }
}

// Only what bbolt undoes leaves a store full: any other error leaves open what is on the disk.
func TestWhichErrorsAreOfWantOfRoom(t *testing.T) {
	of := func(op string, err error) error {
		return fmt.Errorf("commit: %w", &os.PathError{Op: op, Path: "data.db", Err: err})
	}
	for _, c := range []struct {
		err  error
		full bool
	}{
		{of("write", syscall.ENOSPC), true},
		{of("write", syscall.EDQUOT), true},
		{of("write", syscall.EFBIG), true},
		{of("write", syscall.EIO), false},
		{of("read", syscall.ENOSPC), false},
		{syscall.ENOSPC, false}, // an fsync's
		{of("sync", syscall.ENOSPC), false},
		{errors.New("file resize error: truncate data.db: " + syscall.ENOSPC.Error()), true},
		{errors.New("file resize error: truncate data.db: " + syscall.EFBIG.Error()), true},
		{errors.New("file resize error: truncate data.db: " + syscall.EIO.Error()), false},
		{errors.New("file sync error: " + syscall.ENOSPC.Error()), false},
	} {
		if got := bolt.IsFull(c.err); got != c.full {
			t.Errorf("%v: full is %v, want %v", c.err, got, c.full)
		}
	}
}

// When the disk refuses a write for any other reason, writing stops for good.
func TestRefusedWrite(t *testing.T) {
	path := dataPath(t)
	var log bytes.Buffer
	o := fast()
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	db := mustOpen(t, path, o)
	fill(t, db, 300)
	mend := breakFile(t, db, path, os.O_RDONLY) // writing gives EBADF
	err := tryPut(db, "new", nil)
	if !errors.Is(err, store.ErrUnknown) || !errors.Is(err, store.ErrReadOnly) || !errors.Is(err, syscall.EBADF) {
		t.Errorf("the refused Update: %v, want ErrUnknown and ErrReadOnly with their cause", err)
	}
	mend()
	if err := tryPut(db, "later", nil); !errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrUnknown) || !strings.Contains(err.Error(), "restart") {
		t.Errorf("a later Update: %v, want ErrReadOnly that says what to do", err)
	}
	if n := strings.Count(log.String(), "nothing is written until a restart"); n != 1 {
		t.Errorf("logged %d times, want once: %s", n, log.String())
	}
	if err := db.View(t.Context(), func(r store.Reader) error { _, err := r.Get(alpha, number(1)); return err }); err != nil {
		t.Errorf("reading goes on: %v", err)
	}
	closeAndCheck(t, db, path)
	put(t, mustOpen(t, path, fast()), "after a restart", nil)
}

// An fsync that fails, be it for want of space, stops writing too.
func TestFailedFsync(t *testing.T) {
	path := dataPath(t)
	o := fast()
	o.NoSync = false
	db := mustOpen(t, path, o)
	put(t, db, "old", nil)
	mend := breakFile(t, db, "/dev/null", os.O_RDWR) // takes writes, refuses fsync
	if err := tryPut(db, "new", nil); !errors.Is(err, store.ErrUnknown) || errors.Is(err, store.ErrFull) {
		t.Errorf("Update: %v, want ErrUnknown", err)
	}
	mend()
	if err := db.Probe(t.Context()); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("Probe: %v, want ErrReadOnly", err)
	}
	if err := tryPut(db, "later", nil); !errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrUnknown) {
		t.Errorf("a later Update: %v, want ErrReadOnly", err)
	}
	closeAndCheck(t, db, path)
}

func TestSlowViewIsLogged(t *testing.T) {
	var log bytes.Buffer
	o := fast()
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	db := mustOpen(t, dataPath(t), o)
	quick := func(store.Reader) error { return nil }
	if err := db.View(t.Context(), quick); err != nil || log.Len() > 0 {
		t.Errorf("a quick View: %v, logged %q", err, log.String())
	}
	db.WarnAfter(time.Millisecond)
	if err := db.View(t.Context(), func(store.Reader) error { time.Sleep(5 * time.Millisecond); return nil }); err != nil {
		t.Error(err)
	}
	if !strings.Contains(log.String(), "took=") {
		t.Errorf("a slow View: logged %q", log.String())
	}
}

func TestWaitingForOnesTurnEndsWithTheContext(t *testing.T) {
	db := mustOpen(t, dataPath(t), fast())
	err := db.Update(t.Context(), func(store.Writer) error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		return db.Update(ctx, func(store.Writer) error { t.Error("two writers at once"); return nil })
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want DeadlineExceeded", err)
	}
	put(t, db, "k", nil)
}

// A test that fails inside a transaction ends its goroutine; so may others.
func TestGoexitInUpdate(t *testing.T) {
	db := mustOpen(t, dataPath(t), fast())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = db.Update(context.Background(), func(w store.Writer) error {
			_ = w.Put(alpha, []byte("new"), nil)
			runtime.Goexit()
			return nil
		})
	}()
	<-done
	put(t, db, "k", nil)
	_ = db.View(t.Context(), func(r store.Reader) error {
		if _, err := r.Get(alpha, []byte("new")); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the abandoned record: %v, want ErrNotFound", err)
		}
		return nil
	})
}
