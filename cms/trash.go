package cms

import (
	"context"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Trash puts a document in the trash, in all its locales, and takes it off the
// public site; nothing of it is planned any more. Its history, its working copies and its addresses stay.
func (e *Editor) Trash(ctx context.Context, who Actor, id content.DocumentID) error {
	entry := AuditEntry{Action: ActionTrash, Document: id}
	return e.change(ctx, who, mayWrite|mayPublish, &entry, func(w store.Writer, now stamp) error {
		doc, err := documents.get(w, documentKey(id))
		if err != nil {
			return err
		}
		if doc.TrashedAt != 0 {
			return errNoChange
		}
		if typ, _ := e.cms.model.Type(doc.Type); typ.Single {
			return invalid("type", "single", "The site cannot do without this. Change it instead.")
		}
		all, err := headsOf(w, id)
		if err != nil {
			return err
		}
		for _, head := range all {
			if head.Plan != nil {
				if head.headRecord, err = setPlan(w, id, head.locale, head.headRecord, nil); err != nil {
					return err
				}
			}
			if head.Live == 0 {
				continue
			}
			if _, err := e.setLive(w, id, head.locale, doc, head.headRecord, 0, publicationRecord{At: now, By: who.Author}); err != nil {
				return err
			}
		}
		doc.TrashedAt, doc.TrashedBy = now, who.Author
		return documents.put(w, documentKey(id), doc)
	})
}

// Untrash takes a document out of the trash, as a draft. What was live is not put
// live again: that is for a person to decide.
func (e *Editor) Untrash(ctx context.Context, who Actor, id content.DocumentID) error {
	entry := AuditEntry{Action: ActionUntrash, Document: id}
	return e.change(ctx, who, mayWrite, &entry, func(w store.Writer, _ stamp) error {
		doc, err := documents.get(w, documentKey(id))
		if err != nil {
			return err
		}
		if doc.TrashedAt == 0 {
			return errNoChange
		}
		doc.TrashedAt, doc.TrashedBy = 0, Author{}
		return documents.put(w, documentKey(id), doc)
	})
}
