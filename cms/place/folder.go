package place

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// Folder is a Place: a folder on a disk. It is made at the first Put, for its owner alone. What
// is given out by Get is an *os.File.
type Folder string

// A file in the making lies right in the Folder, under a name that begins and ends so.
const (
	tempPrefix = ".practicecms-"
	tempSuffix = ".tmp"
)

func isTemp(name string) bool {
	return strings.HasPrefix(name, tempPrefix) && strings.HasSuffix(name, tempSuffix)
}

// String is the folder's path.
func (f Folder) String() string { return string(f) }

// path is where a name lies: in the folder, whatever the name.
func (f Folder) path(name string) (string, error) {
	local, err := filepath.Localize(name)
	if err != nil || local == "." || isTemp(name) {
		return "", fmt.Errorf("%q: %w", name, fs.ErrInvalid)
	}
	return string(f) + string(filepath.Separator) + local, nil
}

// Put writes a file under another name and gives it its own when it is on the disk.
func (f Folder) Put(ctx context.Context, name string, r io.Reader, size int64) (err error) {
	to, err := f.path(name)
	if err != nil {
		return err
	}
	if err := makeFolder(string(f)); err != nil {
		return err
	}
	temp := filepath.Join(string(f), tempPrefix+strings.ToLower(rand.Text())+tempSuffix)
	file, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, gone(os.Remove(temp)))
		}
	}()
	n, err := io.Copy(file, Reader(ctx, r))
	if err == nil && size >= 0 && n != size {
		err = fmt.Errorf("%s has %d bytes, and not %d: %w", name, n, size, io.ErrUnexpectedEOF)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := rename(temp, to); err != nil {
		return err
	}
	return f.syncUp(filepath.Dir(to))
}

// renameTries is how often a Delete may take the folder away that a file is to go to.
const renameTries = 100

// rename moves a file to a folder, which is made when there is none.
func rename(from, to string) (err error) {
	for range renameTries {
		if err = os.MkdirAll(filepath.Dir(to), 0o700); err == nil {
			err = os.Rename(from, to)
		}
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return err
}

// syncUp makes a new name durable, and those of the folders above it.
func (f Folder) syncUp(dir string) error {
	for {
		if err := gone(syncFolder(dir)); err != nil { // a Delete may have taken it away
			return err
		}
		if dir == filepath.Clean(string(f)) {
			return nil
		}
		dir = filepath.Dir(dir)
	}
}

// List walks through the folder; a file in the making is not there yet.
func (f Folder) List(ctx context.Context, folder string) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) { _ = f.list(ctx, folder, yield) }
}

// list reports whether to go on.
func (f Folder) list(ctx context.Context, folder string, yield func(Object, error) bool) bool {
	dir := string(f)
	if folder != "" {
		var err error
		if dir, err = f.path(folder); err != nil {
			return yield(Object{}, err)
		}
	}
	entries, err := os.ReadDir(dir)
	if gone(err) != nil && !errors.Is(err, syscall.ENOTDIR) {
		return yield(Object{}, err)
	}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return yield(Object{}, err) && false
		}
		name := path.Join(folder, e.Name())
		switch {
		case e.IsDir():
			if !f.list(ctx, name, yield) {
				return false
			}
		case e.Type().IsRegular() && !isTemp(e.Name()):
			info, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return yield(Object{}, err)
			}
			if !yield(Object{name, info.Size(), info.ModTime()}, nil) {
				return false
			}
		}
	}
	return true
}

// Stat looks at a file.
func (f Folder) Stat(_ context.Context, name string) (Object, error) {
	at, err := f.path(name)
	if err != nil {
		return Object{}, err
	}
	info, err := os.Stat(at)
	if err != nil {
		return Object{}, err
	}
	return Object{name, info.Size(), info.ModTime()}, nil
}

// Get opens a file.
func (f Folder) Get(_ context.Context, name string) (File, error) {
	at, err := f.path(name)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(at)
	if err != nil {
		return nil, err // and not a File that holds nil
	}
	return file, nil
}

// Delete removes a file, and the folders of its name that become empty. When it returns, it
// is gone from the disk.
func (f Folder) Delete(_ context.Context, name string) error {
	at, err := f.path(name)
	if err != nil {
		return err
	}
	if err := os.Remove(at); err != nil {
		return gone(err)
	}
	dir := filepath.Dir(at)
	for dir != filepath.Clean(string(f)) && os.Remove(dir) == nil {
		dir = filepath.Dir(dir)
	}
	return gone(syncFolder(dir))
}

// Tidy removes files in the making.
func (f Folder) Tidy(context.Context) error {
	entries, err := os.ReadDir(string(f))
	err = gone(err)
	for _, e := range entries {
		if isTemp(e.Name()) {
			err = errors.Join(err, gone(os.Remove(filepath.Join(string(f), e.Name()))))
		}
	}
	return err
}

// gone takes it that what is not there is as it should be.
func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// makeFolder makes a folder and those above it, durably.
func makeFolder(dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	if above := filepath.Dir(dir); above != dir {
		if err := makeFolder(above); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(filepath.Dir(dir))
}

// syncFolder makes what was renamed or removed in a folder durable.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // folders can't be synced there
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
