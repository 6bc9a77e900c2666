package admin

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/redline"
	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
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
	if !v.mayOpen(kind) {
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

// parseBlock reads a block's id; an empty text is none.
func parseBlock(text string) (content.BlockID, error) {
	var id content.BlockID
	if err := id.UnmarshalText([]byte(text)); err != nil {
		return id, cms.ErrNotFound
	}
	return id, nil
}

// Page is the address of the document's editor.
func (d document) Page() string { return "/admin/d/" + d.Document.String() }

// list is the address of the list that the document stands in.
func (d document) list() string {
	if d.Kind.IsPage() {
		return "/admin"
	}
	return "/admin/records"
}

// Section is the part of the rail that the document belongs to.
func (d document) Section() string {
	if d.Kind.IsPage() {
		return "pages"
	}
	return "records"
}

// titled is document, with the latest title for a sentence about it.
func (s *Server) titled(c echo.Context) (document, string, error) {
	d, err := s.document(c)
	if err != nil {
		return d, "", err
	}
	latest, err := s.edit.Latest(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale)
	return d, words.Clip(latest.Content.Title, 80), err
}

// nameOf is the latest title of a document.
func (s *Server) nameOf(c echo.Context, d document) (string, error) {
	latest, err := s.edit.Latest(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale)
	return words.Clip(or(latest.Content.Title, "Without a title"), 80), err
}

// version reads the version that a request names by its number; an empty text names
// the latest. The error is cms.ErrNotFound also for what is no number.
func (s *Server) version(c echo.Context, d document, number string) (cms.Version, error) {
	n := d.Latest
	if number != "" {
		var err error
		if n, err = strconv.ParseUint(number, 10, 64); err != nil {
			return cms.Version{}, cms.ErrNotFound
		}
	}
	return s.edit.Version(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale, n)
}

// hasWorking reports whether the reader has edits of the document that are no
// version yet.
func (s *Server) hasWorking(c echo.Context, d document) (bool, error) {
	_, err := s.edit.Working(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale)
	if errors.Is(err, cms.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
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
