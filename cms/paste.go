package cms

import (
	"context"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
	"practicecms/content/paste"
)

// Paste turns a text into a page of the given type, with the names of live
// documents matched that a text may name; it sets the options' Type and Known. Nothing is written: Create does that. It needs the
// permission to write. The errors are paste's, and *content.InvalidError for a type
// that does not exist.
func (e *Editor) Paste(ctx context.Context, who audit.Actor, input, typ string, o paste.Options) (paste.Result, error) {
	known, err := e.known(ctx, who, typ, o.Locale)
	if err != nil {
		return paste.Result{}, err
	}
	t, ok := e.model.Type(typ)
	if !ok {
		return paste.Result{}, content.Invalid("type", "unknown", "There is no type of this name.")
	}
	o.Type, o.Known = t, known
	return paste.Parse(input, o)
}

// known lists the records that a text may name.
func (e *Editor) known(ctx context.Context, who audit.Actor, typ string, l content.Locale) ([]paste.Known, error) {
	var out []paste.Known
	err := e.log.Look(ctx, who, audit.MayWrite, audit.OnType(typ), func(r store.Reader) error {
		for row, err := range record.Documents.Scan(r, store.Range{}) {
			if err != nil {
				return err
			}
			typ, _ := e.model.Type(row.Record.Type)
			if !typ.Named {
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
			k := paste.Known{ID: id, Type: row.Record.Type, Names: []string{v.Content.Title}, Person: typ.Person}
			others, _ := content.Value(typ.Fields, v.Content.Fields, content.OtherNames).([]any)
			for _, a := range others {
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
