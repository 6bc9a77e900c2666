package cms_test

import (
	"slices"
	"testing"

	"practicecms/cms/cmstest"
	"practicecms/cms/live"
	"practicecms/content"
)

// listedBy gives the titles of the services in an order, as list gives them.
func listedBy(t *testing.T, list func(live.Query) ([]live.Listed, error), by live.SortKey) []string {
	t.Helper()
	items, err := list(live.Query{Locale: cmstest.Locale, Type: "service", Sort: live.Sort{By: by}, Limit: -1})
	if err != nil {
		t.Fatalf("by %q: %v", by, err)
	}
	titles := []string{}
	for _, one := range items {
		titles = append(titles, one.Content.Title)
	}
	return titles
}

// A reader may see the site as it was before a publication that somebody else's list
// has in it already.
func TestAListThatBeganBeforeAPublicationLeavesNothingOldToLaterOnes(t *testing.T) {
	for _, by := range []live.SortKey{live.ByPath, live.ByTitle} {
		for _, meanwhile := range []content.Locale{cmstest.Locale, "es-US"} {
			s := cmstest.New(t)
			now := func(q live.Query) ([]live.Listed, error) {
				items, _, _, err := s.Delivery().List(t.Context(), q)
				return items, err
			}
			one, two := s.Service(t, "one"), s.Service(t, "two")
			s.Publish(t, one)
			err := s.Delivery().Early(t.Context(), func(early func(live.Query) ([]live.Listed, error)) {
				s.Publish(t, two)
				one.Content.Title, one.Content.Path = "Zuletzt", "/services/zuletzt"
				s.Publish(t, s.Save(t, one))
				if _, err := now(live.Query{Locale: meanwhile, Limit: -1}); err != nil {
					t.Fatal(err)
				}
				if got, want := listedBy(t, early, by), []string{"Service one"}; !slices.Equal(got, want) {
					t.Errorf("by %q, before: got %q, want %q", by, got, want)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			if got, want := listedBy(t, now, by), []string{"Service two", "Zuletzt"}; !slices.Equal(got, want) {
				t.Errorf("by %q, after one in %s: got %q, want %q", by, meanwhile, got, want)
			}
		}
	}
}

// What is live is a moment later in the file than the catalogue is told of it.
func TestAListByTitleOutlivesWhatIsTakenOffTheSiteThisMoment(t *testing.T) {
	s := cmstest.New(t)
	one, two := s.Service(t, "one"), s.Service(t, "two")
	s.Publish(t, one)
	s.Publish(t, two)
	list := func(q live.Query) ([]live.Listed, error) {
		items, _, _, err := s.Delivery().List(t.Context(), q)
		return items, err
	}
	listedBy(t, list, live.ByPath)
	told, err := s.TakeOffUntold(t.Context(), one.Document, one.Locale)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got, want := listedBy(t, list, live.ByTitle), []string{"Service two"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		told()
	}
}
