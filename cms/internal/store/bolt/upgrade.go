package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"practicecms/cms/internal/store"
)

// errOlder is why a file is not opened yet: Options.Upgrade has to bring it up to date.
var errOlder = errors.New("store: older data file")

// openUpgraded opens a file that has to be upgraded first. What keeps it from being
// upgraded need not keep it from being used: then it is opened as it is, and the next
// Open tries again.
func openUpgraded(path string, o Options) (*DB, error) {
	err := upgrade(path, o)
	switch {
	case errors.Is(err, store.ErrFull), errors.Is(err, store.ErrDamaged):
		o.Logger.Error("the data file could not be brought to a new format and is used as it is; the next start tries again",
			"file", filepath.Base(path), "to", o.Format, "error", err)
	case err != nil:
		return nil, fmt.Errorf("bring the data file to format %d: %w", o.Format, err)
	}
	if err != nil {
		o.Upgrade = nil
	}
	return openPath(path, o)
}

// upgrade brings the data file at path to the program's format. That is done to a copy, in
// one transaction, and the copy is examined before it gets the name; the file as it was is
// kept beside it, under a name that nothing had. After a crash the name leads to the one
// or to the other, and each is whole.
//
// It returns store.ErrFull when there is no room for the copy, store.ErrLocked, or a
// *store.DamageError.
func upgrade(path string, o Options) (err error) {
	place, err := Hold(path, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, place.Close()) }()
	if err := removeLeftovers(path); err != nil { // of an upgrade that was interrupted
		return err
	}
	temp, err := createTemp(path)
	if err != nil {
		return noRoom(err)
	}
	defer os.Remove(temp.Name()) // gone already when all went well; what this can't, the next open tidies up
	if err := copyInto(temp, path); err != nil {
		return noRoom(err)
	}
	from, err := migrateCopy(temp.Name(), o)
	if err != nil {
		return noRoom(err)
	}
	report, err := CheckFile(context.Background(), temp.Name())
	if err := errors.Join(err, report.Err()); err != nil {
		return err
	}
	kept, err := place.Put(temp.Name())
	if err != nil {
		return noRoom(err)
	}
	o.Logger.Warn("the data file was brought to a new format and verified; the file as it was is kept beside it, and may be deleted when all is well",
		"file", filepath.Base(path), "from", from, "to", o.Format, "kept", filepath.Base(kept))
	return nil
}

func migrateCopy(path string, o Options) (from uint32, err error) {
	step := o.Upgrade
	o.Upgrade, o.MaxSize = nil, 0 // it is not the size of the copy that the limit is about
	db, err := openPath(path, o)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	from = db.Format()
	return from, db.Migrate(context.Background(), func(w store.Writer) error { return step(from, w) })
}

// noRoom makes what a file system says of want of room store.ErrFull.
func noRoom(err error) error {
	if _, ok := errors.AsType[*fs.PathError](err); ok && isNoSpace(err) {
		return fmt.Errorf("%w (%w)", store.ErrFull, err)
	}
	return err
}
