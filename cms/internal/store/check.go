package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// Report is what a check found. A file is sound when Problems is empty and
// LostPages is 0.
type Report struct {
	Pages     int // pages of 4 KiB, without the slack at the end of the file
	FreePages int // pages that wait to be used again
	Records   int // records read, the engine's own header among them

	// LostPages are neither in use nor free. They hold no data and cost only
	// their space, so they do not keep a file from being opened; compacting
	// brings them back. Where there are Problems they follow from those.
	LostPages int

	Problems []Problem // the first 1,000
	More     int       // how many problems came after those
}

// Err is nil for a sound file, otherwise a *DamageError that tells the first
// problem and how many there are.
func (r Report) Err() error {
	if len(r.Problems) == 0 {
		if r.LostPages > 0 {
			return damaged("%d pages are neither in use nor free (no data is in them; compact brings them back)", r.LostPages)
		}
		return nil
	}
	first := r.Problems[0]
	detail := Problem{Page: first.Page, Text: first.Text}.String()
	if n := len(r.Problems) + r.More - 1; n > 0 {
		detail += fmt.Sprintf(" (and %d more)", n)
	}
	return &DamageError{Space: first.Space, Key: first.Key, Detail: detail}
}

// Check reads the whole file, every page and every record's checksum, in the state
// of this moment, while reading and writing go on. The error is about reading
// (a context that is done, a failing disk, ErrClosed); what is wrong with the file
// is in the report.
//
// It does not use bbolt's own check, which looks at the free list without a lock,
// and which dies of a memory fault in a goroutine of its own where nobody can
// recover it.
func (db *DB) Check(ctx context.Context) (report Report, err error) {
	err = db.snapshot(ctx, func(tx *bolt.Tx) error {
		m, err := snapshotMeta(tx)
		if err != nil {
			return err
		}
		info, err := db.file.Stat()
		if err != nil {
			return err
		}
		headers, err := checkHeaders(db.file)
		if err != nil {
			return err
		}
		report, err = walkFile(ctx, db.file, info.Size(), m, true)
		report.Problems = append(headers, report.Problems...)
		return err
	})
	if err != nil {
		return report, fmt.Errorf("store: check: %w", err)
	}
	return report, nil
}

// snapshotMeta returns the header of the state that tx sees. The file's own headers
// can't be asked, they move on with every commit; but a copy of the file starts
// with the transaction's.
func snapshotMeta(tx *bolt.Tx) (meta, error) {
	var first onePage
	if _, err := tx.WriteTo(&first); len(first) < pageSize {
		return meta{}, err
	}
	return parseMeta(first, 0)
}

// onePage takes a page and then refuses to go on.
type onePage []byte

func (p *onePage) Write(b []byte) (int, error) {
	if len(*p) > 0 {
		return 0, io.ErrShortWrite
	}
	*p = append(*p, b...)
	return len(b), nil
}

// CheckFile is Check for a file that nobody has open, such as a backup or a file
// that Open refuses. It changes nothing. It returns ErrLocked while a program that
// writes has the file open, and ErrForeign for a file of another kind.
func CheckFile(ctx context.Context, path string) (Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return Report{}, fmt.Errorf("store: check: %w", err)
	}
	defer f.Close()
	if err := lockFile(f, true, 0); err != nil {
		return Report{}, err
	}
	report, err := checkOpenFile(ctx, f)
	if err != nil {
		return report, fmt.Errorf("store: check %s: %w", filepath.Base(path), err)
	}
	return report, nil
}

func checkOpenFile(ctx context.Context, f *os.File) (Report, error) {
	info, err := f.Stat()
	if err != nil {
		return Report{}, err
	}
	if info.Size() == 0 {
		return Report{}, fmt.Errorf("%w: it is empty", ErrForeign)
	}
	m, badSlot, err := readMeta(f)
	if damage, ok := errors.AsType[*DamageError](err); ok {
		return Report{Problems: []Problem{{Text: damage.Detail}}}, nil
	}
	if err != nil {
		return Report{}, err
	}
	report, err := walkFile(ctx, f, info.Size(), m, true)
	if badSlot >= 0 {
		report.Problems = append([]Problem{slotProblem(badSlot)}, report.Problems...)
	}
	return report, err
}

func slotProblem(slot int) Problem {
	return Problem{Text: fmt.Sprintf("header %d of 2 is damaged; if it is the newer one, the last change is missing", slot+1)}
}

// checkHeaders looks at both headers of a file that may be written meanwhile: one
// that is half written for a moment is looked at again.
func checkHeaders(file io.ReaderAt) ([]Problem, error) {
	var (
		slot int
		err  error
	)
	for range 3 {
		if _, slot, err = readMeta(file); err == nil && slot < 0 {
			return nil, nil
		}
	}
	if damage, ok := errors.AsType[*DamageError](err); ok {
		return []Problem{{Text: damage.Detail}}, nil
	}
	if err != nil {
		return nil, err
	}
	return []Problem{slotProblem(slot)}, nil
}
