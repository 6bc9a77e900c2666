package admin

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

// eraseView takes words out of history for good, in three steps: which words, where
// they stand and what becomes of them, and what was done. It is the second screen that
// stands between a button and what it does, for there is no way back.
//
// The words are sent by forms alone: they are to be in no address, no log and no cookie.
type eraseView struct {
	Base
	Words  string
	In     string // id of the one document that is meant; empty: everything
	InName string
	Where  []cms.Item // the documents to choose from
	Reason string
	Faults map[string]string

	Step      eraseStep
	Found     []erasedIn
	Addresses []history.Trace // web addresses that hold the words. They stay
	Live      int             // places that readers can read now
	Backups   []time.Time     // when backups were downloaded, newest first
	Nightly   backupNews      // what the server keeps of its own
	Texts     int             // how many were changed
	Unclean   bool            // the data file could not be rewritten afterwards
}

// eraseStep is how far it has come.
type eraseStep int

const (
	eraseAsk eraseStep = iota
	eraseShow
	eraseDone
)

// erasedIn is where the words stand in one document, in one language.
type erasedIn struct {
	document
	Title    string
	Language string // when it is not that of these screens
	Places   []erasedPlace
}

// erasedPlace is one of those places.
type erasedPlace struct {
	history.Trace
	Place    string // what staff call it
	Versions string // "version 2", "versions 1 to 4"; empty for what is no version yet
}

// eraseForm asks for the words.
func (s *Server) eraseForm(c echo.Context) error {
	view, err := s.eraseView(c)
	if err != nil {
		return err
	}
	return s.show(c, "owner_erase", view)
}

func (s *Server) eraseView(c echo.Context) (*eraseView, error) {
	form := c.Request().PostForm
	view := &eraseView{Base: s.base(c, "Erase words for good", "settings"), Words: line(form.Get("words")), In: form.Get("d"), Reason: strings.TrimSpace(form.Get("reason")), Faults: map[string]string{}}
	var err error
	if view.Where, err = s.edit.List(c.Request().Context(), visitOf(c).actor(), cms.Filter{Locale: view.Practice.Locale}); err != nil {
		return nil, err
	}
	slices.SortFunc(view.Where, func(a, b cms.Item) int { return compareFold(a.Title, b.Title) })
	if view.In == "" {
		return view, nil
	}
	d, err := s.documentNamed(c, view.In)
	if err != nil {
		return nil, err
	}
	view.InName, err = s.nameOf(c, d)
	return view, err
}

// what is what the form asks to erase.
func (v *eraseView) what() (cms.Erase, error) {
	out := cms.Erase{Words: v.Words, Reason: v.Reason}
	if v.In == "" {
		return out, nil
	}
	var err error
	out.Document, err = parseDocument(v.In)
	return out, err
}

// eraseRehearsal shows every place where the words stand, and changes nothing.
func (s *Server) eraseRehearsal(c echo.Context) error {
	view, err := s.eraseView(c)
	if err != nil {
		return err
	}
	return s.rehearse(c, view)
}

// rehearse answers with the places; with the form again when the words cannot be
// looked for.
func (s *Server) rehearse(c echo.Context, view *eraseView) error {
	status := http.StatusOK
	if len(view.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	err := s.trace(c, view)
	faults, err := faultsOf(err)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		view.Faults = faults
		return s.render(c, http.StatusUnprocessableEntity, "owner_erase", view)
	}
	view.Step = eraseShow
	return s.render(c, status, "owner_erase", view)
}

// trace reads where the words stand, and which backups hold them.
func (s *Server) trace(c echo.Context, view *eraseView) error {
	v, ctx := visitOf(c), c.Request().Context()
	what, err := view.what()
	if err != nil {
		return err
	}
	traces, backups, err := s.edit.Traces(ctx, v.actor(), what)
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	view.Backups = backups
	if view.Nightly, err = s.backupNews(c); err != nil {
		return err
	}
	for _, t := range traces {
		if t.What == history.TraceAddress {
			view.Addresses = append(view.Addresses, t)
			continue
		}
		if t.Live {
			view.Live++
		}
		last := len(view.Found) - 1
		if last < 0 || view.Found[last].Document != t.Document || view.Found[last].Locale != t.Locale {
			kind, _ := s.model.Type(t.Type)
			in := erasedIn{document: document{cms.State{Document: t.Document, Type: t.Type, Locale: t.Locale}, kind}, Title: t.Title}
			if t.Locale != v.practice.Locale {
				in.Language = languageName(t.Locale)
			}
			view.Found, last = append(view.Found, in), last+1
		}
		view.Found[last].Places = append(view.Found[last].Places, tracedPlace(view.English, names, t))
	}
	return nil
}

// tracedPlace says what kind of place it is.
func tracedPlace(say words.English, names access.Names, t history.Trace) erasedPlace {
	out := erasedPlace{Trace: t, Versions: say.Versions(t.First, t.Last)}
	switch t.What {
	case history.TraceText:
		out.Place = "Title and details"
		if t.Name != "" {
			out.Place = words.UpperFirst(t.Name)
		}
	case history.TraceNote:
		out.Place = "A note, or a version’s name"
	case history.TracePasted:
		out.Place = "The text as it was pasted"
	case history.TraceWorking:
		out.Place, out.Versions = say.WorkingCopy(names, t.Person), ""
	}
	return out
}

// erase takes the words out. The answer says what was done instead of leading to a page
// that does, so that the words are nowhere afterwards; sent once more, the form finds
// nothing.
func (s *Server) erase(c echo.Context) error {
	view, err := s.eraseView(c)
	if err != nil {
		return err
	}
	what, err := view.what()
	if err != nil {
		return err
	}
	count, err := s.edit.Erase(c.Request().Context(), visitOf(c).actor(), what)
	invalid := (*content.InvalidError)(nil)
	switch {
	case errors.As(err, &invalid):
		view.Faults, _ = faultsOf(err)
		return s.rehearse(c, view)
	case errors.Is(err, cms.ErrNotFound):
		return s.rehearse(c, view)
	case err != nil && count == 0:
		return err
	case err != nil:
		view.Unclean = true
		s.log.Error("the data file was not rewritten after words were erased", "request", visitOf(c).request, "error", err)
	}
	if err := s.trace(c, view); err != nil {
		return err
	}
	view.Step, view.Texts, view.Words = eraseDone, count, ""
	view.Title = "The words are erased"
	return s.show(c, "owner_erase", view)
}
