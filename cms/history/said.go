package history

import (
	"context"
	"slices"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Said is a stretch of history during which one place of a document said some words.
type Said struct {
	Document content.DocumentID
	Type     string
	Locale   content.Locale
	Title    string          // of the latest version
	Block    content.BlockID // zero: the document's title or own fields
	Name     string          // what people called the block then; empty for the document
	First    Revision        // the version that brought the words in
	Gone     Revision        // the version that no longer has them; zero: the latest still does
	Live     []Interval      // when readers could read them, oldest first; empty: never
	Hit      Hit             // the words and what stood around them, as First has it
}

// Hit is what was looked for, with the words on both sides of it.
type Hit struct{ Before, Word, After string }

// WhenSaid looks through all of history for a phrase: where it first appeared, who
// brought it in, when it went, and when readers could read it. Formatting does not count,
// nor do spellings of the same words; see content/fold. With a document it looks through
// that one only. It finds at most limit stretches; more says that there are others. They
// are in order of documents, those of a document by age.
//
// It reads each text once, when a version brings it in, so its cost grows with the
// number of versions. It needs the permission to read drafts.
func (h *Reader) WhenSaid(ctx context.Context, who audit.Actor, phrase string, in content.DocumentID, limit int) (found []Said, more bool, err error) {
	if err := h.log.Allow(ctx, who, audit.MayRead, audit.OnDocument(in)); err != nil {
		return nil, false, err
	}
	p, err := NewPhrase(phrase)
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

// phraseScan goes through one document's history.
type phraseScan struct {
	model  *content.Model
	r      store.Reader
	phrase Phrase
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
		said := &Said{Document: s.id, Type: s.doc.Type, Locale: s.locale, Block: block, First: revisionOf(v), Hit: *hit}
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
	s.open[block].Gone = revisionOf(v)
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
	if ok && !s.phrase.maybe(encoded, &s.scratch) {
		s.known[h] = nil
		return nil, nil
	}
	if b, err = record.ReadBody(s.r, h); err != nil {
		return nil, err
	}
	s.known[h] = s.phrase.in(s.model, b.Body)
	return s.known[h], nil
}

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
func (s *phraseScan) live(said *Said) ([]Interval, error) {
	var out []Interval
	on := false
	for row, err := range record.Publications.Scan(s.r, store.Prefix(record.HeadKey(s.id, s.locale))) {
		if err != nil {
			return nil, err
		}
		n := row.Record.Version
		is := n >= said.First.Version && n > 0 && (said.Gone.Version == 0 || n < said.Gone.Version)
		switch {
		case is && !on:
			out = append(out, Interval{From: row.Record.At.Time()})
		case !is && on:
			out[len(out)-1].To = row.Record.At.Time()
		}
		on = is
	}
	return out, nil
}
