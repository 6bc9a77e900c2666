package paste

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file decides which lines are items of lists, by what stands at their start. It is
// the one place for that: for plain text, and for the lines that are typed in HTML.

// bullets are the signs of list items (rule 2). So are dashes; which of them begin what
// somebody says, or the name of an author, is found later (rule 9).
var (
	bullets   = setOf("- • · * ∙ ⋅ ▪ ● ◦ ○ ◉ ‣ ⁃ ➢ ➤ ➔ ➜ → ► ▶ ▸ ▻ ✓ ✔ ✗ ✘ ✅ ☐ ☑ ☒ ■ □ ▫ ◆ ◇ ❖ \uf0b7 \uf0a7 \uf0d8 \uf076 \uf0fc \uf0a8 \uf02d \uf06c \uf06e \uf0e0")
	dashSigns = setOf("– —")
)

// cutBullet gives how many bytes at the start of a line are the sign of a list item,
// and the space behind it: 0 for none.
func cutBullet(s string) (cut int, dash bool) {
	first, n := utf8.DecodeRuneInString(s)
	sign := s[:n]
	rest := strings.TrimPrefix(s[n:], "\ufe0f") // which asks for a coloured sign
	if pageLine.MatchString(s) {
		return 0, false
	}
	spaces := len(rest) - len(strings.TrimLeft(rest, " \t"))
	cut = len(s) - len(rest) + spaces
	switch {
	case (bullets[sign] || dashSigns[sign]) && (rest == "" || spaces > 0):
		return cut, dashSigns[sign]
	case bullets[sign] && first > unicode.MaxASCII && rest[0] > ' ' && startsWithLetter(rest):
		return cut, false // glued, as from a PDF
	case (sign == "o" || sign == "§") && (strings.HasPrefix(rest, "\t") || strings.HasPrefix(rest, "  ")):
		return cut, false // what Word sets in a font of signs
	}
	return 0, false
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// typed is a line that begins as an item of a list does.
type typed struct {
	at      int // the line of its sign
	text    int // the line of its text
	bullet  bool
	dash    bool
	tabbed  bool     // a tab stands behind the sign
	ordinal ordinals // what its number may be
}

// markSigns finds the items of lists.
func markSigns(lines []line) {
	var list []typed // the items one after the other
	lists := 0
	settle := func() {
		lists = markItems(lines, list, lists)
		list = nil
	}
	for i := 0; i < len(lines); i++ {
		l := &lines[i]
		if l.mark == markNone && isRule(l.text) {
			l.mark = markRule
		}
		if l.mark != markNone {
			settle()
			continue
		}
		if t, ok := readSign(l.text); ok {
			t.at, t.text = i, i
			if t.alone(l.text) {
				if i+1 == len(lines) || lines[i+1].mark != markNone || isRule(lines[i+1].text) || startsAsItem(lines[i+1].text) {
					if t.bullet && !t.dash {
						l.mark = markGone
					} else {
						settle()
					}
					continue
				}
				i++
				t.text = i
			}
			list = append(list, t)
			continue
		}
		switch {
		case len(list) == 0:
		case l.goesOnFrom(lines[i-1], lines[list[len(list)-1].at]):
			l.mark = markMore
			continue
		case l.lostItsSign(lines[i-1], list[len(list)-1]):
			l.indent = lines[list[len(list)-1].at].indent
			list = append(list, typed{at: i, text: i, bullet: true, tabbed: true})
			continue
		}
		settle()
	}
	settle()
	for i := range lines { // what goes on from an item that turned out to be none, is words
		if lines[i].mark == markMore && !slices.Contains([]mark{markBullet, markNumber, markMore}, lines[i-1].mark) {
			lines[i].mark = markNone
		}
	}
}

func startsAsItem(s string) bool {
	_, ok := readSign(s)
	return ok
}

// readSign reads what may be the sign of an item.
func readSign(s string) (t typed, ok bool) {
	if cut, dash := cutBullet(s); cut > 0 {
		return typed{bullet: true, dash: dash, tabbed: strings.HasSuffix(s[:cut], "\t")}, true
	}
	t.ordinal, ok = ordinalsOf(s)
	return t, ok
}

// alone reports whether nothing stands behind the sign.
func (t typed) alone(s string) bool {
	if t.bullet {
		cut, _ := cutBullet(s)
		return cut == len(s)
	}
	return t.ordinal.cut == len(s) && t.ordinal.is[0].sort == '1'
}

// minWrapped is the shortest line, in characters, that a window can have broken.
const minWrapped = 25

// goesOnFrom reports whether l is the rest of an item whose line was too long for a
// window: it goes on in lower case, or stands below the item's text.
func (l line) goesOnFrom(above, item line) bool {
	if l.gap > 0 || utf8.RuneCountInString(above.text) < minWrapped {
		return false
	}
	first, _ := utf8.DecodeRuneInString(l.text)
	return unicode.IsLower(first) && !endsSentence(above.text) || l.indent > item.indent+1 && !endsSentence(above.text)
}

// lostItsSign reports whether l stands in the column of a list below one of its items,
// but for a sign that no font had.
func (l line) lostItsSign(above line, t typed) bool {
	return l.gap == 0 && t.bullet && t.tabbed && above.indent == 0 && l.indent == tabColumns
}

// markItems settles which lines of a run are items, and at which level. lists is how
// many numbered lists there were before; it gives how many there are now.
func markItems(lines []line, list []typed, lists int) int {
	runs := runsOf(lines, list)
	level := make([]int, len(list))
	inRun := make([]*run, len(list))
	for _, r := range runs {
		if !r.isList(lines, list) {
			continue
		}
		lists++
		for n, at := range r.items {
			l := &lines[list[at].text]
			l.mark, l.number, l.list = markNumber, r.first()+n, lists
			level[at], inRun[at] = r.level(lines, list), r
		}
	}
	nestBullets(lines, list, level, inRun)
	for n, t := range list {
		sign, text := &lines[t.at], &lines[t.text]
		if t.bullet {
			text.mark = markBullet
		} else if inRun[n] == nil {
			continue
		}
		text.level = level[n]
		if t.at != t.text {
			sign.mark = markGone
			text.gap = sign.gap
		} else if t.bullet {
			text.cut, _ = cutBullet(text.text)
		} else {
			text.cut = t.ordinal.cut
		}
	}
	return lists
}

// nestBullets finds how deep the bullets are nested: by how far they stand to the
// right, and by the numbered item that they stand under.
func nestBullets(lines []line, list []typed, level []int, inRun []*run) {
	var open []int // the columns of the lists around
	base := 0
	for n, t := range list {
		if !t.bullet {
			open = nil
			continue
		}
		indent := lines[t.at].indent
		if open == nil {
			base = underNumber(lines, list, n, level, inRun)
		}
		for len(open) > 0 && open[len(open)-1] > indent+1 {
			open = open[:len(open)-1]
		}
		if len(open) == 0 || indent > open[len(open)-1]+1 {
			open = append(open, indent)
		}
		level[n] = base + len(open) - 1
	}
}

// underNumber gives the level of the bullets that begin at n: one more than that of the
// numbered item above, when they stand further to the right or the numbers go on below.
func underNumber(lines []line, list []typed, n int, level []int, inRun []*run) int {
	if n == 0 || inRun[n-1] == nil {
		return 0
	}
	above := inRun[n-1]
	if above.last() > n || lines[list[n].at].indent > above.indent+1 {
		return level[n-1] + 1
	}
	return 0
}
