package record

import (
	"crypto/sha256"
	"fmt"
	"io"
	"iter"

	"github.com/klauspost/compress/zstd"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// A body is one text: a block, a document's title and fields, a note, a name or a raw
// paste. It is kept under the hash of its encoding, and compressed where that saves
// room. A body that was taken out of history for good has a marker in its place.

// Body is one text. The salt keeps an erased text from being guessed from its hash.
type Body struct {
	Salt   [16]byte       `cbor:"1,keyasint" json:"salt"`
	Kind   string         `cbor:"2,keyasint,omitempty" json:"kind,omitzero"`   // name of the kind or type; empty for plain text
	Schema int            `cbor:"3,keyasint,omitempty" json:"schema,omitzero"` // version of the kind or type it was written in
	Title  string         `cbor:"4,keyasint,omitempty" json:"title,omitzero"`
	Fields content.Fields `cbor:"5,keyasint,omitempty" json:"fields,omitzero"`
	Text   string         `cbor:"6,keyasint,omitempty" json:"text,omitzero"`
}

// Erasure stands where a body was. It is kept under the body's hash, so that the
// versions that held the body still verify.
type Erasure struct {
	At     Stamp              `cbor:"1,keyasint" json:"at"`
	By     content.Author     `cbor:"2,keyasint" json:"by"`
	Why    content.RemovedWhy `cbor:"3,keyasint" json:"why"`
	Reason string             `cbor:"4,keyasint,omitempty" json:"reason,omitzero"` // in the words of who erased
	Rest   *Body              `cbor:"5,keyasint,omitempty" json:"rest,omitzero"`   // what is left, without its salt; nil: nothing
}

// Text is a text as it can be read today: as it was written, or what is left of it.
type Text struct {
	Body
	Removed *Erasure // nil: nothing was taken out of it
}

// ReadBody reads a text by its hash. With its marker it says what is left of an erased
// one. The error is store.ErrDamaged when there is neither.
func ReadBody(r store.Reader, h content.Hash) (Text, error) {
	encoded, ok, err := Bodies.Find(r, h)
	if err != nil {
		return Text{}, err
	}
	if ok {
		var b Text
		return b, DecodeBody(encoded, &b.Body)
	}
	mark, ok, err := Erasures.Find(r, h[:])
	if err == nil && !ok {
		err = fmt.Errorf("%w: the text %s is missing; run practicecms verify", store.ErrDamaged, h)
	}
	if err != nil {
		return Text{}, err
	}
	b := Text{Removed: &mark}
	if mark.Rest != nil {
		b.Body = *mark.Rest
	}
	return b, nil
}

// DecodeBody reads an encoded body, or returns store.ErrDamaged.
func DecodeBody(encoded []byte, b *Body) error {
	if err := decodeMode.Unmarshal(encoded, b); err != nil {
		return fmt.Errorf("%w: a text cannot be read: %w", store.ErrDamaged, err)
	}
	return nil
}

// WriteBody stores a text under the hash of its encoding, with a salt of its own.
func WriteBody(w store.Writer, random io.Reader, b Body) (content.Hash, error) {
	if _, err := io.ReadFull(random, b.Salt[:]); err != nil {
		return content.Hash{}, fmt.Errorf("read randomness: %w", err)
	}
	encoded, err := Encode(b)
	if err != nil {
		return content.Hash{}, fmt.Errorf("encode a text: %w", err)
	}
	h := content.Hash(sha256.Sum256(encoded))
	return h, Bodies.put(w, h, encoded)
}

// WriteText stores a note, a name or a raw paste; nil for an empty one.
func WriteText(w store.Writer, random io.Reader, text string) (*content.Hash, error) {
	if text == "" {
		return nil, nil
	}
	h, err := WriteBody(w, random, Body{Text: text})
	return &h, err
}

// ReadText reads what WriteText wrote; a nil hash is the empty text.
func ReadText(r store.Reader, h *content.Hash) (string, error) {
	if h == nil {
		return "", nil
	}
	b, err := ReadBody(r, *h)
	return b.Text, err
}

// BodyTable keeps encoded bodies, compressed (RFC 8878) where that makes them smaller.
// A compressed one begins with the magic number of Zstandard, which no encoded record
// does.
type BodyTable struct{ Space store.Space }

var (
	compressor = must(zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false), zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithWindowSize(1<<18)))
	expander   = must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(store.MaxValueSize)))
)

const zstdMagic = "\x28\xb5\x2f\xfd"

// Find returns the encoding of a body, expanded, and whether it is there.
func (t BodyTable) Find(r store.Reader, h content.Hash) (encoded []byte, ok bool, err error) {
	stored, err := r.Get(t.Space, h[:])
	if err != nil {
		return nil, false, Ignore(store.ErrNotFound, err)
	}
	encoded, err = expand(stored, nil)
	return encoded, err == nil, err
}

func (t BodyTable) put(w store.Writer, h content.Hash, encoded []byte) error {
	return w.Put(t.Space, h[:], compress(encoded))
}

// Delete removes a body. What refers to it needs an Erasure in its place.
func (t BodyTable) Delete(w store.Writer, h content.Hash) error { return w.Delete(t.Space, h[:]) }

// Scan yields the encodings of all bodies. They are valid until the next step.
func (t BodyTable) Scan(r store.Reader) iter.Seq2[EncodedBody, error] {
	return func(yield func(EncodedBody, error) bool) {
		var buffer []byte
		for kv, err := range r.Scan(t.Space, store.Range{}) {
			var b EncodedBody
			if err == nil {
				b.Hash = content.Hash(kv.Key)
				buffer, err = expand(kv.Value, buffer[:0])
				b.Bytes = buffer
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

// EncodedBody is a body of a scan.
type EncodedBody struct {
	Hash  content.Hash // the key that it is kept under
	Bytes []byte       // what the hash should be of
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
		return nil, fmt.Errorf("%w: a text cannot be expanded: %w", store.ErrDamaged, err)
	}
	return out, nil
}

// Sum is the hash of a text: SHA-256 over its encoding.
func (b Body) Sum() (content.Hash, error) {
	encoded, err := Encode(b)
	return sha256.Sum256(encoded), err
}
