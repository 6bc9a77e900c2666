package bolt

import (
	"errors"
	"io"
	"os"

	"practicecms/cms/internal/store"
)

// This file moves data files that nobody has open, so that a power cut leaves the old
// or the new one.

// CopyFile copies a data file to a new file of mode 0600. It is durable when the error
// is nil; a file that is there already is fs.ErrExist. Nothing of it is checked.
func CopyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}

// SetAside gives a data file another name. Whoever uses it must not have it taken away:
// that is store.ErrLocked. A file that cannot be opened for another reason is moved all
// the same. The options are those of [Open].
func SetAside(path, aside string, o Options) error {
	db, err := Open(path, o)
	if errors.Is(err, store.ErrLocked) {
		return err
	}
	if err == nil {
		if err := db.Close(); err != nil {
			return err
		}
	}
	return os.Rename(path, aside)
}

// PutInPlace gives a finished file of the same file system the name of a data file that
// nobody uses.
func PutInPlace(fresh, path string) error { return Options{}.replaceDurably(fresh, path) }
