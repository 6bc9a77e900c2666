package cms

import (
	"context"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/history"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Version is one immutable state of a document in one locale.
type Version struct {
	Document     content.DocumentID
	Type         string
	Locale       content.Locale
	Number       uint64 // from 1
	Content      content.Content
	By           content.Author
	At           time.Time
	Origin       content.Origin
	RestoredFrom uint64 // number of the version it was brought back from; 0: none
	Note         string
	Raw          string // the pasted text it was made from; empty when it was not
	Hash         content.Hash
	BlockHashes  []content.Hash    // for each block of Content, the hash of its body
	Picks        []Pick            // blocks brought back from several versions; nil: not such a version
	Name         string            // what people call it; empty: nothing
	NameNote     string            // the note that goes with the name
	Removed      []history.Erasure // markers where texts of it were taken out of history; usually nil
}

// provenance is all of a version but its content.
type provenance struct {
	by           content.Author
	at, clock    record.Stamp // see record.Version
	origin       content.Origin
	restoredFrom uint64
	picks        []record.Pick
	note, raw    string
}

// appendVersion writes the version after parent. Blocks that stand unchanged in parent or
// in one of the donors share their bodies, so that a small change costs little.
func (c *core) appendVersion(w store.Writer, id content.DocumentID, typ content.Type, l content.Locale, parent *record.Snapshot, next content.Content, p provenance, donors ...record.Snapshot) (record.Snapshot, error) {
	rec := record.Version{
		Number: 1, Path: next.Path, By: p.by, At: p.at, Clock: p.clock, Origin: p.origin, RestoredFrom: p.restoredFrom, Picks: p.picks,
		Blocks: make([]record.BlockRef, len(next.Blocks)),
	}
	var before *record.Version
	if parent != nil {
		before = &parent.Record
		rec.Number, rec.Parent = parent.Record.Number+1, parent.Record.Hash
		donors = append(donors, *parent)
	}
	var err error
	if rec.Fields, err = c.shareFields(w, typ, next, donors); err != nil {
		return record.Snapshot{}, err
	}
	for i, b := range next.Blocks {
		rec.Blocks[i] = record.BlockRef{ID: b.ID, Kind: b.Kind}
		if rec.Blocks[i].Hash, err = c.shareBlock(w, b, donors); err != nil {
			return record.Snapshot{}, err
		}
	}
	if rec.Note, err = record.WriteText(w, c.rand, p.note); err != nil {
		return record.Snapshot{}, err
	}
	if rec.Raw, err = record.WriteText(w, c.rand, p.raw); err != nil {
		return record.Snapshot{}, err
	}
	if rec.Hash, err = rec.Sum(id, l); err != nil {
		return record.Snapshot{}, err
	}
	return record.Snapshot{Record: rec, Content: next}, record.Versions.Put(w, record.NumberedKey(id, l, rec.Number), before, rec)
}

func (c *core) shareFields(w store.Writer, typ content.Type, next content.Content, donors []record.Snapshot) (content.Hash, error) {
	for _, d := range donors {
		if d.Content.Title == next.Title && content.EqualValue(d.Content.Fields, next.Fields) {
			return d.Record.Fields, nil
		}
	}
	return record.WriteBody(w, c.rand, record.Body{Kind: typ.Name, Schema: typ.Version, Title: next.Title, Fields: next.Fields})
}

func (c *core) shareBlock(w store.Writer, b content.Block, donors []record.Snapshot) (content.Hash, error) {
	for _, d := range donors {
		if old, i := d.Content.Block(b.ID); i >= 0 && old.Equal(b) {
			return d.Record.Blocks[i].Hash, nil
		}
	}
	kind, _ := c.model.Kind(b.Kind) // a kind that is gone keeps version 0
	return record.WriteBody(w, c.rand, record.Body{Kind: b.Kind, Schema: kind.Version, Fields: b.Fields})
}

// versionOf makes the exported form.
func versionOf(r store.Reader, v record.Snapshot, id content.DocumentID, typ string, l content.Locale) (Version, error) {
	out := Version{
		Document: id, Type: typ, Locale: l, Number: v.Record.Number, Content: v.Content, By: v.Record.By, At: v.Record.At.Time(),
		Origin: v.Record.Origin, RestoredFrom: v.Record.RestoredFrom, Hash: v.Record.Hash, BlockHashes: make([]content.Hash, len(v.Record.Blocks)),
	}
	for i, ref := range v.Record.Blocks {
		out.BlockHashes[i] = ref.Hash
	}
	for _, p := range v.Record.Picks {
		out.Picks = append(out.Picks, Pick(p))
	}
	for _, t := range v.Removed {
		out.Removed = append(out.Removed, history.ErasureOf(t))
	}
	var err error
	if out.Note, err = record.ReadText(r, v.Record.Note); err != nil {
		return Version{}, err
	}
	if out.Name, out.NameNote, _, err = record.ReadName(r, record.NumberedKey(id, l, v.Record.Number)); err != nil {
		return Version{}, err
	}
	out.Raw, err = record.ReadText(r, v.Record.Raw)
	return out, err
}

// Version returns one version. It needs the permission to read drafts.
func (e *Editor) Version(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, n uint64) (Version, error) {
	return e.readVersion(ctx, who, id, l, func(record.Head) uint64 { return n })
}

// Latest returns the latest version: the draft, or what is live when they are the same.
func (e *Editor) Latest(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale) (Version, error) {
	return e.readVersion(ctx, who, id, l, func(h record.Head) uint64 { return h.Latest })
}

func (e *Editor) readVersion(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, pick func(record.Head) uint64) (Version, error) {
	var out Version
	err := e.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		doc, head, err := record.ReadHead(r, id, l)
		if err != nil {
			return err
		}
		v, err := record.Load(r, id, l, pick(head))
		if err != nil {
			return err
		}
		out, err = versionOf(r, v, id, doc.Type, l)
		return err
	})
	return out, err
}
