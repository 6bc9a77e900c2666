package record

import (
	"fmt"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Document is a document without its content.
type Document struct {
	Type      string         `cbor:"1,keyasint" json:"type"`
	Created   Stamp          `cbor:"2,keyasint" json:"created"`
	TrashedAt Stamp          `cbor:"3,keyasint,omitempty" json:"trashedAt,omitzero"` // 0: not in the trash
	TrashedBy content.Author `cbor:"4,keyasint,omitzero" json:"trashedBy,omitzero"`
}

// Head is how a document stands in one locale.
type Head struct {
	Latest   uint64 `cbor:"1,keyasint" json:"latest"`                      // number of the latest version, from 1
	Live     uint64 `cbor:"2,keyasint,omitempty" json:"live,omitzero"`     // number of the live version; 0: none
	LivePath string `cbor:"3,keyasint,omitempty" json:"livePath,omitzero"` // the live version's path; empty for records
	First    Stamp  `cbor:"4,keyasint,omitempty" json:"first,omitzero"`    // when the document was first live
	Since    Stamp  `cbor:"5,keyasint,omitempty" json:"since,omitzero"`    // when the live version went live
	Told     uint64 `cbor:"6,keyasint,omitempty" json:"told,omitzero"`     // sequence of the last publication record

	Plan *Plan `cbor:"7,keyasint,omitempty" json:"plan,omitzero"` // what goes live by itself; nil: nothing
}

// Plan is a version that goes live at a moment.
type Plan struct {
	Version uint64         `cbor:"1,keyasint" json:"version"`
	At      Stamp          `cbor:"2,keyasint" json:"at"`
	By      content.Author `cbor:"3,keyasint" json:"by"`
	Fault   PlanFault      `cbor:"4,keyasint,omitempty" json:"fault,omitzero"` // it could not be carried out
}

// LocalHead is a document's head in one locale.
type LocalHead struct {
	Locale content.Locale
	Head
}

// HeadsOf reads a document's heads, in the order of the locales' keys.
func HeadsOf(r store.Reader, id content.DocumentID) ([]LocalHead, error) {
	var out []LocalHead
	for row, err := range Heads.Scan(r, store.Prefix(DocumentKey(id))) {
		if err != nil {
			return nil, err
		}
		l, _ := LocaleAt(row.Key[16:])
		out = append(out, LocalHead{l, row.Record})
	}
	return out, nil
}

// PlanFault is why a plan could not be carried out. The plan stays, so that somebody
// sees it.
type PlanFault string

// The faults of plans.
const (
	FaultAddressInUse PlanFault = "path-taken" // another page is live at its address
	FaultOther        PlanFault = "other"      // the log has the cause
)

// EachHead calls fn for every document in every locale.
func EachHead(r store.Reader, fn func(id content.DocumentID, l content.Locale, doc Document, head Head) error) error {
	for row, err := range Heads.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		id := content.DocumentID(row.Key[:16])
		l, _ := LocaleAt(row.Key[16:])
		doc, err := Documents.Get(r, DocumentKey(id))
		if err != nil {
			return fmt.Errorf("document %s: %w", id, err)
		}
		if err := fn(id, l, doc, row.Record); err != nil {
			return err
		}
	}
	return nil
}

// ReadHead reads what is known of a document in one locale; ErrNotFound when it has
// no content there.
func ReadHead(r store.Reader, id content.DocumentID, l content.Locale) (Document, Head, error) {
	doc, err := Documents.Get(r, DocumentKey(id))
	if err != nil {
		return Document{}, Head{}, fmt.Errorf("document %s: %w", id, err)
	}
	head, err := Heads.Get(r, HeadKey(id, l))
	if err != nil {
		return Document{}, Head{}, fmt.Errorf("document %s in %s: %w", id, l, err)
	}
	return doc, head, nil
}
