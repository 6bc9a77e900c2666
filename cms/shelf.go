package cms

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Shelved is a block that a document had in an earlier version and has no more in its
// latest. It is on the shelf for good, or until it is put back.
type Shelved struct {
	Block   content.Block   // as it last was
	After   content.BlockID // the block that it stood behind; zero: it was the first
	Version uint64          // the last version that has it
	By      Author          // who saved the version without it
	At      time.Time       // when
}

// shelfRecord says between which versions a block went.
type shelfRecord struct {
	Held uint64 `cbor:"1,keyasint"` // the last version that has it
	Gone uint64 `cbor:"2,keyasint"` // the version after it, which does not
}

// shelfBuilt is the key whose presence says that the shelf covers all of history. A
// file that was written before there was a shelf lacks it.
var shelfBuilt = []byte{0}

// maxShelved bounds what Shelf returns.
const maxShelved = 200

// Shelf lists the blocks that a document had once and has no more, those that went
// last first, at most 200. What it costs does not grow with the number of versions.
// It needs the permission to read drafts.
func (e *Editor) Shelf(ctx context.Context, who Actor, id content.DocumentID, l content.Locale) ([]Shelved, error) {
	if err := who.need(mayRead); err != nil {
		return nil, err
	}
	out := []Shelved{}
	err := e.cms.store.View(ctx, func(r store.Reader) error {
		if _, _, err := readHead(r, id, l); err != nil {
			return err
		}
		type found struct {
			block content.BlockID
			shelfRecord
		}
		var all []found
		for row, err := range shelf.scan(r, store.Prefix(headKey(id, l))) {
			if err != nil {
				return err
			}
			all = append(all, found{content.BlockID(row.key[len(row.key)-16:]), row.rec})
		}
		slices.SortFunc(all, func(a, b found) int { return cmp.Compare(b.Gone, a.Gone) })
		for _, f := range all[:min(len(all), maxShelved)] {
			one, err := e.shelved(r, id, l, f.block, f.shelfRecord)
			if err != nil {
				return err
			}
			out = append(out, one)
		}
		return nil
	})
	return out, err
}

func (e *Editor) shelved(r store.Reader, id content.DocumentID, l content.Locale, block content.BlockID, rec shelfRecord) (Shelved, error) {
	held, err := versions.get(r, id, l, rec.Held)
	if err != nil {
		return Shelved{}, err
	}
	gone, err := versions.get(r, id, l, rec.Gone)
	if err != nil {
		return Shelved{}, err
	}
	i := slices.IndexFunc(held.Blocks, func(b blockRef) bool { return b.ID == block })
	if i < 0 {
		return Shelved{}, fmt.Errorf("%w: version %d should have block %s; run practicecms verify", ErrDamaged, rec.Held, block)
	}
	body, err := readBody(r, held.Blocks[i].Hash)
	if err != nil {
		return Shelved{}, err
	}
	out := Shelved{
		Block: content.Block{ID: block, Kind: held.Blocks[i].Kind, Fields: orEmpty(body.Fields)}, Version: rec.Held, By: gone.By, At: gone.At.time(),
	}
	if i > 0 {
		out.After = held.Blocks[i-1].ID
	}
	return out, nil
}

// moveShelf puts the blocks on the shelf that a new version no longer has, and takes
// off those that it has again.
func moveShelf(w store.Writer, id content.DocumentID, l content.Locale, before *loaded, v loaded) error {
	for _, b := range v.rec.Blocks {
		if before != nil && hasBlock(before.rec, b.ID) {
			continue
		}
		if err := shelf.delete(w, shelfKey(id, l, b.ID)); err != nil {
			return err
		}
	}
	if before == nil {
		return nil
	}
	for _, b := range before.rec.Blocks {
		if hasBlock(v.rec, b.ID) {
			continue
		}
		if err := shelf.put(w, shelfKey(id, l, b.ID), shelfRecord{Held: before.rec.Number, Gone: v.rec.Number}); err != nil {
			return err
		}
	}
	return nil
}

func hasBlock(v versionRecord, id content.BlockID) bool {
	return slices.ContainsFunc(v.Blocks, func(b blockRef) bool { return b.ID == id })
}

// rebuildShelf computes the shelf from the versions: key, record.
func rebuildShelf(r store.Reader) (map[string]shelfRecord, error) {
	out := map[string]shelfRecord{string(shelfBuilt): {}}
	err := eachHead(r, func(id content.DocumentID, l content.Locale, _ documentRecord, _ headRecord) error {
		var before versionRecord
		for row, err := range versions.scan(r, store.Prefix(headKey(id, l))) {
			if err != nil {
				return err
			}
			for _, b := range row.rec.Blocks {
				delete(out, string(shelfKey(id, l, b.ID)))
			}
			for _, b := range before.Blocks {
				if !hasBlock(row.rec, b.ID) {
					out[string(shelfKey(id, l, b.ID))] = shelfRecord{Held: before.Number, Gone: row.rec.Number}
				}
			}
			before = row.rec
		}
		return nil
	})
	return out, err
}

// buildShelf makes the shelf of a file that has none yet.
func (c *CMS) buildShelf(ctx context.Context) error {
	built := false
	err := c.store.View(ctx, func(r store.Reader) (err error) {
		_, built, err = shelf.find(r, shelfBuilt)
		return err
	})
	if err != nil || built {
		return err
	}
	return c.store.Update(ctx, func(w store.Writer) error {
		all, err := rebuildShelf(w)
		if err != nil {
			return err
		}
		for key, rec := range all {
			if err := shelf.put(w, []byte(key), rec); err != nil {
				return err
			}
		}
		return nil
	})
}
