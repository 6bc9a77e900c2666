package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
)

type reader struct {
	db      *DB
	ctx     context.Context
	tx      *bbolt.Tx
	buckets []*bbolt.Bucket // by keyspace.slot, opened when first needed
	doubts  doubts          // what it does not read
	done    bool
	paced   bool // ctx says how fast to go

	changes int   // counts what a writer has changed; scans find their place again
	crash   error // the first panic inside bbolt
}

func (db *DB) newReader(ctx context.Context, tx *bbolt.Tx, d doubts) reader {
	return reader{db: db, ctx: ctx, tx: tx, buckets: make([]*bbolt.Bucket, len(db.spaces)), doubts: d, paced: store.Paced(ctx)}
}

// use finds the space and says whether the transaction is still on.
func (r *reader) use(s store.Space) (keyspace, error) {
	if r.done {
		return keyspace{}, store.ErrTxDone
	}
	if r.paced {
		store.KeepPace(r.ctx)
	}
	k, ok := r.db.spaces[s]
	if !ok {
		return k, fmt.Errorf("%w %q", store.ErrUnknownSpace, s)
	}
	return k, nil
}

// guard remembers a panic, so that the transaction is not committed after it.
func (r *reader) guard(s store.Space, key []byte, fn func() error) error {
	err := guard(s, key, fn)
	if crash, ok := errors.AsType[*crashError](err); ok && r.crash == nil {
		r.crash = crash
	}
	return err
}

// bucket is called inside guard. It returns nil for a space that a file opened
// for reading only does not have yet: such a space is empty.
func (r *reader) bucket(k keyspace) (*bbolt.Bucket, error) {
	if r.buckets[k.slot] == nil {
		r.buckets[k.slot] = r.tx.Bucket([]byte(k.name))
	}
	if r.buckets[k.slot] == nil && !r.db.opts.ReadOnly {
		return nil, &store.DamageError{Space: k.name, Detail: "the space is gone"}
	}
	return r.buckets[k.slot], nil
}

// Get implements [store.Reader].
func (r *reader) Get(s store.Space, key []byte) (value []byte, err error) {
	k, err := r.use(s)
	if err != nil {
		return nil, err
	}
	if err := store.CheckKey(s, key); err != nil {
		return nil, err
	}
	// A hit is refused, too: it may be an older record, whose checksum is right.
	if err := r.doubts.about(s, key); err != nil {
		return nil, err
	}
	err = r.guard(s, key, func() error {
		b, err := r.bucket(k)
		if err != nil {
			return err
		}
		if b == nil {
			return store.ErrNotFound
		}
		// Not Bucket.Get: that calls a damaged entry of another type "absent".
		found, stored := b.Cursor().Seek(key)
		if !bytes.Equal(found, key) {
			return store.ErrNotFound
		}
		payload, err := k.open(key, stored)
		if err != nil {
			return err
		}
		value = append(make([]byte, 0, len(payload)), payload...)
		return nil
	})
	return value, err
}
