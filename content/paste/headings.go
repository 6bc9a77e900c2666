package paste

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"practicecms/content/fold"
)

// Bounds of rule 3, and of a heading that the source marks: a longer one is a
// paragraph that only looks like a heading.
const (
	maxHeadingChars  = 70
	maxHeadingWords  = 10
	minCapitalised   = 0.8
	maxMarkedHeading = 300
	maxJoinedHeading = 90 // what a heading field advises
)

// smallWords are written in lower case inside English headings, and say nothing
// about whether a line is one.
var smallWords = map[string]bool{
	"a": true, "an": true, "and": true, "as": true, "at": true, "but": true, "by": true, "for": true, "from": true,
	"in": true, "into": true, "nor": true, "of": true, "on": true, "or": true, "per": true, "so": true, "than": true, "the": true,
	"to": true, "up": true, "via": true, "vs": true, "with": true, "yet": true,
}

// looksLikeHeading is rule 3.
func looksLikeHeading(s string) bool {
	if utf8.RuneCountInString(s) > maxHeadingChars || strings.ContainsAny(s[len(s)-1:], ".,:;!") || strings.ContainsAny(s, "$€£@") || strings.HasPrefix(s, "—") || strings.HasPrefix(s, "–") {
		return false // a sentence, a price, an address, an author
	}
	words := strings.Fields(s)
	if len(words) > maxHeadingWords {
		return false
	}
	main, capitalised := 0, 0
	for _, w := range words {
		first := firstLetter(w)
		if first == 0 || smallWords[foldWord(w)] {
			continue
		}
		main++
		if unicode.IsUpper(first) || unicode.IsTitle(first) {
			capitalised++
		}
	}
	return main > 0 && float64(capitalised) >= minCapitalised*float64(main)
}

// guessHeadings finds headings by rule 3, unless the source marks any.
func guessHeadings(elements []element) []element {
	marked := false
	for i := range elements {
		e := &elements[i]
		if e.kind != heading {
			continue
		}
		if utf8.RuneCountInString(e.text.plain()) > maxMarkedHeading {
			e.kind, e.level = paragraph, 0
			continue
		}
		marked = marked || e.why == ""
	}
	if marked {
		return elements
	}
	for i := range elements {
		e := &elements[i]
		if e.kind == paragraph && !e.quote && len(e.text.lines()) == 1 && looksLikeHeading(e.text.plain()) {
			e.kind, e.level = heading, 2
			e.why = "a short line in capitals, without a full stop"
		}
	}
	return elements
}

// joinHeadings is rule 4: two headings, one directly below the other, are one when
// the pair of words across the break stands elsewhere in the text.
func joinHeadings(elements []element, decided map[string]bool) []element {
	var out []element
	var pairs map[string]bool // made when it is needed first
	for _, e := range elements {
		last := len(out) - 1
		if last < 0 || e.kind != heading || e.gap || out[last].kind != heading || out[last].level != e.level {
			out = append(out, e)
			continue
		}
		if pairs == nil {
			pairs = wordPairs(elements)
		}
		above, below := strings.Fields(out[last].text.plain()), strings.Fields(e.text.plain())
		pair := bare(above[len(above)-1]) + " " + bare(below[0])
		joined := slices.Concat(out[last].text, rich{{text: " "}}, e.text)
		one, asked := decided[joinKey(out[last].text.plain(), e.text.plain())]
		if asked && one {
			out[last].text, out[last].why = joined.trim(), "" // it is told already
			continue
		}
		if asked || !pairs[fold.String(pair)] || utf8.RuneCountInString(joined.plain()) > maxJoinedHeading {
			out = append(out, e)
			continue
		}
		out[last].text = joined.trim()
		out[last].why = fmt.Sprintf("joined from two lines, because “%s” stands elsewhere in the text", pair)
	}
	return out
}

// joinKey names the question whether two lines are one heading.
func joinKey(above, below string) string { return above + "\n" + below }

// wordPairs collects the pairs of neighbouring words inside each element, folded.
func wordPairs(elements []element) map[string]bool {
	pairs := map[string]bool{}
	for _, e := range elements {
		words := strings.Fields(e.text.plain())
		for i := 1; i < len(words); i++ {
			pairs[foldWord(words[i-1])+" "+foldWord(words[i])] = true
		}
	}
	return pairs
}

// firstLetter gives the first letter of a word, or 0.
func firstLetter(word string) rune {
	for _, r := range word {
		if unicode.IsLetter(r) {
			return r
		}
	}
	return 0
}
