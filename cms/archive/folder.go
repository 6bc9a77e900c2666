package archive

import (
	"bufio"
	"errors"
	"fmt"
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
	place    string
	path     string
	manifest Manifest
}

const (
	stageInfix  = ".exporting."
	stageSuffix = ".tmp"
)

// Stage begins a folder for a place, where nothing is, an empty folder, or an export that it
// is to take the place of. The errors say what stands there instead.
func Stage(place, format, program string) (*Folder, error) {
	place, err := filepath.Abs(place)
	if err != nil {
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
	return &Folder{place: place, path: path, manifest: Manifest{Format: format, Program: program, Files: []File{}}}, nil
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

// Write makes a file of what fill writes, and notes it in the manifest. Records is how many
// records it holds; 0 for a file that has none.
func (f *Folder) Write(name string, fill func(w *bufio.Writer) (records int, err error)) (err error) {
	if err := os.MkdirAll(filepath.Dir(f.Path(name)), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(f.Path(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	sum := newDigest()
	w := bufio.NewWriterSize(both{file, sum}, 1<<16)
	records, err := fill(w)
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	f.manifest.Files = append(f.manifest.Files, sum.file(name, records))
	return file.Sync()
}

// both writes to a file, and sums what the file has taken.
type both struct {
	file *os.File
	sum  *digest
}

func (b both) Write(p []byte) (int, error) {
	n, err := b.file.Write(p)
	_, _ = b.sum.Write(p[:n])
	return n, err
}

// Close removes what was made; after Finish there is nothing to remove.
func (f *Folder) Close() error { return os.RemoveAll(f.path) }

// Finish writes the manifest and gives the folder its name. An earlier export there is
// removed. A crash before leaves what was there; one while the two change places may leave
// neither under the name, and both beside it.
func (f *Folder) Finish() error {
	text, err := f.manifest.text()
	if err != nil {
		return err
	}
	if err := writeDurably(f.Path(ManifestFile), text); err != nil {
		return err
	}
	if err := syncFolders(f.path); err != nil {
		return err
	}
	if err := refusePlace(f.place); err != nil { // what came there meanwhile
		return err
	}
	before := f.path + stageSuffix
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
	entries, err := os.ReadDir(filepath.Dir(f.place))
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, filepath.Base(f.place)+stageInfix) && strings.HasSuffix(name, stageSuffix) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(filepath.Dir(f.place), name)))
		}
	}
	return err
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func writeDurably(path string, text []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(text); err != nil {
		return err
	}
	return f.Sync()
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
