package admin

import (
	"testing"

	"practicecms/cms/cmstest"
)

func TestAPartIsCopiedToTheEndOfAnotherPage(t *testing.T) {
	d := atWork(t)
	other := d.site.Service(t, "other", cmstest.Section("Its own", "words"))
	d.open(d.at+"/copy/"+d.id(1)).says("Service other", "two").saysNot("Service one")
	d.post(d.at+"/copy/"+d.id(1), "to", other.Document.String()).says("A copy of “Second” is at the end of this page", "Its own")
	w, err := d.site.Editor().Working(t.Context(), d.site.Who, other.Document, other.Locale)
	if err != nil || headings(w.Content) != "Its own, Second" || w.Content.Blocks[1].ID == d.page.Content.Blocks[1].ID {
		t.Errorf("%s, %v", headings(w.Content), err)
	}
	if _, err := d.site.Editor().Working(t.Context(), d.site.Who, d.page.Document, d.page.Locale); err == nil {
		t.Error("the page that it was copied from changed")
	}
}
