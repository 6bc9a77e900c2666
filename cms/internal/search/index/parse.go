package index

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"practicecms/content/fold"
)

// Limits of what can be looked for at once.
const (
	MaxWords = 200 // characters
	MaxTerms = 20  // words and phrases
	maxParts = 50  // words, counting those of phrases and of words such as "day-to-day"
)

// maxBytes is more than MaxWords characters can have before they are composed.
const maxBytes = 9 * MaxWords

// The errors of Parse.
var (
	ErrNoWords   = errors.New("there is no word to look for")
	ErrManyWords = errors.New("these are too many words to look for")
)

// Term is one thing that has to stand in a document: a word, or the words of a phrase in
// their order.
type Term struct {
	Text   string // on one line, with a letter or a digit; of a telephone number the digits
	Phrase bool   // it stood in quotation marks
}

// Parse takes apart what somebody looks for. Words are parted by spaces, and those
// between two quotation marks are a phrase; there is no other syntax. What has neither
// letter nor digit is left out, and so is what was given before. Control characters are
// as good as spaces.
func Parse(words string) ([]Term, error) {
	if len(words) > maxBytes {
		return nil, ErrManyWords // before anything is done with them
	}
	words = norm.NFC.String(strings.Map(printable, strings.ToValidUTF8(words, " ")))
	if utf8.RuneCountInString(words) > MaxWords {
		return nil, ErrManyWords
	}
	var out []Term
	seen := map[Term]bool{}
	add := func(t Term) {
		same := Term{fold.String(t.Text), t.Phrase}
		if strings.ContainsFunc(same.Text, isWord) && !seen[same] {
			seen[same] = true
			out = append(out, t)
		}
	}
	parts := strings.Split(quotes.Replace(words), `"`)
	for i, part := range parts {
		if inside := i%2 == 1 && i < len(parts)-1; inside {
			add(Term{strings.Join(strings.Fields(part), " "), true})
			continue
		}
		for _, word := range wordsOf(part) {
			add(Term{word, false})
		}
	}
	switch {
	case len(out) == 0:
		return nil, ErrNoWords
	case len(out) > MaxTerms || partsOf(out) > maxParts:
		return nil, ErrManyWords
	}
	return out, nil
}

// wordsOf gives the words between spaces; a telephone number is one, by its digits.
func wordsOf(s string) []string {
	var out []string
	folded := fold.Of(s)
	at := 0
	for _, n := range fold.Longest(fold.Numbers(folded.String())) {
		from, to := folded.Span(n.From, n.To)
		if before, _ := utf8.DecodeLastRuneInString(s[:from]); from > 0 && !unicode.IsSpace(before) {
			continue // a part of an address, or of a word
		}
		out = append(append(out, strings.Fields(s[at:from])...), n.Digits)
		at = to
	}
	return append(out, strings.Fields(s[at:])...)
}

func printable(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

// partsOf counts the stretches of letters and digits, each of which the index looks up.
func partsOf(terms []Term) (n int) {
	for _, t := range terms {
		n += len(strings.FieldsFunc(t.Text, func(r rune) bool { return !isPart(r) }))
	}
	return n
}

// quotes makes one of the quotation marks that people type.
var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
