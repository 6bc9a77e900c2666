package paste

import (
	"regexp"
	"slices"
	"strings"
)

// line is one line of a text that is not blank.
type line struct {
	text   string   // as it stands, without spaces around it
	cells  []string // what tabs part, when there are any
	indent int      // columns before it
	gap    int      // blank lines before it that mean something (rule 1)
	apart  bool     // a blank line stands before it, and before every line
	mark   mark
	cut    int  // bytes at the start of text that are the sign of a list
	number int  // of a numbered item
	quote  bool // signs of a reply stood before it
	level  int  // of an item: how deep it is nested, from 0
	list   int  // of a numbered item: the run that it belongs to, from 1
}

// mark says what a line is.
type mark int

const (
	markNone   mark = iota // words
	markBullet             // an item
	markNumber             // an item of a list that counts on
	markMore               // it goes on from the item above
	markRow                // a row of a table
	markRule               // the whole line is a divider
	markGone               // a sign that stands alone: its text is the next line
)

// words gives the line without the sign of a list.
func (l line) words() string {
	if l.mark == markRule || l.mark == markGone {
		return ""
	}
	return l.text[l.cut:]
}

// sign gives the sign of a list that was typed before a line.
func (l line) sign() string { return strings.TrimRight(l.text[:l.cut], " \t") }

// replySign is what mail programs put before each line that they quote.
var replySign = regexp.MustCompile(`^(?:> ?)+`)

// cutReply takes the signs of a reply off the start of a line. Before a number, ">" says
// "more than".
func cutReply(s string) (rest string, ok bool) {
	sign := replySign.FindString(s)
	rest = strings.TrimLeft(s[len(sign):], " ")
	if sign == "" || strings.HasSuffix(sign, ">") && rest != "" && strings.Contains("0123456789=", rest[:1]) {
		return s, false
	}
	return rest, true
}

// isRule reports whether a line is a divider: the same mark at least three times
// and nothing else.
func isRule(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	return len(s) >= 3 && strings.ContainsRune("-*_=", rune(s[0])) && strings.Count(s, s[:1]) == len(s)
}

// signatureSign stands alone above a signature in an e-mail, and is a blank line to
// those who read it.
const signatureSign = "--"

// splitLines gives the lines of a normalised text that are not blank.
func splitLines(text string) []line {
	var lines []line
	blank := 0
	for s := range strings.SplitSeq(unquoteCells(text), "\n") {
		trimmed, quoted := cutReply(strings.Trim(s, " \t"))
		if trimmed == "" || trimmed == signatureSign {
			blank++
			continue
		}
		l := line{text: trimmed, gap: blank, quote: quoted, indent: columns(s[:len(s)-len(strings.TrimLeft(s, " \t"))])}
		if !quoted && strings.Contains(s, "\t") {
			l.cells = strings.Split(s, "\t")
			l.text = strings.ReplaceAll(l.text, cellBreak, " ")
		}
		lines = append(lines, l)
		blank = 0
	}
	dropCommonGap(lines)
	markRows(lines)
	markSigns(lines)
	return lines
}

// tabColumns is how far a tab reaches.
const tabColumns = 4

// columns counts the columns that white space takes.
func columns(space string) (n int) {
	for _, r := range space {
		if r == '\t' {
			n += tabColumns - n%tabColumns
		} else {
			n++
		}
	}
	return n
}

// dropCommonGap takes away the blank lines that every gap has: browsers double
// the line ends of what they copy, and then blank lines say nothing.
func dropCommonGap(lines []line) {
	if len(lines) == 0 {
		return
	}
	lines[0].gap = 0
	if len(lines) == 1 {
		return
	}
	common, most := lines[1].gap, lines[1].gap
	for _, l := range lines[1:] {
		common, most = min(common, l.gap), max(most, l.gap)
	}
	for i := range lines[1:] {
		lines[i+1].gap -= common
		lines[i+1].apart = common > 0 && most == common
	}
}

// markRows finds tables: lines one below the other that tabs part into equally many
// cells.
func markRows(lines []line) {
	fillRows(lines)
	for i := 0; i < len(lines); {
		end := i + 1
		for end < len(lines) && lines[end].gap == 0 && len(lines[end].cells) == len(lines[i].cells) {
			end++
		}
		if rows := lines[i:end]; isTable(rows) {
			for n := range rows {
				rows[n].mark = markRow
			}
		}
		i = end
	}
}

// fillRows adds the empty cells at the end of rows that lost them: what trims lines takes
// the tabs off that nothing stands behind. Most rows around have all of theirs. A line
// without a tab may as well head what stands below it.
func fillRows(lines []line) {
	for i := 0; i < len(lines); {
		end, width := i, 0
		for end < len(lines) && (end == i || lines[end].gap == 0) && len(lines[end].cells) > 1 {
			width = max(width, len(lines[end].cells))
			end++
		}
		run := lines[i:end]
		full := 0
		for _, l := range run {
			if len(l.cells) == width {
				full++
			}
		}
		if full*2 >= len(run) && full > 1 {
			for n := range run {
				if l := &run[n]; l.cells[0] != "" {
					l.cells = append(l.cells, make([]string, width-len(l.cells))...)
				}
			}
		}
		i = max(end, i+1)
	}
}

// isTable reports whether lines that are parted alike are rows: two columns at least
// have words, and what stands first is not the sign of a list.
func isTable(rows []line) bool {
	if len(rows) < 2 || len(rows[0].cells) > maxColumns || len(rows)*len(rows[0].cells) > maxCells {
		return false
	}
	used := 0
	for c := range rows[0].cells {
		if slices.ContainsFunc(rows, func(l line) bool { return strings.Trim(l.cells[c], " ") != "" }) {
			used++
		}
	}
	return used > 1 && !slices.ContainsFunc(rows, func(l line) bool {
		cut, _ := cutBullet(l.text)
		ordinals, _ := ordinalsOf(l.text)
		return cut > 0 || len(ordinals.is) > 0 || len(l.text) > maxRow || isRule(l.text)
	})
}

// tableOfLines makes a table of rows.
func tableOfLines(lines []line) element {
	rows := make([]tableRow, len(lines))
	for i, l := range lines {
		for _, text := range l.cells {
			var c tableCell
			if text = strings.Trim(text, " "); text != "" {
				for part := range strings.SplitSeq(text, cellBreak) {
					c.elements = append(c.elements, element{text: plainText(strings.Trim(part, " "))})
				}
			}
			rows[i].cells = append(rows[i].cells, c)
		}
	}
	t := &table{header: headed(rows)}
	for _, row := range rows {
		var texts []rich
		for _, c := range row.cells {
			texts = append(texts, c.text())
		}
		t.rows = append(t.rows, texts)
	}
	return element{kind: tabular, table: t, gap: lines[0].gap > 0}
}
