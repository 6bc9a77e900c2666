package admin

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// lived is a service with a history: version 1 is live, version 2 a day younger.
func lived(t *testing.T) (*cmstest.Site, cms.Version, cms.Version) {
	t.Helper()
	site := cmstest.New(t)
	first := site.Service(t, "emdr",
		cmstest.Section("Preparation", "We talk about your story, and what helps you feel safe."),
		cmstest.Section("Fees", "One hour costs 150 dollars."),
		content.Block{Kind: "callout", Fields: content.Fields{"lines": []any{"Most people come for six sessions."}}},
	)
	site.Publish(t, first)
	site.Clock.Advance(24 * time.Hour)
	next := first
	next.Content.Blocks = slices.Clone(first.Content.Blocks[:2])
	next.Content.Blocks[0].Fields = content.Fields{"heading": "Preparation", "body": "We talk about your history, and what helps you feel safe."}
	next.Content.Blocks = append(next.Content.Blocks, content.Block{Kind: "checklist", Fields: content.Fields{"items": []any{"Bring a jacket"}}})
	second := site.Save(t, next)
	site.Clock.Advance(time.Minute)
	return site, first, second
}

func state(t *testing.T, site *cmstest.Site, v cms.Version) cms.State {
	t.Helper()
	s, err := site.Editor().State(t.Context(), site.Who, v.Document, v.Locale)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func latest(t *testing.T, site *cmstest.Site, v cms.Version) cms.Version {
	t.Helper()
	out, err := site.Editor().Latest(t.Context(), site.Who, v.Document, v.Locale)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheComparisonMarksWhatChangedAndNothingElse(t *testing.T) {
	site, first, _ := lived(t)
	v := enter(t, site)
	shown := v.open(page(first)+"/compare?from=1&to=2").says(
		"What changed", "From yesterday, live now to today, 4:00 pm, the draft.", "Section “Preparation” · edited by you", "Callout · removed", "Checklist · added", "Bring yesterday’s text back: “Preparation”", "Put it back where it was", "Take it out again",
		"(taken out: story)", "(put in: history)",
	).saysNot("150 dollars")
	if got, want := shown.marked("del"), []string{"(taken out: story)", "(taken out: Most people come for six sessions.)"}; !slices.Equal(got, want) {
		t.Errorf("struck: got %q, want %q", got, want)
	}
	if got, want := shown.marked("ins"), []string{"(put in: history)", "(put in: Bring a jacket)"}; !slices.Equal(got, want) {
		t.Errorf("underlined: got %q, want %q", got, want)
	}

	whole := v.open(page(first) + "/compare?from=1&to=2&all=1").says("150 dollars")
	text := whole.text()
	order := []string{"Preparation", "150 dollars", "Most people come", "Bring a jacket"}
	for i := 1; i < len(order); i++ {
		if strings.Index(text, order[i-1]) > strings.Index(text, order[i]) {
			t.Errorf("%q stands after %q", order[i-1], order[i])
		}
	}
	v.open(page(first) + "/compare?from=2&to=2").says("Nothing differs")
}

func TestChangesOfChoicesAndPlacesAreInWords(t *testing.T) {
	site := cmstest.New(t)
	first := site.Service(t, "emdr",
		content.Block{Kind: "callout", Fields: content.Fields{"lines": []any{"Call us."}}},
		cmstest.Section("One", "First text."), cmstest.Section("Two", "Second [text](/a)."),
	)
	next := first
	next.Content.Blocks = []content.Block{
		{ID: first.Content.Blocks[0].ID, Kind: "callout", Fields: content.Fields{"lines": []any{"Call us."}, "tone": "important"}},
		{ID: first.Content.Blocks[2].ID, Kind: "section", Fields: content.Fields{"heading": "Two", "body": "Second [text](/b)."}},
		first.Content.Blocks[1],
	}
	next.Content.Title, next.Content.Path = "EMDR", "/services/new"
	site.Save(t, next)
	enter(t, site).open(page(first)+"/compare?from=1&to=2").says(
		"Tone (taken out: Calm) → (put in: Important)", "Web address", "Title and details · edited",
		"The words are the same. Links or formatting changed:", "moved",
	)
}

func TestBringingOneBlockBackKeepsTheOthersAndWhatIsLive(t *testing.T) {
	site, first, second := lived(t)
	v := enter(t, site)
	shown := v.press(v.open(page(first)+"/compare?from=1&to=2"), "Bring yesterday’s text back").
		says("“Preparation” is back as it was yesterday. What is live has not changed.", "Callout · removed").saysNot("history")
	now := latest(t, site, first)
	if got := now.Content.Blocks[0]; !got.Equal(first.Content.Blocks[0]) {
		t.Errorf("the block: got %v, want %v", got.Fields, first.Content.Blocks[0].Fields)
	}
	if got, want := now.Content.Blocks[1:], second.Content.Blocks[1:]; len(got) != 2 || !got[0].Equal(want[0]) || !got[1].Equal(want[1]) {
		t.Errorf("the others: got %v, want %v", got, want)
	}
	if s := state(t, site, first); s.Live != 1 || s.Latest != 3 {
		t.Errorf("got live %d and latest %d, want 1 and 3", s.Live, s.Latest)
	}

	v.undo(shown).says("Undone.")
	if now := latest(t, site, first); now.Number != 4 || !now.Content.Equal(second.Content) {
		t.Errorf("after Undo: got version %d with %v", now.Number, now.Content)
	}
}

func TestEachChangeHasItsWayBack(t *testing.T) {
	site, first, _ := lived(t)
	v := enter(t, site)
	v.post(page(first)+"/restore", "version", "1", "block", first.Content.Blocks[2].ID.String()).says("is back as it was yesterday")
	compared := v.open(page(first) + "/compare?from=1&to=3")
	v.press(compared, "Take it out again").says("The checklist is taken out again, as it was yesterday.").saysNot("Checklist", "Callout")
	v.post(page(first)+"/restore", "version", "1").says("The whole page is back as it was yesterday.")
	v.open(page(first) + "/compare?from=1&to=5").says("Nothing differs")
	v.post(page(first)+"/restore", "version", "1").says("Your page says so already. Nothing was changed.")
	if s := state(t, site, first); s.Live != 1 {
		t.Errorf("got live version %d, want 1", s.Live)
	}
}

func TestUndoLeavesWhatSomebodySavedMeanwhile(t *testing.T) {
	site, first, _ := lived(t)
	v := enter(t, site)
	shown := v.post(page(first)+"/restore", "version", "1")
	now := latest(t, site, first)
	now.Content.Title = "Saved by Dana"
	site.Save(t, now)
	v.undo(shown).says("Somebody saved the page since, so nothing was undone.")
	if got := latest(t, site, first).Content.Title; got != "Saved by Dana" {
		t.Errorf("got title %q", got)
	}
}

func TestWaysBackLeaveTheWorkingCopyAlone(t *testing.T) {
	site, first, second := lived(t)
	mine := second.Content
	mine.Title = "Half a sentence"
	if _, err := site.Editor().KeepWorking(t.Context(), site.Who, first.Document, first.Locale, cms.Hash{}, 2, mine); err != nil {
		t.Fatal(err)
	}
	v := enter(t, site)
	compared := v.open(page(first) + "/compare?from=1&to=2").says("You have changes that are not saved yet.")
	v.open(page(first) + "/preview").saysNot("Half a sentence").says("It is not live yet.")
	v.open(page(first)+"/preview?working=1").says("Half a sentence", "Only you see it")
	v.open(page(first)+"/put-live").says("You have changes that are not saved", "Save them first")
	v.press(compared, "Take it out again").says("The checklist is taken out again")
	if kept, err := site.Editor().Working(t.Context(), site.Who, first.Document, first.Locale); err != nil || kept.Content.Title != "Half a sentence" {
		t.Errorf("the working copy: %q, %v", kept.Content.Title, err)
	}
}

func TestTheHistoryIsToldByDay(t *testing.T) {
	site, first, _ := lived(t)
	v := enter(t, site)
	v.post(page(first)+"/restore", "version", "1", "block", first.Content.Blocks[0].ID.String())
	shown := v.open(page(first)+"/versions").says("Today", "Yesterday", "Brought back “Preparation” from yesterday", "Live now, since yesterday", "You", "Bring this back…", "Compare any two")
	if n := strings.Count(shown.body, "Look at it"); n != 3 {
		t.Errorf("got %d versions, want 3", n)
	}
	for i := range versionsOnPage {
		now := latest(t, site, first)
		now.Content.Title = "Title " + strconv.Itoa(i)
		site.Save(t, now)
	}
	v.open(page(first) + "/versions").says("Older versions").saysNot("Started it")
	v.open(page(first)+"/versions?before=4").says("Started it", "Back to the newest").saysNot("Older versions")
	if got := v.send("GET", page(first)+"/versions?before=x", nil); got.status != http.StatusNotFound {
		t.Errorf("before=x: got status %d, want 404", got.status)
	}
}

func TestAVersionOnPaperOffersOnlyWhatIsNotThereAlready(t *testing.T) {
	site, first, _ := lived(t)
	v := enter(t, site)
	shown := v.open(page(first)+"/versions/1").says("As it was yesterday", "Bring back the whole page", "Nothing is lost. What’s live stays live until you put this live", "Most people come")
	if n := strings.Count(shown.body, "Bring back just this part…"); n != 2 {
		t.Errorf("got %d blocks to bring back, want 2: the section that changed and the callout", n)
	}
	v.open(page(first) + "/versions/2").says("The latest version").saysNot("Bring back")
	for _, wrong := range []string{"/versions/9", "/versions/0", "/versions/x", "/preview?version=-1", "/compare?from=1&to=9", "/put-live?version=9"} {
		if got := v.send("GET", page(first)+wrong, nil); got.status != http.StatusNotFound {
			t.Errorf("%s: got status %d, want 404", wrong, got.status)
		}
	}
}

func TestPutLiveShowsTheChangeAndMakesExactlyThatVersionLive(t *testing.T) {
	site, first, _ := lived(t)
	v := enter(t, site)
	v.open(page(first)+"/put-live").says("What readers will see change", "(put in: history)", "(taken out: story)", "Put live")

	now := latest(t, site, first) // somebody saves while the first one reads
	now.Content.Title = "Not yet to be seen"
	site.Save(t, now)
	shown := v.post(page(first)+"/put-live", "version", "2").says("“Service emdr” is live. There is a newer draft, which is not.")
	if s := state(t, site, first); s.Live != 2 || s.Latest != 3 {
		t.Errorf("got live %d and latest %d, want 2 and 3", s.Live, s.Latest)
	}
	v.undo(shown).says("Undone. Readers see “Service emdr” as they did before.")
	if s := state(t, site, first); s.Live != 1 {
		t.Errorf("after Undo: got live %d, want 1", s.Live)
	}
	if got := v.post(page(first) + "/put-live"); got.status != http.StatusNotFound {
		t.Errorf("without a version: got status %d, want 404", got.status)
	}
}

func TestPutLiveForTheFirstTimeAndTakeOff(t *testing.T) {
	site := cmstest.New(t)
	one := site.Service(t, "emdr", cmstest.Section("What it is", "A way."))
	v := enter(t, site)
	v.open(page(one)+"/put-live").says("The page is new to them.", "A way.", "/services/emdr")
	v.post(page(one)+"/put-live", "version", "1").says("is live.")
	v.open(page(one)+"/put-live").says("Readers see this text already", "Undo last publish")

	two := site.Service(t, "other", cmstest.Section("See", "[it](document:"+one.Document.String()+")"))
	two.Content.Path = "/services/emdr"
	two = site.Save(t, two)
	v.open(page(two)+"/put-live").says("Another page is live at /services/emdr", "Service emdr")
	if got := v.send("POST", page(two)+"/put-live", map[string][]string{"version": {"2"}}); got.status != http.StatusConflict {
		t.Errorf("a taken address: got status %d, want 409", got.status)
	}
	site.Publish(t, cms.Version{Document: two.Document, Locale: two.Locale, Number: 1})
	v.open(page(one)+"/take-off").says("It is used on pages that stay live", "Service other")
	shown := v.post(page(one) + "/take-off").says("“Service emdr” is off the site.")
	if s := state(t, site, one); s.Live != 0 {
		t.Errorf("got live %d, want 0", s.Live)
	}
	v.undo(shown).says("Undone.")
	if s := state(t, site, one); s.Live != 1 {
		t.Errorf("after Undo: got live %d, want 1", s.Live)
	}

	moved := latest(t, site, one)
	moved.Content.Path = "/services/emdr-therapy"
	site.Save(t, moved)
	v.open(page(one) + "/put-live").says("/services/emdr will lead to /services/emdr-therapy")
}

func TestPlaceAndDetailsHaveTheirWayBack(t *testing.T) {
	site := cmstest.New(t)
	first := site.Service(t, "emdr", cmstest.Section("One", "First."), cmstest.Section("Two", "Second."), cmstest.Section("Three", "Third."))
	next := first
	b := first.Content.Blocks
	next.Content.Blocks = []content.Block{b[2], b[0], b[1]}
	next.Content.Title, next.Content.Path = "Another title", "/services/another"
	site.Save(t, next)
	v := enter(t, site)
	shown := v.open(page(first)+"/compare?from=1&to=2").says("It stands first now.", "Put it back where it stood")
	v.open(page(first)+"/compare?from=1&to=2&view=side").says("It stood after “Two”.", "It stands first now.")
	shown = v.press(shown, "Put it back where it stood").says("“Three” stands again where it stood at 4:00 pm. It is not live yet.").saysNot("moved by")
	v.press(shown, "Bring the text from 4:00 pm back: Title and details").says("Title, address and details are back", "Nothing differs")
	if now := latest(t, site, first); !now.Content.Equal(first.Content) {
		t.Errorf("got %v, want %v", now.Content, first.Content)
	}
	for _, wrong := range [][]string{{"block", "nonsense"}, {"block", first.Document.String()}} {
		if got := v.post(page(first)+"/restore", append(wrong, "version", "1")...); got.status != http.StatusNotFound {
			t.Errorf("%q: got status %d, want 404", wrong, got.status)
		}
	}
}

func TestTheWholePageComesBackWithItsAddressOnlyWhenAsked(t *testing.T) {
	site := cmstest.New(t)
	first := site.Service(t, "emdr", cmstest.Section("One", "First."))
	next := first
	next.Content.Title, next.Content.Path = "Another title", "/services/another"
	site.Save(t, next)
	v := enter(t, site)
	v.open(page(first)+"/bring-back?version=1").says("Bring back the whole page as it was", "What would change on your page", "Its web address too: /services/emdr")
	v.post(page(first)+"/restore", "version", "1")
	if now := latest(t, site, first).Content; now.Title != "Service emdr" || now.Path != "/services/another" {
		t.Errorf("got %q at %s", now.Title, now.Path)
	}
	v.post(page(first)+"/restore", "version", "1", "path", "old")
	if now := latest(t, site, first).Content; now.Path != "/services/emdr" {
		t.Errorf("got %s", now.Path)
	}
}
