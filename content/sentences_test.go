package content

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"practicecms/content/internal/cputime"
)

func TestTextsAreCutIntoSentencesAsPeopleReadThem(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"sentences":                       {"We walk. You rest? Good! And so on…", []string{"We walk.", "You rest?", "Good!", "And so on…"}},
		"a line end":                      {"A heading\nWe walk\n\nWe rest", []string{"A heading", "We walk", "We rest"}},
		"the points of a list":            {"- One thing. Another.\n* A third\n1. A fourth. A fifth", []string{"- One thing.", "Another.", "* A third", "1. A fourth.", "A fifth"}},
		"short forms":                     {"We walk, e.g. slowly. See Dr. Adler vs. Prof. Tal at 5 p.m. on Monday.", []string{"We walk, e.g. slowly.", "See Dr. Adler vs. Prof. Tal at 5 p.m. on Monday."}},
		"initials and letters":            {"By J. R. Moore, Ph.D. He works in the U.S. Army.", []string{"By J. R. Moore, Ph.D. He works in the U.S. Army."}},
		"short forms before a number":     {"See no. 5 and fig. 2. I said no. Then we rested.", []string{"See no. 5 and fig. 2.", "I said no.", "Then we rested."}},
		"decimals and addresses":          {"It is 3.5 km. See example.org/a.b for more.", []string{"It is 3.5 km.", "See example.org/a.b for more."}},
		"a number at the end":             {"It was 2019. Then we moved.", []string{"It was 2019.", "Then we moved."}},
		"somebody speaks":                 {"“Really?” she asked. “Yes.” Then (so they say.) We went.", []string{"“Really?” she asked.", "“Yes.”", "Then (so they say.)", "We went."}},
		"brackets close before it":        {"Bring a coat (a warm one. And boots.) too. Then come.", []string{"Bring a coat (a warm one. And boots.) too.", "Then come."}},
		"a bracket that never closes":     {"Sad :( We rest. Then we go.", []string{"Sad :( We rest.", "Then we go."}},
		"a link":                          {"See [our page. It is long](/a_b). Then _come_.", []string{"See [our page. It is long](/a_b).", "Then _come_."}},
		"bold":                            {"**Slow. Steady.** Then *rest*. Go.", []string{"**Slow. Steady.**", "Then *rest*.", "Go."}},
		"stars that mean nothing":         {"Take 5 * 3. Then 2 * 4. Done.", []string{"Take 5 * 3.", "Then 2 * 4.", "Done."}},
		"signs in a row":                  {"What?! No... Yes.", []string{"What?!", "No...", "Yes."}},
		"it goes on in small letters":     {"We walk… and rest.", []string{"We walk… and rest."}},
		"Spanish":                         {"¿Cómo está? La Dra. Ruiz le espera. ¡Venga!", []string{"¿Cómo está?", "La Dra. Ruiz le espera.", "¡Venga!"}},
		"scripts that need no space":      {"我们走路。你休息！好", []string{"我们走路。", "你休息！", "好"}},
		"nothing":                         {" \n\n ", nil},
		"white space is in no sentence":   {"  We walk.  \t You rest. \n", []string{"We walk.", "You rest."}},
		"a separator of lines in Unicode": {"We walk.\u2028We rest.", []string{"We walk.", "We rest."}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, splitSentences(c.text).words); diff != "" {
				t.Errorf("splitSentences(%q) (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

// toldSentences writes a comparison by sentences in short lines.
func toldSentences(before, after string) []string {
	var out []string
	for _, s := range CompareSentences(before, after) {
		if s.Op == Same {
			out = append(out, "  "+s.Before)
		} else {
			out = append(out, string(s.Op)+" "+s.Before+" → "+s.After)
		}
	}
	return out
}

func TestSentencesAreMatchedAsAReaderWould(t *testing.T) {
	for name, c := range map[string]struct {
		before, after string
		want          []string
	}{
		"three neighbours edited": {
			"We walk far. We rest well. We go home. Bye.", "We walk slowly. We rest often. We go away. Bye.",
			[]string{"edited We walk far. → We walk slowly.", "   ", "edited We rest well. → We rest often.", "   ", "edited We go home. → We go away.", "   Bye."},
		},
		"one more in front":                    {"We rest.", "We walk. We rest.", []string{"added  → We walk. ", "  We rest."}},
		"one more at the end":                  {"We walk.", "We walk.\n\nWe rest.", []string{"  We walk.", "added  → \n\nWe rest."}},
		"one more at the end of a paragraph":   {"We walk.\n\nBye.", "We walk. We rest.\n\nBye.", []string{"  We walk.", "added  →  We rest.", "  \n\nBye."}},
		"a paragraph more":                     {"We walk.\n\nBye.", "We walk.\n\nWe rest.\n\nBye.", []string{"  We walk.\n\n", "added  → We rest.\n\n", "  Bye."}},
		"one less":                             {"We walk. We rest. Bye.", "We walk. Bye.", []string{"  We walk. ", "removed We rest.  → ", "  Bye."}},
		"one more before others that changed":  {"We walk far today. We rest well at night.", "Come in. We walk far now. We rest well at noon.", []string{"added  → Come in. ", "edited We walk far today. → We walk far now.", "   ", "edited We rest well at night. → We rest well at noon."}},
		"one became two":                       {"Stay. We walk. Bye.", "Stay. Come early. Bring boots. Bye.", []string{"  Stay. ", "edited We walk. → Come early. Bring boots.", "   Bye."}},
		"each written anew":                    {"We walk. You rest.", "Come early. Bring boots.", []string{"edited We walk. → Come early.", "   ", "edited You rest. → Bring boots."}},
		"a paragraph begins":                   {"We walk. We rest.", "We walk.\n\nWe rest.", []string{"  We walk.", "edited   → \n\n", "  We rest."}},
		"one more where a paragraph now ends":  {"We walk. Bye.", "We walk.\nRest.\tBye.", []string{"  We walk.", "added   → \nRest.\t", "  Bye."}},
		"nothing":                              {"We walk. We rest.", "We walk. We rest.", []string{"  We walk. We rest."}},
		"all of it":                            {"", "We walk. We rest.", []string{"added  → We walk. We rest."}},
		"no text at all":                       {"", "", nil},
		"two texts larger than any in content": {strings.Repeat("a", maxComparedBytes), "b", []string{"edited " + strings.Repeat("a", maxComparedBytes) + " → b"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, toldSentences(c.before, c.after)); diff != "" {
				t.Errorf("CompareSentences (-want +got):\n%s", diff)
			}
		})
	}
}

// checkSentences is what CompareSentences promises for any two texts.
func checkSentences(t interface{ Fatalf(string, ...any) }, before, after string) {
	pieces := CompareSentences(before, after)
	var a, b strings.Builder
	changes := 0
	for i, s := range pieces {
		a.WriteString(s.Before)
		b.WriteString(s.After)
		if s.Op != Same {
			changes++
		}
		switch {
		case s.Op == Same && (s.Before != s.After || s.Number != 0 || s.Before == "" || i > 0 && pieces[i-1].Op == Same),
			s.Op != Same && (s.Before == s.After || s.Number != changes),
			s.Op == Added && strings.TrimSpace(s.Before) != "",
			s.Op == Removed && strings.TrimSpace(s.After) != "":
			t.Fatalf("piece %d is not what it says: %+v", i, s)
		}
	}
	if a.String() != before || b.String() != after {
		t.Fatalf("CompareSentences(%q, %q) does not give the texts back: %+v", before, after, pieces)
	}
	for _, text := range []string{before, after} {
		s := splitSentences(text)
		if got := s.text(0, len(s.words)); got != text {
			t.Fatalf("splitSentences(%q) joins to %q", text, got)
		}
		for _, words := range s.words {
			if words != strings.TrimSpace(words) || words == "" || strings.Contains(words, "\n") {
				t.Fatalf("splitSentences(%q) has the sentence %q", text, words)
			}
		}
	}
}

func FuzzCompareSentences(f *testing.F) {
	f.Add("We walk. We rest.\n\nBye.", "We walk, e.g. slowly. Bye.")
	f.Add("**a. B** [c. D](e) `f. G` (h. I", "* a\n1. b. C")
	f.Add("a\xff. B", "。」a！\u2028b.\u0085")
	f.Fuzz(func(t *testing.T, before, after string) { checkSentences(t, before, after) })
}

func TestCompareSentencesGivesBothTextsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkSentences(t, sampleSentences.Draw(t, "before"), sampleSentences.Draw(t, "after"))
	})
}

// sampleSentences draws a text of sentences and paragraphs, of few words.
var sampleSentences = rapid.Custom(func(t *rapid.T) string {
	var b strings.Builder
	for i := range rapid.IntRange(1, 7).Draw(t, "sentences") {
		if i > 0 {
			b.WriteString(rapid.SampledFrom([]string{" ", " ", "\n", "\n\n"}).Draw(t, "gap"))
		}
		b.WriteString("We " + sampleText.Draw(t, "sentence") + ".")
	}
	return b.String()
})

func TestCompareSentencesIsQuickOnTheLargestTexts(t *testing.T) {
	for name, c := range map[string][2]string{
		"one endless line":          {strings.Repeat("We walk. ", 28_000), strings.Repeat("We rest. We walk. ", 14_000)},
		"no two alike":              {numberedSentences("x", 20_000), numberedSentences("y", 20_000)},
		"brackets that never close": {strings.Repeat("([*_`", 50_000) + ". A", strings.Repeat("(*", 100_000)},
		"full stops alone":          {strings.Repeat(". ", 120_000), strings.Repeat(".", 250_000)},
		"few long ones":             {strings.Repeat(strings.Repeat("a b ", 1_000)+"\n", 50), strings.Repeat(strings.Repeat("b c ", 1_000)+"\n", 49)},
	} {
		t.Run(name, func(t *testing.T) {
			// A tenth of a second is usual; the bound is for slow machines and the race detector.
			if took := cputime.Of(func() { checkSentences(t, c[0], c[1]) }); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func numberedSentences(word string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("W" + word + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + ". ")
	}
	return b.String()
}
