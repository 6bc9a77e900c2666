package bolt

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strings"
	"time"

	"practicecms/cms/internal/store"
)

const (
	defaultLockTimeout = 3 * time.Second

	// pageSize is fixed, so that a file moves between hosts with 4 and 16 KiB
	// memory pages.
	pageSize = 4096

	// growStep is how much the file grows at once, in bytes. It is small beside
	// bbolt's 16 MiB so that a small practice has a small file and MaxSize is kept
	// to within one step.
	growStep = 256 << 10

	// deleteReserve is how far past MaxSize a transaction that only deletes may
	// go, in bytes: deleting writes new pages before it frees old ones.
	deleteReserve = 4 << 20

	// slowView is how long a View may take before it is logged: an old state that
	// somebody looks at keeps its pages from being used again.
	slowView = time.Second
)

// Options say how to open a data file. Spaces and Format are required.
type Options struct {
	// Spaces are all the spaces this program uses. Missing ones are created;
	// ones that only the file has are left alone.
	Spaces []store.Space

	// Format is the number of the format that this program writes, from 1. A file
	// with a higher one is refused; for one with a lower one see Upgrade.
	Format uint32

	// Upgrade brings what the spaces hold from an older format to Format, when such a file
	// is opened for writing. It is run on a copy, in one transaction, and the file as it
	// was is kept; see FORMAT.md. Nil: an older file is used as it is, and stays older. So
	// does one of which a record is damaged, or that there is no room to copy.
	Upgrade func(from uint32, w store.Writer) error

	// LockTimeout is how long to wait for another process to let go of the file.
	// 0 means 3 s.
	LockTimeout time.Duration

	// MaxSize is the size in bytes, to within 256 KiB, past which the file does not
	// grow: an Update that would need more fails with ErrFull. 0 means no limit.
	MaxSize int64

	// Logger takes what an operator should know. Nil means nowhere.
	Logger *slog.Logger

	// ReadOnly opens an existing file without changing it. Many readers may hold
	// a file at once, but none while a writer does.
	ReadOnly bool

	// AllowNetworkFS opens the file even on NFS, SMB, FUSE and the like.
	// Two machines may then write at once and ruin it.
	AllowNetworkFS bool

	// UseOlderHeader opens a file of whose two headers one is damaged. If it was
	// the newer one, the file goes back to the state before the last Update.
	UseOlderHeader bool

	// NoSync leaves out every fsync. It is for tests: a power cut ruins the file.
	NoSync bool

	// Now tells the time for the file's date of creation. Nil means time.Now.
	Now func() time.Time

	// strict makes bbolt check the whole file at every commit.
	strict bool

	// uncounted opens a file without counting its records: what that costs is measured.
	uncounted bool
}

func (o Options) withDefaults() (Options, error) {
	if len(o.Spaces) == 0 || o.Format == 0 {
		return o, errors.New("store: Options.Spaces and Options.Format are required")
	}
	if len(o.Spaces) > math.MaxUint8 {
		return o, fmt.Errorf("store: %d spaces, at most %d are possible", len(o.Spaces), math.MaxUint8)
	}
	for i, s := range o.Spaces {
		if err := checkSpace(s); err != nil {
			return o, err
		}
		if slices.Contains(o.Spaces[:i], s) {
			return o, fmt.Errorf("store: space %q is given twice", s)
		}
	}
	if o.LockTimeout < 0 || o.MaxSize < 0 {
		return o, errors.New("store: Options.LockTimeout and Options.MaxSize must not be negative")
	}
	if o.LockTimeout == 0 {
		o.LockTimeout = defaultLockTimeout
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o, nil
}

// checkSpace returns nil when a space may have this name.
func checkSpace(s store.Space) error {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789-_"
	if len(s) < 1 || len(s) > 64 || strings.Trim(string(s), letters) != "" || s == headerSpace {
		return fmt.Errorf("store: %q can't be the name of a space", s)
	}
	return nil
}
