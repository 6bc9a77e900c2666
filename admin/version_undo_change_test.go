package admin

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// reworded is a page on which three neighbouring sentences, a point and the tone of a
// callout changed since version 1, which is live.
func reworded(t *testing.T) (*cmstest.Site, cms.Version) {
	t.Helper()
	site := cmstest.New(t)
	first := site.Service(t, "walking",
		cmstest.Section("Walking", "We walk far. We rest *well*. We go home.\n\nNothing else is said."),
		content.Block{Kind: "checklist", Fields: content.Fields{"leadIn": "Bring", "items": []any{"Boots", "A coat", "A map"}}},
	)
	site.Publish(t, first)
	next := first
	next.Content.Blocks = []content.Block{
		{ID: first.Content.Blocks[0].ID, Kind: "section", Fields: content.Fields{"heading": "Strolling", "body": "We walk slowly. We rest often. We go away.\n\nNothing else is said."}},
		{ID: first.Content.Blocks[1].ID, Kind: "checklist", Fields: content.Fields{"leadIn": "Bring", "items": []any{"Boots", "A map", "Bread"}}},
	}
	site.Save(t, next)
	return site, first
}

func body(v cms.Version) any { return v.Content.Blocks[0].Fields["body"] }

func TestOneSentenceIsTakenBackAndUndone(t *testing.T) {
	site, first := reworded(t)
	v := enter(t, site)
	shown := v.press(v.open(page(first)+"/compare?from=1&to=2"), "Bring the old one back: We rest well.").
		says("“We rest well.” is back in “Walking”, as it was at 4:00 pm. What is live has not changed.", "(taken out: far)", "(put in: slowly)").
		saysNot("(put in: often)")
	if got := body(latest(t, site, first)); got != "We walk slowly. We rest *well*. We go away.\n\nNothing else is said." {
		t.Errorf("got %q", got)
	}
	if s := state(t, site, first); s.Live != 1 || s.Latest != 3 {
		t.Errorf("got live %d and latest %d, want 1 and 3", s.Live, s.Latest)
	}
	v.undo(shown).says("Undone.", "What changed", "(put in: often)")
	if got := latest(t, site, first); got.Number != 4 || body(got) != "We walk slowly. We rest often. We go away.\n\nNothing else is said." {
		t.Errorf("after Undo: version %d with %q", got.Number, body(got))
	}
}

func TestSentencesThatCameOrWentSayWhatTheirButtonDoes(t *testing.T) {
	site := cmstest.New(t)
	first := site.Service(t, "walking", cmstest.Section("Walking", "We walk. Bring boots. Bye."))
	next := first
	next.Content.Blocks = []content.Block{{ID: first.Content.Blocks[0].ID, Kind: "section", Fields: content.Fields{"heading": "Walking", "body": "We walk. Bye. Come early."}}}
	site.Save(t, next)
	v := enter(t, site)
	shown := v.open(page(first) + "/compare?from=1&to=2").saysNot("Bring the old one back")
	v.press(shown, "Take it out: Come early.").says("“Come early.” is out of “Walking” again, as it was at 4:00 pm.", "(taken out: Bring boots. )")
	if got := body(latest(t, site, first)); got != "We walk. Bye." {
		t.Errorf("got %q", got)
	}
	v.post(page(first)+"/restore", "version", "2")
	v.press(v.open(page(first)+"/compare?from=1&to=4"), "Put it back: Bring boots.").says("“Bring boots.” is back in “Walking”")
	if got := body(latest(t, site, first)); got != "We walk. Bring boots. Bye. Come early." {
		t.Errorf("got %q", got)
	}
}

func TestOneValueAndOneItemAreTakenBack(t *testing.T) {
	site, first := reworded(t)
	v := enter(t, site)
	shown := v.open(page(first) + "/compare?from=1&to=2")
	shown = v.press(shown, "Put it back: Line 2").says("Line 2 in “Bring” is as it was at 4:00 pm.")
	if got := fmt.Sprint(latest(t, site, first).Content.Blocks[1].Fields["items"]); got != "[Boots A coat A map Bread]" {
		t.Errorf("the points are %s", got)
	}
	// One change is left in the checklist, so the button of the block does it.
	shown.saysNot("Take it out again: Line 4")
	v.press(shown, "Bring the old text back: Heading").says("Heading in “Walking” is as it was at 4:00 pm.").saysNot("(put in: Strolling)")
	now := latest(t, site, first).Content.Blocks[0].Fields
	if now["heading"] != "Walking" || !strings.HasPrefix(now["body"].(string), "We walk slowly.") {
		t.Errorf("got %v", now)
	}
}

func TestAnOldComparisonChangesNothingAndShowsTheNewOne(t *testing.T) {
	site, first := reworded(t)
	v := enter(t, site)
	shown := v.open(page(first) + "/compare?from=1&to=2&view=side&all=1")
	now := latest(t, site, first)
	now.Content.Title = "Saved by Dana"
	site.Save(t, now)
	v.press(shown, "Bring the old one back: We rest well.").
		says("Somebody saved this since you opened the comparison, so nothing was changed.", "Saved by Dana", "Before: today, 4:00 pm, live now")
	if got := latest(t, site, first); got.Number != 3 {
		t.Errorf("got version %d, want 3", got.Number)
	}
	v.open(page(first)+"/compare?from=1&to=2").says("To take single changes back, compare with the latest text.").saysNot("Bring the old one back", "Bring the text from")
	v.open(page(first)+"/compare?from=3&to=1").saysNot("Bring the old one back", "compare with the latest text")
	for _, wrong := range []string{`{"sentence":1}`, `{"block":"x"}`, `nonsense`, ``, `{"path":"title","moved":true}`} {
		if got := v.post(page(first)+"/compare", "from", "1", "to", "3", "change", wrong); got.status != http.StatusNotFound {
			t.Errorf("%q: got status %d, want 404", wrong, got.status)
		}
	}
}

func TestBothViewsShowTheSameChanges(t *testing.T) {
	site, first := reworded(t)
	v := enter(t, site)
	for _, all := range []string{"", "&all=1"} {
		one := v.open(page(first) + "/compare?from=1&to=2" + all)
		side := v.open(page(first)+"/compare?from=1&to=2&view=side"+all).says("Before: today, 4:00 pm, live now", "After: today, 4:00 pm, the draft")
		for _, mark := range []string{"del", "ins"} {
			if a, b := fmt.Sprint(one.marked(mark)), fmt.Sprint(side.marked(mark)); a != b {
				t.Errorf("%s in one text: %s; side by side: %s", mark, a, b)
			}
		}
		if strings.Contains(side.body, "“Strolling” · added") {
			t.Error("an edited part is shown as added")
		}
	}
	v.open(page(first)+"/put-live").saysNot("Bring the old one back", "Put it back")
}

// BenchmarkCompareScreen sets two versions of a long page on paper, of which every
// tenth block had a sentence edited.
func BenchmarkCompareScreen(b *testing.B) {
	const blocks = 200
	site := cmstest.New(b)
	var all []content.Block
	for i := range blocks {
		all = append(all, cmstest.Section(fmt.Sprintf("Part %d", i), strings.Repeat("Slow, steady work with room to stop. ", 12)))
	}
	first := site.Service(b, "long", all...)
	next := first
	next.Content.Blocks = append([]content.Block{}, first.Content.Blocks...)
	for i := 0; i < blocks; i += 10 {
		next.Content.Blocks[i].Fields = content.Fields{"heading": fmt.Sprintf("Part %d", i), "body": strings.Repeat("Slow, steady work with room to stop. ", 11) + "Gentle work."}
	}
	site.Save(b, next)
	v := enter(b, site)
	for name, view := range map[string]string{
		"view=one/shown=changes": "", "view=side/shown=changes": "&view=side", "view=one/shown=all": "&all=1", "view=side/shown=all": "&view=side&all=1",
	} {
		b.Run(fmt.Sprintf("blocks=%d/edited=%d/%s", blocks, blocks/10, name), func(b *testing.B) {
			for b.Loop() {
				if got := v.send("GET", page(first)+"/compare?from=1&to=2"+view, nil); got.status != http.StatusOK {
					b.Fatal(got.status)
				}
			}
		})
	}
}
