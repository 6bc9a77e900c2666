package cms

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/content"
	"practicecms/content/richtext"
)

// Filter says which documents to list for staff.
type Filter struct {
	Types    []string       // names of types; empty: all
	Locale   content.Locale // only documents with content in it
	Standing Standing       // empty: any
	By       Author         // who saved the latest version; zero: anybody
	Words    string         // all of these words stand in title, path or text; empty: any
	Trashed  bool           // those in the trash, instead of those that are not
}

// Standing is how a document stands with readers.
type Standing string

// The standings.
const (
	StandingLive    Standing = "live"    // readers see what was saved last
	StandingChanged Standing = "changed" // live, and a newer draft is not
	StandingNot     Standing = "not"     // not on the site
	StandingPlanned Standing = "planned" // a version goes live by itself
)

// is reports whether a document stands so.
func (s Standing) is(h headRecord) bool {
	switch s {
	case StandingLive:
		return h.Live == h.Latest
	case StandingChanged:
		return h.Live != 0 && h.Live != h.Latest
	case StandingNot:
		return h.Live == 0
	case StandingPlanned:
		return h.Plan != nil
	}
	return true
}

// Item is one document in a list for staff.
type Item struct {
	State
	Title   string
	Path    string // of the latest version; empty for records
	At      time.Time
	By      Author
	Summary string   // what the latest version changed
	Found   []string // where the text says what was looked for and title and path do not
}

// List returns the documents that match, last changed first. It needs the
// permission to read drafts.
func (e *Editor) List(ctx context.Context, who Actor, f Filter) ([]Item, error) {
	if err := who.need(mayRead); err != nil {
		return nil, err
	}
	practice, err := e.cms.Practice(ctx)
	if err != nil {
		return nil, err
	}
	words := strings.Fields(strings.ToLower(f.Words))
	out := []Item{}
	err = e.cms.store.View(ctx, func(r store.Reader) error {
		for row, err := range documents.scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			if (row.rec.TrashedAt != 0) != f.Trashed || len(f.Types) > 0 && !slices.Contains(f.Types, row.rec.Type) {
				continue
			}
			item, ok, err := e.item(r, content.DocumentID(row.key), f, row.rec, words, practice.Zone)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, item)
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b Item) int { return cmp.Or(b.At.Compare(a.At), a.Document.Compare(b.Document)) })
	return out, err
}

// item describes a document; ok is false when it does not match.
func (e *Editor) item(r store.Reader, id content.DocumentID, f Filter, doc documentRecord, words []string, zone *time.Location) (Item, bool, error) {
	l := f.Locale
	head, err := heads.get(r, headKey(id, l))
	if errors.Is(err, ErrNotFound) {
		return Item{}, false, nil
	}
	if err != nil || !f.Standing.is(head) {
		return Item{}, false, err
	}
	v, err := e.cms.load(r, id, l, head.Latest)
	if err != nil {
		return Item{}, false, err
	}
	if f.By != (Author{}) && v.rec.By != f.By {
		return Item{}, false, nil
	}
	found, ok := e.hits(doc.Type, v.content, words)
	if !ok {
		return Item{}, false, nil
	}
	state, err := e.state(r, id, l, doc, head)
	if err != nil {
		return Item{}, false, err
	}
	h := reader{e: e, r: r, id: id, locale: l, typ: doc.Type, zone: zone}
	recs, err := h.records(head.Latest, head.Latest)
	if err != nil {
		return Item{}, false, err
	}
	last, err := h.entry(recs[1], recs[0])
	return Item{State: state, Title: v.content.Title, Path: v.content.Path, At: last.At, By: last.By, Summary: last.Summary, Found: found}, true, err
}

// hits looks for words, which are in lower case. Ok is false when one of them stands
// nowhere. Each word that neither title nor path says is in one of the excerpts.
func (e *Editor) hits(typ string, c content.Content, words []string) (found []string, ok bool) {
	if len(words) == 0 {
		return nil, true
	}
	texts := []string{c.Title, c.Path}
	e.cms.model.WalkContent(typ, c, func(p content.Place, v any) {
		s, _ := v.(string)
		switch p.Field.Type {
		case content.Markdown:
			texts = append(texts, richtext.PlainText(s))
		case content.Text, content.Phone, content.URL:
			texts = append(texts, s)
		}
	})
	for _, w := range words {
		says := func(t string) bool { return strings.Contains(strings.ToLower(t), w) }
		at := slices.IndexFunc(texts, says)
		if at < 0 {
			return nil, false
		}
		if at < 2 || slices.ContainsFunc(found, says) {
			continue
		}
		if excerpt := around(texts[at], w); excerpt != "" {
			found = append(found, excerpt)
		}
	}
	return found, true
}

// hitContext is how many characters stand on each side of a hit, at most.
const hitContext = 60

// around is a word with the words next to it; empty when the word cannot be placed.
func around(text, word string) string {
	at := strings.Index(strings.ToLower(text), word)
	if at < 0 || len(strings.ToLower(text)) != len(text) { // a letter whose two cases differ in length
		return ""
	}
	h := hitAt(text, at, at+len(word))
	return h.Before + h.Word + h.After
}

// hitAt is what stands from one byte of a text to another, with the words next to it,
// on one line.
func hitAt(text string, from, to int) Hit {
	line := func(s string) []rune { return []rune(strings.Join(strings.Fields("."+s+"."), " ")) } // keeps a space at either end
	before, after := line(text[:from]), line(text[to:])
	h := Hit{Word: strings.Join(strings.Fields(text[from:to]), " "), Before: string(before[1 : len(before)-1]), After: string(after[1 : len(after)-1])}
	if len(before) > hitContext {
		_, cut, _ := strings.Cut(string(before[len(before)-1-hitContext:len(before)-1]), " ")
		h.Before = "…" + cut
	}
	if len(after) > hitContext {
		cut := string(after[1 : 1+hitContext])
		h.After = cut[:max(strings.LastIndex(cut, " "), 0)] + "…"
	}
	return h
}
