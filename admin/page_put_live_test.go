package admin

import (
	"net/http"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
)

func TestPutLiveShowsTheChangeAndMakesExactlyThatVersionLive(t *testing.T) {
	site, first, _ := lived(t)
	v := enter(t, site)
	v.open(page(first)+"/put-live").says("What readers will see change", "(put in: history)", "(taken out: story)", "Put live")

	now := latest(t, site, first) // somebody saves while the first one reads
	now.Content.Title = "Not yet to be seen"
	site.Save(t, now)
	shown := v.post(page(first)+"/put-live", "version", "2").says("“Service emdr” is live. There is a newer draft, which is not.")
	if s := state(t, site, first); s.Live != 2 || s.Latest != 3 {
		t.Errorf("got live %d and latest %d, want 2 and 3", s.Live, s.Latest)
	}
	v.undo(shown).says("Undone. Readers see “Service emdr” as they did before.")
	if s := state(t, site, first); s.Live != 1 {
		t.Errorf("after Undo: got live %d, want 1", s.Live)
	}
	if got := v.post(page(first) + "/put-live"); got.status != http.StatusNotFound {
		t.Errorf("without a version: got status %d, want 404", got.status)
	}
}

func TestPutLiveForTheFirstTimeAndTakeOff(t *testing.T) {
	site := cmstest.New(t)
	one := site.Service(t, "emdr", cmstest.Section("What it is", "A way."))
	v := enter(t, site)
	v.open(page(one)+"/put-live").says("The page is new to them.", "A way.", "/services/emdr")
	v.post(page(one)+"/put-live", "version", "1").says("is live.")
	v.open(page(one)+"/put-live").says("Readers see this text already", "Undo last publish")

	two := site.Service(t, "other", cmstest.Section("See", "[it](document:"+one.Document.String()+")"))
	two.Content.Path = "/services/emdr"
	two = site.Save(t, two)
	v.open(page(two)+"/put-live").says("Another page is live at /services/emdr", "Service emdr")
	if got := v.send("POST", page(two)+"/put-live", map[string][]string{"version": {"2"}}); got.status != http.StatusConflict {
		t.Errorf("a taken address: got status %d, want 409", got.status)
	}
	site.Publish(t, cms.Version{Document: two.Document, Locale: two.Locale, Number: 1})
	v.open(page(one)+"/take-off").says("It is used on pages that stay live", "Service other")
	shown := v.post(page(one) + "/take-off").says("“Service emdr” is off the site.")
	if s := state(t, site, one); s.Live != 0 {
		t.Errorf("got live %d, want 0", s.Live)
	}
	v.undo(shown).says("Undone.")
	if s := state(t, site, one); s.Live != 1 {
		t.Errorf("after Undo: got live %d, want 1", s.Live)
	}

	moved := latest(t, site, one)
	moved.Content.Path = "/services/emdr-therapy"
	site.Save(t, moved)
	v.open(page(one) + "/put-live").says("/services/emdr will lead to /services/emdr-therapy")
}
