package content

import (
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Join merges what one person wrote in two windows. It is Merge but asks nothing,
// for there is nobody to ask: where both windows changed the same text the words of
// both stay, and of a list the items of both. A part that one window removed and the
// other edited is kept as edited. Of a choice, a date or a number, which hold no
// words, mine counts: it came last.
func (m *Model) Join(typeName string, base, theirs, mine Content) Content {
	g := merger{model: m, join: true}
	return g.content(typeName, base, theirs, mine)
}

// joined is what becomes of a value that both windows changed.
func joined(f Field, base, theirs, mine any) any {
	switch f.Type {
	case Text, Markdown:
		return joinTexts(words(base), words(theirs), words(mine))
	case List:
		return joinLists(*f.Item, list(base), list(theirs), list(mine))
	case Group:
		g := merger{join: true}
		return g.fields(f.Fields, group(base), group(theirs), group(mine), "", "")
	}
	return mine
}

func words(v any) string {
	s, _ := v.(string)
	return s
}

func list(v any) []any {
	items, _ := v.([]any)
	return items
}

// joinLists joins item by item while each stands where it stood. Otherwise the items
// are mine, and behind them those that only theirs has.
func joinLists(item Field, base, theirs, mine []any) any {
	has := func(items []any, v any) bool {
		return slices.ContainsFunc(items, func(other any) bool { return EqualValue(other, v) })
	}
	inPlace := func(side []any) bool {
		for i, v := range side {
			if !EqualValue(v, base[i]) && has(base, v) {
				return false
			}
		}
		return true
	}
	if len(base) == len(theirs) && len(base) == len(mine) && inPlace(theirs) && inPlace(mine) {
		out, g := make([]any, len(mine)), merger{join: true}
		for i := range mine {
			out[i] = g.value(item, "", "", base[i], theirs[i], mine[i])
		}
		return out
	}
	out := slices.Clone(mine)
	for _, v := range theirs {
		if !has(base, v) && !has(mine, v) {
			out = append(out, v)
		}
	}
	return out
}

// joinTexts merges two texts word by word. What only one changed is taken. Where both
// did, the words of both stay, theirs first, unless one has all the words of the other:
// then it is the same sentence, of which one window saw less.
func joinTexts(base, theirs, mine string) string {
	b, t, m := splitWords(base), splitWords(theirs), splitWords(mine)
	if max(len(b), len(t), len(m)) > maxComparedWords {
		return both(base, theirs, mine)
	}
	left, right := side{words: t, changes: lcs.DiffLines(b, t)}, side{words: m, changes: lcs.DiffLines(b, m)}
	var out strings.Builder
	for at := 0; ; {
		start := min(left.next(len(b)), right.next(len(b)))
		out.WriteString(strings.Join(b[at:start], ""))
		if !left.more() && !right.more() {
			return out.String()
		}
		end, l, r := start, left, right
		for left.takes(start, end) || right.takes(start, end) {
			end = max(end, left.end, right.end)
		}
		out.WriteString(both(strings.Join(b[start:end], ""), left.since(l, start, end), right.since(r, start, end)))
		at = end
	}
}

// side is one of the two texts, with its changes to the base that are still to come.
type side struct {
	words   []string
	changes []lcs.Diff
	end     int // in the base, of the last change that was taken
	shift   int // how much further on the words stand than in the base, behind it
}

func (s *side) more() bool { return len(s.changes) > 0 }

// next is where in the base the next change begins; none when there is no other.
func (s *side) next(none int) int {
	if !s.more() {
		return none
	}
	return s.changes[0].Start
}

// takes moves on to the next change when it begins at start or overlaps what is
// between start and end.
func (s *side) takes(start, end int) bool {
	if !s.more() || s.changes[0].Start != start && s.changes[0].Start >= end {
		return false
	}
	d := s.changes[0]
	s.changes, s.end, s.shift = s.changes[1:], d.End, d.ReplEnd-d.End
	return true
}

// since is what stands in place of a stretch of the base. was is the side before it.
func (s *side) since(was side, start, end int) string {
	return strings.Join(s.words[start+was.shift:end+s.shift], "")
}

// both is what stands where both changed the same words.
func both(base, theirs, mine string) string {
	switch {
	case mine == base:
		return theirs
	case theirs == base, hasAllOf(mine, theirs):
		return mine
	case hasAllOf(theirs, mine):
		return theirs
	}
	if isWord(mine) && strings.TrimRight(theirs, " \n") == theirs {
		theirs += " "
	}
	return theirs + mine
}

// hasAllOf reports whether a text has all the words of a part, in their order.
func hasAllOf(whole, part string) bool {
	if strings.HasPrefix(whole, part) || strings.HasSuffix(whole, part) {
		return true
	}
	words := splitWords(part)
	if len(words) > maxComparedWords {
		return false
	}
	at := 0
	for _, w := range splitWords(whole) {
		if at < len(words) && w == words[at] {
			at++
		}
	}
	return at == len(words)
}
