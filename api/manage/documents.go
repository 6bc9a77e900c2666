package manage

import (
	"net/http"

	"practicecms/api/internal/wire"
	"practicecms/cms"
)

// create: POST /documents
func (s *Server) create(q *request) error {
	e, err := q.edit()
	if err != nil {
		return err
	}
	if e.locale == "" {
		e.locale = q.defaultLocale
	}
	v, err := s.editor.Create(q.Request().Context(), q.who, cms.New{Type: e.typ, Locale: e.locale, Content: e.content, Note: e.note})
	if err != nil {
		return err
	}
	return s.answerCreated(q, v)
}

// address is where a document can be read and saved.
func (q *request) address(v cms.Version) string {
	address := Prefix + "/documents/" + v.Document.String()
	if v.Locale != q.defaultLocale {
		address += "?locale=" + string(v.Locale)
	}
	return address
}

// latest: GET /documents/{id}
func (s *Server) latest(q *request) error {
	v, err := s.editor.Latest(q.Request().Context(), q.who, q.id, q.locale)
	if err != nil {
		return err
	}
	return s.answerVersion(q, http.StatusOK, v)
}

// save: PUT /documents/{id}
func (s *Server) save(q *request) error {
	base, err := ifMatch(q.Request().Header)
	if err != nil {
		return err
	}
	e, err := q.edit()
	if err != nil {
		return err
	}
	if err := s.sameDocument(q, e); err != nil {
		return err
	}
	v, err := s.editor.Save(q.Request().Context(), q.who, cms.Save{Document: q.id, Locale: q.locale, Base: base, Content: e.content, Note: e.note})
	if err != nil {
		return s.saveError(q, base, err)
	}
	return s.answerVersion(q, http.StatusOK, v)
}

// sameDocument refuses an edit that says it is of another type or language: it was
// made for another document. An edit that names its language need not repeat it as
// a parameter.
func (s *Server) sameDocument(q *request, e edit) error {
	_, asked := q.params["locale"]
	switch {
	case e.locale == "" || e.locale == q.locale:
	case asked:
		return wire.Invalid("locale", "other-locale", "The address asks for "+string(q.locale)+"; give the same here, or leave it out.")
	default:
		q.locale = e.locale
	}
	if e.typ == "" {
		return nil
	}
	state, err := s.editor.State(q.Request().Context(), q.who, q.id, q.locale)
	if err != nil {
		return err
	}
	if e.typ != state.Type {
		return wire.Invalid("type", "other-type", "The document is of type "+state.Type+"; a type cannot change.")
	}
	return nil
}
