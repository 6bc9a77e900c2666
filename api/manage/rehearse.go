package manage

import (
	"net/http"

	"practicecms/api/internal/wire"
	"practicecms/cms"
)

// rehearse: POST /documents/{id}/rehearse
//
// It takes what a restore takes and writes nothing, so it needs no more than the
// permission to read.
func (s *Server) rehearse(q *request) error {
	o, err := q.object()
	if err != nil {
		return err
	}
	what := cms.Restore{
		Document: q.id, Locale: q.locale, Version: o.OptionalNumber("version"), Blocks: blocksOf(o), Picks: picksOf(o), Note: o.String("note"),
	}
	switch one := what.Version != 0 || len(what.Blocks) > 0; {
	case one && len(what.Picks) > 0:
		o.Problem("picks", "too-many", "Give either picks, or a version and perhaps blocks of it.")
	case len(what.Picks) == 0 && what.Version == 0:
		o.Problem("version", "required", "Give the version that is to come back, or picks from several.")
	}
	if err := o.Done(); err != nil {
		return err
	}
	r, err := s.editor.Rehearse(q.Request().Context(), q.who, what)
	if err != nil {
		return err
	}
	return q.answer(http.StatusOK, func(w *wire.Writer) {
		w.Object(func() {
			w.Name("latest").UintOrNull(r.Latest.Number)
			w.Name("document").Object(func() {
				w.Name("id").String(q.id.String())
				w.Name("type").String(r.Latest.Type)
				w.Name("locale").String(string(q.locale))
				body(w, r.Next)
				receipt(w.Name("receipt"), s.editor.Receipt(r.Latest.Type, r.Next))
			})
			objects(w.Name("warnings"), r.Warnings, func(one cms.Warning) { warning(w, one) })
		})
	})
}

// warning writes one thing that is not good any more.
func warning(w *wire.Writer, one cms.Warning) {
	w.Name("kind").String(string(one.Kind))
	w.Name("block").StringOrNull(one.Block.String())
	w.Name("name").StringOrNull(one.Name)
	w.Name("words").String(one.Words)
	w.Name("document").StringOrNull(one.Document.String())
	w.Name("at").Time(one.At)
}
