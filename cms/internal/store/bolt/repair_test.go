package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// edited makes a practice-like file with a backup of its past: half of what it says was
// changed, added or deleted since.
func edited(t testing.TB) (file, backup string) {
	t.Helper()
	file = dataPath(t)
	backup = filepath.Join(t.TempDir(), "backup.db")
	db := mustOpen(t, file, fast())
	write := func(from, to int, text string) {
		t.Helper()
		for i := from; i < to; i++ {
			err := db.Update(t.Context(), func(w store.Writer) error {
				if err := w.Put(beta, fmt.Appendf(nil, "%s%d", text, i), nil); err != nil {
					return err
				}
				if text == "deleted" {
					return w.Delete(alpha, document(i, "/a"))
				}
				for _, rest := range []string{"/a", "/b", "/c"} {
					value := bytes.Repeat(fmt.Appendf(nil, "%s %s %d. ", text, rest, i), 1+i%40)
					if err := w.Put(alpha, document(i, rest), value); err != nil {
						return err
					}
				}
				return w.Put(alpha, document(i, "/long"), bytes.Repeat([]byte(text), 100*(i%30)))
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	write(0, 60, "first")
	if err := db.BackupTo(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	write(50, 80, "second")
	write(20, 25, "deleted")
	closeAndCheck(t, db, file)
	return file, backup
}

func repaired(t testing.TB, damaged string, backups ...string) (fresh string, done store.Repair, err error) {
	t.Helper()
	fresh = dataPath(t)
	done, err = bolt.Repair(t.Context(), damaged, fresh, backups, fast())
	return fresh, done, err
}

// mustBeHonest holds a repaired file against the one that was never damaged: what is there
// is what was written, and what is not is said.
func mustBeHonest(t testing.TB, want map[string]string, fresh string, done store.Repair) (whole bool) {
	t.Helper()
	got, err := contents(fresh, fast())
	if len(done.Left) == 0 {
		mustBeSound(t, fresh)
		if err != nil || len(got) != len(want) {
			t.Errorf("nothing is said to be left, and %d of %d records are there: %v", len(got), len(want), err)
		}
	} else if !errors.Is(err, store.ErrDamaged) {
		t.Errorf("%+v are left, and reading says %v", done.Left, err)
	}
	for key, value := range got {
		if w, ok := want[key]; (!ok || w != value) && !saysOlder(done) {
			t.Errorf("%s was not written like this", key)
		}
	}
	return len(done.Left) == 0
}

// saysOlder reports whether repair says that it read the tree of an earlier moment: the page at
// the top of it is an older one, and what that leads to agrees with itself.
func saysOlder(done store.Repair) bool {
	return strings.Contains(fmt.Sprint(done.Damage.Problems), "may be older than what was written last")
}

func TestWhatIsSoundIsNotRepaired(t *testing.T) {
	file, backup := edited(t)
	want, err := contents(file, fast())
	if err != nil {
		t.Fatal(err)
	}
	fresh, done, err := repaired(t, file, backup)
	if err != nil || len(done.Back) > 0 || len(done.Damage.Problems) > 0 || len(done.Recounted) > 0 {
		t.Errorf("%+v, %v", done, err)
	}
	if !mustBeHonest(t, want, fresh, done) {
		t.Errorf("left: %+v", done.Left)
	}
}

// Whatever single bit is wrong, repair brings back what was written or says what it
// can't, and never another thing.
func TestRepairOfFlippedBits(t *testing.T) {
	file, backup := edited(t)
	want, err := contents(file, fast())
	if err != nil {
		t.Fatal(err)
	}
	pristine, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	used := mustBeSound(t, file).Pages * 4096
	t.Logf("seed %d", *seed)
	random := rand.New(rand.NewPCG(*seed, 0))
	whole, left, unreadable, sound := 0, 0, 0, 0
	path := filepath.Join(t.TempDir(), "damaged.db")
	for i := range *flips {
		at := random.IntN(used)
		if i%3 == 0 { // the start of a page: its header and table of entries
			at = at&^4095 + random.IntN(128)
		}
		bit := byte(1) << random.IntN(8)
		broken := slices.Clone(pristine)
		broken[at] ^= bit
		if err := os.WriteFile(path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		report, err := bolt.CheckFile(t.Context(), path)
		if errors.Join(err, report.Err()) == nil {
			sound++
		}
		fresh, done, err := repaired(t, path, backup)
		want := want
		if at < headers && len(report.Problems) > 0 {
			want = beforeLastChange(t, path, done)
		}
		switch {
		case err != nil && strings.Contains(err.Error(), "nothing could be proven"): // the page of the tallies
			unreadable++
		case err != nil:
			t.Errorf("byte %d bit %#x: %v", at, bit, err)
		case done.Unsure: // it is what was before the last change, perhaps, and says so
			mustBeSound(t, fresh)
		case mustBeHonest(t, want, fresh, done):
			whole++
		default:
			left++
			t.Logf("byte %d bit %#x (page %d): %v left: %+v", at, bit, at/4096, report.Err(), done.Left)
		}
		if t.Failed() {
			t.Fatalf("byte %d bit %#x: %v, %+v", at, bit, report.Err(), done)
		}
	}
	if unreadable > *flips/20 {
		t.Errorf("of %d flips %d let nothing be proven", *flips, unreadable)
	}
	t.Logf("%d whole (%d were sound), %d with something left, %d unreadable", whole, sound, left, unreadable)
}

// topOf is the number of the page at the top of a file's tree.
func topOf(t *testing.T, path string) (page int) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.View(func(tx *bbolt.Tx) error { page = int(tx.Cursor().Bucket().Root()); return nil }); err != nil {
		t.Fatal(err)
	}
	return page
}

// headers is how many bytes of a file the two headers take.
const headers = 2 * 4096

// beforeLastChange is what a file holds of which a header is damaged. If that is the newer one,
// the last change is missing, and repair says so: no backup is as new.
func beforeLastChange(t *testing.T, path string, done store.Repair) map[string]string {
	t.Helper()
	o := fast()
	o.UseOlderHeader = true
	all, err := contents(path, o)
	if said := fmt.Sprint(done.Damage.Problems); err != nil || !strings.Contains(said, "the last change is missing") {
		t.Errorf("a header is damaged, and repair says %q: %v", said, err)
	}
	return all
}

// A disk that loses a write leaves a page as it was before; one that loses a page leaves
// zeros. Both are tried with each page, and with what that page was at several moments.
func TestRepairOfLostPages(t *testing.T) {
	file := dataPath(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	db := mustOpen(t, file, fast())
	var before [][]byte
	for round := range 6 {
		for i := range 40 {
			err := db.Update(t.Context(), func(w store.Writer) error {
				if i%5 == round%5 && round > 0 {
					return w.Delete(alpha, document(i, "/a"))
				}
				return errors.Join(w.Put(alpha, document(i, "/a"), fmt.Appendf(nil, "%d in round %d", i, round)),
					w.Put(beta, document(i, "/b"), bytes.Repeat([]byte{byte(round)}, 400)))
			})
			if err != nil {
				t.Fatal(err)
			}
			if i%8 == 7 || round == 5 && i > 30 {
				now, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				before = append(before, now)
			}
		}
		if round == 2 {
			if err := db.BackupTo(t.Context(), backup); err != nil {
				t.Fatal(err)
			}
		}
	}
	closeAndCheck(t, db, file)
	want, err := contents(file, fast())
	if err != nil {
		t.Fatal(err)
	}
	pristine, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	path, top := filepath.Join(t.TempDir(), "damaged.db"), topOf(t, file)
	whole, left, refused, older, tried := 0, 0, 0, 0, map[string]bool{}
	for page := 2; page < mustBeSound(t, file).Pages; page++ {
		for _, old := range append(before, nil) {
			broken := slices.Clone(pristine)
			at := broken[page*4096 : (page+1)*4096]
			clear(at)
			if (page+1)*4096 <= len(old) {
				copy(at, old[page*4096:])
			}
			if name := fmt.Sprint(page, string(at)); tried[name] || bytes.Equal(broken, pristine) {
				continue
			} else {
				tried[name] = true
			}
			if err := os.WriteFile(path, broken, 0o600); err != nil {
				t.Fatal(err)
			}
			report, err := bolt.CheckFile(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			fresh, done, err := repaired(t, path, backup)
			if err != nil {
				refused++
				continue
			}
			if page == top {
				// Whatever it leads to is of an earlier moment, the tallies too. That is said.
				if got, err := contents(fresh, fast()); len(done.Damage.Problems) == 0 && (err != nil || !maps.Equal(got, want)) {
					t.Errorf("the page at the top of the tree is an older one, and nothing is said to be wrong: %v", err)
				}
				continue
			}
			failed := t.Failed()
			if saysOlder(done) {
				older++
			}
			if mustBeHonest(t, want, fresh, done) {
				whole++
			} else {
				left++
			}
			if !failed && t.Failed() {
				t.Errorf("page %d: %v; %d back, left %+v", page, report.Problems, len(done.Back), done.Left)
			}
		}
	}
	if older > len(tried)/10 {
		t.Errorf("of %d pages and times %d are said to be older ones; want few: only those at the top of the tree", len(tried), older)
	}
	t.Logf("%d pages and times: %d whole, %d with something left, %d refused, %d older", len(tried), whole, left, refused, older)
}

// A branch page is lost, or its end: what stands below it is found, and belongs where it was.
func TestRepairFindsWhatStandsBelowALostBranch(t *testing.T) {
	file, backup := edited(t)
	want, err := contents(file, fast())
	if err != nil {
		t.Fatal(err)
	}
	pristine, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	branches := 0
	path := filepath.Join(t.TempDir(), "damaged.db")
	for page := 2; page < mustBeSound(t, file).Pages; page++ {
		for _, from := range []int{0, 24, 2048} {
			broken := slices.Clone(pristine)
			at := broken[page*4096 : (page+1)*4096]
			if at[8] != 1 { // a branch
				continue
			}
			clear(at[from:])
			if bytes.Equal(broken, pristine) {
				continue
			}
			if err := os.WriteFile(path, broken, 0o600); err != nil {
				t.Fatal(err)
			}
			if report, err := bolt.CheckFile(t.Context(), path); err != nil || report.Err() == nil {
				continue // one that is free
			}
			branches++
			if _, err := bolt.Open(path, fast()); !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), "practicecms repair") {
				t.Errorf("page %d from %d: Open: %v, want ErrDamaged that says what to do", page, from, err)
			}
			fresh, done, err := repaired(t, path, backup)
			if err != nil && strings.Contains(err.Error(), "nothing could be proven") { // that of the tallies
				continue
			}
			if err != nil || !mustBeHonest(t, want, fresh, done) {
				t.Errorf("page %d from %d: %v, left: %+v", page, from, err, done.Left)
			}
		}
	}
	if branches == 0 {
		t.Error("there was no branch: the test tests nothing")
	}
}

// Whichever header is damaged, nobody can tell whether it was the newer one.
func TestRepairSaysThatTheLastChangeMayBeMissing(t *testing.T) {
	file, backup := edited(t)
	pristine, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "damaged.db")
	for slot := range 2 {
		broken := slices.Clone(pristine)
		broken[slot*4096+16+48] ^= 1
		if err := os.WriteFile(path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		fresh, done, err := repaired(t, path, backup)
		if err != nil || !done.Unsure {
			t.Errorf("header %d: unsure %t, %v", slot+1, done.Unsure, err)
			continue
		}
		mustBeSound(t, fresh)
	}
}

// A tally that is older than what it counts is no reason to go back to older records.
func TestRepairTakesNoNewerRecordAway(t *testing.T) {
	file := dataPath(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	db := mustOpen(t, file, fast())
	write := func(text string) {
		err := db.Update(t.Context(), func(w store.Writer) error {
			for i := range 20 {
				if err := w.Put(alpha, document(i, "/a"), []byte(text)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	write("older")
	if err := db.BackupTo(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	write("newer")
	closeAndCheck(t, db, file)
	want, err := contents(file, fast())
	if err != nil {
		t.Fatal(err)
	}
	tally := []byte(bolt.PlaceOf(alpha, string(document(3, "/a"))))
	var old []byte
	inOwn(t, backup, func(b *bbolt.Bucket) error { old = bytes.Clone(b.Get(tally)); return nil })
	inOwn(t, file, func(b *bbolt.Bucket) error { return b.Put(tally, old) })

	fresh, done, err := repaired(t, file, backup)
	if err != nil {
		t.Fatal(err)
	}
	if mustBeHonest(t, want, fresh, done) {
		t.Error("nothing is said to be left")
	}
}

// inOwn works on the engine's own records, past the engine.
func inOwn(t testing.TB, path string, fn func(*bbolt.Bucket) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error { return fn(tx.Bucket([]byte("practicecms"))) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}
