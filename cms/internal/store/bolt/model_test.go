package bolt_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

type pair struct{ Key, Value string }

// model is a store made of a map, too simple to be wrong.
type model map[store.Space]map[string]string

func (m model) clone() model {
	c := model{}
	for space, records := range m {
		c[space] = map[string]string{}
		for k, v := range records {
			c[space][k] = v
		}
	}
	return c
}

func (m model) scan(space store.Space, r store.Range) []pair {
	var list []pair
	for k, v := range m[space] {
		if k >= string(r.From) && (r.To == nil || k < string(r.To)) {
			list = append(list, pair{k, v})
		}
	}
	slices.SortFunc(list, func(a, b pair) int {
		if (a.Key < b.Key) != r.Reverse {
			return -1
		}
		return 1
	})
	return list
}

// tallies is how many records say what is there.
func (m model) tallies() int {
	places := map[string]bool{}
	for s, records := range m {
		for key := range records {
			places[bolt.PlaceOf(s, key)] = true
		}
	}
	return len(places)
}

// Whatever is done to the file, in whatever order, it holds what a map would.
func TestModel(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		file, err := os.CreateTemp(dir, "*.db")
		if err != nil {
			t.Fatal(err)
		}
		file.Close()
		path := file.Name()
		os.Remove(path)
		open := func() *bolt.DB {
			db, err := bolt.Open(path, fast().Strict())
			if err != nil {
				t.Fatal(err)
			}
			return db
		}
		db, want := open(), model{alpha: {}, beta: {}}
		defer func() { db.Close() }()

		space := rapid.SampledFrom([]store.Space{alpha, beta})
		key := rapid.Custom(func(t *rapid.T) string { // few keys, so that they meet
			return rapid.StringOfN(rapid.RuneFrom([]rune("ab\x00ÿ")), 1, 4, -1).Draw(t, "key")
		})
		bound := rapid.Custom(func(t *rapid.T) []byte {
			if rapid.Bool().Draw(t, "open") {
				return nil
			}
			return []byte(key.Draw(t, "bound"))
		})
		value := rapid.Custom(func(t *rapid.T) string {
			n := rapid.SampledFrom([]int{0, 1, 100, 1500, 9000}).Draw(t, "length")
			return string(make([]byte, n)) + key.Draw(t, "end of value")
		})
		compare := func(t *rapid.T, r store.Reader, m model) {
			s := space.Draw(t, "space")
			rng := store.Range{From: bound.Draw(t, "from"), To: bound.Draw(t, "to"), Reverse: rapid.Bool().Draw(t, "reverse")}
			var got []pair
			for kv, err := range r.Scan(s, rng) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, pair{string(kv.Key), string(kv.Value)})
			}
			if diff := cmp.Diff(m.scan(s, rng), got); diff != "" {
				t.Fatalf("scan of %s %v (-want +got):\n%s", s, rng, diff)
			}
			k := key.Draw(t, "get")
			v, err := r.Get(s, []byte(k))
			if w, ok := m[s][k]; ok && (err != nil || string(v) != w) || !ok && !errors.Is(err, store.ErrNotFound) {
				t.Fatalf("Get %q = %q, %v, the model has %q, %t", k, v, err, w, ok)
			}
		}

		t.Repeat(map[string]func(*rapid.T){
			"update": func(t *rapid.T) {
				next := want.clone()
				keep := rapid.IntRange(0, 4).Draw(t, "keep") > 0
				err := db.Update(context.Background(), func(w store.Writer) error {
					for range rapid.IntRange(1, 40).Draw(t, "changes") {
						s, k := space.Draw(t, "space"), key.Draw(t, "key")
						var err error
						switch rapid.IntRange(0, 11).Draw(t, "what") {
						case 0, 1, 2:
							delete(next[s], k)
							err = w.Delete(s, []byte(k))
						case 3:
							if rapid.IntRange(0, 9).Draw(t, "clear") == 0 {
								clear(next[s])
								err = w.Clear(s)
							}
						default:
							next[s][k] = value.Draw(t, "value")
							err = w.Put(s, []byte(k), []byte(next[s][k]))
						}
						if err != nil {
							t.Fatal(err)
						}
					}
					compare(t, w, next)
					if !keep {
						return context.Canceled
					}
					return nil
				})
				if keep != (err == nil) {
					t.Fatalf("Update: %v", err)
				}
				if keep {
					want = next
				}
			},
			"view": func(t *rapid.T) {
				if err := db.View(context.Background(), func(r store.Reader) error { compare(t, r, want); return nil }); err != nil {
					t.Fatal(err)
				}
			},
			"reopen": func(t *rapid.T) {
				if err := db.Close(); err != nil {
					t.Fatal(err)
				}
				db = open()
			},
			"back up and go on with the copy": func(t *rapid.T) {
				if err := db.BackupTo(context.Background(), path+".copy"); err != nil {
					t.Fatal(err)
				}
				db.Close()
				if err := os.Rename(path+".copy", path); err != nil {
					t.Fatal(err)
				}
				db = open()
			},
			"compact": func(t *rapid.T) {
				db.Close()
				if _, _, err := bolt.Compact(context.Background(), path, fast()); err != nil {
					t.Fatal(err)
				}
				db = open()
			},
			"": func(t *rapid.T) {
				report, err := db.Check(context.Background())
				if err := errors.Join(err, report.Err()); err != nil {
					t.Fatal(err)
				}
				if n := len(want[alpha]) + len(want[beta]) + want.tallies() + 1; report.Records != n {
					t.Fatalf("Check read %d records, want %d", report.Records, n)
				}
			},
		})
	})
	if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp")); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
}
