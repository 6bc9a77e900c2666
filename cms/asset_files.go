package cms

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sync/singleflight"

	"practicecms/cms/blobs"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/pictures"
	"practicecms/content"
)

// filesFolder is where uploaded files lie, in the data folder.
const filesFolder = "files"

// files is the bytes of uploaded files, and what is made of them.
type files struct {
	blobs    *blobs.Store
	parts    *blobs.Parts
	readOnly bool
	making   singleflight.Group
}

func newFiles(dir string, o Options) *files {
	b := blobs.Open(filepath.Join(dir, filesFolder), o.Files...)
	return &files{blobs: b, parts: b.Parts(), readOnly: o.ReadOnly}
}

// tidyTime is how long a bucket may take to say what was left in it.
const tidyTime = 10 * time.Second

// tidy removes what was left when the program was killed.
func (f *files) tidy(ctx context.Context, logger *slog.Logger) {
	ctx, cancel := context.WithTimeout(ctx, tidyTime)
	defer cancel()
	if err := f.blobs.Tidy(ctx); err != nil {
		logger.Warn("what an interrupted upload left could not be removed; it takes room and does no harm", "error", err)
	}
}

// take keeps the bytes of an upload, made safe.
func (f *files) take(ctx context.Context, from blobs.File) (rec record.FileRecord, took []pictures.Finding, h content.Hash, err error) {
	sum := sha256.New()
	size, err := io.Copy(sum, from)
	if err != nil {
		return rec, nil, h, err
	}
	rec.Uploaded = content.Hash(sum.Sum(nil))
	head := make([]byte, min(size, pictures.SniffLen))
	if _, err := from.ReadAt(head, 0); err != nil {
		return rec, nil, h, err
	}
	var safe io.ReadSeeker = io.NewSectionReader(from, 0, size)
	if pictures.Sniff(head) == pictures.PDF {
		rec.Kind = string(pictures.PDF)
	} else {
		p, err := pictures.ReadFrom(ctx, from, size)
		if err != nil {
			return rec, nil, h, err
		}
		safe, took = bytes.NewReader(p.Data), p.TakenOut
		rec.Kind, rec.Width, rec.Height = string(p.Kind), p.Width, p.Height
		rec.Color, rec.Placeholder, rec.Moves = p.Color, p.Placeholder, p.Moves
	}
	h, rec.Size, err = f.blobs.Put(ctx, safe, MaxUpload)
	if errors.Is(err, syscall.ENOSPC) {
		err = fmt.Errorf("%w: %w", ErrFull, err)
	}
	return rec, took, h, err
}

// OpenedFile is a file or a rendition, ready to be sent. Who gets it closes it.
type OpenedFile struct {
	blobs.File
	Kind  string // media type
	Title string // of the asset
	Size  int64
}

// FileName is what the file is called when it is kept.
func (o OpenedFile) FileName() string {
	ending := "." + path.Base(o.Kind)
	if o.Kind == string(pictures.JPEG) {
		ending = ".jpg"
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune("/\\:*?\"<>|", r) || content.IsControl(r) {
			return ' '
		}
		return r
	}, o.Title)) + ending
}

// open opens a file, or a rendition of it, which is made when nobody asked for it before.
func (f *files) open(ctx context.Context, h content.Hash, rec record.FileRecord, s *pictures.Spec) (OpenedFile, error) {
	if s == nil {
		file, err := f.blobs.Open(ctx, h)
		return OpenedFile{File: file, Kind: rec.Kind, Size: rec.Size}, fileDamage(h, err)
	}
	if _, _, ok := s.Size(rec.Width, rec.Height); !ok || rec.Width == 0 {
		return OpenedFile{}, pictures.ErrNoSize
	}
	name := s.String()
	out := OpenedFile{Kind: string(s.Format.Kind())}
	file, err := f.blobs.OpenMade(ctx, h, name)
	if errors.Is(err, fs.ErrNotExist) {
		var data []byte
		if data, err = f.make(ctx, h, *s); err == nil {
			file = inMemory{bytes.NewReader(data)}
		}
	}
	if err != nil {
		return out, err
	}
	out.File = file
	out.Size, err = file.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	return out, err
}

// make makes a rendition, once for all who wait for it.
func (f *files) make(ctx context.Context, h content.Hash, s pictures.Spec) ([]byte, error) {
	made := f.making.DoChan(h.String()+s.String(), func() (any, error) {
		ctx := context.WithoutCancel(ctx) // others may wait for it, so it is made even when who asked first leaves
		master, err := f.blobs.Read(ctx, h)
		if err != nil {
			return nil, fileDamage(h, err)
		}
		data, err := pictures.Render(ctx, master, s)
		if err == nil && !f.readOnly {
			_ = f.blobs.PutMade(ctx, h, s.String(), data) // what cannot be kept is made again
		}
		return data, err
	})
	select {
	case r := <-made:
		data, _ := r.Val.([]byte)
		return data, r.Err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// fileDamage says of a file that the store knows, and that is not there or not as it was, that it
// is damage.
func fileDamage(h content.Hash, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &store.DamageError{Space: record.SpaceFiles, Key: h[:], Detail: "the bytes of this file are missing in the folder " + filesFolder}
	case errors.Is(err, blobs.ErrDamaged):
		return &store.DamageError{Space: record.SpaceFiles, Key: h[:], Detail: "the bytes of this file are not those that were uploaded"}
	}
	return err
}

// inMemory is a file that is not on the disk.
type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error               { return nil }
func (inMemory) Stat() (fs.FileInfo, error) { return nil, errors.ErrUnsupported }
