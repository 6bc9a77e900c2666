package admin

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"practicecms/cms/cmstest"
)

func TestWhatComesOutOfTheTrashFindsItsAddressTaken(t *testing.T) {
	site := cmstest.New(t)
	old := site.Service(t, "emdr", cmstest.Section("Old", "x"))
	site.Publish(t, old)
	if err := site.Editor().Trash(t.Context(), site.Who, old.Document); err != nil {
		t.Fatal(err)
	}
	taker := site.Service(t, "emdr", cmstest.Section("New", "y"))
	site.Publish(t, taker)
	v := enter(t, site)
	got := v.send("POST", page(old)+"/put-back", nil)
	if got.status != http.StatusConflict || !strings.Contains(got.body, `value="/services/emdr-2"`) {
		t.Fatalf("status %d\n%s", got.status, got.text())
	}
	if s := state(t, site, old); s.TrashedAt.IsZero() {
		t.Error("it left the trash before anybody chose")
	}
	for path, words := range map[string]string{
		"/Services/EMDR": "lower-case letters", "/services/emdr": "Another page is live at this address too", " ": "Give it a web address",
	} {
		got := v.send("POST", page(old)+"/put-back", url.Values{"address": {"other"}, "path": {path}})
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(), words) || !strings.Contains(got.body, `value="`+strings.TrimSpace(path)+`"`) {
			t.Errorf("%q: status %d\n%s", path, got.status, got.text())
		}
		if s := state(t, site, old); s.TrashedAt.IsZero() || s.Latest != 1 {
			t.Errorf("%q: a refused address took it out of the trash", path)
		}
	}
	v.post(page(old)+"/put-back", "address", "other", "path", "/services/emdr-2").says("is back, at /services/emdr-2")
	if now := latest(t, site, old); now.Content.Path != "/services/emdr-2" || now.Number != 2 {
		t.Errorf("version %d is at %s", now.Number, now.Content.Path)
	}
	site.Publish(t, latest(t, site, old)) // nothing stands in its way
}

func TestTheTrashGivesBack(t *testing.T) {
	d := atWork(t)
	shown := d.post(d.at + "/trash")
	d.open("/admin").saysNot("Service one")
	d.open("/admin/trash").says("Service one", "Robin Field")
	d.undo(shown)
	d.open("/admin").says("Service one")
}
