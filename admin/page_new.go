package admin

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/content"
)

type newView struct {
	Base
	Type    content.Type
	Types   []content.Type // the kinds of page to choose from; nil when the type is given
	Heading string
	Name    string // the title as it was typed
	Path    string
	Faults  map[string]string
}

func (s *Server) newForm(c echo.Context) error {
	view, err := s.newView(c, c.QueryParam("type"))
	if err != nil {
		return err
	}
	return s.show(c, "page_new", view)
}

// newView begins the screen for a type; without one, staff choose among the pages.
func (s *Server) newView(c echo.Context, typeName string) (*newView, error) {
	view := &newView{Heading: "New page", Faults: map[string]string{}}
	for _, t := range s.model.Types {
		if t.Name == typeName && !t.Asset { // an upload makes those
			view.Type = t
		}
	}
	switch {
	case typeName != "" && view.Type.Name == "":
		return nil, cms.ErrNotFound
	case view.Type.Name == "" || view.Type.IsPage():
		for _, t := range s.model.Types {
			if t.IsPage() {
				view.Types = append(view.Types, t)
			}
		}
		if view.Type.Name == "" && len(view.Types) > 0 {
			view.Type = view.Types[0]
		}
	default:
		view.Heading = "New " + words.LowerFirst(view.Type.Label)
	}
	section := "records"
	if view.Type.IsPage() {
		section = "pages"
	}
	view.Base = s.base(c, view.Heading, section)
	return view, nil
}

func (s *Server) newDocument(c echo.Context) error {
	form, v := c.Request().PostForm, visitOf(c)
	view, err := s.newView(c, form.Get("type"))
	if err != nil {
		return err
	}
	view.Name, view.Path = strings.TrimSpace(form.Get("title")), strings.TrimSpace(form.Get("path"))
	if view.Type.IsPage() && view.Path == "" {
		view.Path = content.Address(view.Type.Home, view.Name, v.practice.Locale)
	}
	version, err := s.edit.Create(c.Request().Context(), v.actor(), cms.New{
		Type: view.Type.Name, Locale: v.practice.Locale, Content: content.Content{Title: view.Name, Path: view.Path},
	})
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			view.Faults[p.Path] = p.Message
		}
		return s.render(c, http.StatusUnprocessableEntity, "page_new", view)
	}
	if err != nil {
		return err
	}
	return seeOther(c, document{State: cms.State{Document: version.Document}}.Page()+"?fresh=1")
}
