package cms

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"sync"
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
	sound    sync.Map // content.Hash → soundness: files whose bytes were found to be those of their hash
}

type soundness struct {
	size int64
	at   time.Time
}

func newFiles(dir string, readOnly bool) *files {
	b := blobs.Open(filepath.Join(dir, filesFolder))
	return &files{blobs: b, parts: b.Parts(), readOnly: readOnly}
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
	var safe io.Reader = io.NewSectionReader(from, 0, size)
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
		if err := f.check(h); err != nil {
			return OpenedFile{}, err
		}
		file, err := f.blobs.Open(h)
		return OpenedFile{File: file, Kind: rec.Kind, Size: rec.Size}, missing(h, err)
	}
	if _, _, ok := s.Size(rec.Width, rec.Height); !ok || rec.Width == 0 {
		return OpenedFile{}, pictures.ErrNoSize
	}
	name := s.String()
	out := OpenedFile{Kind: string(s.Format.Kind())}
	file, err := f.blobs.OpenMade(h, name)
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
		master, err := f.blobs.Read(h)
		if err != nil {
			return nil, missing(h, err)
		}
		// Others may wait for it, so it is made even when who asked first leaves.
		data, err := pictures.Render(context.WithoutCancel(ctx), master, s)
		if err == nil && !f.readOnly {
			_ = f.blobs.PutMade(h, s.String(), data) // what cannot be kept is made again
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

// check makes sure, once for each state of a file on the disk, that its bytes are those of
// its hash.
func (f *files) check(h content.Hash) error {
	file, err := f.blobs.Open(h)
	if err != nil {
		return missing(h, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	now := soundness{info.Size(), info.ModTime()}
	if known, ok := f.sound.Load(h); ok && known == now {
		return nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	if content.Hash(sum.Sum(nil)) != h {
		return &store.DamageError{Space: record.SpaceFiles, Key: h[:], Detail: "the bytes of this file are not those that were uploaded"}
	}
	f.sound.Store(h, now)
	return nil
}

// missing says of a file that the store knows and the folder has not that it is damage.
func missing(h content.Hash, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &store.DamageError{Space: record.SpaceFiles, Key: h[:], Detail: "the bytes of this file are missing in the folder " + filesFolder}
	}
	return err
}

// inMemory is a file that is not on the disk.
type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error               { return nil }
func (inMemory) Stat() (fs.FileInfo, error) { return nil, errors.ErrUnsupported }
