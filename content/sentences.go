package content

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Sentence is a piece of a text in a comparison by sentences: a run of sentences
// that stayed, or one change.
type Sentence struct {
	// Op is Same, Edited, Removed or Added. What was removed or added is whole
	// sentences. What was edited is one sentence or, where nothing pairs them, a run
	// of neighbours; or only the white space between two.
	Op     Op
	Number int    // of the change, from 1 in each comparison; 0 for Same
	Before string // as it was, with the white space that came or went with it
	After  string // as it is now; equal to Before for Same
}

// CompareSentences says how one text became the other, sentence by sentence. Joined,
// the Befores are the text before, byte for byte, and the Afters the text after; so
// any choice between the two for each change is a text too. No two neighbours are
// Same. The time it takes grows in proportion to the texts.
//
// Equal sentences are matched first. Between them, those that share much of their
// words are taken for one that was edited.
func CompareSentences(before, after string) []Sentence {
	var s sentencePieces
	if len(before)+len(after) > maxComparedBytes && before != after {
		s.add(Edited, before, after)
		return s.pieces
	}
	a, b := splitSentences(before), splitSentences(after)
	i, j := 0, 0 // the first sentences that are not told yet
	for _, p := range alignSentences(a.words, b.words) {
		s.between(a, i, p.before, b, j, p.after)
		s.add(Edited, a.words[p.before], b.words[p.after])
		i, j = p.before+1, p.after+1
	}
	s.between(a, i, len(a.words), b, j, len(b.words))
	return s.pieces
}

// sentencePieces is a comparison as it is put together.
type sentencePieces struct {
	pieces  []Sentence
	changes int
}

// add appends a piece; equal texts are Same, whatever op says, and are joined.
func (s *sentencePieces) add(op Op, before, after string) {
	switch last := len(s.pieces) - 1; {
	case before == after && after == "":
	case before == after && last >= 0 && s.pieces[last].Op == Same:
		s.pieces[last].Before += before
		s.pieces[last].After += after
	case before == after:
		s.pieces = append(s.pieces, Sentence{Op: Same, Before: before, After: after})
	default:
		s.changes++
		s.pieces = append(s.pieces, Sentence{Op: op, Number: s.changes, Before: before, After: after})
	}
}

// between tells of the sentences i to m of a and j to n of b, which have no partners,
// and of the gaps around them. White space that stayed is left out of the change: a
// sentence more at the end of a paragraph comes with the space before it, and one
// more in front with the space after it.
func (s *sentencePieces) between(a split, i, m int, b split, j, n int) {
	op := Op(Edited)
	switch {
	case i == m && j < n:
		op = Added
	case i < m && j == n:
		op = Removed
	}
	before, after := a.text(i, m), b.text(j, n)
	lead, trail := "", ""
	if g := a.gaps[i]; g == b.gaps[j] {
		lead = g
		before, after = before[len(g):], after[len(g):]
	}
	if g := a.gaps[m]; g == b.gaps[n] && (lead == "" || i < m && j < n) {
		trail = g
		before, after = before[:len(before)-len(g)], after[:len(after)-len(g)]
	}
	s.add(Same, lead, lead)
	s.add(op, before, after)
	s.add(Same, trail, trail)
}

// sentencePair is a sentence of one text that became one of the other.
type sentencePair struct{ before, after int }

// alignSentences pairs the sentences of two texts, in the order of both.
func alignSentences(a, b []string) []sentencePair {
	var pairs []sentencePair
	i, j := 0, 0
	same := func(until int) {
		for ; i < until; i, j = i+1, j+1 {
			pairs = append(pairs, sentencePair{i, j})
		}
	}
	for _, d := range lcs.DiffLines(a, b) {
		same(d.Start)
		for _, p := range alignEdited(a[d.Start:d.End], b[d.ReplStart:d.ReplEnd]) {
			pairs = append(pairs, sentencePair{d.Start + p.before, d.ReplStart + p.after})
		}
		i, j = d.End, d.ReplEnd
	}
	same(len(a))
	return pairs
}

// maxPairings bounds how many sentences are held against each other in one place.
const maxPairings = 2500

// alignEdited pairs sentences of which none is equal, so that the pairs share as many
// words as can be. As many as there were before are paired in order where they have
// nothing in common: someone wrote each of them anew.
func alignEdited(a, b []string) []sentencePair {
	var pairs []sentencePair
	if len(a)*len(b) <= maxPairings {
		pairs = mostAlike(a, b)
	}
	var out []sentencePair
	i, j := 0, 0
	for _, p := range append(pairs, sentencePair{len(a), len(b)}) {
		if p.before-i == p.after-j {
			for ; i < p.before; i, j = i+1, j+1 {
				out = append(out, sentencePair{i, j})
			}
		}
		if p.before < len(a) {
			out = append(out, p)
		}
		i, j = p.before+1, p.after+1
	}
	return out
}

// mostAlike finds the pairs, in the order of both, that are most alike altogether.
func mostAlike(a, b []string) []sentencePair {
	bagsA, bagsB := wordBags(a), wordBags(b)
	alike := make([][]int, len(a))
	best := make([][]int, len(a)+1) // best[i][j]: of the sentences from i and j on
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		alike[i] = make([]int, len(b))
		for j := len(b) - 1; j >= 0; j-- {
			alike[i][j] = likeness(bagsA[i], bagsB[j])
			best[i][j] = max(best[i+1][j], best[i][j+1], alike[i][j]+best[i+1][j+1])
		}
	}
	var pairs []sentencePair
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch best[i][j] {
		case best[i+1][j]:
			i++
		case best[i][j+1]:
			j++
		default:
			pairs = append(pairs, sentencePair{i, j})
			i, j = i+1, j+1
		}
	}
	return pairs
}

// wordBag counts the words of a sentence.
type wordBag struct {
	words   map[string]int
	letters int
}

func wordBags(sentences []string) []wordBag {
	bags := make([]wordBag, len(sentences))
	for i, s := range sentences {
		words := splitWords(s)
		bags[i] = wordBag{words: make(map[string]int, len(words)), letters: letters(words)}
		for _, w := range words {
			if isWord(w) {
				bags[i].words[w]++
			}
		}
	}
	return bags
}

// likeness says in hundredths how many of the letters of two sentences are in words
// that both have; 0 when that is too little to call one the edited other.
func likeness(a, b wordBag) int {
	const enough = 40
	if len(a.words) > len(b.words) {
		a, b = b, a
	}
	shared := 0
	for w, n := range a.words {
		shared += min(n, b.words[w]) * utf8.RuneCountInString(w)
	}
	if alike := 200 * shared / max(1, a.letters+b.letters); alike >= enough {
		return alike
	}
	return 0
}

// split is a text cut into sentences and what stands between them.
type split struct {
	words []string // the sentences, none empty, without white space around them
	gaps  []string // white space before each sentence and behind the last; may be empty
}

// text joins the sentences i to n and the gaps around them.
func (s split) text(i, n int) string {
	var b strings.Builder
	for ; i < n; i++ {
		b.WriteString(s.gaps[i])
		b.WriteString(s.words[i])
	}
	b.WriteString(s.gaps[n])
	return b.String()
}

// splitSentences cuts a text into its sentences. A line end always ends one, so that
// headings and the points of a list stand alone.
func splitSentences(s string) split {
	var out split
	gap := 0 // where the gap begins
	at := 0
	for line := range strings.Lines(s) {
		for _, r := range sentencesOfLine(line) {
			out.gaps = append(out.gaps, s[gap:at+r.start])
			out.words = append(out.words, line[r.start:r.end])
			gap = at + r.end
		}
		at += len(line)
	}
	out.gaps = append(out.gaps, s[gap:])
	return out
}

// textRange is a part of a text, in bytes.
type textRange struct{ start, end int }

// sentencesOfLine finds the sentences of one line, in one walk over it.
func sentencesOfLine(line string) []textRange {
	var out []textRange
	marks := openMarks{line: line}
	start, stop := -1, -1 // where the sentence begins; its last sign that ends one
	begin := func(i int) { start, stop = i, -1 }
	for i, r := range line {
		switch space := unicode.IsSpace(r); {
		case start < 0 && space:
			continue
		case start < 0:
			begin(i)
		case stop < 0 || marks.open():
		case space && endsSentence(line[start:], stop-start, i-start), !space && endsAlone(line[stop:]) && !closes(r) && !ends(r):
			out = append(out, textRange{start, i})
			if begin(-1); !space {
				begin(i)
			}
		}
		marks.pass(i, r)
		switch {
		case ends(r):
			stop = i
		case !closes(r):
			stop = -1
		}
	}
	if start >= 0 {
		out = append(out, textRange{start, len(strings.TrimRightFunc(line, unicode.IsSpace))})
	}
	return out
}

// ends reports whether a sign may end a sentence.
func ends(r rune) bool { return strings.ContainsRune(".!?…。！？", r) }

// endsAlone reports whether the sign that a text begins with needs no space after it.
func endsAlone(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("。！？", r)
}

// closes reports whether a sign may stand between the end of a sentence and the space.
func closes(r rune) bool { return strings.ContainsRune(`"'”’»)]*_~`+"`"+`」』）`, r) }

// endsSentence reports whether the sign at stop ends the sentence that s begins with.
// There is white space at space, which is behind it.
func endsSentence(s string, stop, space int) bool {
	next, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s[space:], unicode.IsSpace))
	if unicode.IsLower(next) {
		return false // "e.g. slowly", "“Really?” she asked"
	}
	return s[stop] != '.' || !isShortened(s[:stop], unicode.IsDigit(next))
}

// shortened are words that are written with a full stop and stand before a name.
var shortened = strings.Fields("dr dra mr mrs ms mx prof st sr sra srta jr rev hon vs approx dept ca cf lic ud uds bzw")

// shortenedNumbered are those that stand before a number, and are words otherwise.
var shortenedNumbered = strings.Fields("no nr núm pp p fig art sec vol ch jan feb mar apr jun jul aug sep sept oct nov dec")

// isShortened reports whether the full stop behind s belongs to the last word: to an
// initial, to letters such as "e.g", to a short form, or to the number of a point.
func isShortened(s string, beforeNumber bool) bool {
	word := s[strings.LastIndexFunc(s, unicode.IsSpace)+1:]
	numbered := len(word) == len(s) && strings.Trim(s, "0123456789") == ""
	word = strings.TrimLeft(word, `("'“‘[*_`)
	if first, size := utf8.DecodeRuneInString(word); numbered || size == len(word) && unicode.IsLetter(first) {
		return true
	}
	if strings.HasSuffix(word, ".") {
		return false // "No..."
	}
	if before, last, dotted := cutLast(word, "."); dotted {
		return utf8.RuneCountInString(last) <= 2 && !strings.ContainsFunc(before+last, unicode.IsDigit)
	}
	word = strings.ToLower(word)
	return slices.Contains(shortened, word) || beforeNumber && slices.Contains(shortenedNumbered, word)
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// openMarks follows the brackets and the Markdown marks of a line, so that a link or
// a phrase in bold is not cut in two. What never closes does not open.
type openMarks struct {
	line          string
	round, square int
	last          map[rune]int  // where each mark stands last in the line
	inside        map[rune]bool // marks that are open
	before        rune          // the character before
}

func (m *openMarks) open() bool { return m.round > 0 || m.square > 0 || len(m.inside) > 0 }

// pass goes past the character at i.
func (m *openMarks) pass(i int, r rune) {
	switch r {
	case '(':
		m.round += m.opens(i, ')')
	case '[':
		m.square += m.opens(i, ']')
	case ')':
		m.round = max(0, m.round-1)
	case ']':
		m.square = max(0, m.square-1)
	case '*', '_', '`', '~':
		m.toggle(i, r)
	}
	m.before = r
}

func (m *openMarks) toggle(i int, r rune) {
	switch {
	case m.before == r: // one mark of several signs
	case m.inside[r]:
		if !unicode.IsSpace(m.before) {
			delete(m.inside, r)
		}
	case unicode.IsLetter(m.before), unicode.IsDigit(m.before):
	case m.opens(i, r) > 0:
		mark := strings.TrimLeft(m.line[i:], string(r))
		if next, size := utf8.DecodeRuneInString(mark); size == 0 || unicode.IsSpace(next) || m.last[r] <= len(m.line)-len(mark) {
			return // the point of a list, or nothing that closes
		}
		if m.inside == nil {
			m.inside = map[rune]bool{}
		}
		m.inside[r] = true
	}
}

// opens gives 1 when the closing sign still comes, and 0 otherwise.
func (m *openMarks) opens(i int, closing rune) int {
	if m.last == nil {
		m.last = map[rune]int{}
	}
	at, known := m.last[closing]
	if !known {
		at = strings.LastIndex(m.line, string(closing))
		m.last[closing] = at
	}
	if at > i {
		return 1
	}
	return 0
}
