package admin

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
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

func TestAPageIsPutTogetherFromSeveralVersions(t *testing.T) {
	site := cmstest.New(t)
	first := site.Service(t, "emdr", cmstest.Section("One", "first of one"), cmstest.Section("Two", "first of two"), cmstest.Section("Three", "never changed"))
	change := func(v cms.Version, block int, text string) cms.Version {
		blocks := append([]content.Block{}, v.Content.Blocks...)
		blocks[block].Fields = content.Fields{"heading": blocks[block].Fields["heading"], "body": text}
		v.Content.Blocks = blocks
		return site.Save(t, v)
	}
	v2 := change(first, 0, "second of one")
	change(v2, 1, "second of two")
	v := enter(t, site)
	at := page(first)
	v.open(at+"/put-together").says("“One”", "first of one", "second of one", "“Two”", "first of two", "As it is now").saysNot("never changed")
	one, two := first.Content.Blocks[0].ID.String(), first.Content.Blocks[1].ID.String()
	shown := v.open(at+"/bring-back?pick-0="+one+":1&pick-1="+two+":2&pick-2=").says("Bring back 2 parts", "Section “One” · edited", "Section “Two” · edited")
	for _, pick := range []string{one + ":1", two + ":2"} {
		if !strings.Contains(shown.body, `name="pick" value="`+pick+`"`) {
			t.Errorf("the form does not send %s", pick)
		}
	}
	if got := v.send("POST", at+"/restore", url.Values{"pick": {one + ":1", two + ":2"}}); got.status != http.StatusSeeOther {
		t.Fatalf("status %d", got.status)
	}
	v.open(at).says("2 parts are back as they were.")
	now := latest(t, site, first)
	if now.Content.Blocks[0].Fields["body"] != "first of one" || now.Content.Blocks[1].Fields["body"] != "first of two" || len(now.Picks) != 2 {
		t.Errorf("got %v", now.Content.Blocks)
	}
	v.open(at + "/versions").says("Put together from earlier versions: “One”, “Two”")
	v.send("GET", at+"/bring-back?pick-0=&pick-1=", nil)
	v.open(at + "/put-together").says("Choose at least one earlier text first")
}

func TestVersionsAreNamedFilteredAndGathered(t *testing.T) {
	site := cmstest.New(t)
	now := site.Service(t, "emdr", cmstest.Section("One", "1"), cmstest.Section("Two", "2"))
	save := func(block int, text string) {
		blocks := append([]content.Block{}, now.Content.Blocks...)
		blocks[block].Fields = content.Fields{"heading": blocks[block].Fields["heading"], "body": text}
		now.Content.Blocks = blocks
		site.Clock.Advance(time.Minute)
		now = site.Save(t, now)
	}
	for _, text := range []string{"a", "b", "c", "d"} {
		save(0, text)
	}
	save(1, "the last")
	v := enter(t, site)
	at := page(now)
	v.open(at+"/versions").says("4 saves in a row", "4:01 pm to 4:04 pm", "Show each of them")
	v.post(at+"/versions/3/name", "name", "before the  new prices", "note", "as agreed").says("The version is called “before the new prices”.")
	v.open(at+"/versions").says("“before the new prices”", "as agreed").saysNot("saves in a row")
	v.open(at + "/versions/3").says("before the new prices")
	v.open(at + "/versions?named=1").says("“before the new prices”").saysNot("Started it")
	v.open(at + "/versions?part=" + now.Content.Blocks[1].ID.String()).says("Changed a paragraph in “Two”").saysNot("Changed a paragraph in “One”")
	v.open(at+"/versions?live=1").says("No version is like that", "Show all")
	v.open(at + "/versions?by=" + site.Owner.ID.String()).says("Started it")
	v.post(at+"/versions/3/name", "name", "", "note", "").says("The version has no name now.")
	if got := v.send("POST", at+"/versions/99/name", url.Values{"name": {"x"}}); got.status != http.StatusNotFound {
		t.Errorf("naming what is not there: status %d", got.status)
	}
}

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
