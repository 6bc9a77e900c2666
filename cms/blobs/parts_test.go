package blobs

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

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

func TestOfTwoAppendsAtOnceOneIsTaken(t *testing.T) {
	s := Open(t.TempDir())
	part, err := s.Parts().Begin(1000, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for i := range 100 {
		for range 2 {
			wait.Go(func() {
				for {
					_, err := s.Parts().Append(part.ID, int64(i)*10, bytes.Repeat([]byte{byte(i)}, 10))
					var offset *OffsetError
					if err == nil || errors.As(err, &offset) && offset.At > int64(i)*10 {
						return
					}
					if !errors.As(err, &offset) {
						t.Error(err)
						return
					}
				}
			})
		}
	}
	wait.Wait()
	f, err := s.Parts().Open(part.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := io.ReadAll(f)
	for i, b := range all {
		if int(b) != i/10 {
			t.Fatalf("byte %d is %d", i, b)
		}
	}
	if len(all) != 1000 || err != nil {
		t.Errorf("%d bytes, %v", len(all), err)
	}
}

func TestUploadsHaveBounds(t *testing.T) {
	dir := t.TempDir()
	parts := Open(dir).Parts()
	now := time.Now()
	for _, size := range []int64{-1, MaxParts + 1, 1 << 62} {
		if _, err := parts.Begin(size, now); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
	var all []Part
	for range 4 {
		p, err := parts.Begin(MaxParts/4, now)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if _, err := parts.Begin(1, now); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a byte more than there may be: %v", err)
	}
	rested := now.Add(-2 * time.Hour)
	if err := os.Chtimes(filepath.Join(dir, "parts", all[2].ID), rested, rested); err != nil {
		t.Fatal(err)
	}
	if err := parts.Sweep(now); err != nil {
		t.Fatal(err)
	}
	if _, err := parts.Get(all[2].ID); err != nil {
		t.Errorf("one that rests while there is room: %v", err)
	}
	if _, err := parts.Begin(1, now); err != nil {
		t.Errorf("although one rests: %v", err)
	}
	for i, p := range all {
		if _, err := parts.Get(p.ID); errors.Is(err, ErrNoPart) != (i == 2) {
			t.Errorf("upload %d: %v", i, err)
		}
	}
	if err := parts.Sweep(now.Add(25 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "parts")); err != nil || len(left) != 0 {
		t.Errorf("after a day %v are left, %v", left, err)
	}
}

func TestAnUploadOutlivesTheProgram(t *testing.T) {
	dir := t.TempDir()
	part, err := Open(dir).Parts().Begin(10, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir).Parts().Append(part.ID, 0, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	got, err := Open(dir).Parts().Get(part.ID)
	if err != nil || got != (Part{ID: part.ID, At: 5, Size: 10}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnUploadIsNamedByItsOwnIDAlone(t *testing.T) {
	dir := t.TempDir()
	parts := Open(dir).Parts()
	part, err := parts.Begin(10, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "practice"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	random, _, _ := strings.Cut(part.ID, "-")
	for _, id := range []string{"", ".", "..", "../practice", random, random + "-", random + "-11", random + "-010", random + "--10", random + "-10/", "../parts/" + part.ID, strings.ToUpper(part.ID), strings.Repeat("a", 26) + "-10"} {
		if _, err := parts.Get(id); !errors.Is(err, ErrNoPart) {
			t.Errorf("getting %q: %v", id, err)
		}
		if _, err := parts.Append(id, 0, []byte("x")); !errors.Is(err, ErrNoPart) {
			t.Errorf("adding to %q: %v", id, err)
		}
		if err := parts.Drop(id); err != nil {
			t.Errorf("dropping %q: %v", id, err)
		}
	}
	if got, err := parts.Get(part.ID); err != nil || got.At != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "practice")); err != nil {
		t.Error(err)
	}
}
