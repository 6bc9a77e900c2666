package history

import (
	"strings"
)

// excerptWidth is how many characters stand on each side of a hit, at most.
const excerptWidth = 60

// excerpt is what stands from one byte of a text to another, with the words next to it,
// on one line.
func excerpt(text string, from, to int) Hit {
	line := func(s string) []rune { return []rune(strings.Join(strings.Fields("."+s+"."), " ")) } // keeps a space at either end
	before, after := line(text[:from]), line(text[to:])
	h := Hit{Word: strings.Join(strings.Fields(text[from:to]), " "), Before: string(before[1 : len(before)-1]), After: string(after[1 : len(after)-1])}
	if len(before) > excerptWidth {
		_, cut, _ := strings.Cut(string(before[len(before)-1-excerptWidth:len(before)-1]), " ")
		h.Before = "…" + cut
	}
	if len(after) > excerptWidth {
		cut := string(after[1 : 1+excerptWidth])
		h.After = cut[:max(strings.LastIndex(cut, " "), 0)] + "…"
	}
	return h
}
