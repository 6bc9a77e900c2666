package cms

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"practicecms/cms/backups"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/place"
	"practicecms/cms/verify"
	"practicecms/content"
)

// each calls fn for every uploaded file that was not erased.
func (f *files) each(r store.Reader, fn func(content.Hash, record.FileRecord) error) error {
	for row, err := range record.Files.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		if row.Record.Erased != nil {
			continue
		}
		if err := fn(content.Hash(row.Key), row.Record); err != nil {
			return err
		}
	}
	return nil
}

// takeBack keeps bytes that come from elsewhere, if they are those of their hash.
func (f *files) takeBack(ctx context.Context) func(hash string, from io.Reader) error {
	return func(hash string, from io.Reader) error {
		h, err := hex.DecodeString(hash)
		if err != nil || len(h) != len(content.Hash{}) {
			return fmt.Errorf("%q is no hash", hash)
		}
		return f.blobs.PutAs(ctx, content.Hash(h), io.LimitReader(from, MaxUpload), -1)
	}
}

// takeOver keeps all that another folder has.
func (f *files) takeOver(ctx context.Context, other *files) error {
	for h, err := range other.blobs.All(ctx) {
		if err != nil {
			return err
		}
		file, err := other.blobs.Open(ctx, h)
		if err != nil {
			return err
		}
		if err := errors.Join(f.blobs.PutAs(ctx, h, file, -1), file.Close()); err != nil {
			return err
		}
	}
	return nil
}

// verify looks whether each file that the records know of is there, and is what was uploaded.
func (f *files) verify(ctx context.Context, r store.Reader, line *verify.Line) error {
	return f.each(r, func(h content.Hash, _ record.FileRecord) error {
		line.Checked++
		err := fileDamage(h, f.blobs.Verify(ctx, h))
		if found := (*store.DamageError)(nil); errors.As(err, &found) {
			line.Fault("%x: %s", h, found.Detail)
			err = nil
		}
		return errors.Join(err, ctx.Err())
	})
}

// needed lists the files of the data in a folder, which nobody uses.
func needed(ctx context.Context, dir string, o Options) (out []content.Hash, err error) {
	o.MustExist = true
	c, err := Open(dir, o)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	err = c.store.View(ctx, func(r store.Reader) error {
		return c.files.each(r, func(h content.Hash, _ record.FileRecord) error {
			out = append(out, h)
			return nil
		})
	})
	return out, err
}

// RestoreFiles brings the uploaded files of a restored data folder back from where its backup
// lay, those that are not there. It returns how many came, and how many nobody has: pages that
// show those say so, and all else works. Decrypt may be nil.
func RestoreFiles(ctx context.Context, dir string, from place.Place, decrypt backups.Decrypter, o Options) (came, missing int, err error) {
	all, err := needed(ctx, dir, o)
	if err != nil {
		return 0, 0, err
	}
	f := newFiles(dir, o)
	for _, h := range all {
		if f.blobs.Verify(ctx, h) == nil {
			continue
		}
		r, err := backups.GetFile(ctx, from, hex.EncodeToString(h[:]), decrypt)
		if errors.Is(err, fs.ErrNotExist) {
			missing++
			continue
		}
		if err == nil {
			err = f.takeBack(ctx)(hex.EncodeToString(h[:]), r)
			err = errors.Join(err, r.Close())
		}
		if err != nil {
			return came, missing, fmt.Errorf("the file %x of %s: %w", h, from, err)
		}
		came++
	}
	return came, missing, nil
}

// backupFiles gives every uploaded file to the backups.
func (c *CMS) backupFiles(ctx context.Context, give func(hash string, open func() (io.ReadCloser, error)) error) error {
	var all []content.Hash
	err := c.store.View(ctx, func(r store.Reader) error { // sending them may take hours
		return c.files.each(r, func(h content.Hash, _ record.FileRecord) error {
			all = append(all, h)
			return nil
		})
	})
	if err != nil {
		return err
	}
	return c.files.give(ctx, all, give)
}

func (f *files) give(ctx context.Context, all []content.Hash, to func(hash string, open func() (io.ReadCloser, error)) error) error {
	for _, h := range all {
		err := to(hex.EncodeToString(h[:]), func() (io.ReadCloser, error) {
			file, err := f.blobs.Open(ctx, h)
			return file, fileDamage(h, err)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// BackupFiles puts the uploaded files that a backup file needs beside it, into the folder with
// its name and .files; without any there is none. They are taken out of the data folder dir,
// whoever uses that. It returns how many they are.
func BackupFiles(ctx context.Context, file, dir string) (n int, err error) {
	s, err := openCopy(file)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	f := newFiles(dir, Options{ReadOnly: true})
	var all []content.Hash
	err = s.View(ctx, func(r store.Reader) error {
		return f.each(r, func(h content.Hash, _ record.FileRecord) error {
			all = append(all, h)
			return nil
		})
	})
	if err != nil {
		return 0, err
	}
	beside := place.Folder(FilesBeside(file))
	return len(all), f.give(ctx, all, func(hash string, open func() (io.ReadCloser, error)) error {
		return backups.PutFile(ctx, beside, hash, open, nil)
	})
}

// FilesBeside is the folder of the files of a backup file.
func FilesBeside(file string) string { return file + ".files" }
