package paste

import (
	"strings"
	"unicode"

	"practicecms/content/fold"
)

// wordsIn gives what stands between white space, without dashes, before a word and alone,
// and without the signs of questions and answers.
func wordsIn(s string) []string {
	words := strings.Fields(s)
	all := words[:0]
	for _, w := range words {
		if strings.Trim(w, dashes) != "" && !askedSign.MatchString(w) {
			all = append(all, strings.TrimLeft(w, longDashes))
		}
	}
	return all
}

// Words gives the words of a plain text: everything between white space, without
// dashes, signs of questions, list markers at the start of lines, and dividing lines.
func Words(s string) []string {
	var words []string
	for _, l := range splitLines(normalise(s)) {
		words = append(words, wordsIn(l.words())...)
	}
	return words
}

// bare gives a word without the punctuation around it. The hyphen of "breath-centered"
// stays inside.
func bare(word string) string {
	return strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// foldWord gives a word as it is compared, however it is spelled.
func foldWord(word string) string { return fold.String(bare(word)) }
