package cms

import (
	"context"
	"slices"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
	"practicecms/content/richtext"
)

// which says whose references a use stands for.
type which bool

const (
	useDraft which = false // the source's latest version
	useLive  which = true  // its live version
)

// references lists the documents that a content leads to, in fields and in texts.
func references(m *content.Model, typ string, c content.Content) []content.DocumentID {
	return m.References(typ, c, richtext.Documents)
}

// moveUses takes the source's references from one version to another; nil is none.
func moveUses(w store.Writer, m *content.Model, source content.DocumentID, typ string, l content.Locale, before, after *record.Snapshot, side which) error {
	var old, now []content.DocumentID
	if before != nil {
		old = references(m, typ, before.Content)
	}
	if after != nil {
		now = references(m, typ, after.Content)
	}
	for _, target := range old {
		if !slices.Contains(now, target) {
			if err := markUse(w, target, source, l, side, false); err != nil {
				return err
			}
		}
	}
	for _, target := range now {
		if !slices.Contains(old, target) {
			if err := markUse(w, target, source, l, side, true); err != nil {
				return err
			}
		}
	}
	return nil
}

func markUse(w store.Writer, target, source content.DocumentID, l content.Locale, side which, on bool) error {
	key := record.UseKey(target, source, l)
	use, _, err := record.Uses.Find(w, key)
	if err != nil {
		return err
	}
	if side == useLive {
		use.Live = on
	} else {
		use.Draft = on
	}
	if use == (record.Use{}) {
		return record.Uses.Delete(w, key)
	}
	return record.Uses.Put(w, key, use)
}

// Use is one document that shows or links to another.
type Use struct {
	Document content.DocumentID
	Type     string
	Locale   content.Locale
	Title    string // of its latest version
	Path     string // of its latest version; empty for records
	Draft    bool   // its latest version refers to it
	Live     bool   // its live version does
}

// Uses lists where a document is used. It needs the permission to read drafts.
func (e *Editor) Uses(ctx context.Context, who audit.Actor, id content.DocumentID) ([]Use, error) {
	out := []Use{}
	err := e.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		for row, err := range record.Uses.Scan(r, store.Prefix(id[:])) {
			if err != nil {
				return err
			}
			source := content.DocumentID(row.Key[16:32])
			locale, _ := record.LocaleAt(row.Key[32:])
			doc, head, err := record.ReadHead(r, source, locale)
			if err != nil {
				return err
			}
			v, err := record.Load(r, source, locale, head.Latest)
			if err != nil {
				return err
			}
			out = append(out, Use{
				Document: source, Type: doc.Type, Locale: locale, Title: v.Content.Title, Path: v.Content.Path,
				Draft: row.Record.Draft, Live: row.Record.Live,
			})
		}
		return nil
	})
	return out, err
}
