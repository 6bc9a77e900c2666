package live_test

import (
	"testing"
	"time"

	"practicecms/cms/live"
)

func TestDaysAreWholeOnesWhereThePracticeIs(t *testing.T) {
	zone, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ first, last, from, to, wrong string }{
		{"2026-03-02", "2026-03-02", "2026-03-02T00:00:00-07:00", "2026-03-03T00:00:00-07:00", ""},
		{"2026-03-01", "2026-03-31", "2026-03-01T00:00:00-07:00", "2026-04-01T00:00:00-06:00", ""},
		{"2026-03-08", "2026-03-08", "2026-03-08T00:00:00-07:00", "2026-03-09T00:00:00-06:00", ""}, // 23 hours long
		{"2026-11-01", "2026-11-01", "2026-11-01T00:00:00-06:00", "2026-11-02T00:00:00-07:00", ""}, // 25
		{"2026-03-02", "2026-03-01", "", "", "the last day is before the first"},
		{"2026-02-29", "2026-03-01", "", "", "no such day"},
		{"2026-03-01", "2026-03-32", "", "", "no such day"},
		{"", "2026-03-01", "", "", "none"},
	} {
		from, to, err := live.Practice{Zone: zone}.Days(c.first, c.last)
		if (err != nil) != (c.wrong != "") || err == nil && (from.Format(time.RFC3339) != c.from || to.Format(time.RFC3339) != c.to) {
			t.Errorf("%s to %s: got %s to %s (%v), want %s to %s %s", c.first, c.last, from, to, err, c.from, c.to, c.wrong)
		}
	}
}
