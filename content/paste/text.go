package paste

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// readText reads normalised plain text: every line is a paragraph, a list item or
// a divider.
func readText(text string) []element {
	var elements []element
	lines := splitLines(text)
	quotations := 0
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		e := element{text: plainText(l.text), gap: l.gap > 0, sign: l.sign}
		if i > 0 && l.quote != lines[i-1].quote {
			quotations++
		}
		switch {
		case l.mark == markRule:
			e.kind = rule
		case l.mark == markNone:
			e.kind, e.quote, e.list = paragraph, l.quote, quotations
		case l.text != "":
			e.kind, e.ordered, e.number = item, l.mark == markNumber, l.number
		case i+1 < len(lines) && lines[i+1].mark == markNone:
			i++ // the marker stands alone: its text is the next line, and only that
			e.kind, e.ordered, e.number, e.text = item, l.mark == markNumber, l.number, plainText(lines[i].text)
		default:
			continue // a marker without a text
		}
		elements = append(elements, e)
	}
	return unwrap(elements)
}

// unwrap joins a paragraph that was broken at the width of a window: a line that
// ends in the middle of a sentence, and goes on in lower case on the next line.
func unwrap(elements []element) []element {
	var out []element
	var open []string // the lines of the last paragraph of out
	flush := func() {
		if len(open) > 1 {
			out[len(out)-1].text = plainText(strings.Join(open, " "))
		}
	}
	for _, e := range elements {
		text := e.text.plain()
		if e.kind == paragraph && !e.gap && len(open) > 0 && e.quote == out[len(out)-1].quote && goesOn(open[len(open)-1], text) {
			open = append(open, text)
			continue
		}
		flush()
		out, open = append(out, e), nil
		if e.kind == paragraph {
			open = []string{text}
		}
	}
	flush()
	return out
}

// goesOn reports whether next continues the sentence of before. A heading is no
// sentence.
func goesOn(before, next string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(next)
	return unicode.IsLower(first) && (unicode.IsLetter(last) || last == ',') && !looksLikeHeading(before)
}
