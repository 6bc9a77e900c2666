package admin

import (
	"net/http"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
)

func TestANewPageGetsTheAddressThatItsTitleSpells(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	paths := map[string]bool{}
	for title, path := range map[string]string{
		"Søren’s group":  "/services/sorens-group",
		"Ψυχή":           "/services/psukhe",
		"Über EMDR & me": "/services/uber-emdr-and-me",
	} {
		if got := v.post("/admin/new", "type", "service", "title", title); got.status != http.StatusOK {
			t.Fatalf("%q: got status %d", title, got.status)
		}
		paths[path] = true
	}
	items, err := site.Editor().List(t.Context(), site.Who, cms.Filter{Locale: cmstest.Locale})
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range items {
		delete(paths, item.Path)
	}
	for path := range paths {
		t.Errorf("no page has the address %s", path)
	}
	if got := v.post("/admin/new", "type", "service", "title", "🌱"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a title without letters: got status %d, want 422, for staff to write the address", got.status)
	}
}
