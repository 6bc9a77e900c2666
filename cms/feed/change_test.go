package feed_test

import (
	"slices"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/feed"
	"practicecms/content"
)

// told is what the feed says of the last change.
func told(t *testing.T, s *cmstest.Site) feed.Change {
	t.Helper()
	f, err := s.Delivery().Changes(t.Context(), "", 1000)
	if err != nil || len(f.Changes) == 0 {
		t.Fatal(f, err)
	}
	return f.Changes[len(f.Changes)-1]
}

func TestAChangeNamesThePagesThatShowItThroughARecordEachOnce(t *testing.T) {
	s := cmstest.New(t)
	to := func(all ...cms.Version) (text string) {
		for _, v := range all {
			text += "[there](document:" + v.Document.String() + ") "
		}
		return text
	}
	record := func(title string, refersTo ...cms.Version) cms.Version {
		v := s.Record(t, "snippet", title, content.Fields{"body": "Says " + to(refersTo...)})
		s.Publish(t, v)
		return v
	}
	page := func(l content.Locale, path string, refersTo ...cms.Version) feed.ChangedPage {
		v, err := s.Editor().Create(t.Context(), s.Who, cms.New{Type: "page", Locale: l, Content: content.Content{Path: path, Title: path, Blocks: []content.Block{cmstest.Section("Part", to(refersTo...))}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Editor().Publish(t.Context(), s.Who, v.Document, l, 1); err != nil {
			t.Fatal(err)
		}
		return feed.ChangedPage{ID: v.Document, Path: path}
	}
	dana := record("Dana Reyes")
	one, two := record("One", dana), record("Two", dana)
	first, both := record("First", dana), s.Record(t, "snippet", "Both", content.Fields{"body": to(dana)})
	both.Content.Fields = content.Fields{"body": "Says " + to(dana, first)}
	both = s.Save(t, both)
	s.Publish(t, both)
	far := record("Far", one)

	want := []feed.ChangedPage{
		page(cmstest.Locale, "/itself", dana),
		page(cmstest.Locale, "/through-one", one),
		page(cmstest.Locale, "/through-two", one, two),
		page(cmstest.Locale, "/directly-and-through", dana, two),
		page(cmstest.Locale, "/through-a-record-that-shows-another", both),
	}
	page(cmstest.Locale, "/through-a-record-of-a-record", far)
	page(cmstest.Locale, "/of-nothing")
	page("es-US", "/es/one", dana, one)

	dana.Content.Title = "Dana Reyes, PhD"
	s.Publish(t, s.Save(t, dana))
	slices.SortFunc(want, func(a, b feed.ChangedPage) int { return a.ID.Compare(b.ID) })
	if got := told(t, s); !slices.Equal(got.Pages, want) || got.MorePages {
		t.Errorf("the pages are %+v, more: %v, want %+v", got.Pages, got.MorePages, want)
	}
}
