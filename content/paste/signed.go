package paste

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file finds who said what is quoted where no dash says so: a name directly below the
// quotation.

// textLine is a line of an element, as signed sees it.
type textLine struct {
	place
	text  string
	quote bool // of a block quotation
	words bool // of a paragraph; what else there is ends what stands above it
	gap   bool // something sets it apart from the line above
}

// markSigned makes paragraphs of their own of the lines that name who said what is quoted
// above them, and marks them. A name is sure to belong to the quotation above when it stands
// closer to it than to what follows, and when quotations and names alternate.
func markSigned(elements []element) []element {
	lines := textLinesOf(elements)
	ends := quotationEnds(lines)
	signed := map[place]bool{}
	for i := 0; i < len(lines); {
		var names []int // of quotations, one below the other
		at := i
		for at < len(ends) && ends[at] > 0 && ends[at] < len(lines) && isSigner(lines[ends[at]]) {
			names = append(names, ends[at])
			at = ends[at] + 1
		}
		for _, n := range names {
			below := n+1 == len(lines) || lines[n+1].gap || !lines[n+1].words
			if !lines[n].gap && below || len(names) > 1 && (!lines[n].gap || below) {
				signed[lines[n].place] = true
			}
		}
		i = max(at, i+1)
	}
	if len(signed) == 0 {
		return elements
	}
	return splitSigned(elements, signed)
}

// textLinesOf gives the lines of all elements.
func textLinesOf(elements []element) []textLine {
	var out []textLine
	for i, e := range elements {
		if e.kind != paragraph {
			out = append(out, textLine{place: place{i, 0}})
			continue
		}
		for n, l := range e.text.lines() {
			gap := n == 0 && (e.gap || i > 0 && elements[i-1].kind != paragraph)
			out = append(out, textLine{place{i, n}, l.plain(), e.quote, true, gap})
		}
	}
	return out
}

// quotationEnds gives for each line at which a whole quotation begins the line behind it,
// and 0 for the others.
func quotationEnds(lines []textLine) []int {
	ends := make([]int, len(lines))
	for i := range lines {
		if !opensQuotation(lines[i].text) || lines[i].quote {
			continue
		}
		for end := i; end < min(len(lines), i+maxQuotedLines) && lines[end].words && !lines[end].quote && (end == i || !opensQuotation(lines[end].text)); end++ {
			if closesQuotation(lines[end].text) {
				if endsSentence(lines[end].text) {
					ends[i] = end + 1
				}
				break
			}
		}
	}
	return ends
}

// Bounds of a name without a dash.
const (
	maxSigner      = 40 // characters
	maxSignerWords = 6
)

// numbered finds a number that is neither an age nor a year.
var numbered = regexp.MustCompile(`[0-9]{5}|[0-9][^0-9]+[0-9]|^[^,]*[0-9]|[$€£@:]`)

// isSigner reports whether a line may name who said what stands above it.
func isSigner(l textLine) bool {
	first, _ := utf8.DecodeRuneInString(l.text)
	return l.words && !l.quote && unicode.IsUpper(first) && utf8.RuneCountInString(l.text) <= maxSigner && len(strings.Fields(l.text)) <= maxSignerWords &&
		(isAuthor(l.text) || initials.MatchString(l.text)) && !numbered.MatchString(l.text)
}

// initials are a name of letters with full stops, such as "J. M.".
var initials = regexp.MustCompile(`^(?:\p{Lu}\. ?){1,4}$`)

// splitSigned makes paragraphs of the lines that are signed, with what stands above and
// below them in their elements.
func splitSigned(elements []element, signed map[place]bool) []element {
	var out []element
	for i, e := range elements {
		lines := e.text.lines()
		touched := false
		for n := range lines {
			touched = touched || signed[place{i, n}]
		}
		if !touched {
			out = append(out, e)
			continue
		}
		from := 0
		add := func(to, author int) {
			if to > from {
				p := e
				p.text, p.gap, p.author = joinLines(lines[from:to]), e.gap && from == 0, author
				out, from = append(out, p), to
			}
		}
		for n := range lines {
			if signed[place{i, n}] {
				add(n, 0)
				add(n+1, 1)
			}
		}
		add(len(lines), 0)
	}
	return out
}
