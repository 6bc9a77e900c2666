package admin

import (
	"strings"

	"practicecms/admin/internal/words"

	"github.com/labstack/echo/v4"
)

// nameVersion gives a version the name and the note that the form holds.
func (s *Server) nameVersion(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	version, err := s.version(c, d, c.Param("n"))
	if err != nil {
		return err
	}
	form := c.Request().PostForm
	name, note := line(form.Get("name")), strings.TrimSpace(strings.ToValidUTF8(form.Get("note"), "\uFFFD"))
	if err := s.edit.NameVersion(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale, version.Number, name, note); err != nil {
		return err
	}
	text := "The version is called “" + words.Clip(name, 80) + "”."
	if name == "" {
		text = "The version has no name now."
	}
	s.say(c, Toast{Text: text})
	return seeOther(c, d.Page()+"/versions/"+c.Param("n"))
}
