package store

import (
	"errors"
	"fmt"
)

// Errors of transactions.
var (
	// ErrNotFound is returned when a key has no value.
	ErrNotFound = errors.New("store: not found")

	// ErrUnknownSpace is returned when the store was opened without this space.
	ErrUnknownSpace = errors.New("store: unknown space")

	// ErrBadKey is returned when a key is empty or longer than MaxKeySize.
	ErrBadKey = errors.New("store: bad key")

	// ErrTooLarge is returned when a value is longer than MaxValueSize.
	ErrTooLarge = errors.New("store: value too large")

	// ErrTxDone is returned when a Reader or Writer is used after its
	// transaction's function has returned.
	ErrTxDone = errors.New("store: the transaction is over")

	// ErrFull is returned when the disk, a quota or the store's own limit leaves no
	// room. Nothing was changed, reading goes on, and writing works again as soon as
	// there is room. Deleting works even at the store's own limit.
	ErrFull = errors.New("store: no room left, nothing was changed: free some disk space or raise the size limit, then try again")

	// ErrReadOnly is returned when the store takes no writes; nothing was changed. It is
	// also each of the next two, and what every Update returns after one that was
	// ErrUnknown.
	ErrReadOnly = errors.New("store: no writing")

	// ErrForReading is the ErrReadOnly of a store that was opened for reading.
	ErrForReading = fmt.Errorf("%w: it was opened for reading only", ErrReadOnly)

	// ErrMoved is the ErrReadOnly of a store whose data is not in its place any more:
	// moved, removed, or replaced. What is written then would be lost with the process.
	// Reading goes on, and writing does as soon as the data is back.
	ErrMoved = fmt.Errorf("%w: the data file is not in its place any more: put it back, or restart on what is there now", ErrReadOnly)

	// ErrUnknown is returned for the one Update of which nobody can know whether it was
	// kept: the disk refused to flush it, or the data was taken away while it was written.
	ErrUnknown = errors.New("store: it is not known whether this was kept")

	// ErrClosed is returned when the store is used after Close.
	ErrClosed = errors.New("store: closed")
)

// Errors of opening, with which an engine says why it does not.
var (
	// ErrLocked is returned when somebody else holds the data for longer than one
	// wanted to wait. An engine for several processes never returns it.
	ErrLocked = errors.New("store: another practicecms is using this folder")

	// ErrNewerFormat is returned when the data was written by a newer program.
	// It is left as it was.
	ErrNewerFormat = errors.New("store: newer data file")

	// ErrDamaged is returned, wrapped in a *DamageError, when the store does not
	// hold what was written to it.
	ErrDamaged = errors.New("store: the data file is damaged")
)

// DamageError tells what is damaged. It is an ErrDamaged for errors.Is.
type DamageError struct {
	Space  Space  // empty when the damage is not inside one space
	Key    []byte // nil when the damage is not one record's
	Detail string // what was found, for the log
}

// Error says what is damaged and what to do about it.
func (e *DamageError) Error() string {
	what := ""
	switch {
	case e.Key != nil:
		what = fmt.Sprintf(", space %s, key %q", e.Space, e.Key)
	case e.Space != "":
		what = fmt.Sprintf(", space %s", e.Space)
	}
	return fmt.Sprintf("%v%s: %s: run practicecms verify, then practicecms repair --from BACKUP", ErrDamaged, what, e.Detail)
}

// Unwrap makes every DamageError an ErrDamaged.
func (e *DamageError) Unwrap() error { return ErrDamaged }
