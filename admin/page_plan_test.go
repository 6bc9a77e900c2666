package admin

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"practicecms/cms/cmstest"
)

func TestAPageIsPlannedSeenAndDropped(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	one := site.Service(t, "one", cmstest.Section("First", "one"))
	v.open("/admin/planned").says("Nothing is planned")
	v.open(page(one)+"/put-live").says("Or choose a day and time", "universal time")

	day := site.Clock.Now().AddDate(0, 0, 3)
	shown := v.post(page(one)+"/plan", "version", "1", "day", day.Format(time.DateOnly), "time", "08:00")
	shown.says("goes live on "+day.Format("Monday 2 January")+" at 8:00 am", "Planned: version 1", "Not live yet")
	v.open("/admin/planned").says("Goes live on", "You planned this exact version").saysNot("Did not go live")
	v.open("/admin/activity").says("planned that version 1 of")

	// What is saved later is not part of it, and that is said.
	one.Content.Title = "Later"
	site.Save(t, one)
	v.open(page(one)).says("What was saved after it is not part of it")

	v.undo(shown).says("is dropped").saysNot("Planned: version")
	state, err := site.Editor().State(t.Context(), site.Who, one.Document, one.Locale)
	if err != nil || state.Planned != 0 || state.Live != 0 {
		t.Errorf("%+v, %v", state, err)
	}

	v.post(page(one)+"/plan", "version", "1", "day", "2020-01-01", "time", "08:00").says("Nothing is planned yet", "still to come")
	v.post(page(one)+"/plan", "version", "1", "day", "", "time", "").says("choose both a day and a time")
	v.open("/admin/planned").says("Nothing is planned")
}

func TestPuttingANewerTextLiveSaysThatAnOlderPlanWouldReplaceIt(t *testing.T) {
	s := cmstest.New(t)
	v := enter(t, s)
	one := s.Service(t, "one", cmstest.Section("A", "Slow work."))
	day := s.Clock.Now().Add(48 * time.Hour).UTC()
	v.post(page(one)+"/plan", "version", "1", "day", day.Format(time.DateOnly), "time", "08:00")
	v.open(page(one) + "/put-live").saysNot("The plan is of an older text")
	one.Content.Title = "One, newer"
	s.Save(t, one)
	v.open(page(one)+"/put-live").says("The plan is of an older text", "Then version 1 takes its place", "Drop this plan")
}

func TestAPlanThatFailedSaysWhyAndWhatToDo(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	one := site.Service(t, "one")
	if _, err := site.Editor().Schedule(t.Context(), site.Who, one.Document, one.Locale, 1, site.Clock.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	other := site.Service(t, "other")
	other.Content.Path = one.Content.Path
	site.Publish(t, site.Save(t, other))
	site.Clock.Advance(5 * time.Minute)
	if _, err := site.RunDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{page(one), "/admin/planned"} {
		v.open(path).says("Another page is live at its web address").saysNot("goes live today")
	}
	v.open(page(one)).says("This did not go live as planned")
}

func TestClockTimesAreThoseOfThePracticesClock(t *testing.T) {
	denver, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ day, clock, want string }{
		{"2026-12-01", "08:00", "2026-12-01T15:00:00Z"},
		{"2026-07-01", "08:00", "2026-07-01T14:00:00Z"},
		{"2026-11-01", "01:30", "2026-11-01T07:30:00Z"}, // twice that night: the first
		{"2026-03-08", "02:30", ""},                     // never that night
		{"2026-02-30", "08:00", ""},
		{"2026-02-03", "8", ""},
		{"", "", ""},
	} {
		at, err := clockTime(c.day, c.clock, denver)
		switch {
		case c.want == "" && err == nil:
			t.Errorf("%s %s is taken for %v", c.day, c.clock, at)
		case c.want != "" && (err != nil || at.UTC().Format(time.RFC3339) != c.want):
			t.Errorf("%s %s is %v, %v, not %s", c.day, c.clock, at.UTC(), err, c.want)
		}
	}
}

// No list leads an editor to what is the owners': neither the plans nor what is found.
func TestWhatIsTheOwnersIsInNoListOfAnEditor(t *testing.T) {
	site := cmstest.New(t)
	owner := enter(t, site)
	settings := site.Settings(t)
	settings.Content.Title = "Willow House"
	next := site.Save(t, settings)
	if _, err := site.Editor().Schedule(t.Context(), site.Who, next.Document, next.Locale, next.Number, site.Clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	site.Service(t, "one")
	editor := owner.editor()
	leads := func(v *visitor, list string) bool {
		return find(v.open(list).parse(), func(n *html.Node) bool {
			return strings.Contains(attribute(n, "href")+attribute(n, "action")+attribute(n, "value"), settings.Document.String())
		}) != nil
	}
	for _, list := range []string{"/admin/planned", "/admin?q=House", "/admin?state=changed", "/admin", "/admin/records"} {
		if leads(editor, list) {
			t.Errorf("%s leads an editor to the settings", list)
		}
		if !leads(owner, list) {
			t.Errorf("%s does not lead an owner to them: the test proves nothing", list)
		}
	}
}
