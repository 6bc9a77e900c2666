package cms_test

import (
	"errors"
	"testing"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestASecondDocumentOfASingleTypeIsRefused(t *testing.T) {
	s := cmstest.New(t)
	settings := s.Settings(t)
	again := cms.New{Type: settings.Type, Locale: settings.Locale, Content: settings.Content}
	before := entries(t, s)
	if _, err := s.Editor().Create(t.Context(), s.Who, again); !errors.Is(err, cms.ErrExists) || entries(t, s) != before {
		t.Errorf("got %v and %d new entries, want ErrExists and none", err, entries(t, s)-before)
	}
	s.Service(t, "one")
	s.Service(t, "two") // of another type there may be many
}

func TestEachSaveIsAuditedAsWhatItWas(t *testing.T) {
	s := cmstest.New(t)
	v := s.ThreeSections(t)
	for _, save := range []struct {
		edit   cms.Version // begun with version 1 all three
		action audit.Action
		number uint64
	}{
		{cmstest.Edit(v, 0, "body", "one, edited"), audit.ActionSave, 2},
		{cmstest.Edit(v, 1, "body", "two, edited"), audit.ActionMerge, 3},
	} {
		s.Save(t, save.edit)
		last, err := s.Editor().Audit(t.Context(), s.Who, 0, 1)
		if err != nil || last[0].Action != save.action || last[0].Version != save.number || last[0].Document != v.Document {
			t.Errorf("version %d is audited as %+v (%v), want %q", save.number, last, err, save.action)
		}
	}
}

func TestSettingUpKeepsThePracticeThatIsThere(t *testing.T) {
	s := cmstest.Empty(t)
	v, err := s.Editor().Create(t.Context(), cms.System(), cms.New{Type: "practice", Locale: cmstest.Locale, Content: content.Content{Title: "Willow Room", Fields: content.Fields{"timeZone": "America/Denver"}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Editor().Publish(t.Context(), cms.System(), v.Document, v.Locale, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Editor().SetUp(t.Context(), access.NewPerson{Name: "Robin Field", Email: "robin@example.org", Password: cmstest.Password}, "Another name"); err != nil {
		t.Fatal(err)
	}
	if practice, err := s.Practice(t.Context()); err != nil || practice.Document != v.Document || practice.Name != "Willow Room" {
		t.Errorf("the practice is %+v (%v)", practice, err)
	}
}

func TestAWorkingCopyBeginsWithAVersionThatIsThere(t *testing.T) {
	s := cmstest.New(t)
	v := s.ThreeSections(t)
	s.Save(t, cmstest.Edit(v, 0, "body", "one, edited"))
	for base, want := range map[uint64]error{0: cms.ErrNotFound, 1: nil, 2: nil, 3: cms.ErrNotFound} {
		tag, err := s.Editor().KeepWorking(t.Context(), s.Who, v.Document, v.Locale, content.Hash{}, base, v.Content)
		if !errors.Is(err, want) || err != nil && want == nil {
			t.Errorf("on version %d of 2: got %v, want %v", base, err, want)
		}
		if err := s.Editor().DropWorking(t.Context(), s.Who, v.Document, v.Locale, tag); err != nil {
			t.Errorf("on version %d of 2, something else is kept: %v", base, err)
		}
	}
}

func TestTheSiteIsToldInItsFallbackLanguageWhereItHasNoOther(t *testing.T) {
	s := cmstest.New(t)
	for _, l := range []content.Locale{cmstest.Locale, "es-US"} {
		if site, err := s.Delivery().Site(t.Context(), l); err != nil || site.Locale != cmstest.Locale || site.Content.Title != "Willow Room" {
			t.Errorf("in %s: %+v (%v)", l, site.Live, err)
		}
	}
	if _, err := cmstest.Empty(t).Delivery().Site(t.Context(), "es-US"); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("before set-up: got %v, want ErrNotFound", err)
	}
}
