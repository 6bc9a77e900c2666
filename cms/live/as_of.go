package live

import (
	"time"

	"practicecms/cms/feed"
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/content"
)

// AsOf is what readers were told of a document at a moment.
type AsOf struct {
	Page  Page      // as Delivery gave it then; with Version 0 it was not on the site
	Since time.Time // from when on that version, or nothing, was live; zero: nothing had been yet
	Until time.Time // when that ended; zero: it is still so
	First time.Time // when anything of it was live first; zero: never until today
	Last  feed.Move // the change that made it look as it did
	Next  feed.Move // the change after it
}

// AsOf says what readers were told of a document at the moment of the view, and what led
// to it and away from it. The error is ErrNotFound for a document that does not exist in
// this locale.
func (v View) AsOf(id content.DocumentID, l content.Locale) (AsOf, error) {
	var out AsOf
	_, head, err := v.head(id, l)
	if err != nil {
		return out, err
	}
	shown := []content.DocumentID{id}
	if head.Live != 0 {
		if out.Page, err = v.Page(id, l, WithBlocks); err != nil {
			return out, err
		}
		records, err := v.records(out.Page)
		if err != nil {
			return out, err
		}
		shown = append(shown, records...)
	}
	own, next := v.past.Turns(v.n, l, id)
	out.Since, out.Until = own.At, next.At
	out.Last, out.Next = v.past.Turns(v.n, l, shown...)
	out.First = v.past.First(id, l)
	return out, nil
}

// records lists the records that stand in a page, or would if they were live.
func (v View) records(p Page) ([]content.DocumentID, error) {
	typ, _ := v.site.model.Type(p.Type)
	targets := derived.References(v.site.model, typ.Name, p.Content)
	for _, linked := range p.Linked {
		if typ, _ := v.site.model.Type(linked.Type); !typ.IsPage() {
			targets = append(targets, derived.References(v.site.model, typ.Name, linked.Content)...)
		}
	}
	var out []content.DocumentID
	for _, target := range targets {
		doc, ok, err := record.Documents.Find(v, record.DocumentKey(target))
		if err != nil {
			return nil, err
		}
		if typ, _ := v.site.model.Type(doc.Type); ok && !typ.IsPage() {
			out = append(out, target)
		}
	}
	return out, nil
}
