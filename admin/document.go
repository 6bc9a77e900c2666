package admin

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/redline"
	"practicecms/admin/internal/rendering"
	"practicecms/cms"
	"practicecms/content"
)

// document is the document that a route below /admin/d/:id is about.
type document struct {
	cms.State
	Kind content.Type // its declaration
}

// document reads what is known of the document in the request's path. The error is
// cms.ErrNotFound also for an id that is none.
func (s *Server) document(c echo.Context) (document, error) { return s.documentNamed(c, c.Param("id")) }

func (s *Server) documentNamed(c echo.Context, text string) (document, error) {
	v := visitOf(c)
	id, err := parseDocument(text)
	if err != nil {
		return document{}, err
	}
	state, err := s.edit.State(c.Request().Context(), v.actor(), id, v.practice.Locale)
	if err != nil {
		return document{}, err
	}
	kind, ok := s.model.Type(state.Type)
	if !ok {
		return document{}, fmt.Errorf("document %s is of type %q, which the model does not have", id, state.Type)
	}
	if kind.Owners && v.person.Role != cms.RoleOwner {
		return document{}, cms.ErrForbidden
	}
	return document{State: state, Kind: kind}, nil
}

func parseDocument(text string) (content.DocumentID, error) {
	var id content.DocumentID
	if err := id.UnmarshalText([]byte(text)); err != nil || id.IsZero() {
		return id, cms.ErrNotFound
	}
	return id, nil
}

// Page is the address of the document's editor.
func (d document) Page() string { return "/admin/d/" + d.Document.String() }

// Section is the part of the rail that the document belongs to.
func (d document) Section() string {
	if d.Kind.IsPage() {
		return "pages"
	}
	return "records"
}

// links reads the documents that lead from a content, for whoever asks.
func (s *Server) links(c echo.Context) *rendering.Links {
	v := visitOf(c)
	return rendering.NewLinks(c.Request().Context(), s.edit, s.model, v.actor(), v.practice.Locale)
}

// rendered is a content as readers will see it, for staff.
func (s *Server) rendered(c echo.Context, typeName string, from content.Content) rendering.Page {
	return rendering.New(s.model, typeName, from, s.links(c))
}

// changes compares two contents of a document; see redline.Compare.
func (s *Server) changes(c echo.Context, d document, from, to content.Content, all, undo bool) ([]redline.Change, error) {
	return redline.Compare(s.model, d.Kind, from, to, s.links(c), all, undo)
}
