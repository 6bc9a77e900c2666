package place_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"golang.org/x/sync/errgroup"

	"practicecms/cms/place"
	"practicecms/cms/place/s3test"
)

// What every Place has to keep.
func TestPlaces(t *testing.T) {
	service, objects := s3test.Start(t)
	for name, test := range map[string]func(*testing.T, place.Place, string){
		"keeps what it is given": testKeeping, "has folders": testFolders, "gives parts of a file": testReading,
		"is never left": testNames,
	} {
		prefix := strings.ReplaceAll(name, " ", "-")
		bucket, err := place.Open("s3://"+s3test.Bucket+"/"+prefix+"/nightly/", service)
		if err != nil {
			t.Fatal(err)
		}
		folder := filepath.Join(t.TempDir(), "willow", "nightly")
		t.Run("a folder "+name, func(t *testing.T) { test(t, place.Folder(folder), folder) })
		t.Run("a bucket "+name, func(t *testing.T) { test(t, bucket, filepath.Join(objects, prefix, "nightly")) })
	}
}

// Nothing but what was put is there, and all of it.
func testKeeping(t *testing.T, p place.Place, files string) {
	ctx := t.Context()
	list := func() []string { t.Helper(); return names(t, p, "") }
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

// Names with folders, of which one is listed alone.
func testFolders(t *testing.T, p place.Place, _ string) {
	ctx := t.Context()
	for _, name := range []string{"ab/one", "ab/two", "ac/three", "ab/deep/er/four"} {
		if err := p.Put(ctx, name, strings.NewReader(name), int64(len(name))); err != nil {
			t.Fatal(err)
		}
	}
	for folder, want := range map[string][]string{
		"":       {"ab/deep/er/four", "ab/one", "ab/two", "ac/three"},
		"ab":     {"ab/deep/er/four", "ab/one", "ab/two"},
		"ab/one": nil, // no folder
		"a":      nil,
		"zz":     nil,
	} {
		if got := names(t, p, folder); !slices.Equal(got, want) {
			t.Errorf("in %q are %q, want %q", folder, got, want)
		}
	}
	for range p.List(ctx, "") {
		break // nothing goes on
	}
	for _, name := range []string{"ab/one", "ab/deep/er/four", "ab/nothing", "zz/nothing"} {
		if err := p.Delete(ctx, name); err != nil {
			t.Errorf("deleting %s: %v", name, err)
		}
	}
	if got := names(t, p, ""); !slices.Equal(got, []string{"ab/two", "ac/three"}) {
		t.Errorf("after deleting there are %q", got)
	}
	if got := read(t, p, "ab/two"); got != "ab/two" {
		t.Errorf("got %q", got)
	}
}

// What is asked of a file, and a part of it, as a browser asks for one.
func testReading(t *testing.T, p place.Place, _ string) {
	ctx := t.Context()
	before := time.Now().Add(-time.Minute)
	large := make([]byte, 24<<20)
	for i := range large {
		large[i] = byte(i >> 8 * i)
	}
	if err := p.Put(ctx, "film", bytes.NewReader(large), int64(len(large))); err != nil {
		t.Fatal(err)
	}
	o, err := p.Stat(ctx, "film")
	if err != nil || o.Name != "film" || o.Size != int64(len(large)) || o.Modified.Before(before) {
		t.Errorf("it is %+v, %v", o, err)
	}
	if _, err := p.Stat(ctx, "nothing"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("looking at what is not there: %v", err)
	}
	f, err := p.Get(ctx, "film")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() != o.Size || info.Name() != "film" || !info.ModTime().Equal(o.Modified) {
		t.Errorf("it says that it is %v, %v", info, err)
	}
	for _, at := range []int{20 << 20, 5, len(large) - 10} {
		got := make([]byte, 10)
		if n, err := f.ReadAt(got, int64(at)); n != 10 || err != nil && err != io.EOF || !bytes.Equal(got, large[at:at+10]) {
			t.Errorf("at %d are %v, %d, %v", at, got, n, err)
		}
	}
	if n, err := f.ReadAt(make([]byte, 10), int64(len(large))); n != 0 || err != io.EOF {
		t.Errorf("behind the end are %d bytes, %v", n, err)
	}
	for _, c := range []struct {
		asked string
		want  []byte
	}{
		{"", large},
		{"bytes=7-16", large[7:17]},
		{"bytes=-9", large[len(large)-9:]},
		{"bytes=16777216-16777300", large[16777216:16777301]},
	} {
		request := httptest.NewRequestWithContext(ctx, http.MethodGet, "/film", nil)
		if c.asked != "" {
			request.Header.Set("Range", c.asked)
		}
		answer := httptest.NewRecorder()
		http.ServeContent(answer, request, "film", o.Modified, f)
		if !bytes.Equal(answer.Body.Bytes(), c.want) {
			t.Errorf("%q gives %d bytes, status %d", c.asked, answer.Body.Len(), answer.Code)
		}
	}
}

// No name leads out of a place.
func testNames(t *testing.T, p place.Place, _ string) {
	ctx := t.Context()
	for _, name := range []string{"", ".", "..", "../x", "a/../../x", "/etc/passwd", "a//b", "a/", "./a", "a/./b", "a\x00b"} {
		if err := p.Put(ctx, name, strings.NewReader("x"), 1); err == nil {
			t.Errorf("%q can be put", name)
		}
		if _, err := p.Get(ctx, name); err == nil {
			t.Errorf("%q can be read", name)
		}
		if _, err := p.Stat(ctx, name); err == nil {
			t.Errorf("%q is there", name)
		}
		if err := p.Delete(ctx, name); err == nil {
			t.Errorf("%q can be deleted", name)
		}
	}
	if got := names(t, p, ""); len(got) != 0 {
		t.Errorf("there are %q", got)
	}
}

func TestWhatIsPutReadAndDeletedAtOnceIsWhole(t *testing.T) {
	p, ctx := place.Folder(t.TempDir()), t.Context()
	var group errgroup.Group
	for i := range 8 {
		group.Go(func() error {
			for range 20 {
				name := fmt.Sprintf("a%d/b/c", i%3)
				if err := p.Put(ctx, name, strings.NewReader(name), int64(len(name))); err != nil {
					return err
				}
				if f, err := p.Get(ctx, name); err == nil {
					text, err := io.ReadAll(f)
					if err = errors.Join(err, f.Close()); err != nil || string(text) != name {
						return fmt.Errorf("%s reads %q: %w", name, text, err)
					}
				} else if !errors.Is(err, fs.ErrNotExist) {
					return err
				}
				if err := p.Delete(ctx, name); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
	if got := names(t, p, ""); len(got) != 0 {
		t.Errorf("there are %q", got)
	}
}

func TestWhatAnInterruptedPutLeftIsRemovedFromAFolder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".practicecms-half.tmp", "letter.tmp", "letter"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := place.Folder(dir).Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("there are %v, %v", entries, err)
	}
	if err := place.Folder(filepath.Join(dir, "nothing")).Tidy(t.Context()); err != nil {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestWhatAnInterruptedPutLeftIsRemovedFromABucket(t *testing.T) {
	service, _ := s3test.Start(t)
	bucket, err := place.NewBucket("s3://"+s3test.Bucket+"/willow", service)
	if err != nil {
		t.Fatal(err)
	}
	core, err := minio.NewCore(strings.TrimPrefix(service.Endpoint, "http://"), &minio.Options{
		Creds: credentials.NewStaticV4(service.AccessKey, service.SecretKey, ""), Region: service.Region,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"willow/half", "willow/half", "willow/ab/half", "oak/half"} {
		if _, err := core.NewMultipartUpload(t.Context(), s3test.Bucket, key, minio.PutObjectOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := bucket.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left []string
	for u := range core.ListIncompleteUploads(t.Context(), s3test.Bucket, "", true) {
		if u.Err != nil {
			t.Fatal(u.Err)
		}
		left = append(left, u.Key)
	}
	if !slices.Equal(left, []string{"oak/half"}) {
		t.Errorf("left are %q", left)
	}
}

func names(t *testing.T, p place.Place, folder string) (out []string) {
	t.Helper()
	for o, err := range p.List(t.Context(), folder) {
		if err != nil {
			t.Fatal(err)
		}
		if o.Modified.IsZero() {
			t.Errorf("%s has no time", o.Name)
		}
		out = append(out, o.Name)
	}
	slices.Sort(out)
	return out
}

// failing is a reader that fails.
type failing struct{ error }

func (f failing) Read([]byte) (int, error) { return 0, f.error }

// cancelling cancels when it is read, and has ended.
type cancelling struct{ cancel func() }

func (c cancelling) Read([]byte) (int, error) { c.cancel(); return 0, io.EOF }

func read(t *testing.T, p place.Place, name string) string {
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
	keys := place.Service{AccessKey: "practice", SecretKey: "secret"}
	for _, c := range []struct {
		name, address string
		service       place.Service
		want          string // a part of the message
	}{
		{"no bucket", "s3://", keys, "s3://BUCKET/PREFIX"},
		{"no keys", "s3://bucket/prefix", place.Service{}, "AWS_ACCESS_KEY_ID"},
		{"an endpoint without a scheme", "s3://bucket", place.Service{Endpoint: "s3.example.org", AccessKey: "a", SecretKey: "b"}, "https://s3.example.org"},
	} {
		_, err := place.Open(c.address, c.service)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the message tells a key", c.name)
		}
	}
}
