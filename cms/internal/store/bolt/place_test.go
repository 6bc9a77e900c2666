package bolt_test

import (
	"bytes"
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
	aside := path + ".before"
	db := mustOpen(t, path, fast())
	put(t, db, "k", []byte("kept"))
	o := fast()
	o.LockTimeout = 50 * time.Millisecond
	if err := bolt.SetAside(path, aside, o); !errors.Is(err, store.ErrLocked) {
		t.Errorf("while it is open: %v, want ErrLocked", err)
	}
	if _, err := os.Stat(aside); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it was moved: %v", err)
	}
	closeAndCheck(t, db, path)
	if err := bolt.SetAside(path, aside, o); err != nil {
		t.Fatal(err)
	}
	mustBeSound(t, aside)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its name still leads somewhere: %v", err)
	}
	// What nobody can open is what a backup is put back for.
	if err := os.WriteFile(path, []byte("not a data file"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := bolt.SetAside(path, path+".foreign", o); err != nil {
		t.Errorf("a file that cannot be opened: %v", err)
	}
}

func TestACopyIsPutInPlace(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	fill(t, db, 20)
	closeAndCheck(t, db, path)
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	if err := bolt.CopyFile(path, fresh); err != nil {
		t.Fatal(err)
	}
	if err := bolt.CopyFile(path, fresh); !errors.Is(err, fs.ErrExist) {
		t.Errorf("copied over a file that was there: %v", err)
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(fresh); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy: %v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := bolt.PutInPlace(fresh, path); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes stand there, want %d: %v", len(got), len(want), err)
	}
	if _, err := os.Stat(fresh); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the copy is still there: %v", err)
	}
}
