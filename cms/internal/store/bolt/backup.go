package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// Backup writes a copy of the file as it is at this moment to w and returns the
// number of bytes. Reading and writing go on: the copy is made on the local disk
// first, so a slow w holds up nobody. The copy is checked, every record of it,
// before a byte of it goes out. There must be room for it beside the data file.
//
// It returns a *DamageError when the copy is not sound, and the context's error.
func (db *DB) Backup(ctx context.Context, w io.Writer) (int64, error) {
	temp, err := createTemp(db.path)
	if err == nil {
		err = writeChecked(ctx, temp, db.writeTo)
	}
	if err != nil {
		return 0, fmt.Errorf("store: backup: %w", noRoom(err))
	}
	defer os.Remove(temp.Name())
	f, err := os.Open(temp.Name())
	if err != nil {
		return 0, fmt.Errorf("store: backup: %w", err)
	}
	defer f.Close()
	n, err := io.Copy(&contextWriter{ctx: ctx, w: w}, f)
	if err != nil {
		return n, fmt.Errorf("store: backup: %w", err)
	}
	return n, nil
}

// BackupTo is Backup to a file of mode 0600. The name leads to a whole, checked
// copy or to what it led to before, whatever happens; a file there is replaced.
func (db *DB) BackupTo(ctx context.Context, path string) error {
	if err := db.opts.writeBackup(ctx, path, db.writeTo); err != nil {
		return fmt.Errorf("store: backup: %w", err)
	}
	return nil
}

// Receive is BackupTo for a copy that Backup makes elsewhere: from gets where its bytes go.
// What it brings is checked once more, and with its error the name leads to what it did before.
func Receive(ctx context.Context, path string, from func(io.Writer) error) error {
	return Options{Logger: slog.New(slog.DiscardHandler)}.writeBackup(ctx, path, from)
}

// writeTo writes the state of this moment.
func (db *DB) writeTo(w io.Writer) error {
	return db.snapshot(context.Background(), func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(w)
		return err
	})
}

// writeBackup has a data file written, checks it, and gives it the name.
func (o Options) writeBackup(ctx context.Context, path string, write func(io.Writer) error) error {
	if err := removeDead(filepath.Dir(path)); err != nil {
		o.Logger.Warn("what an interrupted backup left could not be removed", "folder", filepath.Dir(path), "error", err)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), unfinished) // mode 0600
	if err != nil {
		return noRoom(err)
	}
	defer os.Remove(temp.Name()) // gone already when all went well
	held, err := os.Open(temp.Name())
	if err != nil {
		return errors.Join(err, temp.Close())
	}
	defer held.Close()
	_ = lockFile(held, true, 0) // where locks do not work, removeDead removes nothing either
	if err := writeChecked(ctx, temp, write); err != nil {
		return noRoom(err)
	}
	return noRoom(o.replaceDurably(temp.Name(), path))
}

// unfinished is what a backup is called until it is whole. Its folder is not ours, so what
// a process left that was killed is known by this name and by its lock, which nobody holds.
const unfinished = ".practicecms-*" + tempSuffix

// removeDead removes the unfinished backups in a folder that nobody is writing.
func removeDead(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // who writes there says so
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if ours, _ := filepath.Match(unfinished, e.Name()); !ours {
			continue
		}
		name := filepath.Join(dir, e.Name())
		f, openErr := os.Open(name)
		if openErr != nil {
			err = errors.Join(err, openErr)
			continue
		}
		if lockFile(f, false, 0) == nil {
			err = errors.Join(err, os.Remove(name))
		}
		err = errors.Join(err, f.Close())
	}
	return err
}

// writeChecked has a data file written to temp and checks it. It closes temp, and removes it on
// an error.
func writeChecked(ctx context.Context, temp *os.File, write func(io.Writer) error) (err error) {
	defer func() {
		if err = errors.Join(err, temp.Close()); err != nil {
			_ = os.Remove(temp.Name()) // the next open, or the next backup, tidies up what this can't
		}
	}()
	to := &contextWriter{ctx: ctx, w: temp}
	if err := write(to); err != nil {
		return cmp.Or(to.err, err) // of some errors bbolt keeps only the text
	}
	report, err := checkOpenFile(ctx, temp)
	if err != nil {
		return err
	}
	if len(report.Problems) > 0 {
		return report.Err()
	}
	return nil
}

// contextWriter stops taking bytes when the context is done.
type contextWriter struct {
	ctx context.Context
	w   io.Writer
	err error // the last write's
}

func (c *contextWriter) Write(b []byte) (n int, err error) {
	if c.err = c.ctx.Err(); c.err == nil {
		n, c.err = c.w.Write(b)
	}
	return n, c.err
}
