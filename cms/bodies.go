package cms

import (
	"crypto/sha256"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/klauspost/compress/zstd"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// A body is one text: a block, a document's title and fields, a note, a name or a raw
// paste. It is kept under the hash of its encoding, and compressed where that saves
// room. A body that was taken out of history for good has a marker in its place.

// bodyRecord is one text. The salt keeps an erased text from being guessed from its
// hash.
type bodyRecord struct {
	Salt   [16]byte       `cbor:"1,keyasint"`
	Kind   string         `cbor:"2,keyasint,omitempty"` // name of the kind or type; empty for plain text
	Schema int            `cbor:"3,keyasint,omitempty"` // version of the kind or type it was written in
	Title  string         `cbor:"4,keyasint,omitempty"`
	Fields content.Fields `cbor:"5,keyasint,omitempty"`
	Text   string         `cbor:"6,keyasint,omitempty"`
}

// erasureRecord stands where a body was. It is kept under the body's hash, so that
// the versions that held the body still verify.
type erasureRecord struct {
	At     stamp       `cbor:"1,keyasint"`
	By     Author      `cbor:"2,keyasint"`
	Why    Taken       `cbor:"3,keyasint"`
	Reason string      `cbor:"4,keyasint,omitempty"` // in the words of who erased
	Rest   *bodyRecord `cbor:"5,keyasint,omitempty"` // what is left, without its salt; nil: nothing
}

// Taken says why a text is no longer in history.
type Taken string

// The ways in which a text leaves history. They are stored.
const (
	TakenErased  Taken = "erased"  // an owner took these words out for good
	TakenThinned Taken = "thinned" // an owner thinned out old drafts
)

// Erasure is the marker that stays where a text was taken out of history.
type Erasure struct {
	At     time.Time
	By     Author
	Why    Taken
	Reason string
}

func (e erasureRecord) erasure() Erasure {
	return Erasure{At: e.At.time(), By: e.By, Why: e.Why, Reason: e.Reason}
}

// body is a text as it can be read today: as it was written, or what is left of it.
type body struct {
	bodyRecord
	taken *erasureRecord // nil: nothing was taken out of it
}

// readBody reads a text by its hash. With its marker it says what is left of an erased
// one. The error is ErrDamaged when there is neither.
func readBody(r store.Reader, h Hash) (body, error) {
	encoded, ok, err := bodies.find(r, h)
	if err != nil {
		return body{}, err
	}
	if ok {
		var b body
		return b, decodeBody(encoded, &b.bodyRecord)
	}
	mark, ok, err := erasures.find(r, h[:])
	if err == nil && !ok {
		err = fmt.Errorf("%w: the text %s is missing; run practicecms verify", ErrDamaged, h)
	}
	if err != nil {
		return body{}, err
	}
	b := body{taken: &mark}
	if mark.Rest != nil {
		b.bodyRecord = *mark.Rest
	}
	return b, nil
}

func decodeBody(encoded []byte, b *bodyRecord) error {
	if err := decodeMode.Unmarshal(encoded, b); err != nil {
		return fmt.Errorf("%w: a text cannot be read: %w", ErrDamaged, err)
	}
	return nil
}

// writeBody stores a text under the hash of its encoding, with a salt of its own.
func writeBody(w store.Writer, random io.Reader, b bodyRecord) (Hash, error) {
	if _, err := io.ReadFull(random, b.Salt[:]); err != nil {
		return Hash{}, fmt.Errorf("read randomness: %w", err)
	}
	encoded, err := encodeMode.Marshal(b)
	if err != nil {
		return Hash{}, fmt.Errorf("encode a text: %w", err)
	}
	h := Hash(sha256.Sum256(encoded))
	return h, bodies.put(w, h, encoded)
}

// writeText stores a note, a name or a raw paste; nil for an empty one.
func writeText(w store.Writer, random io.Reader, text string) (*Hash, error) {
	if text == "" {
		return nil, nil
	}
	h, err := writeBody(w, random, bodyRecord{Text: text})
	return &h, err
}

func readText(r store.Reader, h *Hash) (string, error) {
	if h == nil {
		return "", nil
	}
	b, err := readBody(r, *h)
	return b.Text, err
}

// bodyTable keeps encoded bodies, compressed (RFC 8878) where that makes them smaller.
// A compressed one begins with the magic number of Zstandard, which no encoded record
// does.
type bodyTable struct{ space store.Space }

var (
	compressor = must(zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false), zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithWindowSize(1<<18)))
	expander   = must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(store.MaxValueSize)))
)

const zstdMagic = "\x28\xb5\x2f\xfd"

func (t bodyTable) find(r store.Reader, h Hash) (encoded []byte, ok bool, err error) {
	stored, err := r.Get(t.space, h[:])
	if err != nil {
		return nil, false, ignore(store.ErrNotFound, err)
	}
	encoded, err = expand(stored, nil)
	return encoded, err == nil, err
}

func (t bodyTable) put(w store.Writer, h Hash, encoded []byte) error {
	return w.Put(t.space, h[:], compress(encoded))
}

func (t bodyTable) delete(w store.Writer, h Hash) error { return w.Delete(t.space, h[:]) }

// scan yields the encodings of all bodies. They are valid until the next step.
func (t bodyTable) scan(r store.Reader) iter.Seq2[encodedBody, error] {
	return func(yield func(encodedBody, error) bool) {
		var buffer []byte
		for kv, err := range r.Scan(t.space, store.Range{}) {
			var b encodedBody
			if err == nil {
				b.hash = Hash(kv.Key)
				buffer, err = expand(kv.Value, buffer[:0])
				b.bytes = buffer
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

type encodedBody struct {
	hash  Hash
	bytes []byte
}

func compress(encoded []byte) []byte {
	if small := compressor.EncodeAll(encoded, nil); len(small) < len(encoded) {
		return small
	}
	return encoded
}

// expand undoes compress, into the buffer.
func expand(stored, into []byte) ([]byte, error) {
	if len(stored) < len(zstdMagic) || string(stored[:len(zstdMagic)]) != zstdMagic {
		return append(into, stored...), nil
	}
	out, err := expander.DecodeAll(stored, into)
	if err != nil {
		return nil, fmt.Errorf("%w: a text cannot be expanded: %w", ErrDamaged, err)
	}
	return out, nil
}
