package cms

import (
	"context"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// growBatch is how many versions Grow writes in one transaction.
const growBatch = 5000

// Grow adds n versions to a document, each as edit makes it of the one before. It writes
// what n saves write, record by record, but many in a transaction: a history that takes
// years to come about is there in minutes.
func (e *Editor) Grow(ctx context.Context, who Actor, id content.DocumentID, l content.Locale, n int, edit func(number uint64, c *content.Content)) error {
	for n > 0 {
		batch := min(n, growBatch)
		n -= batch
		if err := e.cms.store.Update(ctx, func(w store.Writer) error { return e.grow(w, who, id, l, batch, edit) }); err != nil {
			return err
		}
	}
	return nil
}

func (e *Editor) grow(w store.Writer, who Actor, id content.DocumentID, l content.Locale, n int, edit func(uint64, *content.Content)) error {
	doc, head, first, err := e.openDraft(w, who, id, l)
	if err != nil {
		return err
	}
	typ, _ := e.cms.model.Type(doc.Type)
	v := first
	for range n {
		next := v.content
		next.Blocks = append([]content.Block(nil), next.Blocks...)
		edit(v.rec.Number+1, &next)
		now := e.cms.now()
		if v, err = e.cms.append(w, id, typ, l, &v, next, provenance{by: who.Author, at: now, origin: OriginWritten}); err != nil {
			return err
		}
		entry := AuditEntry{Action: ActionSave, Document: id, Locale: l, Version: v.rec.Number, At: now, By: who.Author}
		if err := appendAudit(w, &entry); err != nil {
			return err
		}
	}
	return e.setLatest(w, id, typ, l, head, &first, v)
}

// Sizes are how many bytes keys and values have, by what they are for, and how many the
// pages of the file have that hold something.
type Sizes struct{ Versions, Texts, Audit, File int64 }

// Sizes measures the data file.
func (c *CMS) Sizes(ctx context.Context) (out Sizes, err error) {
	stats, err := c.store.Stats(ctx)
	if err != nil {
		return out, err
	}
	out.File = stats.UsedBytes
	err = c.store.View(ctx, func(r store.Reader) error {
		for space, sum := range map[store.Space]*int64{versions.space: &out.Versions, bodies.space: &out.Texts, audit.space: &out.Audit} {
			for kv, err := range r.Scan(space, store.Range{}) {
				if err != nil {
					return err
				}
				*sum += int64(len(kv.Key) + len(kv.Value))
			}
		}
		return nil
	})
	return out, err
}
