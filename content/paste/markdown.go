package paste

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	atxHeading   = regexp.MustCompile(`^(#{1,6})(?: +(.*?))??(?: +#+)?$`)
	setextLine   = regexp.MustCompile(`^(?:={3,}|-{3,})$`)
	codeFence    = regexp.MustCompile("^(?:`{3,}|~{3,})")
	tableDelim   = regexp.MustCompile(`^\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$`)
	numberedItem = regexp.MustCompile(`^([0-9]{1,9})[.)](?: +(.*))?$`)
)

// readMarkdown reads the part of CommonMark that people paste: headings,
// paragraphs, lists, block quotations, dividers, tables, code blocks, bold, italic
// and links. Whatever else stands there is text. pasted says that the source is
// somebody's text, where "•" and dashes mark list items too, and not the Markdown
// that this package writes.
func readMarkdown(text string, pasted bool, removed *removals) []element {
	r := &markdownReader{pasted: pasted, inline: inlineReader{removed: removed}}
	lines := strings.Split(text, "\n")
	for i := range lines {
		next := ""
		if i+1 < len(lines) {
			next = strings.Trim(lines[i+1], " ")
		}
		r.line(lines[i], next)
	}
	r.flush()
	return r.elements
}

type markdownReader struct {
	pasted   bool
	inline   inlineReader
	elements []element

	open    *element // what the lines collected so far belong to; nil for none
	lines   []string // the lines of open, with their hard breaks
	fence   string   // the mark that ends the code block we are in; empty outside
	indents []int    // columns of the lists that are open, outermost first
	table   bool     // inside a table
	blank   bool     // the line before was blank
}

// flush closes what is open.
func (r *markdownReader) flush() {
	if r.open != nil {
		if r.open.text = r.inline.read(strings.Join(r.lines, "\n")).trim(); len(r.open.text) > 0 {
			r.elements = append(r.elements, *r.open)
		}
	}
	r.open, r.lines = nil, nil
}

// begin closes what is open and opens e with its first line, which may be empty.
func (r *markdownReader) begin(e element, first string) {
	r.flush()
	r.open, r.lines = &e, nil
	if first != "" {
		r.lines = []string{first}
	}
}

// line reads one line; next is the trimmed line below it.
func (r *markdownReader) line(raw, next string) {
	s := strings.Trim(raw, " ")
	if r.fence != "" {
		if strings.HasPrefix(s, r.fence) && strings.Trim(s, r.fence[:1]) == "" {
			r.fence = ""
			return
		}
		if t := plainText(s).trim(); t != nil { // code is shown as it stands
			r.elements = append(r.elements, element{kind: paragraph, text: t})
		}
		return
	}
	indent := len(raw) - len(strings.TrimLeft(raw, " "))
	quote := false
	for strings.HasPrefix(s, ">") {
		quote, s = true, strings.TrimLeft(s[1:], " ")
	}
	wasBlank := r.blank
	r.blank = s == ""
	if s == "" {
		r.table = false
		if r.open != nil && len(r.lines) > 0 && r.open.kind != item {
			r.flush()
		}
		return
	}
	if r.open != nil && r.open.kind == paragraph && r.open.quote != quote {
		r.flush()
	}
	if fence := codeFence.FindString(s); fence != "" && !strings.Contains(s[len(fence):], "`") {
		r.flush()
		r.fence = fence
		return
	}
	switch {
	case r.table || strings.Contains(s, "|") && tableDelim.MatchString(next) && strings.Contains(next, "|") && !tableDelim.MatchString(s):
		r.tableRow(s)
	case setextLine.MatchString(s) && r.open != nil && r.open.kind == paragraph && len(r.lines) > 0 && !quote:
		r.open.kind, r.open.level = heading, 1
		if s[0] == '-' {
			r.open.level = 2
		}
		r.flush()
	case isRule(s) && s[0] != '=':
		r.flush()
		r.elements, r.indents = append(r.elements, element{kind: rule}), nil
	case r.heading(s):
	case r.item(s, indent):
	case r.open != nil && (len(r.lines) == 0 || !wasBlank):
		r.lines = append(r.lines, withBreak(raw, s)) // a soft break, or the text of a marker that stood alone
	case r.open != nil && r.open.kind == item && indent > r.indents[len(r.indents)-1]:
		r.lines = append(r.lines, lineBreakMark+withBreak(raw, s)) // a second paragraph of the item
	default:
		r.indents = nil
		r.begin(element{kind: paragraph, quote: quote}, withBreak(raw, s))
	}
}

// lineBreakMark stands for a line break between the two readers. It cannot be in a
// normalised text.
const lineBreakMark = "\v"

// withBreak gives the trimmed line s, with a mark at its end when the raw line ends
// in two spaces, which is one of Markdown's two spellings of a line break.
func withBreak(raw, s string) string {
	if strings.HasSuffix(raw, "  ") {
		return s + lineBreakMark
	}
	return s
}

func (r *markdownReader) heading(s string) bool {
	m := atxHeading.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	r.begin(element{kind: heading, level: len(m[1])}, m[2])
	r.flush()
	r.indents = nil
	return true
}

func (r *markdownReader) item(s string, indent int) bool {
	e := element{kind: item}
	first, rest, _ := strings.Cut(s, " ")
	switch m := numberedItem.FindStringSubmatch(s); {
	case first == "-" || first == "*" || first == "+" || r.pasted && bullets[first]:
		rest = strings.TrimLeft(rest, " ")
	case m != nil:
		e.number, _ = strconv.Atoi(m[1]) // at most nine digits
		if e.number != 1 && r.open != nil && r.open.kind == paragraph {
			return false // a number at the start of a line, inside a paragraph
		}
		e.number, rest = max(e.number, 1), m[2]
	default:
		return false
	}
	r.flush()
	for len(r.indents) > 0 && indent < r.indents[len(r.indents)-1] {
		r.indents = r.indents[:len(r.indents)-1]
	}
	if n := len(r.indents); n == 0 || indent >= r.indents[n-1]+2 {
		r.indents = append(r.indents, indent)
	}
	e.level = len(r.indents) - 1
	r.begin(e, rest)
	return true
}

// tableRow makes a paragraph of a row, one line for each cell.
func (r *markdownReader) tableRow(s string) {
	if !r.table {
		r.table = true
		r.inline.removed.count("table, taken over as lines of text", "tables, taken over as lines of text")
	} else if tableDelim.MatchString(s) {
		return
	}
	s = strings.TrimSuffix(strings.TrimPrefix(s, "|"), "|")
	cells := strings.Split(strings.ReplaceAll(s, `\|`, "\x00"), "|")
	for i, c := range cells {
		cells[i] = strings.Trim(strings.ReplaceAll(c, "\x00", "|"), " ")
	}
	r.begin(element{kind: paragraph}, strings.Join(cells, lineBreakMark))
	r.flush()
}
