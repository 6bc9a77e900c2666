package store

import (
	"fmt"

	bolt "go.etcd.io/bbolt"
)

type writer struct {
	reader
	putAnything bool // false while all changes are deletions
}

// Put implements [Writer].
func (w *writer) Put(s Space, key, value []byte) error {
	if len(value) > MaxValueSize {
		return fmt.Errorf("%w: %d bytes in space %s, up to %d are possible", ErrTooLarge, len(value), s, MaxValueSize)
	}
	return w.change(s, key, func(k keyspace, b *bolt.Bucket) error {
		w.putAnything = true
		return b.Put(key, k.seal(key, value))
	})
}

// Delete implements [Writer].
func (w *writer) Delete(s Space, key []byte) error {
	return w.change(s, key, func(_ keyspace, b *bolt.Bucket) error { return b.Delete(key) })
}

func (w *writer) change(s Space, key []byte, fn func(keyspace, *bolt.Bucket) error) error {
	k, err := w.use(s)
	if err != nil {
		return err
	}
	if err := checkKey(s, key); err != nil {
		return err
	}
	return w.guard(s, key, func() error {
		b, err := w.bucket(k)
		if err != nil {
			return err
		}
		w.changes++
		return fn(k, b)
	})
}

// Clear implements [Writer].
func (w *writer) Clear(s Space) error {
	k, err := w.use(s)
	if err != nil {
		return err
	}
	return w.guard(s, nil, func() error {
		w.changes++
		w.buckets[k.slot] = nil
		if err := w.tx.DeleteBucket([]byte(s)); err != nil {
			return fmt.Errorf("store: clear %s: %w", s, err)
		}
		b, err := w.tx.CreateBucket([]byte(s))
		w.buckets[k.slot] = b
		return err
	})
}
