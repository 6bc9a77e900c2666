package admin

import (
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
	"practicecms/content/paste"
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
			form.Add(attribute(n, "name"), attribute(n, "value"))
		case n.Data == "option" && has(n, "selected"):
			form.Set(attribute(n.Parent, "name"), attribute(n, "value"))
		}
	}
	return form
}

// named is the n-th field of the form whose name begins so, such as "kind.".
func (a answer) named(prefix string, n int) string {
	a.t.Helper()
	for node := range a.parse().Descendants() {
		if name := attribute(node, "name"); strings.HasPrefix(name, prefix) {
			if n == 0 {
				return name
			}
			n--
		}
	}
	a.t.Fatalf("there are too few fields %q", prefix)
	return ""
}

// button is the value of the n-th button that begins so, such as "keep:".
func (a answer) button(prefix string, n int) string {
	a.t.Helper()
	for node := range a.parse().Descendants() {
		if value := attribute(node, "value"); node.Data == "button" && strings.HasPrefix(value, prefix) {
			if n == 0 {
				return value
			}
			n--
		}
	}
	a.t.Fatalf("there is no button %q", prefix)
	return ""
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
		says("nothing was lost", "Guessed, please check:", "Change to…", "Link “EMDR” to EMDR", "Later, in the editor This invitation has no button", " “Preparation”: a short line").saysNot("Please decide", "steps[")
	form, kind, link := shown.fields(), shown.named("kind.", 0), shown.named("link.", 0)
	form.Set(kind, "callout")
	form.Set("title", "Talking helps")
	form.Set(link, "1")
	form.Set("do", "look")
	again := v.paste(form).says("nothing was lost")
	if got := again.fields(); got.Get(kind) != "callout" || got.Get("title") != "Talking helps" || got.Get(link) != "1" {
		t.Errorf("looking again: got kind %q, title %q, link %q", got.Get(kind), got.Get("title"), got.Get(link))
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
	shown := v.paste(form).says("4 words in, 4 words out", "What was not taken over", "1 script", "Use only the plain text")
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
		"a\x00b":                        "It holds signs that are no letters",
		strings.Repeat("a", 20_000):     "That is longer than a page can be.",
		"A Heading Here\r\n\r\nText.\n": "nothing was lost",
	} {
		v.paste(url.Values{"type": {"service"}, "text": {text}}).says(want)
	}
	long := strings.Repeat("A line of words.\n", 3_000_000/17)
	if got := v.paste(url.Values{"type": {"service"}, "text": {long}}).says("That is longer than a page can be."); unixLines(got.fields().Get("text")) != long {
		t.Errorf("the answer holds %d bytes of the text that is too long, want %d", len(got.fields().Get("text")), len(long))
	}
	form := v.paste(url.Values{"type": {"service"}, "text": {pastedSample(t)}}).fields()
	form.Set("path", "Not An Address")
	form.Set("do", "save")
	if got := v.paste(form).says("starts with a slash"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong address: got status %d, want 422", got.status)
	}
	form.Set("text", "Another Text\n\nWith other words.") // decisions about one text do not hold for another
	form.Set("do", "look")
	form.Set(v.paste(form).named("kind.", 0), "quote")
	again := v.paste(form)
	if got := again.fields(); got.Get(again.named("kind.", 0)) != "section" || got.Get("path") == "Not An Address" {
		t.Errorf("another text: got kind %q and address %q", got.Get(again.named("kind.", 0)), got.Get("path"))
	}
}

// twoParts has two parts, of 5 and of 8 words.
const twoParts = "Finding Your Footing\n\nWe listen.\n\nWhat It Costs\n\nAsk us about a fee.\n"

func TestPasteLeavesOutWhatYouLeaveOut(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	shown := v.paste(url.Values{"type": {"service"}, "text": {twoParts}, "do": {"look"}}).says("13 words in, 13 words out: nothing was lost", "Leave this out")
	out, kind := shown.named("out.", 0), shown.named("kind.", 0)
	form := shown.fields()
	form.Set(out, "1")
	form.Set(kind, "quote")
	left := v.paste(form).says("13 words in, 8 kept, 5 left out by you", "We listen.")

	// Ticked back, the part is what it was.
	form = left.fields()
	if form.Get(out) == "" {
		t.Error("that the part is left out was forgotten")
	}
	form.Del(out)
	back := v.paste(form).says("nothing was lost").fields()
	if back.Get(kind) != "quote" {
		t.Errorf("the kind of a part that is kept again: got %q, want quote", back.Get(kind))
	}

	form.Set(out, "1")
	form.Set("title", "Costs")
	form.Set("do", "save")
	saved := v.paste(form).says("“Costs” is saved with what you kept.")
	page := created(t, site, "Costs")
	if len(page.Content.Blocks) != 1 || page.Content.Blocks[0].Fields["heading"] != "What It Costs" {
		t.Errorf("got %d blocks, the first %v; want only the one that was kept", len(page.Content.Blocks), page.Content.Blocks[0].Fields)
	}
	if page.Raw != twoParts {
		t.Errorf("the text as it was pasted: got %q", page.Raw)
	}
	v.undo(saved).says("is in the trash")

	form.Set(shown.named("out.", 1), "1")
	if got := v.paste(form).says("Every part is left out"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("nothing to save: got status %d, want 422", got.status)
	}
}

func TestPasteRemembersByWordsNotByPlace(t *testing.T) {
	blocks := func(bodies ...string) (out []content.Block) {
		for _, b := range bodies {
			out = append(out, content.Block{Kind: "section", Fields: content.Fields{"body": b}})
		}
		return out
	}
	m := content.Standard()
	before, after := partKeys(m, blocks("one", "two", "two")), partKeys(m, blocks("new", "one", "two", "two"))
	if !slices.Equal(before, after[1:]) {
		t.Errorf("a part came before the others: got keys %v, then %v", before, after)
	}
	if before[1] == before[2] {
		t.Error("two parts with the same words have one key")
	}
}

// framedPage is a page of a website with what stands around it: a menu of 3 words, a footer
// of 4, and a map.
const framedPage = `<nav><a href="/">Home</a> <a href="/about">About us</a></nav>
<h1>Walking Therapy</h1><p>We walk by the river.</p><iframe src="https://maps.example.com/embed?q=bridge"></iframe>
<footer><p>All rights reserved here</p></footer>`

func TestPasteProposesToLeaveOutAFrame(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	shown := v.paste(url.Values{"type": {"service"}, "html": {framedPage}, "text": {"Walking Therapy"}, "do": {"look"}}).
		says("14 words in, 7 kept, 7 left out as your website’s frame", "looks like a menu", "Home", "About us", "All rights reserved here", "3 words").
		saysNot("left out by you", "nothing was lost")
	keep := shown.button("keep:", 0)
	form := shown.fields()
	form.Set("do", keep)
	kept := v.paste(form).says("14 words in, 10 kept, 4 left out as your website’s frame", "3 words · kept", "Leave it out")
	form = kept.fields()
	if len(form["keep"]) != 1 {
		t.Errorf("what is kept travels in the form: got %q", form["keep"])
	}
	again := kept.fields()
	again.Set("do", kept.button("leave:", 0))
	v.paste(again).says("14 words in, 7 kept, 7 left out as your website’s frame")

	form.Set("title", "Walking")
	form.Set("do", "save")
	v.paste(form).says("“Walking” is saved with what you kept.")
	words := strings.Join(paste.BlockWords(content.Standard(), created(t, site, "Walking").Content.Blocks), " ")
	if !strings.Contains(words, "About us") || strings.Contains(words, "rights") {
		t.Errorf("saved: got %q, want the menu that was kept and not the footer", words)
	}
}

func TestPasteOffersALinkToWhatIsEmbedded(t *testing.T) {
	v := enter(t, cmstest.New(t))
	shown := v.paste(url.Values{"type": {"service"}, "html": {framedPage}, "text": {"Walking Therapy"}, "do": {"look"}}).says("Put a link to it")
	const link = `href="https://maps.example.com/embed?q=bridge"`
	if strings.Contains(shown.body, link) {
		t.Error("there is a link before somebody asked for it")
	}
	form := shown.fields()
	form.Set("do", shown.button("embed:", 0))
	put := v.paste(form).says("A link to it is on the page", "added for links").saysNot("Put a link to it")
	if !strings.Contains(put.body, link) {
		t.Error("the link was not put")
	}
	form = put.fields()
	form.Set("do", put.button("no-embed:", 0))
	if back := v.paste(form).says("Put a link to it"); strings.Contains(back.body, link) {
		t.Error("the link was not taken away")
	}
}

func TestPasteAsksWhetherTwoLinesAreOneHeading(t *testing.T) {
	v := enter(t, cmstest.New(t))
	const text = "How We Work\nTogether With You\nText is here, and it goes on.\n\nWhat It Costs\n\nAsk us."
	shown := v.paste(url.Values{"type": {"service"}, "text": {text}, "do": {"look"}}).says("Please decide", "One heading", "Two headings")
	costs := shown.named("out.", 2) // it stays left out when a part before it goes
	form := shown.fields()
	form.Set(costs, "1")
	form.Set("do", strings.ReplaceAll(shown.button("one:", 0), "\n", "\r\n")) // as a browser sends it
	one := v.paste(form).says("You decided “How We Work” and “Together With You” are one heading.", "How We Work Together With You").saysNot("Please decide")
	form = one.fields()
	if form.Get(costs) == "" {
		t.Error("another part was kept again by the answer")
	}
	form.Set("do", one.button("two:", 0))
	two := v.paste(form).says("You decided “How We Work” and “Together With You” are two headings.").saysNot("Please decide").fields()
	if len(two["one"]) != 0 || len(two["two"]) != 1 {
		t.Errorf("the form carries %q and %q, want the last answer", two["one"], two["two"])
	}
}

func TestPasteOffersASmallTableAsAList(t *testing.T) {
	v := enter(t, cmstest.New(t))
	const cell = "<td"
	form := url.Values{"type": {"page"}, "html": {"<h2>Fees</h2><table><tr><td>Individual</td><td>$150</td></tr><tr><td>Couples</td><td>$210</td></tr></table>"}, "do": {"look"}}
	shown := v.paste(form).says("This table is small enough to be a list.")
	if !strings.Contains(shown.body, cell) {
		t.Error("nobody said so, and it is no table")
	}
	key := "Individual $150 Couples $210"
	form = shown.fields()
	form.Set("do", "list:"+key)
	listed := v.paste(form).says("This table is a list now, as you said.", "5 words in, 5 words out")
	if strings.Contains(listed.body, cell) || !strings.Contains(listed.body, "<li") {
		t.Error("it is no list")
	}
	form = listed.fields()
	form.Set("do", "look")
	if still := v.paste(form); strings.Contains(still.body, cell) {
		t.Error("what was decided is forgotten")
	}
	form.Set("do", "table:"+key)
	if back := v.paste(form); !strings.Contains(back.body, cell) {
		t.Error("it can't be a table again")
	}
}

func TestPasteAsANewVersion(t *testing.T) {
	site := cmstest.New(t)
	old := content.Content{Path: "/services/finding-your-footing", Title: "Finding Your Footing", Fields: content.Fields{"summary": "Footing in town"}, Blocks: []content.Block{
		{Kind: "section", Fields: content.Fields{"heading": "Finding Your Footing", "body": "Once we did not listen."}},
		{Kind: "section", Fields: content.Fields{"heading": "Gone", "body": "This goes."}},
	}}
	first, err := site.Editor().Create(t.Context(), site.Who, cms.New{Type: "service", Locale: cmstest.Locale, Content: old})
	if err != nil {
		t.Fatal(err)
	}
	v := enter(t, site)
	const offer = "Make a new version of"
	elsewhere := v.paste(url.Values{"type": {"page"}, "text": {twoParts}, "do": {"look"}}).says("There is a page called “Finding Your Footing”", offer).fields()
	elsewhere.Set("title", "Losing it")
	v.paste(elsewhere).saysNot(offer)

	shown := v.paste(url.Values{"type": {"service"}, "text": {twoParts}, "do": {"look"}}).says("is at this web address already", "It is not live.", offer, "Save as a new page").saysNot("Save as a new version")
	site.Publish(t, first)
	form := shown.fields()
	v.paste(form).says("is at this web address already", "It is live.")
	form.Set("do", "into:"+first.Document.String())
	into := v.paste(form).says("This becomes a new version of", "stays as it is", "Save as a new version", "Save as a new page instead").saysNot("Save as a new page<")

	back := into.fields()
	back.Set("do", "into:")
	v.paste(back).says(offer, "Save as a new page")

	form = into.fields()
	form.Set("do", "save")
	saved := v.paste(form).says("This is a new version of “Finding Your Footing”. The earlier text is in Earlier versions.")
	now, err := site.Editor().Latest(t.Context(), site.Who, first.Document, first.Locale)
	if err != nil {
		t.Fatal(err)
	}
	if now.Number != 2 || now.Origin != content.OriginPasted || now.Raw != twoParts {
		t.Errorf("got version %d, origin %q, raw %q", now.Number, now.Origin, now.Raw)
	}
	if now.Content.Path != old.Path || now.Content.Fields["summary"] != "Footing in town" {
		t.Errorf("the address or what search engines are told went: %q, %v", now.Content.Path, now.Content.Fields)
	}
	if len(now.Content.Blocks) != 2 || now.Content.Blocks[0].ID != first.Content.Blocks[0].ID || now.Content.Blocks[1].ID.IsZero() {
		t.Errorf("the part with the same heading is another part now: %v", now.Content.Blocks)
	}
	state, err := site.Editor().State(t.Context(), site.Who, first.Document, first.Locale)
	if err != nil || state.Live != 1 {
		t.Errorf("live: got version %d (%v), want 1 still", state.Live, err)
	}
	v.open("/admin/d/" + first.Document.String() + "/versions").says("Pasted a new text: ")

	v.undo(saved).says("Undone. The text that you took back is in Earlier versions.")
	if now, err = site.Editor().Latest(t.Context(), site.Who, first.Document, first.Locale); err != nil || !now.Content.Equal(first.Content) {
		t.Errorf("undone: got %v (%v)", now.Content, err)
	}
}

func TestPasteAsANewVersionIsNotLinkedToItself(t *testing.T) {
	site := cmstest.New(t)
	page := content.Content{Path: "/services/finding-your-footing", Title: "Footing Talks"}
	first, err := site.Editor().Create(t.Context(), site.Who, cms.New{Type: "service", Locale: cmstest.Locale, Content: page})
	if err != nil {
		t.Fatal(err)
	}
	site.Publish(t, first)
	v := enter(t, site)
	const offer = "Link “Footing Talks” to Footing Talks"
	form := v.paste(url.Values{"type": {"service"}, "text": {twoParts + "\nFooting Talks take time.\n"}, "do": {"look"}}).says(offer).fields()
	form.Set("do", "into:"+first.Document.String())
	v.paste(form).says("This becomes a new version of").saysNot(offer)
}

func TestANewVersionKeepsThePagesTitleUnlessAnotherIsTyped(t *testing.T) {
	site := cmstest.New(t)
	first, err := site.Editor().Create(t.Context(), site.Who, cms.New{Type: "service", Locale: cmstest.Locale, Content: content.Content{Path: "/services/couples-work", Title: "Couples Work"}})
	if err != nil {
		t.Fatal(err)
	}
	v := enter(t, site)
	text := url.Values{"type": {"service"}, "text": {twoParts}, "do": {"look"}}
	for _, c := range []struct{ about, before, after, want string }{
		{"nothing is typed", "", "", "Couples Work"},
		{"one is typed before", "Work for Two", "", "Work for Two"},
		{"one is typed after", "", "Work for Both", "Work for Both"},
	} {
		form := v.paste(text).fields()
		if c.before != "" {
			form.Set("title", c.before)
		}
		form.Set("do", "into:"+first.Document.String())
		form = v.paste(form).fields()
		if back := maps.Clone(form); c.before+c.after == "" {
			back.Set("do", "into:")
			if title := v.paste(back).fields().Get("title"); title != "Finding Your Footing" {
				t.Errorf("as a page of its own again, the title is %q", title)
			}
		}
		if c.after != "" {
			form.Set("title", c.after)
		}
		form.Set("do", "save")
		v.paste(form).says("This is a new version of “").saysNot("This is a new version of “Finding Your Footing")
		now, err := site.Editor().Latest(t.Context(), site.Who, first.Document, first.Locale)
		if err != nil || now.Content.Title != c.want || now.Content.Path != "/services/couples-work" {
			t.Errorf("%s: it is called %q at %q (%v), want %q", c.about, now.Content.Title, now.Content.Path, err, c.want)
		}
	}
}

func TestPasteAsANewVersionIsNotForEveryPage(t *testing.T) {
	site := cmstest.New(t)
	page := content.Content{Path: "/services/finding-your-footing", Title: "Finding Your Footing"}
	first, err := site.Editor().Create(t.Context(), site.Who, cms.New{Type: "service", Locale: cmstest.Locale, Content: page})
	if err != nil {
		t.Fatal(err)
	}
	v := enter(t, site)
	form := v.paste(url.Values{"type": {"service"}, "text": {twoParts}, "do": {"look"}}).fields()

	working := page
	working.Title = "Something unsaved"
	if _, err := site.Editor().KeepWorking(t.Context(), site.Who, first.Document, first.Locale, content.Hash{}, 1, working); err != nil {
		t.Fatal(err)
	}
	form.Set("do", "into:"+first.Document.String())
	unsaved := v.paste(form).says("that are not saved").fields()
	unsaved.Set("do", "save")
	if got := v.paste(unsaved).says("Save them first"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("over edits that are not saved: got status %d, want 422", got.status)
	}

	if err := site.Editor().Trash(t.Context(), site.Who, first.Document); err != nil {
		t.Fatal(err)
	}
	v.paste(form).says("in the trash has this web address", "Save as a new page").saysNot("Make a new version")
	form.Set("do", "into:no-such-page")
	v.paste(form).says("Save as a new page")
}

func TestPasteReadsAFileAsItIsWritten(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	text := "Fees\n\n# of sessions: *five*\n"
	for format, want := range map[string]string{"markdown": "of sessions: five", "text": "# of sessions: *five*"} {
		got := v.paste(url.Values{"type": {"page"}, "format": {format}, "text": {text}, "do": {"look"}})
		shown := find(got.parse(), func(n *html.Node) bool { return attribute(n, "class") == "result" })
		if !strings.Contains(textOf(shown), want) {
			t.Errorf("%s: got %q, want %q in it", format, textOf(shown), want)
		}
		if carried := got.fields().Get("format"); carried != format {
			t.Errorf("the form carries format %q, want %q", carried, format)
		}
	}
	if got := v.paste(url.Values{"type": {"page"}, "format": {"nonsense"}, "text": {text}, "do": {"look"}}); got.status != http.StatusOK {
		t.Errorf("an unknown format: got status %d, want 200", got.status)
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
