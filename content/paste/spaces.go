package paste

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// noBreaks are the spaces at which no line ends: the plain one, and the narrow one of
// French typesetting. Programs also put them where somebody pressed the space bar twice,
// so each is kept only where a reader would miss it, and is a plain space elsewhere.
const noBreaks = "\u00a0\u202f"

// spaces are all the spaces that a normalised text may have.
const spaces = " " + noBreaks

// units stand behind a number, on the same line as it.
var units = setOf("min mn h hr hrs s sec km m cm mm mi ft kg g mg µg mcg ml l cl kcal lb lbs oz Hz kHz W kW " +
	"am pm AM PM a p Uhr Std Min ans EUR USD CAD AUD CHF GBP Fr kr zł Kč")

// settleSpaces decides about each no-break space of a whole text.
func settleSpaces(s string) string { return settledPart(s, 0, len(s)) }

// settleSpaces decides about each no-break space; what stands in one style may have its
// number or its sign in the next.
func (r rich) settleSpaces() rich {
	if !slices.ContainsFunc(r, func(s span) bool { return strings.ContainsAny(s.text, noBreaks) }) {
		return r
	}
	var whole strings.Builder
	for _, s := range r {
		if s.br {
			whole.WriteByte('\n')
		}
		whole.WriteString(s.text)
	}
	out, at := slices.Clone(r), 0
	for i, s := range r {
		if s.br {
			at++
		}
		out[i].text = settledPart(whole.String(), at, at+len(s.text))
		at += len(s.text)
	}
	return out
}

// settledPart gives whole[from:to] with its no-break spaces decided.
func settledPart(whole string, from, to int) string {
	if !strings.ContainsAny(whole[from:to], noBreaks) {
		return whole[from:to]
	}
	var b strings.Builder
	for i, r := range whole[from:to] {
		if i += from; isNoBreak(r) && !holdsTogether(whole[:i], whole[i+utf8.RuneLen(r):]) {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isNoBreak(r rune) bool { return strings.ContainsRune(noBreaks, r) }

// holdsTogether reports whether a language wants no line to end between two texts.
func holdsTogether(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, n := utf8.DecodeRuneInString(after)
	if before == "" || after == "" || unicode.IsSpace(last) || unicode.IsSpace(next) {
		return false
	}
	number, behind := unicode.IsDigit(last), after[n:]
	switch {
	case strings.ContainsRune(":;!?»›%‰", next), strings.ContainsRune("«‹", last):
		return true
	case unicode.Is(unicode.Sc, next): // 20 €, but not 20 €30
		return number && strings.IndexFunc(behind, unicode.IsDigit) != 0
	case unicode.Is(unicode.Sc, last):
		return unicode.IsDigit(next)
	}
	return number && (unicode.IsDigit(next) || next == '°' || units[leadingLetters(after)])
}

func leadingLetters(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		return s[:i]
	}
	return s
}
