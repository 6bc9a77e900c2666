package history

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Blame says who wrote a block, sentence by sentence.
type Blame struct {
	Block content.BlockID // zero: the document's title and own fields
	Kind  string          // its kind; the document's type for the zero block
	Name  string          // what people call the block; empty for the document
	Last  Revision        // the latest version, whose text it is
	Texts []BlamedText    // in the order of the declaration; none is empty
}

// BlamedText is one text of it.
type BlamedText struct {
	Path      string // of the field: "title", "body", "steps[1].body"
	Field     content.Field
	Label     string // what staff call the field
	Sentences []BlamedSentence
}

// BlamedSentence is a sentence and the version that brought it in.
type BlamedSentence struct {
	Text   string // with the white space before it; in Markdown when the field is
	By     Revision
	Note   string   // of that version; empty: none
	Named  string   // what people call that version; empty: nothing
	Back   Revision // the last version that brought it back from an earlier one; zero: none did
	Unsure bool     // a draft just before By was thinned out and may have said it already
}

// Blame says who wrote each sentence of a block, as the latest version has it. A
// sentence is whose version first had it in this block, in whatever field, without a
// break until today; a word that was mended makes a new sentence, but bold letters
// and spaces do not. One that came with a restore is followed to the version that it was
// brought back from. The error is ErrNotFound also for a block that the latest version
// does not have. It needs the permission to read drafts.
//
// It goes back through history until every sentence is placed, and reads only the texts
// of this block.
func (h *Reader) Blame(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, block content.BlockID) (Blame, error) {
	var out Blame
	err := h.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		doc, head, err := record.ReadHead(r, id, l)
		if err != nil {
			return err
		}
		latest, err := record.Versions.Get(r, id, l, head.Latest)
		if err != nil {
			return err
		}
		b := blamer{model: h.model, r: r, id: id, locale: l, block: block}
		if out, err = b.begin(doc.Type, latest); err != nil {
			return err
		}
		return b.walk(latest)
	})
	return out, err
}

// blamer looks for the origin of sentences. They stand in the Blame that begin made.
type blamer struct {
	model  *content.Model
	r      store.Reader
	id     content.DocumentID
	locale content.Locale
	block  content.BlockID
	open   []*openSentence
}

// openSentence is a sentence whose origin is not known yet.
type openSentence struct {
	*BlamedSentence
	key  string
	from uint64 // versions above it do not count: it was brought back from this one
}

// begin reads the block as it is, all of its sentences open.
func (b *blamer) begin(typ string, latest record.Version) (Blame, error) {
	out := Blame{Block: b.block, Kind: typ, Last: revisionOf(latest)}
	h, kind, ok := b.in(latest)
	if !ok {
		return out, fmt.Errorf("block %s of %s: %w", b.block, b.id, record.ErrNotFound)
	}
	text, err := record.ReadBody(b.r, h)
	if err != nil {
		return out, err
	}
	if !b.block.IsZero() {
		out.Kind = kind
		out.Name = b.model.BlockName(content.Block{ID: b.block, Kind: kind, Fields: record.OrEmpty(text.Fields)})
	}
	for _, p := range passages(b.model, text.Body) {
		one := BlamedText{Path: p.Path, Field: p.Field, Label: p.Label}
		for _, s := range content.SplitSentences(p.Text) {
			one.Sentences = append(one.Sentences, BlamedSentence{Text: s})
		}
		for i := range one.Sentences {
			s := &one.Sentences[i]
			b.open = append(b.open, &openSentence{s, sentenceKey(s.Text), latest.Number})
		}
		out.Texts = append(out.Texts, one)
	}
	return out, nil
}

// walk goes back from the latest version. It holds each version, the child, against the
// next older one that can be read; a sentence that only the child has came with it.
func (b *blamer) walk(child record.Version) error {
	unsure := false // drafts between the child and what is read next were thinned out
	for v, err := range b.older(child.Number) {
		if err != nil {
			return err
		}
		was, _, there := b.in(child)
		h, _, ok := b.in(v)
		switch {
		case ok && there && h == was, !ok && !there:
		case ok:
			text, err := record.ReadBody(b.r, h)
			if err != nil {
				return err
			}
			if text.Removed != nil && text.Removed.Rest == nil {
				unsure = true
				continue
			}
			if err := b.place(child, b.sentences(text.Body), unsure); err != nil {
				return err
			}
		default:
			if err := b.place(child, nil, unsure); err != nil {
				return err
			}
		}
		if child, unsure = v, false; len(b.open) == 0 {
			return nil
		}
	}
	return b.place(child, nil, unsure)
}

// place settles the open sentences that the version before the child did not have: the
// child brought them in, or brought them back.
func (b *blamer) place(child record.Version, before map[string]bool, unsure bool) error {
	source, n, err := b.source(child)
	if err != nil {
		return err
	}
	name, note, _, err := record.ReadName(b.r, record.NumberedKey(b.id, b.locale, child.Number))
	if err != nil {
		return err
	}
	if note == "" {
		if note, err = record.ReadText(b.r, child.Note); err != nil {
			return err
		}
	}
	b.open = slices.DeleteFunc(b.open, func(s *openSentence) bool {
		switch {
		case s.from < child.Number || before[s.key]:
			return false
		case source[s.key]:
			if s.from = n; s.Back.Version == 0 {
				s.Back = revisionOf(child)
			}
			return false
		}
		s.By, s.Note, s.Named, s.Unsure = revisionOf(child), note, name, unsure
		return true
	})
	return nil
}

// source is what the block said in the version that another one brought it back from;
// nil when it did not come back.
func (b *blamer) source(v record.Version) (map[string]bool, uint64, error) {
	n := v.RestoredFrom
	for _, p := range v.Picks {
		if p.Block == b.block {
			n = p.Version
		}
	}
	if n == 0 {
		return nil, 0, nil
	}
	rec, err := record.Versions.Get(b.r, b.id, b.locale, n)
	if err != nil {
		return nil, 0, err
	}
	h, _, ok := b.in(rec)
	if !ok {
		return nil, 0, nil
	}
	text, err := record.ReadBody(b.r, h)
	return b.sentences(text.Body), n, err
}

// in finds the text of the block in a version.
func (b *blamer) in(v record.Version) (h content.Hash, kind string, ok bool) {
	if b.block.IsZero() {
		return v.Fields, "", v.Number > 0
	}
	for _, ref := range v.Blocks {
		if ref.ID == b.block {
			return ref.Hash, ref.Kind, true
		}
	}
	return content.Hash{}, "", false
}

// older yields the versions before number n, the newest first, in chunks as long as
// what is kept packed together.
func (b *blamer) older(n uint64) iter.Seq2[record.Version, error] {
	return func(yield func(record.Version, error) bool) {
		for n > 1 {
			from := (n-2)/record.PackEvery*record.PackEvery + 1
			var chunk []record.Version
			for v, err := range record.Versions.Between(b.r, b.id, b.locale, from, n-1) {
				if err != nil {
					yield(v, err)
					return
				}
				chunk = append(chunk, v)
			}
			for _, v := range slices.Backward(chunk) {
				if !yield(v, nil) {
					return
				}
			}
			n = from
		}
	}
}

// passages are the texts of a body. A document's begin with its title.
func passages(m *content.Model, rec record.Body) []content.Passage {
	out := content.Passages(m.FieldsOf(rec.Kind), rec.Fields)
	if rec.Title != "" {
		title := content.Passage{Path: "title", Field: content.Field{Name: "title", Type: content.Text, Heading: true}, Label: "Title", Text: rec.Title}
		out = slices.Insert(out, 0, title)
	}
	return out
}

// sentences is what a body says, by sentenceKey.
func (b *blamer) sentences(rec record.Body) map[string]bool {
	out := map[string]bool{}
	for _, p := range passages(b.model, rec) {
		for _, s := range content.SplitSentences(p.Text) {
			out[sentenceKey(s)] = true
		}
	}
	return out
}

// sentenceKey is a sentence without what does not make it another one: marks of
// emphasis and of lists and headings, and the width of spaces.
func sentenceKey(s string) string {
	return strings.Join(strings.Fields(strings.TrimLeft(unmarked.Replace(s), "-#>+ \n\t")), " ")
}

var unmarked = strings.NewReplacer("*", "", "_", "", "~", "")
