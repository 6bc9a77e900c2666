package archive

import (
	"bufio"
	"errors"
	"io"
)

// Writer writes the files of an export one after another, and notes each in the manifest. A
// [Folder] and a [Zip] have one.
type Writer struct {
	create   func(name string) (io.WriteCloser, error) // begins a file; the one before is closed
	manifest Manifest
}

func newWriter(format, program string, create func(string) (io.WriteCloser, error)) Writer {
	return Writer{create, Manifest{Format: format, Program: program, Files: []File{}}}
}

// Write makes a file of what fill writes, and notes it in the manifest. Records is how many
// records it holds; 0 for a file that has none.
func (w *Writer) Write(name string, fill func(w *bufio.Writer) (records int, err error)) error {
	f, err := w.file(name, fill)
	if err != nil {
		return err
	}
	w.manifest.Files = append(w.manifest.Files, f)
	return nil
}

// writeManifest writes the last file.
func (w *Writer) writeManifest() error {
	text, err := w.manifest.text()
	if err != nil {
		return err
	}
	_, err = w.file(ManifestFile, func(w *bufio.Writer) (int, error) {
		_, err := w.Write(text)
		return 0, err
	})
	return err
}

func (w *Writer) file(name string, fill func(w *bufio.Writer) (records int, err error)) (f File, err error) {
	to, err := w.create(name)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	sum := newDigest()
	out := bufio.NewWriterSize(both{to, sum}, 1<<16)
	records, err := fill(out)
	if err != nil {
		return f, err
	}
	if err := out.Flush(); err != nil {
		return f, err
	}
	return sum.file(name, records), nil
}

// both writes to a file, and sums what the file has taken.
type both struct {
	file io.Writer
	sum  *digest
}

func (b both) Write(p []byte) (int, error) {
	n, err := b.file.Write(p)
	_, _ = b.sum.Write(p[:n])
	return n, err
}
