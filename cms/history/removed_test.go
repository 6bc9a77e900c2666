package history_test

import (
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/history"
	"practicecms/content"
)

func onShelf(t *testing.T, s *cmstest.Site, v cms.Version) []history.RemovedBlock {
	t.Helper()
	all, err := s.Editor().Shelf(t.Context(), s.Who, v.Document, v.Locale)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestARemovedBlockStaysOnTheShelfUntilItIsBack(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one", cmstest.Section("A", "a"), cmstest.Section("B", "b"), cmstest.Section("C", "c"))
	if all := onShelf(t, s, v); len(all) != 0 {
		t.Fatalf("nothing was removed, and there is %v", all)
	}
	a, b, c := v.Content.Blocks[0], v.Content.Blocks[1], v.Content.Blocks[2]
	v.Content.Blocks = []content.Block{a, c}
	v = s.Save(t, v)
	s.Clock.Advance(time.Hour)
	v.Content.Blocks = []content.Block{c}
	v = s.Save(t, v)
	for range 3 { // later versions do not touch it
		v.Content.Title += "."
		v = s.Save(t, v)
	}
	all := onShelf(t, s, v)
	if len(all) != 2 || all[0].Block.ID != a.ID || all[1].Block.ID != b.ID {
		t.Fatalf("%+v", all)
	}
	if all[1].Version != 1 || all[1].After != a.ID || all[1].Block.Fields["body"] != "b" || all[1].By != s.Who.Author || !all[0].After.IsZero() || all[0].Version != 2 {
		t.Errorf("%+v", all)
	}
	s.Clean(t)

	v.Content.Blocks = []content.Block{b, c}
	v = s.Save(t, v)
	if all := onShelf(t, s, v); len(all) != 1 || all[0].Block.ID != a.ID {
		t.Errorf("after one came back: %+v", all)
	}
	if _, err := s.Editor().Restore(t.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Version: 1}); err != nil {
		t.Fatal(err)
	}
	if all := onShelf(t, s, v); len(all) != 0 {
		t.Errorf("after all came back: %+v", all)
	}
	s.Clean(t)
	other := s.Service(t, "two")
	if all := onShelf(t, s, other); len(all) != 0 {
		t.Errorf("another page's shelf: %+v", all)
	}
}

func TestListsAreNarrowedByStandingAndPerson(t *testing.T) {
	s, v := cmstest.Planned(t) // live in version 1, drafted in version 2
	s.Publish(t, s.Service(t, "live"))
	s.Service(t, "not")
	list := func(f cms.Filter) []string {
		t.Helper()
		f.Locale, f.Types = cmstest.Locale, []string{"service"}
		items, err := s.Editor().List(t.Context(), s.Who, f)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, i := range items {
			out = append(out, i.Title)
		}
		return out
	}
	for standing, want := range map[cms.Standing]string{cms.StandingLive: "Service live", cms.StandingChanged: "Two", cms.StandingNot: "Service not", cms.StandingPlanned: ""} {
		got := list(cms.Filter{Standing: standing})
		if want == "" && len(got) != 0 || want != "" && (len(got) != 1 || got[0] != want) {
			t.Errorf("%s: %v", standing, got)
		}
	}
	if _, err := s.Editor().Schedule(t.Context(), s.Who, v.Document, v.Locale, 2, s.Clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := list(cms.Filter{Standing: cms.StandingPlanned}); len(got) != 1 || got[0] != "Two" {
		t.Errorf("planned: %v", got)
	}
	if got := list(cms.Filter{By: s.Who.Author}); len(got) != 3 {
		t.Errorf("by the owner: %v", got)
	}
	if got := list(cms.Filter{By: content.Author{Person: content.PersonID{9}}}); len(got) != 0 {
		t.Errorf("by nobody: %v", got)
	}
}
