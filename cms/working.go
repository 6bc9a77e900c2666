package cms

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Working is one person's edits of a document that are not a version yet.
type Working struct {
	Tag     Hash   // names this state of it; see KeepWorking
	Base    uint64 // the version the edits started from
	At      time.Time
	Content content.Content // as it was typed; it may not have its type's shape
}

// KeepWorking stores a person's working copy, in place of the one whose tag is was;
// the zero tag stands for none. When another one is there by now, kept by another
// window of the same person, it is ErrMovedOn and nothing is written: whoever writes has
// to have seen what they write over. It returns the new tag. Only people have working
// copies. They are not audited: nobody else can see them, and they become a version or
// nothing.
func (e *Editor) KeepWorking(ctx context.Context, who Actor, id content.DocumentID, l content.Locale, was Hash, base uint64, c content.Content) (Hash, error) {
	c = e.withIDs(c.Canonical())
	var tag Hash
	err := e.scratch(ctx, who, func(w store.Writer) error {
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
		key := workingKey(id, l, who.Person)
		if _, now, err := findWorking(w, key); err != nil || now != was {
			return cmp.Or(err, ErrMovedOn)
		}
		tag, err = rec.tag()
		return cmp.Or(err, working.put(w, key, rec))
	})
	return tag, err
}

// tag names a state of a working copy: SHA-256 over its record.
func (rec workingRecord) tag() (Hash, error) {
	b, err := encodeMode.Marshal(rec)
	return sha256.Sum256(b), err
}

// findWorking reads a working copy and its tag, which is zero when there is none.
func findWorking(r store.Reader, key []byte) (workingRecord, Hash, error) {
	rec, ok, err := working.find(r, key)
	if err != nil || !ok {
		return rec, Hash{}, err
	}
	tag, err := rec.tag()
	return rec, tag, err
}

// Working returns the person's working copy, or ErrNotFound.
func (e *Editor) Working(ctx context.Context, who Actor, id content.DocumentID, l content.Locale) (Working, error) {
	if err := who.need(mayWrite); err != nil {
		return Working{}, err
	}
	var out Working
	err := e.cms.store.View(ctx, func(r store.Reader) error {
		rec, tag, err := findWorking(r, workingKey(id, l, who.Person))
		if err != nil {
			return err
		}
		if tag == (Hash{}) {
			return ErrNotFound
		}
		out = Working{Tag: tag, Base: rec.Base, At: rec.At.time(), Content: content.Content{
			Path: rec.Path, Title: rec.Title, Fields: orEmpty(rec.Fields), Blocks: make([]content.Block, len(rec.Blocks)),
		}}
		for i, b := range rec.Blocks {
			out.Content.Blocks[i] = content.Block{ID: b.ID, Kind: b.Kind, Fields: orEmpty(b.Fields)}
		}
		return nil
	})
	return out, err
}

// DropWorking forgets the working copy whose tag is was. When another one is there by
// now it is ErrMovedOn, and that one stays. That there is none is no error.
func (e *Editor) DropWorking(ctx context.Context, who Actor, id content.DocumentID, l content.Locale, was Hash) error {
	return e.scratch(ctx, who, func(w store.Writer) error {
		key := workingKey(id, l, who.Person)
		switch _, now, err := findWorking(w, key); {
		case err != nil:
			return err
		case now == (Hash{}):
			return errNoChange
		case now != was:
			return ErrMovedOn
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
