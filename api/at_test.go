package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"practicecms/api"
	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// at is an address with a moment added to it.
func at(target string, t time.Time) string {
	sign := "?"
	if strings.Contains(target, "?") {
		sign = "&"
	}
	return target + sign + "at=" + url.QueryEscape(t.Format(time.RFC3339Nano))
}

// TestEveryMomentIsToldAsItWas: after each step of a random history everything that
// the API says is remembered. Asked for that moment later, it says the same, byte for
// byte.
func TestEveryMomentIsToldAsItWas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		h := newStory(t)
		before := h.Clock.Now().Add(-time.Hour)
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			h.step(rt)
			h.remember()
			h.Clock.Advance(time.Duration(rapid.SampledFrom([]int64{0, 1000, int64(time.Minute), int64(40 * time.Hour)}).Draw(rt, "pause")))
		}
		h.Clock.Advance(time.Second)
		if rapid.Bool().Draw(rt, "restart") {
			h.Reopen(t, nil)
			h.server = newServer(t, h.Site)
		}
		for moment, said := range h.said {
			for target, want := range said {
				got := h.get(at(target, moment))
				if got != want {
					rt.Fatalf("%s at %s:\n got %s\nwant %s", target, moment, got, want)
				}
				if strings.Contains(got, secret) {
					rt.Fatalf("%s at %s shows what never was live: %s", target, moment, got)
				}
			}
		}
		for _, target := range h.targets() { // before anything was there
			if got := h.get(at(target, before)); strings.HasPrefix(got, "200") && !strings.Contains(got, `"items":[],"next":null`) {
				rt.Fatalf("%s before there was anything: %s", target, got)
			}
		}
	})
}

// story is a practice to which things happen: two pages that show a person and a
// shared text, in two languages.
type story struct {
	*cmstest.Site
	t      *testing.T
	server *api.Server
	docs   []cms.Version                   // the latest of each that may be published
	paths  map[string]bool                 // that any of it ever had
	said   map[time.Time]map[string]string // moment → address → answer
	n      int
}

const spanish content.Locale = "es-US"

func newStory(t *testing.T) *story {
	s := cmstest.New(t)
	h := &story{Site: s, t: t, server: newServer(t, s), paths: map[string]bool{}, said: map[time.Time]map[string]string{}}
	person := create(t, s, "practitioner", "", "Dana Reyes", content.Fields{"role": "Psychotherapist"})
	text := create(t, s, "snippet", "", "Crisis lines", content.Fields{"purpose": "crisis", "body": "Call 988."})
	first := create(t, s, "service", "/services/a", "A", content.Fields{"review": map[string]any{"by": person.Document.String(), "on": "2026-01-02"}},
		block("notice", content.Fields{"about": "crisis", "snippet": text.Document.String()}),
		block("practitioners", content.Fields{"people": []any{person.Document.String()}}))
	second := create(t, s, "service", "/services/b", "B", nil, cmstest.Section("One", "See [A](document:"+first.Document.String()+")."))
	other := createIn(t, s, spanish, "service", "/es/a", "A", nil)
	create(t, s, "page", "/services/c", secret, nil)
	settings := s.Settings(t)
	h.docs = []cms.Version{person, text, first, second, other, settings}
	for _, p := range []string{"/services/a", "/services/b", "/services/c", "/es/a"} {
		h.paths[p] = true
	}
	return h
}

// step makes one thing happen; what the rules refuse does not.
func (h *story) step(rt *rapid.T) {
	ctx, e := h.t.Context(), h.Editor()
	i := rapid.IntRange(0, len(h.docs)-1).Draw(rt, "document")
	v := h.docs[i]
	h.n++
	var err error
	switch rapid.SampledFrom([]string{"change", "change", "publish", "unpublish", "undo", "trash", "untrash", "move", "plan", "languages", "draft"}).Draw(rt, "step") {
	case "change":
		v.Content.Title = fmt.Sprint("Title ", h.n)
		h.docs[i] = h.Save(h.t, h.fresh(v))
		_, err = e.Publish(ctx, h.Who, v.Document, v.Locale, h.docs[i].Number)
	case "move":
		if v.Content.Path != "" {
			v.Content.Path = rapid.SampledFrom([]string{"/services/a", "/services/b", "/services/c", "/services/d"}).Draw(rt, "path")
			h.paths[v.Content.Path] = true
			h.docs[i] = h.Save(h.t, h.fresh(v))
		}
		_, err = e.Publish(ctx, h.Who, v.Document, v.Locale, h.docs[i].Number)
	case "publish":
		_, err = e.Publish(ctx, h.Who, v.Document, v.Locale, v.Number)
	case "unpublish":
		_, err = e.Unpublish(ctx, h.Who, v.Document, v.Locale)
	case "undo":
		_, err = e.UndoPublish(ctx, h.Who, v.Document, v.Locale, 0)
	case "trash":
		if v.Type != "practice" {
			err = e.Trash(ctx, h.Who, v.Document)
		}
	case "untrash":
		err = e.Untrash(ctx, h.Who, cms.Untrash{Document: v.Document})
	case "plan":
		if _, err = e.Schedule(ctx, h.Who, v.Document, v.Locale, v.Number, h.Clock.Now().Add(time.Minute)); err == nil {
			h.remember()
			h.Clock.Advance(3 * time.Minute) // it goes live later than planned
			_, err = h.RunDue(ctx)
		}
	case "languages":
		v = h.docs[len(h.docs)-1]
		v.Content.Fields = content.Fields{"timeZone": "UTC", "locales": rapid.SampledFrom([]any{[]any{"en-US"}, []any{"en-US", "es-US"}, []any{"en-US", "es-US", "fr-FR"}}).Draw(rt, "languages")}
		h.docs[len(h.docs)-1] = h.Save(h.t, h.fresh(v))
		h.Publish(h.t, h.docs[len(h.docs)-1])
	case "draft":
		v.Content.Title = secret
		v = h.Save(h.t, h.fresh(v))
		v.Content.Title = fmt.Sprint("Title ", h.n)
		h.docs[i] = h.Save(h.t, v)
	}
	if err != nil && !errors.Is(err, cms.ErrTrashed) && !errors.Is(err, cms.ErrAddressInUse) && !errors.Is(err, cms.ErrNothingToUndo) {
		rt.Fatal(err)
	}
}

// fresh takes a document out of the trash, so that it can be saved.
func (h *story) fresh(v cms.Version) cms.Version {
	if err := h.Editor().Untrash(h.t.Context(), h.Who, cms.Untrash{Document: v.Document}); err != nil {
		h.t.Fatal(err)
	}
	return v
}

// targets is all that can be asked of the story.
func (h *story) targets() []string {
	out := []string{"/site", "/pages", "/pages?limit=1", "/documents", "/documents?type=practitioner", "/redirects"}
	for _, v := range h.docs {
		out = append(out, "/documents/"+v.Document.String())
	}
	for p := range h.paths {
		out = append(out, "/pages"+p, "/resolve?path="+p)
	}
	all := []string{}
	for _, target := range out {
		sign := "?"
		if strings.Contains(target, "?") {
			sign = "&"
		}
		all = append(all, api.Prefix+target, api.Prefix+target+sign+"locale=es-US")
	}
	return all
}

func (h *story) remember() {
	said := map[string]string{}
	for _, target := range h.targets() {
		said[target] = h.get(target)
	}
	h.said[h.Clock.Now()] = said
}

// get is status, tag and body.
func (h *story) get(target string) string {
	w := httptest.NewRecorder()
	h.server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	return fmt.Sprint(w.Code, " ", w.Header().Get("Etag"), " ", w.Body)
}

func TestAMomentIsCheckedAndHasOneSpelling(t *testing.T) {
	s, c := newClient(t)
	first := live(t, s, "service", "/services/emdr", "First", nil)
	then := s.Clock.Now()
	s.Clock.Advance(time.Hour)
	first.Content.Title = "Second"
	s.Publish(t, s.Save(t, first))
	const page = "/api/v1/pages/services/emdr"
	for _, tt := range []struct {
		name, at   string
		wantStatus int
		wantBody   string
	}{
		{"the moment of publication", "2026-03-02T16:00:00Z", 200, `"title":"First"`},
		{"a microsecond before", "2026-03-02T15:59:59.999999Z", 404, "No page is live"},
		{"in another zone", "2026-03-02T09:00:00-07:00", 200, `"title":"First"`},
		{"east of Greenwich", "2026-03-02T18:00:00%2B02:00", 200, `"title":"First"`},
		{"with a fraction of nothing", "2026-03-02T16:00:00.000Z", 200, `"title":"First"`},
		{"a microsecond before the next", "2026-03-02T16:59:59.999999Z", 200, `"title":"First"`},
		{"now", "2026-03-02T17:00:00Z", 200, `"title":"Second"`},
		{"less than a microsecond from now", "2026-03-02T17:00:00.0000004Z", 200, `"title":"Second"`},
		{"long ago", "0001-01-01T00:00:00Z", 404, "No page is live"},
		{"the beginning of the count", "1970-01-01T00:00:00Z", 404, "No page is live"},

		{"a moment to come", "2026-03-02T17:00:00.000001Z", 400, "still to come"},
		{"the end of time", "9999-12-31T23:59:59Z", 400, "still to come"},
		{"nothing", "", 400, "RFC 3339"},
		{"a day", "2026-03-02", 400, "RFC 3339"},
		{"without a zone", "2026-03-02T16:00:00", 400, "RFC 3339"},
		{"a plus sign that is a space", "2026-03-02T18:00:00+02:00", 400, "%2B"},
		{"a comma for a point", "2026-03-02T16:00:00,5Z", 400, "RFC 3339"},
		{"no such day", "2026-02-30T16:00:00Z", 400, "RFC 3339"},
		{"twice", "2026-03-02T16:00:00Z&at=2026-03-02T16:00:00Z", 400, "Give it once"},
	} {
		got := c.Get(page + "?at=" + tt.at)
		wantStatus(t, tt.name, got, tt.wantStatus)
		if !strings.Contains(got.Text(), tt.wantBody) {
			t.Errorf("%s: got %s, want %s in it", tt.name, got.Text(), tt.wantBody)
		}
		if tt.wantStatus == 400 && !strings.Contains(got.Text(), `"path":"at"`) {
			t.Errorf("%s: the problem does not name the parameter: %s", tt.name, got.Text())
		}
	}

	// The three answers stand beside each other in the cache, whichever is asked for first.
	for range 2 {
		for target, want := range map[string]string{page: "Second", at(page, then): "First", at(page, s.Clock.Now()): "Second"} {
			if got := c.Get(target).Text(); !strings.Contains(got, `"title":"`+want+`"`) {
				t.Errorf("%s gives %s, want %s", target, got, want)
			}
		}
	}
	got := c.Get(at(page, then))
	if again := c.Get(at(page, then.In(time.FixedZone("", 3600))), "If-None-Match", got.Header.Get("Etag")); again.Status != 304 {
		t.Errorf("the same moment in another spelling, with its tag: status %d", again.Status)
	}
	for _, target := range []string{"/api/v1/openapi.json", "/api/v1/schema/steps"} {
		wantStatus(t, target, c.Get(at(target, then)), 400)
	}
}

// TestWhatIsGoneTodayIsToldOfThen: a page that was taken off, put in the trash or moved
// is where and as it was, with the person on it as she was.
func TestWhatIsGoneTodayIsToldOfThen(t *testing.T) {
	s, c := newClient(t)
	dana := live(t, s, "practitioner", "", "Dana Reyes", content.Fields{"role": "Intern"})
	page := live(t, s, "service", "/services/emdr", "EMDR", nil, block("practitioners", content.Fields{"people": []any{dana.Document.String()}}))
	then := s.Clock.Now()
	s.Clock.Advance(time.Hour)
	dana.Content.Title, dana.Content.Fields = "Dana Reyes-Ortiz", content.Fields{"role": "Psychotherapist"}
	s.Publish(t, s.Save(t, dana))
	page.Content.Path = "/services/eye-movement"
	page = s.Save(t, page)
	s.Publish(t, page)
	moved := s.Clock.Now()
	s.Clock.Advance(time.Hour)
	if err := s.Editor().Trash(t.Context(), s.Who, page.Document); err != nil {
		t.Fatal(err)
	}
	took := live(t, s, "service", "/services/emdr", "Another page took its address", nil)

	got := c.Get(at("/api/v1/pages/services/emdr", then)).Text()
	for _, want := range []string{`"title":"EMDR"`, `"title":"Dana Reyes"`, "Intern"} {
		if !strings.Contains(got, want) {
			t.Errorf("then: got %s, want %s in it", got, want)
		}
	}
	for _, not := range []string{"Ortiz", "Psychotherapist", took.Document.String()} {
		if strings.Contains(got, not) {
			t.Errorf("then: %s is of later: %s", not, got)
		}
	}
	wantStatus(t, "its later address, then", c.Get(at("/api/v1/pages/services/eye-movement", then)), 404)
	wantStatus(t, "its later address, after it moved", c.Get(at("/api/v1/pages/services/eye-movement", moved)), 200)
	wantStatus(t, "its old address, after it moved", c.Get(at("/api/v1/pages/services/emdr", moved)), 404)
	if got := c.Get(at("/api/v1/resolve?path=/services/emdr", moved)).Text(); !strings.Contains(got, `"to":"/services/eye-movement"`) {
		t.Errorf("its old address does not lead to the later one: %s", got)
	}
	wantStatus(t, "its later address, now", c.Get("/api/v1/pages/services/eye-movement"), 404)
}

// TestAClockThatWasSetBack: what is put live by a clock that is some hours slow counts from what
// was put live before, for every document alike, and nothing that was never live shows.
func TestAClockThatWasSetBack(t *testing.T) {
	s, c := newClient(t)
	page := live(t, s, "service", "/services/emdr", "One", nil)
	start := s.Clock.Now()
	s.Clock.Advance(10 * time.Hour)
	page.Content.Title = "Two"
	page = s.Save(t, page)
	s.Publish(t, page)
	s.Clock.Jump(-5 * time.Hour)
	page.Content.Title = "Three"
	page = s.Save(t, page)
	s.Publish(t, page)
	page.Content.Title = secret
	s.Save(t, page)
	s.Clock.Advance(20 * time.Hour)
	for hours, want := range map[int]string{0: "One", 4: "One", 5: "One", 9: "One", 10: "Three", 25: "Three"} {
		got := c.Get(at("/api/v1/pages/services/emdr", start.Add(time.Duration(hours)*time.Hour))).Text()
		if !strings.Contains(got, `"title":"`+want+`"`) {
			t.Errorf("hour %d: got %s, want %s", hours, got, want)
		}
	}
}
