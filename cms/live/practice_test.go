package live_test

import (
	"slices"
	"testing"
	"time"

	"practicecms/cms/cmstest"
	"practicecms/cms/live"
	"practicecms/content"
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

func TestThePracticeIsAsItsLiveSettingsSay(t *testing.T) {
	s := cmstest.New(t)
	for _, c := range []struct {
		name    string
		fields  content.Fields
		zone    string
		locales []content.Locale
	}{
		{"with all", content.Fields{"timeZone": "America/Denver", "locales": []any{"en-US", "es-US"}}, "America/Denver", []content.Locale{"en-US", "es-US"}},
		{"in a zone that is none", content.Fields{"timeZone": "Nowhere/Atall", "locales": []any{"en-US"}}, "UTC", []content.Locale{"en-US"}},
		{"with nothing", content.Fields{}, "UTC", []content.Locale{"en-US"}},
	} {
		v := s.Settings(t)
		v.Content.Fields = c.fields
		s.Publish(t, s.Save(t, v))
		now, err := s.Practice(t.Context())
		if err != nil || now.Zone.String() != c.zone || !slices.Equal(now.Locales, c.locales) || now.Locale != c.locales[0] || now.Name != "Willow Room" {
			t.Errorf("%s: %+v (%v)", c.name, now, err)
		}
	}
}
