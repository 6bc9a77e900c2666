package cms

import (
	"context"
	"fmt"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
	"practicecms/content/richtext"
)

// TakeBack is one change to take back, of those that lead from one version to the
// latest.
type TakeBack struct {
	Document content.DocumentID
	Locale   content.Locale
	From, To uint64 // the versions that were compared; To must be the latest
	Change   content.Change
	Note     string // at most 500 runes
}

// TakeBack writes a new version: the latest, but for one change that is as it was in
// From; see content.Model.TakeBack. It never publishes, and it leaves working copies
// alone: they are put together with it when they are saved, as with anybody's save.
//
// When To is no longer the latest, the answer is a *ConflictError without conflicts,
// and nothing is written: the change would have to be found in a text that nobody has
// compared. Other errors: ErrNotFound, also when the two versions do not differ so;
// ErrTrashed; *content.InvalidError when a text made of old and new sentences is none
// that a document may hold.
func (e *Editor) TakeBack(ctx context.Context, who audit.Actor, t TakeBack) (Version, error) {
	entry := audit.Entry{Action: audit.ActionTakeBack, Document: t.Document, Locale: t.Locale}
	var out Version
	err := e.log.Change(ctx, who, audit.MayWrite, audit.OnDocument(t.Document), &entry, func(w store.Writer, now record.Stamp) error {
		doc, head, latest, err := e.openDraft(w, who, t.Document, t.Locale)
		if err != nil {
			return err
		}
		if t.To != head.Latest {
			return &ConflictError{Base: t.To, Latest: head.Latest, Merged: latest.Content}
		}
		from, err := record.Load(w, t.Document, t.Locale, t.From)
		if err != nil {
			return err
		}
		next, ok := e.model.TakeBack(doc.Type, from.Content, latest.Content, t.Change)
		if !ok {
			return fmt.Errorf("this change between versions %d and %d: %w", t.From, t.To, record.ErrNotFound)
		}
		if t.Change.Sentence != 0 { // any other value was saved as it is once, and may come back
			if err := e.model.Validate(doc.Type, next, &latest.Content, richtext.Check); err != nil {
				return err
			}
		}
		if err := checkNote(t.Note); err != nil {
			return err
		}
		typ, _ := e.model.Type(doc.Type)
		v, err := e.appendVersion(w, t.Document, typ, t.Locale, &latest, next, provenance{by: who.Author, at: now, clock: entry.Clock, origin: content.OriginWritten, note: t.Note}, from)
		if err != nil {
			return err
		}
		entry.Version = v.Record.Number
		if err := e.setLatest(w, t.Document, typ, t.Locale, head, &latest, v); err != nil {
			return err
		}
		out, err = versionOf(w, v, t.Document, doc.Type, t.Locale)
		return err
	})
	return out, err
}
