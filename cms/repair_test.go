package cms_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// backedUp is a practice with a backup, and with edits since. Its server is stopped.
func backedUp(t *testing.T) (dir, backup string) {
	t.Helper()
	s := cmstest.New(t)
	backup = filepath.Join(t.TempDir(), "monday.backup")
	var pages []cms.Version
	for _, name := range []string{"one", "two", "three"} {
		v := s.Service(t, name, cmstest.Section("A heading", "Words of "+name))
		s.Publish(t, v)
		pages = append(pages, v)
	}
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	s.Publish(t, s.Save(t, cmstest.Edit(pages[0], 0, "heading", "Another heading")))
	s.Publish(t, s.Service(t, "four"))
	s.Clean(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := bolt.CopyFile(filepath.Join(s.Dir, cms.DataFile), filepath.Join(dir, cms.DataFile)); err != nil {
		t.Fatal(err)
	}
	s.Open(t)
	return dir, backup
}

// stored is every record of a data file, past the engine, without the engine's own.
func stored(t *testing.T, dir string) map[string]string {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, cms.DataFile), 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string]string{}
	err = db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(space []byte, b *bbolt.Bucket) error {
			if string(space) == "practicecms" {
				return nil
			}
			return b.ForEach(func(key, value []byte) error { all[string(space)+"/"+string(key)] = string(value); return nil })
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Of each space a record is lost. What the backup has is brought back byte for byte; what
// it does not have is said to be missing, and everything else stays as it was.
func TestRepairBringsBackWhatABackupHas(t *testing.T) {
	whole, backup := backedUp(t)
	want := stored(t, whole)
	back, rebuilt, left := 0, 0, 0
	for _, space := range record.Spaces() {
		for _, key := range keysIn(want, space) {
			dir := t.TempDir()
			if err := bolt.CopyFile(filepath.Join(whole, cms.DataFile), filepath.Join(dir, cms.DataFile)); err != nil {
				t.Fatal(err)
			}
			lose(t, dir, space, []byte(key))
			damaged := read(t, filepath.Join(dir, cms.DataFile))

			would, err := cms.Repair(t.Context(), dir, []string{backup}, true, cms.Options{})
			if err != nil || read(t, filepath.Join(dir, cms.DataFile)) != damaged || len(filesIn(t, dir)) != 1 {
				t.Fatalf("%s: a dry run changes something: %v", space, err)
			}
			done, err := cms.Repair(t.Context(), dir, []string{backup}, false, cms.Options{})
			if err != nil || len(done.Problems) == 0 {
				t.Fatalf("%s: %v, %+v", space, err, done)
			}
			if would.Kept != "" || len(would.Left) != len(done.Left) || !slices.Equal(would.Back, done.Back) {
				t.Errorf("%s: a dry run says %+v, and what is done is %+v", space, would, done)
			}
			got := stored(t, dir)
			name := string(space) + "/" + key
			switch {
			case done.Whole():
				if len(done.Back) > 0 {
					back++
				} else {
					rebuilt++
				}
				if read(t, done.Kept) != damaged {
					t.Errorf("%s: %s does not hold the damaged file", space, done.Kept)
				}
			case len(done.Left) == 1 && done.Left[0].Space == string(space):
				left++
				got[name] = want[name] // and it alone is missing
			default:
				t.Errorf("%s: %+v", space, done)
			}
			for name, value := range want {
				if got[name] != value {
					t.Errorf("%s is lost, and %q is not what it was", space, name)
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s: %d records, want %d", space, len(got), len(want))
			}
		}
	}
	t.Logf("%d brought back, %d rebuilt, %d left", back, rebuilt, left)
	if back == 0 || rebuilt == 0 || left == 0 {
		t.Error("the losses were of one kind: the test tests little")
	}
}

// keysIn lists keys of a space, at most three.
func keysIn(all map[string]string, space store.Space) (out []string) {
	for name := range all {
		if key, ok := strings.CutPrefix(name, string(space)+"/"); ok {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	for len(out) > 3 {
		out = slices.Delete(out, 1, 2)
	}
	return out
}

func filesIn(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestRepairRefusesWhatCannotHelp(t *testing.T) {
	dir, backup := backedUp(t)
	other := otherBackup(t)
	key := keysIn(stored(t, dir), record.SpaceVersions)[0]
	lose(t, dir, record.SpaceVersions, []byte(key))
	before := read(t, filepath.Join(dir, cms.DataFile))
	unsound := filepath.Join(t.TempDir(), "unsound.backup")
	if err := os.WriteFile(unsound, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, from := range map[string]string{"a damaged backup": unsound, "another practice's": other, "no backup": os.Args[0]} {
		if _, err := cms.Repair(t.Context(), dir, []string{from}, false, cms.Options{}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	c, err := cms.Open(dir, cms.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cms.Repair(t.Context(), dir, []string{backup}, false, cms.Options{LockTimeout: 1}); !errors.Is(err, cms.ErrLocked) {
		t.Errorf("a repair beside a server says %v", err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if read(t, filepath.Join(dir, cms.DataFile)) != before {
		t.Error("a repair that was refused changed the file")
	}
}

// otherBackup is a backup of a practice that was made at another time.
func otherBackup(t *testing.T) string {
	t.Helper()
	f, dir := unpacked(t, 1)
	file := filepath.Join(t.TempDir(), "other.backup")
	c := f.open(t, dir)
	if err := errors.Join(c.Backup(t.Context(), file), c.Close()); err != nil {
		t.Fatal(err)
	}
	return file
}
