package admin

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// link is what the screen shows once after a link was made.
func (a answer) link() string {
	a.t.Helper()
	input := find(a.parse(), func(n *html.Node) bool { return attribute(n, "id") == "link" })
	if input == nil {
		a.t.Fatal("there is no link on the screen")
	}
	_, path, _ := strings.Cut(attribute(input, "value"), "://")
	return path[strings.Index(path, "/"):]
}

func TestAPreviewIsSharedReadAndEnded(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	one := site.Service(t, "one", cmstest.Section("First", "what a stranger may read"))
	made := v.post(page(one)+"/share", "version", "1", "days", "7").says("We show it this once")
	link := made.link()
	one.Content.Title = "Written later"
	site.Save(t, one)

	stranger := &visitor{t: t, site: site, handler: v.handler, cookies: map[string]string{}}
	shown := stranger.open(link).says("what a stranger may read", "It is not the live page").saysNot("Written later", "Robin Field", "Sign out")
	if strings.Contains(shown.body, "/admin/d/") || strings.Contains(shown.body, `name="token"`) || len(stranger.cookies) != 0 {
		t.Errorf("a stranger gets more than the page: %v\n%s", stranger.cookies, shown.body)
	}
	v.open(link).saysNot("Robin Field") // nor does somebody who is signed in get more
	for _, other := range []string{"/preview/", "/preview/x", link + "x", link[:len(link)-1]} {
		if got := stranger.send("GET", other, nil); got.status != http.StatusNotFound || strings.Contains(got.body, "stranger may read") {
			t.Errorf("%s: %d", other, got.status)
		}
	}

	list := v.open(page(one)+"/preview").says("Links that work now", "Version 1, until").saysNot(link)
	form := find(list.parse(), func(n *html.Node) bool { return strings.HasSuffix(attribute(n, "action"), "/end") })
	v.post(attribute(form, "action")).says("That link has ended").saysNot("Links that work now")
	if got := stranger.send("GET", link, nil); got.status != http.StatusNotFound {
		t.Errorf("ended, it answers %d", got.status)
	} else {
		got.says("This link has ended", "Ask whoever sent it")
	}
	v.open("/admin/activity").says("made a link to version 1", "ended a link to version 1")
}

func TestWhatIsNotSavedIsNotSharedAndThePreviewSaysSo(t *testing.T) {
	d := atWork(t)
	at := page(d.page) + "/preview?working=1"
	d.open(at).says("Share this preview").saysNot("You have changes that are not saved")
	w := look(d.visitor, d.page)
	w.typeInto(0, "body", "not saved yet")
	w.send("keep")
	d.open(at).says("not saved yet", "You have changes that are not saved", "as it was saved last, today")
	link := d.post(page(d.page)+"/share", "version", "1", "days", "7").link()
	d.open(link).saysNot("not saved yet")
}

func TestASharedPageShowsRecordsAsTheyAreLive(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	lines := site.Record(t, "snippet", "Crisis lines", content.Fields{"body": "Call 988."})
	one := site.Service(t, "one", content.Block{Kind: "notice", Fields: content.Fields{"snippet": lines.Document.String()}})
	link := v.post(page(one)+"/share", "version", "1", "days", "1").link()
	v.open(link).saysNot("Call 988.") // it is not live
	site.Publish(t, lines)
	v.open(link).says("Call 988.").saysNot("Shared text:")
}

func TestTheOwnSiteIsOpenedWithALinkOfItsOwn(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	one := site.Service(t, "one")
	v.open(page(one) + "/preview").saysNot("Open on your site")
	practice, _ := site.Practice(t.Context())
	settings, err := site.Editor().Latest(t.Context(), site.Who, practice.Document, practice.Locale)
	if err != nil {
		t.Fatal(err)
	}
	settings.Content.Fields["previewURL"] = "https://front.example/draft?p={path}&t={token}"
	site.Publish(t, site.Save(t, settings))
	v.open(page(one) + "/preview").says("Open on your site")
	got := v.send("POST", page(one)+"/on-site", map[string][]string{"version": {"1"}})
	token, ok := strings.CutPrefix(got.to, "https://front.example/draft?p=%2Fservices%2Fone&t=")
	if got.status != http.StatusSeeOther || !ok {
		t.Fatalf("%d to %s", got.status, got.to)
	}
	if page, link, err := site.Preview().Open(t.Context(), token); err != nil || page.ID != one.Document || link.Until.Sub(site.Clock.Now()) != time.Hour {
		t.Errorf("%v until %v, %v", page.ID, link.Until, err)
	}
}

// TestOnlyAHostGoesIntoThePolicy: what is saved now is checked, but a practice may
// have saved something else before.
func TestOnlyAHostGoesIntoThePolicy(t *testing.T) {
	site := cmstest.New(t)
	one := site.Service(t, "one")
	practice, _ := site.Practice(t.Context())
	settings, err := site.Editor().Latest(t.Context(), site.Who, practice.Document, practice.Locale)
	if err != nil {
		t.Fatal(err)
	}
	settings.Content.Fields["previewURL"] = "https://a;sandbox;report-uri/{path}{token}"
	if _, err := site.Editor().Save(t.Context(), site.Who, cms.Save{Document: practice.Document, Locale: practice.Locale, Base: 1, Content: settings.Content}); !errors.Is(err, content.ErrInvalid) {
		t.Errorf("saving it: got %v, want ErrInvalid", err)
	}
	lax := content.Standard() // the model before the address was checked
	for i, typ := range lax.Types {
		for j := range typ.Fields {
			lax.Types[i].Fields[j].Preview = false
		}
	}
	site.Reopen(t, lax)
	site.Publish(t, site.Save(t, settings))
	site.Reopen(t, nil)
	v := enter(t, site)
	got := v.request("GET", page(one)+"/preview", "", "Sec-Fetch-Site", "same-origin")
	if csp := got.Header.Get("Content-Security-Policy"); csp != policy {
		t.Errorf("the policy is %s", csp)
	}
	v.open(page(one) + "/preview").saysNot("Open on your site")
	v.post(page(one)+"/on-site", "version", "1").says("Mend your site’s preview address")
}
