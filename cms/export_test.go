package cms

import (
	"context"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
	"practicecms/content"
)

// growBatch is how many versions Grow writes in one transaction.
const growBatch = 5000

// Grow adds n versions to a document, each as edit makes it of the one before. It writes
// what n saves write, record by record, but many in a transaction: a history that takes
// years to come about is there in minutes.
func (c *CMS) Grow(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, n int, edit func(number uint64, now *content.Content)) error {
	for n > 0 {
		batch := min(n, growBatch)
		n -= batch
		if err := c.store.Update(ctx, func(w store.Writer) error { return c.Editor().grow(w, who, id, l, batch, edit) }); err != nil {
			return err
		}
	}
	return nil
}

func (e *Editor) grow(w store.Writer, who audit.Actor, id content.DocumentID, l content.Locale, n int, edit func(uint64, *content.Content)) error {
	doc, head, first, err := e.openDraft(w, who, id, l)
	if err != nil {
		return err
	}
	typ, _ := e.model.Type(doc.Type)
	v := first
	for range n {
		next := v.Content
		next.Blocks = append([]content.Block(nil), next.Blocks...)
		edit(v.Record.Number+1, &next)
		now := e.now()
		if v, err = e.appendVersion(w, id, typ, l, &v, next, provenance{by: who.Author, at: now, origin: content.OriginWritten}); err != nil {
			return err
		}
		entry := audit.Entry{Action: audit.ActionSave, Document: id, Locale: l, Version: v.Record.Number, At: now, By: who.Author}
		if err := audit.Append(w, &entry); err != nil {
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
	stats, err := c.store.(*bolt.DB).Stats(ctx)
	if err != nil {
		return out, err
	}
	out.File = stats.UsedBytes
	err = c.store.View(ctx, func(r store.Reader) error {
		for space, sum := range map[store.Space]*int64{record.Versions.Space: &out.Versions, record.Bodies.Space: &out.Texts, audit.Entries.Space: &out.Audit} {
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

// Fill makes n documents and puts each live, as create and publish would, but many in a
// transaction: a site of a hundred thousand pages is there in a minute.
func (c *CMS) Fill(ctx context.Context, who audit.Actor, typ string, l content.Locale, n int, make func(i int) content.Content) error {
	t, _ := c.model.Type(typ)
	for from := 0; from < n; from += growBatch / 10 {
		err := c.store.Update(ctx, func(w store.Writer) error {
			for i := from; i < min(n, from+growBatch/10); i++ {
				if err := c.Editor().fill(w, who, t, l, make(i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *Editor) fill(w store.Writer, who audit.Actor, typ content.Type, l content.Locale, c content.Content) error {
	next, err := e.prepare(typ, c, nil, "")
	if err != nil {
		return err
	}
	id, now := content.DocumentID(e.newID()), e.now()
	doc := record.Document{Type: typ.Name, Created: now}
	if err := record.Documents.Put(w, record.DocumentKey(id), doc); err != nil {
		return err
	}
	v, err := e.appendVersion(w, id, typ, l, nil, next, provenance{by: who.Author, at: now, origin: content.OriginWritten})
	if err != nil {
		return err
	}
	if err := e.setLatest(w, id, typ, l, record.Head{}, nil, v); err != nil {
		return err
	}
	_, head, err := record.ReadHead(w, id, l)
	if err != nil {
		return err
	}
	if _, err := e.setLive(w, id, l, doc, head, 1, record.Publication{At: now, By: who.Author}); err != nil {
		return err
	}
	for _, entry := range []audit.Entry{{Action: audit.ActionCreate, Version: 1}, {Action: audit.ActionPublish, Version: 1}} {
		entry.Document, entry.Locale, entry.At, entry.By = id, l, now, who.Author
		if err := audit.Append(w, &entry); err != nil {
			return err
		}
	}
	return nil
}
