package record

import (
	"fmt"
	"slices"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Snapshot is a version as it is worked with inside a transaction.
type Snapshot struct {
	Record  Version
	Content content.Content
	Removed []Erasure // markers in the place of some of its texts
}

// Load reads a version and its bodies. It is ErrNotFound when there is no such
// version, and ErrDamaged when a body is missing.
func Load(r store.Reader, id content.DocumentID, l content.Locale, n uint64) (Snapshot, error) {
	out, err := LoadFields(r, id, l, n)
	if err != nil {
		return out, err
	}
	out.Content.Blocks = make([]content.Block, len(out.Record.Blocks))
	for i, ref := range out.Record.Blocks {
		b, err := ReadBody(r, ref.Hash)
		if err != nil {
			return Snapshot{}, err
		}
		out.NoteRemoved(b)
		out.Content.Blocks[i] = content.Block{ID: ref.ID, Kind: ref.Kind, Fields: OrEmpty(b.Fields)}
	}
	return out, nil
}

// LoadFields is Load without the blocks.
func LoadFields(r store.Reader, id content.DocumentID, l content.Locale, n uint64) (Snapshot, error) {
	rec, err := Versions.Get(r, id, l, n)
	if err != nil {
		return Snapshot{}, fmt.Errorf("version %d of %s in %s: %w", n, id, l, err)
	}
	out := Snapshot{Record: rec, Content: content.Content{Path: rec.Path}}
	own, err := ReadBody(r, rec.Fields)
	if err != nil {
		return Snapshot{}, err
	}
	out.NoteRemoved(own)
	out.Content.Title, out.Content.Fields = own.Title, OrEmpty(own.Fields)
	return out, nil
}

// NoteRemoved notes the marker of a text that was taken out of history.
func (v *Snapshot) NoteRemoved(b Text) {
	if b.Removed != nil && !slices.ContainsFunc(v.Removed, func(t Erasure) bool { return t.At == b.Removed.At && t.Why == b.Removed.Why }) {
		v.Removed = append(v.Removed, *b.Removed)
	}
}

// OrEmpty gives fields that are never nil, as content has them.
func OrEmpty(f content.Fields) content.Fields {
	if f == nil {
		return content.Fields{}
	}
	return f
}
