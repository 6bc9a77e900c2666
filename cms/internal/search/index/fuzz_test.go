package index_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"practicecms/cms/internal/search/index"
)

// Whatever is typed is refused, or becomes a few terms that say nothing which was not
// typed; and those, typed again, are the same terms. bleve takes them all.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"breathing", `"call 988" now`, `"`, `""`, `a "b`, "“slow” «breath»", "title:x +y -z* ~2 (a OR b)", "\xff\x00", "é e\u0301", strings.Repeat("a ", 30), "心理 治療", "—!", "/services/emdr?x=1"} {
		f.Add(s)
	}
	x := fill(f, f.TempDir(), index.Document{Title: "one", Texts: []string{"Call 988 when breathing is hard. 心理"}})
	f.Fuzz(func(t *testing.T, words string) {
		terms, err := index.Parse(words)
		if err != nil {
			if !errors.Is(err, index.ErrNoWords) && !errors.Is(err, index.ErrManyWords) || terms != nil {
				t.Fatalf("%v with %v", terms, err)
			}
			return
		}
		if len(terms) == 0 || len(terms) > index.MaxTerms {
			t.Fatalf("%d terms", len(terms))
		}
		var again strings.Builder
		length := 0
		for _, term := range terms {
			if !utf8.ValidString(term.Text) || strings.Join(strings.Fields(term.Text), " ") != term.Text || strings.ContainsAny(term.Text, "\"“”„«»") {
				t.Errorf("the term %q", term.Text)
			}
			if !strings.ContainsFunc(term.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
				t.Errorf("the term %q has no word", term.Text)
			}
			if term.Phrase {
				again.WriteString(`"` + term.Text + `" `)
			} else {
				if strings.Contains(term.Text, " ") {
					t.Errorf("the word %q", term.Text)
				}
				again.WriteString(term.Text + " ")
			}
			length += utf8.RuneCountInString(term.Text)
		}
		if length > index.MaxWords {
			t.Errorf("%d characters", length)
		}
		digits := func(term index.Term) bool { return strings.Trim(term.Text, "0123456789-.()/+") == "" }
		// Next to one another, digits may be a telephone number.
		if more, err := index.Parse(again.String()); !slices.ContainsFunc(terms, digits) && utf8.RuneCountInString(again.String()) <= index.MaxWords && (err != nil || len(more) != len(terms)) {
			t.Errorf("%q gives %v, and typed again %v (%v)", words, terms, more, err)
		}
		for _, loose := range []bool{false, true} {
			q := index.Query{Terms: terms, Locale: "en-US", Loose: loose}
			keys, _, err := x.Find(t.Context(), q, 0, 10)
			if err != nil {
				t.Fatalf("%q: %v", words, err)
			}
			if hits, err := x.Show(t.Context(), q, keys); err != nil || len(hits) != len(keys) {
				t.Fatalf("%q: %d of %d are shown: %v", words, len(hits), len(keys), err)
			}
		}
	})
}

// What is shown of a text is the text, marked: nothing is lost of the title, and each
// excerpt stands in the text.
func FuzzShow(f *testing.F) {
	for _, s := range [][3]string{
		{"EMDR & you", "We breathe slowly.\n\nThen we stop.", "breath stop"}, {"L’anxiété", "Les enfants\tet l'été.", `"les enfants"`}, {"心理 治療", "我們提供心理治療。", "心理治療"},
		{"İstanbul ẞ", "STRASSE straße İ", "straße i"}, {"e\u0301 \u202e", "\xff\x00 a\u0308 ﬁ", "é a"}, {"<b>", strings.Repeat("word ", 80), "wor"},
	} {
		f.Add(s[0], s[1], s[2])
	}
	indexes := map[string]*index.Index{}
	for _, l := range []string{"en", "fr", "de", "zh", "tr", "vi"} {
		indexes[l] = fill(f, f.TempDir())
	}
	f.Fuzz(func(t *testing.T, title, text, words string) {
		terms, err := index.Parse(words)
		if err != nil {
			return // that is said to whoever looks; see FuzzParse
		}
		line := func(s string) string {
			return norm.NFC.String(strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " "))
		}
		for l, x := range indexes {
			if err := x.Apply([]index.Document{{Key: "k", Locale: l, Version: "1", Title: title, Texts: []string{text}}}, nil, nil); err != nil {
				t.Fatal(err)
			}
			for _, loose := range []bool{false, true} {
				hits, err := x.Show(t.Context(), index.Query{Terms: terms, Locale: l, Loose: loose}, []string{"k"})
				if err != nil {
					t.Fatal(err)
				}
				for _, hit := range hits {
					if got := hit.Title.String(); got != line(title) {
						t.Errorf("%s: the title %q is shown as %q", l, title, got)
					}
					for _, e := range hit.Excerpts {
						got := strings.TrimSuffix(strings.TrimPrefix(e.String(), "…"), "…")
						if !strings.Contains(line(text), got) || !utf8.ValidString(got) {
							t.Errorf("%s: %q is shown of %q", l, got, text)
						}
						if !slices.ContainsFunc(e, func(p index.Piece) bool { return p.Mark }) {
							t.Errorf("%s: nothing is marked in %q", l, got)
						}
					}
				}
			}
		}
	})
}
