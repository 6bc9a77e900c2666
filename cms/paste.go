package cms

import (
	"context"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
	"practicecms/content/paste"
)

// Paste turns a text into a page of the given type, with the names of live services
// and practitioners matched. Nothing is written: Create does that. It needs the
// permission to write. The errors are paste's, and *content.InvalidError for a type
// that does not exist.
func (e *Editor) Paste(ctx context.Context, who audit.Actor, input string, format paste.Format, typ string, l content.Locale) (paste.Result, error) {
	known, err := e.known(ctx, who, typ, l)
	if err != nil {
		return paste.Result{}, err
	}
	t, ok := e.cms.model.Type(typ)
	if !ok {
		return paste.Result{}, content.Invalid("type", "unknown", "There is no type of this name.")
	}
	return paste.Parse(input, paste.Options{Format: format, Type: t, Known: known})
}

// known lists the records that a text may name.
func (e *Editor) known(ctx context.Context, who audit.Actor, typ string, l content.Locale) ([]paste.Known, error) {
	var out []paste.Known
	err := e.log.Look(ctx, who, audit.MayWrite, audit.OnType(typ), func(r store.Reader) error {
		for row, err := range record.Documents.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			if row.Record.TrashedAt != 0 || row.Record.Type != "service" && row.Record.Type != "practitioner" {
				continue
			}
			id := content.DocumentID(row.Key)
			head, ok, err := record.Heads.Find(r, record.HeadKey(id, l))
			if err != nil {
				return err
			}
			if !ok || head.Live == 0 {
				continue
			}
			v, err := record.Load(r, id, l, head.Live)
			if err != nil {
				return err
			}
			k := paste.Known{ID: id, Type: row.Record.Type, Names: []string{v.Content.Title}}
			aliases, _ := v.Content.Fields["aliases"].([]any)
			for _, a := range aliases {
				if name, ok := a.(string); ok {
					k.Names = append(k.Names, name)
				}
			}
			out = append(out, k)
		}
		return nil
	})
	return out, err
}
