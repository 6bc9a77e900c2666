package blobs

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Parts are uploads that have not arrived whole. They outlive the program.
type Parts struct {
	dir string
	mu  sync.Mutex
}

// Parts gives the uploads of a Store.
func (s *Store) Parts() *Parts { return &Parts{dir: filepath.Join(s.dir, "parts")} }

// partsKept is how long an upload may rest.
const partsKept = 24 * time.Hour

// MaxParts is how many bytes all uploads that have not arrived may have together.
const MaxParts = 2 << 30

// ErrNoPart is returned for an upload that is not there: it was never begun, is finished, or
// rested for more than a day.
var ErrNoPart = errors.New("there is no such upload")

// OffsetError says that a piece does not go on where the upload is.
type OffsetError struct{ At int64 }

// Error says where the upload is.
func (e *OffsetError) Error() string { return fmt.Sprintf("the upload is at byte %d", e.At) }

// Part is an upload.
type Part struct {
	ID   string
	At   int64 // bytes that have arrived
	Size int64 // bytes that there will be
}

// Begin makes room for an upload of size bytes. It returns ErrTooLarge when too much is on
// its way already.
func (p *Parts) Begin(size int64, now time.Time) (Part, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return Part{}, err
	}
	used, err := p.sweep(now)
	if err != nil {
		return Part{}, err
	}
	if used+size > MaxParts {
		return Part{}, ErrTooLarge
	}
	part := Part{ID: strings.ToLower(rand.Text()), Size: size}
	f, err := os.OpenFile(p.path(part.ID)+".size", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Part{}, err
	}
	_, err = io.WriteString(f, strconv.FormatInt(size, 10))
	if err = errors.Join(err, f.Close()); err != nil {
		return Part{}, err
	}
	f, err = os.OpenFile(p.path(part.ID), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Part{}, err
	}
	return part, f.Close()
}

func (p *Parts) path(id string) string { return filepath.Join(p.dir, filepath.Base(id)) }

// Get says how far an upload is.
func (p *Parts) Get(id string) (Part, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.get(id)
}

func (p *Parts) get(id string) (Part, error) {
	if id == "" || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz234567") != "" {
		return Part{}, ErrNoPart
	}
	size, err := os.ReadFile(p.path(id) + ".size")
	if errors.Is(err, fs.ErrNotExist) {
		return Part{}, ErrNoPart
	}
	if err != nil {
		return Part{}, err
	}
	info, err := os.Stat(p.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return Part{}, ErrNoPart
	}
	if err != nil {
		return Part{}, err
	}
	n, err := strconv.ParseInt(string(size), 10, 64)
	return Part{ID: id, At: info.Size(), Size: n}, err
}

// Append adds a piece that begins at a byte. The error is an *OffsetError when the upload is
// elsewhere, and ErrTooLarge for more bytes than were said.
func (p *Parts) Append(id string, at int64, piece []byte) (Part, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	part, err := p.get(id)
	switch {
	case err != nil:
		return part, err
	case part.At != at:
		return part, &OffsetError{part.At}
	case at+int64(len(piece)) > part.Size:
		return part, ErrTooLarge
	}
	f, err := os.OpenFile(p.path(id), os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return part, err
	}
	n, err := f.Write(piece)
	part.At += int64(n)
	return part, errors.Join(err, f.Close())
}

// Open opens an upload that has arrived whole.
func (p *Parts) Open(id string) (File, error) {
	part, err := p.Get(id)
	if err == nil && part.At != part.Size {
		err = &OffsetError{part.At}
	}
	if err != nil {
		return nil, err
	}
	return os.Open(p.path(id))
}

// Drop takes an upload away.
func (p *Parts) Drop(id string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return errors.Join(gone(os.Remove(p.path(id)+".size")), gone(os.Remove(p.path(id))))
}

// sweep removes what rested too long, and says how many bytes the others will have.
func (p *Parts) sweep(now time.Time) (used int64, err error) {
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		id, isSize := strings.CutSuffix(e.Name(), ".size")
		if !isSize {
			continue
		}
		part, err := p.get(id)
		if err != nil {
			continue
		}
		if info, err := os.Stat(p.path(id)); err == nil && now.Sub(info.ModTime()) > partsKept {
			if err := errors.Join(os.Remove(p.path(id)+".size"), os.Remove(p.path(id))); err != nil {
				return used, err
			}
			continue
		}
		used += part.Size
	}
	return used, nil
}
