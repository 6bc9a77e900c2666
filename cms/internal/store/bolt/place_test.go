package bolt_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

func TestADataFileIsNotTakenFromWhoUsesIt(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	o := fast()
	o.LockTimeout = 50 * time.Millisecond
	if _, err := bolt.Hold(path, o); !errors.Is(err, store.ErrLocked) {
		t.Errorf("while it is open: %v, want ErrLocked", err)
	}
	closeAndCheck(t, db, path)
	place := held(t, path)
	if _, err := bolt.Open(path, o); !errors.Is(err, store.ErrLocked) {
		t.Errorf("while its place is held: %v, want ErrLocked", err)
	}
	if err := place.Close(); err != nil {
		t.Fatal(err)
	}
	closeAndCheck(t, mustOpen(t, path, o), path)
}

func TestWhatHadAPlaceIsKeptHoweverOftenItIsTaken(t *testing.T) {
	path := dataPath(t)
	o := fast()
	o.Now = func() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) } // all in one second
	want := []string{"", path + ".before-20260504T030201Z", path + ".before-20260504T030201Z-2", path + ".before-20260504T030201Z-3"}
	for i, want := range want {
		place, err := bolt.Hold(path, o)
		if err != nil {
			t.Fatal(err)
		}
		if kept, err := place.Put(file(t, path+"."+string(rune('a'+i)))); err != nil || kept != want {
			t.Errorf("put %d: kept as %q, want %q: %v", i, kept, want, err)
		}
		if err := place.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for i, name := range append(want[1:], path) {
		if got := read(t, name); got != string(path+"."+string(rune('a'+i))) {
			t.Errorf("%s holds %q", name, got)
		}
	}
}

func TestAPlaceThatWasEmptyIsNotTakenFromWhoCameMeanwhile(t *testing.T) {
	path := dataPath(t)
	place := held(t, path)
	db := mustOpen(t, path, fast())
	put(t, db, "k", []byte("theirs"))
	fresh := file(t, path+".fresh")
	if kept, err := place.Put(fresh); !errors.Is(err, fs.ErrExist) || kept != "" {
		t.Errorf("got %q, %v, want fs.ErrExist", kept, err)
	}
	closeAndCheck(t, db, path)
}

// Who waited for the lock of a file must not get the file that had the name before.
func TestWhoWaitedForAPlaceFindsWhatWasPutThere(t *testing.T) {
	path, fresh := dataPath(t), dataPath(t)
	closeAndCheck(t, mustOpen(t, path, fast()), path)
	db := mustOpen(t, fresh, fast())
	put(t, db, "fresh", nil)
	closeAndCheck(t, db, fresh)
	if err := os.Rename(fresh, path+".fresh"); err != nil {
		t.Fatal(err)
	}
	place := held(t, path)
	o := fast()
	o.LockTimeout = time.Minute
	opened := make(chan error, 1)
	go func() {
		db, err := bolt.Open(path, o)
		if err == nil {
			_, err = get(t, db, alpha, []byte("fresh"))
			err = errors.Join(err, db.Close())
		}
		opened <- err
	}()
	for began := time.Now(); handlesOf(t, path) < 2; time.Sleep(time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatal("nobody waits for the lock")
		}
	}
	if _, err := place.Put(path + ".fresh"); err != nil {
		t.Fatal(err)
	}
	if err := place.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Errorf("who waited: %v", err)
	}
}

// handlesOf counts how often this process has a file open.
func handlesOf(t *testing.T, path string) (n int) {
	t.Helper()
	const own = "/proc/self/fd"
	all, err := os.ReadDir(own)
	if err != nil {
		t.Skip("the system does not tell: ", err)
	}
	for _, fd := range all {
		if to, err := os.Readlink(filepath.Join(own, fd.Name())); err == nil && to == path {
			n++
		}
	}
	return n
}

// Between the two names and the rename, and after it: what a kill leaves.
func TestAnInterruptedPutHasHappenedOrHasNot(t *testing.T) {
	path := dataPath(t)
	closeAndCheck(t, mustOpen(t, path, fast()), path)
	second, other := path+".before-20260504T030201Z", path+".before-20260101T000000Z"
	if err := os.Link(path, second); err != nil {
		t.Fatal(err)
	}
	file(t, other)
	if err := os.MkdirAll(path+".restoring.1.tmp/search", 0o700); err != nil {
		t.Fatal(err)
	}
	closeAndCheck(t, mustOpen(t, path, fast()), path)
	for _, gone := range []string{second, path + ".restoring.1.tmp"} {
		if _, err := os.Lstat(gone); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there: %v", gone, err)
		}
	}
	if got := read(t, other); got != other {
		t.Errorf("what an earlier one kept holds %q", got)
	}
}

func TestAFileThatCannotBePutChangesNothing(t *testing.T) {
	path := dataPath(t)
	file(t, path) // what nobody can open is what a backup is put back for
	place := held(t, path)
	defer place.Close()
	if _, err := place.Put(path + ".nothing"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want fs.ErrNotExist", err)
	}
	names, err := filepath.Glob(path + "*")
	if err != nil || len(names) != 1 || read(t, path) != path {
		t.Errorf("there are %q: %v", names, err)
	}
}

func TestACopyIsNeverMadeOverAFile(t *testing.T) {
	from := file(t, filepath.Join(t.TempDir(), "from"))
	to := filepath.Join(t.TempDir(), "to")
	if err := bolt.CopyFile(from, to); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 || read(t, to) != from {
		t.Errorf("the copy: %v, %v", info.Mode(), err)
	}
	if err := bolt.CopyFile(from, to); !errors.Is(err, fs.ErrExist) {
		t.Errorf("copied over a file that was there: %v", err)
	}
}

func held(t *testing.T, path string) *bolt.Place {
	t.Helper()
	place, err := bolt.Hold(path, fast())
	if err != nil {
		t.Fatal(err)
	}
	return place
}

// file makes a file that holds its own name.
func file(t *testing.T, name string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(name), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Error(err)
	}
	return string(b)
}
