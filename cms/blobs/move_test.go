package blobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"practicecms/cms/place"
	"practicecms/cms/place/s3test"
)

// From a folder to a bucket and back, while people read and upload.
func TestAStoreMovesWhileItIsUsed(t *testing.T) {
	service, _ := s3test.Start(t)
	bucket, err := place.NewBucket("s3://"+s3test.Bucket+"/files", service)
	if err != nil {
		t.Fatal(err)
	}
	folder := place.Folder(t.TempDir())
	s := Open(t.TempDir(), folder)
	s.opening = time.Second
	text := func(i int) string { return fmt.Sprint("picture ", i) }
	var there []Hash
	for i := range 30 {
		there = append(there, put(t, s, text(i)))
	}
	for _, step := range []struct{ from, to place.Place }{{folder, bucket}, {bucket, folder}} {
		var users errgroup.Group
		moved := make(chan struct{})
		var rounds atomic.Int64
		for user := range 3 {
			users.Go(func() error {
				for round := 0; ; round++ {
					for i, h := range there {
						if i%3 != user {
							continue
						}
						if got, err := s.Read(t.Context(), h); err != nil || string(got) != text(i) {
							return fmt.Errorf("picture %d is %q, %w", i, got, err)
						}
						if _, err := s.Stat(t.Context(), h); err != nil {
							return err
						}
					}
					late := fmt.Sprintf("late %d %d", user, round)
					if h, _, err := s.Put(t.Context(), strings.NewReader(late), 100); err != nil {
						return err
					} else if err := s.Delete(t.Context(), h); err != nil {
						return err
					}
					rounds.Add(1)
					select {
					case <-moved:
						return nil
					default:
					}
				}
			})
		}
		for rounds.Load() == 0 { // they have begun
			if t.Context().Err() != nil {
				t.Fatal("nobody reads")
			}
		}
		got, err := s.MoveTo(t.Context(), step.to)
		close(moved)
		if err := users.Wait(); err != nil {
			t.Error(err)
		}
		if err != nil || got.Files < len(there) || len(got.Damaged) > 0 {
			t.Fatalf("%+v, %v", got, err)
		}
		for o, err := range step.from.List(t.Context(), "") {
			t.Errorf("%s is left in %s, %v", o.Name, step.from, err)
		}
		if n := len(s.at()); n != 1 {
			t.Errorf("it has %d places", n)
		}
		for i, h := range there {
			reads(t, s, h, text(i))
		}
	}
}

// stuck is a place that fails after some puts.
type stuck struct {
	place.Place
	left int
}

func (s *stuck) Put(ctx context.Context, name string, r io.Reader, size int64) error {
	if s.left--; s.left < 0 {
		return errors.New("no room")
	}
	return s.Place.Put(ctx, name, r, size)
}

func TestAMoveThatIsInterruptedGoesOn(t *testing.T) {
	dir, from, to := t.TempDir(), place.Folder(t.TempDir()), place.Folder(t.TempDir())
	s := Open(dir, from)
	s.opening = 0
	var all []Hash
	for i := range 10 {
		all = append(all, put(t, s, fmt.Sprint(i)))
	}
	if _, err := s.MoveTo(t.Context(), &stuck{to, 4}); err == nil {
		t.Fatal("it moved without room")
	}
	for i, h := range all {
		reads(t, s, h, fmt.Sprint(i))
	}
	s = Open(dir, to, from) // the next start
	s.opening = 0
	for i, h := range all {
		reads(t, s, h, fmt.Sprint(i))
	}
	if err := s.Delete(t.Context(), all[9]); err != nil {
		t.Fatal(err)
	}
	got, err := s.Gather(t.Context())
	if err != nil || got.Files != 9 {
		t.Errorf("%+v, %v", got, err)
	}
	refused(t, s, all[9], fs.ErrNotExist)
	s = Open(dir, to)
	for i, h := range all[:9] {
		reads(t, s, h, fmt.Sprint(i))
	}
	if got := allFiles(t, string(from)); len(got) > 0 {
		t.Errorf("left are %q", got)
	}
}

func TestAMoveLeavesWhatIsDamagedAndForeignWhereItIs(t *testing.T) {
	from, to := place.Folder(t.TempDir()), place.Folder(t.TempDir())
	s := Open(t.TempDir(), from)
	s.opening = 0
	sound, damaged := put(t, s, "sound"), put(t, s, "damaged")
	overwrite(t, from, damaged, "damagEd")
	overwrite(t, to, sound, "soUnd") // of a move long ago
	if err := from.Put(t.Context(), "letter", bytes.NewReader(nil), 0); err != nil {
		t.Fatal(err)
	}
	got, err := s.MoveTo(t.Context(), to)
	if !errors.Is(err, ErrDamaged) || got.Files != 1 || len(got.Damaged) != 1 || got.Damaged[0] != damaged {
		t.Errorf("%+v, %v", got, err)
	}
	reads(t, s, sound, "sound")
	refused(t, s, damaged, ErrDamaged)
	if left := allFiles(t, string(from)); len(left) != 2 {
		t.Errorf("left are %q", left)
	}
	put(t, s, "damaged") // somebody uploads it again
	reads(t, s, damaged, "damaged")
	if got, err := s.Gather(t.Context()); err != nil || got.Files != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	reads(t, s, damaged, "damaged")
	if left := allFiles(t, string(from)); len(left) != 1 {
		t.Errorf("left are %q", left)
	}
}

// lossy is a place that does not keep what it is given.
type lossy struct{ place.Folder }

func (l lossy) Put(ctx context.Context, name string, r io.Reader, size int64) error {
	if _, err := io.Copy(io.Discard, r); err != nil {
		return err
	}
	return l.Folder.Put(ctx, name, strings.NewReader("something else"), -1)
}

func TestNothingIsRemovedBeforeItsCopyWasReadBack(t *testing.T) {
	from := place.Folder(filepath.Join(t.TempDir(), "from"))
	s := Open(t.TempDir(), from)
	s.opening = 0
	h := put(t, s, "a lamp")
	if got, err := s.MoveTo(t.Context(), lossy{place.Folder(t.TempDir())}); err == nil || errors.Is(err, ErrDamaged) || got.Files != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	reads(t, s, h, "a lamp")
	if left := allFiles(t, string(from)); len(left) != 1 {
		t.Errorf("left are %q", left)
	}
}
