package cms

import (
	"context"
	"fmt"

	"practicecms/cms/audit"
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Trash puts a document in the trash, in all its locales, and takes it off the
// public site; nothing of it is planned any more. Its history, its working copies and its addresses stay.
func (e *Editor) Trash(ctx context.Context, who audit.Actor, id content.DocumentID) error {
	entry := audit.Entry{Action: audit.ActionTrash, Document: id}
	return e.log.Change(ctx, who, audit.MayWrite|audit.MayPublish, audit.OnDocument(id), &entry, func(w store.Writer, now record.Stamp) error {
		doc, err := record.Documents.Get(w, record.DocumentKey(id))
		if err != nil {
			return err
		}
		if doc.TrashedAt != 0 {
			return audit.ErrNoChange
		}
		typ, _ := e.model.Type(doc.Type)
		if typ.Single {
			return content.Invalid("type", "single", "The site cannot do without this. Change it instead.")
		}
		all, err := record.HeadsOf(w, id)
		if err != nil {
			return err
		}
		for _, head := range all {
			if head.Plan != nil {
				if head.Head, err = derived.SetPlan(w, id, head.Locale, head.Head, nil); err != nil {
					return err
				}
			}
			if head.Live == 0 || typ.Asset { // pages that show it do so as before
				continue
			}
			if _, err := e.setLive(w, id, head.Locale, doc, head.Head, 0, record.Publication{At: now, By: who.Author}); err != nil {
				return err
			}
		}
		doc.TrashedAt, doc.TrashedBy = now, who.Author
		return record.Documents.Put(w, record.DocumentKey(id), doc)
	})
}

// Untrash is what to take out of the trash, and where to.
type Untrash struct {
	Document content.DocumentID
	Path     string         // another web address for its draft; empty: it keeps the one that it had
	Locale   content.Locale // whose draft gets Path; unused without
}

// Untrash takes a document out of the trash, as a draft. What was live is not put
// live again: that is for a person to decide. With another web address its draft there
// is a new version. All of it happens or nothing does: *content.InvalidError and
// ErrAddressInUse, when another page is live at the new address, leave it in the trash.
// The other errors are ErrNotFound, and ErrMovedOn when a document that is to get
// another address is not in the trash any more.
func (e *Editor) Untrash(ctx context.Context, who audit.Actor, u Untrash) error {
	entry := audit.Entry{Action: audit.ActionUntrash, Document: u.Document}
	return e.log.Change(ctx, who, audit.MayWrite, audit.OnDocument(u.Document), &entry, func(w store.Writer, now record.Stamp) error {
		doc, err := record.Documents.Get(w, record.DocumentKey(u.Document))
		if err != nil {
			return err
		}
		if doc.TrashedAt == 0 {
			return e.isAt(w, u)
		}
		doc.TrashedAt, doc.TrashedBy = 0, content.Author{}
		if err := record.Documents.Put(w, record.DocumentKey(u.Document), doc); err != nil || u.Path == "" {
			return err
		}
		entry.Locale = u.Locale
		entry.Version, err = e.moveDraft(w, who, u, provenance{by: who.Author, at: now, clock: entry.Clock, origin: content.OriginWritten})
		return err
	})
}

// isAt is ErrNoChange when the draft has the address that it was to get, so that asking
// twice is asking once.
func (e *Editor) isAt(r store.Reader, u Untrash) error {
	if u.Path == "" {
		return audit.ErrNoChange
	}
	_, head, err := record.ReadHead(r, u.Document, u.Locale)
	if err != nil {
		return err
	}
	latest, err := record.Versions.Get(r, u.Document, u.Locale, head.Latest)
	if err != nil {
		return err
	}
	if latest.Path != u.Path {
		return record.ErrMovedOn
	}
	return audit.ErrNoChange
}

// moveDraft writes a version whose only change is another web address, at which no
// other page is live. It returns the version's number, 0 when the draft has that
// address.
func (e *Editor) moveDraft(w store.Writer, who audit.Actor, u Untrash, p provenance) (uint64, error) {
	doc, head, latest, err := e.openDraft(w, who, u.Document, u.Locale)
	if err != nil {
		return 0, err
	}
	typ, _ := e.model.Type(doc.Type)
	next := latest.Content
	next.Path = u.Path
	if next, err = e.prepare(typ, next, &latest.Content, ""); err != nil {
		return 0, err
	}
	holder, taken, err := record.Paths.Find(w, record.PathKey(u.Locale, next.Path))
	if err != nil {
		return 0, err
	}
	if taken && holder != u.Document {
		return 0, fmt.Errorf("%s: %w", next.Path, record.ErrAddressInUse)
	}
	if next.Equal(latest.Content) {
		return 0, nil
	}
	v, err := e.appendVersion(w, u.Document, typ, u.Locale, &latest, next, p)
	if err != nil {
		return 0, err
	}
	return v.Record.Number, e.setLatest(w, u.Document, typ, u.Locale, head, &latest, v)
}
