package bolt

import (
	"bytes"
	"iter"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
)

// Scan implements [store.Reader].
func (r *reader) Scan(s store.Space, rng store.Range) iter.Seq2[store.KeyValue, error] {
	return func(yield func(store.KeyValue, error) bool) {
		c := scan{reader: r, space: s, rng: rng, value: make([]byte, 0, 256)}
		for {
			kv, more, err := c.next()
			if !more || !yield(kv, err) || c.over {
				return
			}
		}
	}
}

// scan is one run over a range. Its buffers are used again for every record: what
// a loop body keeps by mistake changes under its hands in the first test, and not
// on some later day when the file grows.
type scan struct {
	reader *reader
	space  store.Space
	rng    store.Range

	cursor  *bbolt.Cursor
	changes int    // reader.changes when the cursor was placed
	at      []byte // the key the cursor stands on, our own copy
	key     []byte // what the loop body gets
	value   []byte
	over    bool
}

// next returns the next record, or an error to yield; more is false at the end.
func (c *scan) next() (kv store.KeyValue, more bool, err error) {
	k, err := c.reader.use(c.space)
	if err == nil {
		err = c.reader.ctx.Err()
	}
	if err == nil && c.cursor == nil && !c.rng.Salvage {
		err = c.reader.doubts.aboutRange(c.space, c.rng)
	}
	if err != nil {
		c.over = true
		return store.KeyValue{}, true, err
	}
	placed := false
	err = c.reader.guard(c.space, nil, func() error {
		b, err := c.reader.bucket(k)
		if err != nil || b == nil {
			return err
		}
		found, stored := c.move(b)
		for found != nil && c.rng.Has(found) && c.reader.doubts.about(c.space, found) != nil {
			c.at = append(c.at[:0], found...)
			found, stored = c.move(b)
		}
		if found == nil || !c.rng.Has(found) {
			return c.reader.doubts.aboutRange(c.space, c.rng) // only a salvage comes this far with one
		}
		placed = true
		c.at = append(c.at[:0], found...)
		c.key = append(c.key[:0], found...)
		c.value = c.value[:0]
		payload, err := k.open(c.at, stored)
		c.value = append(c.value, payload...)
		return err
	})
	if err != nil {
		_, crashed := err.(*crashError)
		c.over = crashed || !placed
		return store.KeyValue{Key: c.key}, true, err
	}
	return store.KeyValue{Key: c.key, Value: c.value}, placed, nil
}

// move goes one record on, in the direction of the scan. A cursor is lost when
// the tree changes under it, so after a change a new one seeks the last key.
func (c *scan) move(b *bbolt.Bucket) (key, stored []byte) {
	start, lost := c.cursor == nil, c.changes != c.reader.changes
	if start || lost {
		c.cursor, c.changes = b.Cursor(), c.reader.changes
	}
	switch {
	case start && c.rng.Reverse:
		return c.before(c.rng.To)
	case start:
		return c.cursor.Seek(c.rng.From) // a nil key is before every key
	case c.rng.Reverse && lost:
		return c.before(c.at)
	case c.rng.Reverse:
		return c.previous(c.at)
	case lost:
		if key, stored = c.cursor.Seek(c.at); !bytes.Equal(key, c.at) {
			return key, stored // ours was deleted: this one is the next
		}
	}
	return c.cursor.Next()
}

// before goes to the last key below limit; nil is above every key.
func (c *scan) before(limit []byte) (key, stored []byte) {
	if limit != nil {
		if key, _ := c.cursor.Seek(limit); key != nil {
			return c.previous(limit)
		}
	}
	// bbolt's Last never returns when all keys have been deleted in this transaction.
	if key, _ := c.cursor.First(); key == nil {
		return nil, nil
	}
	return c.cursor.Last()
}

// previous goes one key back, to one below limit. bbolt's Prev says "the beginning"
// at every page that this transaction has emptied, so the answer is believed only
// when there is no smaller key.
func (c *scan) previous(limit []byte) (key, stored []byte) {
	if key, stored = c.cursor.Prev(); key != nil || c.reader.changes == 0 {
		return key, stored
	}
	first, _ := c.cursor.Bucket().Cursor().First()
	if first == nil || bytes.Compare(first, limit) >= 0 {
		return nil, nil
	}
	for key == nil {
		key, stored = c.cursor.Prev()
	}
	return key, stored
}
