package store

import (
	"bytes"
	"context"
	"fmt"
	"iter"
)

// Limits that every engine keeps, so that what one stores another can take.
const (
	// MaxKeySize is the longest key, in bytes. The shortest is 1.
	MaxKeySize = 4 << 10
	// MaxValueSize is the longest value, in bytes. An empty value is a value.
	MaxValueSize = 64 << 20
)

// CheckKey is what every engine asks of a key first. It returns ErrBadKey.
func CheckKey(s Space, key []byte) error {
	if len(key) == 0 || len(key) > MaxKeySize {
		return fmt.Errorf("%w: %d bytes in space %s, 1 to %d are possible", ErrBadKey, len(key), s, MaxKeySize)
	}
	return nil
}

// CheckValue is what every engine asks of a value first. It returns ErrTooLarge.
func CheckValue(s Space, value []byte) error {
	if len(value) > MaxValueSize {
		return fmt.Errorf("%w: %d bytes in space %s, up to %d are possible", ErrTooLarge, len(value), s, MaxValueSize)
	}
	return nil
}

// Space names an ordered set of keys, for example "documents". A name has 1 to
// 64 bytes out of a-z, 0-9, '-' and '_'; "practicecms" is taken by the engine.
type Space string

// KeyValue is one record of a scan. Both slices belong to the scan: they are
// valid until the loop body returns, and the next step overwrites them.
type KeyValue struct {
	Key   []byte // at least 1 byte
	Value []byte // may be empty, is never nil
}

// Range selects the keys From ≤ key < To in byte order. A nil From starts at the
// first key, a nil To ends after the last. The zero Range is the whole space.
type Range struct {
	From, To []byte
	// Reverse yields the same keys, last one first.
	Reverse bool
	// Salvage is for a loop that looks for one record, and for what saves what is left: where
	// records are missing, those that can be trusted come first and the *DamageError comes
	// last. Otherwise it comes alone, so that a loop which breaks off never takes a part for
	// the whole. See [Doubter].
	Salvage bool
}

// Has reports whether a key is in the range.
func (r Range) Has(key []byte) bool {
	return (r.From == nil || bytes.Compare(key, r.From) >= 0) && (r.To == nil || bytes.Compare(key, r.To) < 0)
}

// Prefix is the range of all keys that start with p. An empty p is every key.
func Prefix(p []byte) Range {
	to := bytes.Clone(p)
	for len(to) > 0 {
		last := len(to) - 1
		if to[last]++; to[last] != 0 {
			return Range{From: bytes.Clone(p), To: to}
		}
		to = to[:last] // 0xff has no successor: the byte before it has
	}
	return Range{From: bytes.Clone(p)} // all 0xff, or empty: nothing sorts after it
}

// Reader reads inside a transaction. It is for one goroutine at a time, and every
// method returns [ErrTxDone] once the transaction's function has returned.
type Reader interface {
	// Get returns a copy of the value, which stays good past the transaction.
	// It is empty but not nil for an empty value.
	//
	// It returns ErrNotFound, ErrUnknownSpace, ErrBadKey or a *DamageError.
	Get(s Space, key []byte) ([]byte, error)

	// Scan yields the records of a range in key order. The slices are good for
	// one step only; see KeyValue.
	//
	// The loop body may change the space it scans. A scan sees what is ahead of
	// it: a record put or deleted there is seen or not seen accordingly, no other
	// record is skipped, and none comes twice. Breaking off costs nothing.
	//
	// An error is yielded with an empty Value. A *DamageError whose Key is set
	// concerns that record alone, and the loop may go on to the next one; after
	// any other error (ErrUnknownSpace, ErrTxDone, a damaged tree, missing records, a
	// context that is done) the scan is over.
	Scan(s Space, r Range) iter.Seq2[KeyValue, error]
}

// Writer reads and writes inside a transaction, and reads what it has written.
type Writer interface {
	Reader

	// Put stores value under key, replacing what was there. Both are copied.
	// It returns ErrUnknownSpace, ErrBadKey or ErrTooLarge.
	Put(s Space, key, value []byte) error

	// Delete removes a key. Deleting an absent key is not an error.
	// It returns ErrUnknownSpace or ErrBadKey.
	Delete(s Space, key []byte) error

	// Clear removes every key of a space. It returns ErrUnknownSpace.
	Clear(s Space) error
}

// Store runs transactions. It is safe for use by many goroutines. A transaction
// must not start another one on its own goroutine: that can wait for itself.
type Store interface {
	// View runs fn on one unchanging state of the store and returns fn's error
	// as it is. Keep it short, and never wait for the network in it: old states
	// take up space for as long as somebody looks at them.
	//
	// It returns the context's error, or ErrClosed, when fn could not start.
	View(ctx context.Context, fn func(Reader) error) error

	// Update runs fn and then keeps everything it wrote, durably, or nothing.
	// Nothing is kept when fn returns an error (which is returned as it is), when
	// the context is done before the commit, or when fn panics (the panic goes on
	// to the caller). An Update that wrote nothing costs no disk access.
	// Updates run one at a time; waiting for one's turn ends with the context.
	//
	// It returns ErrFull when there was no room, ErrReadOnly when the store takes
	// no writes, ErrUnknown when it may have been kept or not, ErrClosed, or a
	// *DamageError.
	Update(ctx context.Context, fn func(Writer) error) error

	// Watch makes fn run after every commit that a View shows from then on: of this
	// process, where it has run when the Update returns, and of others that use the
	// same store. Several commits may be told by one call. fn must not start an Update.
	Watch(fn func())

	// Close waits for running transactions and releases the store. Closing twice
	// is not an error.
	Close() error
}
