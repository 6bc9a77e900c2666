package admin

import (
	"net/url"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
)

func TestChosenPagesGoLiveTogetherAndOneThatCannotKeepsNoneBack(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	one, two := site.Service(t, "one"), site.Service(t, "two")
	taken := site.Service(t, "taken")
	site.Publish(t, taken)
	three := site.Service(t, "three")
	three.Content.Path = taken.Content.Path
	three = site.Save(t, three)
	v.open("/admin/put-live?d="+one.Document.String()+"&d="+three.Document.String()+"&d=nonsense").says("Put 2 pages live", "It is new to readers", "Another page is live at its web address")

	// Somebody saves meanwhile: the versions on the screen are what goes live.
	two.Content.Title = "Later"
	site.Save(t, two)
	form := url.Values{"page": {one.Document.String() + ":1", two.Document.String() + ":1", three.Document.String() + ":2"}}
	v.send("POST", "/admin/put-live", form)
	v.open("/admin").says("2 pages are live.", "because another page is live at its web address")
	for _, c := range []struct {
		v    cms.Version
		live uint64
	}{{one, 1}, {two, 1}, {three, 0}} {
		if state, err := site.Editor().State(t.Context(), site.Who, c.v.Document, c.v.Locale); err != nil || state.Live != c.live {
			t.Errorf("%s: live %d, %v", c.v.Content.Title, state.Live, err)
		}
	}
	v.post("/admin/put-live").says("0 pages are live.")
}
