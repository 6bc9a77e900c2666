package record

import (
	"errors"
	"fmt"
	"iter"

	"practicecms/cms/internal/store"
)

// Table is one space with records of one type.
type Table[R any] struct{ Space store.Space }

// TableOf is the table of a space that is declared beside its records.
func TableOf[R any](s store.Space) Table[R] { return Table[R]{s} }

// Get returns the record, or ErrNotFound.
func (t Table[R]) Get(r store.Reader, key []byte) (R, error) {
	var rec R
	b, err := r.Get(t.Space, key)
	if err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return rec, ErrNotFound
		}
		return rec, err
	}
	return rec, t.decode(b, &rec)
}

// Find is Get for a record that may be absent.
func (t Table[R]) Find(r store.Reader, key []byte) (rec R, ok bool, err error) {
	rec, err = t.Get(r, key)
	if errors.Is(err, ErrNotFound) {
		return rec, false, nil
	}
	return rec, err == nil, err
}

// Put stores a record in the place of the one that was there.
func (t Table[R]) Put(w store.Writer, key []byte, rec R) error {
	b, err := Encode(rec)
	if err != nil {
		return fmt.Errorf("encode a record of %s: %w", t.Space, err)
	}
	return w.Put(t.Space, key, b)
}

// Delete removes a record. One that is absent is no error.
func (t Table[R]) Delete(w store.Writer, key []byte) error { return w.Delete(t.Space, key) }

// Row is one record with its key. The key is valid until the next step of the scan.
type Row[R any] struct {
	Key    []byte
	Record R
}

// Scan yields the records of a range in the order of their keys. A record that cannot be
// read comes as store.ErrDamaged, and the scan may go on.
func (t Table[R]) Scan(r store.Reader, rg store.Range) iter.Seq2[Row[R], error] {
	return func(yield func(Row[R], error) bool) {
		for kv, err := range r.Scan(t.Space, rg) {
			out := Row[R]{Key: kv.Key}
			if err == nil {
				err = t.decode(kv.Value, &out.Record)
			}
			if !yield(out, err) {
				return
			}
		}
	}
}

// Last returns the last record of a range and whether there is one.
func (t Table[R]) Last(r store.Reader, rg store.Range) (Row[R], bool, error) {
	rg.Reverse = true
	for found, err := range t.Scan(r, rg) {
		found.Key = append([]byte(nil), found.Key...)
		return found, err == nil, err
	}
	return Row[R]{}, false, nil
}

func (t Table[R]) decode(b []byte, rec *R) error {
	if err := decodeMode.Unmarshal(b, rec); err != nil {
		return fmt.Errorf("%w: a record of %s cannot be read: %w", store.ErrDamaged, t.Space, err)
	}
	return nil
}
