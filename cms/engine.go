package cms

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// This file alone knows which engine keeps the records, and that it does so in a file of
// the data folder. Everything else of this package has a store.Store.

func dataFile(dir string) string { return filepath.Join(dir, DataFile) }

func engineOptions(o Options) bolt.Options {
	return bolt.Options{Spaces: record.Spaces(), Format: Format, LockTimeout: o.LockTimeout, MaxSize: o.MaxSize, ReadOnly: o.ReadOnly, Logger: o.Logger, Upgrade: upgrade}
}

// openStore opens the store of a data folder, and makes it when it does not exist.
func openStore(dir string, o Options) (store.Store, error) {
	db, err := bolt.Open(dataFile(dir), engineOptions(o))
	if err != nil {
		return nil, err // not db: a nil *bolt.DB is no nil Store
	}
	return db, nil
}

// Compact rewrites the data without the space of what was overwritten, while reading goes on and
// writing waits. Where nothing would be gained it changes nothing. It returns the size before and after, in bytes.
func (c *CMS) Compact(ctx context.Context) (before, after int64, err error) {
	if c.rewriter == nil {
		return 0, 0, fmt.Errorf("the store of this practice leaves no unused space: %w", errors.ErrUnsupported)
	}
	return c.rewriter.Shrink(ctx)
}

// Compact rewrites the data file of a folder that nobody uses, without the space of
// what was overwritten. It returns the size before and after, in bytes.
func Compact(ctx context.Context, dir string) (before, after int64, err error) {
	return bolt.Compact(ctx, dataFile(dir), engineOptions(Options{}))
}

func receiveDataFile(ctx context.Context, file string, from func(io.Writer) error) error {
	return bolt.Receive(ctx, file, from)
}

// What RestoreBackup and Repair do with files.

// restoring begins the name of the folder in which a backup is examined; the next Open
// removes it, as it ends in .tmp.
const restoring = DataFile + ".restoring."

// importing begins the name of the folder in which an export is made a data file.
const importing = DataFile + ".importing."

// exporting begins the name of the folder in which the copy lies of which an export is sent.
const exporting = DataFile + ".exporting."

// openCopy opens a data file that nobody else uses, for reading. Nothing is logged of it: that
// it is read for long holds nobody up.
func openCopy(file string) (store.Store, error) {
	db, err := bolt.Open(file, engineOptions(Options{ReadOnly: true, Logger: slog.New(slog.DiscardHandler)}))
	if err != nil {
		return nil, err // not db: a nil *bolt.DB is no nil Store
	}
	return db, nil
}

// backingUp begins the name of the folder in which a nightly backup is made; the next Open
// removes it, too.
const backingUp = DataFile + ".backup."

func copyDataFile(from, to string) error { return bolt.CopyFile(from, to) }

func holdDataFile(dir string, o Options) (*bolt.Place, error) {
	return bolt.Hold(dataFile(dir), engineOptions(o))
}

// repairDataFile makes a sound data file at fresh; see [bolt.Repair].
func repairDataFile(ctx context.Context, dir, fresh string, backups []string, o Options) (store.Repair, error) {
	return bolt.Repair(ctx, dataFile(dir), fresh, backups, engineOptions(o))
}

// openDataFile opens a data file for reading, under whatever name.
func openDataFile(file string, o Options) (store.Store, error) {
	o.ReadOnly = true
	db, err := bolt.Open(file, engineOptions(o))
	if err != nil {
		return nil, err
	}
	return db, nil
}

// CheckNew returns nil when a new practice may be made in a folder: there is none in it, and
// nothing says that there was one. Otherwise it returns ErrExists, or ErrDataMissing.
func CheckNew(dir string) error {
	if _, err := os.Lstat(dataFile(dir)); err == nil {
		return fmt.Errorf("%s: %w", dataFile(dir), record.ErrExists)
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if name == SearchFolder || name == BackupFolder || strings.HasPrefix(name, DataFile+bolt.KeptInfix) || strings.HasPrefix(name, restoring) {
			return fmt.Errorf("%w: %s is missing in %s, and %s is there. Put the data file back, or bring back a backup: practicecms restore FILE. For a new practice give an empty folder",
				ErrDataMissing, DataFile, dir, name)
		}
	}
	return nil
}

// errNoBackup is returned when the engine makes no backups.
var errNoBackup = fmt.Errorf("the store of this practice is backed up with its own tools: %w", errors.ErrUnsupported)
