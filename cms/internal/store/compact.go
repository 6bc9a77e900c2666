package store

import (
	"context"
	"errors"
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"
)

// compactBatch is how many bytes of records one transaction of the copy takes.
const compactBatch = 1 << 20

// Compact rewrites the data file at path without its free pages and returns its
// size in bytes before and after. Nobody may have the file open, or ErrLocked is
// returned. The copy is checked and compared with the original, record by record,
// before it takes its place; until then, and on every error, the original stays.
// Of the options, Format, LockTimeout, Logger and AllowNetworkFS count, and Spaces
// must not be empty.
func Compact(ctx context.Context, path string, o Options) (before, after int64, err error) {
	o.ReadOnly = false
	db, err := Open(path, o)
	if err != nil {
		return 0, 0, err
	}
	// Closed last: whoever waits for this file's lock then finds that the name has
	// gone to another file, and opens that one.
	defer db.Close()
	if before, after, err = db.compact(ctx); err != nil {
		return before, after, fmt.Errorf("store: compact: %w", err)
	}
	return before, after, nil
}

func (db *DB) compact(ctx context.Context) (before, after int64, err error) {
	original, err := checkOpenFile(ctx, db.file)
	if err != nil {
		return 0, 0, err
	}
	if len(original.Problems) > 0 {
		return 0, 0, original.Err()
	}
	temp, err := createTemp(db.path)
	if err != nil {
		return 0, 0, err
	}
	defer os.Remove(temp.Name()) // gone already when all went well
	if err := temp.Close(); err != nil {
		return 0, 0, err
	}
	if err := copyRecords(temp.Name(), db.bolt, db.opts); err != nil {
		return 0, 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, 0, err
	}
	if err := sameRecords(ctx, temp.Name(), db.bolt, original); err != nil {
		return 0, 0, err
	}
	if before, err = sizeOf(db.path); err != nil {
		return 0, 0, err
	}
	if after, err = sizeOf(temp.Name()); err != nil {
		return 0, 0, err
	}
	return before, after, db.opts.replaceDurably(temp.Name(), db.path)
}

func copyRecords(path string, from *bolt.DB, o Options) error {
	bo := boltOptions(o)
	bo.NoSync = true // synced once, before it gets its name
	to, err := bolt.Open(path, 0o600, bo)
	if err != nil {
		return err
	}
	to.AllocSize = growStep
	err = guard("", nil, func() error { return bolt.Compact(to, from, compactBatch) })
	return errors.Join(err, to.Close())
}

// sameRecords compares the copy with the original without relying on the code
// that made it: it walks the copy's pages, and looks every record up.
func sameRecords(ctx context.Context, path string, from *bolt.DB, original Report) error {
	copied, err := CheckFile(ctx, path)
	if err != nil {
		return err
	}
	if err := copied.Err(); err != nil {
		return err
	}
	if copied.Records != original.Records {
		return fmt.Errorf("the copy has %d records instead of %d", copied.Records, original.Records)
	}
	to, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer to.Close()
	return guard("", nil, func() error {
		return from.View(func(a *bolt.Tx) error {
			return to.View(func(b *bolt.Tx) error { return sameSpaces(a, b) })
		})
	})
}

func sameSpaces(a, b *bolt.Tx) error {
	return a.ForEach(func(space []byte, records *bolt.Bucket) error {
		other := b.Bucket(space)
		if other == nil {
			return fmt.Errorf("the copy lacks space %s", space)
		}
		return records.ForEach(func(key, value []byte) error {
			if string(other.Get(key)) != string(value) {
				return fmt.Errorf("the copy differs in space %s, key %q", space, key)
			}
			return nil
		})
	})
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
