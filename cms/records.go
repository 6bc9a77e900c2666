package cms

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/fxamacker/cbor/v2"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Records are CBOR (RFC 8949) with small integer keys, in the core deterministic
// encoding of its §4.2.1: the same record always has the same bytes, so hashes can
// be taken over them. A key number is never given a second meaning.

var (
	encodeMode = must(cbor.CoreDetEncOptions().EncMode())
	decodeMode = must(cbor.DecOptions{
		DupMapKey:        cbor.DupMapKeyEnforcedAPF,
		IntDec:           cbor.IntDecConvertSignedOrFail, // numbers in content are int64
		DefaultMapType:   anyMapType,
		MaxNestedLevels:  32,
		MaxArrayElements: 1 << 20,
		MaxMapPairs:      1 << 16,
	}.DecMode())
)

// Hash is a SHA-256 sum.
type Hash [sha256.Size]byte

// String gives the form that is delivered: "sha256-" and base64, as in Subresource
// Integrity. The zero hash is "".
func (h Hash) String() string {
	if h == (Hash{}) {
		return ""
	}
	return "sha256-" + base64.StdEncoding.EncodeToString(h[:])
}

// stamp is a time in microseconds since 1970, UTC. 0 means "never".
type stamp int64

func stampOf(t time.Time) stamp { return stamp(t.UnixMicro()) }

func (s stamp) time() time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(s)).UTC()
}

type documentRecord struct {
	Type      string `cbor:"1,keyasint"`
	Created   stamp  `cbor:"2,keyasint"`
	TrashedAt stamp  `cbor:"3,keyasint,omitempty"` // 0: not in the trash
	TrashedBy Author `cbor:"4,keyasint,omitzero"`
}

type headRecord struct {
	Latest   uint64 `cbor:"1,keyasint"`           // number of the latest version, from 1
	Live     uint64 `cbor:"2,keyasint,omitempty"` // number of the live version; 0: none
	LivePath string `cbor:"3,keyasint,omitempty"` // the live version's path; empty for records
	First    stamp  `cbor:"4,keyasint,omitempty"` // when the document was first live
	Since    stamp  `cbor:"5,keyasint,omitempty"` // when the live version went live
	Told     uint64 `cbor:"6,keyasint,omitempty"` // sequence of the last publication record

	Plan *planRecord `cbor:"7,keyasint,omitempty"` // what goes live by itself; nil: nothing
}

// planRecord is a version that goes live at a moment.
type planRecord struct {
	Version uint64    `cbor:"1,keyasint"`
	At      stamp     `cbor:"2,keyasint"`
	By      Author    `cbor:"3,keyasint"`
	Fault   PlanFault `cbor:"4,keyasint,omitempty"` // it could not be carried out
}

type blockRef struct {
	ID   content.BlockID `cbor:"1,keyasint" json:"id"`
	Kind string          `cbor:"2,keyasint" json:"kind"`
	Hash Hash            `cbor:"3,keyasint" json:"hash"`
}

// versionRecord holds no text: every text is a body, so that it can be erased.
type versionRecord struct {
	Number       uint64     `cbor:"1,keyasint"`
	Path         string     `cbor:"2,keyasint,omitempty"`
	Fields       Hash       `cbor:"3,keyasint"` // body of title and document fields
	Blocks       []blockRef `cbor:"4,keyasint,omitempty"`
	By           Author     `cbor:"5,keyasint"`
	At           stamp      `cbor:"6,keyasint"`
	Origin       Origin     `cbor:"7,keyasint"`
	RestoredFrom uint64     `cbor:"8,keyasint,omitempty"` // 0: not a restore
	Note         *Hash      `cbor:"9,keyasint,omitempty"`
	Raw          *Hash      `cbor:"10,keyasint,omitempty"` // the pasted text that this version was made from
	Parent       Hash       `cbor:"11,keyasint"`           // hash of the version before; zero for number 1
	Hash         Hash       `cbor:"12,keyasint,omitzero"`  // over all of the rest and the document, see sum
	Picks        []pick     `cbor:"13,keyasint,omitempty"` // blocks brought back from several versions
}

// pick is a block that was brought back, and the version it came from.
type pick struct {
	Block   content.BlockID `cbor:"1,keyasint" json:"block"`
	Version uint64          `cbor:"2,keyasint" json:"version"`
}

// sources lists the versions that something was brought back from.
func (v versionRecord) sources() []uint64 {
	var out []uint64
	if v.RestoredFrom > 0 {
		out = append(out, v.RestoredFrom)
	}
	for _, p := range v.Picks {
		out = append(out, p.Version)
	}
	return out
}

// bodies lists the hashes of all texts that a version holds.
func (v versionRecord) bodies() []Hash {
	out := make([]Hash, 0, len(v.Blocks)+3)
	out = append(out, v.Fields)
	for _, ref := range v.Blocks {
		out = append(out, ref.Hash)
	}
	for _, h := range []*Hash{v.Note, v.Raw} {
		if h != nil {
			out = append(out, *h)
		}
	}
	return out
}

// sum is the version's hash: SHA-256 over its document, its locale and its record
// without the hash. With Parent inside it, history is a chain.
func (v versionRecord) sum(id content.DocumentID, l content.Locale) (Hash, error) {
	v.Hash = Hash{}
	b, err := encodeMode.Marshal(v)
	if err != nil {
		return Hash{}, err
	}
	h := sha256.New()
	h.Write(headKey(id, l))
	h.Write(b)
	return Hash(h.Sum(nil)), nil
}

// publicationRecord is what the public was told from At on.
type publicationRecord struct {
	At      stamp  `cbor:"1,keyasint"`
	Version uint64 `cbor:"2,keyasint,omitempty"` // 0: nothing is live any more
	By      Author `cbor:"3,keyasint"`
	Undo    bool   `cbor:"4,keyasint,omitempty"` // it undid the one before
}

type changeRecord struct {
	At       stamp              `cbor:"1,keyasint"`
	Document content.DocumentID `cbor:"2,keyasint"`
	Locale   content.Locale     `cbor:"3,keyasint"`
	Version  uint64             `cbor:"4,keyasint,omitempty"` // 0: not live any more
	Path     string             `cbor:"5,keyasint,omitempty"`
	OldPath  string             `cbor:"6,keyasint,omitempty"` // set when the address changed
}

type workingRecord struct {
	Base   uint64         `cbor:"1,keyasint"`
	At     stamp          `cbor:"2,keyasint"`
	Path   string         `cbor:"3,keyasint,omitempty"`
	Title  string         `cbor:"4,keyasint,omitempty"`
	Fields content.Fields `cbor:"5,keyasint,omitempty"`
	Blocks []workingBlock `cbor:"6,keyasint,omitempty"`
}

type workingBlock struct {
	ID     content.BlockID `cbor:"1,keyasint"`
	Kind   string          `cbor:"2,keyasint"`
	Fields content.Fields  `cbor:"3,keyasint,omitempty"`
}

// redirectRecord leads an old path to a document, not to a path: wherever the page
// moves, its old addresses are one hop away and cannot loop.
type redirectRecord struct {
	To content.DocumentID `cbor:"1,keyasint"`
	At stamp              `cbor:"2,keyasint"`
}

type useRecord struct {
	Draft bool `cbor:"1,keyasint,omitempty"` // the source's latest version refers to the target
	Live  bool `cbor:"2,keyasint,omitempty"` // the source's live version does
}

// table is one space with records of one type.
type table[R any] struct{ space store.Space }

// get returns the record, or ErrNotFound.
func (t table[R]) get(r store.Reader, key []byte) (R, error) {
	var rec R
	b, err := r.Get(t.space, key)
	if err != nil {
		if errors.Is(err, store.ErrNotFound) {
			return rec, ErrNotFound
		}
		return rec, err
	}
	return rec, t.decode(b, &rec)
}

// find is get for a record that may be absent.
func (t table[R]) find(r store.Reader, key []byte) (rec R, ok bool, err error) {
	rec, err = t.get(r, key)
	if errors.Is(err, ErrNotFound) {
		return rec, false, nil
	}
	return rec, err == nil, err
}

func (t table[R]) put(w store.Writer, key []byte, rec R) error {
	b, err := encodeMode.Marshal(rec)
	if err != nil {
		return fmt.Errorf("encode a record of %s: %w", t.space, err)
	}
	return w.Put(t.space, key, b)
}

func (t table[R]) delete(w store.Writer, key []byte) error { return w.Delete(t.space, key) }

// row is one record with its key. The key is valid until the next step of the scan.
type row[R any] struct {
	key []byte
	rec R
}

func (t table[R]) scan(r store.Reader, rg store.Range) iter.Seq2[row[R], error] {
	return func(yield func(row[R], error) bool) {
		for kv, err := range r.Scan(t.space, rg) {
			out := row[R]{key: kv.Key}
			if err == nil {
				err = t.decode(kv.Value, &out.rec)
			}
			if !yield(out, err) {
				return
			}
		}
	}
}

// last returns the last record of a range and whether there is one.
func (t table[R]) last(r store.Reader, rg store.Range) (row[R], bool, error) {
	rg.Reverse = true
	for found, err := range t.scan(r, rg) {
		found.key = append([]byte(nil), found.key...)
		return found, err == nil, err
	}
	return row[R]{}, false, nil
}

func (t table[R]) decode(b []byte, rec *R) error {
	if err := decodeMode.Unmarshal(b, rec); err != nil {
		return fmt.Errorf("%w: a record of %s cannot be read: %w", ErrDamaged, t.space, err)
	}
	return nil
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// localHead is a document's head in one locale.
type localHead struct {
	locale content.Locale
	headRecord
}

// headsOf reads a document's heads, in the order of the locales' keys.
func headsOf(r store.Reader, id content.DocumentID) ([]localHead, error) {
	var out []localHead
	for row, err := range heads.scan(r, store.Prefix(documentKey(id))) {
		if err != nil {
			return nil, err
		}
		l, _ := localeAt(row.key[16:])
		out = append(out, localHead{l, row.rec})
	}
	return out, nil
}

// sequenceOf reads the number at the end of a key.
func sequenceOf(key []byte) uint64 { return binary.BigEndian.Uint64(key[len(key)-8:]) }

// ignore turns one error into success.
func ignore(harmless, err error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}
