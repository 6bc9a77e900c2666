package cms

import (
	"context"
	"fmt"
	"slices"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Entry is one line of a document's history.
type Entry struct {
	Number       uint64
	At           time.Time
	By           content.Author
	Origin       content.Origin
	Deed         Deed               // what kind of change it was
	Change       content.Comparison // what it changed of the version before; empty for the first
	Name         string             // what people call the version; empty: nothing
	Note         string             // the note of who saved it, or a later one
	RestoredFrom uint64             // 0: not a restore
	RestoredAt   time.Time          // when the version it came from was written; zero: not a restore
	Live         []Span             // when it was live, oldest first; empty: never
	Blocks       []content.BlockID  // the blocks it added, edited, moved or removed
	Taken        []Erasure          // markers where texts that it changed were taken out of history
}

// Deed is what kind of change a version was. In words it is told by those who show it: a
// second language has other ones.
type Deed string

// The deeds. The zero Deed is an edit.
const (
	Edited         Deed = ""
	Began          Deed = "began"            // the first version; Origin says how
	ThinnedOut     Deed = "thinned-out"      // its text is gone, so what it changed cannot be told
	PutTogether    Deed = "put-together"     // blocks of several versions came back
	BroughtBack    Deed = "brought-back"     // something came back of RestoredFrom
	BroughtAllBack Deed = "brought-all-back" // everything did
)

// Span is a time during which something held.
type Span struct {
	From time.Time
	To   time.Time // zero: it still does
}

// Past says which versions of a document to list. The zero Past is all of them.
type Past struct {
	Before uint64          // only versions below this number; 0: from the latest
	Limit  int             // at most so many, from 1
	By     content.Author  // only those that somebody saved; zero: anybody
	Block  content.BlockID // only those that added, edited, moved or removed this block; zero: any
	Live   bool            // only those that are or were live
	Named  bool            // only those with a name or a note
}

// History returns the versions that match, newest first. It reads what these versions
// changed and no other text, so without a filter its cost does not grow with the depth
// of the history; with one, it reads the records of as many versions as it takes. It
// needs the permission to read drafts.
func (h *Reader_) History(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, p Past) ([]Entry, error) {
	out := []Entry{}
	err := h.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		doc, head, err := record.ReadHead(r, id, l)
		if err != nil {
			return err
		}
		live := map[uint64][]Span{}
		if p.Live {
			if live, err = liveSpans(r, id, l, 0); err != nil {
				return err
			}
		}
		before := head.Latest + 1
		if p.Before > 0 {
			before = min(before, p.Before)
		}
		d := document{model: h.model, r: r, id: id, locale: l, typ: doc.Type}
		for before > 1 && len(out) < p.Limit {
			// Chunks as long as what is kept packed together: each record is read about once.
			from := max((before-2)/record.PackEvery*record.PackEvery+1, 1)
			chunk, err := d.records(from, before-1)
			if err != nil {
				return err
			}
			for n := before - 1; n >= from && len(out) < p.Limit; n-- {
				v, parent := chunk[n-from+1], chunk[n-from]
				ok, err := p.matches(r, id, l, v, parent, live)
				if err != nil {
					return err
				}
				if !ok {
					continue
				}
				entry, err := d.entry(v, parent)
				if err != nil {
					return err
				}
				out = append(out, entry)
			}
			before = from
		}
		if len(out) == 0 {
			return nil
		}
		if !p.Live {
			if live, err = liveSpans(r, id, l, record.StampOf(out[len(out)-1].At)); err != nil {
				return err
			}
		}
		for i := range out {
			out[i].Live = live[out[i].Number]
		}
		return nil
	})
	return out, err
}

// matches reports whether a version is asked for.
func (p Past) matches(r store.Reader, id content.DocumentID, l content.Locale, v, parent record.Version, live map[uint64][]Span) (bool, error) {
	if p.By != (content.Author{}) && v.By != p.By || p.Live && live[v.Number] == nil || !p.Block.IsZero() && !touches(v, parent, p.Block) {
		return false, nil
	}
	if !p.Named || v.Note != nil {
		return true, nil
	}
	_, named, err := record.Names.Find(r, record.NumberedKey(id, l, v.Number))
	return named, err
}

// touches reports whether a version has a block otherwise than the one before it.
func touches(v, parent record.Version, block content.BlockID) bool {
	is := func(ref record.BlockRef) bool { return ref.ID == block }
	i, was := slices.IndexFunc(v.Blocks, is), slices.IndexFunc(parent.Blocks, is)
	if i < 0 || was < 0 {
		return i != was
	}
	if v.Blocks[i] != parent.Blocks[was] {
		return true
	}
	before := func(blocks []record.BlockRef, i int) content.BlockID {
		if i == 0 {
			return content.BlockID{}
		}
		return blocks[i-1].ID
	}
	return before(v.Blocks, i) != before(parent.Blocks, was)
}

// document reads one document's history.
type document struct {
	model  *content.Model
	r      store.Reader
	id     content.DocumentID
	locale content.Locale
	typ    string
}

// records reads versions from one number to another, led by the one before; before the
// first stands the zero record.
func (h document) records(from, to uint64) ([]record.Version, error) {
	out := make([]record.Version, 0, to-from+2)
	if from == 1 {
		out = append(out, record.Version{})
	}
	for v, err := range record.Versions.Between(h.r, h.id, h.locale, max(from-1, 1), to) {
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	if uint64(len(out)) != to-from+2 {
		return nil, fmt.Errorf("%w: %s lacks versions between %d and %d; run practicecms verify", store.ErrDamaged, h.id, from, to)
	}
	return out, nil
}

// entry describes a version.
func (h document) entry(rec, parent record.Version) (Entry, error) {
	out := Entry{Number: rec.Number, At: rec.At.Time(), By: rec.By, Origin: rec.Origin, RestoredFrom: rec.RestoredFrom}
	var err error
	if out.Note, err = record.ReadText(h.r, rec.Note); err != nil {
		return Entry{}, err
	}
	name, note, _, err := record.ReadName(h.r, record.NumberedKey(h.id, h.locale, rec.Number))
	if err != nil {
		return Entry{}, err
	}
	if out.Name = name; note != "" {
		out.Note = note
	}
	if rec.Number == 1 {
		out.Deed = Began
		return out, nil
	}
	old, next, removed, err := loadChanged(h.r, parent, rec)
	if err != nil {
		return Entry{}, err
	}
	for _, t := range removed {
		out.Taken = append(out.Taken, erasureOf(t))
	}
	out.Change = h.model.Compare(h.typ, old, next)
	for _, b := range out.Change.Blocks {
		out.Blocks = append(out.Blocks, b.ID)
	}
	switch {
	case slices.ContainsFunc(removed, func(t record.Erasure) bool { return t.Why == content.RemovedThinned }):
		out.Deed = ThinnedOut
	case len(rec.Picks) > 0:
		out.Deed = PutTogether
	case rec.RestoredFrom > 0:
		source, err := record.Versions.Get(h.r, h.id, h.locale, rec.RestoredFrom)
		if err != nil {
			return Entry{}, err
		}
		out.Deed, out.RestoredAt = BroughtBack, source.At.Time()
		if rec.Fields == source.Fields && slices.Equal(rec.Blocks, source.Blocks) {
			out.Deed = BroughtAllBack
		}
	}
	return out, nil
}

// loadChanged reads two versions, but of the blocks that both hold with the same
// body only the place: they are no change. It makes a comparison of neighbours cost
// what they differ in.
func loadChanged(r store.Reader, a, b record.Version) (before, after content.Content, taken []record.Erasure, err error) {
	var marks record.Snapshot
	same := map[record.BlockRef]bool{}
	for _, ref := range a.Blocks {
		if slices.Contains(b.Blocks, ref) {
			same[ref] = true
		}
	}
	read := func(v record.Version) (content.Content, error) {
		out := content.Content{Path: v.Path, Fields: content.Fields{}, Blocks: make([]content.Block, len(v.Blocks))}
		if a.Fields != b.Fields {
			own, err := record.ReadBody(r, v.Fields)
			if err != nil {
				return out, err
			}
			marks.NoteRemoved(own)
			out.Title, out.Fields = own.Title, record.OrEmpty(own.Fields)
		}
		for i, ref := range v.Blocks {
			out.Blocks[i] = content.Block{ID: ref.ID, Kind: ref.Kind, Fields: content.Fields{}}
			if !same[ref] || moved(a, b, ref) {
				body, err := record.ReadBody(r, ref.Hash)
				if err != nil {
					return out, err
				}
				marks.NoteRemoved(body)
				out.Blocks[i].Fields = record.OrEmpty(body.Fields)
			}
		}
		return out, nil
	}
	if before, err = read(a); err != nil {
		return before, after, nil, err
	}
	after, err = read(b)
	return before, after, marks.Removed, err
}

// moved reports whether a block that both versions hold has other neighbours before
// it; then a summary needs its name.
func moved(a, b record.Version, ref record.BlockRef) bool {
	return slices.Index(a.Blocks, ref) != slices.Index(b.Blocks, ref)
}

// liveSpans reads when each version was live. With a moment it reads only what the
// public was told since the day before: enough for versions that are not older, for none
// goes live before it is written.
func liveSpans(r store.Reader, id content.DocumentID, l content.Locale, since record.Stamp) (map[uint64][]Span, error) {
	const slack = record.Stamp(24 * time.Hour / time.Microsecond) // clocks are set back now and then
	out := map[uint64][]Span{}
	var until time.Time // when what is read next ended; zero: it has not
	rg := store.Prefix(record.HeadKey(id, l))
	rg.Reverse = true
	for row, err := range record.Publications.Scan(r, rg) {
		if err != nil {
			return nil, err
		}
		if n := row.Record.Version; n > 0 {
			out[n] = slices.Insert(out[n], 0, Span{From: row.Record.At.Time(), To: until})
		}
		if until = row.Record.At.Time(); row.Record.At < since-slack {
			break
		}
	}
	return out, nil
}

// Compare says what changed from version a to version b, which may be the older.
func (h *Reader_) Compare(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, a, b uint64) (content.Comparison, error) {
	var out content.Comparison
	err := h.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		doc, _, err := record.ReadHead(r, id, l)
		if err != nil {
			return err
		}
		from, err := record.Load(r, id, l, a)
		if err != nil {
			return err
		}
		to, err := record.Load(r, id, l, b)
		if err != nil {
			return err
		}
		out = h.model.Compare(doc.Type, from.Content, to.Content)
		return nil
	})
	return out, err
}
