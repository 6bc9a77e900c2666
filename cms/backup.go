package cms

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/backups"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/verify"
	"practicecms/cms/webhooks"
)

// Backup writes a consistent copy of the data to a new file while the server goes
// on. The copy holds every change that was acknowledged before Backup began. It is
// verified before it gets its name; an existing file is not overwritten.
func (c *CMS) Backup(ctx context.Context, file string) error {
	if err := refuseTaken(file); err != nil {
		return err
	}
	if c.backuper == nil {
		return errNoBackup
	}
	return c.backuper.BackupTo(ctx, file)
}

// SendBackup sends the copy that Backup makes to w, for [ReceiveBackup] in another process.
// A slow w holds up nobody; there has to be room for the copy beside the data.
func (c *CMS) SendBackup(ctx context.Context, w io.Writer) error {
	if c.backuper == nil {
		return errNoBackup
	}
	_, err := c.backuper.Backup(ctx, w)
	return err
}

// ReceiveBackup is Backup of data that another process has open: from gets where the bytes of
// its SendBackup go. With the error of from nothing is left of the file.
func ReceiveBackup(ctx context.Context, file string, from func(io.Writer) error) error {
	if err := refuseTaken(file); err != nil {
		return err
	}
	return receiveDataFile(ctx, file, from)
}

// refuseTaken returns ErrExists for a name that a backup must not overwrite.
func refuseTaken(file string) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s: %w; choose another name", file, record.ErrExists)
	}
	return nil
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

// BackupFolder is the folder in the data folder where a practice's backups go each night,
// unless it says otherwise.
const BackupFolder = "backups"

// RunBackups takes a backup each night, as the plan says, until ctx ends. Only one may run at
// a time.
func (c *CMS) RunBackups(ctx context.Context, p backups.Plan) {
	if c.backuper == nil {
		c.logger.Warn("no backups are taken", "error", errNoBackup)
		return
	}
	c.backups.Run(ctx, p)
}

// TakeBackup takes a backup now, as the plan says, and proves it.
func (c *CMS) TakeBackup(ctx context.Context, p backups.Plan) error {
	if c.backuper == nil {
		return errNoBackup
	}
	return c.backups.Once(ctx, p)
}

// Backups tells how the backups are that are taken each night. It needs the permission of an
// owner.
func (e *Editor) Backups(ctx context.Context, who audit.Actor) (backups.Status, error) {
	if err := e.log.Allow(ctx, who, audit.MayAdminister, audit.OnNone); err != nil {
		return backups.Status{}, err
	}
	return e.backups.Status(), nil
}

// backupSource is how a practice is copied and its copies are proven.
func (c *CMS) backupSource() backups.Source {
	return backups.Source{
		Copy: func(ctx context.Context, file string) error { return c.backuper.BackupTo(ctx, file) },
		Prove: func(ctx context.Context, file, dir string) error {
			log := c.logger.With("examining", "a backup")
			_, _, err := RestoreBackup(ctx, file, dir, Options{Clock: c.clock.Now, Model: c.model, Logger: log})
			return err
		},
		Files:   c.backupFiles,
		Scratch: func() (string, error) { return os.MkdirTemp(c.dir, backingUp+"*.tmp") },
		Zone: func(ctx context.Context) (*time.Location, error) {
			practice, err := c.Practice(ctx)
			return practice.Zone, err
		},
		Failed: c.tellOfFailedBackup,
	}
}

// tellOfFailedBackup tells every webhook.
func (c *CMS) tellOfFailedBackup(ctx context.Context, f backups.Failure) {
	type failure struct {
		Step       backups.Step `json:"step"`
		Full       bool         `json:"full"`
		LastProven *time.Time   `json:"lastProven"`
	}
	told := failure{Step: f.Step, Full: f.Full}
	if newest, ok := c.backups.Status().Newest(f.At); ok {
		told.LastProven = &newest.Made
	}
	c.sender.Announce(ctx, webhooks.EventBackupFailed, f.At, told)
}

// RestoreBackup puts a backup file into a data folder, whatever is there: a data file that
// is there already is kept beside it, under a name with the time that nothing had before,
// which is returned; empty when there was none. The backup is verified first; with a
// problem nothing changes. A restore that is interrupted has happened or has not.
//
// It returns ErrLocked while somebody uses the folder, ErrDamaged, store's refusal of
// files of a newer format, or what the file system says.
func RestoreBackup(ctx context.Context, file, dir string, o Options) (kept string, report verify.Report, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", report, err
	}
	o.keyFolder = dir
	place, err := holdDataFile(dir, o)
	if err != nil {
		return "", report, err
	}
	defer func() { err = errors.Join(err, place.Close()) }()
	fresh, err := os.MkdirTemp(dir, restoring+"*.tmp")
	if err != nil {
		return "", report, err
	}
	defer os.RemoveAll(fresh) // what it leaves, the next Open removes
	if err := copyDataFile(file, dataFile(fresh)); err != nil {
		return "", report, err
	}
	if report, err = verifyFolder(ctx, fresh, o); err != nil {
		return "", report, fmt.Errorf("%s: %w", file, err)
	}
	if !report.OK() {
		return "", report, fmt.Errorf("%s: %w; nothing was changed", file, store.ErrDamaged)
	}
	if err := os.RemoveAll(filepath.Join(dir, SearchFolder)); err != nil { // it is of the data that was there
		return "", report, err
	}
	kept, err = place.Put(dataFile(fresh))
	return kept, report, err
}

// verifyFolder verifies the data of a folder that nobody uses.
func verifyFolder(ctx context.Context, dir string, o Options) (report verify.Report, err error) {
	o.MustExist = true
	c, err := Open(dir, o)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	return c.verifyRecords(ctx)
}
