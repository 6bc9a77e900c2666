package admin

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestADayIsShownAsReadersSawIt(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	dana := site.Record(t, "practitioner", "Dana Reyes", content.Fields{"role": "Intern"})
	one := site.Service(t, "one", content.Block{Kind: "practitioners", Fields: content.Fields{"people": []any{dana.Document.String()}}})
	v.open(page(one)+"/on-that-day").says("Readers see nothing of this now.", "It has never been live.").saysNot("Look at it", "Intern", "Just before")

	site.Publish(t, dana)
	site.Publish(t, one) // 2 March, 4:00 pm
	site.Clock.Advance(24*time.Hour + 20*time.Second)
	dana.Content.Title, dana.Content.Fields = "Dana Ortiz", content.Fields{"role": "Psychotherapist"}
	site.Publish(t, site.Save(t, dana))
	site.Clock.Advance(24 * time.Hour)
	one.Content.Title, one.Content.Path = "Renamed", "/services/two"
	site.Publish(t, site.Save(t, one))
	site.Clock.Advance(24 * time.Hour)
	one.Content.Title = "A draft of today"
	one.Number = 2
	site.Save(t, one)
	v = v.as("robin@example.org", cmstest.Password) // the session of three days ago has ended

	asked := func(day, clock string) answer {
		t.Helper()
		return v.open(page(one) + "/on-that-day?" + url.Values{"day": {day}, "time": {clock}}.Encode())
	}
	asked("2026-03-02", "16:00").says(
		"This is what readers saw on 2 March 2026 at 4:00 pm.", "It was live from 2 March 2026 at 4:00 pm until 4 March 2026 at 4:00 pm.", "It is version 1, saved by you on",
		"Its web address was /services/one; now it is /services/two.", "Service one", "Dana Reyes", "Intern", "What changed since", "Look at it",
		"The next change 3 March 2026 at 4:00 pm of “Dana Reyes”",
	).saysNot("Ortiz", "Psychotherapist", "Renamed", "A draft of today", "Just before")
	// A minute counts to its end: the record changed 20 seconds into it.
	asked("2026-03-03", "16:00").says("Dana Ortiz", "Just before 3 March 2026 at 4:00 pm when “Dana Ortiz” changed").saysNot("Intern")
	asked("2026-03-03", "15:59").says("Intern").saysNot("Ortiz")
	asked("2026-03-02", "15:59").says("Readers saw nothing of this on 2 March 2026 at 3:59 pm.", "It first went live on 2 March 2026 at 4:00 pm.", "The next change").saysNot("Look at it", "Just before")
	v.open(page(one)+"/on-that-day").says("This is what readers see now.", "Renamed", "and is live still").saysNot("A draft of today", "The next change")
	v.open(page(one)+"/versions").says("On that day", "See what readers saw")

	if _, err := site.Editor().Unpublish(t.Context(), site.Who, one.Document, one.Locale); err != nil {
		t.Fatal(err)
	}
	v.open(page(one)+"/on-that-day").says("Readers see nothing of this now.", "It was taken off the site on 5 March 2026", "and is not live since").saysNot("Renamed, ")
}

// Following "Just before" from today goes through every change and ends at the first.
func TestTheChangesCanBeWalked(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	one := site.Service(t, "one", cmstest.Section("Part", "text 1"))
	for i := range 4 {
		one.Content.Title = "Edition " + string(rune('1'+i))
		one = site.Save(t, one)
		site.Publish(t, one) // all within one minute
		site.Clock.Advance(time.Second)
	}
	shown := v.open(page(one) + "/on-that-day")
	var seen []string
	for {
		title := find(shown.parse(), func(n *html.Node) bool { return attribute(n, "class") == "paper" })
		seen = append(seen, strings.TrimSpace(textOf(find(title, func(n *html.Node) bool { return n.Data == "h1" }))))
		before := find(shown.parse(), func(n *html.Node) bool { return attribute(n, "rel") == "prev" })
		if before == nil || len(seen) > 9 {
			break
		}
		shown = v.open(attribute(before, "href"))
	}
	if got := strings.Join(seen, ", "); got != "Edition 4, Edition 3, Edition 2, Edition 1" {
		t.Errorf("walked through %s", got)
	}
}

func TestADayThatCannotBeShownSaysWhy(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	one := site.Service(t, "one", cmstest.Section("Part", "words of a draft"))
	for _, tt := range []struct{ query, want string }{
		{"day=2099-01-01&time=09:00", "still to come"},
		{"day=2026-03-01", "choose both a day and a time"},
		{"day=2026-02-30&time=09:00", "choose both a day and a time"},
		{"at=yesterday", "not complete"},
	} {
		got := v.send("GET", page(one)+"/on-that-day?"+tt.query, nil)
		if got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: got status %d", tt.query, got.status)
		}
		got.says(tt.want, "Show what readers saw").saysNot("words of a draft", "This is what readers saw")
	}
}
