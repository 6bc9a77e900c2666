package manage

import (
	"practicecms/api/internal/wire"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

// blame: GET /documents/{id}/blame?block=
//
// Without a block it is of the document's title and its own fields.
func (s *Server) blame(q *request) error {
	var block content.BlockID
	if text := q.params["block"]; text != "" {
		if err := block.UnmarshalText([]byte(text)); err != nil || block.IsZero() {
			return wire.BadRequest("The query parameter block is the id of a block.")
		}
	}
	b, err := s.editor.Blame(q.Request().Context(), q.who, q.id, q.locale, block)
	if err != nil {
		return err
	}
	return s.answerNamed(q, func(w *wire.Writer, names access.Names) {
		w.Object(func() {
			id := ""
			if !block.IsZero() {
				id = block.String()
			}
			w.Name("block").StringOrNull(id)
			w.Name("kind").String(b.Kind)
			w.Name("name").StringOrNull(b.Name)
			w.Name("version").UintOrNull(b.Last.Version)
			objects(w.Name("texts"), b.Texts, func(text history.BlamedText) { blamedText(w, names, text) })
		})
	})
}

func blamedText(w *wire.Writer, names access.Names, text history.BlamedText) {
	w.Name("path").String(text.Path)
	w.Name("label").String(text.Label)
	objects(w.Name("sentences"), text.Sentences, func(one history.BlamedSentence) {
		w.Name("text").String(one.Text)
		momentMembers(w, names, one.By)
		w.Name("note").StringOrNull(one.Note)
		w.Name("named").StringOrNull(one.Named)
		w.Name("unsure").Bool(one.Unsure)
		moment(w.Name("broughtBack"), names, one.Back)
	})
}
