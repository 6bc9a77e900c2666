package bolt

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"practicecms/cms/internal/store"
)

const (
	recordFormat     = 1
	recordHeaderSize = 5 // format (1 byte), checksum (4 bytes)
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// keyspace is a space together with the part of the checksum that all its records
// share: the name and a zero byte, which no name has in it.
type keyspace struct {
	name store.Space
	slot int // index into a transaction's open buckets
	sum  uint32
}

func newKeyspace(name store.Space, slot int) keyspace {
	return keyspace{name: name, slot: slot, sum: crc32.Checksum(append([]byte(name), 0), castagnoli)}
}

// checksum covers the space and the key too, so that a record that turns up in
// another place than it was written to is found. The layout is in FORMAT.md.
func (k keyspace) checksum(key, format, payload []byte) uint32 {
	sum := crc32.Update(k.sum, castagnoli, key)
	sum = crc32.Update(sum, castagnoli, format)
	return crc32.Update(sum, castagnoli, payload)
}

// seal returns the stored form of a value.
func (k keyspace) seal(key, value []byte) []byte {
	stored := make([]byte, recordHeaderSize, recordHeaderSize+len(value))
	stored[0] = recordFormat
	stored = append(stored, value...)
	binary.BigEndian.PutUint32(stored[1:], k.checksum(key, stored[:1], value))
	return stored
}

// open returns the value inside a stored form, as a part of it, or a *DamageError.
func (k keyspace) open(key, stored []byte) ([]byte, error) {
	if len(stored) < recordHeaderSize {
		return nil, k.damage(key, "the record has %d bytes, the shortest has %d", len(stored), recordHeaderSize)
	}
	value := stored[recordHeaderSize:]
	want := binary.BigEndian.Uint32(stored[1:])
	if got := k.checksum(key, stored[:1], value); got != want {
		return nil, k.damage(key, "the checksum is %08x, the record says %08x", got, want)
	}
	if stored[0] != recordFormat {
		return nil, k.damage(key, "the record has format %d, this program knows %d", stored[0], recordFormat)
	}
	return value, nil
}

func (k keyspace) damage(key []byte, format string, args ...any) error {
	return &store.DamageError{Space: k.name, Key: append([]byte{}, key...), Detail: fmt.Sprintf(format, args...)}
}
