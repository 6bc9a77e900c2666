package blobs

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"practicecms/cms/place"
)

const grace = time.Hour

// aged has files in a folder look as old as they would after the grace, also to the program
// that put them.
func aged(t *testing.T, s *Store, dir string) {
	t.Helper()
	old := time.Now().Add(-2 * grace)
	for _, name := range allFiles(t, dir) {
		if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	clear(s.put)
}

func nobody(Hash) (bool, error) { return false, nil }

func TestASweepRemovesWhatNobodyNeeds(t *testing.T) {
	dir := t.TempDir()
	folder := place.Folder(filepath.Join(dir, "originals"))
	s, ctx := Open(dir), t.Context()
	needed, spare, young := put(t, s, "needed"), put(t, s, "spare"), put(t, s, "young")
	for _, h := range []Hash{needed, spare} {
		if err := s.PutMade(ctx, h, "w320.jpeg", []byte("small")); err != nil {
			t.Fatal(err)
		}
	}
	overwrite(t, folder, Hash{}, "somebody else's")
	if err := os.Rename(filepath.Join(dir, "originals", filepath.FromSlash(nameOf(Hash{}))), filepath.Join(dir, "originals", "letter")); err != nil {
		t.Fatal(err)
	}
	orphan := Hash{7}
	if err := s.made.Put(ctx, madeName(orphan, "w320.jpeg"), strings.NewReader(""), -1); err != nil {
		t.Fatal(err)
	}
	if err := s.made.Put(ctx, "letter", strings.NewReader(""), -1); err != nil {
		t.Fatal(err)
	}
	aged(t, s, dir)
	now := time.Now()
	if err := os.Chtimes(filepath.Join(dir, "originals", nameOf(young)), now, now); err != nil {
		t.Fatal(err)
	}
	before := allFiles(t, dir)
	isNeeded := func(h Hash) (bool, error) { return h == needed, nil }
	want := Swept{Removed: []Hash{spare}, Bytes: 5, Kept: 1, Young: 1, Made: 1, Foreign: []string{"letter"}}
	for _, dryRun := range []bool{true, false} {
		got, err := s.Sweep(ctx, isNeeded, grace, dryRun)
		if err != nil || !slices.Equal(got.Removed, want.Removed) || got.Bytes != want.Bytes || got.Kept != want.Kept || got.Young != want.Young || got.Made != want.Made || !slices.Equal(got.Foreign, want.Foreign) {
			t.Errorf("dry run %v: %+v, %v; want %+v", dryRun, got, err, want)
		}
		if dryRun && !slices.Equal(allFiles(t, dir), before) {
			t.Errorf("a dry run leaves %q", allFiles(t, dir))
		}
	}
	left := []string{"made/letter", "made/" + madeName(needed, "w320.jpeg"), "originals/" + nameOf(needed), "originals/" + nameOf(young), "originals/letter"}
	slices.Sort(left)
	if got := allFiles(t, dir); !slices.Equal(got, left) {
		t.Errorf("there are\n%q, want\n%q", got, left)
	}
}

func TestASweepThatDoesNotKnowWhatIsNeededRemovesNothing(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	h := put(t, s, "a lamp")
	aged(t, s, dir)
	broken := errors.New("a record is damaged")
	for answers := range 2 {
		_, err := s.Sweep(t.Context(), func(Hash) (bool, error) {
			if answers--; answers < 0 {
				return false, broken
			}
			return false, nil
		}, grace, false)
		if !errors.Is(err, broken) {
			t.Errorf("%v", err)
		}
		reads(t, s, h, "a lamp")
	}
}

// Whenever somebody puts the bytes that are just being swept, they are there in the end.
func TestAnUploadOfWhatIsBeingSweptWins(t *testing.T) {
	const words = "a lamp"
	for name, during := range map[string]int{"before it is asked": 1, "before it is asked again": 2} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := Open(dir)
			h := put(t, s, words)
			aged(t, s, dir)
			done := make(chan error, 1)
			upload := func() {
				_, _, err := s.Put(context.Background(), strings.NewReader(words), 100)
				done <- err
			}
			asked := 0
			swept, err := s.Sweep(t.Context(), func(Hash) (bool, error) {
				switch asked++; {
				case asked == during && during == 1:
					upload()
				case asked == during: // the sweep has the lock now
					go upload()
					for s.users(h) < 2 {
						runtime.Gosched()
					}
				}
				return false, nil
			}, grace, false)
			if err != nil {
				t.Fatal(err)
			}
			if err := <-done; err != nil {
				t.Fatal(err)
			}
			if gone := len(swept.Removed) > 0; gone != (during == 2) {
				t.Errorf("swept is %+v", swept)
			}
			reads(t, s, h, words)
			if swept, err := s.Sweep(t.Context(), nobody, grace, false); err != nil || len(swept.Removed) > 0 {
				t.Errorf("right after it: %+v, %v", swept, err)
			}
			reads(t, s, h, words)
		})
	}
}

// users is how many have the lock of a hash or wait for it.
func (s *Store) users(h Hash) int {
	s.locks.mu.Lock()
	defer s.locks.mu.Unlock()
	if held := s.locks.held[h]; held != nil {
		return held.users
	}
	return 0
}

// Uploads, readers and sweeps at once: what was put is there for as long as it is needed.
func TestSweepsWhileUploadsRun(t *testing.T) {
	dir := t.TempDir()
	s := Open(dir)
	var mu sync.Mutex
	needed := map[Hash]int{}
	need := func(h Hash, n int) {
		mu.Lock()
		defer mu.Unlock()
		needed[h] += n
	}
	isNeeded := func(h Hash) (bool, error) {
		mu.Lock()
		defer mu.Unlock()
		return needed[h] > 0, nil
	}
	var uploads, sweeps errgroup.Group
	stop, stopped := context.WithCancel(t.Context())
	swept := 0
	sweeps.Go(func() error {
		for stop.Err() == nil {
			report, err := s.Sweep(t.Context(), isNeeded, 0, false)
			if err != nil {
				return err
			}
			swept += len(report.Removed)
		}
		return nil
	})
	for i := range 4 {
		uploads.Go(func() error {
			for j := range 100 {
				text := fmt.Sprint("picture ", (i+j)%5)
				h := Hash(sha256.Sum256([]byte(text)))
				need(h, 1) // without a grace it has to be needed before
				if _, _, err := s.Put(t.Context(), strings.NewReader(text), 100); err != nil {
					return err
				}
				if got, err := s.Read(t.Context(), h); err != nil || string(got) != text {
					return fmt.Errorf("it is %q, %w", got, err)
				}
				need(h, -1)
			}
			return nil
		})
	}
	if err := uploads.Wait(); err != nil {
		t.Error(err)
	}
	stopped()
	if err := sweeps.Wait(); err != nil {
		t.Error(err)
	}
	if swept == 0 {
		t.Error("nothing was swept")
	}
}
