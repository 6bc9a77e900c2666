package paste

import "strings"

// readText reads normalised plain text: every line is a paragraph, a list item, a row
// of a table or a divider.
func readText(text string) []element {
	lines := splitLines(text)
	texts := make([]rich, len(lines))
	quotation := make([]int, len(lines))
	for i, l := range lines {
		texts[i] = plainText(strings.ReplaceAll(l.text, "\t", " "))
		if i > 0 {
			quotation[i] = quotation[i-1]
			if l.quote != lines[i-1].quote {
				quotation[i]++
			}
		}
	}
	return elementsOf(lines, texts, func(i int) (element, bool) {
		return element{gap: lines[i].gap > 0, apart: lines[i].apart, quote: lines[i].quote, list: quotation[i]}, true
	})
}

// elementsOf makes elements of lines that were looked at; texts are the lines with
// their styles. source gives the paragraph that line i stands in, without its text, and
// whether the line is its first one.
func elementsOf(lines []line, texts []rich, source func(i int) (paragraph element, first bool)) []element {
	var out []element
	sign := ""    // the last one that stood alone
	lists := 0    // of bullets: another sign behind a gap begins one more
	outer := ""   // the sign of those that are not nested
	open := false // the last element is a paragraph that may go on
	for i, l := range lines {
		text := texts[i].cut(l.cut).trim()
		e, first := source(i)
		e.gap = e.gap && first || l.gap > 0
		last := len(out) - 1
		switch l.mark {
		case markNone:
			if open && !first && !e.gap {
				out[last].text = append(append(out[last].text, span{br: true}), text...)
			} else {
				e.text = text
				out = append(out, e)
			}
			open = true
			continue
		case markBullet, markNumber:
			if l.cut > 0 {
				sign = l.sign()
			}
			list := -l.list
			if l.mark == markBullet {
				if l.level == 0 && last >= 0 && out[last].kind == item && e.gap && sign != outer && i+1 < len(lines) && lines[i+1].sign() == sign {
					lists++
				}
				if l.level == 0 {
					outer = sign
				}
				list = -lists
			}
			out = append(out, element{kind: item, text: text, ordered: l.mark == markNumber, number: l.number, level: l.level, list: list, sign: sign, gap: e.gap, frame: e.frame})
		case markMore:
			out[last].text = append(append(out[last].text, span{text: " "}), text...)
		case markRow:
			if i > 0 && lines[i-1].mark == markRow && len(lines[i-1].cells) == len(l.cells) && l.gap == 0 {
				continue
			}
			end := i + 1
			for end < len(lines) && lines[end].mark == markRow && len(lines[end].cells) == len(l.cells) && lines[end].gap == 0 {
				end++
			}
			out = append(out, tableOfLines(lines[i:end]))
		case markRule:
			out = append(out, element{kind: rule})
		case markGone:
			sign = l.text
			continue
		}
		open = false
	}
	return out
}
