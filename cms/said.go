package cms

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
	"practicecms/content/richtext"
)

// Said is a stretch of history during which one place of a document said some words.
type Said struct {
	Document content.DocumentID
	Type     string
	Locale   content.Locale
	Title    string          // of the latest version
	Block    content.BlockID // zero: the document's title or own fields
	Name     string          // what people called the block then; empty for the document
	First    Moment          // the version that brought the words in
	Gone     Moment          // the version that no longer has them; zero: the latest still does
	Live     []Span          // when readers could read them, oldest first; empty: never
	Hit      Hit             // the words and what stood around them, as First has it
}

// Moment is a version, and who saved it when.
type Moment struct {
	Version uint64 // 0: none
	At      time.Time
	By      content.Author
}

func momentOf(v record.Version) Moment { return Moment{v.Number, v.At.Time(), v.By} }

// Hit is what was looked for, with the words on both sides of it.
type Hit struct{ Before, Word, After string }

// MinPhrase is how many characters a phrase must have to be looked for.
const MinPhrase = 3

// WhenSaid looks through all of history for a phrase: where it first appeared, who
// brought it in, when it went, and when readers could read it. Upper and lower case,
// the width of spaces and formatting do not count. With a document it looks through
// that one only. It finds at most limit stretches; more says that there are others. They
// are in order of documents, those of a document by age.
//
// It reads each text once, when a version brings it in, so its cost grows with the
// number of versions. It needs the permission to read drafts.
func (h *Reader_) WhenSaid(ctx context.Context, who audit.Actor, phrase string, in content.DocumentID, limit int) (found []Said, more bool, err error) {
	if err := h.log.Allow(ctx, who, audit.MayRead, audit.OnDocument(in)); err != nil {
		return nil, false, err
	}
	p, err := newPhrase(phrase)
	if err != nil {
		return nil, false, err
	}
	found = []Said{}
	rg := store.Range{}
	if !in.IsZero() {
		rg = store.Prefix(record.DocumentKey(in))
	}
	// One document, one look at the store: a long search holds up nobody.
	next := rg
	for !more {
		var at []byte
		err := h.log.Look(ctx, who, audit.MayRead, audit.OnDocument(in), func(r store.Reader) error {
			for row, err := range record.Heads.Scan(r, next) {
				if err != nil {
					return err
				}
				at = slices.Clone(row.Key)
				l, _ := record.LocaleAt(at[16:])
				s := phraseScan{model: h.model, r: r, phrase: p, id: content.DocumentID(at[:16]), locale: l}
				said, err := s.run()
				found = append(found, said...)
				return err
			}
			return nil
		})
		if err != nil {
			return nil, false, err
		}
		if at == nil {
			break
		}
		next.From = append(at, 0)
		if len(found) > limit {
			found, more = found[:limit], true
		}
	}
	return found, more, nil
}

// phrase is words that are looked for.
type phrase struct {
	text  string
	exact *regexp.Regexp // any case; words apart by spaces or marks of emphasis
	word  []byte         // the longest word, in lower case: a cheap first look at an encoded text
}

func newPhrase(text string) (phrase, error) {
	words := strings.Fields(text)
	if len([]rune(strings.Join(words, " "))) < MinPhrase {
		return phrase{}, content.Invalid("words", "short", "Give three characters or more.")
	}
	if len(text) > 8000 {
		return phrase{}, content.Invalid("words", "long", "That is too long to look for. Give a sentence of it.")
	}
	p := phrase{text: text}
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
		if low := []byte(strings.ToLower(w)); len(low) > len(p.word) {
			p.word = low
		}
	}
	var err error
	if p.exact, err = regexp.Compile(`(?i)` + strings.Join(words, `[\s\x{a0}*_~]+`)); err != nil {
		return phrase{}, content.Invalid("words", "unreadable", "That can’t be looked for.")
	}
	if bytes.ContainsFunc(p.word, func(r rune) bool { return r > unicode.MaxASCII }) {
		p.word = nil // some letters have several lower cases: read every text
	}
	return p, nil
}

// said reports whether a text says it.
func (p phrase) said(text string) bool { return p.exact.MatchString(text) }

// without is a text without the words. A value that words cannot be taken out of, such
// as a date or an address, goes as a whole.
func (p phrase) without(m *content.Model, b record.Body) record.Body {
	b.Title, b.Text = p.exact.ReplaceAllString(b.Title, ErasedMark), p.exact.ReplaceAllString(b.Text, ErasedMark)
	b.Fields = content.MapTexts(m.FieldsOf(b.Kind), b.Fields, func(f content.Field, s string) string {
		if maybeMarkdown(f) && !p.exact.MatchString(s) && p.exact.MatchString(plain(s)) {
			return ErasedMark // the words run across a link: nothing less is sure to hide them
		}
		if !p.exact.MatchString(s) {
			return s
		}
		switch f.Type {
		case "", content.Text, content.Markdown:
			return p.exact.ReplaceAllString(s, ErasedMark)
		}
		return ""
	})
	return b
}

// ErasedMark stands where words were erased.
const ErasedMark = "(erased)"

// maybe reports whether an encoded text can say the phrase; scratch is used again.
func (p phrase) maybe(encoded []byte, scratch *[]byte) bool {
	low := append((*scratch)[:0], encoded...)
	for i, c := range low {
		if 'A' <= c && c <= 'Z' {
			low[i] = c + 'a' - 'A'
		}
	}
	*scratch = low
	return bytes.Contains(low, p.word)
}

// phraseScan goes through one document's history.
type phraseScan struct {
	model  *content.Model
	r      store.Reader
	phrase phrase
	id     content.DocumentID
	locale content.Locale

	doc     record.Document
	known   map[content.Hash]*Hit // of each text that was read: where it says the phrase, or nil
	scratch []byte
	open    map[content.BlockID]*Said // places that say it, as of the last version
	found   []*Said
}

func (s *phraseScan) run() ([]Said, error) {
	var err error
	if s.doc, err = record.Documents.Get(s.r, record.DocumentKey(s.id)); err != nil {
		return nil, err
	}
	s.known, s.open = map[content.Hash]*Hit{}, map[content.BlockID]*Said{}
	var before, last record.Version
	for row, err := range record.Versions.Scan(s.r, store.Prefix(record.HeadKey(s.id, s.locale))) {
		if err != nil {
			return nil, err
		}
		if err := s.step(before, row.Record); err != nil {
			return nil, err
		}
		before, last = row.Record, row.Record
	}
	return s.results(last)
}

// step takes in one version. Only what it has otherwise than the one before is looked at.
func (s *phraseScan) step(before, v record.Version) error {
	if v.Fields != before.Fields {
		if err := s.place(v, content.BlockID{}, "", v.Fields); err != nil {
			return err
		}
	}
	a, b := before.Blocks, v.Blocks
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	for _, ref := range b {
		if err := s.place(v, ref.ID, ref.Kind, ref.Hash); err != nil {
			return err
		}
	}
	for _, ref := range a {
		if s.open[ref.ID] != nil && !record.HasBlock(v, ref.ID) {
			s.close(v, ref.ID)
		}
	}
	return nil
}

// place takes in what a place says in a version.
func (s *phraseScan) place(v record.Version, block content.BlockID, kind string, h content.Hash) error {
	hit, err := s.look(h)
	if err != nil {
		return err
	}
	switch open := s.open[block]; {
	case hit != nil && open == nil:
		said := &Said{Document: s.id, Type: s.doc.Type, Locale: s.locale, Block: block, First: momentOf(v), Hit: *hit}
		if !block.IsZero() {
			b, err := record.ReadBody(s.r, h)
			if err != nil {
				return err
			}
			said.Name = s.model.BlockName(content.Block{ID: block, Kind: kind, Fields: record.OrEmpty(b.Fields)})
		}
		s.open[block] = said
		s.found = append(s.found, said)
	case hit == nil && open != nil:
		s.close(v, block)
	}
	return nil
}

func (s *phraseScan) close(v record.Version, block content.BlockID) {
	s.open[block].Gone = momentOf(v)
	delete(s.open, block)
}

// look finds the phrase in a text.
func (s *phraseScan) look(h content.Hash) (*Hit, error) {
	if hit, ok := s.known[h]; ok {
		return hit, nil
	}
	encoded, ok, err := record.Bodies.Find(s.r, h)
	if err != nil {
		return nil, err
	}
	var b record.Text
	if ok && len(s.phrase.word) > 0 && !s.phrase.maybe(encoded, &s.scratch) {
		s.known[h] = nil
		return nil, nil
	}
	if b, err = record.ReadBody(s.r, h); err != nil {
		return nil, err
	}
	s.known[h] = s.phrase.in(s.model, b.Body)
	return s.known[h], nil
}

// in finds a phrase in what people read of a text; nil: it is not there.
func (p phrase) in(m *content.Model, b record.Body) *Hit {
	texts := []string{b.Title, b.Text}
	content.MapTexts(m.FieldsOf(b.Kind), b.Fields, func(f content.Field, s string) string {
		if maybeMarkdown(f) {
			texts = append(texts, plain(s))
		}
		texts = append(texts, s)
		return s
	})
	for _, text := range texts {
		if at := p.exact.FindStringIndex(text); at != nil {
			hit := hitAt(text, at[0], at[1])
			return &hit
		}
	}
	return nil
}

// maybeMarkdown reports whether a text can be Markdown: where it is declared so, and
// where nothing is declared, for what it was is not known any more.
func maybeMarkdown(f content.Field) bool { return f.Type == content.Markdown || f.Type == "" }

// plain is what people read of a Markdown text.
func plain(markdown string) string { return richtext.PlainText(markdown) }

// results completes what was found.
func (s *phraseScan) results(latest record.Version) ([]Said, error) {
	if len(s.found) == 0 {
		return nil, nil
	}
	own, err := record.ReadBody(s.r, latest.Fields)
	if err != nil {
		return nil, err
	}
	out := make([]Said, len(s.found))
	for i, said := range s.found {
		out[i] = *said
		out[i].Title = own.Title
		if out[i].Live, err = s.live(said); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// live joins the times during which a version of the stretch was live.
func (s *phraseScan) live(said *Said) ([]Span, error) {
	var out []Span
	on := false
	for row, err := range record.Publications.Scan(s.r, store.Prefix(record.HeadKey(s.id, s.locale))) {
		if err != nil {
			return nil, err
		}
		n := row.Record.Version
		is := n >= said.First.Version && n > 0 && (said.Gone.Version == 0 || n < said.Gone.Version)
		switch {
		case is && !on:
			out = append(out, Span{From: row.Record.At.Time()})
		case !is && on:
			out[len(out)-1].To = row.Record.At.Time()
		}
		on = is
	}
	return out, nil
}
