package content

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Op says what became of a piece of text.
type Op string

// What can become of a text, an item or a block. A Span is Same, Removed or Added;
// a BlockChange is Added, Removed, Moved or Edited.
const (
	Same    = "same"
	Removed = "removed"
	Added   = "added"
	Moved   = "moved"
	Edited  = "edited"
)

// Span is a run of text in a comparison.
type Span struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// Bounds of comparing by words. Above them whole lines, and then the whole text,
// stand as removed and added: true, only less fine.
const (
	maxComparedBytes = 1 << 20 // both texts together
	maxComparedWords = 100_000 // of one run of changed lines, before or after
)

// CompareWords says how one text became the other. The same and removed spans
// together are before, byte for byte; the same and added spans are after. No span
// is empty, and no two neighbours have the same Op. What was removed comes before
// what stands in its place. The time it takes grows in proportion to the texts.
//
// First whole lines are matched, and then words within the lines that changed.
// Where hardly a word stayed, all of the run is shown as replaced, for nobody can
// read a text of which only "the" and "and" are unmarked.
func CompareWords(before, after string) []Span {
	var s spans
	if len(before)+len(after) > maxComparedBytes && before != after {
		s.replace(before, after)
		return s
	}
	a, b := splitLines(before), splitLines(after)
	at := 0
	for _, d := range slide(lcs.DiffLines(a, b), a, b) {
		s.add(Same, strings.Join(a[at:d.Start], ""))
		s.addWords(strings.Join(a[d.Start:d.End], ""), strings.Join(b[d.ReplStart:d.ReplEnd], ""))
		at = d.End
	}
	s.add(Same, strings.Join(a[at:], ""))
	return s
}

// spans is a comparison as it is put together.
type spans []Span

// add appends a run, joined with the last one when it says the same.
func (s *spans) add(op Op, text string) {
	if text == "" {
		return
	}
	if last := len(*s) - 1; last >= 0 && (*s)[last].Op == op {
		(*s)[last].Text += text
		return
	}
	*s = append(*s, Span{op, text})
}

func (s *spans) replace(before, after string) {
	s.add(Removed, before)
	s.add(Added, after)
}

// addWords appends the comparison of two runs of lines, by words.
func (s *spans) addWords(before, after string) {
	a, b := splitWords(before), splitWords(after)
	if len(a) == 0 || len(b) == 0 || len(a) > maxComparedWords || len(b) > maxComparedWords {
		s.replace(before, after)
		return
	}
	changes := joinNear(slide(lcs.DiffLines(a, b), a, b), a)
	if !muchStayed(changes, a, b) {
		s.replace(before, after)
		return
	}
	at := 0
	for _, d := range changes {
		s.add(Same, strings.Join(a[at:d.Start], ""))
		s.replace(strings.Join(a[d.Start:d.End], ""), strings.Join(b[d.ReplStart:d.ReplEnd], ""))
		at = d.End
	}
	s.add(Same, strings.Join(a[at:], ""))
}

// slide moves what was only added or only removed as far towards the end as the
// same texts allow: a new paragraph is then marked with the empty line after it
// and not with the one before, and a new word with the space after it.
func slide(changes []lcs.Diff, a, b []string) []lcs.Diff {
	for i := range changes {
		d, end := &changes[i], len(a)
		if i+1 < len(changes) {
			end = changes[i+1].Start - 1 // two changes stay apart
		}
		for d.End < end && (d.Start == d.End && b[d.ReplStart] == b[d.ReplEnd] || d.ReplStart == d.ReplEnd && a[d.Start] == a[d.End]) {
			*d = lcs.Diff{Start: d.Start + 1, End: d.End + 1, ReplStart: d.ReplStart + 1, ReplEnd: d.ReplEnd + 1}
		}
	}
	return changes
}

// joinNear joins replacements that only spaces or punctuation keep apart, so that a
// rewritten phrase is one change and not one for each word of it. Lines stay apart.
func joinNear(changes []lcs.Diff, a []string) []lcs.Diff {
	var out []lcs.Diff
	for _, d := range changes {
		if last := len(out) - 1; last >= 0 && replaces(out[last]) && replaces(d) && !slices.ContainsFunc(a[out[last].End:d.Start], separates) {
			out[last].End, out[last].ReplEnd = d.End, d.ReplEnd
			continue
		}
		out = append(out, d)
	}
	return out
}

// separates reports whether a word that stayed keeps the changes beside it apart.
func separates(word string) bool { return word == "\n" || isWord(word) }

func replaces(d lcs.Diff) bool { return d.Start < d.End && d.ReplStart < d.ReplEnd }

// muchStayed reports whether at least a quarter of the shorter text's letters are
// in words that both texts have.
func muchStayed(changes []lcs.Diff, a, b []string) bool {
	shorter := min(letters(a), letters(b))
	gone := 0
	for _, d := range changes {
		gone += letters(a[d.Start:d.End])
	}
	return (letters(a)-gone)*4 >= shorter
}

func letters(words []string) int {
	n := 0
	for _, w := range words {
		if isWord(w) {
			n += utf8.RuneCountInString(w)
		}
	}
	return n
}

// splitLines cuts a text after each line feed.
func splitLines(s string) []string {
	lines := strings.SplitAfter(s, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// wordClass says which characters stand together in one word of a comparison.
type wordClass int

const (
	alone      wordClass = iota // a sign, or a letter of a script without spaces
	inWord                      // letters and digits
	whiteSpace                  // spaces, but no line feed: lines stay apart
)

// splitWords cuts a text into words, runs of white space and single signs.
// Joined together they are the text again. What people see as one character
// (a letter with its accents, an emoji with its parts) is never cut.
func splitWords(s string) []string {
	var words []string
	for s != "" {
		n := firstWord(s)
		words = append(words, s[:n])
		s = s[n:]
	}
	return words
}

// firstWord gives the length in bytes of the first word of a text that is not empty.
func firstWord(s string) int {
	last, n := utf8.DecodeRuneInString(s)
	class := classOf(last)
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case extends(r), last == zeroWidthJoiner:
		case class != alone && classOf(r) == class:
		case class == inWord && (r == '\'' || r == '’') && isWord(s[n+size:]): // can't
		default:
			return n
		}
		n, last = n+size, r
	}
	return n
}

const zeroWidthJoiner = '\u200d'

func classOf(r rune) wordClass {
	switch {
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return alone // written without spaces: compared letter by letter
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Regional_Indicator, r):
		return inWord
	case unicode.IsSpace(r) && r != '\n':
		return whiteSpace
	}
	return alone
}

// extends reports whether a character belongs to the one before it.
func extends(r rune) bool {
	return unicode.IsMark(r) || r == zeroWidthJoiner || 0x1f3fb <= r && r <= 0x1f3ff
}

func isWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
