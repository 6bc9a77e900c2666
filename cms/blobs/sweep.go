package blobs

import (
	"context"
	"errors"
	"io/fs"
	"time"
)

// Swept is what a Sweep found. Lists are in no order.
type Swept struct {
	Removed []Hash   // bytes that nobody needs; in a dry run those that would be removed
	Bytes   int64    // how many bytes they have
	Kept    int      // files that are needed
	Young   int      // files that may be needed in a moment
	Made    int      // of how many hashes what was made has been removed, as they are not there
	Foreign []string // names that are not ours; they are left alone
}

// Sweep removes bytes that are not needed, and were not put here within the grace: an upload
// puts bytes first, and says that they are needed when it has them. Needed is asked again right
// before each removal, while nobody can put the same bytes. With an error, what is reported was
// done, and the rest is left.
func (s *Store) Sweep(ctx context.Context, needed func(Hash) (bool, error), grace time.Duration, dryRun bool) (Swept, error) {
	var out Swept
	there := map[Hash]bool{}
	for l, err := range s.lying(ctx) {
		switch {
		case err != nil:
			return out, err
		case !l.ours:
			out.Foreign = append(out.Foreign, l.Name)
			continue
		case there[l.hash]:
			continue
		}
		there[l.hash] = true
		need, err := needed(l.hash)
		if err != nil {
			return out, err
		}
		switch {
		case need:
			out.Kept++
			continue
		case time.Since(l.Modified) < grace || s.putWithin(l.hash, grace):
			out.Young++
			continue
		}
		if gone, err := s.sweep(ctx, l.hash, needed, grace, dryRun); err != nil {
			return out, err
		} else if !gone {
			out.Young++
			continue
		}
		out.Removed = append(out.Removed, l.hash)
		out.Bytes += l.Size
	}
	return out, s.sweepMade(ctx, there, dryRun, &out)
}

// sweep removes bytes, if they are still not needed. It reports whether they are gone.
func (s *Store) sweep(ctx context.Context, h Hash, needed func(Hash) (bool, error), grace time.Duration, dryRun bool) (bool, error) {
	unlock, err := s.locks.lock(ctx, h)
	if err != nil {
		return false, err
	}
	defer unlock()
	need, err := needed(h)
	if err != nil || need || s.putWithin(h, grace) {
		return false, err
	}
	if dryRun {
		return true, nil
	}
	return true, s.remove(ctx, h)
}

// putWithin reports whether bytes were put here a short while ago.
func (s *Store) putWithin(h Hash, grace time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok := s.put[h]
	return ok && time.Since(at) < grace
}

// sweepMade removes what was made of bytes that are not there.
func (s *Store) sweepMade(ctx context.Context, there map[Hash]bool, dryRun bool, out *Swept) error {
	for o, err := range s.made.List(ctx, "") {
		if err != nil {
			return err
		}
		h, ours := madeOf(o)
		if !ours || there[h] {
			continue
		}
		there[h] = true // once
		if gone, err := s.sweepMadeOf(ctx, h, dryRun); err != nil {
			return err
		} else if gone {
			out.Made++
		}
	}
	return nil
}

// sweepMadeOf removes what was made of some bytes, if these are not there. It reports whether
// they are not.
func (s *Store) sweepMadeOf(ctx context.Context, h Hash, dryRun bool) (bool, error) {
	unlock, err := s.locks.lock(ctx, h)
	if err != nil {
		return false, err
	}
	defer unlock()
	if _, err := s.stat(ctx, h); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if dryRun {
		return true, nil
	}
	return true, s.removeMade(ctx, h)
}
