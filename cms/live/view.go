package live

import (
	"iter"
	"math"

	"practicecms/cms/feed"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// View is a look at what is live now, or at what was when the first n changes of the log
// had happened.
type View struct {
	store.Reader
	site  *Site
	past  *feed.Log // nil: now
	n     int
	epoch uint64 // of now: what had moved by then shows
}

// head is record.ReadHead. In the past, a document that is in the trash today was not yet.
func (v View) head(id content.DocumentID, l content.Locale) (record.Document, record.Head, error) {
	doc, head, err := record.ReadHead(v, id, l)
	if err != nil || v.past == nil {
		return doc, head, err
	}
	doc.TrashedAt, doc.TrashedBy = 0, content.Author{}
	return doc, v.past.Head(id, l, v.n), nil
}

// heads is record.HeadsOf, at the moment of the view.
func (v View) heads(id content.DocumentID) ([]record.LocalHead, error) {
	all, err := record.HeadsOf(v, id)
	if err == nil && v.past != nil {
		for i, h := range all {
			all[i].Head = v.past.Head(id, h.Locale, v.n)
		}
	}
	return all, err
}

// pageAt is the page that is live at an address.
func (v View) pageAt(l content.Locale, path string) (id content.DocumentID, ok bool, err error) {
	if v.past == nil {
		return record.Paths.Find(v, record.PathKey(l, path))
	}
	id, gone, ok := v.past.Holder(l, path, v.n)
	return id, ok && !gone, nil
}

// movedFrom is the page that was live at an address last, when none is now.
func (v View) movedFrom(l content.Locale, path string) (id content.DocumentID, ok bool, err error) {
	if v.past == nil {
		old, ok, err := record.Redirects.Find(v, record.PathKey(l, path))
		return old.To, ok, err
	}
	id, gone, ok := v.past.Holder(l, path, v.n)
	return id, ok && gone, nil
}

// log is the change log, and how many of its changes the view sees.
func (v View) log() (*feed.Log, int, error) {
	if v.past != nil {
		return v.past, v.n, nil
	}
	n, err := v.site.log.Until(v, math.MaxInt64)
	return v.site.log, n, err
}

// oldPaths yields the addresses that a page has left, by record.PathKey.
func (v View) oldPaths(l content.Locale) iter.Seq2[record.Row[content.DocumentID], error] {
	if v.past != nil {
		return rows(v.past.Left(l, v.n))
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
