package manage

import (
	"net/http"

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
	names, err := s.names(q)
	if err != nil {
		return err
	}
	return q.write(http.StatusOK, func(w *wire.Writer) {
		w.Object(func() {
			id := ""
			if !block.IsZero() {
				id = block.String()
			}
			orNull(w, "block", id)
			member(w, "kind", b.Kind)
			orNull(w, "name", b.Name)
			number(w, "version", b.Last.Version)
			w.Name("texts")
			objects(w, b.Texts, func(text history.BlamedText) { blamedText(w, names, text) })
		})
	})
}

func blamedText(w *wire.Writer, names access.Names, text history.BlamedText) {
	member(w, "path", text.Path)
	member(w, "label", text.Label)
	w.Name("sentences")
	objects(w, text.Sentences, func(one history.BlamedSentence) {
		member(w, "text", one.Text)
		momentMembers(w, names, one.By)
		orNull(w, "note", one.Note)
		orNull(w, "named", one.Named)
		w.Name("unsure")
		w.Bool(one.Unsure)
		w.Name("broughtBack")
		moment(w, names, one.Back)
	})
}

// momentMembers writes the members that say which version, when and by whom.
func momentMembers(w *wire.Writer, names access.Names, m history.Revision) {
	number(w, "version", m.Version)
	at(w, "at", m.At)
	w.Name("by")
	author(w, names, m.By)
}
