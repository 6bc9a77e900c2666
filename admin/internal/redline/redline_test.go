package redline_test

import (
	"slices"
	"testing"

	"practicecms/admin/internal/redline"
	"practicecms/content"
)

var (
	standard = content.Standard()
	prepare  = content.BlockID{1}
	rest     = content.BlockID{2}
)

func section(id content.BlockID, heading, body string) content.Block {
	return content.Block{ID: id, Kind: "section", Fields: content.Fields{"heading": heading, "body": body}}
}

func compare(t *testing.T, from, to []content.Block, all, undo bool) []redline.Change {
	t.Helper()
	service, _ := standard.Type("service")
	out, err := redline.Compare(standard, service, content.Content{Title: "T", Blocks: from}, content.Content{Title: "T", Blocks: to}, nil, all, undo)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOnlyWhatChangedIsShownUnlessAllIsAskedFor(t *testing.T) {
	from := []content.Block{section(prepare, "Prepare", "We talk."), section(rest, "Rest", "You rest.")}
	to := []content.Block{section(prepare, "Prepare", "We talk first."), section(rest, "Rest", "You rest.")}
	got := compare(t, from, to, false, false)
	if len(got) != 1 || got[0].Heading() != "Section “Prepare” · edited" || got[0].Anchor() != redline.AnchorOf(prepare) {
		t.Fatalf("got %+v", got)
	}
	if !got[0].MadeBy([]content.BlockID{prepare}) || got[0].MadeBy([]content.BlockID{rest}) {
		t.Error("it is not said which version made the change")
	}
	got = compare(t, from, to, true, false)
	if len(got) != 2 || got[1].Op != content.Same || got[1].Whole == nil || got[1].MadeBy([]content.BlockID{rest}) {
		t.Errorf("all: got %+v", got)
	}
}

func TestEachSentenceIsTakenBackAloneWhereThereAreSeveral(t *testing.T) {
	from := []content.Block{section(prepare, "Prepare", "We talk. You ask. We answer.")}
	to := []content.Block{section(prepare, "Prepare", "We talk first. You ask. We answer all.")}
	count := func(changes []redline.Change) (n int) {
		for _, line := range changes[0].Lines {
			for _, p := range line.Pieces {
				if p.Undo != nil {
					n++
				}
			}
		}
		return n
	}
	if got := count(compare(t, from, to, false, true)); got != 2 {
		t.Errorf("got %d buttons, want 2", got)
	}
	if got := count(compare(t, from, to, false, false)); got != 0 {
		t.Errorf("where nothing can be taken back, got %d buttons", got)
	}
	if got := count(compare(t, from, []content.Block{section(prepare, "Prepare", "We talk first. You ask. We answer.")}, false, true)); got != 0 {
		t.Errorf("beside the button of the part, got %d for its only sentence", got)
	}
}

func TestABlockIsTakenBackByWhatBecameOfIt(t *testing.T) {
	for _, tt := range []struct {
		change redline.Change
		want   []string
	}{
		{redline.Change{Op: content.Added}, []string{"Take it out again"}},
		{redline.Change{Op: content.Removed}, []string{"Put it back where it was"}},
		{redline.Change{Op: content.Moved, Moved: true}, []string{"Put it back where it stood"}},
		{redline.Change{Op: content.Edited}, []string{"Bring Tuesday’s text back"}},
		{redline.Change{Op: content.Edited, Moved: true}, []string{"Bring Tuesday’s text back", "Put it back where it stood"}},
	} {
		var got []string
		for _, undo := range tt.change.Undo("Tuesday’s text") {
			got = append(got, undo.Words)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.change.Op, got, tt.want)
		}
	}
}
