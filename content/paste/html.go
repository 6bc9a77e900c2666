package paste

import "strings"

// readHTML reads HTML and finds the signs of lists and the dividers that are typed in it.
func readHTML(input string, removed *removals, d Decisions) []element {
	return splitMarked(readElements(input, removed, d))
}

// htmlWords counts what a reader of the HTML sees, line by line, apart from
// whatever the reader makes of it.
func htmlWords(input string) []string {
	var words []string
	var line rich
	endLine := func() {
		words = append(words, lineWords(strings.Trim(line.settle().plain(), " "))...)
		line = nil
	}
	walkNotes(input, func(e htmlEvent) {
		switch {
		case e.kind == noteEvent:
			endLine()
			line = rich{{text: "[" + e.text + "] "}}
		case e.kind == textEvent:
			line = append(line, span{text: e.text, style: style{raised: e.style.raised}})
		case e.kind == breakEvent, blockTags[e.tag] && (e.kind == startEvent || e.kind == endEvent):
			endLine()
		}
	})
	endLine()
	return words
}

// splitMarked finds list items and dividers that are typed: paragraphs, or lines of
// one, that start with a list marker (rule 2).
func splitMarked(elements []element) []element {
	var out []element
	alone := false // a marker without a text stood before
	sign := ""     // the last marker
	for _, e := range elements {
		if e.kind == rule || e.kind == tabular {
			out, alone = append(out, e), false
			continue
		}
		var lines []rich
		gap := e.gap
		emit := func() {
			if len(lines) > 0 {
				p := e
				p.text, p.gap = joinLines(lines), gap
				out, lines, gap = append(out, p), nil, false
			}
		}
		for _, l := range e.text.lines() {
			text := l.plain()
			if isRule(text) {
				if emit(); e.kind == paragraph {
					out = append(out, element{kind: rule})
				}
				alone = false
				continue
			}
			rest, marked := cutBullet(text)
			if marked {
				sign, _, _ = strings.Cut(text, " ")
			}
			l = l.cut(len(text) - len(rest)).trim()
			switch {
			case e.kind != paragraph:
				if len(l) > 0 {
					lines = append(lines, l)
				}
			case marked && len(l) == 0:
				alone = true
			case marked || alone:
				emit()
				out, alone, gap = append(out, element{kind: item, text: l, sign: sign, gap: gap, frame: e.frame}), false, false
			default:
				lines = append(lines, l)
			}
		}
		emit()
		if e.kind != paragraph {
			alone = false
		}
	}
	return out
}
