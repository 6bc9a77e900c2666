package bolt_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// older makes a file of format 1.
func older(t *testing.T) (path string, original []byte) {
	t.Helper()
	path = dataPath(t)
	o := fast()
	o.Format = 1
	db := mustOpen(t, path, o)
	fill(t, db, 200)
	closeAndCheck(t, db, path)
	return path, []byte(read(t, path))
}

func TestAnOlderFileIsKeptAndUpgraded(t *testing.T) {
	path, original := older(t)
	var log bytes.Buffer
	o := fast()
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	o.Spaces = append(o.Spaces, "newer")
	o.Upgrade = func(from uint32, w store.Writer) error {
		if from != 1 {
			t.Errorf("upgraded from format %d", from)
		}
		return errors.Join(w.Put("newer", []byte("k"), nil), w.Delete(alpha, number(3)))
	}
	db := mustOpen(t, path, o)
	if db.Format() != 2 {
		t.Errorf("format %d", db.Format())
	}
	if _, err := get(t, db, "newer", []byte("k")); err != nil {
		t.Error(err)
	}
	if n, err := scan(t, db, alpha, store.Range{}, -1); n != 199 || err != nil {
		t.Errorf("%d records, %v", n, err)
	}
	kept, err := filepath.Glob(path + ".before-*")
	if err != nil || len(kept) != 1 || read(t, kept[0]) != string(original) {
		t.Fatalf("kept are %v, %v", kept, err)
	}
	if said := log.String(); !strings.Contains(said, "from=1 to=2") || !strings.Contains(said, filepath.Base(kept[0])) {
		t.Errorf("the log does not say what was done: %s", said)
	}
	closeAndCheck(t, db, path)
	behindTallies(t, path)
	log.Reset()
	o.Upgrade = func(uint32, store.Writer) error { t.Error("upgraded twice"); return nil }
	closeAndCheck(t, mustOpen(t, path, o), path)
	if kept, _ := filepath.Glob(path + ".*"); len(kept) != 1 || log.Len() > 0 {
		t.Errorf("beside the file are %v; the log says %s", kept, log.String())
	}
}

// A step that finds nothing to do leads to the new format all the same.
func TestAnUpgradeThatChangesNoRecordIsDoneOnce(t *testing.T) {
	path, _ := older(t)
	o, steps := fast(), 0
	o.Upgrade = func(uint32, store.Writer) error { steps++; return nil }
	for range 2 {
		db := mustOpen(t, path, o)
		if db.Format() != o.Format {
			t.Errorf("format %d, want %d", db.Format(), o.Format)
		}
		closeAndCheck(t, db, path)
	}
	if kept, err := filepath.Glob(path + ".before-*"); steps != 1 || len(kept) != 1 || err != nil {
		t.Errorf("upgraded %d times, kept are %v (%v)", steps, kept, err)
	}
}

// behindTallies makes sure that the upgraded file has tallies: what is lost is noticed.
func behindTallies(t *testing.T, path string) {
	t.Helper()
	lost := filepath.Join(t.TempDir(), "data.db")
	copyFile(t, path, lost)
	behind(t, lost, func(b *bbolt.Bucket) error { return b.Delete(number(100)) })
	db := mustOpen(t, lost, fast())
	if _, err := get(t, db, alpha, number(100)); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a record lost after the upgrade: %v", err)
	}
}

func TestAnUpgradeThatFailsChangesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func([]byte) []byte
		step  error
		want  error // nil: it is used as it is
	}{
		"the step fails":      {step: os.ErrInvalid, want: os.ErrInvalid},
		"no room":             {step: store.ErrFull},
		"a record is damaged": {spoil: func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("49,49,"), []byte("49,48,")) }},
	} {
		t.Run(name, func(t *testing.T) {
			path, original := older(t)
			if c.spoil != nil {
				original = c.spoil(original)
				if err := os.WriteFile(path, original, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			o := fast()
			o.Upgrade = func(uint32, store.Writer) error { return c.step }
			var log bytes.Buffer
			o.Logger = slog.New(slog.NewTextHandler(&log, nil))
			db, err := bolt.Open(path, o)
			if !errors.Is(err, c.want) {
				t.Errorf("Open: %v, want %v", err, c.want)
			}
			if err == nil {
				if v, err := get(t, db, alpha, number(60)); db.Format() != 1 || err != nil || len(v) == 0 || !strings.Contains(log.String(), "used as it is") {
					t.Errorf("format %d, %q, %v; the log says %s", db.Format(), v, err, log.String())
				}
				db.Close()
			}
			if read(t, path) != string(original) {
				t.Error("the file was changed")
			}
			if beside, _ := filepath.Glob(path + ".*"); len(beside) > 0 {
				t.Errorf("left are %v", beside)
			}
		})
	}
}

func TestAnOlderFileIsReadAsItIs(t *testing.T) {
	path, original := older(t)
	o := fast()
	o.ReadOnly = true
	o.Upgrade = func(uint32, store.Writer) error { t.Error("upgraded"); return nil }
	db := mustOpen(t, path, o)
	if n, err := scan(t, db, alpha, store.Range{}, -1); n != 200 || err != nil || db.Format() != 1 {
		t.Errorf("%d records of format %d, %v", n, db.Format(), err)
	}
	db.Close()
	if read(t, path) != string(original) {
		t.Error("the file was changed")
	}
}
