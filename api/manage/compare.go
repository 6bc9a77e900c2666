package manage

import (
	"net/http"

	"practicecms/api/internal/wire"
	"practicecms/content"
)

// compare: GET /documents/{id}/compare?from=&to=
func (s *Server) compare(q *request) error {
	from, okFrom := wire.Number(q.params["from"])
	to, okTo := wire.Number(q.params["to"])
	if !okFrom || !okTo {
		return wire.BadRequest("Give the query parameters from and to, each the number of a version.")
	}
	c, err := s.editor.Compare(q.Request().Context(), q.who, q.id, q.locale, from, to)
	if err != nil {
		return err
	}
	return q.answer(http.StatusOK, func(w *wire.Writer) {
		w.Object(func() {
			w.Name("from").UintOrNull(from)
			w.Name("to").UintOrNull(to)
			fieldChanges(w.Name("fields"), c.Fields)
			objects(w.Name("blocks"), c.Blocks, func(b content.BlockChange) { blockChange(w, b) })
		})
	})
}

func blockChange(w *wire.Writer, b content.BlockChange) {
	w.Name("op").String(string(b.Op))
	w.Name("id").String(b.ID.String())
	w.Name("kind").String(b.Kind)
	w.Name("name").String(b.Name)
	index(w.Name("from"), b.From)
	index(w.Name("to"), b.To)
	w.Name("moved").Bool(b.Moved)
	block(w.Name("before"), b.Before)
	block(w.Name("after"), b.After)
	fieldChanges(w.Name("fields"), b.Fields)
}

func fieldChanges(w *wire.Writer, changes []content.FieldChange) {
	objects(w, changes, func(f content.FieldChange) {
		w.Name("path").String(f.Path)
		w.Name("gone").Bool(f.Gone)
		w.Name("label").String(f.Label)
		w.Name("type").String(string(f.Type))
		w.Name("before").Value(f.Before)
		w.Name("after").Value(f.After)
		objects(w.Name("spans"), f.Spans, func(span content.Span) {
			w.Name("op").String(string(span.Op))
			w.Name("text").String(span.Text)
		})
		sentences(w.Name("sentences"), f.Sentences())
	})
}

// sentences writes a comparison by sentences; the number of what stayed is null.
func sentences(w *wire.Writer, all []content.Sentence) {
	objects(w, all, func(one content.Sentence) {
		w.Name("op").String(string(one.Op))
		w.Name("number").UintOrNull(uint64(one.Number))
		w.Name("before").String(one.Before)
		w.Name("after").String(one.After)
	})
}
