package cms_test

import (
	"testing"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestPeopleAreToldOfTheirOwnWorkingCopiesOnly(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one")
	kim, err := s.Editor().AddPerson(t.Context(), s.Who, access.NewPerson{Name: "Kim Lake", Role: cms.RoleEditor})
	if err != nil {
		t.Fatal(err)
	}
	v.Content.Title = "Being written"
	if _, err := s.Editor().KeepWorking(t.Context(), s.Who, v.Document, v.Locale, content.Hash{}, 1, v.Content); err != nil {
		t.Fatal(err)
	}
	mine, err := s.Editor().Unsaved(t.Context(), s.Who)
	if err != nil || len(mine) != 1 || mine[0].Title != "Being written" {
		t.Errorf("%+v, %v", mine, err)
	}
	if theirs, err := s.Editor().Unsaved(t.Context(), kim.Actor()); err != nil || len(theirs) != 0 {
		t.Errorf("Kim is told of %+v, %v", theirs, err)
	}
	if _, err := s.Editor().Unsaved(t.Context(), cms.Actor{Role: cms.ScopePreview}); err == nil {
		t.Error("somebody who may not write is told")
	}
	if err := s.Editor().Trash(t.Context(), s.Who, v.Document); err != nil {
		t.Fatal(err)
	}
	if mine, err := s.Editor().Unsaved(t.Context(), s.Who); err != nil || len(mine) != 0 {
		t.Errorf("of a page in the trash: %+v, %v", mine, err)
	}
	if err := s.Editor().Untrash(t.Context(), s.Who, cms.Untrash{Document: v.Document}); err != nil {
		t.Fatal(err)
	}
	if mine, err := s.Editor().Unsaved(t.Context(), s.Who); err != nil || len(mine) != 1 {
		t.Errorf("out of the trash: %+v, %v", mine, err)
	}
}

func TestLinksOfLivePagesThatLeadNowhereAreFound(t *testing.T) {
	s := cmstest.New(t)
	lines := s.Record(t, "snippet", "Crisis lines", content.Fields{"body": "Call 988."})
	s.Publish(t, lines)
	one := s.Service(t, "one", content.Block{Kind: "notice", Fields: content.Fields{"snippet": lines.Document.String()}})
	const spanish content.Locale = "es-US"
	other, err := s.Editor().Create(t.Context(), s.Who, cms.New{Type: "page", Locale: spanish, Content: content.Content{Path: "/es/uno", Title: "Uno",
		Blocks: []content.Block{{Kind: "notice", Fields: content.Fields{"snippet": lines.Document.String()}}}}})
	if err != nil {
		t.Fatal(err)
	}
	findIn := func(l content.Locale, limit int) []cms.Dangling {
		t.Helper()
		all, err := s.Editor().Dangling(t.Context(), s.Who, l, limit)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	find := func() []cms.Dangling { t.Helper(); return findIn(cmstest.Locale, 5) }
	if all := find(); len(all) != 0 {
		t.Errorf("nothing is live, and %+v", all)
	}
	s.Publish(t, one)
	if _, err := s.Editor().Publish(t.Context(), s.Who, other.Document, spanish, 1); err != nil {
		t.Fatal(err)
	}
	if all := find(); len(all) != 0 {
		t.Errorf("all is well, and %+v", all)
	}
	if _, err := s.Editor().Unpublish(t.Context(), s.Who, lines.Document, lines.Locale); err != nil {
		t.Fatal(err)
	}
	if all := find(); len(all) != 1 || all[0].Document != one.Document || all[0].TargetTitle != "Crisis lines" || all[0].TargetTrashed {
		t.Errorf("%+v", all)
	}
	if all := findIn(spanish, 5); len(all) != 1 || all[0].Document != other.Document || all[0].Title != "Uno" || all[0].TargetThere {
		t.Errorf("in another language: %+v", all)
	}
	two := s.Service(t, "two", one.Content.Blocks[0])
	s.Publish(t, two)
	for limit := 1; limit <= 3; limit++ {
		if all := findIn(cmstest.Locale, limit); len(all) != min(limit, 2) {
			t.Errorf("at most %d of two: %+v", limit, all)
		}
	}
}
