package record

import (
	"errors"
	"fmt"
)

// The errors about what is kept. Callers tell them apart.
var (
	// ErrNotFound is returned when a document, version, person or block does not
	// exist, or may not be known to the one who asks.
	ErrNotFound = errors.New("not found")
	// ErrExists is returned when there may be one of something and there is one.
	ErrExists = errors.New("exists already")
	// ErrTrashed is returned when a change needs a document that is not in the trash.
	ErrTrashed = errors.New("it is in the trash; take it out first")
	// ErrMovedOn is returned when what was to be changed or undone is not what is there
	// any more; nothing was written.
	ErrMovedOn = errors.New("it has changed meanwhile")
	// ErrTextRemoved is returned when a text that is asked back was taken out of history,
	// and nothing is left of it. It comes as one of the other two, which say how it went.
	ErrTextRemoved = errors.New("its text was taken out of history")
	ErrErased      = fmt.Errorf("%w: an owner erased it", ErrTextRemoved)
	ErrThinned     = fmt.Errorf("%w: it went with old drafts", ErrTextRemoved)
)

// Ignore turns one error into success.
func Ignore(harmless, err error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}

// ErrAddressInUse is returned when another live page has the address.
var ErrAddressInUse = errors.New("another page is live at this address")
