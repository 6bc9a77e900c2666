// Package place keeps bytes under names: in a folder on a disk, or in a bucket of an
// S3-compatible service.
package place

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"strings"
	"time"
)

// Place is where files are kept, under names as io/fs has them: "a/b". Nothing but what was
// put there may be written there. It is for one program at a time, which may use it
// concurrently.
type Place interface {
	// String says where it is, for people.
	String() string

	// Put stores size bytes under a name, or with a size of -1 as many as there are; what had
	// it is replaced. With an error, or when it
	// is interrupted, the name leads to nothing or to what it led to before.
	Put(ctx context.Context, name string, r io.Reader, size int64) error

	// List lists what is there, in no order: all of it, or what is below a folder. A place
	// that was never written to is empty.
	List(ctx context.Context, folder string) iter.Seq2[Object, error]

	// Stat says what a name leads to. A name that leads to nothing is fs.ErrNotExist.
	Stat(ctx context.Context, name string) (Object, error)

	// Get opens what Put stored, to be read until ctx ends. A name that leads to nothing is
	// fs.ErrNotExist.
	Get(ctx context.Context, name string) (File, error)

	// Delete takes a name away; one that leads to nothing is no error.
	Delete(ctx context.Context, name string) error

	// Tidy removes what interrupted Puts left. No Put may go on meanwhile.
	Tidy(ctx context.Context) error
}

// Object is something in a Place.
type Object struct {
	Name     string
	Size     int64     // in bytes
	Modified time.Time // when it was put there, by the clock of the Place
}

// File is an open file. A part of it is read without the rest.
type File interface {
	io.ReadSeekCloser
	io.ReaderAt
	Stat() (fs.FileInfo, error)
}

// Open is the place that a text names: s3://BUCKET/PREFIX, or a folder. Nothing is looked at
// yet.
func Open(text string, s Service) (Place, error) {
	if IsBucket(text) {
		return NewBucket(text, s)
	}
	return Folder(text), nil
}

// IsBucket reports whether a text names a bucket.
func IsBucket(text string) bool { return strings.HasPrefix(text, bucketScheme) }

// Reader is r, which stops giving bytes when ctx is done.
func Reader(ctx context.Context, r io.Reader) io.Reader { return contextReader{ctx, r} }

type contextReader struct {
	ctx context.Context
	io.Reader
}

func (c contextReader) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.Reader.Read(b)
}
