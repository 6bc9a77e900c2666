package archive

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"practicecms/cms/internal/record"
	"practicecms/content"
)

// The formats of folders.
const (
	Records = "practicecms export 1" // the whole practice, see Write
	Pages   = "practicecms pages 1"  // texts as Markdown, which nothing is made from
)

// ManifestFile is written last: a folder without it is not whole.
const ManifestFile = "manifest.json"

// maxManifest is the largest manifest, in bytes.
const maxManifest = 64 << 20

// Manifest says what a folder holds.
type Manifest struct {
	Format  string `json:"format"`           // Records or Pages
	Program string `json:"program"`          // name and version of the program that wrote it
	Secrets bool   `json:"secrets,omitzero"` // people's password hashes and webhooks' secrets are in it
	Last    *Last  `json:"last,omitzero"`    // the last entry of the audit; nil: there was none
	Files   []File `json:"files"`            // all others, by name
}

// Last is the audit entry with which a folder ends.
type Last struct {
	Sequence uint64       `json:"sequence"`
	At       record.Stamp `json:"at"`
	Hash     content.Hash `json:"hash"`
}

// File is a file of the folder.
type File struct {
	Name    string `json:"name"` // with slashes
	Records int    `json:"records,omitzero"`
	Bytes   int64  `json:"bytes"`
	SHA256  string `json:"sha256"` // as sha256sum prints it
}

// ErrNoManifest is returned for a folder that is no export, or none that is whole.
var ErrNoManifest = errors.New("there is no " + ManifestFile + " in it: it is no export, or one that was not finished. Make it again: practicecms export DIR")

// readManifest reads the manifest of a folder.
func readManifest(dir *os.Root) (Manifest, error) {
	var m Manifest
	f, size, err := openPlain(dir, ManifestFile)
	if errors.Is(err, fs.ErrNotExist) {
		return m, ErrNoManifest
	}
	if err != nil {
		return m, err
	}
	defer f.Close()
	if size > maxManifest {
		return m, fmt.Errorf("%s has %d bytes, and at most %d are possible", ManifestFile, size, maxManifest)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxManifest))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(text, &m, record.JSON); err != nil {
		return m, fmt.Errorf("%s: %w", ManifestFile, record.JSONError(err))
	}
	return m, nil
}

// openPlain opens a file of the folder, and nothing that leads elsewhere or waits.
func openPlain(dir *os.Root, name string) (*os.File, int64, error) {
	info, err := dir.Lstat(name)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("%s is not a plain file", name)
	}
	f, err := dir.Open(name)
	return f, info.Size(), err
}

// digest counts and sums what is written to it, or read through it.
type digest struct {
	bytes int64
	sum   interface {
		io.Writer
		Sum([]byte) []byte
	}
}

func newDigest() *digest { return &digest{sum: sha256.New()} }

func (d *digest) Write(b []byte) (int, error) {
	d.bytes += int64(len(b))
	return d.sum.Write(b)
}

func (d *digest) file(name string, records int) File {
	return File{Name: name, Records: records, Bytes: d.bytes, SHA256: hex.EncodeToString(d.sum.Sum(nil))}
}

// text is the manifest as its file.
func (m Manifest) text() ([]byte, error) {
	slices.SortFunc(m.Files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
	out, err := json.Marshal(m, record.JSON, jsontext.WithIndent("  "))
	return append(out, '\n'), err
}

// ours reports whether a program of ours wrote the folder.
func (m Manifest) ours() bool { return strings.HasPrefix(m.Format, "practicecms ") }
