package history

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// RemovedBlock is a block that a document had in an earlier version and has no more in its
// latest. It is on the shelf for good, or until it is put back.
type RemovedBlock struct {
	Block   content.Block   // as it last was
	After   content.BlockID // the block that it stood behind; zero: it was the first
	Version uint64          // the last version that has it
	By      content.Author  // who saved the version without it
	At      time.Time       // when
}

// maxShelved bounds what Shelf returns.
const maxShelved = 200

// Shelf lists the blocks that a document had once and has no more, those that went
// last first, at most 200. What it costs does not grow with the number of versions.
// It needs the permission to read drafts.
func (h *Reader) Shelf(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale) ([]RemovedBlock, error) {
	out := []RemovedBlock{}
	err := h.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		if _, _, err := record.ReadHead(r, id, l); err != nil {
			return err
		}
		type found struct {
			block content.BlockID
			record.Shelved
		}
		var all []found
		for row, err := range record.Shelf.Scan(r, store.Prefix(record.HeadKey(id, l))) {
			if err != nil {
				return err
			}
			all = append(all, found{content.BlockID(row.Key[len(row.Key)-16:]), row.Record})
		}
		slices.SortFunc(all, func(a, b found) int { return cmp.Compare(b.Gone, a.Gone) })
		for _, f := range all[:min(len(all), maxShelved)] {
			one, err := shelved(r, id, l, f.block, f.Shelved)
			if err != nil {
				return err
			}
			out = append(out, one)
		}
		return nil
	})
	return out, err
}

func shelved(r store.Reader, id content.DocumentID, l content.Locale, block content.BlockID, rec record.Shelved) (RemovedBlock, error) {
	held, err := record.Versions.Get(r, id, l, rec.Held)
	if err != nil {
		return RemovedBlock{}, err
	}
	gone, err := record.Versions.Get(r, id, l, rec.Gone)
	if err != nil {
		return RemovedBlock{}, err
	}
	i := slices.IndexFunc(held.Blocks, func(b record.BlockRef) bool { return b.ID == block })
	if i < 0 {
		return RemovedBlock{}, fmt.Errorf("%w: version %d should have block %s; run practicecms verify", store.ErrDamaged, rec.Held, block)
	}
	body, err := record.ReadBody(r, held.Blocks[i].Hash)
	if err != nil {
		return RemovedBlock{}, err
	}
	out := RemovedBlock{
		Block: content.Block{ID: block, Kind: held.Blocks[i].Kind, Fields: record.OrEmpty(body.Fields)}, Version: rec.Held, By: gone.By, At: gone.At.Time(),
	}
	if i > 0 {
		out.After = held.Blocks[i-1].ID
	}
	return out, nil
}
