package cms

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/verify"
)

// Backup writes a consistent copy of the data to a new file while the server goes
// on. The copy holds every change that was acknowledged before Backup began. It is
// verified before it gets its name; an existing file is not overwritten.
func (c *CMS) Backup(ctx context.Context, file string) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s: %w; choose another name", file, record.ErrExists)
	}
	if c.backuper == nil {
		return errNoBackup
	}
	return c.backuper.BackupTo(ctx, file)
}

// Backup sends a consistent, verified copy of the data to w, while reading and
// writing go on; a slow w holds up nobody. It needs the permission of an owner, and
// is audited although it changes nothing: a backup holds everything.
func (e *Editor) Backup(ctx context.Context, who audit.Actor, w io.Writer) error {
	entry := audit.Entry{Action: audit.ActionBackup}
	err := e.log.Change(ctx, who, audit.MayAdminister, audit.OnNone, &entry, func(store.Writer, record.Stamp) error {
		if e.backuper == nil {
			return errNoBackup
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = e.backuper.Backup(ctx, w)
	return err
}

// RestoreBackup puts a backup file into a data folder. A data file that is there
// already is kept beside it under a name with the time, which is returned; empty
// when there was none. The backup is verified first; with a problem nothing changes.
func RestoreBackup(ctx context.Context, file, dir string, o Options) (kept string, report verify.Report, err error) {
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
	if err := copyDataFile(file, dataFile(fresh)); err != nil {
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
		return "", report, fmt.Errorf("%s: %w; nothing was changed", file, store.ErrDamaged)
	}
	target := dataFile(dir)
	if _, err := os.Lstat(target); err == nil {
		aside := target + ".before-" + c.clock().UTC().Format("20060102T150405Z")
		if err := setDataFileAside(target, aside, Options{Logger: o.Logger}); err != nil {
			return "", report, err
		}
		kept = aside
	}
	if err := os.RemoveAll(filepath.Join(dir, SearchFolder)); err != nil { // it is of the data that was there
		return kept, report, err
	}
	return kept, report, putDataFile(dataFile(fresh), target)
}
