package paste

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"practicecms/content"
)

// normalise brings a whole text into one form (rule 1): Unicode NFC, line feeds as line
// ends, every other white space but a tab a space, letters for ligatures, and no invisible
// characters. Quotation marks and dashes stay as they are, and so do no-break spaces
// that hold together what belongs together.
func normalise(s string) string { return settleSpaces(clean(s)) }

// ligatures are two or three letters in one character, as many fonts of PDF have them.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")

// clean is normalise for a piece of a text: whether a no-break space stays cannot be seen
// there.
func clean(s string) string {
	s = ligatures.Replace(strings.ReplaceAll(s, "\r\n", "\n"))
	s = strings.Map(func(r rune) rune {
		switch {
		case isLineEnd(r):
			return '\n'
		case isNoBreak(r), r == '\t':
			return r
		case unicode.IsSpace(r):
			return ' '
		case isInvisible(r):
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}

// isLineEnd reports whether r ends a line. Word processors use the vertical tab
// for a line break inside a paragraph.
func isLineEnd(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// isInvisible reports whether r is left out: marks of byte order, of attachments, and of
// possible hyphens and breaks, what is no character, control characters, and what turns text around. The zero-width
// joiner and non-joiner stay: Persian spelling and emoji need them.
func isInvisible(r rune) bool {
	switch r {
	case '\u00ad', '\u200b', '\u2060', '\ufeff', '\ufffc', '\ufffe':
		return true
	}
	return unicode.IsControl(r) || content.IsTurn(r)
}

// turnMarks is what the list of removals calls the marks that turn text around.
var turnMarks = [2]string{"invisible mark that turns text around", "invisible marks that turn text around"}

// countTurns notes the marks in s that normalise takes out.
func (r *removals) countTurns(s string) {
	for _, c := range s {
		if content.IsTurn(c) {
			r.count(turnMarks[0], turnMarks[1])
		}
	}
}
