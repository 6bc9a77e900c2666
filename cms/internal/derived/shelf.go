package derived

import (
	"context"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// MoveShelf puts the blocks on the shelf that a new version no longer has, and takes
// off those that it has again.
func MoveShelf(w store.Writer, id content.DocumentID, l content.Locale, before *record.Snapshot, v record.Snapshot) error {
	for _, b := range v.Record.Blocks {
		if before != nil && record.HasBlock(before.Record, b.ID) {
			continue
		}
		if err := record.Shelf.Delete(w, record.ShelfKey(id, l, b.ID)); err != nil {
			return err
		}
	}
	if before == nil {
		return nil
	}
	for _, b := range before.Record.Blocks {
		if record.HasBlock(v.Record, b.ID) {
			continue
		}
		if err := record.Shelf.Put(w, record.ShelfKey(id, l, b.ID), record.Shelved{Held: before.Record.Number, Gone: v.Record.Number}); err != nil {
			return err
		}
	}
	return nil
}

// rebuildShelf computes the shelf from the versions.
func rebuildShelf(r store.Reader) (map[string][]byte, error) {
	out := map[string]record.Shelved{string(record.ShelfBuilt): {}}
	err := record.EachHead(r, func(id content.DocumentID, l content.Locale, _ record.Document, _ record.Head) error {
		var before record.Version
		for row, err := range record.Versions.Scan(r, store.Prefix(record.HeadKey(id, l))) {
			if err != nil {
				return err
			}
			for _, b := range row.Record.Blocks {
				delete(out, string(record.ShelfKey(id, l, b.ID)))
			}
			for _, b := range before.Blocks {
				if !record.HasBlock(row.Record, b.ID) {
					out[string(record.ShelfKey(id, l, b.ID))] = record.Shelved{Held: before.Number, Gone: row.Record.Number}
				}
			}
			before = row.Record
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return encoded(out)
}

// BuildShelf makes the shelf of a store that has none yet: of a new one, which is empty.
func BuildShelf(ctx context.Context, s store.Store) error {
	built := false
	err := s.View(ctx, func(r store.Reader) (err error) {
		built, err = hasShelf(r)
		return err
	})
	if err != nil || built {
		return err
	}
	return s.Update(ctx, AddShelf)
}

// AddShelf is BuildShelf in a transaction that has begun already, for what was written
// before there was a shelf.
func AddShelf(w store.Writer) error {
	if built, err := hasShelf(w); err != nil || built {
		return err
	}
	all, err := rebuildShelf(w)
	if err != nil {
		return err
	}
	return putAll(w, record.SpaceShelf, all)
}

func hasShelf(r store.Reader) (bool, error) {
	_, built, err := record.Shelf.Find(r, record.ShelfBuilt)
	return built, err
}
