package cms

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

var anyMapType = reflect.TypeFor[map[string]any]()

// Origin says how a version came to be.
type Origin string

// The origins. They are stored; their values do not change.
const (
	OriginWritten  Origin = "written"  // typed in the editor or sent by the write API
	OriginPasted   Origin = "pasted"   // made from a pasted text, which is kept with it
	OriginMerged   Origin = "merged"   // two people's edits, merged
	OriginRestored Origin = "restored" // brought back from an earlier version
)

// Version is one immutable state of a document in one locale.
type Version struct {
	Document     content.DocumentID
	Type         string
	Locale       content.Locale
	Number       uint64 // from 1
	Content      content.Content
	By           Author
	At           time.Time
	Origin       Origin
	RestoredFrom uint64 // number of the version it was brought back from; 0: none
	Note         string
	Raw          string // the pasted text it was made from; empty when it was not
	Hash         Hash
	BlockHashes  []Hash    // for each block of Content, the hash of its body
	Picks        []Pick    // blocks brought back from several versions; nil: not such a version
	Name         string    // what people call it; empty: nothing
	NameNote     string    // the note that goes with the name
	Taken        []Erasure // markers where texts of it were taken out of history; usually nil
}

// loaded is a version as it is worked with inside a transaction.
type loaded struct {
	rec     versionRecord
	content content.Content
	taken   []erasureRecord // markers in the place of some of its texts
}

// load reads a version and its bodies. It is ErrNotFound when there is no such
// version, and ErrDamaged when a body is missing.
func load(r store.Reader, id content.DocumentID, l content.Locale, n uint64) (loaded, error) {
	out, err := loadFields(r, id, l, n)
	if err != nil {
		return out, err
	}
	out.content.Blocks = make([]content.Block, len(out.rec.Blocks))
	for i, ref := range out.rec.Blocks {
		b, err := readBody(r, ref.Hash)
		if err != nil {
			return loaded{}, err
		}
		out.take(b)
		out.content.Blocks[i] = content.Block{ID: ref.ID, Kind: ref.Kind, Fields: orEmpty(b.Fields)}
	}
	return out, nil
}

// loadFields is load without the blocks.
func loadFields(r store.Reader, id content.DocumentID, l content.Locale, n uint64) (loaded, error) {
	rec, err := versions.get(r, id, l, n)
	if err != nil {
		return loaded{}, fmt.Errorf("version %d of %s in %s: %w", n, id, l, err)
	}
	out := loaded{rec: rec, content: content.Content{Path: rec.Path}}
	own, err := readBody(r, rec.Fields)
	if err != nil {
		return loaded{}, err
	}
	out.take(own)
	out.content.Title, out.content.Fields = own.Title, orEmpty(own.Fields)
	return out, nil
}

// take notes the marker of a text that was taken out of history.
func (v *loaded) take(b body) {
	if b.taken != nil && !slices.ContainsFunc(v.taken, func(t erasureRecord) bool { return t.At == b.taken.At && t.Why == b.taken.Why }) {
		v.taken = append(v.taken, *b.taken)
	}
}

func orEmpty(f content.Fields) content.Fields {
	if f == nil {
		return content.Fields{}
	}
	return f
}

// provenance is all of a version but its content.
type provenance struct {
	by           Author
	at           stamp
	origin       Origin
	restoredFrom uint64
	picks        []pick
	note, raw    string
}

// appendVersion writes the version after parent. Blocks that stand unchanged in parent or
// in one of the donors share their bodies, so that a small change costs little.
func (c *CMS) appendVersion(w store.Writer, id content.DocumentID, typ content.Type, l content.Locale, parent *loaded, next content.Content, p provenance, donors ...loaded) (loaded, error) {
	rec := versionRecord{
		Number: 1, Path: next.Path, By: p.by, At: p.at, Origin: p.origin, RestoredFrom: p.restoredFrom, Picks: p.picks,
		Blocks: make([]blockRef, len(next.Blocks)),
	}
	var before *versionRecord
	if parent != nil {
		before = &parent.rec
		rec.Number, rec.Parent = parent.rec.Number+1, parent.rec.Hash
		donors = append(donors, *parent)
	}
	var err error
	if rec.Fields, err = c.shareFields(w, typ, next, donors); err != nil {
		return loaded{}, err
	}
	for i, b := range next.Blocks {
		rec.Blocks[i] = blockRef{ID: b.ID, Kind: b.Kind}
		if rec.Blocks[i].Hash, err = c.shareBlock(w, b, donors); err != nil {
			return loaded{}, err
		}
	}
	if rec.Note, err = writeText(w, c.rand, p.note); err != nil {
		return loaded{}, err
	}
	if rec.Raw, err = writeText(w, c.rand, p.raw); err != nil {
		return loaded{}, err
	}
	if rec.Hash, err = rec.sum(id, l); err != nil {
		return loaded{}, err
	}
	return loaded{rec: rec, content: next}, versions.put(w, numberedKey(id, l, rec.Number), before, rec)
}

func (c *CMS) shareFields(w store.Writer, typ content.Type, next content.Content, donors []loaded) (Hash, error) {
	for _, d := range donors {
		if d.content.Title == next.Title && content.EqualValue(d.content.Fields, next.Fields) {
			return d.rec.Fields, nil
		}
	}
	return writeBody(w, c.rand, bodyRecord{Kind: typ.Name, Schema: typ.Version, Title: next.Title, Fields: next.Fields})
}

func (c *CMS) shareBlock(w store.Writer, b content.Block, donors []loaded) (Hash, error) {
	for _, d := range donors {
		if old, i := d.content.Block(b.ID); i >= 0 && old.Equal(b) {
			return d.rec.Blocks[i].Hash, nil
		}
	}
	kind, _ := c.model.Kind(b.Kind) // a kind that is gone keeps version 0
	return writeBody(w, c.rand, bodyRecord{Kind: b.Kind, Schema: kind.Version, Fields: b.Fields})
}

// versionOf makes the exported form.
func versionOf(r store.Reader, v loaded, id content.DocumentID, typ string, l content.Locale) (Version, error) {
	out := Version{
		Document: id, Type: typ, Locale: l, Number: v.rec.Number, Content: v.content, By: v.rec.By, At: v.rec.At.time(),
		Origin: v.rec.Origin, RestoredFrom: v.rec.RestoredFrom, Hash: v.rec.Hash, BlockHashes: make([]Hash, len(v.rec.Blocks)),
	}
	for i, ref := range v.rec.Blocks {
		out.BlockHashes[i] = ref.Hash
	}
	for _, p := range v.rec.Picks {
		out.Picks = append(out.Picks, Pick(p))
	}
	for _, t := range v.taken {
		out.Taken = append(out.Taken, t.erasure())
	}
	var err error
	if out.Note, err = readText(r, v.rec.Note); err != nil {
		return Version{}, err
	}
	if out.Name, out.NameNote, _, err = readName(r, numberedKey(id, l, v.rec.Number)); err != nil {
		return Version{}, err
	}
	out.Raw, err = readText(r, v.rec.Raw)
	return out, err
}

// Version returns one version. It needs the permission to read drafts.
func (e *Editor) Version(ctx context.Context, who Actor, id content.DocumentID, l content.Locale, n uint64) (Version, error) {
	return e.readVersion(ctx, who, id, l, func(headRecord) uint64 { return n })
}

// Latest returns the latest version: the draft, or what is live when they are the same.
func (e *Editor) Latest(ctx context.Context, who Actor, id content.DocumentID, l content.Locale) (Version, error) {
	return e.readVersion(ctx, who, id, l, func(h headRecord) uint64 { return h.Latest })
}

func (e *Editor) readVersion(ctx context.Context, who Actor, id content.DocumentID, l content.Locale, pick func(headRecord) uint64) (Version, error) {
	if err := who.need(mayRead); err != nil {
		return Version{}, err
	}
	var out Version
	err := e.cms.store.View(ctx, func(r store.Reader) error {
		doc, head, err := readHead(r, id, l)
		if err != nil {
			return err
		}
		v, err := load(r, id, l, pick(head))
		if err != nil {
			return err
		}
		out, err = versionOf(r, v, id, doc.Type, l)
		return err
	})
	return out, err
}

// readHead reads what is known of a document in one locale; ErrNotFound when it has
// no content there.
func readHead(r store.Reader, id content.DocumentID, l content.Locale) (documentRecord, headRecord, error) {
	doc, err := documents.get(r, documentKey(id))
	if err != nil {
		return documentRecord{}, headRecord{}, fmt.Errorf("document %s: %w", id, err)
	}
	head, err := heads.get(r, headKey(id, l))
	if err != nil {
		return documentRecord{}, headRecord{}, fmt.Errorf("document %s in %s: %w", id, l, err)
	}
	return doc, head, nil
}
