package content

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/google/uuid"
)

// ID names one thing for ever: 16 bytes, written as a lower-case UUID (RFC 9562).
// Ids are made as version 7, so they sort by the time they were made. The type
// parameter keeps ids of different things apart, so arguments cannot be swapped.
// The zero ID means "none".
type ID[T any] [16]byte

type (
	documentID struct{}
	blockID    struct{}
	personID   struct{}
	tokenID    struct{}
	hookID     struct{}
)

type (
	// DocumentID names a document, in all its locales.
	DocumentID = ID[documentID]
	// BlockID names a block; it is unique within its document and stays the same
	// in every version, so that one block can be compared, restored or translated.
	BlockID = ID[blockID]
	// PersonID names somebody who may sign in.
	PersonID = ID[personID]
	// TokenID names an API token; it is not the secret.
	TokenID = ID[tokenID]
	// HookID names a webhook.
	HookID = ID[hookID]
)

// ErrBadID is returned when a text is not an id in its one written form.
var ErrBadID = errors.New("not an id")

// ParseID reads the written form: 36 lower-case characters with hyphens. Other
// spellings of a UUID, and the zero id, are ErrBadID.
func ParseID[T any](s string) (ID[T], error) {
	u, err := uuid.Parse(s)
	if err != nil || u.String() != s || u == uuid.Nil {
		return ID[T]{}, fmt.Errorf("%w: %.40q", ErrBadID, s)
	}
	return ID[T](u), nil
}

// String gives the written form, or "" for the zero id.
func (id ID[T]) String() string {
	if id.IsZero() {
		return ""
	}
	return uuid.UUID(id).String()
}

// IsZero reports whether the id means "none".
func (id ID[T]) IsZero() bool { return id == ID[T]{} }

// Compare orders ids by their bytes, which is the order in which they were made.
func (id ID[T]) Compare(other ID[T]) int { return bytes.Compare(id[:], other[:]) }

// MarshalText gives the written form; the zero id becomes empty.
func (id ID[T]) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the written form; empty becomes the zero id.
func (id *ID[T]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID[T]{}
		return nil
	}
	parsed, err := ParseID[T](string(b))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}
