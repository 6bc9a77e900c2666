package bolt

import (
	"context"
	"fmt"

	"go.etcd.io/bbolt"
)

// Stats say how full the file is.
type Stats struct {
	FileBytes int64 // size of the file
	UsedBytes int64 // of these, in pages that hold something
	FreePages int   // pages of 4 KiB that wait to be used again
	MaxBytes  int64 // Options.MaxSize, 0 for no limit
	Readers   int   // read transactions now open, not counting this one
}

// FreeShare is the part of the pages that are free, from 0 to 1. Above 0.6
// compacting is worth the while.
func (s Stats) FreeShare() float64 {
	free := float64(s.FreePages) * pageSize
	if free == 0 {
		return 0
	}
	return free / (free + float64(s.UsedBytes))
}

// Stats returns the figures of this moment. It returns ErrClosed, the context's
// error, or what the file system says.
func (db *DB) Stats(ctx context.Context) (s Stats, err error) {
	err = db.snapshot(ctx, func(tx *bbolt.Tx) error {
		info, err := db.file.Stat()
		if err != nil {
			return fmt.Errorf("store: stats: %w", err)
		}
		b := db.bolt.Stats()
		free := b.FreePageN + b.PendingPageN
		s = Stats{
			FileBytes: info.Size(),
			UsedBytes: tx.Size() - int64(free)*pageSize,
			FreePages: free,
			MaxBytes:  db.opts.MaxSize,
			Readers:   b.OpenTxN - 1,
		}
		return nil
	})
	return s, err
}
