package paste

import "strings"

// readHTML reads HTML and finds the signs of lists and the dividers that are typed in
// it. The words are counted apart from what is read, but for those signs.
func readHTML(input string, removed *removals, d Decisions) (elements []element, words []string) {
	feed := &wordFeed{in: htmlWords(input)}
	elements = readTyped(readElements(input, removed, d), feed)
	return elements, feed.all()
}

// htmlWords counts what a reader of the HTML sees, line by line, apart from
// whatever the reader makes of it.
func htmlWords(input string) []string {
	var words []string
	var line rich
	endLine := func() {
		words = append(words, wordsIn(line.settle().plain())...)
		line = nil
	}
	walkNotes(input, func(e htmlEvent) {
		switch {
		case e.kind == noteEvent:
			endLine()
			line = rich{{text: "[" + e.text + "] "}}
		case e.kind == textEvent:
			line = append(line, span{text: e.text, style: style{raised: e.style.raised}})
		case e.kind == breakEvent, e.kind == softBreakEvent, blockTags[e.tag] && (e.kind == startEvent || e.kind == endEvent):
			endLine()
		}
	})
	endLine()
	return words
}

// readTyped finds the signs of lists and the dividers that are typed in paragraphs, or in
// lines of one (rule 2). It takes them out of the words.
func readTyped(elements []element, words *wordFeed) []element {
	var out []element
	for i := 0; i < len(elements); {
		e := elements[i]
		end := i + 1
		switch e.kind {
		case paragraph:
			for end < len(elements) && elements[end].kind == paragraph && elements[end].quote == e.quote {
				end++
			}
			out = append(out, typedLines(elements[i:end], words)...)
		case rule, tabular:
			for _, text := range e.texts() {
				words.keep(text.plain())
			}
			out = append(out, e)
		default:
			out = append(out, unsigned(e, words)...)
		}
		i = end
	}
	return out
}

// typedLines looks at the lines of paragraphs as at those of a plain text.
func typedLines(paragraphs []element, words *wordFeed) []element {
	var lines []line
	var texts []rich
	var from []int
	for n, e := range paragraphs {
		for _, text := range e.text.lines() {
			lines, texts, from = append(lines, line{text: text.plain()}), append(texts, text), append(from, n)
		}
	}
	for i := range lines {
		if lines[i].text == signatureSign {
			lines[i].mark = markGone
			if i+1 < len(lines) {
				lines[i+1].gap = 1
			}
		}
	}
	markSigns(lines)
	for _, l := range lines {
		gone := l.text[:len(l.text)-len(l.words())]
		words.drop(gone)
		words.keep(l.words())
	}
	return elementsOf(lines, texts, func(i int) (element, bool) {
		e := paragraphs[from[i]]
		e.text = nil
		return e, i == 0 || from[i-1] != from[i]
	})
}

// unsigned takes the signs of lists out of the lines of an item or a heading.
func unsigned(e element, words *wordFeed) (out []element) {
	var lines []rich
	emit := func() {
		if len(lines) > 0 {
			part := e
			part.text, lines = joinLines(lines), nil
			out = append(out, part)
		}
	}
	for _, l := range e.text.lines() {
		text := l.plain()
		if isRule(text) || text == signatureSign {
			words.drop(text)
			emit()
			continue
		}
		cut, dash := cutBullet(text)
		if dash && e.kind != item {
			cut = 0
		}
		words.drop(text[:cut])
		words.keep(text[cut:])
		if l = l.cut(cut).trim(); len(l) > 0 {
			lines = append(lines, l)
		}
	}
	emit()
	return out
}

// wordFeed follows the words of a source while they are read, and takes out what turned
// out to be a sign.
type wordFeed struct{ in, out []string }

// keep lets the words of a text pass.
func (f *wordFeed) keep(text string) {
	n := min(len(wordsIn(text)), len(f.in))
	f.out, f.in = append(f.out, f.in[:n]...), f.in[n:]
}

// drop takes out a sign, which may be glued to the word behind it.
func (f *wordFeed) drop(signs string) {
	for _, sign := range wordsIn(signs) {
		if len(f.in) == 0 {
			return
		}
		if rest, ok := strings.CutPrefix(f.in[0], sign); ok && rest == "" {
			f.in = f.in[1:]
		} else if ok {
			f.in[0] = rest
		}
	}
}

// all gives the words that passed, and those that were not asked for.
func (f *wordFeed) all() []string { return append(f.out, f.in...) }
