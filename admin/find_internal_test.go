package admin

import (
	"strings"
	"testing"
)

func TestEachWordThatWasLookedForIsMarked(t *testing.T) {
	for _, c := range []struct{ words, text, want string }{
		{"breath slow", "Slow breathing, and breath again", "[Slow] [breath]ing, and [breath] again"},
		{"breathe breath", "breathe", "[breathe]"},
		{"", "nothing", "nothing"},
		{"ü", "Über İstanbul", "Über İstanbul"}, // a letter whose two cases differ in length: nothing is marked
	} {
		var told strings.Builder
		for _, piece := range (finding{Words: c.words}).Marked(c.text) {
			if piece.Mark {
				told.WriteString("[" + piece.Text + "]")
			} else {
				told.WriteString(piece.Text)
			}
		}
		if told.String() != c.want {
			t.Errorf("%q in %q: %q", c.words, c.text, told.String())
		}
	}
}

func TestItemsOfAListKeepTheirSignInAComparison(t *testing.T) {
	got := withBullets("Words.\n\n- one\n  * two\n1. three\n\n- - -\n-no item\n")
	if want := "Words.\n\n- • one\n  * • two\n1. three\n\n- - -\n-no item\n"; got != want {
		t.Errorf("%q", got)
	}
}
