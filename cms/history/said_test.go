package history_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/history"
	"practicecms/content"
)

func TestWhenWasItSaid(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	start := s.Clock.Now()
	hours := func(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }
	next := func(v cms.Version, body string) cms.Version {
		s.Clock.Advance(time.Hour)
		return s.Save(t, cmstest.Edit(v, 1, "body", body))
	}
	other := s.Service(t, "two", cmstest.Section("Elsewhere", "We are open on Fridays."))
	v := s.Service(t, "one", cmstest.Section("First", "hello"), cmstest.Section("Hours", "We open at nine."))
	v = next(v, "We **open on**\n[fridays](/hours) only.") // version 2, hour 1
	s.Clock.Advance(time.Hour)
	s.Publish(t, v)        // hour 2
	v = next(v, "Closed.") // version 3, hour 3
	s.Publish(t, v)        // hour 3: the words go off the site
	v = next(v, "Also closed.")
	s.Clock.Advance(time.Hour)
	if _, err := ed.Restore(t.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Version: 2}); err != nil {
		t.Fatal(err)
	} // version 5, hour 5

	found, more, err := ed.WhenSaid(t.Context(), s.Who, "Open  on fridays", content.DocumentID{}, 10)
	if err != nil || more {
		t.Fatal(err, more)
	}
	if len(found) != 3 {
		t.Fatalf("found %d stretches, want 3: %+v", len(found), found)
	}
	if f := found[0]; f.Document != other.Document || f.First.Version != 1 || f.Gone.Version != 0 || f.Live != nil {
		t.Errorf("on the other page: %+v", f)
	}
	first, again := found[1], found[2]
	if first.First.Version != 2 || !first.First.At.Equal(hours(1)) || first.First.By.Person != s.Owner.ID || first.Gone.Version != 3 || first.Name != "“Hours”" || first.Title != "Service one" {
		t.Errorf("the first time: %+v", first)
	}
	if len(first.Live) != 1 || !first.Live[0].From.Equal(hours(2)) || !first.Live[0].To.Equal(hours(3)) {
		t.Errorf("it was live %+v", first.Live)
	}
	if again.First.Version != 5 || again.Gone.Version != 0 || again.Live != nil {
		t.Errorf("brought back: %+v", again)
	}
	if strings.Join([]string{first.Hit.Before, first.Hit.Word, first.Hit.After}, "|") != "We |open on fridays| only." {
		t.Errorf("the words around it: %+v", first.Hit)
	}

	if only, _, err := ed.WhenSaid(t.Context(), s.Who, "open on fridays", other.Document, 10); err != nil || len(only) != 1 {
		t.Errorf("in one document: %d (%v)", len(only), err)
	}
	if none, _, err := ed.WhenSaid(t.Context(), s.Who, "open on mondays", content.DocumentID{}, 10); err != nil || len(none) != 0 {
		t.Errorf("what was never said: %+v (%v)", none, err)
	}
	for limit := 1; limit <= 4; limit++ {
		some, more, err := ed.WhenSaid(t.Context(), s.Who, "open on fridays", content.DocumentID{}, limit)
		if err != nil || len(some) != min(limit, 3) || more != (limit < 3) {
			t.Errorf("at most %d of three: %d, more: %v (%v)", limit, len(some), more, err)
		}
	}
	var refused *content.InvalidError
	if _, _, err := ed.WhenSaid(t.Context(), s.Who, " o ", content.DocumentID{}, 1); !errors.As(err, &refused) {
		t.Errorf("a phrase of one letter: %v", err)
	}
	if _, _, err := ed.WhenSaid(t.Context(), cms.Actor{Role: cms.ScopeDeliver}, "open on", content.DocumentID{}, 1); !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("a token that only delivers searches history: %v", err)
	}
}

func TestVersionsAreNamed(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	v := s.Service(t, "one", cmstest.Section("Part", "one"))
	v, err := ed.Save(t.Context(), s.Who, cms.Save{Document: v.Document, Locale: v.Locale, Base: 1, Content: cmstest.Edit(v, 0, "body", "two").Content, Note: "noted when it was saved"})
	if err != nil {
		t.Fatal(err)
	}
	s.Save(t, cmstest.Edit(v, 0, "body", "three"))
	id, l := v.Document, v.Locale
	for _, name := range []string{"before the new prices", "before the new prices, really"} {
		if err := ed.NameVersion(t.Context(), s.Who, id, l, 1, name, "as agreed"); err != nil {
			t.Fatal(err)
		}
		got := s.VersionAt(t, id, 1)
		if got.Name != name || got.NameNote != "as agreed" || got.Note != "" {
			t.Errorf("got %q, %q", got.Name, got.NameNote)
		}
	}
	named, err := ed.History(t.Context(), s.Who, id, l, history.Filter{Limit: 10, Named: true})
	if err != nil || len(named) != 2 || named[0].Number != 2 || named[0].Note != "noted when it was saved" || named[1].Number != 1 || named[1].Note != "as agreed" {
		t.Errorf("the named ones are %+v (%v), want the one with a note and the one with a name", named, err)
	}
	if err := ed.NameVersion(t.Context(), s.Who, id, l, 1, "", ""); err != nil {
		t.Fatal(err)
	}
	if got := s.VersionAt(t, id, 1); got.Name != "" {
		t.Errorf("the name stays: %q", got.Name)
	}
	if err := ed.NameVersion(t.Context(), s.Who, id, l, 7, "x", ""); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("naming what is not there: %v", err)
	}
	if err := ed.NameVersion(t.Context(), s.Who, id, l, 1, strings.Repeat("x", 81), ""); err == nil {
		t.Error("a name of 81 characters is taken")
	}
}

func TestHistoryIsFiltered(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	v := s.Service(t, "one", cmstest.Section("A", "a"), cmstest.Section("B", "b"))
	id, l := v.Document, v.Locale
	for n := 2; n <= 60; n++ {
		v = s.Save(t, cmstest.Edit(v, n%2, "body", fmt.Sprint("text ", n)))
	}
	s.Publish(t, s.VersionAt(t, id, 20))
	s.Publish(t, s.VersionAt(t, id, 41))
	numbers := func(p history.Filter) (out []uint64) {
		t.Helper()
		entries, err := ed.History(t.Context(), s.Who, id, l, p)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			out = append(out, e.Number)
		}
		return out
	}
	for _, c := range []struct {
		what string
		past history.Filter
		want string
	}{
		{"the newest", history.Filter{Limit: 3}, "[60 59 58]"},
		{"below a number", history.Filter{Before: 18, Limit: 4}, "[17 16 15 14]"},
		{"to the first", history.Filter{Before: 3, Limit: 4}, "[2 1]"},
		{"one block's", history.Filter{Before: 12, Limit: 3, Block: v.Content.Blocks[0].ID}, "[10 8 6]"},
		{"those that were live", history.Filter{Limit: 10, Live: true}, "[41 20]"},
		{"nobody's", history.Filter{Limit: 10, By: content.Author{Person: content.PersonID{9}}}, "[]"},
		{"a person's", history.Filter{Limit: 1, By: content.Author{Person: s.Owner.ID}}, "[60]"},
	} {
		if got := fmt.Sprint(numbers(c.past)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, got, c.want)
		}
	}
	entries, err := ed.History(t.Context(), s.Who, id, l, history.Filter{Before: 42, Limit: 1})
	if err != nil || len(entries[0].Live) != 1 || !entries[0].Live[0].To.IsZero() {
		t.Errorf("version 41 is live %+v (%v)", entries[0].Live, err)
	}
}

func TestBlocksArePickedFromSeveralVersions(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	v := s.Service(t, "one", cmstest.Section("A", "a1"), cmstest.Section("B", "b1"), cmstest.Section("C", "c1"))
	v = s.Save(t, cmstest.Edit(v, 0, "body", "a2"))
	v = s.Save(t, cmstest.Edit(v, 1, "body", "b3"))
	without := v
	without.Content.Blocks = without.Content.Blocks[:2]
	v4 := s.Save(t, without)
	ids := []content.BlockID{v.Content.Blocks[0].ID, v.Content.Blocks[1].ID, v.Content.Blocks[2].ID}
	picks := []cms.Pick{{Block: ids[0], Version: 1}, {Block: ids[1], Version: 2}, {Block: ids[2], Version: 3}}
	got, err := ed.Restore(t.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Picks: picks})
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, b := range got.Content.Blocks {
		texts = append(texts, b.Fields["body"].(string))
	}
	if strings.Join(texts, " ") != "a1 b1 c1" || got.Number != v4.Number+1 || got.RestoredFrom != 0 || len(got.Picks) != 3 {
		t.Errorf("got %v as version %d with %+v", texts, got.Number, got.Picks)
	}
	entries, err := ed.History(t.Context(), s.Who, v.Document, v.Locale, history.Filter{Limit: 1})
	if err != nil || entries[0].Deed != history.PutTogether || entries[0].Change.PartNames() != "“A”, “B”, “C”" {
		t.Errorf("the history says %q of %s (%v)", entries[0].Deed, entries[0].Change.PartNames(), err)
	}
	if _, err := ed.Restore(t.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Picks: []cms.Pick{{Block: ids[2], Version: 4}}}); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("a block from a version that does not have it: %v", err)
	}
}
