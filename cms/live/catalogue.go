package live

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Sort is an order of a list of live documents. Documents that are equal in it come by
// age. The zero Sort is by age, oldest first.
type Sort struct {
	By   SortKey
	Down bool // the last comes first
}

// SortKey is what a list is sorted by.
type SortKey string

// The sort keys.
const (
	ByAge   SortKey = ""                 // when the document was made
	ByPath  SortKey = "path"             // records, which have none, come first
	ByTitle SortKey = "title"            // as the language of the locale has it
	BySince SortKey = "publishedAt"      // when what is live went live
	ByFirst SortKey = "firstPublishedAt" // when anything of it was live first
)

// catalogued is what lists know of a live document without reading its content: about
// 200 bytes.
type catalogued struct {
	id           content.DocumentID
	typ          string
	path         string
	title        string // a collation key; empty until a list by title is asked for
	since, first record.Stamp
}

// key is the row's place in an order, as bytes that sort so.
func (c *catalogued) key(by SortKey) string {
	switch by {
	case ByPath:
		return c.path
	case ByTitle:
		return c.title
	case BySince:
		return string(record.SequenceKey(uint64(c.since)))
	case ByFirst:
		return string(record.SequenceKey(uint64(c.first)))
	}
	return ""
}

func (c *catalogued) compare(other *catalogued, by SortKey) int {
	return cmp.Or(strings.Compare(c.key(by), other.key(by)), c.id.Compare(other.id))
}

// cursor is the row's place in an order, to go on from.
func (c *catalogued) cursor(by SortKey) string { return string(c.id[:]) + c.key(by) }

// IsPlace reports whether a cursor was once given out for a list in this order.
func (s Sort) IsPlace(cursor string) bool {
	rest := len(cursor) - len(content.DocumentID{})
	switch s.By {
	case ByAge:
		return rest == 0
	case BySince, ByFirst:
		return rest == 8
	}
	return rest >= 0
}

// catalogue is what is live now, in memory and in order, so that a list costs the same
// with a hundred thousand documents as with ten. It is read when somebody first asks for
// a list, and after that only what moved. The zero catalogue is ready.
type catalogue struct {
	mu    sync.Mutex
	ready bool
	epoch uint64 // the moves up to here are in it
	of    map[content.Locale]*ofLocale
}

// ofLocale is the live documents of one locale.
type ofLocale struct {
	rows   map[content.DocumentID]*catalogued
	titled bool // the rows have titles
	order  map[SortKey][]*catalogued
}

// inOrder returns the live documents of a locale in an order, as they are now or at the
// moment that v shows. The slice is valid until release.
func (v View) inOrder(l content.Locale, by SortKey) (rows []*catalogued, release func(), err error) {
	if v.past != nil {
		rows, err = v.inOrderOf(l, by)
		return rows, func() {}, err
	}
	cat := &v.site.catalogue
	cat.mu.Lock()
	if cat.ready && cat.epoch > v.epoch {
		// v may show less than the catalogue has: what it reads must not come into it.
		cat.mu.Unlock()
		rows, err = v.inOrderOf(l, by)
		return rows, func() {}, err
	}
	defer func() {
		if err != nil {
			cat.mu.Unlock()
		}
	}()
	if err := cat.catchUp(v); err != nil {
		return nil, nil, err
	}
	in, err := cat.locale(v, l)
	if err != nil {
		return nil, nil, err
	}
	if by == ByTitle && !in.titled {
		if err := v.fillTitles(l, slices.Collect(maps.Values(in.rows))); err != nil {
			return nil, nil, err
		}
		in.titled = true
	}
	if in.order[by] == nil {
		in.order[by] = slices.SortedFunc(maps.Values(in.rows), func(a, b *catalogued) int { return a.compare(b, by) })
	}
	return in.order[by], cat.mu.Unlock, nil
}

// inOrderOf is inOrder without the catalogue.
func (v View) inOrderOf(l content.Locale, by SortKey) ([]*catalogued, error) {
	all, err := v.cataloguedIn(l)
	if err == nil && by == ByTitle {
		err = v.fillTitles(l, all)
	}
	slices.SortFunc(all, func(a, b *catalogued) int { return a.compare(b, by) })
	return all, err
}

// catchUp brings the catalogue, which is not newer, to what was live when v began or
// later. What an error leaves half done is done again by the next look.
func (cat *catalogue) catchUp(v View) error {
	now := v.epoch
	if cat.ready && cat.epoch == now {
		return nil
	}
	ids, all := v.site.epochs.Since(cat.epoch, now)
	if !cat.ready || all {
		cat.of, cat.ready, cat.epoch = map[content.Locale]*ofLocale{}, true, now
		return nil
	}
	for _, id := range ids {
		doc, err := record.Documents.Get(v, record.DocumentKey(id))
		if err != nil {
			return err
		}
		heads, err := record.HeadsOf(v, id)
		if err != nil {
			return err
		}
		for l, in := range cat.of {
			in.drop(id)
			for _, h := range heads {
				if h.Locale != l || h.Live == 0 || doc.TrashedAt != 0 || v.site.isAsset(doc.Type) {
					continue
				}
				row := rowOf(id, doc, h.Head)
				if in.titled {
					if err := v.fillTitles(l, []*catalogued{row}); err != nil {
						return err
					}
				}
				in.add(row)
			}
		}
	}
	cat.epoch = now
	return nil
}

// locale gives the documents of a locale, read when they are not there yet.
func (cat *catalogue) locale(v View, l content.Locale) (*ofLocale, error) {
	if s := cat.of[l]; s != nil {
		return s, nil
	}
	all, err := v.cataloguedIn(l)
	if err != nil {
		return nil, err
	}
	s := &ofLocale{rows: make(map[content.DocumentID]*catalogued, len(all)), order: map[SortKey][]*catalogued{}}
	for _, row := range all {
		s.rows[row.id] = row
	}
	cat.of[l] = s
	return s, nil
}

func (s *ofLocale) drop(id content.DocumentID) {
	row := s.rows[id]
	if row == nil {
		return
	}
	delete(s.rows, id)
	for by, all := range s.order {
		if i, found := s.find(row, by); found {
			s.order[by] = slices.Delete(all, i, i+1)
		}
	}
}

func (s *ofLocale) add(row *catalogued) {
	s.rows[row.id] = row
	for by, all := range s.order {
		i, _ := s.find(row, by)
		s.order[by] = slices.Insert(all, i, row)
	}
}

func (s *ofLocale) find(row *catalogued, by SortKey) (int, bool) {
	return slices.BinarySearchFunc(s.order[by], row, func(a, b *catalogued) int { return a.compare(b, by) })
}

// cataloguedIn reads what is live in a locale, by age and without titles.
func (v View) cataloguedIn(l content.Locale) ([]*catalogued, error) {
	var out []*catalogued
	for row, err := range record.Documents.Scan(v, store.Range{}) {
		if err != nil {
			return nil, err
		}
		id := content.DocumentID(row.Key)
		doc, head, err := v.head(id, l)
		if record.Ignore(record.ErrNotFound, err) != nil {
			return nil, err
		}
		if err == nil && head.Live != 0 && doc.TrashedAt == 0 && !v.site.isAsset(doc.Type) {
			out = append(out, rowOf(id, doc, head))
		}
	}
	return out, nil
}

func rowOf(id content.DocumentID, doc record.Document, h record.Head) *catalogued {
	return &catalogued{id: id, typ: doc.Type, path: h.LivePath, since: h.Since, first: h.First}
}

// fillTitles gives rows the collation keys of their titles.
func (v View) fillTitles(l content.Locale, rows []*catalogued) error {
	by := collate.New(language.Make(string(l)), collate.Numeric)
	var buffer collate.Buffer
	for _, row := range rows {
		_, head, err := v.head(row.id, l)
		if err != nil {
			return err
		}
		if head.Live == 0 {
			continue // it was taken off the site this moment, and goes with the next move
		}
		rec, err := record.Versions.Get(v, row.id, l, head.Live)
		if err != nil {
			return err
		}
		own, err := record.ReadBody(v, rec.Fields)
		if err != nil {
			return err
		}
		row.title = string(by.KeyFromString(&buffer, own.Title))
		buffer.Reset()
	}
	return nil
}
