package cms

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"practicecms/cms/access"
	"practicecms/cms/archive"
	"practicecms/cms/audit"
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/seal"
	"practicecms/cms/internal/store"
	"practicecms/cms/verify"
	"practicecms/cms/webhooks"
)

// forms are all that is exported. Of the spaces that have none, derived ones are made anew by
// Import, and notExported mean nothing elsewhere.
func forms(box *seal.Box) []record.Form {
	return slices.Concat(record.Forms(), []record.Form{audit.Form()}, access.Forms(), []record.Form{shareForm()}, webhooks.Forms(box))
}

// notExported are sessions and counters of sign-ins.
var notExported = []store.Space{record.SpaceSessions, record.SpaceAttempts}

// ExportOptions say what Export writes. The zero ExportOptions leave out secrets.
type ExportOptions struct {
	Secrets bool   // people's password hashes and webhooks' secrets, too
	Program string // name and version of the program, for the manifest
}

// Export writes the whole practice to a folder of files that anybody can read, as it is at
// this moment; reading and writing go on. package archive describes the folder. It must not
// exist, be empty, or be an earlier export, of which it takes the place when it is whole;
// with any error what was there stays.
func (c *CMS) Export(ctx context.Context, dir string, o ExportOptions) (err error) {
	out, err := archive.Stage(dir, archive.Records, o.Program)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	err = c.still(ctx, out.Path(DataFile), func(r store.Reader) error {
		return out.WriteRecords(ctx, r, forms(c.box), o.Secrets)
	})
	if err != nil {
		return err
	}
	return out.Finish()
}

// ExportPages writes the texts that are live, or with drafts the latest ones, to a folder of
// Markdown files with front matter. What Export says of the folder is so of this one; nothing
// can be made of it but other sites.
func (c *CMS) ExportPages(ctx context.Context, dir string, drafts bool, program string) (err error) {
	out, err := archive.Stage(dir, archive.Pages, program)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	err = c.still(ctx, out.Path(DataFile), func(r store.Reader) error { return out.WritePages(ctx, r, c.model, drafts) })
	if err != nil {
		return err
	}
	return out.Finish()
}

// still runs fn on a copy of the data in a new file, which is gone afterwards: however long fn
// takes, nobody waits for it, and the data file does not grow.
func (c *CMS) still(ctx context.Context, file string, fn func(store.Reader) error) (err error) {
	if c.backuper == nil {
		return c.store.View(ctx, fn) // an engine with other ways of keeping old states
	}
	if err := c.backuper.BackupTo(ctx, file); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(file)) }()
	s, err := openCopy(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.View(ctx, fn)
}

// Import makes a practice of the folder that Export wrote, in a data folder where there is none.
// Everything is checked, by its own hashes and then by Verify, before the practice is there; an
// import that is interrupted has made nothing. What was exported without secrets comes without
// them: nobody can sign in then until somebody is set up, and webhooks are paused.
//
// It returns ErrExists, ErrDataMissing, or an error that names the file and the line that
// are not as they were written. The report is of the Verify, when it came to that.
func Import(ctx context.Context, from, dir string, o Options) (report verify.Report, err error) {
	if err := CheckNew(dir); err != nil {
		return report, err
	}
	o = o.withDefaults()
	o.keyFolder = dir
	_, statErr := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return report, err
	}
	defer func() {
		if err != nil && statErr != nil {
			_ = os.Remove(keyFile(dir))
			_ = os.Remove(dir) // ours, and empty
		}
	}()
	place, err := holdDataFile(dir, o)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, place.Close()) }()
	fresh, err := os.MkdirTemp(dir, importing+"*.tmp")
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(fresh)) }() // what a crash leaves, the next Open removes
	if err := fill(ctx, from, fresh, o); err != nil {
		return report, fmt.Errorf("nothing was imported from %s: %w", from, err)
	}
	if report, err = verifyFolder(ctx, fresh, o); err != nil {
		return report, err
	}
	if !report.OK() {
		return report, fmt.Errorf("nothing was imported from %s: %s", from, report.FirstProblem())
	}
	if _, err := place.Put(dataFile(fresh)); err != nil {
		return report, err
	}
	return report, nil
}

// fill makes a data file of an export, in an empty folder.
func fill(ctx context.Context, from, dir string, o Options) (err error) {
	s, err := openStore(dir, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := archive.ReadRecords(ctx, from, s, forms(o.box(dir))); err != nil {
		return err
	}
	return s.Update(ctx, func(w store.Writer) error { return derived.Renew(w, o.Model) })
}
