package blobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

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

// Gather brings all bytes to the first place while they are read and put: each file is copied,
// read back, and then removed from where it was. When all have come, the other places are not
// looked at any more. With an error, those that did not come are found where they are.
func (s *Store) Gather(ctx context.Context) (Moved, error) {
	s.moving.Lock()
	defer s.moving.Unlock()
	var out Moved
	places := s.at()
	for _, from := range places[1:] {
		for o, err := range from.List(ctx, "") {
			if err != nil {
				return out, err
			}
			h, ours := hashOf(o.Name)
			if !ours {
				continue
			}
			err = s.bring(ctx, from, places[0], h, o.Size)
			switch {
			case errors.Is(err, ErrDamaged):
				out.Damaged = append(out.Damaged, h)
			case errors.Is(err, fs.ErrNotExist): // it was just deleted
			case err != nil:
				return out, err
			default:
				out.Files++
				out.Bytes += o.Size
			}
		}
	}
	if len(out.Damaged) > 0 {
		return out, fmt.Errorf("%d files were not moved: %w", len(out.Damaged), ErrDamaged)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.places = slices.DeleteFunc(slices.Clone(s.places), func(p place.Place) bool { return slices.Contains(places[1:], p) })
	return out, nil
}

// bring brings bytes from one place to another.
func (s *Store) bring(ctx context.Context, from, to place.Place, h Hash, size int64) error {
	unlock, err := s.locks.lock(ctx, h)
	if err != nil {
		return err
	}
	defer unlock()
	name := nameOf(h)
	if s.checkIn(ctx, to, h) != nil { // it is not there, or not whole
		f, err := from.Get(ctx, name)
		if err != nil {
			return err
		}
		if err := errors.Join(to.Put(ctx, name, newChecked(f, h), size), f.Close()); err != nil {
			return err
		}
		if err := s.checkIn(ctx, to, h); err != nil {
			return fmt.Errorf("%s does not give back what was put there: %w", to, err)
		}
	}
	return from.Delete(ctx, name)
}

// checkIn reads the bytes of a hash in a place, whatever is known of them.
func (s *Store) checkIn(ctx context.Context, p place.Place, h Hash) error {
	f, err := p.Get(ctx, nameOf(h))
	if err != nil {
		return err
	}
	return errors.Join(s.check(ctx, h, f), f.Close())
}
