package backups_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"practicecms/cms/backups"
	"practicecms/cms/backups/s3test"
)

// What every Place has to keep.
func TestPlaces(t *testing.T) {
	service, objects := s3test.Start(t)
	bucket, err := backups.OpenPlace("s3://"+s3test.Bucket+"/willow/nightly/", service)
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "willow", "nightly")
	for _, c := range []struct {
		name  string
		place backups.Place
		files string // where what it holds lies
	}{
		{"a folder", backups.Folder(folder), folder},
		{"a bucket", bucket, filepath.Join(objects, "willow", "nightly")},
	} {
		t.Run(c.name, func(t *testing.T) { testPlace(t, c.place, c.files) })
	}
}

func testPlace(t *testing.T, p backups.Place, files string) {
	ctx := t.Context()
	list := func() []string {
		t.Helper()
		all, err := p.List(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, o := range all {
			out = append(out, o.Name)
		}
		slices.Sort(out)
		return out
	}
	put := func(name string, r io.Reader, size int64) error { return p.Put(ctx, name, r, size) }
	if got := list(); len(got) != 0 {
		t.Errorf("a place that was never written to lists %v", got)
	}
	if _, err := p.Get(ctx, "practice-1"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("getting what is not there: %v", err)
	}
	if err := p.Delete(ctx, "practice-1"); err != nil {
		t.Errorf("deleting what is not there: %v", err)
	}
	for _, text := range []string{"Monday", "Tuesday, and longer"} { // the second replaces the first
		if err := put("practice-1", strings.NewReader(text), int64(len(text))); err != nil {
			t.Fatal(err)
		}
		if got := read(t, p, "practice-1"); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	large := bytes.Repeat([]byte("thirty-two bytes of a large file"), 1<<20) // 32 MiB: several parts
	if err := put("practice-2", bytes.NewReader(large), int64(len(large))); err != nil {
		t.Fatal(err)
	}
	if sha256.Sum256([]byte(read(t, p, "practice-2"))) != sha256.Sum256(large) {
		t.Error("a large file came back otherwise")
	}
	if got := list(); !slices.Equal(got, []string{"practice-1", "practice-2"}) {
		t.Errorf("listed are %v", got)
	}

	broken := errors.New("the disk has gone")
	if err := put("practice-3", io.MultiReader(bytes.NewReader(large[:20<<20]), failing{broken}), int64(len(large))); err == nil {
		t.Error("an upload that breaks off is no error")
	}
	cancelled, cancel := context.WithCancel(ctx)
	if err := p.Put(cancelled, "practice-4", io.MultiReader(bytes.NewReader(large[:20<<20]), cancelling{cancel}, bytes.NewReader(large)), int64(len(large))); err == nil {
		t.Error("an upload that is cancelled is no error")
	}
	if got := list(); !slices.Equal(got, []string{"practice-1", "practice-2"}) {
		t.Errorf("after what was interrupted %v are listed", got)
	}
	if err := p.Delete(ctx, "practice-2"); err != nil {
		t.Fatal(err)
	}
	if got := list(); !slices.Equal(got, []string{"practice-1"}) {
		t.Errorf("after deleting one %v are listed", got)
	}
	if err := os.WriteFile(filepath.Join(files, "notes.txt"), []byte("somebody else's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := list(); !slices.Equal(got, []string{"notes.txt", "practice-1"}) {
		t.Errorf("with somebody else's file %v are listed", got)
	}
}

// failing is a reader that fails.
type failing struct{ error }

func (f failing) Read([]byte) (int, error) { return 0, f.error }

// cancelling cancels when it is read, and has ended.
type cancelling struct{ cancel func() }

func (c cancelling) Read([]byte) (int, error) { c.cancel(); return 0, io.EOF }

func read(t *testing.T, p backups.Place, name string) string {
	t.Helper()
	r, err := p.Get(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

func TestAddressesOfPlacesThatAreRefused(t *testing.T) {
	keys := backups.Service{AccessKey: "practice", SecretKey: "secret"}
	for _, c := range []struct {
		name, address string
		service       backups.Service
		want          string // a part of the message
	}{
		{"no bucket", "s3://", keys, "s3://BUCKET/PREFIX"},
		{"no keys", "s3://bucket/prefix", backups.Service{}, "AWS_ACCESS_KEY_ID"},
		{"an endpoint without a scheme", "s3://bucket", backups.Service{Endpoint: "s3.example.org", AccessKey: "a", SecretKey: "b"}, "https://s3.example.org"},
	} {
		_, err := backups.OpenPlace(c.address, c.service)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the message tells a key", c.name)
		}
	}
}
