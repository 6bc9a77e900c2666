package blobs

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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

func openParts(dir string) *Parts { return &Parts{dir: dir} }

const (
	partsKept  = 24 * time.Hour // how long an upload may rest
	partsRest  = time.Hour      // how long it may rest when others need the room
	maxPartIDs = 1000           // how many uploads there may be
)

// MaxParts is how many bytes all uploads that have not arrived may have together.
const MaxParts = 2 << 30

// ErrNoPart is returned for an upload that is not there: it was never begun, is finished, or
// rested for more than a day, or for an hour while others needed the room.
var ErrNoPart = errors.New("there is no such upload")

// OffsetError says that a piece does not go on where the upload is.
type OffsetError struct{ At int64 }

// Error says where the upload is.
func (e *OffsetError) Error() string { return fmt.Sprintf("the upload is at byte %d", e.At) }

// Part is an upload.
type Part struct {
	ID   string // letters, a hyphen, and the size
	At   int64  // bytes that have arrived
	Size int64  // bytes that there will be
}

// sizeOf reads the size from an ID.
func sizeOf(id string) (int64, bool) {
	random, text, ok := strings.Cut(id, "-")
	size, err := strconv.ParseInt(text, 10, 64)
	return size, ok && err == nil && size >= 0 && strconv.FormatInt(size, 10) == text &&
		random != "" && strings.Trim(random, "abcdefghijklmnopqrstuvwxyz234567") == ""
}

// Begin makes room for an upload of size bytes. It returns ErrTooLarge when too much is on
// its way already.
func (p *Parts) Begin(size int64, now time.Time) (Part, error) {
	if size < 0 || size > MaxParts {
		return Part{}, ErrTooLarge
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return Part{}, err
	}
	if err := p.makeRoom(size, now); err != nil {
		return Part{}, err
	}
	part := Part{ID: strings.ToLower(rand.Text()) + "-" + strconv.FormatInt(size, 10), Size: size}
	f, err := os.OpenFile(p.path(part.ID), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
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
	size, ok := sizeOf(id)
	if !ok {
		return Part{}, ErrNoPart
	}
	info, err := os.Stat(p.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return Part{}, ErrNoPart
	}
	if err != nil {
		return Part{}, err
	}
	return Part{ID: id, At: info.Size(), Size: size}, nil
}

// Append adds a piece that begins at a byte; when it returns, the piece is on the disk. The
// error is an *OffsetError when the upload is elsewhere, and ErrTooLarge for more bytes than
// were said. After any other, ask with Get where the upload is.
func (p *Parts) Append(id string, at int64, piece []byte) (Part, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	part, err := p.get(id)
	switch {
	case err != nil:
		return part, err
	case part.At != at:
		return part, &OffsetError{part.At}
	case int64(len(piece)) > part.Size-at:
		return part, ErrTooLarge
	}
	f, err := os.OpenFile(p.path(id), os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return part, err
	}
	n, err := f.Write(piece)
	part.At += int64(n)
	if err == nil {
		err = f.Sync()
	}
	return part, errors.Join(err, f.Close())
}

// Open opens an upload that has arrived whole. The error is an *OffsetError for one that has
// not.
func (p *Parts) Open(id string) (File, error) {
	part, err := p.Get(id)
	if err == nil && part.At != part.Size {
		err = &OffsetError{part.At}
	}
	if err != nil {
		return nil, err
	}
	f, err := os.Open(p.path(id))
	if err != nil {
		return nil, err // and not a File that holds nil
	}
	return f, nil
}

// Drop takes an upload away. One that is not there is as it should be.
func (p *Parts) Drop(id string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := sizeOf(id); !ok {
		return nil
	}
	return gone(os.Remove(p.path(id)))
}

// Sweep removes what rested too long.
func (p *Parts) Sweep(now time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return gone(p.makeRoom(0, now))
}

// resting is an upload that nobody has added to for a time.
type resting struct {
	id   string
	size int64
	rest time.Duration
}

// makeRoom removes uploads that rested too long, and for size more bytes others, those that
// rested longest first. It returns ErrTooLarge when that is not enough.
func (p *Parts) makeRoom(size int64, now time.Time) error {
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return err
	}
	var all []resting
	total := size
	for _, e := range entries {
		n, ours := sizeOf(e.Name())
		info, err := e.Info()
		if !ours || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		all = append(all, resting{e.Name(), n, now.Sub(info.ModTime())})
		total += n
	}
	slices.SortFunc(all, func(a, b resting) int { return cmp.Compare(b.rest, a.rest) })
	for len(all) > 0 {
		full := total > MaxParts || size > 0 && len(all) >= maxPartIDs
		if oldest := all[0]; oldest.rest > partsKept || full && oldest.rest > partsRest {
			if err := gone(os.Remove(p.path(oldest.id))); err != nil {
				return err
			}
			total -= oldest.size
			all = all[1:]
			continue
		}
		break
	}
	if total > MaxParts || size > 0 && len(all) >= maxPartIDs {
		return ErrTooLarge
	}
	return nil
}

func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
