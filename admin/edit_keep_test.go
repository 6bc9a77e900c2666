package admin

import (
	"errors"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// writer is an editor with a page of three sections open before it.
type writer struct {
	*visitor
	page cms.Version
	at   string
}

func atWork(t *testing.T) writer {
	t.Helper()
	site := cmstest.New(t)
	page := site.Service(t, "one", cmstest.Section("First", "one"), cmstest.Section("Second", "two"), cmstest.Section("Third", "three"))
	return writer{enter(t, site), page, "/admin/d/" + page.Document.String()}
}

func (d writer) id(i int) string { return d.page.Content.Blocks[i].ID.String() }

// do presses a button of the editor, with the form of a block open.
func (d writer) do(block, do string, typed ...string) answer {
	d.t.Helper()
	return d.post(d.at+"/edit", append([]string{"base", "1", "open", block, "kind", "section", "do", do}, typed...)...)
}

// working is the person's working copy.
func (d writer) working() content.Content {
	d.t.Helper()
	w, err := d.site.Editor().Working(d.t.Context(), d.site.Who, d.page.Document, d.page.Locale)
	if err != nil {
		d.t.Fatal(err)
	}
	return w.Content
}

func headings(c content.Content) string {
	var out []string
	for _, b := range c.Blocks {
		h, _ := b.Fields["heading"].(string)
		out = append(out, h)
	}
	return strings.Join(out, ", ")
}

func TestWhatIsTypedIsKeptWhateverIsPressed(t *testing.T) {
	for _, press := range []string{"done", "up:", "down:", "copy:", "menu:", "panel:checks", "preview"} {
		d := atWork(t)
		if strings.HasSuffix(press, ":") {
			press += d.id(1)
		}
		d.do(d.id(1), press, "f.heading", "Second, edited", "f.body", "typed and not saved")
		kept := d.working()
		if b, _ := kept.Block(d.page.Content.Blocks[1].ID); b.Fields["body"] != "typed and not saved" || b.Fields["heading"] != "Second, edited" {
			t.Errorf("%s: kept %v", press, b.Fields)
		}
		if latest, _ := d.site.Editor().Latest(t.Context(), d.site.Who, d.page.Document, d.page.Locale); latest.Number != 1 {
			t.Errorf("%s wrote version %d", press, latest.Number)
		}
	}
}

func TestBlocksAreMovedCopiedRemovedAndAdded(t *testing.T) {
	for _, c := range []struct{ name, do, want string }{
		{"up", "up:1", "Second, First, Third"},
		{"down", "down:1", "First, Third, Second"},
		{"duplicate", "copy:1", "First, Second, Second, Third"},
		{"remove", "remove:1", "First, Third"},
		{"add after the first", "add:section:0", "First, , Second, Third"},
	} {
		d := atWork(t)
		do := strings.NewReplacer(":1", ":"+d.id(1), ":0", ":"+d.id(0)).Replace(c.do)
		d.do("", do)
		if got := headings(d.working()); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSaveMakesAVersionWithItsName(t *testing.T) {
	d := atWork(t)
	d.do(d.id(0), "save", "f.heading", "First", "f.body", "a new text", "note", "before the new prices")
	latest, err := d.site.Editor().Latest(t.Context(), d.site.Who, d.page.Document, d.page.Locale)
	if err != nil {
		t.Fatal(err)
	}
	if latest.Number != 2 || latest.Content.Blocks[0].Fields["body"] != "a new text" || latest.Note != "before the new prices" {
		t.Errorf("got version %d %v, note %q", latest.Number, latest.Content.Blocks[0].Fields, latest.Note)
	}
	if _, err := d.site.Editor().Working(t.Context(), d.site.Who, d.page.Document, d.page.Locale); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("the working copy is still there: %v", err)
	}
}

func TestAFaultyFormKeepsWhatWasTypedAndSaysWhatToMend(t *testing.T) {
	d := atWork(t)
	d.do("", "add:cta:"+d.id(2))
	var cta content.BlockID
	for _, b := range d.working().Blocks {
		if b.Kind == "cta" {
			cta = b.ID
		}
	}
	bad := "javascript:alert(1)"
	d.do(cta.String(), "save", "f.heading", "Begin", "f.primary.label", "Write to us", "f.primary.link", bad)
	shown := d.open(d.at)
	shown.says("To mend before you save")
	kept := d.working()
	if b, _ := kept.Block(cta); b.Fields["heading"] != "Begin" {
		t.Errorf("what was typed is gone: %v", b.Fields)
	}
	if latest, _ := d.site.Editor().Latest(t.Context(), d.site.Who, d.page.Document, d.page.Locale); latest.Number != 1 {
		t.Errorf("a faulty page became version %d", latest.Number)
	}
	if strings.Contains(shown.body, `href="javascript:`) {
		t.Error("a script stands in a link")
	}
}
