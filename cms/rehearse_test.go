package cms_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestALicenceIsGoodOnItsLastDayWhereThePracticeIs(t *testing.T) {
	s := cmstest.New(t)
	settings := s.Settings(t)
	settings.Content.Fields["timeZone"] = "America/Denver" // seven hours behind UTC, six from March 8
	s.Publish(t, s.Save(t, settings))
	ann := s.Record(t, "practitioner", "Ann", content.Fields{"role": "Therapist", "bio": "x", "licences": []any{map[string]any{"type": "LPCC", "number": "1", "jurisdiction": "US-NM", "expires": "2026-03-02"}}})
	s.Publish(t, ann)
	v := s.Service(t, "one", content.Block{Kind: "practitioners", Fields: content.Fields{"people": []any{ann.Document.String()}}})
	now := v
	now.Content.Blocks = nil
	s.Save(t, now)
	for _, at := range []struct {
		utc  string
		good bool
	}{{"2026-03-02T16:00:00Z", true}, {"2026-03-03T00:00:00Z", true}, {"2026-03-03T06:59:59Z", true}, {"2026-03-03T07:00:00Z", false}} {
		when, err := time.Parse(time.RFC3339, at.utc)
		if err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(when.Sub(s.Clock.Now()))
		r, err := s.Editor().Rehearse(t.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Version: 1})
		if err != nil || at.good != (len(r.Warnings) == 0) {
			t.Errorf("at %s: %+v (%v), want no warning: %v", at.utc, r.Warnings, err, at.good)
		}
	}
}

func TestARehearsalWarnsOfWhatIsNotGoodAnyMore(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	licence := func(expires string) content.Fields {
		return content.Fields{"role": "Therapist", "bio": "x", "licences": []any{map[string]any{"type": "LPCC", "number": "1", "jurisdiction": "US-NM", "expires": expires}}}
	}
	ann := s.Record(t, "practitioner", "Ann", licence("2026-03-30"))
	ben := s.Record(t, "practitioner", "Ben", licence("2030-01-01"))
	s.Publish(t, ann)
	s.Publish(t, ben)
	gone := s.Service(t, "gone", cmstest.Section("Gone", "x"))
	s.Publish(t, gone)
	people := content.Block{Kind: "practitioners", Fields: content.Fields{"people": []any{ann.Document.String(), ben.Document.String()}}}
	v1 := s.Service(t, "one",
		cmstest.Section("Prices", "An hour costs $150, two cost $ 280. Read [more](/services/gone) and [this](https://example.org/x)."),
		cmstest.Section("Other", "Ask [elsewhere](/contact)."), people)
	blocks := v1.Content.Blocks
	now := v1
	now.Content.Blocks = []content.Block{{ID: blocks[0].ID, Kind: "section", Fields: content.Fields{"heading": "Prices", "body": "Two hours cost $ 280."}}}
	now = s.Save(t, now)
	if err := ed.Trash(t.Context(), s.Who, gone.Document); err != nil {
		t.Fatal(err)
	}
	if _, err := ed.Unpublish(t.Context(), s.Who, ben.Document, cmstest.Locale); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(60 * 24 * time.Hour) // Ann's licence runs out

	rehearse := func(what cms.Restore) (out []string, r cms.Rehearsal) {
		t.Helper()
		what.Document, what.Locale = v1.Document, v1.Locale
		r, err := ed.Rehearse(t.Context(), s.Who, what)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range r.Warnings {
			out = append(out, fmt.Sprintf("%s %s: %s", w.Kind, w.Name, w.Words))
		}
		slices.Sort(out)
		return out, r
	}
	warned, r := rehearse(cms.Restore{Version: 1})
	want := []string{"dead-link “Prices”: /services/gone", "licence practitioners: Ann", "not-live practitioners: Ben", "price “Prices”: $150"}
	if !slices.Equal(warned, want) {
		t.Errorf("warned of %q, want %q", warned, want)
	}
	if !r.Next.Equal(v1.Content) || r.Latest.Number != now.Number {
		t.Errorf("it would become %v", r.Next)
	}
	if warned, _ := rehearse(cms.Restore{Version: 1, Blocks: []content.BlockID{blocks[1].ID}}); warned != nil {
		t.Errorf("for a part with nothing wrong it warns of %q", warned)
	}
	if warned, _ := rehearse(cms.Restore{Version: now.Number}); warned != nil {
		t.Errorf("for what is there already it warns of %q", warned)
	}
	if latest, err := ed.Latest(t.Context(), s.Who, v1.Document, v1.Locale); err != nil || latest.Number != now.Number {
		t.Errorf("a rehearsal wrote version %d (%v)", latest.Number, err)
	}

	// Another page has taken the address.
	moved := now
	moved.Content.Path = "/services/two"
	now = s.Save(t, moved)
	taker := s.Service(t, "one", cmstest.Section("Taker", "x"))
	s.Publish(t, taker)
	if warned, _ := rehearse(cms.Restore{Version: 1, OldPath: true}); !slices.Contains(warned, "address : Service one") {
		t.Errorf("the address is taken, but it warns of %q", warned)
	}
	if warned, _ := rehearse(cms.Restore{Version: 1}); strings.Contains(strings.Join(warned, "\n"), "address") {
		t.Errorf("today's address stays, but it warns of %q", warned)
	}
	if _, err := ed.Rehearse(t.Context(), cms.Actor{Role: cms.ScopeDeliver}, cms.Restore{Document: v1.Document, Locale: v1.Locale, Version: 1}); !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("a token that only delivers rehearses: %v", err)
	}
}

func TestPartsAreListedWithTheirTexts(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one", cmstest.Section("A", "a1"), cmstest.Section("B", "b1"))
	v = s.Save(t, cmstest.Edit(v, 0, "body", "a2"))
	v = s.Save(t, cmstest.Edit(v, 0, "body", "a1")) // as it was
	without := v
	without.Content.Blocks = v.Content.Blocks[:1]
	v4 := s.Save(t, without)
	all, err := s.Editor().Parts(t.Context(), s.Who, v.Document, v.Locale, 5)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range all {
		var texts []string
		for _, text := range p.Texts {
			texts = append(texts, fmt.Sprintf("%s@%d", text.Block.Fields["body"], text.Version))
		}
		got = append(got, fmt.Sprintf("%s %v %v", p.Name, p.Here, texts))
	}
	if want := []string{"“A” true [a1@4 a2@2]", "“B” false [b1@3]"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if all[1].Texts[0].Until.IsZero() || !all[0].Texts[0].Until.IsZero() {
		t.Errorf("the ends are %v and %v", all[1].Texts[0].Until, all[0].Texts[0].Until)
	}
	_ = v4
}
