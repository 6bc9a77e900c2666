package cms

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// This file alone knows which engine keeps the records, and that it does so in a file of
// the data folder. Everything else of this package has a store.Store.

func dataFile(dir string) string { return filepath.Join(dir, DataFile) }

func engineOptions(o Options) bolt.Options {
	return bolt.Options{Spaces: record.Spaces(), Format: Format, LockTimeout: o.LockTimeout, MaxSize: o.MaxSize, Logger: o.Logger}
}

// openStore opens the store of a data folder, and makes it when it does not exist.
func openStore(dir string, o Options) (store.Store, error) {
	db, err := bolt.Open(dataFile(dir), engineOptions(o))
	if err != nil {
		return nil, err // not db: a nil *bolt.DB is no nil Store
	}
	return db, nil
}

// Compact rewrites the data file of a folder that nobody uses, without the space of
// what was overwritten. It returns the size before and after, in bytes.
func Compact(ctx context.Context, dir string) (before, after int64, err error) {
	return bolt.Compact(ctx, dataFile(dir), engineOptions(Options{}))
}

// What RestoreBackup does with files.

func copyDataFile(from, to string) error { return bolt.CopyFile(from, to) }

func setDataFileAside(file, aside string, o Options) error {
	return bolt.SetAside(file, aside, engineOptions(o))
}

func putDataFile(fresh, file string) error { return bolt.PutInPlace(fresh, file) }

// errNoBackup is returned when the engine makes no backups.
var errNoBackup = fmt.Errorf("the store of this practice is backed up with its own tools: %w", errors.ErrUnsupported)
