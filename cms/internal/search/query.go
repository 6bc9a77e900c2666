package search

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"practicecms/cms/internal/search/index"
	"practicecms/content"
)

// MaxWords is how many characters a search may have, and MaxReach how far
// down its results go.
const (
	MaxWords = index.MaxWords
	MaxReach = 1000
)

// Query is what readers look for.
type Query struct {
	// Words all stand in what is found, in this form or another of the same word. Those
	// in quotation marks stand there in this order. There is no other syntax. Words that
	// say nothing, such as "the", do not count, unless there are no others. How words are
	// spelled does not matter; see content/fold.
	Words  string
	Locale content.Locale
	Type   string // empty: any
	From   int    // how many of the best to pass over
	Limit  int    // from 1; From and Limit together are at most MaxReach
}

// Found is a live document that was found.
type Found struct {
	ID       content.DocumentID
	Type     string
	Path     string // empty for records
	Locale   content.Locale
	Title    Marked
	Excerpts []Marked // where its text says the words, at most three; empty when only the title does
}

// Marked is a text in pieces, those marked that were looked for. It is plain text.
type Marked = index.Marked

// Find finds documents by their words, the best first; total counts all that there are.
// The errors are *content.InvalidError, ErrPreparing and context.DeadlineExceeded.
func (f *Finder) Find(ctx context.Context, s Query) (found []Found, total int, err error) {
	terms, err := parseWords(s.Words)
	if err != nil {
		return nil, 0, err
	}
	q := index.Query{Terms: terms, Locale: string(s.Locale), Type: s.Type}
	var hits []index.Hit
	err = f.ask(ctx, func(ctx context.Context, x *index.Index) error {
		var keys []string
		if keys, total, err = x.Find(ctx, q, s.From, s.Limit); err != nil {
			return err
		}
		hits, err = x.Show(ctx, q, keys)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	found = make([]Found, len(hits))
	for i, hit := range hits {
		h, err := parseKey(hit.Key)
		if err != nil {
			return nil, 0, err
		}
		found[i] = Found{ID: h.id, Type: hit.Type, Path: hit.Path, Locale: h.locale, Title: hit.Title, Excerpts: hit.Excerpts}
	}
	return found, total, nil
}

// parseWords takes words apart, or says what to do about them.
func parseWords(words string) ([]index.Term, error) {
	terms, err := index.Parse(words)
	switch {
	case errors.Is(err, index.ErrNoWords):
		return nil, content.Invalid("words", "required", "Give a word to look for.")
	case errors.Is(err, index.ErrManyWords):
		return nil, content.Invalid("words", "long", fmt.Sprintf("Give fewer words: at most %d, and %d characters.", index.MaxTerms, index.MaxWords))
	}
	return terms, err
}

// Matches are the documents that say some words.
type Matches struct {
	query index.Query
	among map[content.DocumentID]bool
}

// All finds every document that says some words, or their beginnings. The errors are those
// of find.
func (f *Finder) All(ctx context.Context, words string, l content.Locale) (*Matches, error) {
	terms, err := parseWords(words)
	if err != nil {
		return nil, err
	}
	m := Matches{query: index.Query{Terms: terms, Locale: string(l), Loose: true}, among: map[content.DocumentID]bool{}}
	var keys []string
	err = f.ask(ctx, func(ctx context.Context, x *index.Index) error {
		keys, err = x.All(ctx, m.query)
		return err
	})
	for _, key := range keys {
		h, err := parseKey(key)
		if err != nil {
			return nil, err
		}
		m.among[h.id] = true
	}
	return &m, err
}

// Has reports whether a document is one of them.
func (m *Matches) Has(id content.DocumentID) bool { return m.among[id] }

// shownAtOnce is how many documents are read from the index at a time.
const shownAtOnce = 100

// Excerpts gives, for each of some documents of a locale, where its texts say the words.
func (f *Finder) Excerpts(ctx context.Context, m *Matches, l content.Locale, ids []content.DocumentID) (map[content.DocumentID][]Marked, error) {
	out := map[content.DocumentID][]Marked{}
	for some := range slices.Chunk(ids, shownAtOnce) {
		of := map[string]content.DocumentID{}
		var keys []string
		for _, id := range some {
			key := key{id, l}.text()
			keys, of[key] = append(keys, key), id
		}
		err := f.ask(ctx, func(ctx context.Context, x *index.Index) error {
			hits, err := x.Show(ctx, m.query, keys)
			for _, hit := range hits {
				out[of[hit.Key]] = hit.Excerpts
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
