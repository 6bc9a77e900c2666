package admin

import (
	"testing"

	"practicecms/cms/cmstest"
)

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
