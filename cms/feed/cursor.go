package feed

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
)

// ErrStartOver is the answer to a cursor that is no place in this change log: it is
// another site's, or a backup was put back since. Read everything anew, then follow the
// feed from LatestCursor.
var ErrStartOver = errors.New("the cursor is no place in this site's change log")

// Latest is the end of the change log.
func Latest(r store.Reader) (string, error) {
	last, ok, err := record.Changes.Last(r, store.Range{})
	if err != nil || !ok {
		return cursorOf(0, record.Change{}), err
	}
	return cursorOf(record.SequenceOf(last.Key), last.Record), nil
}

// A cursor is the number of a change and, so that it fits no other log, 8 bytes of a
// hash of the change: in base64, 22 characters.
const cursorBytes = 16

func cursorOf(n uint64, c record.Change) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%d %d %s %s %d", n, c.At, c.Document, c.Locale, c.Version)
	b := binary.BigEndian.AppendUint64(nil, n)
	return base64.RawURLEncoding.EncodeToString(sum.Sum(b)[:cursorBytes])
}

// parseCursor is the number of the change that a cursor names; 0 is before the first.
func parseCursor(r store.Reader, cursor string) (uint64, error) {
	if cursor == "" {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) != cursorBytes {
		return 0, ErrStartOver
	}
	n := binary.BigEndian.Uint64(b)
	c, ok, err := record.Change{}, n == 0, error(nil)
	if n > 0 {
		c, ok, err = record.Changes.Find(r, record.SequenceKey(n))
	}
	if err == nil && (!ok || cursorOf(n, c) != cursor) {
		err = ErrStartOver
	}
	return n, err
}
