package live_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/feed"
	"practicecms/cms/live"
	"practicecms/content"
)

func TestWhatReadersWereToldHasItsSpanAndItsTurns(t *testing.T) {
	s := cmstest.New(t)
	hour := func(n int) time.Time { return time.Date(2026, 3, 2, 16+n, 0, 0, 0, time.UTC) }
	person := s.Record(t, "practitioner", "Dana Reyes", content.Fields{"role": "Intern"})
	other := s.Service(t, "other")
	page := s.Service(t, "one", content.Block{Kind: "practitioners", Fields: content.Fields{"people": []any{person.Document.String()}}},
		cmstest.Section("Words", "See [the other](document:"+other.Document.String()+")."))
	told := func(n int) live.AsOf {
		t.Helper()
		out, err := s.Editor().Told(t.Context(), s.Who, page.Document, page.Locale, hour(n))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	s.Publish(t, other)
	s.Clock.Advance(time.Hour)
	s.Publish(t, page) // hour 1
	s.Clock.Advance(time.Hour)
	s.Publish(t, person) // hour 2: she stands in it now
	s.Clock.Advance(time.Hour)
	other.Content.Title = "Led to, and not shown"
	s.Publish(t, s.Save(t, other)) // hour 3
	s.Clock.Advance(time.Hour)
	page.Content.Title = "Second"
	s.Publish(t, s.Save(t, page)) // hour 4
	s.Clock.Advance(time.Hour)
	if _, err := s.Editor().Unpublish(t.Context(), s.Who, page.Document, page.Locale); err != nil { // hour 5
		t.Fatal(err)
	}
	s.Clock.Advance(time.Hour)

	own, shown := page.Document, person.Document
	for _, tt := range []struct {
		hour, version int
		since, until  time.Time
		last, next    feed.Move
	}{
		{0, 0, time.Time{}, hour(1), feed.Move{}, feed.Move{At: hour(1), Document: own}},
		{1, 1, hour(1), hour(4), feed.Move{At: hour(1), Document: own}, feed.Move{At: hour(2), Document: shown}},
		{3, 1, hour(1), hour(4), feed.Move{At: hour(2), Document: shown}, feed.Move{At: hour(4), Document: own}},
		{4, 2, hour(4), hour(5), feed.Move{At: hour(4), Document: own}, feed.Move{At: hour(5), Document: own}},
		{6, 0, hour(5), time.Time{}, feed.Move{At: hour(5), Document: own}, feed.Move{}},
	} {
		got := told(tt.hour)
		if int(got.Page.Version) != tt.version || !got.Since.Equal(tt.since) || !got.Until.Equal(tt.until) || got.Last != tt.last || got.Next != tt.next || !got.First.Equal(hour(1)) {
			t.Errorf("hour %d: got version %d since %s until %s, last %v, next %v, first %s; want %+v", tt.hour, got.Page.Version, got.Since, got.Until, got.Last, got.Next, got.First, tt)
		}
	}
	if _, there := told(1).Page.Linked[shown]; there {
		t.Error("a record shows before it was live")
	}
	if _, err := s.Editor().Told(t.Context(), s.Who, page.Document, page.Locale, hour(7)); !errors.Is(err, cms.ErrToCome) {
		t.Errorf("a moment to come: got %v, want ErrToCome", err)
	}
	if _, err := s.Editor().Told(t.Context(), cms.Actor{Role: cms.ScopeDeliver}, page.Document, page.Locale, hour(1)); !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("who may not read drafts: got %v, want ErrForbidden", err)
	}
}

// A record inside a record stands in the page, too; what another page has in it does not.
func TestATurnOfWhatARecordLeadsToIsATurnOfThePage(t *testing.T) {
	s := cmstest.New(t)
	to := func(v cms.Version) string { return "[there](document:" + v.Document.String() + ")" }
	inner, far := s.Record(t, "practitioner", "Kim Lake", nil), s.Record(t, "practitioner", "Rae Moss", nil)
	outer := s.Record(t, "practitioner", "Dana Reyes", content.Fields{"bio": to(inner)})
	other := s.Service(t, "other")
	other.Content.Fields = content.Fields{"review": map[string]any{"by": far.Document.String()}}
	other = s.Save(t, other)
	page := s.Service(t, "one", cmstest.Section("Words", to(outer)+to(other)))
	for _, v := range []cms.Version{outer, other, page} {
		s.Publish(t, v)
	}
	for _, c := range []struct {
		moves cms.Version
		turn  bool
	}{{inner, true}, {far, false}} {
		s.Clock.Advance(time.Hour)
		s.Publish(t, c.moves)
		got, err := s.Editor().Told(t.Context(), s.Who, page.Document, page.Locale, s.Clock.Now())
		if err != nil || (got.Last.Document == c.moves.Document) != c.turn {
			t.Errorf("when %s went live, the page's last turn was that of %s (%v), want its own: %v", c.moves.Content.Title, got.Last.Document, err, c.turn)
		}
	}
}

// Many ask at once while somebody publishes.
func TestThePastIsReadWhileItGrows(t *testing.T) {
	s := cmstest.New(t)
	page := s.Service(t, "one")
	s.Publish(t, page)
	then := s.Clock.Now()
	s.Clock.Advance(time.Hour)
	done := make(chan error, 4)
	for range cap(done) {
		go func() {
			for range 200 {
				d, err := s.Delivery().At(then)
				if err == nil {
					var p live.Page
					if p, err = d.ByPath(t.Context(), cmstest.Locale, "/services/one"); err == nil && p.Version != 1 {
						err = fmt.Errorf("got version %d, want 1", p.Version)
					}
				}
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for i := range 20 {
		page.Content.Title = fmt.Sprint("Title ", i)
		page = s.Save(t, page)
		s.Publish(t, page)
	}
	for range cap(done) {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
