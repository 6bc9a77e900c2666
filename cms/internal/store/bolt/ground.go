package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	bolterrors "go.etcd.io/bbolt/errors"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/pages"
)

// A lock holds a file, not its name, and the system goes on writing to a file that nobody
// will find again. So before a change is begun, and again before it is acknowledged, it is
// looked whether the name still leads to the file, and whether the file still is what this
// process wrote: two system calls beside the two fsyncs of a commit.

// ground is what the file looked like when this process opened or wrote it last. Who has
// the writer's turn reads and writes it.
type ground struct {
	file    fs.FileInfo
	reader  io.ReaderAt // the same
	headers [2]pages.Meta
}

// stand takes the file as it is now for the ground.
func (db *DB) stand() (err error) {
	var g ground
	if g.file, err = db.file.Stat(); err != nil {
		return err
	}
	g.reader = db.file
	g.headers, err = readHeaders(g.reader)
	db.ground = g
	return err
}

// readHeaders reads the two headers; one that is not whole is zero.
func readHeaders(f io.ReaderAt) (out [2]pages.Meta, err error) {
	b := make([]byte, 2*pageSize)
	if n, err := f.ReadAt(b, 0); n < len(b) {
		return out, err
	}
	for slot := range out {
		out[slot], _ = pages.ParseMeta(b[slot*pageSize:], uint64(slot), pageSize)
	}
	return out, nil
}

// look makes sure of the ground. Who calls it has the writer's turn. It returns nil,
// store.ErrMoved, or what stopWriting returns: a file that was written by somebody else
// does not become right again by itself.
func (db *DB) look() error {
	named, err := os.Stat(db.path)
	if err != nil || !os.SameFile(named, db.ground.file) {
		if db.away.CompareAndSwap(false, true) {
			db.opts.Logger.Error("the data file is not in its place any more: nothing is written from now on, and what is read is the file as it was; put it back where it was, or stop this server and bring back the latest backup; a second server must not be started beside this one",
				"file", db.path, "error", err)
		}
		return store.ErrMoved
	}
	headers, err := readHeaders(db.ground.reader)
	newest, ours := newer(headers), newer(db.ground.headers)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return db.stopWriting(fmt.Errorf("read the headers: %w", err))
	case headers != db.ground.headers:
		// What is read through bbolt now would be a mixture of two files.
		db.stuck.Store(true)
		return db.stopWriting(damaged("somebody else wrote to it while it was in use: its last change has number %d and had %d", newest.Txid(), ours.Txid()))
	case named.Size() < ours.Bytes(pageSize):
		return db.stopWriting(damaged("it was cut short: it has %d bytes and had at least %d", named.Size(), ours.Bytes(pageSize)))
	}
	if db.away.CompareAndSwap(true, false) {
		db.opts.Logger.Info("the data file is in its place again; writing goes on", "file", db.path)
	}
	return nil
}

func newer(headers [2]pages.Meta) pages.Meta {
	if headers[1].Txid() > headers[0].Txid() {
		return headers[1]
	}
	return headers[0]
}

// lookAfter is look after the commit of a transaction, which has changed the ground. Its
// errors are store.ErrUnknown, too: the change is kept if the file that it was written to is.
func (db *DB) lookAfter(id int) error {
	headers, err := readHeaders(db.ground.reader)
	slot := id % len(headers)
	if err == nil && headers[slot].Txid() == uint64(id) {
		db.ground.headers[slot] = headers[slot]
	}
	if err := db.look(); err != nil {
		return unknown(err)
	}
	return nil
}

// unknown says of an error that nobody can know whether the change was kept.
func unknown(cause error) error {
	return fmt.Errorf("%w; look after a restart (%w)", store.ErrUnknown, cause)
}

// probeEvery is how often writing is tried while there was no room.
const probeEvery = 2 * time.Second

// Probe implements [store.Prober]. While somebody writes it says what was known before:
// whoever writes looks, too.
func (db *DB) Probe(ctx context.Context) error {
	if db.closed.Load() {
		return store.ErrClosed
	}
	select {
	case db.writer <- struct{}{}:
		err := db.look() // also when writing has stopped: what is read may have to stop, too
		<-db.writer
		if err != nil {
			return err
		}
	default:
		if db.away.Load() {
			return store.ErrMoved
		}
	}
	if err := db.stopped(); err != nil || db.opts.ReadOnly {
		return err
	}
	return db.probeRoom(ctx)
}

// little is less room, in bytes, than a change may need.
const little = 64 << 10

// probeRoom tries to write while there was no room: only that tells when there is again.
func (db *DB) probeRoom(ctx context.Context) error {
	r, err := db.Room(ctx)
	switch {
	case err != nil:
		return err
	case r.DiskSize > 0 && r.DiskFree < little:
		return fmt.Errorf("%w (%d bytes are free on the disk)", store.ErrFull, r.DiskFree)
	case r.Limit > 0 && r.Limit-r.Used < little:
		return fmt.Errorf("%w (%d bytes of %d are used)", store.ErrFull, r.Used, r.Limit)
	}
	if !db.full.Load() {
		return nil
	}
	// At the limit a small change may still fit into pages that are free, and proves nothing.
	if refused := db.refused.Load(); refused != nil && r.Used > refused.used-refused.size-little {
		return fmt.Errorf("%w (a change of %d bytes found no room)", store.ErrFull, refused.size)
	}
	db.refused.Store(nil)
	last, now := db.probed.Load(), time.Now().UnixNano()
	if now-last < int64(probeEvery) || !db.probed.CompareAndSwap(last, now) {
		return store.ErrFull
	}
	return db.update(ctx, func(w *writer) error {
		w.changes, w.putAnything = 1, true
		return w.guard(headerSpace, nil, func() error { return writeHeader(w.tx, *db.header.Load()) })
	})
}

// refusal is a change that the size limit did not let in.
type refusal struct {
	size int64 // bytes that it wrote, as far as is known
	used int64 // bytes that were in use then
}

// noteRoom keeps in mind whether the last change, of so many bytes, found room. One that is
// smaller than the one that was refused says nothing of it.
func (db *DB) noteRoom(size int64, err error) {
	refused := db.refused.Load()
	switch {
	case errors.Is(err, bolterrors.ErrMaxSizeReached):
		if s, failed := db.Stats(context.Background()); failed == nil {
			db.refused.Store(&refusal{size, s.UsedBytes})
		}
	case err == nil && refused != nil && size < refused.size:
		return
	case err == nil:
		db.refused.Store(nil)
	}
	switch {
	case errors.Is(err, store.ErrFull) && db.full.CompareAndSwap(false, true):
		db.opts.Logger.Error("there is no room for changes: free some disk space, or raise the size limit; reading goes on, and writing does as soon as there is room", "file", db.path, "error", err)
	case err == nil && db.full.CompareAndSwap(true, false):
		db.opts.Logger.Info("there is room for changes again", "file", db.path)
	}
}

// Room implements [store.Prober].
func (db *DB) Room(ctx context.Context) (store.Room, error) {
	s, err := db.Stats(ctx)
	if err != nil {
		return store.Room{}, err
	}
	r := store.Room{Used: s.UsedBytes}
	if s.MaxBytes > 0 {
		r.Limit = max(s.MaxBytes-growStep, 1) // the last step may be refused
	}
	r.DiskSize, r.DiskFree, _ = diskRoom(db.path)
	return r, nil
}
