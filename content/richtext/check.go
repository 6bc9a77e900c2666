package richtext

import (
	"strings"
	"unicode/utf8"
)

// Check says whether a text may be parsed. It returns nil, a *LimitError, ErrNotUTF8 or ErrNUL. It reads the text once and parses nothing,
// so where Markdown is ambiguous it counts the larger number: code that looks like a nested list counts as one.
func Check(markdown string) error {
	if len(markdown) > MaxBytes {
		return &LimitError{Limit: "bytes", Got: len(markdown), Max: MaxBytes}
	}
	if !utf8.ValidString(markdown) {
		return ErrNotUTF8
	}
	if strings.IndexByte(markdown, 0) >= 0 {
		return ErrNUL
	}
	c := checker{afterBlank: true}
	for line := range strings.Lines(unifyLineEnds(markdown)) {
		c.line++
		if err := c.checkLine(strings.TrimSuffix(line, "\n")); err != nil {
			return err
		}
	}
	return nil
}

// checker is the state between two lines of Check.
type checker struct {
	line       int  // number of the current line, from 1
	afterBlank bool // the line before was blank, so this one cannot continue a paragraph
	open       int  // upper bound of the quotes and list items that are open
	nested     int  // sum of open over the lines so far
	columns    int  // columns of the table that this line may belong to; 0: none
	cells      int  // cells of all tables so far
	marks      int  // marks in this paragraph so far
	brackets   int  // square brackets open in this paragraph
}

func (c *checker) checkLine(line string) error {
	if err := c.within("line", len(line), MaxLineBytes); err != nil {
		return err
	}
	if strings.Trim(line, whitespace) == "" {
		c.nested += c.open
		c.endParagraph()
		c.afterBlank = true
		return c.within("nested-lines", c.nested, MaxNestedLines)
	}
	markers, columns, rest := containerPrefix(line)
	if err := c.checkDepth(markers, columns); err != nil {
		return err
	}
	if err := c.checkTable(rest); err != nil {
		return err
	}
	if err := c.checkMarks(line); err != nil {
		return err
	}
	if blankQuote(line) {
		c.endParagraph()
	}
	c.afterBlank = false
	return nil
}

// within returns a *LimitError when got passes limit.
func (c *checker) within(name string, got, limit int) error {
	if got <= limit {
		return nil
	}
	return &LimitError{Limit: name, Line: c.line, Got: got, Max: limit}
}

// endParagraph forgets what is counted per paragraph.
func (c *checker) endParagraph() {
	c.columns, c.marks, c.brackets = 0, 0, 0
}

// checkDepth bounds the containers of a line from above without keeping them: those that begin here show a marker, and those that
// continue show a `>` or at least two columns of indentation each, and were open before.
func (c *checker) checkDepth(markers, columns int) error {
	depth := markers + min(columns/2, c.open)
	if c.afterBlank {
		c.open = depth // what does not continue after a blank line is closed
	} else {
		c.open = max(c.open, depth) // a paragraph may continue lazily and keep its containers open
	}
	c.nested += depth
	if err := c.within("depth", depth, MaxDepth); err != nil {
		return err
	}
	return c.within("nested-lines", c.nested, MaxNestedLines)
}

// checkTable counts cells. The row under the head, such as |---|:-:|, says how many columns every row has.
func (c *checker) checkTable(rest string) error {
	c.columns = max(c.columns, tableColumns(rest))
	c.cells += c.columns
	if err := c.within("columns", c.columns, MaxColumns); err != nil {
		return err
	}
	return c.within("cells", c.cells, MaxCells)
}

// checkMarks counts what may open emphasis, code and links.
func (c *checker) checkMarks(line string) error {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			if i+1 < len(line) && line[i+1] != '`' { // a backslash does not stop a backtick from closing code
				i++
			}
		case '*', '_', '~':
			i += runLength(line[i:]) - 1
			c.marks++
		case '`':
			n := runLength(line[i:])
			i += n - 1
			if err := c.within("backticks", n, MaxBackticks); err != nil {
				return err
			}
		case '[':
			c.marks++
			c.brackets++
			if err := c.within("brackets", c.brackets, MaxBrackets); err != nil {
				return err
			}
		case ']':
			c.brackets = max(c.brackets-1, 0)
		}
	}
	return c.within("marks", c.marks, MaxMarks)
}

// whitespace is what Markdown skips at the beginning of a line.
const whitespace = " \t\v\f"

// containerPrefix reads the markers of quotes, lists and footnotes at the beginning of a line. It returns how many there are, how many columns of
// whitespace stand between them (a tab counts up to four), and the rest of the line.
func containerPrefix(line string) (markers, columns int, rest string) {
	i, column := 0, 0
	for {
		for ; i < len(line) && strings.IndexByte(whitespace, line[i]) >= 0; i++ {
			width := 1
			if line[i] == '\t' {
				width = 4 - column%4
			}
			column += width
			columns += width
		}
		n := markerLength(line[i:])
		if n == 0 || thematicBreak(line[i:]) {
			return markers, columns, line[i:]
		}
		i += n
		column += n
		markers++
	}
}

// markerLength is the length of the marker of a quote, list item or footnote that s begins with; 0 means none.
func markerLength(s string) int {
	if s == "" {
		return 0
	}
	n := 0
	switch s[0] {
	case '>':
		return 1
	case '-', '*', '+':
		n = 1
	case '[':
		return len(noteStart.FindString(s))
	default:
		for n < len(s) && '0' <= s[n] && s[n] <= '9' {
			n++
		}
		if n == 0 || n == len(s) || s[n] != '.' && s[n] != ')' {
			return 0
		}
		n++
	}
	if n < len(s) && strings.IndexByte(whitespace, s[n]) < 0 {
		return 0
	}
	return n
}

// thematicBreak reports whether s is a line such as `* * *`, which looks like nested lists and is none.
func thematicBreak(s string) bool {
	if s == "" || s[0] != '-' && s[0] != '*' && s[0] != '_' {
		return false
	}
	return strings.Count(s, s[:1]) >= 3 && strings.Trim(s, s[:1]+" \t") == ""
}

// blankQuote reports whether a line holds nothing but quote markers, so that it ends a paragraph. It is strict: a marker that is indented
// by four columns may be a paragraph's text.
func blankQuote(line string) bool {
	for line != "" {
		trimmed := strings.TrimLeft(line, " ")
		if len(line)-len(trimmed) > 3 || trimmed == "" || trimmed[0] != '>' {
			return trimmed == ""
		}
		line = trimmed[1:]
	}
	return true
}

// tableColumns is the number of columns that a table's second row declares; 0 means that s is no such row.
func tableColumns(s string) int {
	s = strings.Trim(s, whitespace)
	if strings.Trim(s, "-|: \t\v\f") != "" || !strings.Contains(s, "-") || !strings.ContainsAny(s, "|:") {
		return 0
	}
	return strings.Count(strings.TrimSuffix(strings.TrimPrefix(s, "|"), "|"), "|") + 1
}

// runLength is how often the first byte of s repeats at its beginning.
func runLength(s string) int {
	n := 1
	for n < len(s) && s[n] == s[0] {
		n++
	}
	return n
}

// unifyLineEnds writes every line end as \n.
func unifyLineEnds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
