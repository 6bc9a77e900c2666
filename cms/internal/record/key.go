package record

import (
	"encoding/binary"

	"practicecms/content"
)

// Keys are built here and nowhere else. Ids have 16 bytes and numbers 8, big-endian;
// a locale is led by its length, so that no key of one document or locale is a
// prefix of another's. Text comes last in a key.

// DocumentKey: document (16).
func DocumentKey(id content.DocumentID) []byte { return id[:] }

// LocaleKey: length (1 byte) ‖ tag. A Locale has at most 35 bytes.
func LocaleKey(l content.Locale) []byte { return append([]byte{byte(len(l))}, l...) }

// HeadKey: document (16) ‖ locale.
func HeadKey(id content.DocumentID, l content.Locale) []byte { return append(id[:], LocaleKey(l)...) }

// NumberedKey: document (16) ‖ locale ‖ number (8). A scan of HeadKey's prefix gives
// the history, oldest first.
func NumberedKey(id content.DocumentID, l content.Locale, n uint64) []byte {
	return binary.BigEndian.AppendUint64(HeadKey(id, l), n)
}

// SequenceKey: number (8).
func SequenceKey(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// WorkingKey: document (16) ‖ locale ‖ person (16).
func WorkingKey(id content.DocumentID, l content.Locale, p content.PersonID) []byte {
	return append(HeadKey(id, l), p[:]...)
}

// PathKey: locale ‖ path.
func PathKey(l content.Locale, path string) []byte { return append(LocaleKey(l), path...) }

// DueKey: time (8, microseconds since 1970) ‖ document (16) ‖ locale. A scan gives what
// is due soonest.
func DueKey(at Stamp, id content.DocumentID, l content.Locale) []byte {
	return append(SequenceKey(uint64(at)), HeadKey(id, l)...)
}

// ShelfKey: document (16) ‖ locale ‖ block (16).
func ShelfKey(id content.DocumentID, l content.Locale, b content.BlockID) []byte {
	return append(HeadKey(id, l), b[:]...)
}

// UseKey: target (16) ‖ source (16) ‖ locale.
func UseKey(target, source content.DocumentID, l content.Locale) []byte {
	return append(append(target[:], source[:]...), LocaleKey(l)...)
}

// LocaleAt reads the locale that LocaleKey wrote at the start of b, and what follows.
func LocaleAt(b []byte) (content.Locale, []byte) {
	n := int(b[0])
	return content.Locale(b[1 : 1+n]), b[1+n:]
}

// SequenceOf reads the number at the end of a key.
func SequenceOf(key []byte) uint64 { return binary.BigEndian.Uint64(key[len(key)-8:]) }
