package richtext

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// superscripts and subscripts are the characters that stand raised or lowered by themselves.
var (
	superscripts = map[rune]rune{
		'0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹',
		'+': '⁺', '-': '⁻', '−': '⁻', '=': '⁼', '(': '⁽', ')': '⁾', 'n': 'ⁿ', 'i': 'ⁱ',
	}
	subscripts = map[rune]rune{
		'0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉',
	}
)

var (
	// ordinal is the raised end of a number that is said as one word with it: 3rd, 1er, 2ème.
	ordinal = regexp.MustCompile(`^(?i:st|nd|rd|th|er|re|ère|ème)$`)
	// counted is a number that a raised e makes French: 2e. After a price it is a note.
	counted = regexp.MustCompile(`(^|[\s(])[0-9]{1,2}$`)
	// bracketed is a note that is set apart already.
	bracketed = regexp.MustCompile(`^(\[.*\]|\(.*\))$`)
)

// Raise writes a superscript, or with sub a subscript, as plain text that still says the same. before and after are the words right
// before and right after it; "" where there are none.
//
// What every character has a raised form for is raised: $150¹, H₂O. The end of an ordinal stays: 3rd. Anything else with a letter or
// digit that would run into a digit, or that holds one, stands in parentheses: 150(a). All other words stay as they are, as what is
// bracketed already does. Spaces around the text are kept.
func Raise(before, text, after string, sub bool) string {
	core := strings.TrimSpace(text)
	if core == "" || bracketed.MatchString(core) {
		return text
	}
	start := strings.Index(text, core)
	lead, trail := text[:start], text[start+len(core):]
	before, after = before+lead, trail+after

	forms := superscripts
	if sub {
		forms = subscripts
	}
	if raised, ok := mapAll(core, forms); ok {
		return lead + raised + trail
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	if !sub && unicode.IsDigit(last) && (ordinal.MatchString(core) || core == "e" && counted.MatchString(before)) {
		return text
	}
	touches := unicode.IsNumber(last) || unicode.IsNumber(first) || strings.ContainsFunc(core, unicode.IsNumber)
	if touches && strings.ContainsFunc(core, isWord) {
		return lead + "(" + core + ")" + trail
	}
	return text
}

// mapAll replaces every character of s. ok is false when one has no other form.
func mapAll(s string, forms map[rune]rune) (mapped string, ok bool) {
	var b strings.Builder
	for _, r := range s {
		form, ok := forms[r]
		if !ok {
			return "", false
		}
		b.WriteRune(form)
	}
	return b.String(), true
}

// isWord reports whether a reader could take r for a part of the number beside it.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
