package content

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"practicecms/content/internal/cputime"
)

// marked writes spans as a text: [-removed-] and {+added+}.
func marked(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		switch s.Op {
		case Same:
			b.WriteString(s.Text)
		case Removed:
			b.WriteString("[-" + s.Text + "-]")
		case Added:
			b.WriteString("{+" + s.Text + "+}")
		}
	}
	return b.String()
}

func TestCompareWordsReadsLikeACorrection(t *testing.T) {
	for name, c := range map[string]struct{ before, after, want string }{
		"one word":                     {"We walk slowly.", "We walk gently.", "We walk [-slowly-]{+gently+}."},
		"a word more":                  {"We walk.", "We walk home.", "We walk{+ home+}."},
		"a word with its apostrophe":   {"You can rest.", "You can't rest.", "You [-can-]{+can't+} rest."},
		"a phrase is one change":       {"Bring a warm coat and boots.", "Bring your own mat and boots.", "Bring [-a warm coat-]{+your own mat+} and boots."},
		"a change for each line":       {"We often rest\nSlowly we walk", "We often sleep\nGently we walk", "We often [-rest-]{+sleep+}\n[-Slowly-]{+Gently+} we walk"},
		"another text altogether":      {"First we talk about sleep.", "Fees are due on the day.", "[-First we talk about sleep.-]{+Fees are due on the day.+}"},
		"a paragraph more":             {"One.\n\nThree.", "One.\n\nTwo.\n\nThree.", "One.\n\n{+Two.\n\n+}Three."},
		"a paragraph more at the end":  {"One.", "One.\n\nTwo.", "One.{+\n\nTwo.+}"},
		"only white space":             {"One  two", "One two", "One[-  -]{+ +}two"},
		"accents stay on their letter": {"cafe\u0301 au lait", "cafe au lait", "[-cafe\u0301-]{+cafe+} au lait"},
		"an emoji stays whole":         {"rest \U0001F468\u200D\U0001F469\u200D\U0001F467 well", "rest \U0001F468\u200D\U0001F469\u200D\U0001F466 well", "rest [-\U0001F468\u200D\U0001F469\u200D\U0001F467-]{+\U0001F468\u200D\U0001F469\u200D\U0001F466+} well"},
		"Chinese by the letter":        {"我们一起走路", "我们一起跑路", "我们一起[-走-]{+跑+}路"},
		"all of it new":                {"", "Hello.", "{+Hello.+}"},
		"all of it gone":               {"Hello.", "", "[-Hello.-]"},
		"nothing at all":               {"", "", ""},
		"no change":                    {"Hello.\n", "Hello.\n", "Hello.\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, marked(CompareWords(c.before, c.after))); diff != "" {
				t.Errorf("CompareWords (-want +got):\n%s", diff)
			}
		})
	}
}

// checkSpans is what CompareWords promises for any two texts.
func checkSpans(t interface{ Fatalf(string, ...any) }, before, after string) {
	spans := CompareWords(before, after)
	var a, b strings.Builder
	var last Op
	for _, s := range spans {
		if s.Text == "" || s.Op == last {
			t.Fatalf("an empty span, or two that should be one: %q", spans)
		}
		if last == Added && s.Op == Removed {
			t.Fatalf("what was removed should come first: %q", spans)
		}
		last = s.Op
		if s.Op != Added {
			a.WriteString(s.Text)
		}
		if s.Op != Removed {
			b.WriteString(s.Text)
		}
		if utf8.ValidString(before) && utf8.ValidString(after) && !utf8.ValidString(s.Text) {
			t.Fatalf("a character was cut: %q", spans)
		}
	}
	if a.String() != before || b.String() != after {
		t.Fatalf("CompareWords(%q, %q) does not give the texts back: %q", before, after, spans)
	}
	if before == after && len(spans) > 1 {
		t.Fatalf("equal texts have more than one span: %q", spans)
	}
}

func FuzzCompareWords(f *testing.F) {
	f.Add("We walk.\n\nWe rest.", "We walk slowly.\n\nWe sleep.")
	f.Add("a\xffb", "a\xfeb")
	f.Add("can't", "can’t")
	f.Add("\u200d\u0301", "\u0301")
	f.Fuzz(func(t *testing.T, before, after string) { checkSpans(t, before, after) })
}

func TestCompareWordsGivesBothTextsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkSpans(t, sampleMarkdown.Draw(t, "before"), sampleMarkdown.Draw(t, "after"))
	})
}

func TestCompareWordsGivesUpOnTextsLargerThanAnyContent(t *testing.T) {
	before := strings.Repeat("walk\n", maxComparedBytes/9)
	want := []Span{{Removed, before}, {Added, before + "rest"}}
	if diff := cmp.Diff(want, CompareWords(before, before+"rest")); diff != "" {
		t.Error("a text of a megabyte was compared by words")
	}
}

func TestCompareWordsIsQuickOnTheLargestTexts(t *testing.T) {
	numbered := func(word string, n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(word)
			b.WriteByte(byte('a' + i*i%26))
			b.WriteByte(" \n"[i%2])
		}
		return b.String()
	}
	for name, c := range map[string][2]string{
		"two texts of many lines": {numbered("x", 60_000), numbered("y", 60_000)},
		"one endless line":        {strings.Repeat("ab ", 80_000), strings.Repeat("ba ab ", 40_000)},
		"no white space":          {strings.Repeat("x", MaxMarkdownBytes), strings.Repeat("x,", MaxMarkdownBytes/2)},
		"larger than compared":    {strings.Repeat("x\n", 1<<19), strings.Repeat("x\n", 1<<19) + "y"},
	} {
		t.Run(name, func(t *testing.T) {
			// A tenth of a second is usual; the bound is for slow machines and the race detector.
			if took := cputime.Of(func() { checkSpans(t, c[0], c[1]) }); took > 30*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}
