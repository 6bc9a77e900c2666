package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

var (
	flips = flag.Int("flips", flipsOf(), "how many bits TestP7FlippedBits flips, one at a time")
	seed  = flag.Uint64("seed", uint64(time.Now().UnixNano()), "seed of TestP7FlippedBits")
)

// flipsOf is how many bits are flipped in an ordinary run, and in the long one of make soak.
func flipsOf() int {
	if os.Getenv("PRACTICECMS_SOAK") != "" {
		return 100_000
	}
	return 300
}

// wellUsed makes a file with a branching tree, long values, small spaces and free
// pages, and returns what is in it.
func wellUsed(t *testing.T) (path string, want map[string]string) {
	path = dataPath(t)
	db := mustOpen(t, path, fast())
	fill(t, db, 500)
	err := db.Update(t.Context(), func(w store.Writer) error {
		for i := 0; i < 500; i += 3 {
			if err := w.Delete(alpha, number(i)); err != nil {
				return err
			}
		}
		return w.Put(beta, []byte("few"), []byte("records"))
	})
	if err != nil {
		t.Fatal(err)
	}
	closeAndCheck(t, db, path)
	want, err = contents(path, fast())
	if err != nil || len(want) != 334 {
		t.Fatalf("the file to be damaged holds %d records, %v", len(want), err)
	}
	return path, want
}

// contents reads everything through the front door: by scan both ways, and by key.
func contents(path string, o bolt.Options) (map[string]string, error) {
	o.ReadOnly = true
	db, err := bolt.Open(path, o)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	all := map[string]string{}
	var first error
	note := func(err error) {
		if first == nil {
			first = err
		}
	}
	err = db.View(context.Background(), func(r store.Reader) error {
		for _, space := range []store.Space{alpha, beta} {
			for _, reverse := range []bool{false, true} {
				for kv, err := range r.Scan(space, store.Range{Reverse: reverse}) {
					if err != nil {
						note(err)
						continue
					}
					all[string(space)+"/"+string(kv.Key)] = string(kv.Value)
				}
			}
		}
		for name := range all {
			space, key, _ := strings.Cut(name, "/")
			v, err := r.Get(store.Space(space), []byte(key))
			if note(err); err == nil && string(v) != all[name] {
				note(errors.New("Get and Scan differ at " + name))
			}
		}
		return nil
	})
	note(err)
	return all, first
}

// One wrong bit, anywhere, is reported, or changes nothing that can be read. It is
// never served and never ends the process.
func TestP7FlippedBits(t *testing.T) {
	original, want := wellUsed(t)
	pristine, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	used := mustBeSound(t, original).Pages * 4096 // the rest of the file is slack
	t.Logf("seed %d", *seed)
	random := rand.New(rand.NewPCG(*seed, 0))
	path := filepath.Join(t.TempDir(), "data.db")
	copyFile(t, original, path)
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	poke := func(at int, b byte) {
		if _, err := file.WriteAt([]byte{b}, int64(at)); err != nil {
			t.Fatal(err)
		}
	}
	refused, reported, unaffected := 0, 0, 0

	for i := range *flips {
		at := random.IntN(used)
		switch i % 4 {
		case 0: // the start of a page: its header and table of entries
			at = at&^4095 + random.IntN(128)
		case 1: // the two headers, the list of free pages
			at = random.IntN(6)*4096 + random.IntN(96)
		}
		bit := byte(1) << random.IntN(8)
		poke(at, pristine[at]^bit)

		report, checkErr := bolt.CheckFile(t.Context(), path)
		found := errors.Join(checkErr, report.Err())
		got, err := contents(path, fast())
		for key, value := range got {
			if w, ok := want[key]; !ok || w != value {
				t.Fatalf("byte %d bit %#x: %s was served wrong", at, bit, key)
			}
		}
		switch {
		case got == nil && err != nil:
			refused++
			if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, bolt.ErrForeign) {
				t.Errorf("byte %d bit %#x: Open says %v, want ErrDamaged", at, bit, err)
			}
			if found == nil {
				t.Errorf("byte %d bit %#x: Open refuses (%v) what CheckFile calls sound", at, bit, err)
			}
		case found != nil:
			reported++
		case err != nil || len(got) != len(want):
			t.Errorf("byte %d bit %#x: CheckFile calls it sound, %d of %d records, %v", at, bit, len(got), len(want), err)
		default:
			unaffected++
		}
		poke(at, pristine[at])
	}
	t.Logf("refused %d, reported %d, unaffected %d", refused, reported, unaffected)
	if refused == 0 || reported == 0 {
		t.Error("the flips did not reach the tree and the records: the test tests nothing")
	}
}

// A file cut off at any page, or in the middle of one, is refused.
func TestTruncated(t *testing.T) {
	original, _ := wellUsed(t)
	pristine, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	report := mustBeSound(t, original)
	path := filepath.Join(t.TempDir(), "data.db")
	sizes := []int{1, 15, 16, 80, 100, 2048, report.Pages*4096/2 + 100, report.Pages*4096 - 1}
	for size := 0; size < report.Pages*4096; size += 4096 {
		sizes = append(sizes, size)
	}
	for _, size := range sizes {
		if err := os.WriteFile(path, pristine[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := bolt.Open(path, fast())
		if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, bolt.ErrForeign) {
			t.Fatalf("cut to %d bytes: Open says %v", size, err)
		}
		if b, _ := os.ReadFile(path); !bytes.Equal(b, pristine[:size]) {
			t.Fatalf("cut to %d bytes: Open changed the file it refused", size)
		}
	}
}

// A file that loses its end while it is mapped makes reads fail, not the process.
func TestTruncatedWhileOpen(t *testing.T) {
	original, _ := wellUsed(t)
	path := filepath.Join(t.TempDir(), "data.db")
	copyFile(t, original, path)
	db := mustOpen(t, path, fast())
	if err := os.Truncate(path, 3*4096); err != nil {
		t.Fatal(err)
	}
	var failed error
	err := db.View(t.Context(), func(r store.Reader) error {
		for _, err := range r.Scan(alpha, store.Range{}) {
			failed = errors.Join(failed, err)
		}
		_, err := r.Get(alpha, number(400))
		return err
	})
	for what, err := range map[string]error{"Scan": failed, "Get": err, "Update": tryPut(db, "k", nil)} {
		if !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: got %v, want ErrDamaged", what, err)
		}
	}
	if err := db.BackupTo(t.Context(), path+".backup"); err == nil {
		t.Error("a backup was made of a file without its end")
	}
}

// A damaged record is named, and the others can still be read.
func TestDamagedRecord(t *testing.T) {
	path := dataPath(t)
	db := mustOpen(t, path, fast())
	put(t, db, "before", []byte("sound"))
	put(t, db, "broken", []byte("MARKER"))
	put(t, db, "behind", []byte("sound"))
	closeAndCheck(t, db, path)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.ReplaceAll(b, []byte("MARKER"), []byte("marker")), 0o600); err != nil {
		t.Fatal(err)
	}

	db = mustOpen(t, path, fast())
	_ = db.View(t.Context(), func(r store.Reader) error {
		v, err := r.Get(alpha, []byte("broken"))
		damage, ok := errors.AsType[*store.DamageError](err)
		if v != nil || !ok || damage.Space != alpha || string(damage.Key) != "broken" {
			t.Errorf("Get = %q, %v, want a DamageError that names space and key", v, err)
		}
		if !strings.Contains(err.Error(), "run practicecms verify, then practicecms repair --from BACKUP") {
			t.Errorf("%q does not say what to do", err)
		}
		var sound, broken int
		for _, err := range r.Scan(alpha, store.Range{}) {
			if err == nil {
				sound++
			} else if errors.Is(err, store.ErrDamaged) {
				broken++
			}
		}
		if sound != 2 || broken != 1 {
			t.Errorf("a scan yields %d sound and %d broken records, want 2 and 1", sound, broken)
		}
		return nil
	})
	report, err := db.Check(t.Context())
	if err != nil || len(report.Problems) != 1 || string(report.Problems[0].Key) != "broken" {
		t.Errorf("Check = %v, %v, want the one broken record", report, err)
	}
	if err := db.BackupTo(t.Context(), path+".backup"); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("BackupTo: %v, want ErrDamaged", err)
	}
	db.Close()
	if _, _, err := bolt.Compact(t.Context(), path, fast()); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("Compact: %v, want ErrDamaged", err)
	}
}

// With one header gone the file opens only on request, at the state before.
func TestDamagedHeaders(t *testing.T) {
	original := dataPath(t)
	db := mustOpen(t, original, fast())
	put(t, db, "first", nil)
	put(t, db, "second", nil)
	db.Close()
	for name, offsets := range map[string][]int64{"first": {20}, "second": {4096 + 20}, "both": {20, 4096 + 20}} {
		path := filepath.Join(t.TempDir(), "data.db")
		copyFile(t, original, path)
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range offsets {
			if _, err := f.WriteAt([]byte{0x55}, at+20); err != nil {
				t.Fatal(err)
			}
		}
		f.Close()
		if _, err := bolt.Open(path, fast()); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: Open says %v, want ErrDamaged", name, err)
		}
		o := fast()
		o.UseOlderHeader = true
		db, err := bolt.Open(path, o)
		if name == "both" {
			if !errors.Is(err, store.ErrDamaged) {
				t.Errorf("both: Open says %v, want ErrDamaged", err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: Open with UseOlderHeader: %v", name, err)
		}
		report, err := db.Check(t.Context())
		if err != nil || report.Err() == nil {
			t.Errorf("%s: Check calls the file sound (%v)", name, err)
		}
		put(t, db, "heals", nil)
		put(t, db, "both headers", nil)
		closeAndCheck(t, db, path)
	}
}

// A page that claims fewer entries than it has hides records without touching
// any checksum. It is found all the same.
func TestHiddenEntries(t *testing.T) {
	path, want := wellUsed(t)
	pages := mustBeSound(t, path).Pages
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	found := 0
	for page := 2; page < pages; page++ {
		at := int64(page)*4096 + 10
		count := make([]byte, 2)
		if _, err := file.ReadAt(count, at); err != nil {
			t.Fatal(err)
		}
		for _, fewer := range []byte{0, count[0] / 2} {
			if _, err := file.WriteAt([]byte{fewer, 0}, at); err != nil {
				t.Fatal(err)
			}
			report, err := bolt.CheckFile(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if report.Err() != nil {
				found++
			} else if got, err := contents(path, fast()); err != nil || len(got) != len(want) {
				t.Errorf("page %d with %d entries: %d of %d records, and CheckFile calls it sound", page, fewer, len(got), len(want))
			}
		}
		if _, err := file.WriteAt(count, at); err != nil {
			t.Fatal(err)
		}
	}
	if found < 20 {
		t.Errorf("only %d pages were found", found)
	}
}
