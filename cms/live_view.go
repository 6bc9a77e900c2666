package cms

import (
	"context"
	"iter"
	"sync/atomic"
	"time"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// View is a look at what is live now, or at what was when the first n changes of the log
// had happened.
type View struct {
	store.Reader
	site  *Site
	past  *past // nil: now
	n     int
	epoch uint64 // of now: what had moved by then shows
}

// head is readHead. In the past, a document that is in the trash today was not yet.
func (v View) head(id content.DocumentID, l content.Locale) (record.Document, record.Head, error) {
	doc, head, err := record.ReadHead(v, id, l)
	if err != nil || v.past == nil {
		return doc, head, err
	}
	doc.TrashedAt, doc.TrashedBy = 0, content.Author{}
	return doc, v.past.head(id, l, v.n), nil
}

// heads is headsOf.
func (v View) heads(id content.DocumentID) ([]record.LocalHead, error) {
	all, err := record.HeadsOf(v, id)
	if err == nil && v.past != nil {
		for i, h := range all {
			all[i].Head = v.past.head(id, h.Locale, v.n)
		}
	}
	return all, err
}

// pageAt is the page that is live at an address.
func (v View) pageAt(l content.Locale, path string) (id content.DocumentID, ok bool, err error) {
	if v.past == nil {
		return record.Paths.Find(v, record.PathKey(l, path))
	}
	id, gone, ok := v.past.holder(l, path, v.n)
	return id, ok && !gone, nil
}

// movedFrom is the page that was live at an address before, when none is now.
func (v View) movedFrom(l content.Locale, path string) (id content.DocumentID, ok bool, err error) {
	if v.past == nil {
		old, ok, err := record.Redirects.Find(v, record.PathKey(l, path))
		return old.To, ok, err
	}
	id, gone, ok := v.past.holder(l, path, v.n)
	return id, ok && gone, nil
}

// oldPaths yields the addresses that a page has left, by pathKey.
func (v View) oldPaths(l content.Locale) iter.Seq2[record.Row[content.DocumentID], error] {
	if v.past != nil {
		return rows(v.past.left(l, v.n))
	}
	return func(yield func(record.Row[content.DocumentID], error) bool) {
		for old, err := range record.Redirects.Scan(v, store.Prefix(record.LocaleKey(l))) {
			if !yield(record.Row[content.DocumentID]{Key: old.Key, Record: old.Record.To}, err) {
				return
			}
		}
	}
}

func rows(all []record.Row[content.DocumentID]) iter.Seq2[record.Row[content.DocumentID], error] {
	return func(yield func(record.Row[content.DocumentID], error) bool) {
		for _, one := range all {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// Site is what readers see of a practice: the ways to look at it, and what is kept in
// memory so that looking is cheap.
type Site struct {
	store     store.Store
	model     *content.Model
	clock     func() time.Time
	epochs    *moves
	log       *past
	catalogue catalogue
	practice  atomic.Pointer[practiceAt]
}

// NewSite is the site that a store holds.
func NewSite(s store.Store, m *content.Model, clock func() time.Time, epochs *moves, log *past) *Site {
	return &Site{store: s, model: m, clock: clock, epochs: epochs, log: log}
}

// Now runs fn on what is live now.
func (s *Site) Now(ctx context.Context, fn func(View) error) error {
	epoch := s.epochs.now() // before the transaction, which shows at least what had moved by then
	return s.store.View(ctx, func(r store.Reader) error {
		v := s.Today(r)
		v.epoch = epoch
		return fn(v)
	})
}

// Today is what is live in a transaction that has begun already.
func (s *Site) Today(r store.Reader) View { return View{Reader: r, site: s} }

// At runs fn on what was live at a moment.
func (s *Site) At(ctx context.Context, at record.Stamp, fn func(View) error) error {
	return s.store.View(ctx, func(r store.Reader) error {
		v, err := s.Then(r, at)
		if err != nil {
			return err
		}
		return fn(v)
	})
}

// Then is what was live at a moment, in a transaction that has begun already.
func (s *Site) Then(r store.Reader, at record.Stamp) (View, error) {
	n, err := s.log.until(r, at)
	return View{Reader: r, site: s, past: s.log, n: n}, err
}
