package admin

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestARehearsalChangesNothingAndSaysWhatIsNotGoodAnyMore(t *testing.T) {
	site := cmstest.New(t)
	gone := site.Service(t, "gone", cmstest.Section("Gone", "x"))
	site.Publish(t, gone)
	page1 := site.Service(t, "emdr", cmstest.Section("Fees", "One hour costs $150. See [more](/services/gone)."), cmstest.Section("Other", "stays"))
	next := page1
	next.Content.Blocks = []content.Block{{ID: page1.Content.Blocks[0].ID, Kind: "section", Fields: content.Fields{"heading": "Fees", "body": "One hour costs $165."}}, page1.Content.Blocks[1]}
	site.Save(t, next)
	if err := site.Editor().Trash(t.Context(), site.Who, gone.Document); err != nil {
		t.Fatal(err)
	}
	v := enter(t, site)
	at := page(page1)
	fees := page1.Content.Blocks[0].ID.String()
	v.open(at+"/bring-back?version=1&block="+fees).says(
		"Bring back “Fees” as it was", "What would change on your page", "a link leads to /services/gone, which is not on your site any more",
		"it says $150. Today’s text does not", "Bring it back", "Nothing is lost")
	if s := state(t, site, page1); s.Latest != 2 {
		t.Fatalf("looking wrote version %d", s.Latest)
	}
	v.post(at+"/restore", "version", "1", "block", fees).says("“Fees” is back as it was")
	if now := latest(t, site, page1); now.RestoredFrom != 1 || !strings.Contains(now.Content.Blocks[0].Fields["body"].(string), "$150") {
		t.Errorf("version %d says %v", now.Number, now.Content.Blocks[0].Fields)
	}
	v.open(at + "/bring-back?version=3").says("It is so already").saysNot("Bring it back")
	for _, wrong := range []string{"version=9", "version=x", "version=1&block=x", "pick=x:1", "pick=" + fees + ":0", "pick=" + fees + ":9"} {
		if got := v.send("GET", at+"/bring-back?"+wrong, nil); got.status != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", wrong, got.status)
		}
		q, _ := url.ParseQuery(wrong)
		if got := v.send("POST", at+"/restore", q); got.status != http.StatusNotFound {
			t.Errorf("POST %s: status %d, want 404", wrong, got.status)
		}
	}
}
