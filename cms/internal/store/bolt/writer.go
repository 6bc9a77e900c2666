package bolt

import (
	"fmt"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
)

type writer struct {
	reader
	putAnything bool                 // false while all changes are deletions
	size        int64                // bytes of what was put
	ledger      ledger               // what changes of the tallies; nil in a file that has none
	cleared     map[store.Space]bool // of which nothing is left that could be in doubt
}

// Put implements [store.Writer].
func (w *writer) Put(s store.Space, key, value []byte) error {
	if err := store.CheckValue(s, value); err != nil {
		return err
	}
	return w.change(s, key, func(k keyspace, b *bbolt.Bucket) error {
		w.putAnything = true
		w.size += int64(len(key) + len(value))
		old, stored := tallyAt(b, key), k.seal(key, value)
		if err := b.Put(key, stored); err != nil {
			return err
		}
		w.ledger.move(s, key, old, tallyOf(key, stored))
		return nil
	})
}

// Delete implements [store.Writer].
func (w *writer) Delete(s store.Space, key []byte) error {
	return w.change(s, key, func(_ keyspace, b *bbolt.Bucket) error {
		old := tallyAt(b, key)
		if err := b.Delete(key); err != nil {
			return err
		}
		w.ledger.move(s, key, old, tally{})
		return nil
	})
}

func (w *writer) change(s store.Space, key []byte, fn func(keyspace, *bbolt.Bucket) error) error {
	k, err := w.use(s)
	if err != nil {
		return err
	}
	if err := store.CheckKey(s, key); err != nil {
		return err
	}
	// What takes the place of a lost record would hide that it is lost.
	if err := w.doubts.about(s, key); err != nil {
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
		if err != nil || w.ledger == nil {
			return err
		}
		if w.cleared == nil {
			w.cleared = map[store.Space]bool{}
		}
		w.cleared[s] = true
		w.doubts = w.doubts.without(w.cleared)
		return w.ledger.clear(w.tx, s)
	})
}
