package paste

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"practicecms/content"
	"practicecms/content/richtext"
)

// Line breaks of a written text.
const (
	breakAsSpace = " "
	breakAsTag   = "<br>" // in a table
	hardBreak    = "\\\n"
)

// markdown writes the text as Markdown; every line break becomes lineBreak, which
// is breakAsSpace, breakAsTag, or hardBreak and the indentation of the next line.
// The text is trimmed.
//
// Not every run of bold and italic can be said in the first spelling that comes to
// mind (CommonMark §6.2), so what was written is read again as readers will see it.
// What no spelling can say stays as words without marks, which is better than
// asterisks in the text.
func (r rich) markdown(lineBreak string) string {
	r = r.trim().outsideSpaces()
	if !slices.ContainsFunc(r, func(s span) bool { return s.style.marks != marks{} }) {
		return r.write(lineBreak, spelling{})
	}
	for _, less := range lessMarked {
		for _, try := range []rich{r.mapStyle(less), r.mapStyle(less).partedAtSpaces()} {
			words := try.mapStyle(func(s style) style { s.note = ""; return s }) // signs of notes are read as words without their notes
			for _, how := range spellings {
				if readsAs(words.write(hardBreak, how), words) {
					return try.write(lineBreak, how)
				}
			}
		}
	}
	return r.mapStyle(func(s style) style { s.marks = marks{}; return s }).write(lineBreak, spelling{})
}

// spelling is one of the ways to write the same marks.
type spelling struct {
	underscores bool // for italics
	references  bool // for letters next to a sign: beside them it would not be read as one
}

var spellings = []spelling{{}, {underscores: true}, {references: true}, {underscores: true, references: true}}

// lessMarked are the steps from all marks to few.
var lessMarked = []func(style) style{
	func(s style) style { return s },
	func(s style) style { s.italic = s.italic && !s.bold; return s },
	func(s style) style { s.italic, s.strike = false, false; return s },
}

// readsAs reports whether readers of the Markdown see each word of r with its marks.
func readsAs(markdown string, r rich) bool {
	result, err := richtext.Render(markdown, func(string) (richtext.Target, bool) { return richtext.Target{Path: "/"}, true })
	if err != nil {
		return false
	}
	seen := readElements(result.HTML, &removals{}, Decisions{})
	return len(seen) == 1 && seen[0].kind == paragraph && !seen[0].quote && seen[0].text.marked() == r.marked()
}

// marked writes the words without spaces, and where marks change, which there are.
func (r rich) marked() string {
	var b strings.Builder
	var now marks
	for _, s := range r {
		text := strings.Join(strings.Fields(s.text), "")
		if text == "" {
			continue
		}
		if s.style.marks != now {
			now = s.style.marks
			b.WriteByte(0)
			for _, m := range allMarks {
				if now.has(m) {
					b.WriteByte(m)
				}
			}
			b.WriteByte(0)
		}
		b.WriteString(text)
	}
	return b.String()
}

// A mark is written as its sign: once for italic, twice for the others.
const (
	boldMark   = 'b'
	strikeMark = 's'
	italicMark = 'i'
)

var allMarks = []byte{boldMark, strikeMark, italicMark}

func (m marks) has(mark byte) bool {
	switch mark {
	case boldMark:
		return m.bold
	case strikeMark:
		return m.strike
	}
	return m.italic
}

func (m marks) and(o marks) marks {
	return marks{m.bold && o.bold, m.italic && o.italic, m.strike && o.strike}
}

func (how spelling) sign(mark byte) string {
	switch {
	case mark == boldMark:
		return "**"
	case mark == strikeMark:
		return "~~"
	case how.underscores:
		return "_"
	}
	return "*"
}

// outsideSpaces leaves marks and links on those spaces and breaks only that have
// them on both sides: Markdown's signs must touch a word.
func (r rich) outsideSpaces() rich {
	var out rich
	for _, s := range r {
		text := strings.Trim(s.text, spaces)
		before, after, _ := strings.Cut(s.text, text)
		if text == "" {
			before, after = s.text, ""
		}
		for _, part := range []span{{text: before}, {text: text, style: s.style}, {text: after}} {
			if part.text != "" {
				out = append(out, part)
			}
		}
		if s.br {
			out = append(out, span{br: true})
		}
	}
	last := -1 // the last word
	for i, s := range out {
		if strings.Trim(s.text, spaces) == "" {
			continue
		}
		if last >= 0 {
			both := style{marks: out[last].style.marks.and(s.style.marks)}
			if out[last].style.link == s.style.link {
				both.link = s.style.link
			} else {
				both.marks = marksAt(out, last).and(marksAt(out, i))
			}
			for j := last + 1; j < i; j++ {
				out[j].style = both
			}
		}
		last = i
	}
	return out.merge()
}

// marksAt gives the marks of a word, or those of all words of the link that it stands in.
func marksAt(r rich, at int) marks {
	m, link := r[at].style.marks, r[at].style.link
	if link == "" {
		return m
	}
	same := func(s span) bool { return s.style.link == link || strings.Trim(s.text, spaces) == "" && !s.br }
	from, to := at, at
	for from > 0 && same(r[from-1]) {
		from--
	}
	for to+1 < len(r) && same(r[to+1]) {
		to++
	}
	for _, s := range r[from : to+1] {
		if s.style.link == link {
			m = m.and(s.style.marks)
		}
	}
	return m
}

// partedAtSpaces takes the marks off the spaces between two runs that have not all their
// marks in common, so that each run is marked by itself.
func (r rich) partedAtSpaces() rich {
	var out rich
	for i, s := range r {
		text := strings.TrimRight(s.text, spaces)
		if i+1 == len(r) || text == s.text || s.style.marks == r[i+1].style.marks {
			text = s.text
		}
		rest := s.text[len(text):]
		if begin := strings.TrimLeft(text, spaces); i > 0 && begin != text && s.style.marks != r[i-1].style.marks {
			out = append(out, span{text: text[:len(text)-len(begin)]})
			text = begin
		}
		if text != "" || s.br {
			out = append(out, span{text: text, style: s.style, br: s.br})
		}
		if rest != "" {
			out = append(out, span{text: rest})
		}
	}
	return out.merge()
}

// write writes the text with all its marks, in one spelling.
func (r rich) write(lineBreak string, how spelling) string {
	w := &inlineWriter{lineBreak: lineBreak, how: how, start: true}
	w.spans(r, marks{})
	return w.b.String()
}

type inlineWriter struct {
	b         strings.Builder
	lineBreak string
	how       spelling
	start     bool // of a line
}

// unit is a span, or all the spans of a link: it stays one, whatever is marked inside.
type unit struct {
	spans rich
	marks marks // common to all of it
	link  string
}

// isBlank reports whether there are no words in it.
func (u unit) isBlank() bool { return u.link == "" && strings.Trim(u.spans.plain(), spaces) == "" }

func unitsOf(r rich) []unit {
	var units []unit
	for _, s := range r {
		if n := len(units); n > 0 && s.style.link != "" && units[n-1].link == s.style.link {
			last := &units[n-1]
			last.spans, last.marks = append(last.spans, s), last.marks.and(s.style.marks)
			continue
		}
		units = append(units, unit{rich{s}, s.style.marks, s.style.link})
	}
	return units
}

// spans writes spans inside of what outer marks already.
func (w *inlineWriter) spans(r rich, outer marks) {
	units := unitsOf(r)
	wanted := func(i int, mark byte) bool { return units[i].marks.has(mark) && !outer.has(mark) }
	var open []byte
	shut := func(to int) {
		for len(open) > to {
			w.b.WriteString(w.how.sign(open[len(open)-1]))
			open = open[:len(open)-1]
		}
	}
	for i, u := range units {
		keep := 0
		for keep < len(open) && wanted(i, open[keep]) {
			keep++
		}
		shut(keep)
		var missing []byte
		for _, mark := range allMarks {
			// A sign before a space or a break opens nothing: its words come behind.
			if wanted(i, mark) && !slices.Contains(open, mark) && !u.isBlank() {
				missing = append(missing, mark)
			}
		}
		reach := func(mark byte) int { // how far it goes
			n := i
			for n < len(units) && wanted(n, mark) {
				n++
			}
			return n
		}
		slices.SortStableFunc(missing, func(x, y byte) int { return reach(y) - reach(x) })
		for _, mark := range missing {
			w.b.WriteString(w.how.sign(mark))
			open, w.start = append(open, mark), false
		}
		if u.link != "" {
			w.link(u, marks{outer.bold || u.marks.bold, outer.italic || u.marks.italic, outer.strike || u.marks.strike})
			continue
		}
		w.span(u.spans[0], w.how.references && hides(units, i, i-1), w.how.references && hides(units, i, i+1))
	}
	shut(0)
}

// hides reports whether a letter at the end of unit i keeps the sign of its neighbour n
// from being read: the neighbour is marked, and begins with no letter there.
func hides(units []unit, i, n int) bool {
	if n < 0 || n >= len(units) || units[n].marks.and(units[i].marks) == units[n].marks {
		return false
	}
	if units[n].link != "" {
		return true // brackets stand around it
	}
	text := units[n].spans.plain()
	edge, _ := utf8.DecodeRuneInString(text)
	if n < i {
		edge, _ = utf8.DecodeLastRuneInString(text)
	}
	return !isWordRune(edge)
}

// span writes words or a break; first and last say that a sign touches that end.
func (w *inlineWriter) span(s span, first, last bool) {
	if s.br {
		if rest, ok := strings.CutPrefix(w.lineBreak, `\`); ok && strings.HasSuffix(w.b.String(), `\`) {
			w.b.WriteString("  " + rest) // the other spelling: some renderers count three backslashes wrongly
		} else {
			w.b.WriteString(w.lineBreak)
		}
		w.start = w.start || strings.Contains(w.lineBreak, "\n")
		return
	}
	if s.style.note != "" && !w.start {
		w.b.WriteString(noteMark + "[^" + s.style.note + "]")
		return
	}
	text := s.text
	if r, n := utf8.DecodeRuneInString(text); first && isWordRune(r) {
		w.b.WriteString(reference(r))
		text, w.start = text[n:], false
	}
	end := ""
	if r, n := utf8.DecodeLastRuneInString(text); last && isWordRune(r) {
		text, end = text[:len(text)-n], reference(r)
	}
	escapeTo(&w.b, text, w.start)
	w.b.WriteString(end)
	w.start = false
}

// link writes a link, with what is marked inside it.
func (w *inlineWriter) link(u unit, outer marks) {
	w.start = false
	text := u.spans.plain()
	if address, err := content.CanonicalURL(addressOf(text)); err == nil && address == u.link && len(u.spans) == 1 && !strings.ContainsAny(text, " <>|") && autoLink.MatchString("<"+text+">") {
		w.b.WriteString("<" + text + ">")
		return
	}
	w.b.WriteByte('[')
	w.spans(u.spans.mapStyle(func(s style) style { s.link = ""; return s }), outer)
	w.b.WriteString("](" + destination(u.link) + ")")
}

func reference(r rune) string { return fmt.Sprintf("&#x%x;", r) }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
