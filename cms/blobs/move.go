package blobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"practicecms/cms/place"
)

// Moved is what a Gather did.
type Moved struct {
	Files   int    // how many came to their new place
	Bytes   int64  // how many bytes they have
	Damaged []Hash // they stay where they are
}

// MoveTo has new bytes go to another place, and Gathers the others there. What is interrupted
// goes on when the Store is opened with both places and Gathers.
func (s *Store) MoveTo(ctx context.Context, to place.Place) (Moved, error) {
	s.mu.Lock()
	others := slices.DeleteFunc(slices.Clone(s.places), func(p place.Place) bool { return p.String() == to.String() })
	s.places = append([]place.Place{to}, others...)
	s.mu.Unlock()
	return s.Gather(ctx)
}

// Gather brings all bytes to the first place while they are read and put: each is copied there
// and read back, and then all that came are removed from where they were, and those places are
// not looked at any more. With an error, what did not come is found where it is.
func (s *Store) Gather(ctx context.Context) (Moved, error) {
	s.moving.Lock()
	defer s.moving.Unlock()
	var out Moved
	places := s.at()
	to, others := places[0], places[1:]
	for o, err := range s.lyingIn(ctx, others) {
		if err != nil {
			return out, err
		}
		if !o.ours {
			continue
		}
		err := s.bring(ctx, o.in, to, o.hash, o.Size)
		switch {
		case errors.Is(err, ErrDamaged):
			out.Damaged = append(out.Damaged, o.hash)
		case errors.Is(err, fs.ErrNotExist): // it was just deleted
		case err != nil:
			return out, err
		default:
			out.Files++
			out.Bytes += o.Size
		}
	}
	if err := s.leave(ctx, to, others); err != nil {
		return out, err
	}
	if len(out.Damaged) > 0 {
		return out, fmt.Errorf("%d files were not moved: %w", len(out.Damaged), ErrDamaged)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.places = slices.DeleteFunc(slices.Clone(s.places), func(p place.Place) bool { return slices.Contains(others, p) })
	return out, nil
}

// bring copies bytes from one place to another, if they are not there.
func (s *Store) bring(ctx context.Context, from, to place.Place, h Hash, size int64) error {
	unlock, err := s.locks.lock(ctx, h)
	if err != nil {
		return err
	}
	defer unlock()
	if s.checkIn(ctx, to, h) == nil {
		return nil
	}
	f, err := from.Get(ctx, nameOf(h))
	if err != nil {
		return err
	}
	if err := errors.Join(to.Put(ctx, nameOf(h), newChecked(f, h), size), f.Close()); err != nil {
		return err
	}
	if err := s.checkIn(ctx, to, h); err != nil {
		return fmt.Errorf("%s does not give back what was put there: %v", to, err)
	}
	return nil
}

// opening is how long it may take from when a file is opened until its first bytes are asked
// for: in a bucket it must not be gone by then.
const opening = 10 * time.Second

// leave removes from places what is in another one.
func (s *Store) leave(ctx context.Context, to place.Place, others []place.Place) error {
	if len(others) == 0 {
		return nil
	}
	select {
	case <-time.After(s.opening):
	case <-ctx.Done():
		return ctx.Err()
	}
	for o, err := range s.lyingIn(ctx, others) {
		if err != nil {
			return err
		}
		if !o.ours {
			continue
		}
		if err := s.leaveOne(ctx, o.in, to, o.hash); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) leaveOne(ctx context.Context, from, to place.Place, h Hash) error {
	unlock, err := s.locks.lock(ctx, h)
	if err != nil {
		return err
	}
	defer unlock()
	f, err := s.openIn(ctx, to, h)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrDamaged) {
		return nil // it did not come
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), from.Delete(ctx, nameOf(h)))
}

// checkIn reads the bytes of a hash in a place, whatever is known of them.
func (s *Store) checkIn(ctx context.Context, p place.Place, h Hash) error {
	f, err := p.Get(ctx, nameOf(h))
	if err != nil {
		return err
	}
	return errors.Join(s.check(ctx, h, f), f.Close())
}
