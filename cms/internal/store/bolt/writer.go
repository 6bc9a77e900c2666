package bolt

import (
	"fmt"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
)

type writer struct {
	reader
	putAnything bool // false while all changes are deletions
}

// Put implements [store.Writer].
func (w *writer) Put(s store.Space, key, value []byte) error {
	if err := store.CheckValue(s, value); err != nil {
		return err
	}
	return w.change(s, key, func(k keyspace, b *bbolt.Bucket) error {
		w.putAnything = true
		return b.Put(key, k.seal(key, value))
	})
}

// Delete implements [store.Writer].
func (w *writer) Delete(s store.Space, key []byte) error {
	return w.change(s, key, func(_ keyspace, b *bbolt.Bucket) error { return b.Delete(key) })
}

func (w *writer) change(s store.Space, key []byte, fn func(keyspace, *bbolt.Bucket) error) error {
	k, err := w.use(s)
	if err != nil {
		return err
	}
	if err := store.CheckKey(s, key); err != nil {
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

// Clear implements [store.Writer].
func (w *writer) Clear(s store.Space) error {
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
