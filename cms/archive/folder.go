package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Folder is a folder in the making. It lies beside its place, under a name that begins with its
// own and ends in .tmp.
type Folder struct {
	Writer
	place string
	path  string
}

const (
	stageInfix  = ".exporting."
	stageSuffix = ".tmp"
	keptSuffix  = ".before.tmp" // of an earlier export, until the new one has its name
)

// Stage begins a folder for a place, where nothing is, an empty folder, or an export that it
// is to take the place of. The errors say what stands there instead.
func Stage(place, format, program string) (*Folder, error) {
	place, err := filepath.Abs(place)
	if err != nil {
		return nil, err
	}
	if err := putBack(place); err != nil {
		return nil, err
	}
	if err := refusePlace(place); err != nil {
		return nil, err
	}
	parent, name := filepath.Split(place)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return nil, err
	}
	path, err := os.MkdirTemp(parent, name+stageInfix+"*"+stageSuffix) // mode 0700
	if err != nil {
		return nil, err
	}
	f := &Folder{place: place, path: path}
	f.Writer = newWriter(format, program, f.create)
	return f, nil
}

// refusePlace returns nil when a folder may get this name.
func refusePlace(place string) error {
	info, err := os.Lstat(place)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is there, and is no folder: give another name", place)
	}
	root, err := os.OpenRoot(place)
	if err != nil {
		return err
	}
	defer root.Close()
	known := map[string]bool{}
	if m, err := readManifest(root); err == nil && m.ours() {
		known[ManifestFile] = true
		for _, f := range m.Files {
			known[f.Name] = true
		}
	}
	return fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && name == "." {
			return err
		}
		if !known[name] && !(d.IsDir() && holds(known, name)) {
			return fmt.Errorf("%s is not empty, and %s in it is not of an earlier export: give a new folder", place, name)
		}
		return nil
	})
}

// holds reports whether a folder has one of the files.
func holds(files map[string]bool, folder string) bool {
	for name := range files {
		if strings.HasPrefix(name, folder+"/") {
			return true
		}
	}
	return false
}

// Path is where a file of the folder lies while it is made.
func (f *Folder) Path(name string) string { return filepath.Join(f.path, filepath.FromSlash(name)) }

func (f *Folder) create(name string) (io.WriteCloser, error) {
	if err := os.MkdirAll(filepath.Dir(f.Path(name)), 0o700); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(f.Path(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err // not file: a nil *os.File is no nil WriteCloser
	}
	return synced{file}, nil
}

// synced is a file whose bytes are durable when it is closed.
type synced struct{ *os.File }

func (f synced) Close() error { return errors.Join(f.Sync(), f.File.Close()) }

// Close removes what was made; after Finish there is nothing to remove.
func (f *Folder) Close() error { return os.RemoveAll(f.path) }

// Finish writes the manifest and gives the folder its name. An earlier export there is
// removed. A crash before leaves what was there; one while the two change places leaves both
// beside their name, and the next Stage gives it back to the earlier one.
func (f *Folder) Finish() error {
	if err := f.writeManifest(); err != nil {
		return err
	}
	if err := syncFolders(f.path); err != nil {
		return err
	}
	if err := refusePlace(f.place); err != nil { // what came there meanwhile
		return err
	}
	before := f.path + keptSuffix
	switch err := os.Rename(f.place, before); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	}
	if err := os.Rename(f.path, f.place); err != nil {
		return errors.Join(err, ignoreMissing(os.Rename(before, f.place)))
	}
	if err := syncFolder(filepath.Dir(f.place)); err != nil {
		return err
	}
	return f.tidy()
}

// tidy removes what earlier exports to this place left behind, when they were killed.
func (f *Folder) tidy() error {
	left, err := leftBeside(f.place)
	for _, name := range left {
		err = errors.Join(err, os.RemoveAll(name))
	}
	return err
}

// putBack gives an earlier export its name back, when the one that was to take its place was
// killed while it did.
func putBack(place string) error {
	if _, err := os.Lstat(place); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	left, err := leftBeside(place)
	if err != nil {
		return ignoreMissing(err)
	}
	for _, name := range left {
		if strings.HasSuffix(name, keptSuffix) {
			return errors.Join(os.Rename(name, place), syncFolder(filepath.Dir(place)))
		}
	}
	return nil
}

// leftBeside lists what exports to a place left beside it.
func leftBeside(place string) ([]string, error) {
	dir, name := filepath.Split(place)
	entries, err := os.ReadDir(dir)
	var out []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), name+stageInfix) && strings.HasSuffix(e.Name(), stageSuffix) {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out, err
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// syncFolders makes the names in a folder durable, the innermost first.
func syncFolders(path string) error {
	var all []string
	err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			all = append(all, name)
		}
		return err
	})
	for _, name := range slices.Backward(all) {
		err = errors.Join(err, syncFolder(name))
	}
	return err
}

func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil // folders can't be synced there
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
