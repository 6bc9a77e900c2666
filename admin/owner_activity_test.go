package admin

import (
	"regexp"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestTheActivityIsInWords(t *testing.T) {
	site := cmstest.New(t)
	one := site.Service(t, "emdr", cmstest.Section("What it is", "A way."))
	site.Publish(t, one)
	next := one
	next.Content.Title = "EMDR therapy"
	site.Save(t, next)
	v := enter(t, site)
	v.post(page(one)+"/restore", "version", "1", "block", "")
	v.post(page(one) + "/trash")
	v.open("/admin/activity").says(
		"You put “Service emdr” in the trash", "You brought an earlier text back into “Service emdr”, as version 3",
		"You saved version 2 of “Service emdr”", "You put version 1 of “Service emdr” live", "You started “Service emdr”", "You signed in",
	)
	for range activityOnPage {
		if _, err := site.Editor().Create(t.Context(), site.Who, cms.New{Type: "snippet", Locale: cmstest.Locale, Content: content.Content{Title: "S"}}); err != nil {
			t.Fatal(err)
		}
	}
	first := v.open("/admin/activity").says("Older")
	link := regexp.MustCompile(`/admin/activity\?before=\d+`).FindString(first.body)
	v.open(link).says("You started “Service emdr”", "Back to the newest")
}
