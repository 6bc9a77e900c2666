package archive

import (
	"archive/zip"
	"io"
	"time"
)

// Zip is the same files as a Folder has, as one ZIP file that is sent while it is made.
type Zip struct {
	Writer
	zip *zip.Writer
}

// NewZip begins a ZIP file. What breaks off before Finish is no ZIP file: its list of files
// stands at its end.
func NewZip(w io.Writer, format, program string) *Zip {
	z := &Zip{zip: zip.NewWriter(w)}
	z.Writer = newWriter(format, program, z.create)
	return z
}

// noTime is the first that a ZIP file knows: there is no time of making in an export.
var noTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func (z *Zip) create(name string) (io.WriteCloser, error) {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: noTime}
	h.SetMode(0o600)
	w, err := z.zip.CreateHeader(h)
	return unclosed{w}, err
}

// unclosed is closed by the file that comes after it.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

// Finish writes the manifest, and the end of the file.
func (z *Zip) Finish() error {
	if err := z.writeManifest(); err != nil {
		return err
	}
	return z.zip.Close()
}
