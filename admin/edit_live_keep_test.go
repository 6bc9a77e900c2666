package admin

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// window is one browser window with the live editor: what it shows, and what it
// thinks the server has.
type window struct {
	*visitor
	at   string
	page liveText
	base uint64
	seen string
	from string
}

// look opens the editor in a new window.
func look(v *visitor, page cms.Version) *window {
	v.t.Helper()
	at := "/admin/d/" + page.Document.String()
	shown := v.open(at)
	start := strings.Index(shown.body, `id="live">`)
	if start < 0 {
		v.t.Fatal("the page holds no data for the live editor")
	}
	raw, _, _ := strings.Cut(shown.body[start+len(`id="live">`):], "</script>")
	var data liveData
	if err := json.Unmarshal([]byte(raw), &data); err != nil {
		v.t.Fatal(err)
	}
	w := &window{visitor: v, at: at, page: *data.Content, base: data.Base, seen: data.Seen}
	w.from = w.json()
	return w
}

func (w *window) json() string {
	b, err := json.Marshal(w.page)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(b)
}

// send does what the script does: once more with from, when the server has moved on.
func (w *window) send(what string, more ...string) (liveAnswer, int) {
	w.t.Helper()
	form := url.Values{"base": {strconv.FormatUint(w.base, 10)}, "seen": {w.seen}, "content": {w.json()}}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	got := w.ask("POST", w.at+"/live/"+what, form)
	if got.status == 409 {
		form.Set("from", w.from)
		got = w.ask("POST", w.at+"/live/"+what, form)
	}
	var a liveAnswer
	if err := json.Unmarshal([]byte(got.body), &a); err != nil {
		w.t.Fatalf("%s answers %d %s", what, got.status, got.body)
	}
	if got.status == 200 {
		w.base, w.seen = a.Base, a.Seen
		if a.Content != nil {
			w.page = *a.Content
		}
		w.from = w.json()
	}
	return a, got.status
}

func (w *window) typeInto(block int, field, text string) {
	fields := content.Fields{}
	for name, v := range w.page.Blocks[block].Fields {
		fields[name] = v
	}
	fields[field] = text
	w.page.Blocks[block].Fields = fields
}

func (w *window) says(block int, field string) any { return w.page.Blocks[block].Fields[field] }

// somebodyElse is another editor of the practice.
func somebodyElse(t *testing.T, site *cmstest.Site) cms.Actor {
	t.Helper()
	kim, err := site.Editor().AddPerson(t.Context(), site.Who, access.NewPerson{Name: "Kim Lake", Role: cms.RoleEditor})
	if err != nil {
		t.Fatal(err)
	}
	return kim.Actor()
}

func TestTypingIsKeptAndSavedWithoutLeavingThePage(t *testing.T) {
	d := atWork(t)
	w := look(d.visitor, d.page)
	w.typeInto(1, "body", "two, typed *live*")
	a, _ := w.send("keep")
	if b := d.working().Blocks[1]; b.Fields["body"] != "two, typed *live*" || !a.Working || a.Base != 1 {
		t.Fatalf("kept %v, answered %+v", b.Fields, a.liveState)
	}
	if !strings.Contains(a.Parts["state"], "Working copy saved") {
		t.Errorf("the bar says %q", a.Parts["state"])
	}
	a, _ = w.send("save", "note", "Shorter")
	latest, err := d.site.Editor().Latest(t.Context(), d.site.Who, d.page.Document, d.page.Locale)
	if err != nil || latest.Number != 2 || latest.Note != "Shorter" || latest.Content.Blocks[1].Fields["body"] != "two, typed *live*" {
		t.Fatalf("saved %d %q %v, %v", latest.Number, latest.Note, latest.Content, err)
	}
	if a.Working || a.Base != 2 || a.Content != nil || !strings.Contains(a.Parts["side"], "Shorter") || !strings.Contains(a.Toast, "Saved") {
		t.Errorf("answered %+v", a)
	}
	if a, _ = w.send("save"); !strings.Contains(a.Toast, "nothing new") {
		t.Errorf("a second save says %q", a.Toast)
	}
}

func TestTwoWindowsOfOnePersonNeverUndoEachOther(t *testing.T) {
	d := atWork(t)
	laptop, phone := look(d.visitor, d.page), look(d.visitor, d.page)
	laptop.typeInto(0, "body", "from the laptop")
	laptop.send("keep")
	phone.typeInto(2, "body", "from the phone")
	phone.send("keep")
	if phone.says(0, "body") != "from the laptop" {
		t.Errorf("the phone shows %q", phone.says(0, "body"))
	}
	laptop.typeInto(0, "heading", "And more")
	laptop.send("keep")
	kept := d.working()
	for i, want := range []string{"from the laptop", "two", "from the phone"} {
		if kept.Blocks[i].Fields["body"] != want {
			t.Errorf("part %d is kept as %q, not %q", i, kept.Blocks[i].Fields["body"], want)
		}
	}
	if kept.Blocks[0].Fields["heading"] != "And more" {
		t.Errorf("the heading is kept as %q", kept.Blocks[0].Fields["heading"])
	}

	// One of them saves, the other types on: that builds on what was saved.
	laptop.send("save")
	phone.typeInto(2, "body", "from the phone, later")
	if a, _ := phone.send("save"); a.Go != "" {
		t.Fatalf("one's own words are taken for a conflict: %s", a.Go)
	}
	latest, _ := d.site.Editor().Latest(t.Context(), d.site.Who, d.page.Document, d.page.Locale)
	if latest.Content.Blocks[2].Fields["body"] != "from the phone, later" || latest.Content.Blocks[0].Fields["body"] != "from the laptop" {
		t.Errorf("saved %v", latest.Content.Blocks)
	}
}

func TestTwoWindowsOfOnePersonInOneTextKeepTheWordsOfBoth(t *testing.T) {
	d := atWork(t)
	laptop, phone := look(d.visitor, d.page), look(d.visitor, d.page)
	laptop.typeInto(1, "body", "two, from the laptop")
	laptop.send("keep")
	phone.typeInto(1, "body", "two and the phone")
	phone.send("keep")
	if kept := d.working().Blocks[1].Fields["body"]; kept != "two, from the laptop and the phone" || phone.says(1, "body") != kept {
		t.Errorf("kept %q, and the phone shows %q", kept, phone.says(1, "body"))
	}

	// What arrived without an answer is sent again with more behind it, and stands once.
	phone.typeInto(2, "body", "three. A sentence")
	before := phone.seen
	phone.send("keep")
	phone.seen, phone.from = before, strings.Replace(phone.json(), "three. A sentence", "three", 1)
	phone.typeInto(2, "body", "three. A sentence, and more.")
	phone.send("keep")
	if kept := d.working().Blocks[2].Fields["body"]; kept != "three. A sentence, and more." {
		t.Errorf("kept %q", kept)
	}
}

func TestWordsTypedBesideSomebodysSaveAreMergedOrAskedAbout(t *testing.T) {
	d := atWork(t)
	w := look(d.visitor, d.page)
	kim := somebodyElse(t, d.site)
	theirs := d.site.SaveAs(t, kim, cmstest.Edit(d.page, 2, "body", "three, by somebody else"))
	w.typeInto(0, "body", "one, by me")
	a, _ := w.send("keep")
	if a.Base != 1 || w.says(2, "body") != "three" {
		t.Fatalf("keeping alone took in what somebody else saved: base %d, %v", a.Base, w.says(2, "body"))
	}
	if !strings.Contains(a.Parts["notes"], "saved this page after you began") {
		t.Errorf("nobody is told: %q", a.Parts["notes"])
	}
	if a, _ = w.send("take-in"); a.Base != 2 || w.says(2, "body") != "three, by somebody else" || w.says(0, "body") != "one, by me" {
		t.Errorf("after taking in: base %d, %v", a.Base, w.page.Blocks)
	}

	d.site.SaveAs(t, kim, cmstest.Edit(theirs, 0, "body", "one, by somebody else"))
	if a, _ = w.send("save"); a.Go != w.at+"/settle" {
		t.Errorf("both changed the same words, and the answer is %+v", a)
	}
	if d.working().Blocks[0].Fields["body"] != "one, by me" {
		t.Errorf("my words became %q", d.working().Blocks[0].Fields["body"])
	}
}

func TestAWindowThatSleptThroughSomebodysSaveDoesNotOverwriteIt(t *testing.T) {
	d := atWork(t)
	w := look(d.visitor, d.page)
	d.site.SaveAs(t, somebodyElse(t, d.site), cmstest.Edit(d.page, 0, "body", "theirs"))
	w.typeInto(0, "body", "mine")
	if a, _ := w.send("save"); a.Go == "" {
		t.Error("the other person's words were overwritten without a question")
	}
	latest, _ := d.site.Editor().Latest(t.Context(), d.site.Who, d.page.Document, d.page.Locale)
	if latest.Content.Blocks[0].Fields["body"] != "theirs" || d.working().Blocks[0].Fields["body"] != "mine" {
		t.Errorf("latest says %q, my copy %q", latest.Content.Blocks[0].Fields["body"], d.working().Blocks[0].Fields["body"])
	}
}

func TestWhatCannotBeSavedYetIsKeptAndNamed(t *testing.T) {
	d := atWork(t)
	w := look(d.visitor, d.page)
	w.page.Path = "not an address"
	a, _ := w.send("save")
	if len(a.Mend) != 1 || a.Mend[0].Path != "path" || a.Mend[0].Block != "" || !strings.Contains(a.Parts["notes"], "To mend") {
		t.Errorf("answered %+v", a)
	}
	if d.working().Path != "not an address" {
		t.Errorf("kept %q", d.working().Path)
	}
}

func TestTwoWindowsThatKeepAtOnceBothKeepTheirWords(t *testing.T) {
	d := atWork(t)
	for i := range 10 {
		a, b := look(d.visitor, d.page), look(d.visitor, d.page)
		a.page.Title = fmt.Sprint("Title ", i)
		b.page.Fields["summary"] = fmt.Sprint("summary ", i)
		var both sync.WaitGroup
		for _, w := range []*window{a, b} {
			both.Go(func() {
				if _, status := w.send("keep"); status != 200 {
					t.Errorf("keep answers %d", status)
				}
			})
		}
		both.Wait()
		if kept := d.working(); kept.Title != a.page.Title || kept.Fields["summary"] != b.page.Fields["summary"] {
			t.Fatalf("kept is %q, %q", kept.Title, kept.Fields["summary"])
		}
	}
}

func TestThePanelBesideThePageOpensWithoutLeavingIt(t *testing.T) {
	d := atWork(t)
	w := look(d.visitor, d.page)
	ask := func(query string) liveAnswer {
		t.Helper()
		got := d.ask("POST", w.at+"/live/keep"+query, url.Values{"base": {"1"}, "seen": {w.seen}, "content": {w.json()}})
		var a liveAnswer
		if err := json.Unmarshal([]byte(got.body), &a); err != nil || got.status != 200 {
			t.Fatalf("status %d: %v", got.status, err)
		}
		return a
	}
	if a := ask("?panel=details"); !strings.Contains(a.Parts["side"], "Where it is used") {
		t.Errorf("the details are %q", a.Parts["side"])
	}
	if a := ask(""); a.Parts["side"] != "" {
		t.Errorf("each pause in typing brings the whole side along: %q", a.Parts["side"])
	}
}
