package backups

import (
	"context"
	"io"
	"os"
	"strings"
	"time"
)

// Place is where backups are kept. Nothing but the backups of one practice may be written
// there. It is for one program at a time.
type Place interface {
	// String says where it is, for people.
	String() string

	// Put stores size bytes under a name; what had it is replaced. With an error, or when it
	// is interrupted, the name leads to nothing or to what it led to before.
	Put(ctx context.Context, name string, r io.Reader, size int64) error

	// List lists what is there, in no order; a place that was never written to is empty.
	List(ctx context.Context) ([]Object, error)

	// Get reads what Put stored. A name that leads to nothing is fs.ErrNotExist.
	Get(ctx context.Context, name string) (io.ReadCloser, error)

	// Delete takes a name away; one that leads to nothing is no error.
	Delete(ctx context.Context, name string) error
}

// Object is something in a Place.
type Object struct {
	Name string
	Size int64 // in bytes
}

// The names of what is ours: practice-<time>.backup, with .age when it is encrypted, and
// beside it that name with .proof.
const (
	namePrefix   = "practice-"
	nameTime     = "20060102T150405Z"
	plainSuffix  = ".backup"
	sealedSuffix = ".backup.age"
	proofSuffix  = ".proof"
)

func nameOf(at time.Time, encrypted bool) string {
	suffix := plainSuffix
	if encrypted {
		suffix = sealedSuffix
	}
	return namePrefix + at.UTC().Format(nameTime) + suffix
}

// parseName reads when a backup was made from its name; what is not ours is not ok.
func parseName(name string) (at time.Time, encrypted, ok bool) {
	rest, ours := strings.CutPrefix(name, namePrefix)
	when, encrypted := strings.CutSuffix(rest, sealedSuffix)
	if !encrypted {
		var plain bool
		when, plain = strings.CutSuffix(rest, plainSuffix)
		ours = ours && plain
	}
	at, err := time.Parse(nameTime, when)
	return at, encrypted, ours && err == nil
}

// OpenPlace is the place that a text names: s3://BUCKET/PREFIX, or a folder. Nothing is looked
// at yet.
func OpenPlace(text string, s Service) (Place, error) {
	if strings.HasPrefix(text, bucketScheme) {
		return NewBucket(text, s)
	}
	return Folder(text), nil
}

// Locate finds what a text names that a backup is to come from: a place, as OpenPlace has it,
// also with the name of a backup behind it. Of a file the place is nil.
func Locate(text string, s Service) (p Place, name string, err error) {
	if !strings.HasPrefix(text, bucketScheme) {
		info, err := os.Stat(text)
		if err != nil || !info.IsDir() {
			return nil, "", err
		}
		return Folder(text), "", nil
	}
	if i := strings.LastIndex(text, "/"); i >= 0 {
		if _, _, ok := parseName(text[i+1:]); ok {
			text, name = text[:i], text[i+1:]
		}
	}
	p, err = NewBucket(text, s)
	return p, name, err
}
