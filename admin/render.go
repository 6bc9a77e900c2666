package admin

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms/access"
	"practicecms/cms/live"
)

//go:embed templates
var templateFiles embed.FS

// screens holds the parsed templates, and the page of last resort.
type screens struct {
	templates  *template.Template
	lastResort []byte
}

// parseScreens parses every template. They are one set: a copy of what is shared for
// each screen took most of the server's memory.
func parseScreens(s static) (screens, error) {
	all, err := template.New("").Option("missingkey=error").Funcs(templateFuncs(s)).ParseFS(templateFiles, "templates/partials/*.html", "templates/*.html")
	if err != nil {
		return screens{}, fmt.Errorf("admin: %w", err)
	}
	out := screens{templates: all}
	// Rendered now, so that it can be sent when rendering fails.
	out.lastResort, err = out.execute("error.html", &errorView{Base: Base{Title: "Something went wrong"}, Problem: unknownProblem})
	return out, err
}

// execute sets a screen, which has the name of its file, or a part of one.
func (s screens) execute(name string, v view) ([]byte, error) {
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, name, v); err != nil {
		return nil, fmt.Errorf("admin: %w", err)
	}
	return b.Bytes(), nil
}

// Base is what every screen knows. Each screen's view embeds it.
type Base struct {
	Title     string        // of the browser's tab
	Section   string        // the part of the rail that is marked: pages, records, activity, settings; or empty
	Person    access.Person // zero for nobody
	Practice  live.Practice // zero before set-up
	FormToken string        // the hidden "token" of every form
	Toast     *Toast
	words.English
}

// view is a screen's view: a pointer to a struct that embeds Base.
type view interface{ base() *Base }

func (b *Base) base() *Base { return b }

// base begins a screen's view.
func (s *Server) base(c echo.Context, title, section string) Base {
	v := visitOf(c)
	b := Base{Title: title, Section: section, Person: v.person, Practice: v.practice, English: v.english()}
	if v.session != "" {
		b.FormToken = formToken(v.session)
	}
	return b
}

// Stamp is a time for machines, as <time datetime> wants it.
func (b Base) Stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Today is today, as a date input wants it.
func (b Base) Today() string { return b.Now().Format(time.DateOnly) }

// Tomorrow is the day after today, as a date input wants it.
func (b Base) Tomorrow() string { return b.Now().AddDate(0, 0, 1).Format(time.DateOnly) }

// NowTime is this minute, as a time input wants it.
func (b Base) NowTime() string { return b.Now().Format("15:04") }

// render answers with a screen, whole or not at all.
func (s *Server) render(c echo.Context, status int, screen string, v view) error {
	v.base().Toast = s.takeToast(c)
	b, err := s.screens.execute(screen+".html", v)
	if err != nil {
		return err
	}
	return c.HTMLBlob(status, b)
}

// show is render for a page that is there.
func (s *Server) show(c echo.Context, screen string, v view) error {
	return s.render(c, http.StatusOK, screen, v)
}
