package admin

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// pastedSample is the page that the tests of package paste paste.
func pastedSample(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../content/paste/testdata/sample.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// fields reads the inputs of the form on a page, as a browser would send them.
func (a answer) fields() url.Values {
	form := url.Values{}
	within := find(a.parse(), func(n *html.Node) bool { return n.Data == "form" && attribute(n, "id") == "paste" })
	if within == nil {
		a.t.Fatal("there is no paste form")
	}
	has := func(n *html.Node, name string) bool {
		for _, at := range n.Attr {
			if at.Key == name {
				return true
			}
		}
		return false
	}
	for n := range within.Descendants() {
		switch {
		case n.Data == "textarea":
			text := ""
			if n.FirstChild != nil {
				text = n.FirstChild.Data
			}
			form.Set(attribute(n, "name"), strings.ReplaceAll(text, "\n", "\r\n")) // as forms do
		case n.Data == "input" && (attribute(n, "type") == "checkbox" || attribute(n, "type") == "radio") && !has(n, "checked"):
		case n.Data == "input":
			form.Set(attribute(n, "name"), attribute(n, "value"))
		case n.Data == "option" && has(n, "selected"):
			form.Set(attribute(n.Parent, "name"), attribute(n, "value"))
		}
	}
	return form
}

func (v *visitor) paste(form url.Values) answer {
	v.t.Helper()
	got := v.send("POST", "/admin/paste", form)
	if got.status == http.StatusSeeOther {
		return v.open(got.to)
	}
	return got
}

// created is the one document whose title is such.
func created(t *testing.T, site *cmstest.Site, title string) cms.Version {
	t.Helper()
	items, err := site.Editor().List(t.Context(), site.Who, cms.Filter{Locale: cmstest.Locale})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range items {
		if i.Title == title {
			v, err := site.Editor().Latest(t.Context(), site.Who, i.Document, i.Locale)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
	}
	t.Fatalf("there is no document called %q", title)
	return cms.Version{}
}

func TestPasteLookChangeAndSave(t *testing.T) {
	site := cmstest.New(t)
	linked, err := site.Editor().Create(t.Context(), site.Who, cms.New{Type: "service", Locale: cmstest.Locale, Content: content.Content{Path: "/services/emdr", Title: "EMDR"}})
	if err != nil {
		t.Fatal(err)
	}
	site.Publish(t, linked)
	v := enter(t, site)
	v.open("/admin/paste").says("Paste the text of your page")

	text := strings.Replace(pastedSample(t), "a call.", "a call about EMDR.", 1)
	shown := v.paste(url.Values{"type": {"service"}, "text": {strings.ReplaceAll(text, "\n", "\r\n")}, "do": {"look"}}).
		says("nothing was lost", "Guessed, please check:", "Change to…", "Link “EMDR” to EMDR", "Please decide")
	form := shown.fields()
	form.Set("kind.0", "callout")
	form.Set("title", "Talking helps")
	form.Set("link.0", "1")
	form.Set("do", "look")
	again := v.paste(form).says("nothing was lost")
	if got := again.fields(); got.Get("kind.0") != "callout" || got.Get("title") != "Talking helps" || got.Get("link.0") != "1" {
		t.Errorf("looking again: got kind %q, title %q, link %q", got.Get("kind.0"), got.Get("title"), got.Get("link.0"))
	}
	form = again.fields()
	form.Set("do", "save")
	saved := v.paste(form).says("“Talking helps” is saved with all of its words. It is not live yet.")

	page := created(t, site, "Talking helps")
	if page.Origin != content.OriginPasted || page.Raw != text {
		t.Errorf("got origin %q and raw text %q", page.Origin, page.Raw)
	}
	if page.Content.Blocks[0].Kind != "callout" {
		t.Errorf("the first block: got %s", page.Content.Blocks[0].Kind)
	}
	last := page.Content.Blocks[len(page.Content.Blocks)-1].Fields["body"].(string)
	if want := "[EMDR](document:" + linked.Document.String() + ")"; !strings.Contains(last, want) {
		t.Errorf("the link: got %q, want %q in it", last, want)
	}
	v.open("/admin/d/"+page.Document.String()+"/versions/1").says("The text as it was pasted", "- Sadness that has not lifted")
	v.undo(saved).says("is in the trash")
}

func TestPasteOfFormattedText(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	form := url.Values{"type": {"page"}, "text": {"About us We listen"}, "html": {"<h1>About us</h1><p>We <a href='https://example.org'>listen</a><script>alert(1)</script></p>"}, "do": {"look"}}
	shown := v.paste(form).says("4 words in, 4 words out", "What was not taken over", "script", "Use only the plain text")
	if !strings.Contains(shown.body, `href="https://example.org"`) {
		t.Error("the link was not taken over")
	}
	form.Set("plain", "1")
	if plain := v.paste(form); strings.Contains(plain.body, `href="https://example.org"`) {
		t.Error("the plain text has a link")
	}
}

func TestPasteFaults(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	for text, want := range map[string]string{
		" \r\n ":                        "There are no words yet.",
		"a\x00b":                        "This is a file of another kind",
		strings.Repeat("a", 20_000):     "That is longer than a page can be.",
		"A Heading Here\r\n\r\nText.\n": "nothing was lost",
	} {
		v.paste(url.Values{"type": {"service"}, "text": {text}}).says(want)
	}
	form := v.paste(url.Values{"type": {"service"}, "text": {pastedSample(t)}}).fields()
	form.Set("path", "Not An Address")
	form.Set("do", "save")
	if got := v.paste(form).says("starts with a slash"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong address: got status %d, want 422", got.status)
	}
	form.Set("text", "Another Text\n\nWith other words.") // decisions about one text do not hold for another
	form.Set("do", "look")
	form.Set("kind.0", "quote")
	if got := v.paste(form).fields(); got.Get("kind.0") != "section" || got.Get("path") == "Not An Address" {
		t.Errorf("another text: got kind %q and address %q", got.Get("kind.0"), got.Get("path"))
	}
}

func TestPasteOffersLinksOnlyToPages(t *testing.T) {
	site := cmstest.New(t)
	person, err := site.Editor().Create(t.Context(), site.Who, cms.New{Type: "practitioner", Locale: cmstest.Locale, Content: content.Content{Title: "Yesenia Cruz"}})
	if err != nil {
		t.Fatal(err)
	}
	site.Publish(t, person)
	enter(t, site).paste(url.Values{"type": {"service"}, "text": {"A Heading\n\nYesenia will take time. She is here."}}).
		says("“Yesenia” may be Yesenia Cruz.").saysNot("Link “Yesenia”")
}
