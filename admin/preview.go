package admin

import (
	"errors"
	"strconv"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
)

type previewView struct {
	Base
	Document document
	Paper    paper
	Standing string // which text this is, and whether readers see it
}

// preview shows a document on paper as readers would find it: a version, the latest
// when none is named, or with ?working=1 the reader's own working copy.
func (s *Server) preview(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	view := &previewView{Base: s.base(c, "Preview", d.Section()), Document: d}
	shown, err := s.previewed(c, d, view)
	if err != nil {
		return err
	}
	view.Paper = s.paper(c, d.Type, shown)
	view.Title = "Preview: " + clip(shown.Title, 80)
	return s.show(c, "preview", view)
}

// previewed finds the content to show and says which one it is.
func (s *Server) previewed(c echo.Context, d document, view *previewView) (content.Content, error) {
	if c.QueryParam("working") != "" {
		working, err := s.edit.Working(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale)
		if err == nil {
			view.Standing = "Your working copy. Only you see it."
			return working.Content, nil
		}
		if !errors.Is(err, cms.ErrNotFound) { // it was saved or thrown away since the link was made
			return content.Content{}, err
		}
	}
	version, err := s.version(c, d, c.QueryParam("version"))
	if err != nil {
		return content.Content{}, err
	}
	switch saved := "Saved " + view.WhenExactly(version.At); {
	case version.Number == d.Live:
		view.Standing = "This is live, " + view.Since(d.LiveSince) + "."
	case version.Number == d.Latest:
		view.Standing = saved + ". It is not live yet."
	default:
		view.Standing = saved + ", an earlier version. It is not live."
	}
	return version.Content, nil
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
