package paste

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file decides what paragraphs are that stand one below the other, without a blank
// line between them: a paragraph that a window broke, lines such as those of an address,
// a heading and its text, a person of the team.

// arrange gives elements their headings and lines. decided says which two lines are one
// heading.
func arrange(elements []element, decided map[string]bool) []element {
	marked := hasMarkedHeadings(elements)
	if elements = findPeople(elements); !marked {
		elements = guessHeadings(elements)
	}
	return joinHeadings(keepLines(elements), decided)
}

// tightRun gives how many paragraphs at the front stand one below the other, all or none
// of them in a quotation.
func tightRun(elements []element) int {
	n := 0
	for n < len(elements) && elements[n].kind == paragraph && (n == 0 || !elements[n].gap && elements[n].quote == elements[0].quote && elements[n].frame == elements[0].frame) {
		n++
	}
	return n
}

// eachRun calls visit for every run of paragraphs that stand one below the other, with
// its place, and puts what it gives in their stead.
func eachRun(elements []element, visit func(from, to int) []element) []element {
	var out []element
	for i := 0; i < len(elements); {
		n := tightRun(elements[i:])
		if n == 0 {
			out = append(out, elements[i])
			i++
			continue
		}
		out = append(out, visit(i, i+n)...)
		i += n
	}
	return out
}

// Bounds of a line, in characters.
const (
	maxLine      = 60  // of an address, a list of names and the like
	maxWidth     = 100 // of a window or a page that breaks lines
	minWidth     = 50
	maxLowerLine = 40 // of a list of words in lower case
)

// isLine reports whether a text is a line rather than a sentence: it is short, and does
// not end as a sentence does.
func isLine(s string) bool {
	return utf8.RuneCountInString(s) <= maxLine && !endsSentence(s) && !strings.HasSuffix(s, ":")
}

var abbreviation = regexp.MustCompile(`(?i)(?:\b(?:\pL\.)+\pL{1,2}\.|\b(?:ave|apt|bldg|blvd|co|dr|etc|ext|fl|hwy|inc|jr|ln|ltd|pkwy|rd|sr|st|ste|psy\.d|ph\.d|ed\.d|mon|tue|wed|thu|fri|sat|sun)\.)$`)

// endsSentence reports whether a text ends as a sentence does, and not with an
// abbreviation.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"”»’)' `)
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？", last) && !(last == '.' && abbreviation.MatchString(s))
}

// unwrap joins the lines of a paragraph that was broken at the width of a window.
func unwrap(elements []element) []element {
	return eachRun(elements, func(from, to int) []element {
		run := elements[from:to]
		if isLowerList(run) {
			return run
		}
		width := wrapWidth(run, minWidth)
		var out []element
		before := "" // the line above, as it stands
		for i, e := range run {
			text := e.text.plain()
			last := len(out) - 1
			if i > 0 && len(run[i-1].text.lines()) == 1 && (width > 0 || goesOn(before, text)) {
				out[last].text = slices.Concat(out[last].text, rich{{text: " "}}, e.text)
			} else {
				out = append(out, e)
			}
			before = text
		}
		for i := range out {
			out[i].text = out[i].text.trim()
		}
		return out
	})
}

// goesOn reports whether next continues the sentence of before. A heading is no
// sentence.
func goesOn(before, next string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(next)
	return unicode.IsLower(first) && (unicode.IsLetter(last) || last == ',') && !looksLikeHeading(before)
}

// isLowerList reports whether lines are a list of words in lower case, and not a sentence
// that was broken: all are short, and there are three of them or none has three words.
func isLowerList(run []element) bool {
	longest := 0
	for _, e := range run {
		text := e.text.plain()
		first, _ := utf8.DecodeRuneInString(text)
		if !unicode.IsLower(first) || !isLine(text) || strings.HasSuffix(text, ",") || utf8.RuneCountInString(text) > maxLowerLine {
			return false
		}
		longest = max(longest, len(strings.Fields(text)))
	}
	return len(run) > 2 || longest < 3
}

// wrapWidth gives the width at which all the lines of a run were broken: no line had
// room for the first word of the next one. It is 0 when they were not, and when it is
// less than least.
func wrapWidth(run []element, least int) int {
	width := 0
	for _, e := range run {
		width = max(width, utf8.RuneCountInString(e.text.plain()))
	}
	if len(run) < 3 || width < least || width > maxWidth {
		return 0
	}
	for i, e := range run[1:] {
		above := utf8.RuneCountInString(run[i].text.plain())
		first, _, _ := strings.Cut(e.text.plain(), " ")
		if len(e.text.lines()) > 1 || above*4 < width*3 || above+1+utf8.RuneCountInString(first) <= width {
			return 0
		}
	}
	return width
}

// keepLines makes one paragraph of lines that stand one below the other, such as those
// of an address. Sentences stay paragraphs, unless each line between two blank ones is
// short.
func keepLines(elements []element) []element {
	spaced := slices.ContainsFunc(elements, func(e element) bool { return e.gap })
	return eachRun(elements, func(from, to int) []element {
		run := elements[from:to]
		if run[0].quote {
			return run
		}
		short := spaced && stands(elements, from, to) && !slices.ContainsFunc(run, func(e element) bool { return !hasShortLines(e) })
		var out []element
		for i, e := range run {
			last := len(out) - 1
			if i > 0 && (short || areLines(run[i-1]) && areLines(e)) {
				out[last].text = append(append(out[last].text, span{br: true}), e.text...)
			} else {
				e.text = slices.Clip(e.text) // what is added stands in another array
				out = append(out, e)
			}
		}
		return out
	})
}

// stands reports whether a run has a blank line, or something else than a paragraph, on
// both sides.
func stands(elements []element, from, to int) bool {
	before := from == 0 || elements[from].gap || elements[from-1].kind != paragraph
	return before && (to == len(elements) || elements[to].gap || elements[to].kind != paragraph)
}

func areLines(e element) bool {
	return !slices.ContainsFunc(e.text.lines(), func(l rich) bool { return !isLine(l.plain()) })
}

func hasShortLines(e element) bool {
	return !slices.ContainsFunc(e.text.lines(), func(l rich) bool { return utf8.RuneCountInString(l.plain()) > maxLine })
}
