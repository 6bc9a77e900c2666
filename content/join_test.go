package content

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestJoinTexts(t *testing.T) {
	for name, test := range map[string]struct{ base, theirs, mine, want string }{
		"what one changed":                         {"First body.", "First body.", "First, changed.", "First, changed."},
		"both at the end":                          {"First body.", "First body. One.", "First body. Two.", "First body. One. Two."},
		"at both ends":                             {"First body.", "My First body.", "First body. More.", "My First body. More."},
		"one went on writing what the other has":   {"First body.", "First body. A sen", "First body. A sentence. More.", "First body. A sentence. More."},
		"one has all of it, and words in between":  {"First.", "First. A sentence.", "First. A long sentence. More.", "First. A long sentence. More."},
		"the same twice":                           {"First.", "First. A sentence.", "First. A sentence.", "First. A sentence."},
		"one word became two others":               {"calm work", "slow work", "gentle work", "slow gentle work"},
		"one deletes, the other changes elsewhere": {"one two three", "one three", "one two four", "one four"},
		"one deletes what the other changes":       {"one two", "one", "one three", "one three"},
		"one deletes all":                          {"one two", "one two", "", ""},
		"two new paragraphs":                       {"First.", "First.\n\nOne.", "First.\n\nTwo.", "First.\n\nOne.\n\nTwo."},
		"both from nothing":                        {"", "One.", "Two.", "One. Two."},
	} {
		if got := joinTexts(test.base, test.theirs, test.mine); got != test.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Whatever two windows did, no word that either wrote is missing.
func TestJoinTextsLosesNoNewWord(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 0, 8).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		base := text.Draw(t, "base")
		write := func(name, word string) string {
			words := strings.Fields(text.Draw(t, name))
			at := rapid.IntRange(0, len(words)).Draw(t, name+" at")
			return strings.Join(append(append(append([]string{}, words[:at]...), word), words[at:]...), " ")
		}
		theirs, mine := write("theirs", "theirs"), write("mine", "mine")
		got := joinTexts(base, theirs, mine)
		for _, word := range []string{"theirs", "mine"} {
			if strings.Count(got, word) != 1 {
				t.Fatalf("%q, %q and %q became %q", base, theirs, mine, got)
			}
		}
		if same := joinTexts(base, theirs, theirs); same != theirs {
			t.Fatalf("%q on both sides of %q became %q", theirs, base, same)
		}
	})
}

func TestJoinKeepsWhatBothWindowsWrote(t *testing.T) {
	a, b := section(1, "A", "a"), section(2, "B", "b")
	for name, test := range map[string]struct {
		base, theirs, mine Content
		want               []string
	}{
		"one text":                  {page(a), page(section(1, "A", "a, theirs")), page(section(1, "A", "a and mine")), []string{"Walking together", "“A”: a, theirs and mine"}},
		"removed and edited":        {page(a, b), page(a), page(a, section(2, "B", "b, edited")), []string{"Walking together", "“A”: a", "“B”: b, edited"}},
		"edited and removed":        {page(a, b), page(a, section(2, "B", "b, edited")), page(a), []string{"Walking together", "“A”: a", "“B”: b, edited"}},
		"one item":                  {page(callout(3, "one", "two")), page(callout(3, "one, theirs", "two")), page(callout(3, "one, mine", "two")), []string{"Walking together", "callout: [one, theirs, mine two]"}},
		"items added":               {page(callout(3, "one")), page(callout(3, "one", "theirs")), page(callout(3, "mine", "one")), []string{"Walking together", "callout: [mine one theirs]"}},
		"items moved and rewritten": {page(callout(3, "one", "two")), page(callout(3, "two", "one")), page(callout(3, "one, mine", "two")), []string{"Walking together", "callout: [one, mine two]"}},
	} {
		got := Standard().Join("service", test.base.Canonical(), test.theirs.Canonical(), test.mine.Canonical())
		if diff := cmp.Diff(test.want, outline(got)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}
