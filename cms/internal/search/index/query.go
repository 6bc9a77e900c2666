package index

import (
	"slices"

	"github.com/blevesearch/bleve/v2/search/query"
)

// Query says which documents to find. All of its terms stand in each of them.
type Query struct {
	Terms  []Term
	Locale string // only documents in this language
	Type   string // only of this type; empty: any
	// Loose finds words also by their beginnings and in the web address, counts words that
	// say nothing, and tells no better document from a worse.
	Loose bool
}

// How much more a word weighs in a title, and in a heading, than in a text. bleve divides
// by the number of fields that could say it and do not, and a heading stands in the text
// too.
const (
	weightOfTitle   = 16
	weightOfHeading = 4
)

// analysed is a term as the index has it.
type analysed struct {
	Term
	stems [][]string // by place in the term; empty: it says nothing in this language
	plain [][]string // likewise, as it is written
}

func (x *Index) analyse(q Query) []analysed {
	m := x.bleve.Mapping()
	stem, asWritten := m.AnalyzerNamed(analysisOf(q.Locale)).(words), m.AnalyzerNamed(plain).(words)
	out := make([]analysed, len(q.Terms))
	for i, t := range q.Terms {
		out[i] = analysed{t, places(stem, t.Text), places(asWritten, t.Text)}
	}
	return out
}

// places gives the words of a text by their place, without those left out at either end.
func places(a words, text string) [][]string {
	var out [][]string
	first := 0
	for _, token := range a.asked(text) {
		if out == nil {
			first = token.Position
		}
		for len(out) <= token.Position-first {
			out = append(out, nil)
		}
		out[token.Position-first] = append(out[token.Position-first], string(token.Term))
	}
	return out
}

// query makes bleve's query of ours.
func (q Query) query(terms []analysed) query.Query {
	all := []query.Query{exactly(fieldLocale, q.Locale)}
	if q.Type != "" {
		all = append(all, exactly(fieldType, q.Type))
	}
	silent := allSilent(terms)
	for _, t := range terms {
		switch {
		case q.Loose:
			all = append(all, t.loose())
		case silent: // such as "about us": then they count, and in titles before texts
			all = append(all, query.NewDisjunctionQuery([]query.Query{inOrder(fieldTitlePlain, t.plain, weightOfTitle), together(fieldTextPlain, t.plain, false)}))
		case len(t.stems) > 0:
			all = append(all, query.NewDisjunctionQuery([]query.Query{
				inOrder(fieldTitle, t.stems, weightOfTitle), inOrder(fieldHeadings, t.stems, weightOfHeading), inOrder(fieldText, t.stems, 1),
			}))
		}
	}
	return query.NewConjunctionQuery(all)
}

// allSilent reports whether none of the terms says anything in this language.
func allSilent(terms []analysed) bool {
	return !slices.ContainsFunc(terms, func(t analysed) bool { return len(t.stems) > 0 })
}

// loose finds the term by its stem, as it is written, and, unless it is a phrase, as the
// beginning of a word.
func (t analysed) loose() query.Query {
	any := inStems([]analysed{t})
	if !t.Phrase || len(t.stems) == 0 {
		for _, field := range []string{fieldTitlePlain, fieldTextPlain, fieldPath} {
			any = append(any, together(field, t.plain, !t.Phrase))
		}
	}
	return query.NewDisjunctionQuery(any)
}

// inStems finds titles and texts that say one of the terms by their stems.
func inStems(terms []analysed) []query.Query {
	var out []query.Query
	for _, t := range terms {
		if len(t.stems) > 0 {
			out = append(out, inOrder(fieldTitle, t.stems, 1), inOrder(fieldText, t.stems, 1))
		}
	}
	return out
}

func exactly(field, value string) query.Query {
	q := query.NewTermQuery(value)
	q.SetField(field)
	q.SetBoost(0) // it is alike for all
	return q
}

// inOrder finds words that stand one after the other.
func inOrder(field string, places [][]string, weight float64) query.Query {
	if len(places) == 1 {
		any := make([]query.Query, len(places[0]))
		for i, word := range places[0] {
			q := query.NewTermQuery(word)
			q.SetField(field)
			q.SetBoost(weight)
			any[i] = q
		}
		if len(any) == 1 {
			return any[0]
		}
		return query.NewDisjunctionQuery(any)
	}
	q := query.NewMultiPhraseQuery(places, field)
	q.SetBoost(weight)
	return q
}

// together finds words that stand anywhere in a field; of the last one, the beginning
// may do.
func together(field string, places [][]string, begins bool) query.Query {
	var all []query.Query
	for i, place := range places {
		for _, word := range place {
			if begins && i == len(places)-1 {
				q := query.NewPrefixQuery(word)
				q.SetField(field)
				all = append(all, q)
			} else {
				all = append(all, exactly(field, word))
			}
		}
	}
	return query.NewConjunctionQuery(all)
}
