package admin

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
)

// plannedView lists what goes live by itself.
type plannedView struct {
	Base
	Plans []planItem
}

// planItem is one plan in words.
type planItem struct {
	cms.Plan
	Link  string // of the editor
	Type  string // what staff call its type
	Who   string // who planned it
	Trial string // why it did not go live; empty: it is still to come
}

func (s *Server) planned(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	plans, err := s.edit.Plans(ctx, v.actor())
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	view := &plannedView{Base: s.base(c, "Planned", "planned")}
	for _, p := range plans {
		t, _ := s.model.Type(p.Type)
		view.Plans = append(view.Plans, planItem{p, "/admin/d/" + p.Document.String(), t.Label, you(v.person, names, p.By), whyNot(p.Failed)})
	}
	return s.show(c, "planned", view)
}

// whyNot says why a plan was not carried out, and what to do.
func whyNot(fault cms.PlanFault) string {
	switch fault {
	case "":
		return ""
	case cms.FaultPathTaken:
		return "Another page is live at its web address. Give one of the two another one, and plan it again."
	}
	return "Something went wrong on our side. Put it live by hand, and tell whoever looks after practicecms for you."
}

// plan plans the version that the form names, at a day and time of the practice's clock.
func (s *Server) plan(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	form, v := c.Request().PostForm, visitOf(c)
	version, err := s.version(c, d, form.Get("version"))
	if err != nil {
		return err
	}
	again := fmt.Sprintf("%s/put-live?version=%d", d.Page(), version.Number)
	b := s.base(c, "", "")
	at, err := clockTime(form.Get("day"), form.Get("time"), b.now.Location())
	if err != nil {
		s.say(c, Toast{Text: "Nothing is planned yet: " + err.Error() + "."})
		return seeOther(c, again)
	}
	_, err = s.edit.Schedule(c.Request().Context(), v.actor(), d.Document, d.Locale, version.Number, at)
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		s.say(c, Toast{Text: "Nothing is planned yet. " + invalid.Problems[0].Message})
		return seeOther(c, again)
	}
	if err != nil {
		return err
	}
	s.say(c, Toast{
		Text: "“" + clip(or(version.Content.Title, "Without a title"), 80) + "” goes live " + b.Will(at) + ".",
		Undo: &Undo{Action: d.Page() + "/unplan", Fields: map[string]string{"at": b.Stamp(at)}},
	})
	return seeOther(c, d.Page())
}

// unplan drops the plan that the form names, and goes back to where the button was.
func (s *Server) unplan(c echo.Context) error {
	d, name, err := s.titled(c)
	if err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, c.Request().PostForm.Get("at"))
	if err != nil || at.IsZero() {
		return cms.ErrNotFound
	}
	_, err = s.edit.CancelSchedule(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale, at)
	switch {
	case errors.Is(err, cms.ErrMovedOn):
		s.say(c, Toast{Text: "Somebody planned another time for “" + name + "” since then, and that plan stays."})
	case err != nil:
		return err
	default:
		s.say(c, Toast{Text: "The plan for “" + name + "” is dropped. Nothing changed for readers."})
	}
	if c.Request().PostForm.Get("back") == "planned" {
		return seeOther(c, "/admin/planned")
	}
	return seeOther(c, d.Page())
}

// clockTime reads a day and a time of day as a clock in the zone shows them. Where the
// clocks go back and show an hour twice, it is the first of the two.
func clockTime(day, clock string, zone *time.Location) (time.Time, error) {
	const layout = "2006-01-02 15:04"
	text := strings.TrimSpace(day) + " " + strings.TrimSpace(clock)
	at, err := time.ParseInLocation(layout, text, zone)
	if err != nil {
		return time.Time{}, errors.New("choose both a day and a time")
	}
	if at.Format(layout) != text {
		return time.Time{}, errors.New("on that day the clocks go forward and skip this hour")
	}
	if earlier := at.Add(-time.Hour); earlier.Format(layout) == text {
		at = earlier
	}
	return at, nil
}

// Will says when something is going to happen: "today at 5:00 pm", "tomorrow at 8:00
// am", "on Monday 30 November at 8:00 am".
func (b Base) Will(t time.Time) string {
	switch days := -b.daysAgo(t); {
	case days <= 0:
		return "today at " + b.Clock(t)
	case days == 1:
		return "tomorrow at " + b.Clock(t)
	}
	layout := "Monday 2 January"
	if b.local(t).Year() != b.now.Year() {
		layout += " 2006"
	}
	return "on " + b.local(t).Format(layout) + " at " + b.Clock(t)
}

// Zone names the practice's clock: "Denver time".
func (b Base) Zone() string {
	name := b.now.Location().String()
	if name == "UTC" || name == "Local" {
		return "universal time (UTC)"
	}
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ") + " time"
}

// Tomorrow is the day after today, as a date input wants it.
func (b Base) Tomorrow() string { return b.now.AddDate(0, 0, 1).Format(time.DateOnly) }

// Today is today, as a date input wants it.
func (b Base) Today() string { return b.now.Format(time.DateOnly) }

// WhyNot says why the document's plan was not carried out.
func (d document) WhyNot() string { return whyNot(d.PlanFault) }
