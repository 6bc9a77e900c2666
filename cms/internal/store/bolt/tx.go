package bolt

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"practicecms/cms/internal/store"
)

// View implements [store.Store]. A View of more than a second is logged, but for one that keeps a pace.
func (db *DB) View(ctx context.Context, fn func(store.Reader) error) error {
	doubts := db.doubted() // before the state: one that was made whole since is doubted once more, and no other trusted
	return db.snapshot(ctx, func(tx *bbolt.Tx) error {
		r := db.newReader(ctx, tx, doubts)
		defer func() { r.done = true }()
		defer func(start time.Time) {
			if took := time.Since(start); took > db.slowView && !r.paced {
				db.opts.Logger.Warn("a read transaction was open for long; the file grows while that lasts", "took", took)
			}
		}(time.Now())
		return fn(&r)
	})
}

// snapshot runs fn on one state of the file. It ends the transaction even when fn
// panics or ends the goroutine.
func (db *DB) snapshot(ctx context.Context, fn func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	db.swap.RLock()
	defer db.swap.RUnlock()
	tx, err := db.begin(false)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return fn(tx)
}

func (db *DB) begin(writable bool) (tx *bbolt.Tx, err error) {
	if db.closed.Load() {
		return nil, store.ErrClosed
	}
	if db.stuck.Load() {
		return nil, db.stopped()
	}
	err = guard("", nil, func() (err error) {
		tx, err = db.bolt.Begin(writable)
		return err
	})
	switch {
	case err == nil:
		return tx, nil
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return nil, store.ErrClosed
	case errors.Is(err, store.ErrDamaged):
		db.stuck.Store(true) // the panic may have left bbolt's locks held
		return nil, db.stopWriting(err)
	}
	return nil, fmt.Errorf("store: begin: %w", err)
}

// Update implements [store.Store].
func (db *DB) Update(ctx context.Context, fn func(store.Writer) error) error {
	wrote := false
	err := db.update(ctx, func(w *writer) error {
		err := fn(w)
		wrote = w.changes > 0
		return err
	})
	if wrote && (err == nil || errors.Is(err, store.ErrUnknown)) {
		db.Tell() // readers may see it
	}
	return err
}

func (db *DB) update(ctx context.Context, fn func(*writer) error) error {
	if db.opts.ReadOnly {
		return store.ErrForReading
	}
	if db.closed.Load() {
		return store.ErrClosed
	}
	select { // bbolt has a queue of its own, but one that does not know the context
	case db.writer <- struct{}{}:
		defer func() { <-db.writer }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := db.stopped(); err != nil {
		return err
	}
	if err := db.look(); err != nil {
		return err
	}
	tx, err := db.begin(true)
	if err != nil {
		return err
	}
	w := &writer{reader: db.newReader(ctx, tx, db.doubted())}
	if db.Format() >= tallied {
		w.ledger = ledger{}
	}
	open := true
	defer func() { // also when fn panics or ends the goroutine
		if w.done = true; open {
			db.rollback(tx)
		}
	}()

	if err := fn(w); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.crash != nil {
		return w.crash // fn overlooked it; what bbolt holds in memory is not to be kept
	}
	if w.changes == 0 {
		return nil
	}
	if err := w.guard(headerSpace, nil, func() error { return w.ledger.write(tx) }); err != nil {
		return err
	}
	open = false
	err = db.commit(tx, w.putAnything)
	if err == nil {
		db.trust(w.cleared)
	}
	if w.putAnything {
		db.noteRoom(w.size, err)
	}
	return err
}

// commit writes the transaction and judges what a failure means.
func (db *DB) commit(tx *bbolt.Tx, putAnything bool) error {
	id := tx.ID()
	db.bolt.MaxSize = int(db.opts.MaxSize) // only the writer's turn reads or sets it
	if db.opts.MaxSize > 0 && !putAnything {
		db.bolt.MaxSize += deleteReserve
	}
	err := guard("", nil, tx.Commit)
	switch {
	case err == nil:
		return db.lookAfter(id)
	case errors.Is(err, store.ErrDamaged):
		db.rollback(tx)
	case isFull(err) && !db.shows(id):
		return fmt.Errorf("%w (%w)", store.ErrFull, err)
	}
	db.ground.headers, _ = readHeaders(db.ground.reader) // with one of ours that may be half written
	return unknown(db.stopWriting(err))
}

// shows reports whether readers see the transaction with this number, which they
// do when it failed only after its header was written.
func (db *DB) shows(id int) bool {
	tx, err := db.begin(false)
	if err != nil {
		return true // unknown: expect the worst
	}
	defer tx.Rollback()
	return tx.ID() >= id
}

// stopWriting makes every later Update fail. After a failed fsync the system may
// have thrown the unwritten bytes away and call the next fsync a success, so
// trying again would prove nothing.
func (db *DB) stopWriting(cause error) error {
	if db.failed.CompareAndSwap(nil, &cause) {
		db.opts.Logger.Error("the data file cannot be trusted to take changes: nothing is written until a restart; see to the disk first", "file", db.path, "error", cause)
	}
	return db.stopped()
}

// stopped says why there is no writing until a restart; nil while there is.
func (db *DB) stopped() error {
	cause := db.failed.Load()
	if cause == nil {
		return nil
	}
	return fmt.Errorf("%w until a restart: %w", store.ErrReadOnly, *cause)
}

func (db *DB) rollback(tx *bbolt.Tx) {
	err := guard("", nil, tx.Rollback)
	if errors.Is(err, store.ErrDamaged) {
		db.stuck.Store(true)
		_ = db.stopWriting(err)
	}
}
