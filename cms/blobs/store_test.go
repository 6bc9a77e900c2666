package blobs

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"
)

func TestBytesAreFoundUnderTheirHashAndNothingElseIsThere(t *testing.T) {
	s := Open(t.TempDir())
	words := []byte("a lamp by a chair")
	for range 2 {
		h, n, err := s.Put(t.Context(), bytes.NewReader(words), 100)
		if err != nil || h != sha256.Sum256(words) || n != int64(len(words)) {
			t.Fatalf("%x, %d, %v", h, n, err)
		}
	}
	if _, _, err := s.Put(t.Context(), bytes.NewReader(words), 5); !errors.Is(err, ErrTooLarge) {
		t.Errorf("more than the limit: %v", err)
	}
	count := 0
	for h, err := range s.All(t.Context()) {
		if count++; err != nil || h != sha256.Sum256(words) {
			t.Errorf("%x, %v", h, err)
		}
	}
	if count != 1 {
		t.Errorf("%d files are there", count)
	}
	if err := s.Delete(t.Context(), sha256.Sum256(words)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context(), sha256.Sum256(words)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what was deleted: %v", err)
	}
}

func TestAnUploadGoesOnWhereItStopped(t *testing.T) {
	s := Open(t.TempDir())
	part, err := s.Parts().Begin(10, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Parts().Append(part.ID, 0, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	var offset *OffsetError
	if _, err := s.Parts().Append(part.ID, 0, []byte("hello")); !errors.As(err, &offset) || offset.At != 5 {
		t.Errorf("the same piece again: %v", err)
	}
	if _, err := s.Parts().Open(part.ID); !errors.As(err, &offset) {
		t.Errorf("half of it opens: %v", err)
	}
	if _, err := s.Parts().Append(part.ID, 5, []byte("worlds")); !errors.Is(err, ErrTooLarge) {
		t.Errorf("more than was said: %v", err)
	}
	if _, err := s.Parts().Append(part.ID, 5, []byte("world")); err != nil {
		t.Fatal(err)
	}
	f, err := s.Parts().Open(part.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if all, err := io.ReadAll(f); string(all) != "helloworld" || err != nil {
		t.Errorf("%q, %v", all, err)
	}
	for _, id := range []string{"", "..", "../x", strings.Repeat("a", 26)} {
		if _, err := s.Parts().Get(id); !errors.Is(err, ErrNoPart) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if _, err := s.Parts().Begin(1, time.Now().Add(25*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Parts().Get(part.ID); !errors.Is(err, ErrNoPart) {
		t.Errorf("after a day: %v", err)
	}
}
