package cms

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Delivery reads what is live, or with At what was. It has no method that returns
// anything else, so whoever holds a Delivery cannot show a draft, a working copy or
// what nobody ever put live.
type Delivery struct {
	cms    *CMS
	moment *record.Stamp // when it looks; nil: now
}

// At is a Delivery that tells what was told at a moment: what was live then, where it
// was then, with the records and settings as they were, also what was taken off the
// site or put in the trash since. A publication counts from its moment on, that moment
// included. The error is ErrToCome for a moment after now: what is told of it could
// turn out untrue.
//
// Where the clock was set back and showed a time twice, it is the second that counts.
func (d *Delivery) At(t time.Time) (*Delivery, error) {
	at := record.StampOf(t)
	if at > d.cms.now() {
		return nil, ErrToCome
	}
	return &Delivery{cms: d.cms, moment: &at}, nil
}

// view opens a transaction on what this Delivery sees.
func (d *Delivery) view(ctx context.Context, fn func(sight) error) error {
	epoch := d.Epoch() // before the transaction, which shows at least what had moved by then
	return d.cms.store.View(ctx, func(r store.Reader) error {
		if d.moment == nil {
			return fn(sight{Reader: r, epoch: epoch})
		}
		n, err := d.cms.past.until(r, *d.moment)
		if err != nil {
			return err
		}
		return fn(sight{Reader: r, past: &d.cms.past, n: n})
	})
}

// Live is the live version of a document in one locale.
type Live struct {
	ID               content.DocumentID
	Type             string
	Locale           content.Locale
	Version          uint64
	Hash             content.Hash
	PublishedAt      time.Time // when this version went live
	FirstPublishedAt time.Time // when the document first did
	Content          content.Content
	BlockHashes      []content.Hash // for each block of Content
	Alternates       []Alternate    // the same document, live in other locales
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
	// records refer to, all without their blocks. A target that is not live is not in it.
	Linked map[content.DocumentID]Live
}

// Model is the set of types and kinds in use.
func (d *Delivery) Model() *content.Model { return d.cms.model }

// Practice returns the practice's live settings.
func (d *Delivery) Practice(ctx context.Context) (p Practice, err error) {
	if d.moment == nil {
		return d.cms.Practice(ctx)
	}
	err = d.view(ctx, func(r sight) error {
		p, err = d.cms.readPractice(r)
		return err
	})
	return p, err
}

// ByPath returns the page that is live at a path, or ErrNotFound.
func (d *Delivery) ByPath(ctx context.Context, l content.Locale, path string) (Page, error) {
	var out Page
	err := d.view(ctx, func(r sight) error {
		id, ok, err := r.pageAt(l, path)
		if err != nil {
			return err
		}
		if !ok {
			return record.ErrNotFound
		}
		out, err = d.page(r, id, l, withBlocks)
		return err
	})
	return out, err
}

// ByID returns the live version of a document, or ErrNotFound.
func (d *Delivery) ByID(ctx context.Context, l content.Locale, id content.DocumentID) (Page, error) {
	var out Page
	err := d.view(ctx, func(r sight) (err error) {
		out, err = d.page(r, id, l, withBlocks)
		return err
	})
	return out, err
}

// extent says how much of a document is read.
type extent bool

const (
	withBlocks extent = true
	justFields extent = false // its title and fields
)

// page reads a live document and what it refers to.
func (d *Delivery) page(r sight, id content.DocumentID, l content.Locale, how extent) (Page, error) {
	own, err := d.live(r, id, l, how)
	if err != nil {
		return Page{}, err
	}
	return d.around(r, own)
}

// around adds to a document what stands around it: its other languages, and the live
// documents that it refers to.
func (d *Delivery) around(r sight, own Live) (Page, error) {
	all, err := r.heads(own.ID)
	if err != nil {
		return Page{}, err
	}
	for _, h := range all {
		if h.Live != 0 && h.Locale != own.Locale {
			own.Alternates = append(own.Alternates, Alternate{Locale: h.Locale, Path: h.LivePath})
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
func (d *Delivery) link(r sight, p *Page, from Live) error {
	typ, _ := d.cms.model.Type(from.Type)
	for _, target := range references(d.cms.model, typ.Name, from.Content) {
		if _, have := p.Linked[target]; have {
			continue
		}
		switch found, err := d.live(r, target, from.Locale, justFields); {
		case errors.Is(err, record.ErrNotFound):
		case err != nil:
			return err
		default:
			p.Linked[target] = found
		}
	}
	return nil
}

// live is the one place where Delivery reads content: it goes through the live number
// of a head, today's or that of the moment, and knows no other.
func (d *Delivery) live(r sight, id content.DocumentID, l content.Locale, how extent) (Live, error) {
	doc, head, err := r.head(id, l)
	if err != nil {
		return Live{}, err
	}
	if head.Live == 0 || doc.TrashedAt != 0 {
		return Live{}, fmt.Errorf("document %s in %s is not live: %w", id, l, record.ErrNotFound)
	}
	return d.cms.delivered(r, id, l, doc, head, head.Live, how)
}

// delivered is version n as it is delivered. Only live and a shared link may ask for it.
func (c *CMS) delivered(r store.Reader, id content.DocumentID, l content.Locale, doc record.Document, head record.Head, n uint64, how extent) (Live, error) {
	read := record.Load
	if how == justFields {
		read = record.LoadFields
	}
	v, err := read(r, id, l, n)
	if err != nil {
		return Live{}, err
	}
	out := Live{
		ID: id, Type: doc.Type, Locale: l, Version: n, Hash: v.Record.Hash,
		PublishedAt: head.Since.Time(), FirstPublishedAt: head.First.Time(),
		Content: v.Content, BlockHashes: make([]content.Hash, len(v.Content.Blocks)),
	}
	for i := range out.BlockHashes {
		out.BlockHashes[i] = v.Record.Blocks[i].Hash
	}
	return out, nil
}

// Site returns the practice's own document, or ErrNotFound before set-up.
func (d *Delivery) Site(ctx context.Context, l content.Locale) (Page, error) {
	p, err := d.Practice(ctx)
	if err != nil {
		return Page{}, err
	}
	site, err := d.ByID(ctx, l, p.Document)
	if errors.Is(err, record.ErrNotFound) && l != FallbackLocale {
		return d.ByID(ctx, FallbackLocale, p.Document)
	}
	return site, err
}

// Query says which live documents to list.
type Query struct {
	Locale     content.Locale
	Type       string             // empty: any type
	Pages      bool               // only documents with a path
	Blocks     bool               // read their blocks, too
	References content.DocumentID // only what shows or links to this document; zero: all
	Sort       Sort
	After      string // the cursor of the item before; empty: from the start
	Limit      int    // from 1; below 0: no limit
}

// Listed is one item of a list.
type Listed struct {
	Page
	Cursor string // where the list goes on after this item
}

// List returns live documents in an order. more says that the list goes on; total counts
// all that match.
func (d *Delivery) List(ctx context.Context, q Query) (items []Listed, total int, more bool, err error) {
	err = d.view(ctx, func(r sight) error {
		items, total, more, err = d.list(r, q)
		return err
	})
	return items, total, more, err
}

func (d *Delivery) list(r sight, q Query) (items []Listed, total int, more bool, err error) {
	found, total, more, err := d.find(r, q)
	items = []Listed{}
	for _, row := range found {
		p, err := d.page(r, row.id, q.Locale, extent(q.Blocks))
		if errors.Is(err, record.ErrNotFound) {
			continue // the catalogue is of a moment later, when it was gone
		}
		if err != nil {
			return nil, 0, false, err
		}
		items = append(items, Listed{Page: p, Cursor: row.cursor(q.Sort.By)})
	}
	return items, total, more, err
}

// find gives the part of a list that a query asks for, without reading content.
func (d *Delivery) find(r sight, q Query) (found []*catalogued, total int, more bool, err error) {
	var sources map[content.DocumentID]bool
	if !q.References.IsZero() {
		if sources, err = d.sources(r, q); err != nil {
			return nil, 0, false, err
		}
	}
	rows, release, err := d.cms.inOrder(r, q.Locale, q.Sort.By)
	if err != nil {
		return nil, 0, false, err
	}
	defer release()
	step := slices.All(rows)
	if q.Sort.Down {
		step = slices.Backward(rows)
	}
	for _, row := range step {
		typ, _ := d.cms.model.Type(row.typ)
		if q.Type != "" && row.typ != q.Type || q.Pages && !typ.IsPage() || sources != nil && !sources[row.id] {
			continue
		}
		total++
		switch {
		case q.After != "" && !q.Sort.follows(row, q.After):
		case len(found) == q.Limit:
			more = true
		default:
			found = append(found, row)
		}
	}
	return found, total, more, nil
}

// follows reports whether a row comes after a cursor.
func (s Sort) follows(row *catalogued, cursor string) bool {
	id, key := cursor[:len(row.id)], cursor[len(row.id):]
	at := cmp.Or(strings.Compare(row.key(s.By), key), strings.Compare(string(row.id[:]), id))
	return at > 0 != s.Down && at != 0
}

// sources are the live documents that refer to one.
func (d *Delivery) sources(r sight, q Query) (map[content.DocumentID]bool, error) {
	out := map[content.DocumentID]bool{}
	if r.past != nil {
		return d.sourcesThen(r, q)
	}
	for row, err := range record.Uses.Scan(r, store.Prefix(q.References[:])) {
		if err != nil {
			return nil, err
		}
		if l, _ := record.LocaleAt(row.Key[32:]); row.Record.Live && l == q.Locale {
			out[content.DocumentID(row.Key[16:32])] = true
		}
	}
	return out, nil
}

// sourcesThen are those of a moment: the index knows only today's, so all are read.
func (d *Delivery) sourcesThen(r sight, q Query) (map[content.DocumentID]bool, error) {
	out := map[content.DocumentID]bool{}
	all, err := d.cms.cataloguedIn(r, q.Locale)
	if err != nil {
		return nil, err
	}
	for _, row := range all {
		live, err := d.live(r, row.id, q.Locale, withBlocks)
		if err != nil {
			return nil, err
		}
		typ, _ := d.cms.model.Type(live.Type)
		out[row.id] = slices.Contains(references(d.cms.model, typ.Name, live.Content), q.References)
	}
	return out, nil
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
	err := d.view(ctx, func(r sight) error {
		for row, err := range r.oldPaths(l) {
			if err != nil {
				return err
			}
			to, err := livePath(r, row.Record, l)
			if err != nil {
				return err
			}
			if to != "" {
				out = append(out, Redirect{From: string(bytes.TrimPrefix(row.Key, record.LocaleKey(l))), To: to, Locale: l})
			}
		}
		return nil
	})
	return out, err
}

// livePath is where a page is live, or "".
func livePath(r sight, id content.DocumentID, l content.Locale) (string, error) {
	_, head, err := r.head(id, l)
	return head.LivePath, record.Ignore(record.ErrNotFound, err)
}

// Resolve says what is at a path: the live page's id, or where an old path leads
// now. With neither it is ErrNotFound.
func (d *Delivery) Resolve(ctx context.Context, l content.Locale, path string) (id content.DocumentID, redirect string, err error) {
	err = d.view(ctx, func(r sight) error {
		var ok bool
		var err error
		if id, ok, err = r.pageAt(l, path); err != nil || ok {
			return err
		}
		if id, ok, err = r.movedFrom(l, path); err != nil {
			return err
		}
		if !ok {
			return record.ErrNotFound
		}
		if redirect, err = livePath(r, id, l); err == nil && redirect == "" {
			return record.ErrNotFound
		}
		return err
	})
	return id, redirect, err
}
