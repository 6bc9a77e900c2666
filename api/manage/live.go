package manage

import (
	"practicecms/api/internal/wire"
	"practicecms/cms/access"
)

// live: GET /documents/{id}/live?at=
func (s *Server) live(q *request) error {
	when, _, err := q.params.Moment()
	if err != nil {
		return err
	}
	ctx := q.Request().Context()
	told, err := s.editor.Told(ctx, q.who, q.id, q.locale, when)
	if err != nil {
		return wire.NotYet(err)
	}
	if told.Page.Version == 0 {
		return wire.NotFound("Nothing of this document was live at that moment.")
	}
	v, err := s.editor.Version(ctx, q.who, q.id, q.locale, told.Page.Version)
	if err != nil {
		return err
	}
	return s.answerNamed(q, func(w *wire.Writer, names access.Names) {
		w.Object(func() {
			w.Name("since").Time(told.Since)
			w.Name("until").Time(told.Until)
			s.stored(w.Name("document"), names, v)
		})
	})
}
