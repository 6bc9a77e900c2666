package admin

import (
	"net/http"
	"slices"
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

func TestWaysBackLeaveTheWorkingCopyAlone(t *testing.T) {
	site, first, second := lived(t)
	mine := second.Content
	mine.Title = "Half a sentence"
	if _, err := site.Editor().KeepWorking(t.Context(), site.Who, first.Document, first.Locale, content.Hash{}, 2, mine); err != nil {
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
