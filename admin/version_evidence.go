package admin

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/evidence"
	"practicecms/cms/history"
	"practicecms/content"
)

// evidenceFormView asks for the days that evidence is wanted of.
type evidenceFormView struct {
	Base
	Document document
	Name     string
	From, To string // as date inputs want them
	Fault    string // what is wrong with the days; empty: nothing
}

// evidenceForm begins with the last month, or with the days of a form that was refused.
func (s *Server) evidenceForm(c echo.Context) error {
	d, name, err := s.titled(c)
	if err != nil {
		return err
	}
	view := &evidenceFormView{Base: s.base(c, "Evidence of what “"+name+"” said", d.Section()), Document: d, Name: name}
	view.From, view.To = c.QueryParam("from"), c.QueryParam("to")
	if view.To == "" {
		view.From, view.To = view.Now().AddDate(0, -1, 0).Format(time.DateOnly), view.Today()
		return s.show(c, "version_evidence_form", view)
	}
	_, _, err = view.Practice.Days(view.From, view.To)
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		view.Fault = invalid.Problems[0].Message
	}
	return s.show(c, "version_evidence_form", view)
}

// makeEvidence makes evidence of the days that the form names, and leads to it.
func (s *Server) makeEvidence(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	v, form := visitOf(c), c.Request().PostForm
	first, last := form.Get("from"), form.Get("to")
	from, to, err := v.practice.Days(first, last)
	var made evidence.Evidence
	if err == nil {
		made, err = s.edit.MakeEvidence(c.Request().Context(), v.actor(), d.Document, d.Locale, from, to)
	}
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		s.say(c, Toast{Text: "Nothing was made yet. " + invalid.Problems[0].Message})
		return seeOther(c, d.Page()+"/evidence?"+url.Values{"from": {first}, "to": {last}}.Encode())
	}
	if err != nil {
		return err
	}
	return seeOther(c, fmt.Sprintf("%s/evidence/%d", d.Page(), made.Made.Sequence))
}

// evidenceView is evidence as a document to be printed. People stand in it by name and
// times with their year, for others read it, and later.
type evidenceView struct {
	Base
	Document document
	Evidence evidence.Evidence
	Name     string // what the page was called in the span; else what it is called
	Periods  []evidence.Period
	Seen     []seenVersion
}

// seenVersion is one version that readers saw.
type seenVersion struct {
	evidence.LiveVersion
	Rendered rendering.Page
}

// GoneOn is when a part was erased; zero: it is there.
func (s seenVersion) GoneOn(id content.BlockID) time.Time { return s.Gone[id] }

// Details is when title and details were erased; zero: they are there.
func (s seenVersion) Details() time.Time { return s.Gone[content.BlockID{}] }

// evidence shows evidence that was made, by the number of its entry in the log.
func (s *Server) evidence(c echo.Context) error {
	d, made, err := s.madeEvidence(c)
	if err != nil {
		return err
	}
	view := &evidenceView{Base: s.base(c, "", d.Section()), Document: d, Evidence: made, Periods: made.Periods()}
	v := visitOf(c)
	links := rendering.NewPastLinks(c.Request().Context(), s.edit, s.model, v.actor(), v.practice.Locale)
	for _, live := range made.Live() {
		view.Seen = append(view.Seen, seenVersion{live, rendering.New(s.model, made.Type, live.Content, links)})
		view.Name = or(view.Name, live.Content.Title)
	}
	if view.Name == "" {
		if _, view.Name, err = s.titled(c); err != nil {
			return err
		}
	}
	view.Title = "What “" + words.Clip(view.Name, 60) + "” said " + view.Days()
	return s.show(c, "version_evidence", view)
}

// evidenceFile sends the same evidence as a file.
func (s *Server) evidenceFile(c echo.Context) error {
	d, made, err := s.madeEvidence(c)
	if err != nil {
		return err
	}
	b := s.base(c, "", "")
	span := made.Span()
	name := fmt.Sprintf("evidence-%s-%s-to-%s.json", fileName(or(made.Versions[0].Path, d.Type)), b.Local(span.From).Format(time.DateOnly), b.lastDay(span).Format(time.DateOnly))
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, "application/json; charset=utf-8", made.File())
}

func (s *Server) madeEvidence(c echo.Context) (document, evidence.Evidence, error) {
	d, err := s.document(c)
	if err != nil {
		return d, evidence.Evidence{}, err
	}
	n, err := strconv.ParseUint(c.Param("n"), 10, 64)
	if err != nil {
		return d, evidence.Evidence{}, cms.ErrNotFound
	}
	made, err := s.edit.Evidence(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale, n)
	return d, made, err
}

// fileName keeps of the last part of a web address what every disk takes.
func fileName(address string) string {
	return or(strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, path.Base(address)), "-"), "page")
}

// lastDay is the last day of a span, whose end is not part of it.
func (b Base) lastDay(s history.Interval) time.Time { return b.Local(s.To.Add(-time.Microsecond)) }

// Days says the span in days, both included.
func (v *evidenceView) Days() string {
	span := v.Evidence.Span()
	return v.FromTo(span.From, v.lastDay(span))
}

// Cut reports whether the last day was not over when the evidence was made.
func (v *evidenceView) Cut() bool { return v.Evidence.Span().To.Equal(v.Evidence.Made.Time()) }

// Before reports whether a period began before the span.
func (v *evidenceView) Before(p evidence.Period) bool { return p.At.Before(p.From) }

// NothingYet is the time in the span before anything of the page was live.
func (v *evidenceView) NothingYet() bool {
	return len(v.Periods) == 0 || v.Periods[0].From.After(v.Evidence.Span().From)
}
