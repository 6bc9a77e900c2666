package index

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
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
	Text   string // on one line, with a letter or a digit
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
		if strings.ContainsFunc(t.Text, isWord) && !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	parts := strings.Split(quotes.Replace(words), `"`)
	for i, part := range parts {
		if inside := i%2 == 1 && i < len(parts)-1; inside {
			add(Term{strings.Join(strings.Fields(part), " "), true})
			continue
		}
		for _, word := range strings.Fields(part) {
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
