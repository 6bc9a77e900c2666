package cms

import (
	"context"
	"fmt"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Working is one person's edits of a document that are not a version yet.
type Working struct {
	Base    uint64 // the version the edits started from
	At      time.Time
	Content content.Content // as it was typed; it may not have its type's shape
}

// KeepWorking stores a person's working copy, in place of the one before. Only
// people have working copies. It is not audited: nobody else can see it, and it
// becomes a version or nothing.
func (e *Editor) KeepWorking(ctx context.Context, who Actor, id content.DocumentID, l content.Locale, base uint64, c content.Content) error {
	c = e.withIDs(c.Canonical())
	return e.scratch(ctx, who, func(w store.Writer) error {
		doc, head, err := readHead(w, id, l)
		if err != nil {
			return err
		}
		if doc.TrashedAt != 0 {
			return ErrTrashed
		}
		if base == 0 || base > head.Latest {
			return fmt.Errorf("version %d: %w", base, ErrNotFound)
		}
		rec := workingRecord{Base: base, At: e.cms.now(), Path: c.Path, Title: c.Title, Fields: c.Fields, Blocks: make([]workingBlock, len(c.Blocks))}
		for i, b := range c.Blocks {
			rec.Blocks[i] = workingBlock{ID: b.ID, Kind: b.Kind, Fields: b.Fields}
		}
		return working.put(w, workingKey(id, l, who.Person), rec)
	})
}

// Working returns the person's working copy, or ErrNotFound.
func (e *Editor) Working(ctx context.Context, who Actor, id content.DocumentID, l content.Locale) (Working, error) {
	if err := who.need(mayWrite); err != nil {
		return Working{}, err
	}
	var out Working
	err := e.cms.store.View(ctx, func(r store.Reader) error {
		rec, err := working.get(r, workingKey(id, l, who.Person))
		if err != nil {
			return err
		}
		out = Working{Base: rec.Base, At: rec.At.time(), Content: content.Content{
			Path: rec.Path, Title: rec.Title, Fields: orEmpty(rec.Fields), Blocks: make([]content.Block, len(rec.Blocks)),
		}}
		for i, b := range rec.Blocks {
			out.Content.Blocks[i] = content.Block{ID: b.ID, Kind: b.Kind, Fields: orEmpty(b.Fields)}
		}
		return nil
	})
	return out, err
}

// DropWorking forgets the person's working copy. That there is none is no error.
func (e *Editor) DropWorking(ctx context.Context, who Actor, id content.DocumentID, l content.Locale) error {
	return e.scratch(ctx, who, func(w store.Writer) error {
		key := workingKey(id, l, who.Person)
		if _, ok, err := working.find(w, key); err != nil || !ok {
			return errOr(err, errNoChange)
		}
		return working.delete(w, key)
	})
}

// scratch writes what is a person's own and is not audited.
func (e *Editor) scratch(ctx context.Context, who Actor, fn func(store.Writer) error) error {
	if err := who.need(mayWrite); err != nil {
		return err
	}
	if who.Person.IsZero() {
		return fmt.Errorf("working copies are for people: %w", ErrForbidden)
	}
	return ignore(errNoChange, e.cms.store.Update(ctx, fn))
}
