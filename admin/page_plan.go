package admin

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/content"
)

// planListView lists what goes live by itself.
type planListView struct {
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

func (s *Server) planList(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	plans, err := s.edit.Plans(ctx, v.actor())
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	view := &planListView{Base: s.base(c, "Planned", "planned")}
	for _, p := range plans {
		t, _ := s.model.Type(p.Type)
		if !v.mayOpen(t) {
			continue
		}
		view.Plans = append(view.Plans, planItem{p, "/admin/d/" + p.Document.String(), t.Label, v.english().You(names, p.By), v.english().WhyNot(p.Failed)})
	}
	return s.show(c, "page_plan", view)
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
	at, err := clockTime(form.Get("day"), form.Get("time"), b.Now().Location())
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
		Text: b.GoesLive(words.Clip(or(version.Content.Title, "Without a title"), 80), at),
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
