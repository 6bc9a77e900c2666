package bolt

import (
	"errors"
	"fmt"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/pages"
)

// Errors of opening that only a file has. The others are package store's.
var (
	// ErrForeign is returned when a file is not a practicecms data file.
	// The file is left as it was.
	ErrForeign = pages.ErrForeign

	// ErrNetworkFS is returned when the file is on a network or FUSE file system,
	// where locks and memory mapping can't be trusted.
	ErrNetworkFS = errors.New("store: the data folder is on a network file system")
)

// damaged is a *store.DamageError that is not about one space or record.
func damaged(format string, args ...any) error {
	return &store.DamageError{Detail: fmt.Sprintf(format, args...)}
}
