package cms

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Delivery reads what is live. It has no method that returns anything else, so
// whoever holds a Delivery cannot show a draft, a working copy or what is in the
// trash.
type Delivery struct{ cms *CMS }

// Live is the live version of a document in one locale.
type Live struct {
	ID               content.DocumentID
	Type             string
	Locale           content.Locale
	Version          uint64
	Hash             Hash
	PublishedAt      time.Time // when this version went live
	FirstPublishedAt time.Time // when the document first did
	Content          content.Content
	BlockHashes      []Hash      // for each block of Content
	Alternates       []Alternate // the same document, live in other locales
}

// Alternate is a document's address in another locale.
type Alternate struct {
	Locale content.Locale
	Path   string // empty for records
}

// Page is a live document with all that it refers to.
type Page struct {
	Live
	// Linked holds the live documents that the page refers to, and those that its
	// records refer to. A target that is not live is not in it.
	Linked map[content.DocumentID]Live
}

// Epoch grows whenever anything that is live changes. What was read after Epoch
// returned n holds for as long as it returns n.
func (d *Delivery) Epoch() uint64 { return d.cms.epoch.Load() }

// Model is the set of types and kinds in use.
func (d *Delivery) Model() *content.Model { return d.cms.model }

// Practice returns the practice's live settings.
func (d *Delivery) Practice(ctx context.Context) (Practice, error) { return d.cms.Practice(ctx) }

// ByPath returns the page that is live at a path, or ErrNotFound.
func (d *Delivery) ByPath(ctx context.Context, l content.Locale, path string) (Page, error) {
	var out Page
	err := d.cms.store.View(ctx, func(r store.Reader) error {
		id, err := paths.get(r, pathKey(l, path))
		if err != nil {
			return err
		}
		out, err = d.page(r, id, l)
		return err
	})
	return out, err
}

// ByID returns the live version of a document, or ErrNotFound.
func (d *Delivery) ByID(ctx context.Context, l content.Locale, id content.DocumentID) (Page, error) {
	var out Page
	err := d.cms.store.View(ctx, func(r store.Reader) (err error) {
		out, err = d.page(r, id, l)
		return err
	})
	return out, err
}

// page reads a live document and what it refers to.
func (d *Delivery) page(r store.Reader, id content.DocumentID, l content.Locale) (Page, error) {
	own, err := d.live(r, id, l)
	if err != nil {
		return Page{}, err
	}
	return d.around(r, own)
}

// around adds to a document what stands around it: its other languages, and the live
// documents that it refers to.
func (d *Delivery) around(r store.Reader, own Live) (Page, error) {
	all, err := headsOf(r, own.ID)
	if err != nil {
		return Page{}, err
	}
	for _, h := range all {
		if h.Live != 0 && h.locale != own.Locale {
			own.Alternates = append(own.Alternates, Alternate{Locale: h.locale, Path: h.LivePath})
		}
	}
	p := Page{Live: own, Linked: map[content.DocumentID]Live{}}
	if err := d.link(r, &p, own); err != nil {
		return Page{}, err
	}
	for _, linked := range p.Linked { // one level more for records, which stand inside the page
		if linked.Content.Path == "" {
			if err := d.link(r, &p, linked); err != nil {
				return Page{}, err
			}
		}
	}
	return p, nil
}

// link adds the live targets of from to p.
func (d *Delivery) link(r store.Reader, p *Page, from Live) error {
	typ, _ := d.cms.model.Type(from.Type)
	for _, target := range d.cms.references(typ, &loaded{content: from.Content}) {
		if _, have := p.Linked[target]; have {
			continue
		}
		switch found, err := d.live(r, target, from.Locale); {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return err
		default:
			p.Linked[target] = found
		}
	}
	return nil
}

// live is the one place where Delivery reads content: it goes through the head's
// live number and knows no other.
func (d *Delivery) live(r store.Reader, id content.DocumentID, l content.Locale) (Live, error) {
	doc, head, err := readHead(r, id, l)
	if err != nil {
		return Live{}, err
	}
	if head.Live == 0 || doc.TrashedAt != 0 {
		return Live{}, fmt.Errorf("document %s in %s is not live: %w", id, l, ErrNotFound)
	}
	return d.cms.delivered(r, id, l, doc, head, head.Live)
}

// delivered is version n as it is delivered. Only live and a shared link may ask for it.
func (c *CMS) delivered(r store.Reader, id content.DocumentID, l content.Locale, doc documentRecord, head headRecord, n uint64) (Live, error) {
	v, err := c.load(r, id, l, n)
	if err != nil {
		return Live{}, err
	}
	out := Live{
		ID: id, Type: doc.Type, Locale: l, Version: n, Hash: v.rec.Hash,
		PublishedAt: head.Since.time(), FirstPublishedAt: head.First.time(),
		Content: v.content, BlockHashes: make([]Hash, len(v.rec.Blocks)),
	}
	for i, ref := range v.rec.Blocks {
		out.BlockHashes[i] = ref.Hash
	}
	return out, nil
}

// Site returns the practice's own document, or ErrNotFound before set-up.
func (d *Delivery) Site(ctx context.Context, l content.Locale) (Page, error) {
	p, err := d.cms.Practice(ctx)
	if err != nil {
		return Page{}, err
	}
	site, err := d.ByID(ctx, l, p.Document)
	if errors.Is(err, ErrNotFound) && l != FallbackLocale {
		return d.ByID(ctx, FallbackLocale, p.Document)
	}
	return site, err
}

// Query says which live documents to list.
type Query struct {
	Locale content.Locale
	Type   string // empty: any type
	Pages  bool   // only documents with a path; they come sorted by it
	After  string // the cursor of the item before; empty: from the start
	Limit  int    // from 1
}

// Listed is one item of a list.
type Listed struct {
	Page
	Cursor string // where the list goes on after this item
}

// List returns live documents, pages by path and others by age, oldest first. more
// says that the list goes on; total counts all that match.
func (d *Delivery) List(ctx context.Context, q Query) (items []Listed, total int, more bool, err error) {
	items = []Listed{}
	err = d.cms.store.View(ctx, func(r store.Reader) error {
		for at, err := range d.candidates(r, q) {
			if err != nil {
				return err
			}
			total++
			if at.cursor <= q.After {
				continue
			}
			if len(items) == q.Limit {
				more = true
				continue
			}
			p, err := d.page(r, at.id, q.Locale)
			if err != nil {
				return err
			}
			items = append(items, Listed{Page: p, Cursor: at.cursor})
		}
		return nil
	})
	return items, total, more, err
}

type candidate struct {
	id     content.DocumentID
	cursor string
}

// candidates yields what a query matches, in its order, without reading content.
func (d *Delivery) candidates(r store.Reader, q Query) func(func(candidate, error) bool) {
	matches := func(id content.DocumentID) (bool, error) {
		doc, head, err := readHead(r, id, q.Locale)
		if err != nil {
			return false, ignore(ErrNotFound, err)
		}
		return head.Live != 0 && doc.TrashedAt == 0 && (q.Type == "" || doc.Type == q.Type), nil
	}
	return func(yield func(candidate, error) bool) {
		prefix := localeKey(q.Locale)
		if !q.Pages {
			for row, err := range documents.scan(r, store.Range{}) {
				id := content.DocumentID{}
				copy(id[:], row.key)
				ok := false
				if err == nil {
					ok, err = matches(id)
				}
				if (ok || err != nil) && !yield(candidate{id, id.String()}, err) {
					return
				}
			}
			return
		}
		for row, err := range paths.scan(r, store.Prefix(prefix)) {
			ok := false
			if err == nil {
				ok, err = matches(row.rec)
			}
			if (ok || err != nil) && !yield(candidate{row.rec, string(bytes.TrimPrefix(row.key, prefix))}, err) {
				return
			}
		}
	}
}

// Redirect is an old path and where its page is now.
type Redirect struct {
	From, To string
	Locale   content.Locale
}

// Redirects lists the old paths whose page is live elsewhere, sorted by path. There
// are no chains: each leads to where the page is now.
func (d *Delivery) Redirects(ctx context.Context, l content.Locale) ([]Redirect, error) {
	out := []Redirect{}
	err := d.cms.store.View(ctx, func(r store.Reader) error {
		prefix := localeKey(l)
		for row, err := range redirects.scan(r, store.Prefix(prefix)) {
			if err != nil {
				return err
			}
			to, err := livePath(r, row.rec.To, l)
			if err != nil {
				return err
			}
			if to != "" {
				out = append(out, Redirect{From: string(bytes.TrimPrefix(row.key, prefix)), To: to, Locale: l})
			}
		}
		return nil
	})
	return out, err
}

// livePath is where a page is live, or "".
func livePath(r store.Reader, id content.DocumentID, l content.Locale) (string, error) {
	_, head, err := readHead(r, id, l)
	return head.LivePath, ignore(ErrNotFound, err)
}

// Resolve says what is at a path: the live page's id, or where an old path leads
// now. With neither it is ErrNotFound.
func (d *Delivery) Resolve(ctx context.Context, l content.Locale, path string) (id content.DocumentID, redirect string, err error) {
	err = d.cms.store.View(ctx, func(r store.Reader) error {
		var ok bool
		var err error
		if id, ok, err = paths.find(r, pathKey(l, path)); err != nil || ok {
			return err
		}
		old, err := redirects.get(r, pathKey(l, path))
		if err != nil {
			return err
		}
		if redirect, err = livePath(r, old.To, l); err != nil {
			return err
		}
		if redirect == "" {
			return ErrNotFound
		}
		id = old.To
		return nil
	})
	return id, redirect, err
}
