package cms

import (
	"context"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

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
