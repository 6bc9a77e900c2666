package admin

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestTwoPeopleConflictAndBothTextsAreThere(t *testing.T) {
	d := atWork(t)
	d.do(d.id(0), "done", "f.heading", "First", "f.body", "what Robin wrote")
	d.site.SaveAs(t, somebodyElse(t, d.site), cmstest.Edit(d.page, 0, "body", "what Kim wrote"))
	shown := d.do("", "save")
	shown.says("what Robin wrote", "what Kim wrote", "Kim Lake", "both texts stay in Earlier versions")
	got := d.send("POST", d.at+"/settle", url.Values{"latest": {"2"}, "conflicts": {"1"}, "keep.0": {"both"}, "keep.1": {"both"}})
	if got.status != http.StatusSeeOther {
		t.Fatalf("choosing: status %d\n%s", got.status, got.text())
	}
	latest, err := d.site.Editor().Latest(t.Context(), d.site.Who, d.page.Document, d.page.Locale)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := latest.Content.Blocks[0].Fields["body"].(string)
	if latest.Number != 3 || !strings.Contains(body, "what Robin wrote") || !strings.Contains(body, "what Kim wrote") {
		t.Errorf("version %d reads %q", latest.Number, body)
	}
}

func TestWhatIsNotChosenStaysInEarlierVersions(t *testing.T) {
	d := atWork(t)
	kim := somebodyElse(t, d.site)
	ed := d.site.Editor()
	save := func(who cms.Actor, base uint64, c content.Content) {
		t.Helper()
		if _, err := ed.Save(t.Context(), who, cms.Save{Document: d.page.Document, Locale: d.page.Locale, Base: base, Content: c}); err != nil {
			t.Fatal(err)
		}
	}
	list := func(title string, lines ...string) content.Content {
		c := d.page.Content
		var items []any
		for _, l := range lines {
			items = append(items, l)
		}
		c.Title = title
		c.Blocks = []content.Block{{ID: d.page.Content.Blocks[0].ID, Kind: "checklist", Fields: content.Fields{"items": items}}}
		return c
	}
	save(d.site.Who, 1, list("Start", "one", "two", "gone"))
	save(kim, 2, list("Kim’s title", "one", "two of Kim", "added by Kim"))
	if _, err := ed.KeepWorking(t.Context(), d.site.Who, d.page.Document, d.page.Locale, content.Hash{}, 2, list("Robin’s title", "one", "two of Robin", "gone", "added by Robin")); err != nil {
		t.Fatal(err)
	}
	d.open(d.at+"/settle").says("Kim’s title", "Robin’s title", "their list, with what you added or changed")
	if got := d.send("POST", d.at+"/settle", url.Values{"latest": {"3"}, "conflicts": {"2"}, "keep.0": {"theirs"}, "keep.1": {"both"}}); got.status != http.StatusSeeOther {
		t.Fatalf("choosing: status %d\n%s", got.status, got.text())
	}
	latest, err := ed.Latest(t.Context(), d.site.Who, d.page.Document, d.page.Locale)
	if err != nil {
		t.Fatal(err)
	}
	if want := list("Kim’s title", "one", "two of Kim", "added by Kim", "two of Robin", "added by Robin"); !latest.Content.Equal(want) {
		t.Errorf("the page says %v", latest.Content)
	}
	before, err := ed.Version(t.Context(), d.site.Who, d.page.Document, d.page.Locale, latest.Number-1)
	if err != nil || before.Content.Title != "Robin’s title" || before.By != d.site.Who.Author {
		t.Errorf("what Robin gave up is not the version before: %q (%v)", before.Content.Title, err)
	}
	if _, err := ed.Working(t.Context(), d.site.Who, d.page.Document, d.page.Locale); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("a working copy is left: %v", err)
	}
}
