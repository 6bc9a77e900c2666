package admin

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/feed"
	"practicecms/cms/live"
)

// onDateView is what readers saw of a document at a moment.
type onDateView struct {
	Base
	Document document
	Name     string // title of the latest version
	At       time.Time
	Now      bool   // nothing was chosen, so it is this moment
	Day      string // as the form has it
	Time     string
	Fault    string // why the moment that was chosen cannot be shown; empty: it can
	AsOf     live.AsOf
	Rendered rendering.Page
	Who      string // who saved the version
	Saved    time.Time
}

// onDate shows a document as readers saw it at a moment: with the records
// as they were, where it was. The moment is a day and a time of the practice's clock,
// or exactly "at", as the links from change to change have it.
func (s *Server) onDate(c echo.Context) error {
	d, name, err := s.titled(c)
	if err != nil {
		return err
	}
	view := &onDateView{Base: s.base(c, "On that day: "+name, d.Section()), Document: d, Name: name}
	if view.At, err = view.chosen(c.QueryParams()); err != nil {
		view.Fault = "This cannot be shown: " + err.Error() + "."
		return s.render(c, http.StatusUnprocessableEntity, "version_on_date", view)
	}
	if view.Day == "" {
		at := view.Local(view.At)
		view.Day, view.Time = at.Format(time.DateOnly), at.Format("15:04")
	}
	ctx, who := c.Request().Context(), visitOf(c).actor()
	view.AsOf, err = s.edit.Told(ctx, who, d.Document, d.Locale, view.At)
	if errors.Is(err, cms.ErrToCome) {
		view.Fault = "That moment is still to come. Choose one that is not: nobody knows yet what readers will see."
		return s.render(c, http.StatusUnprocessableEntity, "version_on_date", view)
	}
	if err != nil {
		return err
	}
	if n := view.AsOf.Page.Version; n != 0 {
		version, err := s.edit.Version(ctx, who, d.Document, d.Locale, n)
		if err != nil {
			return err
		}
		names, err := s.edit.Names(ctx, who)
		if err != nil {
			return err
		}
		view.Saved, view.Who = version.At, view.Whom(names, version.By)
		view.Title = "On that day: " + words.Clip(or(view.AsOf.Page.Content.Title, "Without a title"), 80)
		view.Rendered = rendering.New(s.model, d.Type, view.AsOf.Page.Content, rendering.NewPublicLinks(s.model, view.AsOf.Page, rendering.StaffShot))
	}
	return s.show(c, "version_on_date", view)
}

// chosen reads the moment that a request names. A minute counts to its end, for that
// is what a person means who read "live since 9:00 am"; the one that is not over yet
// counts to now.
func (v *onDateView) chosen(q url.Values) (time.Time, error) {
	if text := q.Get("at"); text != "" {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return at, errors.New("the address of this page is not complete")
		}
		return at, nil
	}
	v.Day, v.Time = q.Get("day"), q.Get("time")
	if v.Day == "" && v.Time == "" {
		v.Now = true
		return v.Base.Now(), nil
	}
	at, err := clockTime(v.Day, v.Time, v.Base.Now().Location())
	if err != nil || at.After(v.Base.Now()) {
		return at, err
	}
	if end := at.Add(time.Minute - time.Microsecond); end.Before(v.Base.Now()) {
		return end, nil
	}
	return v.Base.Now(), nil
}

// Before is the moment just before the change that led to what is shown; zero when
// nothing of the document had been live before it.
func (v *onDateView) Before() time.Time {
	if v.AsOf.Last.At.IsZero() || !v.AsOf.Last.At.After(v.AsOf.First) {
		return time.Time{}
	}
	return v.AsOf.Last.At.Add(-time.Microsecond)
}

// Link is the address of this screen for exactly a moment.
func (v *onDateView) Link(t time.Time) string {
	return v.Document.Page() + "/on-that-day?" + url.Values{"at": {t.UTC().Format(time.RFC3339Nano)}}.Encode()
}

// What says what a change was of: "this page", or a record by its title.
func (v *onDateView) What(t feed.Move) string {
	if t.Document == v.Document.Document {
		return "this " + words.LowerFirst(v.Document.Kind.Label)
	}
	if live, ok := v.AsOf.Page.Linked[t.Document]; ok {
		return "“" + words.Clip(live.Content.Title, 60) + "”"
	}
	return "something that stands in it"
}
