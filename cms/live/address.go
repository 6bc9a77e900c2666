package live

import (
	"bytes"
	"time"

	"practicecms/cms/internal/record"
	"practicecms/content"
)

// Address is a live page as search engines are told of it.
type Address struct {
	Locale      content.Locale
	Path        string
	PublishedAt time.Time
	Alternates  []Alternate // the same page in other locales
}

// Addresses lists the live pages of a locale by path, without those that ask search
// engines to stay away. It reads no blocks.
func (v View) Addresses(l content.Locale) ([]Address, error) {
	out := []Address{}
	found, _, _, err := v.find(Query{Locale: l, Pages: true, Sort: Sort{By: ByPath}, Limit: -1})
	if err != nil {
		return nil, err
	}
	for _, row := range found {
		all, err := v.heads(row.id)
		if err != nil {
			return nil, err
		}
		a, live := Address{Locale: l}, uint64(0)
		for _, h := range all {
			switch {
			case h.Live == 0:
			case h.Locale == l:
				a.Path, a.PublishedAt, live = h.LivePath, h.Since.Time(), h.Live
			default:
				a.Alternates = append(a.Alternates, Alternate{Locale: h.Locale, Path: h.LivePath})
			}
		}
		if live == 0 {
			continue // the catalogue is of a moment later, when it was gone
		}
		rec, err := record.Versions.Get(v, row.id, l, live)
		if err != nil {
			return nil, err
		}
		own, err := record.ReadBody(v, rec.Fields)
		if err != nil {
			return nil, err
		}
		typ, _ := v.site.model.Type(row.typ)
		if hidden, _ := content.Value(typ.Fields, own.Fields, content.NoIndex).(bool); !hidden {
			out = append(out, a)
		}
	}
	return out, nil
}

// Redirect is an old path and where its page is now.
type Redirect struct {
	From, To string
	Locale   content.Locale
}

// livePath is where a page is live, or "".
func (v View) livePath(id content.DocumentID, l content.Locale) (string, error) {
	_, head, err := v.head(id, l)
	return head.LivePath, record.Ignore(record.ErrNotFound, err)
}

// Redirects lists the old paths that lead to a live page, sorted by path.
func (v View) Redirects(l content.Locale) ([]Redirect, error) {
	out := []Redirect{}
	for row, err := range v.oldPaths(l) {
		if err != nil {
			return nil, err
		}
		from := string(bytes.TrimPrefix(row.Key, record.LocaleKey(l)))
		_, to, err := v.leadsTo(l, from, row.Record)
		if err != nil {
			return nil, err
		}
		if to != "" {
			out = append(out, Redirect{From: from, To: to, Locale: l})
		}
	}
	return out, nil
}

// Resolve says what is at a path: the live page's id, or where an old path leads now.
// With neither it is ErrNotFound.
func (v View) Resolve(l content.Locale, path string) (id content.DocumentID, redirect string, err error) {
	id, ok, err := v.pageAt(l, path)
	if err != nil || ok {
		return id, "", err
	}
	if id, ok, err = v.movedFrom(l, path); err != nil {
		return id, "", err
	}
	if !ok {
		return id, "", record.ErrNotFound
	}
	if id, redirect, err = v.leadsTo(l, path, id); err == nil && redirect == "" {
		err = record.ErrNotFound
	}
	return id, redirect, err
}

// leadsTo is where an address leads that no page is at any more. Of the pages that were
// there it is the one that left last and is live: so a page that took over an address
// hands it back to the one before it when it goes off the site. Last is who left last. With
// nowhere to lead to it is last and "".
func (v View) leadsTo(l content.Locale, path string, last content.DocumentID) (id content.DocumentID, to string, err error) {
	if to, err = v.livePath(last, l); err != nil || to != "" {
		return last, to, err
	}
	log, n, err := v.log()
	if err != nil {
		return last, "", err
	}
	for _, id := range log.Leavers(l, path, n) {
		if to, err = v.livePath(id, l); err != nil || to != "" {
			return id, to, err
		}
	}
	return last, "", nil
}
