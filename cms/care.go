package cms

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
)

// Backup writes a consistent copy of the data to a new file while the server goes
// on. The copy holds every change that was acknowledged before Backup began. It is
// verified before it gets its name; an existing file is not overwritten.
func (c *CMS) Backup(ctx context.Context, file string) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s: %w; choose another name", file, record.ErrExists)
	}
	return c.store.BackupTo(ctx, file)
}

// Backup sends a consistent, verified copy of the data to w, while reading and
// writing go on; a slow w holds up nobody. It needs the permission of an owner, and
// is audited although it changes nothing: a backup holds everything.
func (e *Editor) Backup(ctx context.Context, who audit.Actor, w io.Writer) error {
	entry := audit.Entry{Action: audit.ActionBackup}
	if err := e.log.Change(ctx, who, audit.MayAdminister, audit.OnNone, &entry, func(store.Writer, record.Stamp) error { return nil }); err != nil {
		return err
	}
	_, err := e.cms.store.Backup(ctx, w)
	return err
}

// RestoreBackup puts a backup file into a data folder. A data file that is there
// already is kept beside it under a name with the time, which is returned; empty
// when there was none. The backup is verified first; with a problem nothing changes.
func RestoreBackup(ctx context.Context, file, dir string, o Options) (kept string, report Report, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", report, err
	}
	fresh := filepath.Join(dir, DataFile+".restoring")
	if err := os.RemoveAll(fresh); err != nil {
		return "", report, err
	}
	defer os.RemoveAll(fresh)
	if err := os.Mkdir(fresh, 0o700); err != nil {
		return "", report, err
	}
	if err := copyFile(file, filepath.Join(fresh, DataFile)); err != nil {
		return "", report, err
	}
	o.MustExist = true
	c, err := Open(fresh, o)
	if err != nil {
		return "", report, fmt.Errorf("%s: %w", file, err)
	}
	report, err = c.Verify(ctx)
	if closeErr := c.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return "", report, err
	}
	if !report.OK() {
		return "", report, fmt.Errorf("%s: %w; nothing was changed", file, ErrDamaged)
	}
	target := filepath.Join(dir, DataFile)
	if _, err := os.Lstat(target); err == nil {
		// Whoever uses the folder must not have its file taken away. A file that cannot
		// be opened for another reason is what a backup is for.
		db, err := store.Open(target, store.Options{Spaces: record.Spaces(), Format: Format, Logger: o.Logger})
		if errors.Is(err, ErrLocked) {
			return "", report, err
		}
		if err == nil {
			if err := db.Close(); err != nil {
				return "", report, err
			}
		}
		kept = target + ".before-" + c.clock().UTC().Format("20060102T150405Z")
		if err := os.Rename(target, kept); err != nil {
			return "", report, err
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, SearchFolder)); err != nil { // it is of the data that was there
		return kept, report, err
	}
	if err := os.Rename(filepath.Join(fresh, DataFile), target); err != nil {
		return kept, report, err
	}
	return kept, report, syncDir(dir)
}

// Compact rewrites the data file of a folder that nobody uses, without the space of
// what was overwritten. It returns the size before and after, in bytes.
func Compact(ctx context.Context, dir string) (before, after int64, err error) {
	return store.Compact(ctx, filepath.Join(dir, DataFile), store.Options{Spaces: record.Spaces(), Format: Format})
}

// copyFile copies durably: what is there when it returns nil survives a power cut.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}

// syncDir makes renames in a folder durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
