package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// tempSuffix ends the name of every file that a crash may leave behind. They are
// named NAME.<random>.tmp and removed at the next open.
const tempSuffix = ".tmp"

func createTemp(path string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*"+tempSuffix) // mode 0600
}

// KeptInfix stands after the name of a file that had to make place, before the time.
const KeptInfix = ".before-"

// removeLeftovers takes back what a crash interrupted: temporary files and folders beside
// path, and the second name of a file that was to make place and did not. Only the holder
// of the lock may call it: nobody else's work can be going on then.
func removeLeftovers(path string) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := filepath.Join(filepath.Dir(path), e.Name())
		left, err := isLeftover(path, name)
		if err == nil && left {
			err = os.RemoveAll(name)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func isLeftover(path, name string) (bool, error) {
	rest, ours := strings.CutPrefix(name, path+".")
	if !ours {
		return false, nil
	}
	if strings.HasSuffix("."+rest, tempSuffix) {
		return true, nil
	}
	if !strings.HasPrefix("."+rest, KeptInfix) {
		return false, nil
	}
	data, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	kept, err := os.Lstat(name)
	return err == nil && os.SameFile(data, kept), err
}

// syncFile makes a file's bytes durable.
func (o Options) syncFile(path string) error {
	if o.NoSync {
		return nil
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncDir makes the names in the folder of path durable.
func (o Options) syncDir(path string) error {
	if o.NoSync || runtime.GOOS == "windows" {
		return nil // folders can't be synced there
	}
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// replaceDurably gives a finished temporary file its name, taking the place of
// what had it. After a crash the name leads to the old file or to the new one.
func (o Options) replaceDurably(temp, path string) error {
	if err := o.syncFile(temp); err != nil {
		return fmt.Errorf("sync %s: %w", temp, err)
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	if err := o.syncDir(path); err != nil {
		return fmt.Errorf("%s is whole; whether it is still there after a power cut is not known: %w", path, err)
	}
	return nil
}

// publishDurably is replaceDurably for a name that must not be taken: it returns
// fs.ErrExist then. Where links are not possible the check is not atomic.
func (o Options) publishDurably(temp, path string) error {
	if err := o.syncFile(temp); err != nil {
		return err
	}
	if err := os.Link(temp, path); err == nil {
		return errors.Join(os.Remove(temp), o.syncDir(path))
	} else if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		return fs.ErrExist
	}
	return o.replaceDurably(temp, path)
}
