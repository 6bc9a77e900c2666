package index

import (
	"context"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"practicecms/content/fold"
)

// Hit is a document that was found.
type Hit struct {
	Key, Type, Path string
	Title           Marked
	// Excerpts are where the text says what was looked for. Of a loose query, only the
	// terms that neither title nor path says.
	Excerpts []Marked
}

// Find gives the keys of what a query finds: size of them after the first from, best
// first and, of equals, by key. total counts all.
func (x *Index) Find(ctx context.Context, q Query, from, size int) (keys []string, total int, err error) {
	r := bleve.NewSearchRequestOptions(q.query(x.analyse(q)), size, from, false)
	r.SortBy([]string{"-_score", "_id"})
	if q.Loose {
		r.Score = "none"
		r.SortBy([]string{"_id"})
	}
	found, err := x.search(ctx, r)
	if err != nil {
		return nil, 0, err
	}
	for _, hit := range found.Hits {
		keys = append(keys, hit.ID)
	}
	return keys, int(found.Total), nil
}

// All is Find without bounds.
func (x *Index) All(ctx context.Context, q Query) ([]string, error) {
	n, err := x.count()
	if err != nil {
		return nil, err
	}
	keys, _, err := x.Find(ctx, q, 0, n)
	return keys, err
}

func (x *Index) count() (int, error) {
	n, err := within(patience, x.bleve.DocCount)
	return int(n), x.damage(err)
}

// maxExcerpts is how many excerpts a hit has, at most. One of a loose query has as many
// as it takes to say all terms.
const maxExcerpts = 3

// Show tells of documents that the query finds, in the order of the keys. One that is not
// there any more is left out, and so is one that a query which is not loose does not find.
func (x *Index) Show(ctx context.Context, q Query, keys []string) ([]Hit, error) {
	terms := x.analyse(q)
	// Where words stand is read for these documents only.
	these := query.NewConjunctionQuery([]query.Query{query.NewDocIDQuery(keys), q.query(terms)})
	r := bleve.NewSearchRequestOptions(these, len(keys), 0, false)
	if q.Loose { // beginnings are looked for in the texts: that is cheaper than every word that begins so
		r = bleve.NewSearchRequestOptions(query.NewBooleanQuery([]query.Query{query.NewDocIDQuery(keys)}, inStems(terms), nil), len(keys), 0, false)
	}
	r.Fields, r.IncludeLocations = []string{fieldTitle, fieldText, fieldPath, fieldType}, true
	found, err := x.search(ctx, r)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found.Hits, func(a, b *search.DocumentMatch) int { return slices.Index(keys, a.ID) - slices.Index(keys, b.ID) })
	out := make([]Hit, len(found.Hits))
	for i, one := range found.Hits {
		out[i] = q.hit(one, terms)
	}
	return out, nil
}

func (q Query) hit(found *search.DocumentMatch, terms []analysed) Hit {
	title, text, path := stored(found, fieldTitle), stored(found, fieldText), stored(found, fieldPath)
	inTitle, inText := spansOf(found, terms, fieldTitle, fieldTitlePlain), spansOf(found, terms, fieldText)
	most := maxExcerpts
	switch {
	case q.Loose:
		most = MaxTerms
		inTitle, inText = loosely(terms, inTitle, inText, fold.Of(title), fold.Of(text), fold.Of(path))
	case allSilent(terms):
		folded := fold.Of(text)
		for i, t := range terms {
			inText = append(inText, t.beginnings(folded, i, true)...)
		}
	}
	return Hit{Key: found.ID, Type: stored(found, fieldType), Path: path, Title: mark(title, inTitle), Excerpts: excerpts(text, inText, most, !q.Loose)}
}

// loosely adds where the texts say the beginnings of terms. What the title or the path says
// is not told of the text.
func loosely(terms []analysed, inTitle, inText []span, title, text, path fold.Text) (_, _ []span) {
	for i, t := range terms {
		if !t.Phrase || len(t.stems) == 0 {
			inTitle = append(inTitle, t.beginnings(title, i, false)...)
		}
		switch {
		case saidBy(inTitle, i) || len(t.beginnings(path, i, false)) > 0:
			inText = slices.DeleteFunc(inText, func(s span) bool { return s.term == i })
		case !saidBy(inText, i):
			inText = append(inText, t.beginnings(text, i, false)...)
		}
	}
	return inTitle, inText
}

func stored(hit *search.DocumentMatch, field string) string {
	text, _ := hit.Fields[field].(string)
	return text
}

func saidBy(spans []span, term int) bool {
	return slices.ContainsFunc(spans, func(s span) bool { return s.term == term })
}

// spansOf gives where some fields, which hold the same text, say the terms.
func spansOf(hit *search.DocumentMatch, terms []analysed, fields ...string) []span {
	var out []span
	for i, t := range terms {
		for _, place := range slices.Concat(t.stems, t.plain) {
			for _, word := range place {
				for _, field := range fields {
					for _, at := range hit.Locations[field][word] {
						out = append(out, span{int(at.Start), int(at.End), i})
					}
				}
			}
		}
	}
	return out
}
