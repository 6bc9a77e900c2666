package record

import (
	"crypto/sha256"
	"slices"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// WorkingCopy is one person's edits of a document that are not a version yet.
type WorkingCopy struct {
	Base   uint64         `cbor:"1,keyasint" json:"base"`
	At     Stamp          `cbor:"2,keyasint" json:"at"`
	Path   string         `cbor:"3,keyasint,omitempty" json:"path,omitzero"`
	Title  string         `cbor:"4,keyasint,omitempty" json:"title,omitzero"`
	Fields content.Fields `cbor:"5,keyasint,omitempty" json:"fields,omitzero"`
	Blocks []WorkingBlock `cbor:"6,keyasint,omitempty" json:"blocks,omitempty"`
}

// WorkingBlock is a block of it, with its text inside: what nobody saved has no history.
type WorkingBlock struct {
	ID     content.BlockID `cbor:"1,keyasint" json:"id"`
	Kind   string          `cbor:"2,keyasint" json:"kind"`
	Fields content.Fields  `cbor:"3,keyasint,omitempty" json:"fields,omitzero"`
}

// Tag names a state of a working copy: SHA-256 over its record.
func (rec WorkingCopy) Tag() (content.Hash, error) {
	b, err := Encode(rec)
	return sha256.Sum256(b), err
}

// EachBody returns the working copy with its texts as change returns them.
func (rec WorkingCopy) EachBody(change func(Body) Body) WorkingCopy {
	own := change(Body{Title: rec.Title, Fields: rec.Fields})
	rec.Title, rec.Fields = own.Title, own.Fields
	rec.Blocks = slices.Clone(rec.Blocks)
	for i, b := range rec.Blocks {
		rec.Blocks[i].Fields = change(Body{Kind: b.Kind, Fields: b.Fields}).Fields
	}
	return rec
}

// FindWorking reads a working copy and its tag, which is zero when there is none.
func FindWorking(r store.Reader, key []byte) (WorkingCopy, content.Hash, error) {
	rec, ok, err := Working.Find(r, key)
	if err != nil || !ok {
		return rec, content.Hash{}, err
	}
	tag, err := rec.Tag()
	return rec, tag, err
}
