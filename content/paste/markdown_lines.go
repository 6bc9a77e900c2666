package paste

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file decides what the ends of lines in somebody's Markdown mean. To Markdown they
// are spaces, as most of them are: a line was as long as a window was wide. But people
// write hours, addresses and names there too, one below the other.

// maxNarrow bounds a line, in characters, that no window was too narrow for.
const maxNarrow = 30

var (
	labelled  = regexp.MustCompile(`^[^\p{Ll}\s.:!?][^.:!?]{0,39}:(?: |$)`)
	askedLine = regexp.MustCompile(`^[QA][0-9]{0,2}: `)
	// leadsOn is the end of a line that a sentence goes on behind.
	leadsOn = regexp.MustCompile(`(?i)(?:^| )(?:a|an|and|as|at|by|for|from|in|is|of|on|or|our|the|to|with|your)$`)
)

// settleBreaks makes a line break, or a space, of each place where a line of a source
// ends. lines says that the text may have lines at all.
func (r rich) settleBreaks(lines bool) rich {
	isSoft := func(s span) bool { return s.soft }
	if !slices.ContainsFunc(r, isSoft) {
		return r
	}
	var rows []element
	for rest := r; ; {
		end := slices.IndexFunc(rest, isSoft)
		if end < 0 {
			rows = append(rows, element{text: rest})
			break
		}
		rows = append(rows, element{text: rest[:end]})
		rest = rest[end+1:]
	}
	kept := make([]bool, len(rows))
	if lines {
		kept = keptLines(rows)
	}
	var out rich
	for i, row := range rows {
		switch {
		case i == 0:
		case kept[i]:
			out = append(out, span{br: true})
		default:
			out = append(out, span{text: " ", style: between(out, row.text)})
		}
		out = append(out, row.text...)
	}
	return out
}

// between gives the style of a space between two texts: that of both.
func between(before, after rich) style {
	if len(before) > 0 && len(after) > 0 && before[len(before)-1].style == after[0].style {
		return after[0].style
	}
	return style{}
}

// keptLines says which rows begin a line. Where all of them may be lines, or all name
// what they tell, all do; else an item of a list does, an answer, and what stands below
// a line in bold.
func keptLines(rows []element) []bool {
	kept := make([]bool, len(rows))
	lines := make([]line, len(rows))
	all := areSourceLines(rows)
	for i := range rows {
		lines[i].text = strings.TrimSpace(rows[i].text.plain())
	}
	markSigns(lines)
	isItem := func(i int) bool {
		dash := lines[i].mark == markBullet && i > 0 && dashSigns[lines[i].sign()]
		return lines[i].mark == markNumber || lines[i].mark == markBullet && (!dash || endsSentence(lines[i-1].text))
	}
	for i := 1; i < len(rows); i++ {
		above := lines[i-1].text
		switch {
		case lines[i].mark == markMore:
		case all, isItem(i), isItem(i - 1), lines[i].mark == markRule:
			kept[i] = true
		case askedLine.MatchString(lines[i].text):
			kept[i] = endsSentence(above)
		default:
			kept[i] = i == 1 && rows[0].text.all(isBold) && !rows[1].text.startsBold() && !goesOn(above, lines[i].text)
		}
	}
	return kept
}

func isBold(s style) bool { return s.bold }

// startsBold reports whether the first word is bold.
func (r rich) startsBold() bool { r = r.trim(); return len(r) > 0 && r[0].style.bold }

// areSourceLines reports whether all rows of a paragraph are lines.
func areSourceLines(rows []element) bool {
	texts := make([]string, len(rows))
	for i := range rows {
		texts[i] = strings.TrimSpace(rows[i].text.plain())
	}
	if !slices.ContainsFunc(texts, func(s string) bool { return !labelled.MatchString(s) }) {
		return true
	}
	if slices.ContainsFunc(texts, func(s string) bool { return utf8.RuneCountInString(s) > maxLine }) {
		return false
	}
	if len(rows) > 2 && isLowerList(rows) {
		return true
	}
	sentences, narrow := 0, true
	for i, s := range texts {
		if endsSentence(s) || i == 0 && strings.HasSuffix(s, ":") {
			sentences++
		}
		if i+1 == len(texts) {
			break
		}
		first, _ := utf8.DecodeRuneInString(texts[i+1])
		if leadsOn.MatchString(s) || unicode.IsLower(first) {
			return false
		}
		narrow = narrow && utf8.RuneCountInString(s) <= maxNarrow
	}
	return wrapWidth(rows, maxNarrow) == 0 && (narrow || sentences == 0 || sentences == len(texts))
}
