package record

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// BlockRef is a block of a version: its text is the body of that hash.
type BlockRef struct {
	ID   content.BlockID `cbor:"1,keyasint" json:"id"`
	Kind string          `cbor:"2,keyasint" json:"kind"`
	Hash content.Hash    `cbor:"3,keyasint" json:"hash"`
}

// Version is one state of a document in a locale. It holds no text: every text is a body,
// so that it can be erased.
type Version struct {
	Number       uint64         `cbor:"1,keyasint" json:"number"`
	Path         string         `cbor:"2,keyasint,omitempty" json:"path,omitzero"`
	Fields       content.Hash   `cbor:"3,keyasint" json:"fields"` // body of title and document fields
	Blocks       []BlockRef     `cbor:"4,keyasint,omitempty" json:"blocks,omitempty"`
	By           content.Author `cbor:"5,keyasint" json:"by"`
	At           Stamp          `cbor:"6,keyasint" json:"at"`
	Origin       content.Origin `cbor:"7,keyasint" json:"origin"`
	RestoredFrom uint64         `cbor:"8,keyasint,omitempty" json:"restoredFrom,omitzero"` // 0: not a restore
	Note         *content.Hash  `cbor:"9,keyasint,omitempty" json:"note,omitzero"`
	Raw          *content.Hash  `cbor:"10,keyasint,omitempty" json:"raw,omitzero"`    // the pasted text that this version was made from
	Parent       content.Hash   `cbor:"11,keyasint" json:"parent,omitzero"`           // hash of the version before; zero for number 1
	Hash         content.Hash   `cbor:"12,keyasint,omitzero" json:"hash,omitzero"`    // over all of the rest and the document, see Sum
	Picks        []Pick         `cbor:"13,keyasint,omitempty" json:"picks,omitempty"` // blocks brought back from several versions
	Clock        Stamp          `cbor:"14,keyasint,omitempty" json:"clock,omitzero"`  // what the computer's clock showed, when it was not believed; 0: At
}

// Pick is a block that was brought back, and the version it came from.
type Pick struct {
	Block   content.BlockID `cbor:"1,keyasint" json:"block"`
	Version uint64          `cbor:"2,keyasint" json:"version"`
}

// Sources lists the versions that something was brought back from.
func (v Version) Sources() []uint64 {
	var out []uint64
	if v.RestoredFrom > 0 {
		out = append(out, v.RestoredFrom)
	}
	for _, p := range v.Picks {
		out = append(out, p.Version)
	}
	return out
}

// Bodies lists the hashes of all texts that a version holds.
func (v Version) Bodies() []content.Hash {
	out := make([]content.Hash, 0, len(v.Blocks)+3)
	out = append(out, v.Fields)
	for _, ref := range v.Blocks {
		out = append(out, ref.Hash)
	}
	for _, h := range []*content.Hash{v.Note, v.Raw} {
		if h != nil {
			out = append(out, *h)
		}
	}
	return out
}

// Sum is the version's hash: SHA-256 over its document, its locale and its record
// without the hash. With Parent inside it, history is a chain.
func (v Version) Sum(id content.DocumentID, l content.Locale) (content.Hash, error) {
	v.Hash = content.Hash{}
	b, err := Encode(v)
	if err != nil {
		return content.Hash{}, err
	}
	h := sha256.New()
	h.Write(HeadKey(id, l))
	h.Write(b)
	return content.Hash(h.Sum(nil)), nil
}

// RefuseRemoved is ErrTextRemoved when of some text of the version nothing is left.
func (v Version) RefuseRemoved(r store.Reader) error {
	if err := RefuseRemoved(r, v.Fields, v.Number); err != nil {
		return err
	}
	for _, ref := range v.Blocks {
		if err := RefuseRemoved(r, ref.Hash, v.Number); err != nil {
			return err
		}
	}
	return nil
}

// RefuseRemoved is ErrTextRemoved for a text of which nothing is left. One that lost some words
// comes back without them.
func RefuseRemoved(r store.Reader, h content.Hash, n uint64) error {
	b, err := ReadBody(r, h)
	if err != nil || b.Removed == nil || b.Removed.Rest != nil {
		return err
	}
	why := ErrErased
	if b.Removed.Why == content.RemovedThinned {
		why = ErrThinned
	}
	return fmt.Errorf("version %d: %w", n, why)
}

// HasBlock reports whether a version has a block.
func HasBlock(v Version, id content.BlockID) bool {
	return slices.ContainsFunc(v.Blocks, func(b BlockRef) bool { return b.ID == id })
}
