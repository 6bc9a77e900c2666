package cms

import (
	"context"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// NameVersion gives a version a name, such as "before the new prices", and a note, in
// place of the ones it was given so before. A name has at most 80 characters and a note 500;
// with both empty they are taken away, and a note that was saved with the version shows
// again. A version with a name is never thinned out.
func (e *Editor) NameVersion(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, n uint64, name, note string) error {
	entry := audit.Entry{Action: audit.ActionName, Document: id, Locale: l, Version: n}
	return e.log.Change(ctx, who, audit.MayWrite, audit.OnDocument(id), &entry, func(w store.Writer, now record.Stamp) error {
		if len([]rune(name)) > 80 {
			return content.Invalid("name", "long", "A name has at most 80 characters.")
		}
		if err := checkNote(note); err != nil {
			return err
		}
		if _, err := record.Versions.Get(w, id, l, n); err != nil {
			return err
		}
		key := record.NumberedKey(id, l, n)
		oldName, oldNote, had, err := record.ReadName(w, key)
		if err != nil {
			return err
		}
		switch {
		case oldName == name && oldNote == note:
			return audit.ErrNoChange
		case had:
			if err := record.ForgetName(w, key); err != nil {
				return err
			}
		}
		if name == "" && note == "" {
			return nil
		}
		rec := record.Name{By: who.Author, At: now}
		if rec.Name, err = record.WriteText(w, e.rand, name); err != nil {
			return err
		}
		if rec.Note, err = record.WriteText(w, e.rand, note); err != nil {
			return err
		}
		return record.Names.Put(w, key, rec)
	})
}
