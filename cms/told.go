package cms

import (
	"context"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/content"
)

// Told is what readers were told of a document at a moment.
type Told struct {
	Page  Page      // as Delivery gave it then; with Version 0 it was not on the site
	Since time.Time // from when on that version, or nothing, was live; zero: nothing had been yet
	Until time.Time // when that ended; zero: it is still so
	First time.Time // when anything of it was live first; zero: never until today
	Last  Turn      // the change that made it look as it did
	Next  Turn      // the change after it
}

// Turn is a change of what readers saw on a page: of the page itself, or of a record
// that stands in it.
type Turn struct {
	At       time.Time // zero: there is none
	Document content.DocumentID
}

// Told says what readers were told of a document at a moment, the zero time meaning
// now, and what led to it and away from it. It needs the permission to read drafts. The errors are ErrNotFound
// for a document that does not exist in this locale, and ErrToCome.
func (e *Editor) Told(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, at time.Time) (Told, error) {
	if err := e.log.Allow(ctx, who, audit.MayRead, audit.OnDocument(id)); err != nil {
		return Told{}, err
	}
	if at.IsZero() {
		at = e.cms.now().Time()
	}
	d, err := e.cms.Delivery().At(at)
	if err != nil {
		return Told{}, err
	}
	var out Told
	err = d.view(ctx, func(r sight) error {
		_, head, err := r.head(id, l)
		if err != nil {
			return err
		}
		shown := []content.DocumentID{id}
		if head.Live != 0 {
			if out.Page, err = d.page(r, id, l, withBlocks); err != nil {
				return err
			}
			records, err := d.records(r, out.Page)
			if err != nil {
				return err
			}
			shown = append(shown, records...)
		}
		own, next := r.past.turns(r.n, l, id)
		out.Since, out.Until = own.At, next.At
		out.Last, out.Next = r.past.turns(r.n, l, shown...)
		out.First = r.past.first(id, l)
		return nil
	})
	return out, err
}

// records lists the records that stand in a page, or would if they were live.
func (d *Delivery) records(r sight, p Page) ([]content.DocumentID, error) {
	typ, _ := d.cms.model.Type(p.Type)
	targets := references(d.cms.model, typ.Name, p.Content)
	for _, linked := range p.Linked {
		if typ, _ := d.cms.model.Type(linked.Type); !typ.IsPage() {
			targets = append(targets, references(d.cms.model, typ.Name, linked.Content)...)
		}
	}
	var out []content.DocumentID
	for _, target := range targets {
		doc, ok, err := record.Documents.Find(r, record.DocumentKey(target))
		if err != nil {
			return nil, err
		}
		if typ, _ := d.cms.model.Type(doc.Type); ok && !typ.IsPage() {
			out = append(out, target)
		}
	}
	return out, nil
}

// turns gives the last of the first n changes that moved one of some documents, and
// the one after them; the zero Turn where there is none.
func (p *past) turns(n int, l content.Locale, ids ...content.DocumentID) (last, next Turn) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	turn := func(i int) Turn {
		if i < 0 || i == len(p.steps) {
			return Turn{}
		}
		return Turn{p.steps[i].from.Time(), p.steps[i].Document}
	}
	latest, soonest := -1, len(p.steps)
	for _, id := range ids {
		all := p.of[string(record.HeadKey(id, l))]
		told := upTo(all, n)
		if len(told) > 0 {
			latest = max(latest, int(told[len(told)-1]))
		}
		if len(told) < len(all) {
			soonest = min(soonest, int(all[len(told)]))
		}
	}
	return turn(latest), turn(soonest)
}

// first is when anything of a document was live first; zero: never.
func (p *past) first(id content.DocumentID, l content.Locale) time.Time {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if all := p.of[string(record.HeadKey(id, l))]; len(all) > 0 {
		return p.steps[all[0]].from.Time()
	}
	return time.Time{}
}
