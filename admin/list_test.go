package admin

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestTheStartPageSaysWhatNeedsALook(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	one := site.Service(t, "one", cmstest.Section("First", "one"))
	site.Publish(t, one)
	v.open("/admin").saysNot("You left off", "not live yet", "leads to")

	one.Content.Title = "Half written"
	if _, err := site.Editor().KeepWorking(t.Context(), site.Who, one.Document, one.Locale, cms.Hash{}, 1, one.Content); err != nil {
		t.Fatal(err)
	}
	lines := site.Record(t, "snippet", "Crisis lines", content.Fields{"body": "Call 988."})
	two := site.Service(t, "two", content.Block{Kind: "notice", Fields: content.Fields{"snippet": lines.Document.String()}})
	site.Publish(t, two)
	v.open("/admin").says("You left off on Half written", "Crisis lines is not live yet", "Service two leads to Crisis lines")

	kim := somebodyElse(t, site)
	if all, err := site.Editor().Unsaved(t.Context(), kim); err != nil || len(all) != 0 {
		t.Errorf("somebody else is told of it: %v, %v", all, err)
	}
}

func TestTheListIsNarrowedAndWidenedAgain(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	live := site.Service(t, "live")
	site.Publish(t, live)
	site.Service(t, "draft")
	rows := func(query string) string {
		t.Helper()
		list := find(v.open("/admin?"+query).parse(), func(n *html.Node) bool { return strings.HasPrefix(attribute(n, "class"), "list") && n.Data == "ul" })
		if list == nil {
			return ""
		}
		return textOf(list)
	}
	for query, want := range map[string][2]string{
		"state=live":                   {"Service live", "Service draft"},
		"state=not":                    {"Service draft", "Service live"},
		"q=draft":                      {"Service draft", "Service live"},
		"state=live&q=live":            {"Service live", "Service draft"},
		"by=" + site.Owner.ID.String(): {"Service live", "nobody"},
		"state=nonsense":               {"Service draft", "nobody"},
	} {
		if got := rows(query); !strings.Contains(got, want[0]) || strings.Contains(got, want[1]) {
			t.Errorf("%s lists %q", query, got)
		}
	}
	lines := site.Record(t, "snippet", "Crisis lines", content.Fields{"body": "When it cannot wait, **call 988** at any hour."})
	if got := rows("q=cannot+988+lines"); !strings.Contains(got, "When it cannot wait, call 988") || strings.Contains(got, "Service") {
		t.Errorf("a phrase of %s: %q", lines.Content.Title, got)
	}
	if got := rows("q=draft"); strings.Contains(got, "…") || strings.Contains(got, "Draft text") {
		t.Errorf("the title says it, and the text is shown: %q", got)
	}
	v.open("/admin?state=live").says("One page", "Live (show all again)")
	v.open("/admin?type=page").says("No page is like that")
}

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

func TestARemovedPartIsPutBackWhereItStood(t *testing.T) {
	d := atDesk(t)
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

func TestAPartIsCopiedToTheEndOfAnotherPage(t *testing.T) {
	d := atDesk(t)
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
