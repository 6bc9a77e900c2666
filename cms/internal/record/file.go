package record

import (
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// FileRecord is what is known of an uploaded file's bytes. They lie beside the data file
// under their hash; where a version says the hash, that is what it shows, for good.
type FileRecord struct {
	Kind        string             `cbor:"1,keyasint" json:"kind"`                           // media type, such as image/jpeg
	Size        int64              `cbor:"2,keyasint" json:"size"`                           // in bytes
	Width       int                `cbor:"3,keyasint,omitempty" json:"width,omitzero"`       // of a picture, in pixels
	Height      int                `cbor:"4,keyasint,omitempty" json:"height,omitzero"`      // likewise
	Color       string             `cbor:"5,keyasint,omitempty" json:"color,omitzero"`       // its main colour, as in #3a2f28
	Placeholder string             `cbor:"6,keyasint,omitempty" json:"placeholder,omitzero"` // a data URI of a tiny one
	Moves       bool               `cbor:"7,keyasint,omitempty" json:"moves,omitzero"`       // it is an animation
	Uploaded    content.Hash       `cbor:"8,keyasint" json:"uploaded"`                       // of the bytes as they came, before anything was taken out
	At          Stamp              `cbor:"9,keyasint" json:"at"`                             // when they first came
	Asset       content.DocumentID `cbor:"10,keyasint" json:"asset"`                         // that was made of them
	Erased      *FileErasure       `cbor:"11,keyasint,omitempty" json:"erased,omitzero"`     // nil: they are there
}

// FileErasure stands where a file was that an owner took out of history for good.
type FileErasure struct {
	At     Stamp          `cbor:"1,keyasint" json:"at"`
	By     content.Author `cbor:"2,keyasint" json:"by"`
	Reason string         `cbor:"3,keyasint,omitempty" json:"reason,omitzero"` // in the words of who erased
}

// Shown says that readers were once shown a file, and with which crops.
type Shown struct {
	Since Stamp           `cbor:"1,keyasint"`           // when it first went live
	Focus []content.Focus `cbor:"2,keyasint,omitempty"` // each once, sorted
}

// ReadFile reads what is known of a file, or ErrNotFound, also for one that was erased.
func ReadFile(r store.Reader, h content.Hash) (FileRecord, error) {
	f, err := Files.Get(r, h[:])
	if err == nil && f.Erased != nil {
		err = ErrNotFound
	}
	return f, err
}
