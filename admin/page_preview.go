package admin

import (
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/content"
)

type previewView struct {
	Base
	Document document
	Rendered rendering.Page
	Standing string    // which text this is, and whether readers see it
	Framed   bool      // it stands beside the editor, in a frame
	Version  uint64    // the version on the screen, or the one saved last before a working copy
	Unsaved  time.Time // when that one was saved; zero: what is on the screen is a version
	Sharing  sharing
}

// previewPage shows a document as readers would find it: a version, the latest
// when none is named, or with ?working=1 the reader's own working copy.
func (s *Server) previewPage(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	if c.QueryParam("working") != "" {
		working, err := s.edit.Working(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale)
		if err == nil {
			latest, err := s.version(c, d, "")
			if err != nil {
				return err
			}
			return s.showPreview(c, d, latest, working.Content, "Your working copy. Only you see it.")
		}
		if !errors.Is(err, cms.ErrNotFound) { // it was saved or thrown away since the link was made
			return err
		}
	}
	version, err := s.version(c, d, c.QueryParam("version"))
	if err != nil {
		return err
	}
	return s.showPreview(c, d, version, version.Content, s.standing(c, d, version))
}

// showPreview shows a version, or a working copy beside the version that was saved last.
func (s *Server) showPreview(c echo.Context, d document, version cms.Version, shown content.Content, standing string) error {
	view, err := s.previewView(c, d, shown, standing)
	if err != nil {
		return err
	}
	view.Version = version.Number
	if !shown.Equal(version.Content) {
		view.Unsaved = version.At
	}
	h := c.Response().Header()
	if view.Framed = c.QueryParam("frame") != ""; view.Framed {
		h.Set("Content-Security-Policy", framedPolicy)
	} else if view.Sharing.Site {
		if to, err := content.PreviewAddress(visitOf(c).practice.Preview, "/", "x"); err == nil {
			h.Set("Content-Security-Policy", leadingTo(to))
		}
	}
	return s.show(c, "page_preview", view)
}

func (s *Server) previewView(c echo.Context, d document, shown content.Content, standing string) (*previewView, error) {
	view := &previewView{Base: s.base(c, "Preview: "+words.Clip(shown.Title, 80), d.Section()), Document: d, Standing: standing}
	view.Rendered = s.rendered(c, d.Type, shown)
	var err error
	view.Sharing, err = s.sharing(c, d)
	return view, err
}

// standing says which text a version is, and whether readers see it.
func (s *Server) standing(c echo.Context, d document, version cms.Version) string {
	return visitOf(c).english().StandingOf(d.State, version.Number, version.At)
}
