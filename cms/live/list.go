package live

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

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

// List gives the part of a list that a query asks for, each document as Page reads it.
func (v View) List(q Query) (items []Listed, total int, more bool, err error) {
	found, total, more, err := v.find(q)
	items = []Listed{}
	for _, row := range found {
		p, err := v.Page(row.id, q.Locale, Extent(q.Blocks))
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
func (v View) find(q Query) (found []*catalogued, total int, more bool, err error) {
	var sources map[content.DocumentID]bool
	if !q.References.IsZero() {
		if sources, err = v.sources(q); err != nil {
			return nil, 0, false, err
		}
	}
	rows, release, err := v.inOrder(q.Locale, q.Sort.By)
	if err != nil {
		return nil, 0, false, err
	}
	defer release()
	step := slices.All(rows)
	if q.Sort.Down {
		step = slices.Backward(rows)
	}
	for _, row := range step {
		typ, _ := v.site.model.Type(row.typ)
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
func (v View) sources(q Query) (map[content.DocumentID]bool, error) {
	out := map[content.DocumentID]bool{}
	if v.past != nil {
		return v.sourcesThen(q)
	}
	for row, err := range record.Uses.Scan(v, store.Prefix(q.References[:])) {
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
func (v View) sourcesThen(q Query) (map[content.DocumentID]bool, error) {
	out := map[content.DocumentID]bool{}
	all, err := v.cataloguedIn(q.Locale)
	if err != nil {
		return nil, err
	}
	for _, row := range all {
		live, err := v.Live(row.id, q.Locale, WithBlocks)
		if err != nil {
			return nil, err
		}
		typ, _ := v.site.model.Type(live.Type)
		out[row.id] = slices.Contains(derived.References(v.site.model, typ.Name, live.Content), q.References)
	}
	return out, nil
}
