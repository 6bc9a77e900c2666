package paste

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// cellTags are the cells of a table.
var cellTags = setOf("td th")

// Bounds of what stays a table. They are below those of richtext, and a larger one is
// taken over as lines.
const (
	maxTables  = 8  // inside each other
	maxColumns = 60 // the most that a reader can follow is far fewer
	maxCells   = 2_000
	maxCell    = 1_200 // characters of one cell: more is a layout
	// characters of a cell with a heading in it: more is a part of a page
	maxHeadedCell = 200
	maxRow        = 8 << 10 // bytes of one row
)

// tableFrame is a table that is being read.
type tableFrame struct {
	outer  []element // what stood before it
	spaces []spacing
	rows   []tableRow
	inCell bool
	spans  map[int]int // columns that a cell above reaches down into, and for how many rows
	wide   int         // columns that the open cell takes
	head   bool        // the open cell is a heading
	tall   int         // rows that the open cell takes
}

type tableRow struct {
	cells []tableCell
	aside bool // it stood beside the cells: a caption, or a fault of the source
}

type tableCell struct {
	head     bool
	elements []element
}

func (r *htmlReader) openTable() {
	r.flush()
	r.now.block = element{kind: paragraph}
	if len(r.tables) < maxTables {
		r.tables = append(r.tables, &tableFrame{outer: r.elements, spaces: r.spaces, spans: map[int]int{}})
		r.elements, r.spaces = nil, nil
	}
}

// frame gives the innermost table. What was copied may begin inside of one.
func (r *htmlReader) frame() *tableFrame {
	if len(r.tables) == 0 {
		r.openTable()
	}
	return r.tables[len(r.tables)-1]
}

func (r *htmlReader) openRow() {
	r.flush()
	f := r.frame()
	if f.inCell {
		r.closeCell()
	}
	f.rows = append(f.rows, tableRow{})
}

func (r *htmlReader) openCell(e htmlEvent) {
	r.flush()
	f := r.frame()
	if f.inCell {
		r.closeCell()
	}
	if n := len(f.rows); n == 0 || f.rows[n-1].aside {
		f.rows = append(f.rows, tableRow{})
	}
	f.inCell, f.head = true, e.tag == "th" || r.inHead()
	f.wide, f.tall = spanned(e.attrs["colspan"]), spanned(e.attrs["rowspan"])
	r.now.block = element{kind: paragraph}
}

// inHead reports whether a cell stands in the head of the innermost table.
func (r *htmlReader) inHead() bool {
	for _, b := range slices.Backward(r.open) {
		if b.tag == "thead" || b.tag == "table" {
			return b.tag == "thead"
		}
	}
	return false
}

func spanned(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 1
	}
	return min(max(n, 1), maxColumns)
}

func (r *htmlReader) closeCell() {
	if len(r.tables) == 0 || !r.tables[len(r.tables)-1].inCell {
		return
	}
	f := r.tables[len(r.tables)-1]
	r.flush()
	row := &f.rows[len(f.rows)-1]
	f.reachDown(row)
	at := len(row.cells)
	row.cells = append(row.cells, tableCell{f.head, r.elements})
	for n := 1; n < f.wide && len(row.cells) < maxColumns; n++ {
		row.cells = append(row.cells, tableCell{head: f.head})
	}
	for n := at; f.tall > 1 && n < len(row.cells); n++ {
		f.spans[n] = f.tall - 1
	}
	r.elements, r.spaces, f.inCell = nil, nil, false
}

// reachDown adds the empty cells under a cell of a row above.
func (f *tableFrame) reachDown(row *tableRow) {
	for f.spans[len(row.cells)] > 0 {
		f.spans[len(row.cells)]--
		row.cells = append(row.cells, tableCell{})
	}
}

// aside takes what stands in a table but in no cell, as a row of its own.
func (f *tableFrame) aside(e element) {
	f.rows = append(f.rows, tableRow{cells: []tableCell{{elements: []element{e}}}, aside: true})
}

// closeTable ends the innermost table: it becomes one element, or what stands in its
// cells when it only lays a page out.
func (r *htmlReader) closeTable() {
	n := len(r.tables)
	if n == 0 {
		return
	}
	f := r.tables[n-1]
	if f.inCell {
		r.closeCell()
	}
	r.tables = r.tables[:n-1]
	r.elements, r.spaces = f.outer, f.spaces
	rows := slices.DeleteFunc(f.rows, func(row tableRow) bool { return row.words() == 0 })
	before, rows, after := apartFrom(rows)
	t, reason := tableOf(rows)
	r.appendAll(before)
	if t != nil {
		r.space = setApart
		r.append(element{kind: tabular, table: t})
	} else {
		if reason != "" {
			r.removed.count("table, taken over as lines of text", "tables, taken over as lines of text")
		}
		r.appendAll(rows)
	}
	r.appendAll(after)
	r.space = setApart
}

func (r *htmlReader) appendAll(rows []tableRow) {
	for _, row := range rows {
		r.space = max(r.space, byMargin)
		for _, c := range row.cells {
			for _, e := range c.elements {
				r.append(e)
			}
		}
	}
}

func (row tableRow) words() int {
	n := 0
	for _, c := range row.cells {
		n += len(c.elements)
	}
	return n
}

// apartFrom cuts rows with a single text off both ends: a caption, a note.
func apartFrom(rows []tableRow) (before, table, after []tableRow) {
	single := func(row tableRow) bool {
		return row.aside || len(row.cells) > 1 && len(row.cells[0].elements) > 0 && row.words() == len(row.cells[0].elements) && row.cells[0].elements[0].kind != item
	}
	from := 0
	for from < len(rows) && (rows[from].aside || len(rows)-from > 2 && single(rows[from]) && !single(rows[from+1]) && from == 0) {
		from++
	}
	to := len(rows)
	for to > from && rows[to-1].aside {
		to--
	}
	return rows[:from], rows[from:to], rows[to:]
}

// tableOf makes a table of rows; nil when they are none. reason says that it was one
// for the eye, but too large.
func tableOf(rows []tableRow) (t *table, reason string) {
	columns, cells, headings, filled := 0, 0, 0, 0
	named := len(rows) > 1 && rows[0].isMarked()
	for _, row := range rows {
		columns = max(columns, len(row.cells))
		cells += len(row.cells)
		for _, c := range row.cells {
			if !c.empty() {
				filled++
			}
			if len(c.elements) > 1 && slices.ContainsFunc(c.elements, isHeading) {
				headings++
			}
			if !c.isData(len(rows), named) {
				return nil, ""
			}
		}
	}
	if headings*2 > filled {
		return nil, "" // each cell is a part of a page
	}
	if columns < 2 {
		return nil, ""
	}
	if columns > maxColumns || cells > maxCells {
		return nil, "large"
	}
	t = &table{header: headed(rows)}
	for i, row := range rows {
		texts := make([]rich, columns)
		size := 0
		for c, cell := range row.cells {
			texts[c] = cell.text()
			if i == 0 && t.header {
				texts[c] = texts[c].mapStyle(func(s style) style { s.bold = false; return s })
			}
			size += sizeOf([]element{{text: texts[c]}})
		}
		if size > maxRow {
			return nil, "large"
		}
		t.rows = append(t.rows, texts)
	}
	return t, ""
}

// isMarked reports whether the source says that the cells of a row name the columns.
func (row tableRow) isMarked() bool {
	return !slices.ContainsFunc(row.cells, func(c tableCell) bool { return !c.head && !c.empty() })
}

// isData reports whether a cell holds words, and not a part of a page. named says that
// the columns of its table have names, and rows how many rows there are.
func (c tableCell) isData(rows int, named bool) bool {
	chars, headed := 0, false
	for _, e := range c.elements {
		chars += utf8.RuneCountInString(e.plain())
		switch {
		case e.quote:
			return false
		case e.kind == heading && e.level > 2 && rows > 1:
			headed = true
		case e.kind == tabular && named:
		case e.kind != paragraph && e.kind != item:
			return false
		}
	}
	if headed && chars > maxHeadedCell || rows == 1 && (len(c.elements) > 1 || chars > maxHeadingChars) {
		return false
	}
	return chars <= maxCell
}

// text gives a cell as lines. A heading in it is words in bold, and the row of a table
// in it is a line.
func (c tableCell) text() rich {
	var lines []rich
	for _, e := range c.elements {
		switch e.kind {
		case heading:
			e.text = e.text.mapStyle(func(s style) style { s.bold = true; return s })
		case tabular:
			for _, row := range e.table.rows {
				var line rich
				for _, text := range row {
					line = append(append(line, joinedBy(span{text: " "}, text.lines())...), span{text: " "})
				}
				lines = append(lines, line.trim())
			}
		}
		lines = append(lines, e.text.lines()...)
	}
	return joinLines(lines)
}

func (c tableCell) empty() bool { return len(c.elements) == 0 }

// isBold reports whether all words of a cell are bold.
func (c tableCell) isBold() bool {
	text := c.text()
	return len(text) == 0 || text.all(func(s style) bool { return s.bold })
}

// markdown writes a table: one line for each row, and one that parts the names of the
// columns from what stands below.
func (t *table) markdown() string {
	var b strings.Builder
	row := func(cells []rich) {
		for _, c := range cells {
			b.WriteString("| ")
			b.WriteString(c.markdown(breakAsTag))
			b.WriteByte(' ')
		}
		b.WriteString("|\n")
	}
	rows := t.rows
	if t.header {
		row(rows[0])
		rows = rows[1:]
	} else {
		row(make([]rich, len(rows[0])))
	}
	b.WriteString(strings.Repeat("| --- ", len(t.rows[0])) + "|\n")
	for _, cells := range rows {
		row(cells)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
