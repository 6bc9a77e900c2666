package cms_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"practicecms/cms"
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
	"practicecms/cms/live"
	"practicecms/content"
)

var losses = flag.Int("losses", 3, "how many records of each space TestALostRecord loses, one at a time")

// keysOf lists the keys of a space, spread over it, at most n.
func keysOf(t *testing.T, dir string, space store.Space, n int) (out [][]byte) {
	t.Helper()
	eachRecord(t, dir, func(s store.Space, key, _ []byte) {
		if s == space {
			out = append(out, bytes.Clone(key))
		}
	})
	if len(out) <= n {
		return out
	}
	spread := make([][]byte, n)
	for i := range spread {
		spread[i] = out[i*(len(out)-1)/max(n-1, 1)]
	}
	return spread
}

// lose takes a record out of a data file past the engine, as a disk that loses a write does.
func lose(t *testing.T, dir string, space store.Space, key []byte) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, cms.DataFile), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte(space)).Delete(key) })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// A record is lost, of each space. Every address answers as before or says that data is
// damaged; none says that something is not there, no list is shorter.
func TestALostRecordIsNeverSaidNotToBeThere(t *testing.T) {
	t.Parallel()
	f, whole := unpacked(t, 1)
	c := f.open(t, whole) // which brings it up to date
	golden, err := os.ReadFile(filepath.Join("testdata", "format-1", "delivered.txt"))
	if err != nil {
		t.Fatal(err)
	}
	addresses := asked(golden)
	want := strings.Split("\n"+string(answersTo(t, c, addresses)), answerMark)[1:]
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	served, refused := 0, 0
	for _, space := range record.Spaces() {
		for _, key := range keysOf(t, whole, space, *losses) {
			dir := t.TempDir()
			if err := bolt.CopyFile(filepath.Join(whole, cms.DataFile), filepath.Join(dir, cms.DataFile)); err != nil {
				t.Fatal(err)
			}
			lose(t, dir, space, key)
			c := f.open(t, dir)
			mended := slices.Contains(derived.Spaces(), space)
			if err := c.Ready(t.Context()); mended != (err == nil) || !mended && !strings.Contains(err.Error(), string(space)) {
				t.Errorf("%s: Ready says %v", space, err)
			}
			concerned := 0
			for i, got := range strings.Split("\n"+string(answersTo(t, c, addresses)), answerMark)[1:] {
				switch {
				case got == want[i]:
					served++
				case !mended && strings.Contains(got, "\n503\n") && strings.Contains(got, "urn:practicecms:problem:damaged"):
					concerned++
					refused++
				default:
					t.Errorf("%s %x is lost:\n got %.600s\nwant %.600s", space, key, got, want[i])
				}
			}
			if _, err := c.Practice(t.Context()); concerned == len(addresses) && err == nil { // all hangs on the practice's languages
				t.Errorf("%s %x is lost, and nothing is served any more", space, key)
			}
			report, err := c.Verify(t.Context())
			if err != nil || report.OK() != mended || !mended && !strings.Contains(fmt.Sprint(report.Lines[0].Problems), "space "+string(space)) {
				t.Errorf("%s: verify: %+v, %v", space, report, err)
			}
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	t.Logf("%d answers as before, %d refused", served, refused)
	if refused == 0 {
		t.Error("no loss concerned anything: the test tests nothing")
	}
}

// The page that stood at an address is lost, with its entry in the address book.
func TestTheAddressOfALostPageCannotBeTaken(t *testing.T) {
	t.Parallel()
	f, dir := unpacked(t, 1)
	c := f.open(t, dir)
	page, err := c.Delivery().ByPath(t.Context(), live.FallbackLocale, "/about")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	lose(t, dir, record.SpaceHeads, record.HeadKey(page.ID, page.Locale))
	lose(t, dir, record.SpacePaths, record.PathKey(page.Locale, page.Content.Path))

	for range 2 { // a start heals nothing
		c = f.open(t, dir)
		publish := func(path string) error {
			v, err := c.Editor().Create(t.Context(), cms.System(), cms.New{Type: page.Type, Locale: page.Locale, Content: content.Content{Path: path, Title: "Another", Fields: page.Content.Fields}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Editor().Publish(t.Context(), cms.System(), v.Document, v.Locale, v.Number)
			return err
		}
		if err := publish(page.Content.Path); !errors.Is(err, cms.ErrDamaged) {
			t.Errorf("another page takes %s: %v", page.Content.Path, err)
		}
		if _, err := c.Delivery().ByPath(t.Context(), page.Locale, page.Content.Path); !errors.Is(err, cms.ErrDamaged) {
			t.Errorf("the lost page is %v", err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}
