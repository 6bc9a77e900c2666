package access

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"practicecms/cms/audit"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Names tells what to call the authors that history keeps.
type Names map[content.Author]string

// Of gives a name for anybody: an author who is not known any more has one too.
func (n Names) Of(a content.Author) string {
	if a == (content.Author{}) {
		return "practicecms"
	}
	if name, ok := n[a]; ok {
		return name
	}
	return "Somebody who left"
}

// Authors lists all authors with a name, by name.
func (n Names) Authors() []content.Author {
	return slices.SortedFunc(maps.Keys(n), func(a, b content.Author) int {
		return cmp.Or(strings.Compare(strings.ToLower(n[a]), strings.ToLower(n[b])), a.Person.Compare(b.Person), a.Token.Compare(b.Token))
	})
}

// Names returns the names of all people and tokens. It needs the permission to read
// drafts.
func (d *Desk) Names(ctx context.Context, who audit.Actor) (Names, error) {
	var out Names
	err := d.log.Look(ctx, who, audit.MayRead, audit.OnNone, func(r store.Reader) (err error) {
		out, err = ReadNames(r)
		return err
	})
	return out, err
}

// ReadNames is Names in a transaction that has begun already.
func ReadNames(r store.Reader) (Names, error) {
	out := Names{}
	for row, err := range people.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		out[content.Author{Person: content.PersonID(row.Key)}] = row.Record.Name
	}
	for row, err := range tokens.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		out[content.Author{Token: content.TokenID(row.Key)}] = row.Record.Name
	}
	return out, nil
}
