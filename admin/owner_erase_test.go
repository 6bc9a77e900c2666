package admin

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

const formerClient = "Marguerite Vandersloot"

// editor adds an editor to the site and signs her in.
func (v *visitor) editor() *visitor {
	v.t.Helper()
	const password = "harbour pencil violet moss"
	if _, err := v.site.Editor().AddPerson(v.t.Context(), v.site.Who, access.NewPerson{Name: "Dana Reyes", Email: "dana@example.org", Role: cms.RoleEditor, Password: password}); err != nil {
		v.t.Fatal(err)
	}
	return v.as("dana@example.org", password)
}

func TestWordsAreErasedAfterEveryPlaceWasShown(t *testing.T) {
	site := cmstest.New(t)
	one := site.Service(t, "one", cmstest.Section("Thanks", "A note from "+formerClient+"."))
	site.Publish(t, one)
	two := site.Save(t, edited(one, 0, "body", "It helped."))
	three, err := site.Editor().Save(t.Context(), site.Who, cms.Save{Document: one.Document, Locale: one.Locale, Base: 2, Content: edited(two, 0, "body", "It helped me.").Content, Note: "without " + formerClient})
	if err != nil {
		t.Fatal(err)
	}
	v := enter(t, site)
	if got := v.send("POST", "/admin/settings/backup", nil); got.status != http.StatusOK {
		t.Fatal(got.status)
	}
	if _, err := site.Editor().KeepWorking(t.Context(), site.Who, three.Document, three.Locale, content.Hash{}, 3, edited(three, 0, "heading", "To "+formerClient).Content); err != nil {
		t.Fatal(err)
	}

	v.open("/admin/settings").says("Erase words for good…", "Every version is kept, for ever.")
	v.open(searchedFor(formerClient)).says("Erase these words for good…", "You first see every place")
	v.open("/admin/erase").says("nothing is changed until you say so there", "Only in: Service one")
	v.post("/admin/erase", "words", "x").says("Give three characters or more.").saysNot("Where they stand")
	v.post("/admin/erase", "words", "nobody said this").says("These words stand nowhere").saysNot("Erase these words for good")
	v.post("/admin/erase", "words", formerClient, "d", one.Document.String()).says("In “Service one” and in no other place:")
	shown := v.post("/admin/erase", "words", strings.ToLower(formerClient)).says(
		"Everywhere:", "Service one", "“Thanks”", "version 1", "Readers see it", "A note, or a version’s name", "version 3", "Your working copy", "Readers can read them now, in one place",
		"It cannot be undone.", "Backups that were downloaded before still say them", "2 March 2026, 4:00 pm", "Other spellings stay", "Why?",
	).saysNot("Nobody downloaded a backup", "Web addresses stay", "The text as it was pasted")
	form := find(shown.parse(), func(n *html.Node) bool { return attribute(n, "action") == "/admin/erase/for-good" })
	v.sends(form).says("Say why, for those who come after you.", "Where they stand")
	v.sends(form, "reason", "about "+formerClient).says("must not say the words that you erase")
	if got := at(t, site, one, 1); !strings.Contains(got.Content.Blocks[0].Fields["body"].(string), formerClient) {
		t.Fatal("the words are gone before anybody said so")
	}

	site.Clock.Advance(24 * time.Hour)
	v = v.as("robin@example.org", cmstest.Password)
	done := v.sends(form, "reason", "The client asked for it.").says("3 texts were changed, for good", "What is left for you to do", "Delete them yourself", "2 March 2026, 4:00 pm")
	if strings.Contains(done.body, "Vandersloot") || strings.Contains(strings.ToLower(done.body), "marguerite") {
		t.Error("the page that says so repeats the words")
	}
	for name, value := range v.cookies {
		if strings.Contains(value, "Vandersloot") {
			t.Errorf("the cookie %s holds the words", name)
		}
	}
	const marker = "Words were erased here on 3 March 2026 by Robin Field: The client asked for it."
	v.open(page(one)+"/versions/1").says(marker, "A note from (erased).", "Bring back the whole page").saysNot(formerClient)
	v.open(page(one)+"/compare?from=1&to=2").says(marker, "(erased)").saysNot(formerClient)
	v.open(page(one) + "/versions").says(marker).saysNot(formerClient)
	v.open(page(one)+"/versions/3").saysNot(formerClient, "Words were erased")
	v.open("/admin/activity").says("You erased words for good in all of history").saysNot(formerClient)
	v.sends(form, "reason", "once more").says("These words stand nowhere")
}

func TestAnAddressThatSaysTheWordsIsNamed(t *testing.T) {
	site := cmstest.New(t)
	site.Service(t, "marguerite-vandersloot", cmstest.Section("Thanks", "From "+formerClient+"."))
	enter(t, site).post("/admin/erase", "words", formerClient).says("Web addresses stay", "/services/marguerite-vandersloot", "Nobody downloaded a backup here")
}

func TestEditorsNeitherEraseNorThinOut(t *testing.T) {
	site := cmstest.New(t)
	one := site.Service(t, "one", cmstest.Section("Thanks", "From "+formerClient+"."))
	dana := enter(t, site).editor()
	for _, path := range []string{"/admin/erase", "/admin/erase/for-good", "/admin/thin"} {
		got := dana.send("POST", path, url.Values{"words": {formerClient}, "reason": {"asked"}, "days": {"90"}})
		if got.status != http.StatusForbidden || strings.Contains(got.body, "Where they stand") {
			t.Errorf("POST %s: status %d", path, got.status)
		}
	}
	for _, path := range []string{"/admin/erase", "/admin/thin"} {
		if got := dana.send("GET", path, nil); got.status != http.StatusForbidden {
			t.Errorf("GET %s: status %d", path, got.status)
		}
	}
	dana.open(searchedFor(formerClient)).says("Once").saysNot("Erase these words")
	if got := at(t, site, one, 1); got.Removed != nil {
		t.Errorf("something was taken out: %+v", got.Removed)
	}
}

func TestOldDraftsAreThinnedOutAfterTheyWereCounted(t *testing.T) {
	site := cmstest.New(t)
	one := site.Service(t, "one", cmstest.Section("Part", "the first"))
	two := site.Save(t, edited(one, 0, "body", "the second"))
	three := site.Save(t, edited(two, 0, "body", "the third"))
	site.Publish(t, three)
	site.Save(t, edited(three, 0, "body", "the fourth"))
	site.Clock.Advance(100 * 24 * time.Hour)
	v := enter(t, site)
	v.open("/admin/thin").says("Every version is kept for ever", "What always stays", "Whatever was ever live").saysNot("would go")
	v.open("/admin/thin?days=365").says("Nothing would go").saysNot("It cannot be undone")
	v.open("/admin/thin?days=1").saysNot("would go") // not one of the choices
	shown := v.open("/admin/thin?days=90").says("One draft would go", "It cannot be undone.")
	v.sends(find(shown.parse(), func(n *html.Node) bool {
		return n.Data == "form" && attribute(n, "method") == "post" && attribute(n, "action") == "/admin/thin"
	})).says("One draft older than 90 days was thinned out.", "Settings")
	v.open("/admin/thin?days=90").says("Nothing would go")
	const marker = "A draft was thinned out on 10 June 2026 by Robin Field. Its text is not kept any more."
	v.open(page(one)+"/versions").says("A draft whose text was thinned out", marker)
	v.open(page(one)+"/versions/2").says(marker, "cannot be brought back").saysNot("Bring back the whole page", "the second")
	v.open(page(one)+"/versions/1").says("the first", "Bring back the whole page").saysNot("thinned out")
	v.open("/admin/activity").says("You thinned out old drafts")
	got := v.post(page(one)+"/restore", "version", "2", "block", "").says("This draft was thinned out, so its text cannot come back", "Nothing was changed.")
	if got.status != http.StatusConflict {
		t.Errorf("bringing a thinned draft back: status %d", got.status)
	}
	if got := v.send("POST", "/admin/thin", url.Values{"days": {"1"}}); got.status != http.StatusNotFound {
		t.Errorf("an age that is no choice: status %d", got.status)
	}
}

// at is a version as it can be read now.
func at(t *testing.T, site *cmstest.Site, v cms.Version, n uint64) cms.Version {
	t.Helper()
	got, err := site.Editor().Version(t.Context(), site.Who, v.Document, v.Locale, n)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
