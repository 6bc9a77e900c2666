package backups

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Folder is a Place: a folder on a disk. It is made at the first Put, for its owner alone.
type Folder string

// tempSuffix ends the name of a file in the making.
const tempSuffix = ".tmp"

// String is the folder's path.
func (f Folder) String() string { return string(f) }

func (f Folder) path(name string) string { return filepath.Join(string(f), filepath.Base(name)) }

// Put writes a file under another name and gives it its own when it is on the disk.
func (f Folder) Put(ctx context.Context, name string, r io.Reader, _ int64) (err error) {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return err
	}
	if err := f.tidy(); err != nil {
		return err
	}
	temp := f.path(name) + tempSuffix
	file, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, gone(os.Remove(temp)))
		}
	}()
	_, err = io.Copy(file, contextReader{ctx, r})
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp, f.path(name)); err != nil {
		return err
	}
	return syncFolder(string(f))
}

// List lists the folder's files; one in the making is not there yet.
func (f Folder) List(context.Context) ([]Object, error) {
	entries, err := os.ReadDir(string(f))
	if err != nil {
		return nil, gone(err)
	}
	var out []Object
	for _, e := range entries {
		if !e.Type().IsRegular() || strings.HasSuffix(e.Name(), tempSuffix) {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, Object{e.Name(), info.Size()})
	}
	return out, nil
}

// Get opens a file.
func (f Folder) Get(_ context.Context, name string) (io.ReadCloser, error) {
	return os.Open(f.path(name))
}

// Delete removes a file.
func (f Folder) Delete(_ context.Context, name string) error { return gone(os.Remove(f.path(name))) }

// tidy removes what interrupted Puts left.
func (f Folder) tidy() error {
	entries, err := os.ReadDir(string(f))
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), namePrefix) && strings.HasSuffix(e.Name(), tempSuffix) {
			err = errors.Join(err, gone(os.Remove(f.path(e.Name()))))
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

// syncFolder makes a new name durable.
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

// contextReader stops giving bytes when the context is done.
type contextReader struct {
	ctx context.Context
	io.Reader
}

func (c contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.Reader.Read(b)
}
