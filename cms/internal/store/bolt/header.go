package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"practicecms/cms/internal/store"
)

const headerSpace store.Space = "practicecms"

const (
	headerKey   = "header"
	headerMagic = "practicecms"
)

// header is the record that makes a bbolt file ours. Its list of spaces is what
// tells a space that is new from one that got lost.
type header struct {
	Format  uint32
	Created time.Time     // whole seconds, UTC
	Spaces  []store.Space // in byte order
}

func (h header) encode() []byte {
	b := []byte(headerMagic)
	b = binary.BigEndian.AppendUint32(b, h.Format)
	b = binary.BigEndian.AppendUint64(b, uint64(h.Created.Unix()))
	b = append(b, byte(len(h.Spaces)))
	for _, s := range h.Spaces {
		b = append(b, byte(len(s)))
		b = append(b, s...)
	}
	return b
}

func decodeHeader(b []byte) (header, error) {
	const fixed = len(headerMagic) + 4 + 8 + 1
	if !bytes.HasPrefix(b, []byte(headerMagic)) || len(b) < fixed {
		return header{}, fmt.Errorf("%w: its header record is another program's", ErrForeign)
	}
	b = b[len(headerMagic):]
	h := header{
		Format:  binary.BigEndian.Uint32(b),
		Created: time.Unix(int64(binary.BigEndian.Uint64(b[4:])), 0).UTC(),
	}
	count, b := int(b[12]), b[13:]
	for range count {
		if len(b) == 0 || len(b) < 1+int(b[0]) {
			return h, damaged("the list of spaces in the header record breaks off")
		}
		h.Spaces = append(h.Spaces, store.Space(b[1:1+b[0]]))
		b = b[1+b[0]:]
	}
	return h, nil
}

// refuseNewer is asked before the rest of the header is read: what comes after
// the format number may mean something else in a newer file.
func refuseNewer(file, program uint32) error {
	if file <= program {
		return nil
	}
	return fmt.Errorf("%w: this data file has format %d, this program reads up to %d: use a newer practicecms",
		store.ErrNewerFormat, file, program)
}

func readHeader(tx *bbolt.Tx, program uint32) (header, error) {
	bucket := tx.Bucket([]byte(headerSpace))
	if bucket == nil {
		return header{}, fmt.Errorf("%w: it is a bbolt file of another program, or its header record is damaged", ErrForeign)
	}
	stored := bucket.Get([]byte(headerKey))
	if stored == nil {
		return header{}, damaged("there is no header record")
	}
	b, err := newKeyspace(headerSpace, 0).open([]byte(headerKey), stored)
	if err != nil {
		return header{}, err
	}
	if len(b) >= len(headerMagic)+4 {
		if err := refuseNewer(binary.BigEndian.Uint32(b[len(headerMagic):]), program); err != nil {
			return header{}, err
		}
	}
	h, err := decodeHeader(b)
	if err != nil {
		return h, err
	}
	for _, s := range h.Spaces {
		if tx.Bucket([]byte(s)) == nil {
			return h, &store.DamageError{Space: s, Detail: "the space is gone"}
		}
	}
	return h, nil
}

func writeHeader(tx *bbolt.Tx, h header) error {
	bucket, err := tx.CreateBucketIfNotExists([]byte(headerSpace))
	if err != nil {
		return err
	}
	return bucket.Put([]byte(headerKey), newKeyspace(headerSpace, 0).seal([]byte(headerKey), h.encode()))
}

// addSpaces creates the spaces that the header does not list, and lists them.
func (h header) addSpaces(tx *bbolt.Tx, spaces []store.Space) (header, error) {
	h.Spaces = slices.Clone(h.Spaces)
	for _, s := range spaces {
		if slices.Contains(h.Spaces, s) {
			continue
		}
		if _, err := tx.CreateBucketIfNotExists([]byte(s)); err != nil {
			return h, fmt.Errorf("create space %s: %w", s, err)
		}
		h.Spaces = append(h.Spaces, s)
	}
	slices.Sort(h.Spaces)
	return h, writeHeader(tx, h)
}

// lacks reports whether a space is not listed yet.
func (h header) lacks(spaces []store.Space) bool {
	return slices.ContainsFunc(spaces, func(s store.Space) bool { return !slices.Contains(h.Spaces, s) })
}
