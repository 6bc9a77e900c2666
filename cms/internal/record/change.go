package record

import (
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Publication is what the public was told from At on.
type Publication struct {
	At      Stamp          `cbor:"1,keyasint" json:"at"`
	Version uint64         `cbor:"2,keyasint,omitempty" json:"version,omitzero"` // 0: nothing is live any more
	By      content.Author `cbor:"3,keyasint" json:"by"`
	Undo    bool           `cbor:"4,keyasint,omitempty" json:"undo,omitzero"` // it undid the one before
}

// Change is one move of what is live, as the change log keeps it.
type Change struct {
	At       Stamp              `cbor:"1,keyasint" json:"at"`
	Document content.DocumentID `cbor:"2,keyasint" json:"document"`
	Locale   content.Locale     `cbor:"3,keyasint" json:"locale"`
	Version  uint64             `cbor:"4,keyasint,omitempty" json:"version,omitzero"` // 0: not live any more
	Path     string             `cbor:"5,keyasint,omitempty" json:"path,omitzero"`
	OldPath  string             `cbor:"6,keyasint,omitempty" json:"oldPath,omitzero"` // set when the address changed
}

// LastChange is the number of the last change; 0 when there was none.
func LastChange(r store.Reader) (uint64, error) {
	last, ok, err := Changes.Last(r, store.Range{})
	if err != nil || !ok {
		return 0, err
	}
	return SequenceOf(last.Key), nil
}
