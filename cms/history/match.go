package history

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"practicecms/content/fold"
)

// find gives where a folded text says the phrase from a byte on. In Markdown, marks of
// emphasis may stand within its words too.
func (p Phrase) find(folded string, at int, markdown bool) (from, to int, ok bool) {
	lead := p.parts[0].text
	if markdown || p.parts[0].number {
		lead = lead[:1]
	}
	for {
		i := strings.Index(folded[at:], lead)
		if i < 0 {
			return 0, 0, false
		}
		at += i
		if from, to, ok = p.at(folded, at, markdown); ok {
			return from, to, true
		}
		at++
	}
}

// at reports whether the phrase stands at a byte of a folded text, and where it ends. It
// may begin a little earlier, with the bracket of a number.
func (p Phrase) at(folded string, at int, markdown bool) (from, to int, ok bool) {
	from, to = at, at
	for i, one := range p.parts {
		if one.apart && i > 0 {
			gap := folded[to : len(folded)-len(strings.TrimLeftFunc(folded[to:], func(r rune) bool { return r == ' ' || isMark(r) }))]
			if !strings.ContainsAny(gap, " _") { // an address says anna_blythe
				return 0, 0, false
			}
			to += len(gap)
		}
		var begins int
		if one.number {
			begins, to, ok = numberAt(folded, to, one.text)
		} else {
			begins = to
			to, ok = wordAt(folded, to, one.text, markdown)
		}
		if !ok {
			return 0, 0, false
		}
		if i == 0 {
			from = begins
		}
	}
	return from, to, true
}

// wordAt gives where a word ends that begins at a byte.
func wordAt(folded string, at int, word string, markdown bool) (to int, ok bool) {
	for i := range len(word) {
		for markdown && i > 0 && at < len(folded) && folded[at] != word[i] && isMark(rune(folded[at])) {
			at++
		}
		if at >= len(folded) || folded[at] != word[i] {
			return 0, false
		}
		at++
	}
	return at, true
}

// maxLead is how many bytes stand before the first digit of a number, at most: "+1 (".
const maxLead = 5

// numberAt gives where a number stands that begins at a byte, or before it.
func numberAt(folded string, at int, digits string) (from, to int, ok bool) {
	for first := at; first < min(len(folded), at+maxLead); first++ {
		if from, to, ok = fold.NumberAt(folded, first, digits); ok && from <= at {
			return from, to, true
		}
	}
	return 0, 0, false
}

// isMark reports whether a sign is one of emphasis in Markdown, or takes another one's
// meaning away.
func isMark(r rune) bool { return r == '*' || r == '_' || r == '~' || r == '`' || r == '\\' }

// isKept reports whether maybe looks at a byte of a text: of a letter or a digit.
func isKept(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= 0x80
}

// looks says what maybe makes of a byte: a letter or a digit, in lower case; 0: nothing;
// closer: it depends.
var looks = func() (out [256]byte) {
	for i := range out {
		switch c := byte(i); {
		case c >= 0x80 || strings.IndexByte("[](<&", c) >= 0:
			out[i] = closer
		case 'A' <= c && c <= 'Z':
			out[i] = c + 'a' - 'A'
		case isKept(c):
			out[i] = c
		}
	}
	out[')'] = closer
	return out
}()

const closer = 1

// maybe reports whether an encoded text, or one, can say the phrase; scratch is used
// again. It looks at letters and digits alone, whatever stands between them; what can
// part those of a word in other ways, a link, a tag or an entity, is worth a closer look.
func (p Phrase) maybe(encoded []byte, scratch *[]byte) bool {
	out := slices.Grow((*scratch)[:0], len(encoded))
	text, n := "", 0
	room := out[:len(encoded)]
	for i := 0; i < len(encoded); i++ {
		c := encoded[i]
		look := looks[c]
		if look != closer {
			room[n] = look
			n += int(min(look, 1))
			continue
		}
		if c < 0x80 {
			if p.joined(encoded, i) {
				return true
			}
			continue
		}
		end := i
		for end < len(encoded) && encoded[end] >= 0x80 {
			r, size := utf8.DecodeRune(encoded[end:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			end += size
		}
		if end == i { // it is of no text
			continue
		}
		if text == "" {
			text = string(encoded)
		}
		out = fold.Append(room[:n], text[i:end])
		for _, c := range out[n:] {
			if isKept(c) {
				out[n] = c
				n++
			}
		}
		i = end - 1
		out = slices.Grow(out[:n], len(encoded)-end)
		room = out[:n+len(encoded)-end]
	}
	*scratch = room
	return bytes.Contains(room[:n], []byte(p.sure))
}

// joined reports whether a sign of an encoded text can part the letters of a word that
// people read as one, or the digits of a number.
func (p Phrase) joined(encoded []byte, at int) bool {
	next := bytes.TrimLeftFunc(encoded[at+1:], isMark)
	switch encoded[at] {
	case '(':
		return p.calls && at > 0 && encoded[at-1] == ']'
	case '[':
		before := bytes.TrimRightFunc(encoded[:at], isMark)
		return len(before) > 0 && isKept(before[len(before)-1])
	case ')', ']':
		return len(next) > 0 && (isKept(next[0]) || next[0] == '[')
	}
	return opens(encoded[at:])
}

// opens reports whether a tag or an entity of HTML begins a text; a line break and a
// bare address part no word.
func opens(s []byte) bool {
	if len(s) < 2 {
		return false
	}
	if s[0] == '&' {
		return s[1] == '#' || isKept(s[1])
	}
	for _, none := range []string{"<br", "<http", "<mailto:", "<tel:", "<sms:"} {
		if bytes.HasPrefix(s, []byte(none)) {
			return false
		}
	}
	return s[1] == '/' || isKept(s[1])
}
