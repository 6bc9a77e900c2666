//go:build unix

package bolt_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// standing is an open store in a folder of its own with one record, and its log.
func standing(t *testing.T) (db *bolt.DB, path string, log *bytes.Buffer) {
	t.Helper()
	path, log = filepath.Join(t.TempDir(), "data", "data.db"), &bytes.Buffer{}
	o := fast()
	o.Logger = slog.New(slog.NewTextHandler(log, nil))
	db = mustOpen(t, path, o)
	put(t, db, "before", []byte("kept"))
	return db, path, log
}

func reads(t *testing.T, db *bolt.DB, key string) error {
	t.Helper()
	return db.View(t.Context(), func(r store.Reader) error { _, err := r.Get(alpha, []byte(key)); return err })
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// What is written to a file that has no name any more is lost: it is refused, and when the
// file is back, writing goes on.
func TestAFileThatIsTakenAwayTakesNoChanges(t *testing.T) {
	for name, c := range map[string]struct {
		take, back func(t *testing.T, path string)
	}{
		"the file renamed": {
			func(t *testing.T, path string) { must(t, os.Rename(path, path+".away")) },
			func(t *testing.T, path string) { must(t, os.Rename(path+".away", path)) },
		},
		"the folder renamed": {
			func(t *testing.T, path string) { must(t, os.Rename(filepath.Dir(path), filepath.Dir(path)+".away")) },
			func(t *testing.T, path string) { must(t, os.Rename(filepath.Dir(path)+".away", filepath.Dir(path))) },
		},
		"the folder removed, and another store made in its place": {
			func(t *testing.T, path string) {
				must(t, os.Rename(filepath.Dir(path), filepath.Dir(path)+".away"))
				must(t, mustOpen(t, path, fast()).Close())
			},
			func(t *testing.T, path string) {
				must(t, os.RemoveAll(filepath.Dir(path)), os.Rename(filepath.Dir(path)+".away", filepath.Dir(path)))
			},
		},
		"another file renamed over it": {
			func(t *testing.T, path string) {
				must(t, os.Link(path, path+".away"), bolt.CopyFile(path, path+".other"), os.Rename(path+".other", path))
			},
			func(t *testing.T, path string) { must(t, os.Rename(path+".away", path)) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			db, path, log := standing(t)
			c.take(t, path)
			for range 2 {
				if err := tryPut(db, "lost", nil); !errors.Is(err, store.ErrMoved) || errors.Is(err, store.ErrUnknown) {
					t.Fatalf("Update: %v, want ErrMoved", err)
				}
			}
			if err := db.Rewrite(t.Context()); !errors.Is(err, store.ErrMoved) {
				t.Errorf("Rewrite: %v, want ErrMoved", err)
			}
			if err := db.Probe(t.Context()); !errors.Is(err, store.ErrMoved) {
				t.Errorf("Probe: %v, want ErrMoved", err)
			}
			if err := reads(t, db, "before"); err != nil {
				t.Errorf("reading goes on: %v", err)
			}
			if n := strings.Count(log.String(), "put it back"); n != 1 {
				t.Errorf("said %d times what to do, want once: %s", n, log)
			}
			c.back(t, path)
			if err := db.Probe(t.Context()); err != nil {
				t.Errorf("Probe when it is back: %v", err)
			}
			put(t, db, "after", nil)
			if err := reads(t, db, "lost"); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("the refused record: %v, want ErrNotFound", err)
			}
			closeAndCheck(t, db, path)
		})
	}
}

// A file that is taken away in the middle of a change leaves its outcome open, and the change
// is not acknowledged.
func TestAFileThatIsTakenAwayMeanwhile(t *testing.T) {
	db, path, _ := standing(t)
	told := 0
	db.Watch(func() { told++ })
	err := db.Update(t.Context(), func(w store.Writer) error {
		must(t, os.Rename(path, path+".away"))
		return w.Put(alpha, []byte("new"), nil)
	})
	if !errors.Is(err, store.ErrUnknown) || !errors.Is(err, store.ErrMoved) {
		t.Errorf("Update: %v, want ErrUnknown and ErrMoved", err)
	}
	if err := reads(t, db, "new"); err != nil || told != 1 {
		t.Errorf("readers see it (%v), and %d were told, want 1", err, told)
	}
	must(t, os.Rename(path+".away", path))
	put(t, db, "after", nil)
	closeAndCheck(t, db, path)
	if err := reads(t, mustOpen(t, path, fast()), "new"); err != nil {
		t.Errorf("after a restart: %v", err)
	}
}

// What somebody else wrote into the file does not become right by itself.
func TestAFileThatIsOverwritten(t *testing.T) {
	overwrite := func(t *testing.T, path string, with []byte) {
		must(t, os.WriteFile(path, with, 0o600)) // the same file, as cp does it
	}
	read := func(t *testing.T, path string) []byte {
		b, err := os.ReadFile(path)
		must(t, err)
		return b
	}
	for name, c := range map[string]struct {
		spoil func(t *testing.T, path string)
		reads bool // what was there can be read on
	}{
		"cut short": {func(t *testing.T, path string) { must(t, os.Truncate(path, 3*4096)) }, true},
		"emptied":   {func(t *testing.T, path string) { must(t, os.Truncate(path, 0)) }, false},
		"another store's file copied over it": {func(t *testing.T, path string) {
			other := filepath.Join(t.TempDir(), "other.db")
			db := mustOpen(t, other, fast())
			fill(t, db, 300)
			must(t, db.Close())
			overwrite(t, path, read(t, other))
		}, false},
		"an older copy copied over it": {func(t *testing.T, path string) { overwrite(t, path, read(t, path+".older")) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			db, path, log := standing(t)
			must(t, bolt.CopyFile(path, path+".older"))
			put(t, db, "newest", nil)
			c.spoil(t, path)
			if err := db.Probe(t.Context()); !errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrMoved) {
				t.Errorf("Probe: %v, want ErrReadOnly", err)
			}
			if err := tryPut(db, "lost", nil); !errors.Is(err, store.ErrReadOnly) || errors.Is(err, store.ErrMoved) {
				t.Errorf("Update: %v, want ErrReadOnly", err)
			}
			err := reads(t, db, "before")
			if !c.reads && err == nil {
				t.Error("it is read on, whoever's it is")
			}
			if errors.Is(err, store.ErrNotFound) {
				t.Error("a record that was there is said not to be")
			}
			if n := strings.Count(log.String(), "until a restart"); n != 1 {
				t.Errorf("said %d times what to do, want once: %s", n, log)
			}
		})
	}
}

func TestCompactingNeverLeavesALargerFile(t *testing.T) {
	for _, records := range []int{0, 100, 300, 1000, 3000} {
		path := dataPath(t)
		o := fast()
		o.NoSync = false // the file grows by steps
		db := mustOpen(t, path, o)
		must(t, db.Update(t.Context(), func(w store.Writer) (err error) {
			for i := range records {
				err = errors.Join(err, w.Put(alpha, number(i), make([]byte, 1000)))
			}
			return err
		}))
		must(t, db.Close())
		for range 3 {
			was, err := os.Stat(path)
			must(t, err)
			before, after, err := bolt.Compact(t.Context(), path, o)
			must(t, err)
			is, err := os.Stat(path)
			must(t, err)
			if after > before || before != was.Size() || after != is.Size() {
				t.Errorf("%d records: said %d bytes before and %d after; on the disk are %d and %d", records, before, after, was.Size(), is.Size())
			}
		}
	}
}

// cp empties a file before it writes to it: who looks in between must look again.
func TestAFileThatIsCutShortAndThenOverwritten(t *testing.T) {
	db, path, _ := standing(t)
	must(t, bolt.CopyFile(path, path+".older"))
	put(t, db, "newest", nil)
	older, err := os.ReadFile(path + ".older")
	must(t, err, os.Truncate(path, 3*4096))
	if err := db.Probe(t.Context()); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("Probe of what was cut short: %v, want ErrDamaged", err)
	}
	must(t, os.WriteFile(path, older, 0o600))
	if err := db.Probe(t.Context()); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("Probe of what was overwritten: %v, want ErrDamaged", err)
	}
	if err := reads(t, db, "newest"); err == nil || errors.Is(err, store.ErrNotFound) {
		t.Errorf("reading: %v, want an error that says that the file is damaged", err)
	}
}
