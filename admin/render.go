package admin

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
)

//go:embed templates
var templateFiles embed.FS

// screenNames is every screen. Each has a file in templates/, and each file there
// that is not in templates/partials/ is a screen.
var screenNames = []string{
	"activity", "bring_back", "compare", "conflict", "copy", "editor", "erase", "error", "evidence", "evidence_new", "new", "on_that_day", "page_list", "paste", "planned", "preview", "put_back", "put_live", "put_live_many", "put_together", "record_list", "removed", "said",
	"set_up", "settings", "shared", "shared_ended", "sign_in", "signed_in_again", "take_off", "thin", "trash", "version", "versions", "webhook", "webhooks", "written",
}

// screens holds the parsed templates by screen, and the page of last resort.
type screens struct {
	byName     map[string]*template.Template
	lastResort []byte
}

// parseScreens parses every template. A screen is laid out by the layout that it
// names, and may use every partial.
func parseScreens(s static) (screens, error) {
	shared, err := template.New("").Option("missingkey=error").Funcs(templateFuncs(s)).ParseFS(templateFiles, "templates/partials/*.html")
	if err != nil {
		return screens{}, fmt.Errorf("admin: %w", err)
	}
	out := screens{byName: map[string]*template.Template{}}
	for _, name := range screenNames {
		t, err := template.Must(shared.Clone()).ParseFS(templateFiles, "templates/"+name+".html")
		if err != nil {
			return screens{}, fmt.Errorf("admin: screen %s: %w", name, err)
		}
		out.byName[name] = t.Lookup(name + ".html")
	}
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return screens{}, err
	}
	for _, f := range files {
		if name := strings.TrimSuffix(path.Base(f), ".html"); !slices.Contains(screenNames, name) {
			return screens{}, fmt.Errorf("admin: templates/%s.html is no screen; name it in screenNames", name)
		}
	}
	// Rendered now, so that it can be sent when rendering fails.
	out.lastResort, err = out.execute("error", "", &errorView{Base: Base{Title: "Something went wrong"}, Problem: unknownProblem})
	return out, err
}

// execute sets a screen, or with the name of a template only that part of it.
func (s screens) execute(name, part string, v view) ([]byte, error) {
	t := s.byName[name]
	if t == nil {
		return nil, fmt.Errorf("admin: there is no screen %q", name)
	}
	if part == "" {
		part = name + ".html"
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, part, v); err != nil {
		return nil, fmt.Errorf("admin: screen %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// Base is what every screen knows. Each screen's view embeds it.
type Base struct {
	Title     string       // of the browser's tab
	Section   string       // the part of the rail that is marked: pages, records, activity, settings; or empty
	Person    cms.Person   // zero for nobody
	Practice  cms.Practice // zero before set-up
	FormToken string       // the hidden "token" of every form
	Toast     *Toast
	now       time.Time // in the practice's zone
}

// view is a screen's view: a pointer to a struct that embeds Base.
type view interface{ base() *Base }

func (b *Base) base() *Base { return b }

// base begins a screen's view.
func (s *Server) base(c echo.Context, title, section string) Base {
	v := visitOf(c)
	b := Base{Title: title, Section: section, Person: v.person, Practice: v.practice, now: v.now}
	if b.Practice.Zone != nil {
		b.now = v.now.In(b.Practice.Zone)
	}
	if v.session != "" {
		b.FormToken = formToken(v.session)
	}
	return b
}

// render answers with a screen, whole or not at all.
func (s *Server) render(c echo.Context, status int, screen string, v view) error {
	v.base().Toast = s.takeToast(c)
	b, err := s.screens.execute(screen, "", v)
	if err != nil {
		return err
	}
	return c.HTMLBlob(status, b)
}

// show is render for a page that is there.
func (s *Server) show(c echo.Context, screen string, v view) error {
	return s.render(c, http.StatusOK, screen, v)
}
