package cms

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
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
	"practicecms/content"
)

// forms are all that is exported. Of the spaces that have none, derived ones are made anew by
// Import, and notExported mean nothing elsewhere.
func forms(box *seal.Box) []record.Form {
	return slices.Concat(record.Forms(), []record.Form{audit.Form()}, access.Forms(), []record.Form{shareForm()}, webhooks.Forms(box))
}

// notExported are sessions and counters of sign-ins.
var notExported = []store.Space{record.SpaceSessions, record.SpaceAttempts}

// ExportOptions say what an export holds. The zero ExportOptions are the whole practice without
// secrets.
type ExportOptions struct {
	Secrets  bool // people's password hashes and webhooks' secrets, too
	Markdown bool // instead, the texts that are live, as Markdown with front matter
	Drafts   bool // with Markdown: the texts that were saved last
}

func (o ExportOptions) format() string {
	if o.Markdown {
		return archive.Pages
	}
	return archive.Records
}

// Export writes the whole practice to a folder of files that anybody can read, as it is at
// this moment; reading and writing go on. package archive describes the folder. It must not
// exist, be empty, or be an earlier export, of which it takes the place when it is whole;
// with any error what was there stays. Nothing but other sites can be made of Markdown.
func (c *CMS) Export(ctx context.Context, dir string, o ExportOptions) (err error) {
	out, err := archive.Stage(dir, o.format(), c.exports.program)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if err := c.exports.write(ctx, &out.Writer, out.Path(DataFile), o); err != nil {
		return err
	}
	return out.Finish()
}

// errNoSecrets is returned for secrets that are asked for from elsewhere.
var errNoSecrets = fmt.Errorf("secrets are not sent; who has the data folder exports them there: %w", ErrForbidden)

// Export sends the files that CMS.Export writes to w, as a ZIP file, while reading and writing go
// on; a slow w holds up nobody. It needs the permission to export, and is audited although it
// changes nothing. Options with secrets are ErrForbidden. With an error after the first byte,
// what w has is no ZIP file.
func (e *Editor) Export(ctx context.Context, who audit.Actor, w io.Writer, o ExportOptions) error {
	entry := audit.Entry{Action: audit.ActionExport}
	err := e.log.Change(ctx, who, audit.MayExport, audit.OnNone, &entry, func(store.Writer, record.Stamp) error {
		if o.Secrets {
			return errNoSecrets
		}
		return nil
	})
	if err != nil {
		return err
	}
	return e.exports.send(ctx, w, o)
}

// exporter reads a practice for its exports.
type exporter struct {
	store    store.Store
	backuper store.Backuper // nil: the engine makes no backups
	box      *seal.Box
	files    *files
	model    *content.Model
	dir      string // the data folder
	program  string // its name and version
}

// send writes an export to w.
func (x *exporter) send(ctx context.Context, w io.Writer, o ExportOptions) (err error) {
	scratch, err := os.MkdirTemp(x.dir, exporting+"*.tmp")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }() // what a crash leaves, the next Open removes
	out := archive.NewZip(w, o.format(), x.program)
	if err := x.write(ctx, &out.Writer, dataFile(scratch), o); err != nil {
		return err
	}
	return out.Finish()
}

// write writes all files but the manifest. Scratch is a name for a copy of the data.
func (x *exporter) write(ctx context.Context, out *archive.Writer, scratch string, o ExportOptions) error {
	return x.still(ctx, scratch, func(r store.Reader) error {
		if o.Markdown {
			return out.WritePages(ctx, r, x.model, o.Drafts)
		}
		if err := out.WriteRecords(ctx, r, forms(x.box), o.Secrets); err != nil {
			return err
		}
		return x.files.each(r, func(h content.Hash, f record.FileRecord) error {
			file, err := x.files.blobs.Open(ctx, h)
			if err != nil {
				return fileDamage(h, err)
			}
			defer file.Close()
			return out.WriteFile(ctx, hex.EncodeToString(h[:]), file)
		})
	})
}

// still runs fn on a copy of the data in a new file, which is gone afterwards: however long fn
// takes, nobody waits for it, and the data file does not grow.
func (x *exporter) still(ctx context.Context, file string, fn func(store.Reader) error) (err error) {
	if x.backuper == nil {
		return x.store.View(ctx, fn) // an engine with other ways of keeping old states
	}
	if err := x.backuper.BackupTo(ctx, file); err != nil {
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
	elsewhere := o
	elsewhere.Files = nil // they come to their place when all is well
	uploaded := newFiles(fresh, elsewhere)
	if err := archive.ReadFiles(ctx, from, uploaded.takeBack(ctx)); err != nil {
		return report, fmt.Errorf("nothing was imported from %s: %w", from, err)
	}
	if report, err = verifyFolder(ctx, fresh, elsewhere); err != nil {
		return report, err
	}
	if !report.OK() {
		return report, fmt.Errorf("nothing was imported from %s: %s", from, report.FirstProblem())
	}
	// They lie under their hashes, so those of an import that is killed here do no harm.
	if err := newFiles(dir, o).takeOver(ctx, uploaded); err != nil {
		return report, err
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
