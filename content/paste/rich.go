package paste

import (
	"slices"
	"strings"

	"practicecms/content/richtext"
)

// rich is text with bold, italic, strike, links and line breaks.
type rich []span

// span is a run of characters of one style. White space inside is single spaces.
type span struct {
	text  string // visible characters; empty for a line break
	style style
	br    bool // a line break
	soft  bool // the line of a source ends; it may mean a line break, or a space, until settleBreaks has said which
}

type style struct {
	marks
	link string // as cleanLink gives it; empty for none
	// raised is above 0 for a superscript and below 0 for a subscript, until settleRaised
	// has written it as plain text. Another number is another sign.
	raised int
	note   string // the label of a footnote, whose sign it is
	cited  bool   // names where it is from, until findQuotations has used it
}

// marks are what Markdown marks with signs around words.
type marks struct{ bold, italic, strike bool }

// plainText is rich text without any style.
func plainText(s string) rich {
	if s == "" {
		return nil
	}
	return rich{{text: s}}
}

// plain gives the visible text on one line.
func (r rich) plain() string {
	var b strings.Builder
	for _, s := range r {
		if s.br {
			b.WriteByte(' ')
		} else {
			b.WriteString(s.text)
		}
	}
	return b.String()
}

// valid gives the visible text on one line without what is struck out; a space parts what
// stood on either side of it.
func (r rich) valid() string {
	struck := func(s span) bool { return s.style.strike }
	if !slices.ContainsFunc(r, struck) {
		return r.plain()
	}
	r = slices.Clone(r)
	for i := range r {
		if struck(r[i]) {
			r[i].text = " "
		}
	}
	words := strings.Fields(r.plain())
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return strings.Trim(w, ",;:") == "" }), " ")
}

// lines splits the text at its line breaks and trims each line. Empty lines are
// left out.
func (r rich) lines() []rich {
	var lines []rich
	start := 0
	for i := range len(r) + 1 {
		if i < len(r) && !r[i].br {
			continue
		}
		if l := r[start:i].trim(); len(l) > 0 {
			lines = append(lines, l)
		}
		start = i + 1
	}
	return lines
}

// struck gives the words that are struck out.
func (r rich) struck() rich {
	return slices.DeleteFunc(slices.Clone(r), func(s span) bool { return !s.style.strike })
}

// joinLines is the inverse of lines.
func joinLines(lines []rich) rich { return joinedBy(span{br: true}, lines) }

// joinedBy puts texts behind each other, with a span between each two.
func joinedBy(between span, texts []rich) rich {
	var out rich
	for i, t := range texts {
		if i > 0 {
			out = append(out, between)
		}
		out = append(out, t...)
	}
	return out
}

// settle decides what depends on the text around it: no-break spaces, and what is raised.
func (r rich) settle() rich { return r.settleSpaces().settleRaised() }

// settleRaised writes superscripts and subscripts as plain text that says the same.
func (r rich) settleRaised() rich {
	if !slices.ContainsFunc(r, func(s span) bool { return s.style.raised != 0 }) {
		return r
	}
	r = r.merge()
	out := slices.Clone(r)
	for i, s := range r {
		if s.style.raised == 0 || s.br {
			continue
		}
		before, after := "", ""
		if i > 0 {
			before = out[i-1].text
			if r[i-1].style.raised == s.style.raised {
				before = r[i-1].text // of the same sign
			}
		}
		if i+1 < len(r) {
			after = r[i+1].text
		}
		out[i].text = richtext.Raise(before, s.text, after, s.style.raised < 0)
		out[i].style.raised = 0
	}
	return out
}

// trim takes spaces and breaks off both ends and makes other runs of spaces one.
func (r rich) trim() rich {
	var out rich
	space := true // the text so far ends in a space, or is empty
	for _, s := range r.merge() {
		if s.br {
			if len(out) > 0 && !out[len(out)-1].br {
				out = append(out, s)
			}
			space = true
			continue
		}
		if text := collapse(s.text, space); text != "" {
			out = append(out, span{text: text, style: s.style})
			space = strings.HasSuffix(text, " ")
		}
	}
	for n := len(out); n > 0; n-- {
		out[n-1].text = strings.TrimRight(out[n-1].text, " ")
		if out[n-1].text != "" {
			return out[:n].merge()
		}
	}
	return nil
}

// merge makes neighbouring spans of the same style one.
func (r rich) merge() rich {
	var out rich
	for i := 0; i < len(r); {
		j := i + 1
		for j < len(r) && !r[i].br && !r[j].br && r[j].style == r[i].style {
			j++
		}
		if j == i+1 {
			out = append(out, r[i])
		} else {
			var b strings.Builder
			for _, s := range r[i:j] {
				b.WriteString(s.text)
			}
			out = append(out, span{text: b.String(), style: r[i].style})
		}
		i = j
	}
	return out
}

// collapse makes runs of spaces one, and none at the start when after is set.
func collapse(s string, after bool) string {
	if !strings.Contains(s, "  ") && !(after && strings.HasPrefix(s, " ")) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if s[i] == ' ' && after {
			continue
		}
		after = s[i] == ' '
		b.WriteByte(s[i])
	}
	return b.String()
}

// cut takes n bytes off the front; n is inside the text of one line.
func (r rich) cut(n int) rich {
	r = slices.Clone(r)
	for n > 0 && len(r) > 0 {
		if len(r[0].text) > n {
			r[0].text = r[0].text[n:]
			break
		}
		n -= len(r[0].text)
		r = r[1:]
	}
	return r
}

// pieces splits the text between words into parts that take about limit bytes of
// Markdown each, and at least one word. Where a single word takes more, perhaps
// because its letters are styled one by one, the rest of it goes without style.
func (r rich) pieces(limit int) []rich {
	var out []rich
	var piece rich
	size := 0
	cut := func() {
		if t := piece.trim(); len(t) > 0 {
			out = append(out, t)
		}
		piece, size = nil, 0
	}
	for _, s := range r {
		if s.br {
			piece = append(piece, s)
			continue
		}
		for word := range strings.SplitAfterSeq(s.text, " ") {
			cost := len(Escape(word)) + len(s.style.link) + 16
			// A cut is right only after a space: the word before may go on in this span.
			if size+cost > limit && piece.endsInSpace() {
				cut()
			}
			if size > limit {
				s.style, cost = style{}, len(Escape(word))
			}
			size += cost
			piece = append(piece, span{text: word, style: s.style})
		}
	}
	cut()
	return out
}

func (r rich) endsInSpace() bool {
	if len(r) == 0 {
		return false
	}
	last := r[len(r)-1]
	return last.br || strings.HasSuffix(last.text, " ")
}

// hasLink reports whether any of it is a link.
func (r rich) hasLink() bool {
	return slices.ContainsFunc(r, func(s span) bool { return s.style.link != "" })
}

// all reports whether every word has a style.
func (r rich) all(has func(style) bool) bool {
	words := false
	for _, s := range r {
		if strings.TrimSpace(s.text) == "" {
			continue
		}
		if words = true; !has(s.style) {
			return false
		}
	}
	return words
}

// mapStyle changes the style of every span.
func (r rich) mapStyle(change func(style) style) rich {
	out := slices.Clone(r)
	for i := range out {
		out[i].style = change(out[i].style)
	}
	return out.merge()
}
