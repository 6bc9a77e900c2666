package history

import (
	"context"
	"slices"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

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

// Compare says what changed from version a to version b, which may be the older.
func (h *Reader) Compare(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, a, b uint64) (content.Comparison, error) {
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
