package history

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

// Interval is a time during which something held.
type Interval struct {
	From time.Time
	To   time.Time // zero: it still does
}

// Filter says which versions of a document to list. The zero Filter is all of them.
type Filter struct {
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
func (h *Reader) History(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, p Filter) ([]Entry, error) {
	out := []Entry{}
	err := h.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		doc, head, err := record.ReadHead(r, id, l)
		if err != nil {
			return err
		}
		live := map[uint64][]Interval{}
		if p.Live {
			if live, err = liveSpans(r, id, l, 0); err != nil {
				return err
			}
		}
		before := head.Latest + 1
		if p.Before > 0 {
			before = min(before, p.Before)
		}
		d := documentHistory{model: h.model, r: r, id: id, locale: l, typ: doc.Type}
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
func (p Filter) matches(r store.Reader, id content.DocumentID, l content.Locale, v, parent record.Version, live map[uint64][]Interval) (bool, error) {
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

// documentHistory reads one document's history.
type documentHistory struct {
	model  *content.Model
	r      store.Reader
	id     content.DocumentID
	locale content.Locale
	typ    string
}

// records reads versions from one number to another, led by the one before; before the
// first stands the zero record.
func (h documentHistory) records(from, to uint64) ([]record.Version, error) {
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
func (h documentHistory) entry(rec, parent record.Version) (Entry, error) {
	out := Entry{Number: rec.Number, At: rec.At.Time(), Clock: rec.Clock.Time(), By: rec.By, Origin: rec.Origin, RestoredFrom: rec.RestoredFrom}
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
		out.Removed = append(out.Removed, ErasureOf(t))
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

// Latest describes the latest version of a document in one locale.
func Latest(r store.Reader, m *content.Model, id content.DocumentID, l content.Locale, typ string, latest uint64) (Entry, error) {
	d := documentHistory{model: m, r: r, id: id, locale: l, typ: typ}
	recs, err := d.records(latest, latest)
	if err != nil {
		return Entry{}, err
	}
	return d.entry(recs[1], recs[0])
}
