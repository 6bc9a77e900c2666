package admin

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"golang.org/x/net/html"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// edited is a version in which one field of a block says something else.
func edited(v cms.Version, block int, field, text string) cms.Version {
	v.Content.Blocks = append([]content.Block(nil), v.Content.Blocks...)
	fields := content.Fields{}
	for name, value := range v.Content.Blocks[block].Fields {
		fields[name] = value
	}
	fields[field] = text
	v.Content.Blocks[block].Fields = fields
	return v
}

func searchedFor(words string, of ...cms.Version) string {
	q := url.Values{"q": {words}}
	for _, v := range of {
		q.Set("d", v.Document.String())
	}
	return "/admin/said?" + q.Encode()
}

func TestWhenSomethingWasSaidIsToldInSentences(t *testing.T) {
	site := cmstest.New(t)
	one := site.Service(t, "one", cmstest.Section("First", "hello"), cmstest.Section("Hours", "We are **open** on Fridays."))
	other := site.Service(t, "two", cmstest.Section("Elsewhere", "Open on Fridays too."))
	site.Publish(t, one) // 2 March, 4:00 pm
	site.Clock.Advance(48 * time.Hour)
	next := site.Save(t, edited(one, 1, "body", "We are closed."))
	site.Publish(t, next)
	v := enter(t, site)

	v.open("/admin").says("Search earlier versions too")
	v.open("/admin?q=nobody").says("Nothing says that", "Search earlier versions too")
	v.open("/admin/said").says("Every word that was ever saved").saysNot("We never said that")
	all := v.open(searchedFor("open  on FRIDAYS")).says(
		"2 times", "Service one", "“Hours”", "open on Fridays", "First said by you on 2 March, version 1.", "Gone since 4 March (you).",
		"Readers saw it from 2 March 2026, 4:00 pm to 4 March 2026, 4:00 pm.", "Look at that version", "What changed when it went", "Bring this part back",
		"Service two", "It still says so.", "Never live: no reader saw it.", "In the draft",
	).saysNot("hello", "We are closed.", "Readers see it now")
	back := find(all.parse(), func(n *html.Node) bool { return n.Data == "form" && attribute(n, "action") == page(one)+"/restore" })
	v.sends(back).says("“Hours” is back as it was")
	v.open(searchedFor("open on Fridays", one)).says("2 times", "In the draft", "version 3.")

	v.open(page(one) + "/versions").says("When did we say that?")
	v.open(searchedFor("open on Fridays", other)).says("Once", "Service two", "Search everything").saysNot("“Hours”")
	v.open(searchedFor("open on Mondays")).says("We never said that").saysNot("Search everything", "First said")
	v.open(searchedFor("o")).says("Give three characters or more.").saysNot("We never said that")
	if got := v.send("GET", "/admin/said?q=open&d=nonsense", nil); got.status != http.StatusNotFound {
		t.Errorf("in a page that is none: status %d", got.status)
	}
}

// What an editor may not open is not shown to them, and they are not told that it is nowhere.
func TestAnEditorIsToldThatTheSettingsAreNotLookedThrough(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	name := site.Settings(t).Content.Title
	v.open(searchedFor(name)).says("Once", name).saysNot("settings are looked through for owners only")
	v.open(searchedFor("open on Mondays")).saysNot("settings are looked through for owners only")
	v.editor().open(searchedFor(name)).says("No page ever said that", "settings are looked through for owners only").saysNot("We never said that", "First said")
}
