package manage

import (
	"practicecms/api/internal/wire"
	"practicecms/cms/access"
	"practicecms/cms/history"
)

// parts: GET /documents/{id}/parts
func (s *Server) parts(q *request) error {
	limit, err := q.params.Limit()
	if err != nil {
		return err
	}
	found, err := s.editor.Parts(q.Request().Context(), q.who, q.id, q.locale, limit)
	if err != nil {
		return err
	}
	return s.answerNamed(q, func(w *wire.Writer, names access.Names) {
		list(w, found, len(found), "", func(one history.PartPast) { part(w, names, one) })
	})
}

// part writes a block that the document has or had, with its texts.
func part(w *wire.Writer, names access.Names, p history.PartPast) {
	w.Name("block").String(p.Block.String())
	w.Name("kind").String(p.Kind)
	w.Name("name").String(p.Name)
	w.Name("here").Bool(p.Here)
	objects(w.Name("texts"), p.Texts, func(text history.PartText) {
		w.Name("version").UintOrNull(text.Version)
		moment(w.Name("from"), names, text.From)
		w.Name("until").Time(text.Until)
		block(w.Name("content"), &text.Block)
	})
}
