package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"go.etcd.io/bbolt"
)

// Backup writes a copy of the file as it is at this moment to w and returns the
// number of bytes. Reading and writing go on: the copy is made on the local disk
// first, so a slow w holds up nobody. The copy is checked, every record of it,
// before a byte of it goes out. There must be room for it beside the data file.
//
// It returns a *DamageError when the copy is not sound, and the context's error.
func (db *DB) Backup(ctx context.Context, w io.Writer) (int64, error) {
	temp, err := db.copyTo(ctx, db.path)
	if err != nil {
		return 0, fmt.Errorf("store: backup: %w", err)
	}
	defer os.Remove(temp)
	f, err := os.Open(temp)
	if err != nil {
		return 0, fmt.Errorf("store: backup: %w", err)
	}
	defer f.Close()
	n, err := io.Copy(contextWriter{ctx, w}, f)
	if err != nil {
		return n, fmt.Errorf("store: backup: %w", err)
	}
	return n, nil
}

// BackupTo is Backup to a file of mode 0600. The name leads to a whole, checked
// copy or to what it led to before, whatever happens; a file there is replaced.
func (db *DB) BackupTo(ctx context.Context, path string) error {
	temp, err := db.copyTo(ctx, path)
	if err != nil {
		return fmt.Errorf("store: backup: %w", err)
	}
	defer os.Remove(temp) // gone already when all went well
	if err := db.opts.replaceDurably(temp, path); err != nil {
		return fmt.Errorf("store: backup: %w", err)
	}
	return nil
}

// copyTo makes a checked copy under a temporary name beside path.
func (db *DB) copyTo(ctx context.Context, path string) (name string, err error) {
	f, err := createTemp(path)
	if err != nil {
		return "", err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(f.Name()) // the next open tidies up what this can't
		}
	}()
	err = db.snapshot(ctx, func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(contextWriter{ctx, f})
		return err
	})
	if err != nil {
		return "", err
	}
	report, err := checkOpenFile(ctx, f)
	if err != nil {
		return "", err
	}
	if len(report.Problems) > 0 {
		return "", report.Err()
	}
	return f.Name(), nil
}

// contextWriter stops taking bytes when the context is done.
type contextWriter struct {
	ctx context.Context
	w   io.Writer
}

func (c contextWriter) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(b)
}
