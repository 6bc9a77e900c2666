package cms

import (
	"context"
	"errors"
	"fmt"

	"practicecms/cms/internal/index"
	"practicecms/cms/internal/record"
	"practicecms/content"
)

// MaxSearchWords is how many characters a search may have, and MaxSearchReach how far
// down its results go.
const (
	MaxSearchWords = index.MaxWords
	MaxSearchReach = 1000
)

// Search is what readers look for.
type Search struct {
	// Words all stand in what is found, in this form or another of the same word. Those
	// in quotation marks stand there in this order. There is no other syntax. Words that
	// say nothing, such as "the", do not count.
	Words  string
	Locale content.Locale
	Type   string // empty: any
	From   int    // how many of the best to pass over
	Limit  int    // from 1; From and Limit together are at most MaxSearchReach
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

// Search finds live documents by their words, the best first; total counts all that there
// are. It finds what was live when it began. The practice's own settings are not among
// what is found. The errors are *content.InvalidError, ErrPreparing and
// context.DeadlineExceeded. It tells of now only: with At it is ErrNotFound.
func (d *Delivery) Search(ctx context.Context, s Search) (found []Found, total int, err error) {
	if d.moment != nil {
		return nil, 0, fmt.Errorf("a search of an earlier moment: %w", record.ErrNotFound)
	}
	terms, err := parseWords(s.Words)
	if err != nil {
		return nil, 0, err
	}
	q := index.Query{Terms: terms, Locale: string(s.Locale), Type: s.Type}
	var hits []index.Hit
	err = d.cms.live.ask(ctx, func(ctx context.Context, x *index.Index) error {
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
		h, err := heldBy(hit.Key)
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

// searched is what a list for staff was narrowed to by words.
type searched struct {
	query index.Query
	among map[content.DocumentID]bool
}

// search finds the documents whose latest version says some words, in the trash too.
func (e *Editor) search(ctx context.Context, words string, l content.Locale) (*searched, error) {
	terms, err := parseWords(words)
	if err != nil {
		return nil, err
	}
	s := searched{query: index.Query{Terms: terms, Locale: string(l), Loose: true}, among: map[content.DocumentID]bool{}}
	var keys []string
	err = e.cms.drafts.ask(ctx, func(ctx context.Context, x *index.Index) error {
		keys, err = x.All(ctx, s.query)
		return err
	})
	for _, key := range keys {
		h, err := heldBy(key)
		if err != nil {
			return nil, err
		}
		s.among[h.id] = true
	}
	return &s, err
}

// shownAtOnce is how many documents are read from the index at a time.
const shownAtOnce = 100

// excerpts fills in where the texts of some documents say the words.
func (e *Editor) excerpts(ctx context.Context, s *searched, items []Item) error {
	for from := 0; from < len(items); from += shownAtOnce {
		some := items[from:min(from+shownAtOnce, len(items))]
		at := map[string]*Item{}
		var keys []string
		for i := range some {
			key := held{some[i].Document, some[i].Locale}.key()
			keys, at[key] = append(keys, key), &some[i]
		}
		err := e.cms.drafts.ask(ctx, func(ctx context.Context, x *index.Index) error {
			hits, err := x.Show(ctx, s.query, keys)
			for _, hit := range hits {
				at[hit.Key].Found = hit.Excerpts
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
