package bolt

import (
	"encoding/hex"
	"io"
	"os"
	"time"

	"practicecms/cms/internal/store"
)

// Strict makes bbolt check the whole file at every commit.
func (o Options) Strict() Options { o.strict = true; return o }

// Uncounted makes Open leave the counting of records out.
func (o Options) Uncounted() Options { o.uncounted = true; return o }

// File is the handle that bbolt writes through, for tests that break it.
func (db *DB) File() *os.File { return db.file }

// LookThrough makes the store look at its headers through r, for tests that break its handle.
func (db *DB) LookThrough(r io.ReaderAt) { db.ground.reader = r }

// ProbeAgain lets the next Probe try to write, whenever the last one did.
func (db *DB) ProbeAgain() { db.probed.Store(0) }

// IsFull reports whether the error of a commit is one of want of room.
func IsFull(err error) bool { return isFull(err) }

// WarnAfter changes how long a View may take in silence.
func (db *DB) WarnAfter(d time.Duration) { db.slowView = d }

// Seal and Unseal are the record codec.
func Seal(s store.Space, key, value []byte) []byte { return newKeyspace(s, 0).seal(key, value) }
func Unseal(s store.Space, key, stored []byte) ([]byte, error) {
	return newKeyspace(s, 0).open(key, stored)
}

// HeaderHex is the header record's value.
func HeaderHex(format uint32, created time.Time, spaces ...store.Space) string {
	return hex.EncodeToString(header{Format: format, Created: created, Spaces: spaces}.encode())
}

// PlaceOf is the key of the tally that a record counts in.
func PlaceOf(s store.Space, key string) string {
	return string(place{s, partOf([]byte(key))}.key())
}

// TallyHex is the value of the tally of a part that holds one record.
func TallyHex(s store.Space, key, value []byte) string {
	return hex.EncodeToString(tallyOf(key, newKeyspace(s, 0).seal(key, value)).encode())
}
