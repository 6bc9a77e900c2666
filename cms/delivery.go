package cms

import (
	"context"
	"errors"
	"time"

	"practicecms/cms/feed"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
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
// Where the clock had been wrong and showed a time twice, it is the second that counts.
func (d *Delivery) At(t time.Time) (*Delivery, error) {
	at := record.StampOf(t)
	if at > d.cms.now() {
		return nil, ErrToCome
	}
	return &Delivery{cms: d.cms, moment: &at}, nil
}

// view opens a transaction on what this Delivery sees.
func (d *Delivery) view(ctx context.Context, fn func(live.View) error) error {
	if d.moment == nil {
		return d.cms.site.Now(ctx, fn)
	}
	return d.cms.site.At(ctx, *d.moment, fn)
}

// Model is the set of types and kinds in use.
func (d *Delivery) Model() *content.Model { return d.cms.model }

// Practice returns the practice's live settings.
func (d *Delivery) Practice(ctx context.Context) (live.Practice, error) {
	if d.moment == nil {
		return d.cms.Practice(ctx)
	}
	return d.practiceThen(ctx)
}

// practiceThen stands apart from Practice, which each request asks and which allocates
// nothing so.
func (d *Delivery) practiceThen(ctx context.Context) (p live.Practice, err error) {
	err = d.view(ctx, func(v live.View) error {
		p, err = v.Practice()
		return err
	})
	return p, err
}

// ByPath returns the page that is live at a path, or ErrNotFound.
func (d *Delivery) ByPath(ctx context.Context, l content.Locale, path string) (live.Page, error) {
	var out live.Page
	err := d.view(ctx, func(v live.View) (err error) {
		out, err = v.ByPath(l, path)
		return err
	})
	return out, err
}

// ByID returns the live version of a document, or ErrNotFound.
func (d *Delivery) ByID(ctx context.Context, l content.Locale, id content.DocumentID) (live.Page, error) {
	var out live.Page
	err := d.view(ctx, func(v live.View) (err error) {
		out, err = v.Page(id, l, live.WithBlocks)
		return err
	})
	return out, err
}

// Site returns the practice's own document, or ErrNotFound before set-up.
func (d *Delivery) Site(ctx context.Context, l content.Locale) (live.Page, error) {
	p, err := d.Practice(ctx)
	if err != nil {
		return live.Page{}, err
	}
	site, err := d.ByID(ctx, l, p.Document)
	if errors.Is(err, record.ErrNotFound) && l != live.FallbackLocale {
		return d.ByID(ctx, live.FallbackLocale, p.Document)
	}
	return site, err
}

// List returns live documents in an order. more says that the list goes on; total counts
// all that match.
func (d *Delivery) List(ctx context.Context, q live.Query) (items []live.Listed, total int, more bool, err error) {
	err = d.view(ctx, func(v live.View) error {
		items, total, more, err = v.List(q)
		return err
	})
	return items, total, more, err
}

// Redirects lists the old paths whose page is live elsewhere, sorted by path. There
// are no chains: each leads to where the page is now.
func (d *Delivery) Redirects(ctx context.Context, l content.Locale) (out []live.Redirect, err error) {
	err = d.view(ctx, func(v live.View) error {
		out, err = v.Redirects(l)
		return err
	})
	return out, err
}

// Resolve says what is at a path: the live page's id, or where an old path leads
// now. With neither it is ErrNotFound.
func (d *Delivery) Resolve(ctx context.Context, l content.Locale, path string) (id content.DocumentID, redirect string, err error) {
	err = d.view(ctx, func(v live.View) error {
		id, redirect, err = v.Resolve(l, path)
		return err
	})
	return id, redirect, err
}

// Addresses lists the live pages of a locale by path, without those that ask search
// engines to stay away. It reads no blocks.
func (d *Delivery) Addresses(ctx context.Context, l content.Locale) (out []live.Address, err error) {
	err = d.view(ctx, func(v live.View) error {
		out, err = v.Addresses(l)
		return err
	})
	return out, err
}

// Changes tells what readers saw change after a cursor, oldest first, at most limit
// changes; an empty cursor is the beginning. The error is ErrStartOver.
func (d *Delivery) Changes(ctx context.Context, since string, limit int) (out feed.Feed, err error) {
	err = d.cms.store.View(ctx, func(r store.Reader) error {
		out, err = d.cms.feed.Changes(r, since, limit)
		return err
	})
	return out, err
}

// LatestCursor is the end of the change log: with it, Changes gives what happens from
// now on. Take it before reading everything, so that nothing falls between.
func (d *Delivery) LatestCursor(ctx context.Context) (cursor string, err error) {
	err = d.cms.store.View(ctx, func(r store.Reader) error {
		cursor, err = feed.Latest(r)
		return err
	})
	return cursor, err
}

// Epoch grows whenever anything that is live changes. What was read after Epoch
// returned n holds for as long as it returns n; see MovedSince for what holds longer.
func (d *Delivery) Epoch() uint64 { return d.cms.epochs.Now() }

// MovedSince lists the documents whose live state changed after one Epoch, up to
// another. All is true when everything that was read at from may be different now: the
// practice's own settings changed, words were erased, or it is too long ago.
func (d *Delivery) MovedSince(from, to uint64) (ids []content.DocumentID, all bool) {
	return d.cms.epochs.Since(from, to)
}

// NextMove is closed as soon as anything that is live changes after now.
func (d *Delivery) NextMove() <-chan struct{} { return d.cms.epochs.Next() }
