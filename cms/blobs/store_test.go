package blobs

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"practicecms/cms/place"
	"practicecms/cms/place/s3test"
)

// counted is a place that counts what is put there, and can fail.
type counted struct {
	place.Place
	puts int
	fail error
}

func (c *counted) Put(ctx context.Context, name string, r io.Reader, size int64) error {
	c.puts++
	if c.fail != nil {
		return c.fail
	}
	return c.Place.Put(ctx, name, r, size)
}

// inEachPlace runs a test with a Store in a folder, and with one in a bucket.
func inEachPlace(t *testing.T, test func(t *testing.T, s *Store, p *counted)) {
	service, _ := s3test.Start(t)
	bucket, err := place.NewBucket("s3://"+s3test.Bucket+"/files", service)
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]place.Place{"a folder": place.Folder(filepath.Join(t.TempDir(), "f")), "a bucket": bucket} {
		t.Run(name, func(t *testing.T) {
			c := &counted{Place: p}
			test(t, Open(t.TempDir(), c), c)
		})
	}
}

func hashOfText(text string) Hash { return sha256.Sum256([]byte(text)) }

func put(t *testing.T, s *Store, text string) Hash {
	t.Helper()
	h, n, err := s.Put(t.Context(), strings.NewReader(text), 1<<20)
	if err != nil || h != hashOfText(text) || n != int64(len(text)) {
		t.Fatalf("%x, %d, %v", h, n, err)
	}
	return h
}

// overwrite has other bytes where those of a hash lie.
func overwrite(t *testing.T, p place.Place, h Hash, text string) {
	t.Helper()
	if err := p.Put(t.Context(), nameOf(h), strings.NewReader(text), int64(len(text))); err != nil {
		t.Fatal(err)
	}
}

// reads checks what is given out for a hash.
func reads(t *testing.T, s *Store, h Hash, want string) {
	t.Helper()
	f, err := s.Open(t.Context(), h)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	all, err := io.ReadAll(f)
	if err != nil || string(all) != want {
		t.Errorf("it reads %q, %v; want %q", all, err, want)
	}
	if all, err := s.Read(t.Context(), h); err != nil || string(all) != want {
		t.Errorf("all of it is %q, %v; want %q", all, err, want)
	}
}

func refused(t *testing.T, s *Store, h Hash, want error) {
	t.Helper()
	if _, err := s.Open(t.Context(), h); !errors.Is(err, want) {
		t.Errorf("opening gives %v, want %v", err, want)
	}
	if _, err := s.Read(t.Context(), h); !errors.Is(err, want) {
		t.Errorf("reading gives %v, want %v", err, want)
	}
	if err := s.Verify(t.Context(), h); !errors.Is(err, want) {
		t.Errorf("verifying gives %v, want %v", err, want)
	}
}

func hashes(t *testing.T, s *Store) (out []Hash) {
	t.Helper()
	for h, err := range s.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, h)
	}
	return out
}

func TestBytesAreFoundUnderTheirHashAndNothingElseIsThere(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *Store, p *counted) {
		const words = "a lamp by a chair"
		if got := hashes(t, s); len(got) != 0 {
			t.Errorf("before anything is put there are %x", got)
		}
		h := put(t, s, words)
		reads(t, s, h, words)
		put(t, s, words)
		if p.puts != 1 {
			t.Errorf("the same bytes twice are written %d times", p.puts)
		}
		if _, _, err := s.Put(t.Context(), strings.NewReader(words), 5); !errors.Is(err, ErrTooLarge) {
			t.Errorf("more than the limit: %v", err)
		}
		if got := hashes(t, s); !slices.Equal(got, []Hash{h}) {
			t.Errorf("there are %x", got)
		}
		if o, err := s.Stat(t.Context(), h); err != nil || o.Size != int64(len(words)) || o.Modified.IsZero() {
			t.Errorf("it is %+v, %v", o, err)
		}
		for range 2 {
			if err := s.Delete(t.Context(), h); err != nil {
				t.Fatal(err)
			}
		}
		refused(t, s, h, fs.ErrNotExist)
		if _, err := s.Stat(t.Context(), h); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("looking at what was deleted: %v", err)
		}
		reads(t, s, put(t, s, ""), "")
		from := strings.NewReader("cover page, then a text")
		if _, err := from.Seek(int64(len("cover page, ")), io.SeekStart); err != nil {
			t.Fatal(err)
		}
		h, n, err := s.Put(t.Context(), from, 100)
		if err != nil || n != 11 {
			t.Fatalf("%d bytes, %v", n, err)
		}
		reads(t, s, h, "then a text")
	})
}

func TestDamagedBytesAreNeverGivenOutAndTheNextUploadMendsThem(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *Store, p *counted) {
		const words = "a lamp by a chair"
		for name, other := range map[string]string{"flipped": "a lamp by a chaiR", "cut short": "a lamp", "empty": "", "longer": words + "s"} {
			h := put(t, s, words)
			reads(t, s, h, words)
			overwrite(t, p, h, other)
			refused(t, s, h, ErrDamaged)
			put(t, s, words)
			reads(t, s, h, words)
			if t.Failed() {
				t.Fatal(name)
			}
		}
	})
}

func TestBytesThatAreNotThoseOfTheHashAreNotKept(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *Store, _ *counted) {
		want := sha256.Sum256([]byte("a lamp"))
		broken := errors.New("the line is dead")
		for _, c := range []struct {
			name string
			from io.Reader
			size int64
			want error
		}{
			{"others", strings.NewReader("a lump"), 6, ErrDamaged},
			{"others, of a size that is not known", strings.NewReader("a lump"), -1, ErrDamaged},
			{"too few", strings.NewReader("a la"), -1, ErrDamaged},
			{"fewer than were said", strings.NewReader("a la"), 6, nil},
			{"none", strings.NewReader(""), -1, ErrDamaged},
			{"a reader that fails", io.MultiReader(strings.NewReader("a la"), iotest.ErrReader(broken)), 6, nil},
		} {
			if err := s.PutAs(t.Context(), want, c.from, c.size); err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%s: %v", c.name, err)
			}
			refused(t, s, want, fs.ErrNotExist)
		}
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.PutAs(cancelled, want, strings.NewReader("a lamp"), 6); err == nil {
			t.Error("put although nobody waits")
		}
		if err := s.PutAs(t.Context(), want, strings.NewReader("a lamp"), -1); err != nil {
			t.Fatal(err)
		}
		reads(t, s, want, "a lamp")
	})
}

func TestAFailedUploadLeavesNothing(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *Store, p *counted) {
		p.fail = errors.New("no room")
		if _, _, err := s.Put(t.Context(), strings.NewReader("a lamp"), 10); !errors.Is(err, p.fail) {
			t.Errorf("without room: %v", err)
		}
		refused(t, s, sha256.Sum256([]byte("a lamp")), fs.ErrNotExist)
		p.fail = nil
		reads(t, s, put(t, s, "a lamp"), "a lamp")
	})
}

func TestWhatWasMadeOfBytesGoesWithThem(t *testing.T) {
	dir := t.TempDir()
	s, ctx := Open(dir), t.Context()
	h := put(t, s, "a lamp")
	other := put(t, s, "a chair")
	for _, of := range []Hash{h, other} {
		for _, name := range []string{"w320.jpeg", "w640.jpeg"} {
			if err := s.PutMade(ctx, of, name, []byte(name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	made := func(h Hash, name string) string {
		f, err := s.OpenMade(ctx, h, name)
		if errors.Is(err, fs.ErrNotExist) {
			return "nothing"
		}
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		all, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		return string(all)
	}
	if got := made(h, "w320.jpeg"); got != "w320.jpeg" {
		t.Errorf("it is %q", got)
	}
	for _, name := range []string{"", ".", "..", "../x", "../../originals/ab", "/x"} {
		if err := s.PutMade(ctx, h, name, nil); err == nil {
			t.Errorf("%q can be put", name)
		}
		if _, err := s.OpenMade(ctx, h, name); err == nil && name != "" && name != "." {
			t.Errorf("%q can be opened", name)
		}
	}
	if err := s.DeleteMade(ctx, other); err != nil {
		t.Fatal(err)
	}
	if got := made(other, "w320.jpeg"); got != "nothing" {
		t.Errorf("what was made and deleted is %q", got)
	}
	reads(t, s, other, "a chair")
	if err := s.Delete(ctx, h); err != nil {
		t.Fatal(err)
	}
	if got := made(h, "w640.jpeg"); got != "nothing" {
		t.Errorf("of what was deleted there is %q", got)
	}
	if err := s.PutMade(ctx, h, "w320.jpeg", []byte("late")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("made while the bytes were deleted: %v", err)
	}
	if left := allFiles(t, dir); !slices.Equal(left, []string{"originals/" + nameOf(other)}) {
		t.Errorf("there are %q", left)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "made")); err != nil || len(left) != 0 {
		t.Errorf("folders %v are left, %v", left, err)
	}
}

// allFiles lists the files below a folder.
func allFiles(t *testing.T, dir string) (out []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			out = append(out, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestVerifyNamesWhatIsMissingDamagedAndForeign(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *Store, p *counted) {
		wanted := []Hash{put(t, s, "one"), put(t, s, "two"), put(t, s, "three"), sha256.Sum256([]byte("four"))}
		overwrite(t, p, wanted[1], "tWo")
		foreign := []string{"letter", "aa/letter", hex.EncodeToString(wanted[0][:]), "AB/" + strings.ToUpper(hex.EncodeToString(wanted[0][:])), "00/" + hex.EncodeToString(wanted[0][:]), nameOf(wanted[0]) + ".bak", "x/" + nameOf(wanted[0])}
		for _, name := range foreign {
			if err := p.Put(t.Context(), name, strings.NewReader("x"), 1); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.VerifyAll(t.Context(), func(yield func(Hash, error) bool) {
			for _, h := range append(wanted, wanted...) {
				if !yield(h, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(got.Foreign)
		slices.Sort(foreign)
		want := Verified{Sound: 2, Bytes: 8, Missing: wanted[3:], Damaged: wanted[1:2], Foreign: foreign}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("found is\n%v, want\n%v", got, want)
		}
		refused(t, s, wanted[1], ErrDamaged)
		reads(t, s, wanted[0], "one")
		broken := errors.New("the list is lost")
		if _, err := s.VerifyAll(t.Context(), func(yield func(Hash, error) bool) { yield(Hash{}, broken) }); !errors.Is(err, broken) {
			t.Errorf("without a list: %v", err)
		}
	})
}

// A file that changes after it was found to be sound is read through again.
func TestDamageThatComesLaterIsNoticed(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	h := put(t, s, "a lamp")
	reads(t, s, h, "a lamp")
	if err := os.WriteFile(filepath.Join(dir, "originals", filepath.FromSlash(nameOf(h))), []byte("a lump"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, s, h, ErrDamaged)
}

func TestManyReadersAndWritersOfTheSameBytesGetThem(t *testing.T) {
	s := Open(t.TempDir())
	large := bytes.Repeat([]byte("a lamp "), 1<<16)
	errs := make(chan error)
	for range 8 {
		go func() {
			h, _, err := s.Put(context.Background(), bytes.NewReader(large), 1<<20)
			if err == nil {
				var got []byte
				if got, err = s.Read(context.Background(), h); err == nil && !bytes.Equal(got, large) {
					err = errors.New("other bytes")
				}
			}
			errs <- err
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if len(s.locks.held) != 0 {
		t.Errorf("%d locks are left", len(s.locks.held))
	}
}

func TestWhoWaitsForAHashCanLeave(t *testing.T) {
	var l locks
	unlock, err := l.lock(t.Context(), Hash{1})
	if err != nil {
		t.Fatal(err)
	}
	other, err := l.lock(t.Context(), Hash{2})
	if err != nil {
		t.Fatal(err)
	}
	other()
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := l.lock(ctx, Hash{1})
		left <- err
	}()
	cancel()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("it got %v", err)
	}
	unlock()
	if len(l.held) != 0 {
		t.Errorf("%d locks are left", len(l.held))
	}
}
