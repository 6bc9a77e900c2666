package paste

import (
	"fmt"
	"regexp"
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

// located finds a telephone number, an hour, a half of the day, a house in a street, and a town with its code.
var located = regexp.MustCompile(`(?:^|[^0-9])[0-9]{3}[-. )]{1,2}[0-9]{4}|[0-9]:[0-9]{2}|\b[A-Z]{2} [0-9]{5}\b|^[APap]\.?[Mm]\.?$|^[0-9]+ .*\b(?:Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Drive|Dr|Lane|Ln|Way|Court|Ct|Place|Pl|Highway|Hwy)\b`)

// looksLikeHeading is rule 3.
func looksLikeHeading(s string) bool {
	if utf8.RuneCountInString(s) > maxHeadingChars || strings.ContainsAny(s[len(s)-1:], ".,:;!") || strings.ContainsAny(s, "$€£@") || strings.HasPrefix(s, "—") || strings.HasPrefix(s, "–") || located.MatchString(s) {
		return false // a sentence, a price, an address, an author, an hour
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

// hasMarkedHeadings reports whether the source marks any heading. One that is too long
// only looks like a heading, and becomes a paragraph.
func hasMarkedHeadings(elements []element) bool {
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
	return marked
}

// Ranks of the headings that are guessed.
const (
	guessedLevel = 2
	personLevel  = 3 // below the heading of the team
)

// guessHeadings finds headings in a text that marks none: by rule 3, and by standing
// alone above a text.
func guessHeadings(elements []element) []element {
	g := headingGuess{elements: elements, spaced: slices.ContainsFunc(elements, func(e element) bool { return e.gap || e.apart })}
	eachRun(elements, func(from, to int) []element {
		for at := from; at < to; {
			end := at + 1
			for end < to && areLines(elements[at]) && areLines(elements[end]) {
				end++
			}
			g.lines(from, at, end, to)
			at = end
		}
		return nil
	})
	for i, why := range g.why {
		elements[i].kind, elements[i].level, elements[i].why = heading, guessedLevel, why
	}
	raisePeople(elements)
	return elements
}

// headingGuess collects which elements are headings, and why.
type headingGuess struct {
	elements []element
	spaced   bool // blank lines set paragraphs apart
	pairs    map[string]bool
	why      map[int]string
}

const (
	whyCapitals = "a short line in capitals, without a full stop"
	whyAlone    = "a short line that stands alone above a text"
)

func (g *headingGuess) add(i int, why string) {
	if g.why == nil {
		g.why = map[int]string{}
	}
	g.why[i] = why
}

// lines looks at the lines from at to end of a run: three and more are no headings.
func (g *headingGuess) lines(from, at, end, to int) {
	below := end < to || end < len(g.elements) && slices.Contains([]elementKind{item, tabular, question}, g.elements[end].kind)
	switch n := end - at; {
	case n > 2:
	case n == 2 && !below && !g.isBrokenHeading(at):
	case below || n == 2:
		for i := at; i < end; i++ {
			if g.capitals(i) {
				g.add(i, whyCapitals)
			} else if n == 1 && g.spaced && (at == 0 || at == from && g.elements[at].gap || g.elements[at].apart) && g.alone(i) {
				g.add(i, whyAlone)
			}
		}
	case at > from:
		if g.capitals(at) && end < len(g.elements) {
			g.add(at, whyCapitals)
		}
	case g.single(at):
		if above, under := at > 0 && g.single(at-1), g.single(at+1); above && under || above && at > 1 && g.single(at-2) || under && g.single(at+2) {
			return // a list of names with blank lines between
		}
		if g.capitals(at) && g.hasWords(at+1) {
			g.add(at, whyCapitals)
		} else if g.alone(at) && g.spaced && g.hasText(at+1) {
			g.add(at, whyAlone)
		}
	}
}

// isBrokenHeading reports whether two lines are one heading by rule 4.
func (g *headingGuess) isBrokenHeading(at int) bool {
	if at+2 >= len(g.elements) || !g.capitals(at) || !g.capitals(at+1) {
		return false
	}
	if g.pairs == nil {
		g.pairs = wordPairs(g.elements)
	}
	return g.pairs[fold.String(pairAcross(g.elements[at], g.elements[at+1]))]
}

// mayHead reports whether an element is a line that may turn out to be a heading.
func (e element) mayHead() bool {
	return e.kind == paragraph && !e.quote && !e.line && e.frame == "" && len(e.text.lines()) == 1
}

// capitals is rule 3 for an element.
func (g *headingGuess) capitals(i int) bool {
	e := g.elements[i]
	return e.mayHead() && looksLikeHeading(e.text.plain())
}

var farewell = regexp.MustCompile(`(?i)^(?:(?:all the |with )?(?:best|kind|warm|warmest)(?: wishes| regards)?|(?:many )?thanks(?: .*)?|thank you(?: .*)?|sincerely|regards|cheers|warmly|yours(?: .*)?|see you .*)$`)

// alone reports whether an element is short, begins with a capital and does not end as
// a sentence: standing alone above a text, it is its heading.
func (g *headingGuess) alone(i int) bool {
	e := g.elements[i]
	text := e.text.plain()
	first, _ := utf8.DecodeRuneInString(text)
	return e.mayHead() && unicode.IsUpper(first) && isLine(text) && !e.text.hasLink() &&
		len(strings.Fields(text)) <= maxHeadingWords && !strings.ContainsAny(text, "$€£@;") && !strings.HasSuffix(text, ",") && !numbers.MatchString(text) && !farewell.MatchString(text)
}

// numbers finds a telephone number, an hour or a year, which headings seldom have.
var numbers = regexp.MustCompile(`[0-9]{3}|[0-9]:[0-9]{2}`)

// single reports whether an element is a short line between blank ones.
func (g *headingGuess) single(i int) bool {
	if i < 0 || i >= len(g.elements) || tightRun(g.elements[i:]) != 1 || i > 0 && tightRun(g.elements[i-1:]) > 1 {
		return false
	}
	return g.capitals(i) || g.alone(i)
}

// hasText reports whether a list, a table, a sentence or several lines begin at i.
func (g *headingGuess) hasText(i int) bool {
	if i >= len(g.elements) {
		return false
	}
	e := g.elements[i]
	if e.frame != "" {
		return false
	}
	switch e.kind {
	case rule, heading:
		return false
	case paragraph:
		first, _ := utf8.DecodeRuneInString(e.text.plain())
		return e.quote || len(e.text.lines()) > 1 || tightRun(g.elements[i:]) > 1 || !areLines(e) && !unicode.IsLower(first)
	}
	return true
}

// hasWords reports whether something begins at i that a heading may stand above.
func (g *headingGuess) hasWords(i int) bool {
	return g.hasText(i) || g.single(i) || i < len(g.elements) && g.elements[i].frame == "" && len(strings.Fields(g.elements[i].plain())) > 1
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
		pair := pairAcross(out[last], e)
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

// pairAcross gives the last word of an element and the first of the next one.
func pairAcross(above, below element) string {
	a, b := strings.Fields(above.text.plain()), strings.Fields(below.text.plain())
	return bare(a[len(a)-1]) + " " + bare(b[0])
}

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
