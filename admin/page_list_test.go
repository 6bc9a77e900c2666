package admin

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestListsFindWordsInTexts(t *testing.T) {
	d := atWork(t)
	d.open("/admin?q=three").says("Service one")
	d.open("/admin?q=elephant").saysNot("/services/one").says("Nothing says that")
}

func TestTheStartPageSaysWhatNeedsALook(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	one := site.Service(t, "one", cmstest.Section("First", "one"))
	site.Publish(t, one)
	v.open("/admin").saysNot("You left off", "not live yet", "leads to")

	one.Content.Title = "Half written"
	if _, err := site.Editor().KeepWorking(t.Context(), site.Who, one.Document, one.Locale, content.Hash{}, 1, one.Content); err != nil {
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
