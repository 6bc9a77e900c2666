package history

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"practicecms/cms/internal/record"
	"practicecms/content"
)

// body is a section with a text.
func body(text string) record.Body {
	return record.Body{Kind: "section", Fields: content.Fields{"body": text}}
}

func TestWordsAreFoundHoweverTheyAreSpelled(t *testing.T) {
	for _, c := range []struct {
		words string
		said  string // the texts that say it, the words between brackets
	}{
		{"don't share notes", "We [don’t share notes].|We [DON'T *share* notes].|We [don’t\nshare  notes].|We [don&rsquo;t share notes]."},
		{"don’t share", "We [don't share]."},
		{"psychologie", "La [psy\u00adcho\u200blogie].|[psycho\u00ad\nlogie]|[psycho\u200b\nlogie]|[psy&shy;chologie]"},
		{"José Núñez", "Dr. [José Núñez].|[jose nunez]|[" + norm.NFD.String("José Núñez") + "]|[José\u00a0Núñez]|[**José** Núñez]|[Jos**é** Núñez]|[**Jo**sé _Núñez_]|[José](/team) Núñez|[José](/team)[ Núñez](/x)|[JOSÉ NÚÑEZ]|[Jos&eacute; N&uacute;&ntilde;ez]"},
		{"jose nunez", "Dr. [José Núñez]."},
		{"co-pay", "A [co‑pay].|A [co–pay].|A [co\\-pay]."},
		{"bold", "[**bo**ld]|[bo**ld**]|[`bo`ld]|[~~bo~~ld]|[bo](/x)ld|bo[ld](/x)|em[bold]en"},
		{"strasse", "[Straße]|[STRASSE]"}, {"Straße", "[strasse]"},
		{"muller", "[Müller]"}, {"søren", "[Soren]|[Søren]"}, {"isik", "[Işık]|[IŞIK]"}, {"fine", "[ﬁne]"}, {"心理治療", "我們[心理治療]。|[**心理**治療]"}, {"ｆｅｅｓ", "[fees]"},
		{"5055550142", "Call [(505) 555-0142].|[505.555.0142]|[+1 (505) 555‑0142]|[+15055550142]|[1-505-555-0142]|[call](tel:+15055550142)|(505) [555-0142](tel:988)|[(505)](/a) 555-0142"},
		{"(505) 555-0142", "[5055550142]|[505-555-0142]"},
		{"+1 505 555 0142", "[(505) 555-0142]"},
		{"call (505) 555-0142 now", "[Call 5055550142 now]!|[Call +1 505.555.0142 now]!|[Call (505) 555-0142 now]!"},
		{"555-0142", "(505) [555-0142]|[5550142]"},
		{"$150", "[$150]¹|[$150]<sup>1</sup>"},
		{"anna blythe", "https://example.org/[anna_blythe]|[*anna* blythe]"},
	} {
		p, err := NewPhrase(c.words)
		if err != nil {
			t.Fatal(c.words, err)
		}
		for _, one := range strings.Split(c.said, "|") {
			// The brackets of a link stay; those of the test go.
			text := one
			if !strings.Contains(one, "](") {
				text = strings.NewReplacer("[", "", "]", "").Replace(one)
			}
			hit := p.in(content.Standard(), body(text))
			if hit == nil {
				t.Errorf("%q is not found in %q", c.words, text)
				continue
			}
			if !p.maybe([]byte("x"+text+"x"), new([]byte)) && !p.maybe([]byte(" "+text+" "), new([]byte)) {
				t.Errorf("a first look does not find %q in %q", c.words, text)
			}
			if !strings.ContainsAny(text, "*_~`&\\") && text != one {
				want := one[strings.Index(one, "[")+1 : strings.Index(one, "]")]
				if strings.Join(strings.Fields(want), " ") != strings.ReplaceAll(hit.Word, "\u00ad ", "\u00ad") && !strings.ContainsAny(want, "\n\u00a0<") {
					t.Errorf("%q in %q is %q", c.words, text, hit.Word)
				}
			}
			rest := p.Without(content.Standard(), body(text))
			if p.in(content.Standard(), rest) != nil || !strings.Contains(rest.Fields["body"].(string), ErasedMark) {
				t.Errorf("%q is erased from %q, and %q is left", c.words, text, rest.Fields["body"])
			}
			if plain(rest.Fields["body"].(string)) == ErasedMark && strings.Contains(text, "**bo") && rest.Fields["body"] != ErasedMark {
				t.Errorf("of %q is left %q", text, rest.Fields["body"])
			}
		}
	}
}

func TestOtherWordsAreNotFound(t *testing.T) {
	for words, texts := range map[string][]string{
		"cant":           {"We can’t say."},
		"can't":          {"We cant say."},
		"resumes":        {"A résumé."},
		"no space":       {"nospace"},
		"nospace":        {"no space", "no\nspace", "no\u200b space", "no\n\nspace"},
		"bo ld":          {"**bo**ld", "bo*ld*"},
		"2016":           {"20 16", "20-16", "20*16"},
		"1501":           {"$150¹", "$150<sup>1</sup>"},
		"5055550142":     {"505 555 0143", "505, 555, 0142", "50555501 and 42"},
		"jose nunez":     {"José. Núñez", "José-Núñez", "José"},
		"open on friday": {"open, on Friday"},
	} {
		p, err := NewPhrase(words)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if hit := p.in(content.Standard(), body(text)); hit != nil {
				t.Errorf("%q is found in %q as %q", words, text, hit.Word)
			}
			if rest := p.Without(content.Standard(), body(text)).Fields["body"]; rest != text {
				t.Errorf("%q is erased from %q, and %q is left", words, text, rest)
			}
		}
	}
}

func TestWhatIsErasedTakesItsMarksAlong(t *testing.T) {
	p, err := NewPhrase("Jane Doe")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"See **Jane** Doe, and jane *Doe*.": "See (erased), and (erased).",
		"See **Ja**ne Doe.":                 "See (erased).",
		"**Jane Doe** said so.":             "**(erased)** said so.",
		"Jane\u00a0Doe’s":                   "(erased)’s",
		"Jane Doe and Jane [Doe](/x)":       "(erased)",
	} {
		if got := p.Without(content.Standard(), body(text)).Fields["body"]; got != want {
			t.Errorf("of %q is left %q, want %q", text, got, want)
		}
	}
}
