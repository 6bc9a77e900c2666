package record

import (
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Name is what people call a version, and their note on it. A version never
// changes, so both are kept beside it; their texts are bodies, so that they can be
// erased like any other.
type Name struct {
	Name *content.Hash  `cbor:"1,keyasint,omitempty" json:"name,omitzero"`
	Note *content.Hash  `cbor:"2,keyasint,omitempty" json:"note,omitzero"`
	By   content.Author `cbor:"3,keyasint" json:"by"`
	At   Stamp          `cbor:"4,keyasint" json:"at"`
}

// ReadName reads the name and the note of a version; had is false when it has neither.
func ReadName(r store.Reader, key []byte) (name, note string, had bool, err error) {
	rec, had, err := Names.Find(r, key)
	if err != nil || !had {
		return "", "", false, err
	}
	if name, err = ReadText(r, rec.Name); err != nil {
		return "", "", false, err
	}
	note, err = ReadText(r, rec.Note)
	return name, note, true, err
}

// ForgetName drops a name with its texts: nothing else refers to them.
func ForgetName(w store.Writer, key []byte) error {
	rec, err := Names.Get(w, key)
	if err != nil {
		return err
	}
	for _, h := range rec.Bodies() {
		if err := Bodies.Delete(w, h); err != nil {
			return err
		}
		if err := Erasures.Delete(w, h[:]); err != nil {
			return err
		}
	}
	return Names.Delete(w, key)
}

// Bodies lists the hashes of its texts.
func (n Name) Bodies() []content.Hash {
	var out []content.Hash
	for _, h := range []*content.Hash{n.Name, n.Note} {
		if h != nil {
			out = append(out, *h)
		}
	}
	return out
}
