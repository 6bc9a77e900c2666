package cms

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Working is one person's edits of a document that are not a version yet.
type Working struct {
	Tag     content.Hash // names this state of it; see KeepWorking
	Base    uint64       // the version the edits started from
	At      time.Time
	Content content.Content // as it was typed; it may not have its type's shape
}

// KeepWorking stores a person's working copy, in place of the one whose tag is was;
// the zero tag stands for none. When another one is there by now, kept by another
// window of the same person, it is ErrMovedOn and nothing is written: whoever writes has
// to have seen what they write over. It returns the new tag. Only people have working
// copies. They are not audited: nobody else can see them, and they become a version or
// nothing.
func (e *Editor) KeepWorking(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, was content.Hash, base uint64, c content.Content) (content.Hash, error) {
	c = e.withIDs(c.Canonical())
	var tag content.Hash
	err := e.log.Keep(ctx, who, audit.MayWrite, audit.OnDocument(id), func(w store.Writer, now record.Stamp) error {
		doc, head, err := record.ReadHead(w, id, l)
		if err != nil {
			return err
		}
		if doc.TrashedAt != 0 {
			return record.ErrTrashed
		}
		if base == 0 || base > head.Latest {
			return fmt.Errorf("version %d: %w", base, record.ErrNotFound)
		}
		rec := record.WorkingCopy{Base: base, At: now, Path: c.Path, Title: c.Title, Fields: c.Fields, Blocks: make([]record.WorkingBlock, len(c.Blocks))}
		for i, b := range c.Blocks {
			rec.Blocks[i] = record.WorkingBlock{ID: b.ID, Kind: b.Kind, Fields: b.Fields}
		}
		key := record.WorkingKey(id, l, who.Person)
		if _, tag, err := record.FindWorking(w, key); err != nil || tag != was {
			return cmp.Or(err, record.ErrMovedOn)
		}
		tag, err = rec.Tag()
		return cmp.Or(err, record.Working.Put(w, key, rec))
	})
	return tag, err
}

// Working returns the person's working copy, or ErrNotFound.
func (e *Editor) Working(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale) (Working, error) {
	var out Working
	err := e.log.Look(ctx, who, audit.MayWrite, audit.OnDocument(id), func(r store.Reader) error {
		rec, tag, err := record.FindWorking(r, record.WorkingKey(id, l, who.Person))
		if err != nil {
			return err
		}
		if tag == (content.Hash{}) {
			return record.ErrNotFound
		}
		out = Working{Tag: tag, Base: rec.Base, At: rec.At.Time(), Content: content.Content{
			Path: rec.Path, Title: rec.Title, Fields: record.OrEmpty(rec.Fields), Blocks: make([]content.Block, len(rec.Blocks)),
		}}
		for i, b := range rec.Blocks {
			out.Content.Blocks[i] = content.Block{ID: b.ID, Kind: b.Kind, Fields: record.OrEmpty(b.Fields)}
		}
		return nil
	})
	return out, err
}

// DropWorking forgets the working copy whose tag is was. When another one is there by
// now it is ErrMovedOn, and that one stays. That there is none is no error.
func (e *Editor) DropWorking(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, was content.Hash) error {
	return e.log.Keep(ctx, who, audit.MayWrite, audit.OnDocument(id), func(w store.Writer, _ record.Stamp) error {
		key := record.WorkingKey(id, l, who.Person)
		switch _, tag, err := record.FindWorking(w, key); {
		case err != nil:
			return err
		case tag == (content.Hash{}):
			return audit.ErrNoChange
		case tag != was:
			return record.ErrMovedOn
		}
		return record.Working.Delete(w, key)
	})
}
