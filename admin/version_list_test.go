package admin

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"net/url"

	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestTheHistoryIsToldByDay(t *testing.T) {
	site, first, _ := lived(t)
	v := enter(t, site)
	v.post(page(first)+"/restore", "version", "1", "block", first.Content.Blocks[0].ID.String())
	shown := v.open(page(first)+"/versions").says("Today", "Yesterday", "Brought back “Preparation” from yesterday", "Live now, since yesterday", "You", "Bring this back…", "Compare any two")
	if n := strings.Count(shown.body, "Look at it"); n != 3 {
		t.Errorf("got %d versions, want 3", n)
	}
	for i := range versionsOnPage {
		now := latest(t, site, first)
		now.Content.Title = "Title " + strconv.Itoa(i)
		site.Save(t, now)
	}
	v.open(page(first) + "/versions").says("Older versions").saysNot("Started it")
	v.open(page(first)+"/versions?before=4").says("Started it", "Back to the newest").saysNot("Older versions")
	if got := v.send("GET", page(first)+"/versions?before=x", nil); got.status != http.StatusNotFound {
		t.Errorf("before=x: got status %d, want 404", got.status)
	}
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
