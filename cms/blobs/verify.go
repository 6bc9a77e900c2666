package blobs

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Verified is how the bytes were found. Lists are in no order.
type Verified struct {
	Sound   int      // how many files are as they were put there
	Bytes   int64    // how many bytes they have
	Missing []Hash   // of those that should be there
	Damaged []Hash   // they have other bytes
	Foreign []string // names that are not ours
}

// Verify reads the bytes of a hash wherever they lie, whatever is known of them. The errors are
// fs.ErrNotExist and ErrDamaged.
func (s *Store) Verify(ctx context.Context, h Hash) error {
	unlock, err := s.locks.lock(ctx, h)
	if err != nil {
		return err
	}
	defer unlock()
	missing := true
	for _, p := range s.at() {
		err := s.checkIn(ctx, p, h)
		if err == nil {
			missing = false
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if missing {
		return fs.ErrNotExist
	}
	return nil
}

// VerifyAll reads all that is there. Wanted are the hashes that should be.
func (s *Store) VerifyAll(ctx context.Context, wanted iter.Seq2[Hash, error]) (Verified, error) {
	var out Verified
	var mu sync.Mutex // of out
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	seen := map[Hash]bool{}
	for l, err := range s.lying(ctx) {
		if err != nil {
			return out, errors.Join(err, group.Wait())
		}
		if !l.ours {
			mu.Lock()
			out.Foreign = append(out.Foreign, l.Name)
			mu.Unlock()
			continue
		}
		if seen[l.hash] {
			continue
		}
		seen[l.hash] = true
		group.Go(func() error {
			err := s.Verify(ctx, l.hash)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case errors.Is(err, ErrDamaged):
				out.Damaged = append(out.Damaged, l.hash)
			case errors.Is(err, fs.ErrNotExist): // it was just deleted
			case err != nil:
				return err
			default:
				out.Sound++
				out.Bytes += l.Size
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return out, err
	}
	for h, err := range wanted {
		if err != nil {
			return out, err
		}
		if !seen[h] {
			seen[h] = true
			out.Missing = append(out.Missing, h)
		}
	}
	return out, nil
}
