package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
)

// compactBatch is how many bytes of records one transaction of the copy takes.
const compactBatch = 1 << 20

// Compact rewrites the data file at path without its free pages and returns its
// size in bytes before and after, which is the same when there is nothing to gain: then the
// file stays as it is. Nobody may have the file open, or ErrLocked is
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
		return before, after, fmt.Errorf("store: compact: %w", noRoom(err))
	}
	return before, after, nil
}

func (db *DB) compact(ctx context.Context) (before, after int64, err error) {
	temp, err := db.copyCompact(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer os.Remove(temp) // gone already when all went well
	if before, err = sizeOf(db.path); err != nil {
		return 0, 0, err
	}
	if after, err = sizeOf(temp); err != nil {
		return 0, 0, err
	}
	if after >= before {
		return before, before, nil // every page of the file is in use: nothing in it is to be got rid of
	}
	return before, after, db.opts.replaceDurably(temp, db.path)
}

// Rewrite is Compact for a file that is in use: afterwards nothing of what was deleted
// is left in it. Reading goes on while the copy is made and waits for a moment when the
// copy takes the file's place; writing waits for all of it. When the copy can't be made,
// nothing has changed. When it can't be opened, the store takes no more reads or writes
// until a restart.
//
// It returns ErrReadOnly, ErrFull, ErrClosed, a *DamageError, the context's error, or what
// the file system says.
func (db *DB) Rewrite(ctx context.Context) error {
	_, _, err := db.rewrite(ctx, func(before, after int64) bool { return true })
	return err
}

// Shrink implements [store.Rewriter]. Its errors are those of Rewrite.
func (db *DB) Shrink(ctx context.Context) (before, after int64, err error) {
	return db.rewrite(ctx, func(before, after int64) bool { return after < before })
}

// rewrite puts a copy without free pages in the file's place when worth says yes to the two
// sizes. It returns the sizes before and after.
func (db *DB) rewrite(ctx context.Context, worth func(before, after int64) bool) (before, after int64, err error) {
	if db.opts.ReadOnly {
		return 0, 0, store.ErrForReading
	}
	select {
	case db.writer <- struct{}{}:
		defer func() { <-db.writer }()
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	}
	if db.closed.Load() {
		return 0, 0, store.ErrClosed
	}
	if err := db.stopped(); err != nil {
		return 0, 0, err
	}
	if err := db.look(); err != nil {
		return 0, 0, err
	}
	temp, err := db.copyCompact(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("store: rewrite: %w", noRoom(err))
	}
	defer os.Remove(temp) // gone already when all went well
	if before, err = sizeOf(db.path); err != nil {
		return 0, 0, err
	}
	if after, err = sizeOf(temp); err != nil {
		return 0, 0, err
	}
	if !worth(before, after) {
		return before, before, nil
	}
	return before, after, db.replaceBy(temp)
}

// replaceBy puts a finished copy in the place of the file and goes on with it. Who calls it
// has the writer's turn.
func (db *DB) replaceBy(temp string) error {
	db.swap.Lock()
	defer db.swap.Unlock()
	// The old file keeps its lock until the name leads to the new one: whoever waits for
	// the lock then finds that out and opens the new one, after us. Another file that was put
	// in its place meanwhile is not ours to replace.
	if err := db.look(); err != nil {
		return err
	}
	if err := db.opts.replaceDurably(temp, db.path); err != nil {
		return fmt.Errorf("store: rewrite: %w", err)
	}
	err := guard("", nil, db.bolt.Close)
	if err == nil {
		err = db.open()
	}
	if err != nil {
		db.stuck.Store(true)
		return db.stopWriting(fmt.Errorf("store: rewrite: open the new file: %w", err))
	}
	return nil
}

// copyCompact writes a copy without free pages beside the file, and compares the two.
// Nobody may be writing.
func (db *DB) copyCompact(ctx context.Context) (path string, err error) {
	original, err := checkOpenFile(ctx, db.file)
	if err != nil {
		return "", err
	}
	if len(original.Problems) > 0 {
		return "", original.Err()
	}
	temp, err := createTemp(db.path)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name()) // the next open tidies up what this can't
		}
	}()
	if err := temp.Close(); err != nil {
		return "", err
	}
	if err := copyRecords(temp.Name(), db.bolt, db.opts); err != nil {
		return "", err
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return temp.Name(), sameRecords(ctx, temp.Name(), db.bolt, original)
}

func copyRecords(path string, from *bbolt.DB, o Options) error {
	bo := boltOptions(o)
	bo.NoSync = true // synced once, before it gets its name
	to, err := bbolt.Open(path, 0o600, bo)
	if err != nil {
		return err
	}
	to.AllocSize = growStep
	err = guard("", nil, func() error { return bbolt.Compact(to, from, compactBatch) })
	if err := errors.Join(err, to.Close()); err != nil {
		return err
	}
	return trim(path)
}

// trim takes off the slack at the end of a file that nobody has open.
func trim(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	headers, err := readHeaders(f)
	if need := newer(headers).Bytes(pageSize); err == nil && need > 0 {
		err = f.Truncate(need)
	}
	return errors.Join(err, f.Close())
}

// sameRecords compares the copy with the original without relying on the code
// that made it: it walks the copy's pages, and looks every record up.
func sameRecords(ctx context.Context, path string, from *bbolt.DB, original store.Report) error {
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
	to, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer to.Close()
	return guard("", nil, func() error {
		return from.View(func(a *bbolt.Tx) error {
			return to.View(func(b *bbolt.Tx) error { return sameSpaces(a, b) })
		})
	})
}

func sameSpaces(a, b *bbolt.Tx) error {
	return a.ForEach(func(space []byte, records *bbolt.Bucket) error {
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
