package manage

import (
	"net/http"

	"practicecms/api/internal/wire"
	"practicecms/cms"
)

// uses: GET /documents/{id}/uses
func (s *Server) uses(q *request) error {
	found, err := s.editor.Uses(q.Request().Context(), q.who, q.id)
	if err != nil {
		return err
	}
	return q.answer(http.StatusOK, func(w *wire.Writer) {
		list(w, found, len(found), "", func(u cms.Use) {
			w.Name("id").String(u.Document.String())
			w.Name("type").String(u.Type)
			w.Name("locale").String(string(u.Locale))
			w.Name("title").String(u.Title)
			w.Name("path").StringOrNull(u.Path)
			w.Name("draft").Bool(u.Draft)
			w.Name("live").Bool(u.Live)
		})
	})
}
