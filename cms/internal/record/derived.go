package record

import (
	"practicecms/content"
)

// Redirect leads an old path to the document that left it last, not to a path: wherever
// the page moves, its old addresses are one hop away and cannot loop. While that one is not
// live, package live finds who was there before it in the change log.
type Redirect struct {
	To content.DocumentID `cbor:"1,keyasint" json:"to"`
	At Stamp              `cbor:"2,keyasint" json:"at"`
}

// Use says that a document refers to another.
type Use struct {
	Draft bool `cbor:"1,keyasint,omitempty"` // the source's latest version refers to the target
	Live  bool `cbor:"2,keyasint,omitempty"` // the source's live version does
}

// Shelved says between which versions a block went.
type Shelved struct {
	Held uint64 `cbor:"1,keyasint"` // the last version that has it
	Gone uint64 `cbor:"2,keyasint"` // the version after it, which does not
}

// ShelfBuilt is the key whose presence says that the shelf covers all of history. A
// file that was written before there was a shelf lacks it.
var ShelfBuilt = []byte{0}
