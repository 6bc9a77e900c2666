package admin

import (
	"net/url"
	"testing"
	"time"
)

func TestARemovedPartIsPutBackWhereItStood(t *testing.T) {
	d := atWork(t)
	d.open(d.at + "/removed").says("Nothing was ever removed")
	second := d.id(1)
	d.do("", "remove:"+second)
	d.open(d.at+"/removed").says("You took it off, and have not saved that yet", "Second")
	d.do("", "save")
	d.site.Clock.Advance(time.Minute)
	d.open(d.at+"/removed").says("You took it off today", "two")

	shown := d.post(d.at+"/removed", "block", second).says("“Second” is back on your page")
	if got := headings(d.working()); got != "First, Second, Third" {
		t.Errorf("it stands as %s", got)
	}
	latest, _ := d.site.Editor().Latest(t.Context(), d.site.Who, d.page.Document, d.page.Locale)
	if headings(latest.Content) != "First, Third" {
		t.Errorf("it was saved at once: %s", headings(latest.Content))
	}
	d.post(d.at+"/removed", "block", second).says("It is on the page already")
	d.undo(shown)
	d.open(d.at + "/removed").says("Second")
	if got := d.send("POST", d.at+"/removed", url.Values{"block": {"0190a000-0000-7000-8000-000000000001"}}); got.status != 404 {
		t.Errorf("a part that never was: %d", got.status)
	}
}
