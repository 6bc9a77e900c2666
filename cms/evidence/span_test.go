package evidence_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"practicecms/cms/cmstest"
	"practicecms/cms/evidence"
	"practicecms/cms/internal/record"
)

// Version n of a page goes live at hour n: evidence takes in what was live at its
// beginning, and what went live before its end.
func TestEvidenceHasItsBeginningAndNotItsEnd(t *testing.T) {
	s := cmstest.New(t)
	begin := s.Clock.Now()
	hour := func(n float64) time.Time { return begin.Add(time.Duration(n * float64(time.Hour))) }
	v := s.Service(t, "one", cmstest.Section("Hours", "text 1"))
	for n := 1; n <= 4; n++ {
		s.Clock.Advance(time.Hour)
		s.Publish(t, v)
		v = s.Save(t, cmstest.Edit(v, 0, "body", fmt.Sprint("text ", n+1)))
	}
	s.Clock.Advance(time.Hour)
	for _, span := range []struct {
		from, to float64
		live     []uint64
	}{
		{0, 1, nil},
		{0, 1.5, []uint64{1}},
		{1, 2, []uint64{1}},
		{1.5, 2, []uint64{1}},
		{1.5, 2.5, []uint64{1, 2}},
		{2, 3, []uint64{2}},
		{2, 3.5, []uint64{2, 3}},
		{4, 5, []uint64{4}},
		{4.5, 9, []uint64{4}}, // to now
	} {
		made, err := s.Editor().MakeEvidence(t.Context(), s.Who, v.Document, v.Locale, hour(span.from), hour(span.to))
		if err != nil {
			t.Fatal(err)
		}
		var live []uint64
		for _, p := range made.Publications {
			live = append(live, p.Version)
		}
		if !slices.Equal(live, span.live) || !evidence.Verify(made.File()).OK() {
			t.Errorf("from hour %v to %v versions %v were live, want %v", span.from, span.to, live, span.live)
		}
	}
}

func TestAPublicationOutsideOfTheSpanIsAFault(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one", cmstest.Section("Hours", "text 1"))
	begin := s.Clock.Now()
	for n := 1; n <= 3; n++ {
		s.Clock.Advance(time.Hour)
		s.Publish(t, v)
		v = s.Save(t, cmstest.Edit(v, 0, "body", fmt.Sprint("text ", n+1)))
	}
	s.Clock.Advance(time.Hour)
	made, err := s.Editor().MakeEvidence(t.Context(), s.Who, v.Document, v.Locale, begin, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	first, second, last := made.Publications[0].At, made.Publications[1].At, made.Publications[2].At
	for _, span := range []struct {
		name     string
		from, to record.Stamp
		holds    bool
	}{
		{"until just after the last", first, last + 1, true},
		{"until the last", first, last, false},
		{"from just before the second", second - 1, last + 1, true},
		{"from the second", second, last + 1, false},
	} {
		if err := made.Respan(span.from, span.to); err != nil {
			t.Fatal(err)
		}
		if report := evidence.Verify(made.File()); report.OK() != span.holds || !span.holds && !strings.Contains(report.FirstProblem(), "its time is not in the span") {
			t.Errorf("%s it holds: %v, want %v: %s", span.name, report.OK(), span.holds, report.FirstProblem())
		}
	}
}
