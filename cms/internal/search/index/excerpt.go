package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"practicecms/content/fold"
)

// Marked is a text in pieces, those marked that were looked for. It is no HTML.
type Marked []Piece

// Piece is a piece of a text.
type Piece struct {
	Text string
	Mark bool
}

// String is the text alone.
func (m Marked) String() string {
	var out strings.Builder
	for _, p := range m {
		out.WriteString(p.Text)
	}
	return out.String()
}

// span is a stretch of a text, in bytes, that says a term.
type span struct{ from, to, term int }

// compare orders by where a span begins; of those that begin together the longest is first.
func (s span) compare(o span) int { return cmp.Or(s.from-o.from, o.to-s.to, s.term-o.term) }

// mark cuts a text at the spans; what several cover is marked once.
func mark(text string, spans []span) Marked {
	slices.SortFunc(spans, span.compare)
	var out Marked
	at := 0
	for _, s := range spans {
		if s.from < at || s.to > len(text) || s.to <= s.from {
			continue
		}
		if s.from > at {
			out = append(out, Piece{text[at:s.from], false})
		}
		out = append(out, Piece{text[s.from:s.to], true})
		at = s.to
	}
	if at < len(text) {
		out = append(out, Piece{text[at:], false})
	}
	return out
}

// How many bytes of a text stand around a span, at most.
const (
	contextBefore = 60
	contextAfter  = 100
)

// excerpts are the places of a text where it first says each term, and with more, while
// there are fewer than most, where it says them again. They come in the order of the
// text, and none goes over the end of a line.
func excerpts(text string, spans []span, most int, more bool) []Marked {
	slices.SortFunc(spans, span.compare)
	var windows []span
	take := func(s span) {
		within := func(w span) bool { return w.from <= s.from && s.to <= w.to }
		if len(windows) < most && !slices.ContainsFunc(windows, within) {
			windows = append(windows, window(text, s))
		}
	}
	said := map[int]bool{}
	for _, s := range spans {
		if !said[s.term] {
			said[s.term] = true
			take(s)
		}
	}
	for _, s := range spans {
		if more {
			take(s)
		}
	}
	slices.SortFunc(windows, span.compare)
	var out []Marked
	for i := 0; i < len(windows); i++ {
		w := windows[i]
		for i+1 < len(windows) && windows[i+1].from <= w.to {
			i++
			w.to = max(w.to, windows[i].to)
		}
		out = append(out, excerpt(text, w, spans))
	}
	return out
}

// window is a span with whole words around it, on its line.
func window(text string, s span) span {
	start := strings.LastIndexByte(text[:s.from], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[s.to:], '\n'); i >= 0 {
		end = s.to + i
	}
	w := span{from: max(start, s.from-contextBefore), to: min(end, s.to+contextAfter)}
	if w.from > start {
		if i := strings.IndexByte(text[w.from:s.from], ' '); i >= 0 {
			w.from += i + 1
		}
		for !utf8.RuneStart(text[w.from]) {
			w.from++
		}
	}
	if w.to < end {
		if i := strings.LastIndexByte(text[s.to:w.to], ' '); i >= 0 {
			w.to = s.to + i
		}
		for !utf8.RuneStart(text[w.to]) {
			w.to--
		}
	}
	return w
}

// excerpt is a window with what it says marked, and an ellipsis where its line goes on.
func excerpt(text string, w span, spans []span) Marked {
	var inside []span
	for _, s := range spans {
		if w.from <= s.from && s.to <= w.to {
			inside = append(inside, span{s.from - w.from, s.to - w.from, s.term})
		}
	}
	out := mark(text[w.from:w.to], inside)
	if w.from > 0 && text[w.from-1] != '\n' {
		out = append(Marked{{Text: "…"}}, out...)
	}
	if w.to < len(text) && text[w.to] != '\n' {
		out = append(out, Piece{Text: "…"})
	}
	return out
}

// beginnings gives where a text has words that begin as those of a term, at the most
// maxMentions; with whole they do not go on.
func (t analysed) beginnings(text fold.Text, number int, whole bool) []span {
	var out []span
	folded := text.String()
	for _, place := range t.plain {
		for _, word := range place {
			for at := 0; len(out) < maxMentions; at += len(word) {
				i := strings.Index(folded[at:], word)
				if i < 0 {
					break
				}
				at += i
				before, _ := utf8.DecodeLastRuneInString(folded[:at])
				after, _ := utf8.DecodeRuneInString(folded[at+len(word):])
				if !isPart(before) && !(whole && isPart(after)) {
					from, to := text.Span(at, at+len(word))
					out = append(out, span{from, to, number})
				}
			}
		}
	}
	return out
}

func isPart(r rune) bool { return isWord(r) || unicode.IsMark(r) }
