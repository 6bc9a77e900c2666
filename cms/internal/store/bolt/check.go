package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/pages"
)

// Check reads the whole file, every page and every record's checksum, in the state
// of this moment, while reading and writing go on. Where records are missing or older
// than those that were written, they are not read or written from then on. The error is about reading
// (a context that is done, a failing disk, ErrClosed); what is wrong with the file
// is in the report.
//
// It does not use bbolt's own check, which looks at the free list without a lock,
// and which dies of a memory fault in a goroutine of its own where nobody can
// recover it.
func (db *DB) Check(ctx context.Context) (report store.Report, err error) {
	err = db.snapshot(ctx, func(tx *bbolt.Tx) error {
		m, err := snapshotMeta(tx)
		if err != nil {
			return err
		}
		info, err := db.file.Stat()
		if err != nil {
			return err
		}
		headers, err := checkHeaders(pagesOf(db.file, info.Size()))
		if err != nil {
			return err
		}
		var found doubts
		report, found, err = fullWalk(ctx, pagesOf(db.file, info.Size()), m)
		report.Problems = append(headers, report.Problems...)
		db.doubt(found)
		return err
	})
	if err != nil {
		return report, fmt.Errorf("store: check: %w", err)
	}
	return report, nil
}

// fullWalk examines everything: the trees, each record's checksum, and whether what is
// there is what was written.
func fullWalk(ctx context.Context, file pages.File, m pages.Meta) (store.Report, doubts, error) {
	var c census
	sums := checksums()
	report, err := file.Walk(ctx, m, pages.Records{Check: func(s store.Space, key, stored []byte) error {
		c.take(s, key, stored)
		return sums(s, key, stored)
	}})
	if err != nil {
		return report, nil, err
	}
	found, problems := c.doubts()
	report.Add(problems...)
	return report, found, nil
}

// snapshotMeta returns the header of the state that tx sees. The file's own headers
// can't be asked, they move on with every commit; but a copy of the file starts
// with the transaction's.
func snapshotMeta(tx *bbolt.Tx) (pages.Meta, error) {
	var first onePage
	if _, err := tx.WriteTo(&first); len(first) < pageSize {
		return pages.Meta{}, err
	}
	return pages.ParseMeta(first, 0, pageSize)
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
func CheckFile(ctx context.Context, path string) (store.Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return store.Report{}, fmt.Errorf("store: check: %w", err)
	}
	defer f.Close()
	if err := lockFile(f, true, 0); err != nil {
		return store.Report{}, err
	}
	report, err := checkOpenFile(ctx, f)
	if err != nil {
		return report, fmt.Errorf("store: check %s: %w", filepath.Base(path), err)
	}
	return report, nil
}

func checkOpenFile(ctx context.Context, f *os.File) (store.Report, error) {
	info, err := f.Stat()
	if err != nil {
		return store.Report{}, err
	}
	if info.Size() == 0 {
		return store.Report{}, fmt.Errorf("%w: it is empty", ErrForeign)
	}
	file := pagesOf(f, info.Size())
	m, badSlot, err := file.Meta()
	if damage, ok := errors.AsType[*store.DamageError](err); ok {
		return store.Report{Problems: []store.Problem{{Text: damage.Detail}}}, nil
	}
	if err != nil {
		return store.Report{}, err
	}
	report, _, err := fullWalk(ctx, file, m)
	if badSlot >= 0 {
		report.Problems = append([]store.Problem{slotProblem(badSlot)}, report.Problems...)
	}
	return report, err
}

func pagesOf(f io.ReaderAt, size int64) pages.File {
	return pages.File{ReaderAt: f, Size: size, PageSize: pageSize}
}

// checksums examines the checksum of each record.
func checksums() func(space store.Space, key, stored []byte) error {
	var k keyspace
	return func(space store.Space, key, stored []byte) error {
		if k.name != space { // they come space by space
			k = newKeyspace(space, 0)
		}
		_, err := k.open(key, stored)
		if damage, ok := errors.AsType[*store.DamageError](err); ok {
			return errors.New(damage.Detail)
		}
		return err
	}
}

func slotProblem(slot int) store.Problem {
	return store.Problem{Text: fmt.Sprintf("header %d of 2 is damaged; if it is the newer one, the last change is missing", slot+1)}
}

// checkHeaders looks at both headers of a file that may be written meanwhile: one
// that is half written for a moment is looked at again.
func checkHeaders(file pages.File) ([]store.Problem, error) {
	var (
		slot int
		err  error
	)
	for range 3 {
		if _, slot, err = file.Meta(); err == nil && slot < 0 {
			return nil, nil
		}
	}
	if damage, ok := errors.AsType[*store.DamageError](err); ok {
		return []store.Problem{{Text: damage.Detail}}, nil
	}
	if err != nil {
		return nil, err
	}
	return []store.Problem{slotProblem(slot)}, nil
}
