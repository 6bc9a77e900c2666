package cms

import "strings"

// hitContext is how many characters stand on each side of a hit, at most.
const hitContext = 60

// hitAt is what stands from one byte of a text to another, with the words next to it,
// on one line.
func hitAt(text string, from, to int) Hit {
	line := func(s string) []rune { return []rune(strings.Join(strings.Fields("."+s+"."), " ")) } // keeps a space at either end
	before, after := line(text[:from]), line(text[to:])
	h := Hit{Word: strings.Join(strings.Fields(text[from:to]), " "), Before: string(before[1 : len(before)-1]), After: string(after[1 : len(after)-1])}
	if len(before) > hitContext {
		_, cut, _ := strings.Cut(string(before[len(before)-1-hitContext:len(before)-1]), " ")
		h.Before = "…" + cut
	}
	if len(after) > hitContext {
		cut := string(after[1 : 1+hitContext])
		h.After = cut[:max(strings.LastIndex(cut, " "), 0)] + "…"
	}
	return h
}
