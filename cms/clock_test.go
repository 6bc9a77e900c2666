package cms_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/cms/evidence"
	"practicecms/cms/history"
	"practicecms/content"
)

const tenYears = 3650 * day

func doubt(t *testing.T, s *cmstest.Site) cms.Doubt {
	t.Helper()
	state, err := s.Editor().ClockState(t.Context(), s.Who)
	if err != nil {
		t.Fatal(err)
	}
	return state.Doubt
}

func trust(t *testing.T, s *cmstest.Site) {
	t.Helper()
	if err := s.Editor().TrustClock(t.Context(), s.Who); err != nil {
		t.Fatal(err)
	}
}

// planned is a site on which version 2 of a page goes live in an hour.
func planned(t *testing.T) (*cmstest.Site, cms.Version) {
	t.Helper()
	s, v := cmstest.Planned(t)
	if _, err := s.Editor().Schedule(t.Context(), s.Who, v.Document, v.Locale, 2, s.Clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	runDue(t, s)
	return s, v
}

// titleAt is the title of the page that readers saw at an address, empty when there was none.
func titleAt(t *testing.T, s *cmstest.Site, path string, at time.Time) string {
	t.Helper()
	then, err := s.Delivery().At(at)
	if err != nil {
		t.Fatal(err)
	}
	page, err := then.ByPath(t.Context(), cmstest.Locale, path)
	if errors.Is(err, cms.ErrNotFound) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	return page.Content.Title
}

func TestHalfAMinuteOfAClockThatIsTenYearsAheadPutsNothingLive(t *testing.T) {
	s, v := planned(t)
	before := s.Clock.Now()
	s.Clock.Jump(tenYears)
	for range 30 {
		s.Clock.Advance(time.Second)
		if next := runDue(t, s); !next.IsZero() || stateOf(t, s, v).Live != 1 {
			t.Fatalf("next %v, live %d", next, stateOf(t, s, v).Live)
		}
	}
	if doubt(t, s) != cms.DoubtJumped {
		t.Errorf("nobody is asked: %q", doubt(t, s))
	}
	v.Content.Title = "Saved meanwhile"
	if saved := s.Save(t, v); !saved.At.Equal(before.Add(30 * time.Second)) {
		t.Errorf("it was saved at %v, half a minute after %v", saved.At, before)
	}
	s.Clock.Jump(-tenYears)
	if next := runDue(t, s); !next.Equal(before.Add(time.Hour)) || doubt(t, s) != "" {
		t.Errorf("when it is over, the next plan is for %v; doubt %q", next, doubt(t, s))
	}
	s.Clock.Advance(time.Hour)
	if runDue(t, s); stateOf(t, s, v).Live != 2 {
		t.Error("what was planned did not go live in its time")
	}
	s.Clean(t)
}

func TestWhatIsPlannedGoesLiveWhenAnOwnerSaysThatTheClockIsRight(t *testing.T) {
	s, v := planned(t)
	s.Clock.Jump(3 * day)
	runDue(t, s)
	trust(t, s)
	if runDue(t, s); stateOf(t, s, v).Live != 2 || doubt(t, s) != "" {
		t.Errorf("live %d, doubt %q", stateOf(t, s, v).Live, doubt(t, s))
	}
	entries, err := s.Editor().Audit(t.Context(), s.Who, 0, 2)
	if err != nil || entries[1].Action != audit.ActionTrustClock || !entries[1].Time().Equal(s.Clock.Now()) || entries[1].Clock != 0 || entries[1].Subject != "" {
		t.Errorf("the audit says %+v, %v", entries, err)
	}
	trust(t, s)
	if again, err := s.Editor().Audit(t.Context(), s.Who, 0, 1); err != nil || again[0].Sequence != entries[0].Sequence {
		t.Errorf("without a doubt it is an act: %+v, %v", again, err)
	}
	s.Clean(t)
}

func TestAPlanThatIsMoreThanADayLateAtAStartAsks(t *testing.T) {
	s, v := planned(t)
	s.Clock.Advance(tenYears)
	s.Reopen(t, nil)
	if runDue(t, s); stateOf(t, s, v).Live != 1 || doubt(t, s) != cms.DoubtLate {
		t.Fatalf("live %d, doubt %q", stateOf(t, s, v).Live, doubt(t, s))
	}
	trust(t, s)
	if runDue(t, s); stateOf(t, s, v).Live != 2 || doubt(t, s) != "" {
		t.Errorf("when it is said to be right: live %d, doubt %q", stateOf(t, s, v).Live, doubt(t, s))
	}
}

func TestAPlanThatIsLateForAnotherReasonIsCarriedOut(t *testing.T) {
	s, v := planned(t)
	s.Clock.Advance(3 * day) // such as a disk that was full
	if runDue(t, s); stateOf(t, s, v).Live != 2 || doubt(t, s) != "" {
		t.Errorf("live %d, doubt %q", stateOf(t, s, v).Live, doubt(t, s))
	}
}

func TestAfterAPublicationUnderASlowClockNoMomentShowsItBeforeThePageWas(t *testing.T) {
	for _, slow := range []time.Duration{time.Hour, 20 * time.Hour, 40 * day} {
		s := cmstest.New(t)
		v := s.Service(t, "one")
		s.Publish(t, v)
		born := s.Clock.Now()
		s.Clock.Jump(-slow)
		s.Clock.Advance(time.Minute)
		v.Content.Title = "Later"
		v = s.Save(t, v)
		s.Publish(t, v)
		for at := born.Add(-2 * time.Hour); at.Before(born); at = at.Add(time.Minute) {
			if got := titleAt(t, s, v.Content.Path, at); got != "" {
				t.Fatalf("slow by %s: %s before the page was, it said %q", slow, born.Sub(at), got)
			}
		}
		if got := titleAt(t, s, v.Content.Path, s.Editor().Time()); got != "Later" {
			t.Errorf("slow by %s: now it says %q", slow, got)
		}
		s.Clean(t)
	}
}

func TestATimeThatRunsBackwardsIsBoundedMarkedAndSaid(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one")
	s.Publish(t, v)
	begin := s.Clock.Now()
	s.Clock.Jump(-time.Hour)
	shown := s.Clock.Now()
	v.Content.Title = "Later"
	v = s.Save(t, v)
	s.Publish(t, v)
	if v.At.Before(begin) {
		t.Errorf("version 2 is of %v, and version 1 was live at %v", v.At, begin)
	}
	list, err := s.Editor().History(t.Context(), s.Who, v.Document, v.Locale, history.Filter{Limit: 10})
	if err != nil || len(list) != 2 || !list[0].Clock.Equal(shown) || !list[1].Clock.IsZero() {
		t.Errorf("history does not tell what the clock showed: %+v, %v", list, err)
	}
	s.Clock.Advance(3 * time.Hour)
	made, err := s.Editor().MakeEvidence(t.Context(), s.Who, v.Document, v.Locale, begin.Add(-day), s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	report := evidence.Verify(made.File())
	if !report.OK() {
		t.Errorf("the evidence does not hold: %s", report.FirstProblem())
	}
	var notes []string
	for _, line := range report.Lines {
		notes = append(notes, line.Notes...)
	}
	said := strings.Join(notes, "\n")
	for _, want := range []string{"version 2: the computer's clock showed " + shown.Format(time.RFC3339), "publications[1]: the computer's clock showed "} {
		if !strings.Contains(said, want) {
			t.Errorf("the evidence does not say %q: %s", want, said)
		}
	}
	if strings.Contains(said, "version 1:") || strings.Contains(said, "publications[0]") {
		t.Errorf("it says so of what the clock was right about: %s", said)
	}
	s.Clean(t)
}

// A computer started with a clock that was ten years ahead; now it is put right.
func TestAtAndHistoryWhenTheClockWasSetBack(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one")
	s.Publish(t, v)
	first := s.Clock.Now()
	s.Clock.Advance(time.Hour)
	right := s.Clock.Now()
	s.Clock.Advance(tenYears)
	s.Reopen(t, nil)
	v.Content.Title = "Of the wrong time"
	v = s.Save(t, v)
	s.Publish(t, v)
	s.Clock.Jump(-tenYears)
	s.Reopen(t, nil)
	if doubt(t, s) != cms.DoubtBehind {
		t.Fatalf("doubt %q", doubt(t, s))
	}
	s.Clock.Advance(time.Minute)
	trust(t, s)
	back := s.Clock.Now()
	check := func(when string) {
		t.Helper()
		s.Clean(t)
		for at, want := range map[time.Time]string{
			first.Add(-time.Second): "", first: "Service one", right: "Service one", back.Add(-time.Microsecond): "Service one",
			back: "Of the wrong time", back.Add(30 * time.Minute): "Of the wrong time",
		} {
			if got := titleAt(t, s, v.Content.Path, at); got != want {
				t.Errorf("%s: at %v it says %q, want %q", when, at, got, want)
			}
		}
	}
	s.Clock.Advance(time.Hour)
	check("an hour later")
	s.Reopen(t, nil)
	check("after a restart")

	v.Content.Title = "Three"
	v = s.Save(t, v)
	s.Publish(t, v)
	check("after another publication")
	if got := titleAt(t, s, v.Content.Path, s.Clock.Now()); got != "Three" || !v.At.Equal(s.Clock.Now()) {
		t.Errorf("now it says %q, of %v", got, v.At)
	}
	list, err := s.Editor().History(t.Context(), s.Who, v.Document, v.Locale, history.Filter{Limit: 1})
	if err != nil || len(list) != 1 || len(list[0].Live) != 1 {
		t.Errorf("the latest of history: %+v, %v", list, err)
	}
	list, err = s.Editor().History(t.Context(), s.Who, v.Document, v.Locale, history.Filter{Before: v.Number, Limit: 1})
	if err != nil || len(list) != 1 || len(list[0].Live) != 1 || list[0].Live[0].To.Before(list[0].Live[0].From) {
		t.Errorf("the one of the wrong time: %+v, %v", list, err)
	}
	all, err := s.Editor().History(t.Context(), s.Who, v.Document, v.Locale, history.Filter{Live: true, Limit: 10})
	if err != nil || len(all) != 3 {
		t.Errorf("%d of history were live, want all three: %v", len(all), err)
	}

	// What was live when cannot be proven where nobody knows it.
	invalid := (*content.InvalidError)(nil)
	if _, err := s.Editor().MakeEvidence(t.Context(), s.Who, v.Document, v.Locale, first.Add(-day), s.Clock.Now()); !errors.As(err, &invalid) {
		t.Errorf("evidence of a time that nobody knows: %v", err)
	}
	made, err := s.Editor().MakeEvidence(t.Context(), s.Who, v.Document, v.Locale, first.Add(-day), back)
	if err != nil || len(made.Periods()) != 1 || made.Periods()[0].Version != 1 {
		t.Errorf("evidence of the time before: %+v, %v", made.Periods(), err)
	}
}
