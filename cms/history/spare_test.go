package history_test

import (
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// Each draft is the second of three versions and two months old.
func TestADraftThatSomebodyNeedsIsNotThinnedOut(t *testing.T) {
	nothing := func(*testing.T, *cmstest.Site, cms.Version) error { return nil }
	plan := func(t *testing.T, s *cmstest.Site, v cms.Version) error {
		_, err := s.Editor().Schedule(t.Context(), s.Who, v.Document, v.Locale, 2, s.Clock.Now().Add(90*24*time.Hour))
		return err
	}
	for _, draft := range []struct {
		name  string
		save  cms.Save // what is saved with it
		need  func(*testing.T, *cmstest.Site, cms.Version) error
		stays bool
	}{
		{"that nobody needs", cms.Save{}, nothing, false},
		{"that was saved with a note", cms.Save{Note: "as agreed with the team"}, nothing, true},
		{"that was pasted", cms.Save{Raw: "the text of the old site", Origin: content.OriginPasted}, nothing, true},
		{"that is planned", cms.Save{}, plan, true},
		{"that was planned once", cms.Save{}, func(t *testing.T, s *cmstest.Site, v cms.Version) error {
			if err := plan(t, s, v); err != nil {
				return err
			}
			_, err := s.Editor().CancelSchedule(t.Context(), s.Who, v.Document, v.Locale, time.Time{})
			return err
		}, true},
		{"that somebody was sent a link to", cms.Save{}, func(t *testing.T, s *cmstest.Site, v cms.Version) error {
			_, _, err := s.Editor().Share(t.Context(), s.Who, v.Document, v.Locale, 2, time.Hour)
			return err
		}, true},
		{"that has a name", cms.Save{}, func(t *testing.T, s *cmstest.Site, v cms.Version) error {
			return s.Editor().NameVersion(t.Context(), s.Who, v.Document, v.Locale, 2, "before the new prices", "")
		}, true},
		{"that was noted later", cms.Save{}, func(t *testing.T, s *cmstest.Site, v cms.Version) error {
			return s.Editor().NameVersion(t.Context(), s.Who, v.Document, v.Locale, 2, "", "as agreed with the team")
		}, true},
		{"that was live", cms.Save{}, func(t *testing.T, s *cmstest.Site, v cms.Version) error {
			s.Publish(t, v)
			_, err := s.Editor().Unpublish(t.Context(), s.Who, v.Document, v.Locale)
			return err
		}, true},
		{"that was brought back, and changed again", cms.Save{}, func(t *testing.T, s *cmstest.Site, v cms.Version) error {
			s.Save(t, cmstest.Edit(v, 0, "body", "in between"))
			_, err := s.Editor().Restore(t.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Version: 2})
			return err
		}, true},
		{"that a working copy began with", cms.Save{}, func(t *testing.T, s *cmstest.Site, v cms.Version) error {
			_, err := s.Editor().KeepWorking(t.Context(), s.Who, v.Document, v.Locale, content.Hash{}, 2, v.Content)
			return err
		}, true},
	} {
		t.Run(draft.name, func(t *testing.T) {
			s := cmstest.New(t)
			v := s.Service(t, "one", cmstest.Section("Part", "first"))
			draft.save.Document, draft.save.Locale, draft.save.Base, draft.save.Content = v.Document, v.Locale, 1, cmstest.Edit(v, 0, "body", "second").Content
			v, err := s.Editor().Save(t.Context(), s.Who, draft.save)
			if err != nil {
				t.Fatal(err)
			}
			if err := draft.need(t, s, v); err != nil {
				t.Fatal(err)
			}
			s.Save(t, cmstest.Edit(v, 0, "body", "third"))
			s.Clock.Advance(60 * 24 * time.Hour)
			if _, err := s.Editor().Thin(t.Context(), s.Who, cms.MinThinAge); err != nil {
				t.Fatal(err)
			}
			if is := s.VersionAt(t, v.Document, 2); draft.stays != (len(is.Removed) == 0) || draft.stays != is.Content.Equal(v.Content) {
				t.Errorf("stays: %v, want %v; it says %v", len(is.Removed) == 0, draft.stays, is.Content.Blocks)
			}
		})
	}
}
