package bolt_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// behind changes a file past the engine.
func behind(t testing.TB, path string, fn func(*bbolt.Bucket) error) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error { return fn(tx.Bucket([]byte(alpha))) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func get(t testing.TB, db *bolt.DB, s store.Space, key []byte) (v []byte, err error) {
	t.Helper()
	err = db.View(t.Context(), func(r store.Reader) error { v, err = r.Get(s, key); return err })
	return v, err
}

// scan counts the records of a range, up to a limit.
func scan(t testing.TB, db *bolt.DB, s store.Space, rng store.Range, limit int) (n int, err error) {
	t.Helper()
	err = db.View(t.Context(), func(r store.Reader) error {
		for _, err := range r.Scan(s, rng) {
			if err != nil {
				return err
			}
			if n++; n == limit {
				return nil
			}
		}
		return nil
	})
	return n, err
}

// document is a key of more than the 16 bytes that say where it is counted.
func document(i int, rest string) []byte { return append(append(number(i), "-document"...), rest...) }

// A record that is not the one that was written last, or is none, is not served, and nor
// is what may be as bad. The rest is.
func TestLostRecordsAreNoticed(t *testing.T) {
	const lost = 7
	tests := map[string]func(b *bbolt.Bucket) error{
		"one is gone": func(b *bbolt.Bucket) error { return b.Delete(document(lost, "/a")) },
		"one is as it was before": func(b *bbolt.Bucket) error {
			return b.Put(document(lost, "/a"), bolt.Seal(alpha, document(lost, "/a"), []byte("first")))
		},
		"one is back": func(b *bbolt.Bucket) error {
			return b.Put(document(lost, "/z"), bolt.Seal(alpha, document(lost, "/z"), []byte("deleted")))
		},
		"one has another key": func(b *bbolt.Bucket) error {
			stored := bytes.Clone(b.Get(document(lost, "/a")))
			return errors.Join(b.Delete(document(lost, "/a")), b.Put(document(lost, "/q"), stored))
		},
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			path := dataPath(t)
			db := mustOpen(t, path, fast())
			for _, text := range []string{"first", "second"} {
				err := db.Update(t.Context(), func(w store.Writer) error {
					for i := range 50 {
						for _, rest := range []string{"/a", "/b"} {
							if err := w.Put(alpha, document(i, rest), []byte(text)); err != nil {
								return err
							}
						}
					}
					return w.Put(beta, document(lost, "/a"), []byte(text))
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			closeAndCheck(t, db, path)
			behind(t, path, change)

			report, err := bolt.CheckFile(t.Context(), path)
			if err != nil || !slices.ContainsFunc(report.Problems, func(p store.Problem) bool { return p.Space == alpha && p.Key == nil }) {
				t.Errorf("CheckFile does not name the space: %+v, %v", report, err)
			}
			for range 2 { // what is written does not heal it
				db = mustOpen(t, path, fast())
				if got := db.Doubted(); !slices.Equal(got, []store.Space{alpha}) {
					t.Fatalf("Doubted = %v", got)
				}
				for _, rest := range []string{"/a", "/b", "/q", "/z", "/never"} {
					v, err := get(t, db, alpha, document(lost, rest))
					damage, ok := errors.AsType[*store.DamageError](err)
					if v != nil || !ok || damage.Space != alpha {
						t.Errorf("Get %s of the document: %q, %v", rest, v, err)
					}
					err = db.Update(t.Context(), func(w store.Writer) error { return w.Put(alpha, document(lost, rest), nil) })
					if !errors.Is(err, store.ErrDamaged) {
						t.Errorf("Put %s: %v", rest, err)
					}
					err = db.Update(t.Context(), func(w store.Writer) error { return w.Delete(alpha, document(lost, rest)) })
					if !errors.Is(err, store.ErrDamaged) {
						t.Errorf("Delete %s: %v", rest, err)
					}
				}
				for what, rng := range map[string]store.Range{"all": {}, "all, backwards": {Reverse: true}, "the document": store.Prefix(document(lost, "")), "from it on": {From: document(lost, "")}} {
					for _, limit := range []int{1, -1} {
						if n, err := scan(t, db, alpha, rng, limit); n != 0 || !errors.Is(err, store.ErrDamaged) {
							t.Errorf("a scan of %s, at most %d: %d records, %v", what, limit, n, err)
						}
					}
				}
				for _, reverse := range []bool{false, true} {
					n, err := scan(t, db, alpha, store.Range{Reverse: reverse, Salvage: true}, -1)
					if n < 80 || n > 98 || !errors.Is(err, store.ErrDamaged) {
						t.Errorf("a salvage, reverse %t: %d records, %v", reverse, n, err)
					}
					if n, err := scan(t, db, alpha, store.Range{Reverse: reverse, Salvage: true}, 10); n != 10 || err != nil {
						t.Errorf("a salvage that breaks off, reverse %t: %d records, %v", reverse, n, err)
					}
				}
				served := 0
				for i := range 50 {
					v, err := get(t, db, alpha, document(i, "/a"))
					if bolt.PlaceOf(alpha, string(document(i, ""))) == bolt.PlaceOf(alpha, string(document(lost, ""))) {
						if !errors.Is(err, store.ErrDamaged) {
							t.Errorf("document %d is in the same part, Get = %q, %v", i, v, err)
						}
						continue
					}
					served++
					if err != nil || string(v) != "second" {
						t.Errorf("Get document %d = %q, %v", i, v, err)
					}
					if n, err := scan(t, db, alpha, store.Prefix(document(i, "")), -1); n != 2 || err != nil {
						t.Errorf("a scan of document %d: %d records, %v", i, n, err)
					}
				}
				if served < 40 {
					t.Errorf("only %d documents are served", served)
				}
				if v, err := get(t, db, beta, document(lost, "/a")); err != nil || string(v) != "second" {
					t.Errorf("another space: %q, %v", v, err)
				}
				if err := db.Update(t.Context(), func(w store.Writer) error { return w.Put(alpha, document(lost+1, "/a"), []byte("second")) }); err != nil {
					t.Errorf("Put in another part: %v", err)
				}
				if err := db.BackupTo(t.Context(), path+".backup"); !errors.Is(err, store.ErrDamaged) {
					t.Errorf("a backup was made of it: %v", err)
				}
				db.Close()
			}

			// What is cleared and written anew is beyond doubt.
			db = mustOpen(t, path, fast())
			err = db.Update(t.Context(), func(w store.Writer) error {
				if err := w.Clear(alpha); err != nil {
					return err
				}
				if _, err := w.Get(alpha, document(lost, "/a")); !errors.Is(err, store.ErrNotFound) {
					t.Errorf("Get after Clear: %v", err)
				}
				return w.Put(alpha, document(lost, "/a"), []byte("third"))
			})
			if err != nil || db.Doubted() != nil {
				t.Errorf("Clear: %v, in doubt: %v", err, db.Doubted())
			}
			if v, err := get(t, db, alpha, document(lost, "/a")); err != nil || string(v) != "third" {
				t.Errorf("Get = %q, %v", v, err)
			}
			closeAndCheck(t, db, path)
		})
	}
}

// A running store notices it, too, when it is checked.
func TestACheckNoticesLostRecords(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	fill(t, db, 100)
	tally := []byte(bolt.PlaceOf(alpha, string(number(5))))
	if report, err := db.Check(t.Context()); err != nil || report.Err() != nil || db.Doubted() != nil {
		t.Fatalf("%+v, %v", report, err)
	}
	db.Close()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	db = mustOpen(t, path, fast())
	at := int64(bytes.LastIndex(b, tally)) + int64(len(tally)) + 5 + 7 // the lowest byte of the count
	if _, err := db.File().WriteAt([]byte{b[at] ^ 1}, at); err != nil {
		t.Fatal(err)
	}
	report, err := db.Check(t.Context())
	if err != nil || report.Err() == nil || !slices.Equal(db.Doubted(), []store.Space{alpha}) {
		t.Errorf("%+v, %v, in doubt: %v", report, err, db.Doubted())
	}
	if _, err := get(t, db, alpha, number(5)); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("Get: %v", err)
	}
}

// Each page is replaced by what it held at an earlier time, as when the disk loses a
// write: nothing is served that is not the newest.
func TestOlderPages(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	fill(t, db, 600)
	var ages [][]byte
	for age := range 6 {
		err := db.Update(t.Context(), func(w store.Writer) error {
			for i := age; i < 600; i += 7 {
				if err := w.Put(alpha, number(i), []byte{byte('a' + age)}); err != nil {
					return err
				}
			}
			return w.Delete(alpha, number(599-age))
		})
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		ages = append(ages, b)
	}
	closeAndCheck(t, db, path)
	newest, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := contents(path, fast())
	if err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "data.db")
	refused, doubted, unaffected := 0, 0, 0
	for page := 2 * 4096; page < len(newest); page += 4096 {
		for _, age := range ages {
			if page+4096 > len(age) || bytes.Equal(age[page:page+4096], newest[page:page+4096]) {
				continue
			}
			b := bytes.Clone(newest)
			copy(b[page:], age[page:page+4096])
			if err := os.WriteFile(broken, b, 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := bolt.Open(broken, fast())
			if err != nil {
				if refused++; !errors.Is(err, store.ErrDamaged) {
					t.Errorf("page %d: %v", page/4096, err)
				}
				continue
			}
			if len(db.Doubted()) > 0 {
				doubted++
			} else {
				unaffected++
			}
			for i := range 600 {
				v, err := get(t, db, alpha, number(i))
				w, ok := want[string(alpha)+"/"+string(number(i))]
				switch {
				case errors.Is(err, store.ErrDamaged):
				case ok && (err != nil || string(v) != w), !ok && !errors.Is(err, store.ErrNotFound):
					t.Fatalf("page %d: Get %d = %q, %v", page/4096, i, v, err)
				}
			}
			if n, err := scan(t, db, alpha, store.Range{}, -1); err == nil && n != len(want) {
				t.Fatalf("page %d: a scan ends after %d of %d records as if that were all", page/4096, n, len(want))
			}
			db.Close()
		}
	}
	t.Logf("refused %d, doubted %d, unaffected %d", refused, doubted, unaffected)
	if doubted == 0 {
		t.Error("no page took records with it: the test tests nothing")
	}
}

// One wrong bit in a key, in each key of the file.
func TestFlippedKeys(t *testing.T) {
	original, want := wellUsed(t)
	pristine, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "data.db")
	refused, doubted := 0, 0
	for i := range 500 {
		if _, ok := want[string(alpha)+"/"+string(number(i))]; !ok {
			continue
		}
		for at := 0; ; at++ { // a copy that is not in use any more may come first
			next := bytes.Index(pristine[at:], number(i))
			if next < 0 {
				break
			}
			at += next
			b := bytes.Clone(pristine)
			b[at+len(number(i))-1] ^= 1
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := bolt.Open(path, fast())
			if err != nil {
				if refused++; !errors.Is(err, store.ErrDamaged) {
					t.Errorf("key %d: %v", i, err)
				}
				continue
			}
			_, err = get(t, db, alpha, number(i))
			n, scanned := scan(t, db, alpha, store.Range{}, -1)
			if len(db.Doubted()) > 0 {
				doubted++
				if !errors.Is(err, store.ErrDamaged) || !errors.Is(scanned, store.ErrDamaged) {
					t.Errorf("key %d: Get %v, Scan %v", i, err, scanned)
				}
			} else if err != nil || scanned != nil || n != len(want)-1 { // one is in beta
				t.Errorf("key %d: Get %v, Scan %d, %v, and nothing is in doubt", i, err, n, scanned)
			}
			db.Close()
		}
	}
	t.Logf("refused %d, doubted %d", refused, doubted)
	if doubted < 50 {
		t.Error("the flips did not reach the keys: the test tests nothing")
	}
}
