package paste

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// This file knows tables that are so small that a list says the same. It only offers
// that; the person who pastes decides.

// Bounds of a table that may as well be a list: its rows, and the characters of what
// stands on the left.
const (
	maxListRows = 4
	maxListHead = 40
)

// mayBeList reports whether a table has two columns, of which the left one names what
// stands on the right, and few rows.
func (t *table) mayBeList() bool {
	if t.header || len(t.rows) < 2 || len(t.rows) > maxListRows || len(t.rows[0]) != 2 {
		return false
	}
	return !slices.ContainsFunc(t.rows, func(row []rich) bool {
		return len(row[0].lines()) != 1 || len(row[1]) == 0 || utf8.RuneCountInString(row[0].plain()) > maxListHead
	})
}

// decideTables makes lists of the tables of which the person said so. What the others
// are asked by is their words.
func decideTables(elements []element, decided map[string]bool) []element {
	for i, e := range elements {
		if e.kind == tabular && e.table.mayBeList() {
			t := *e.table
			t.list = decided[tableKey(e)]
			elements[i].table = &t
		}
	}
	return elements
}

// tableKey names the question whether a table is a list.
func tableKey(e element) string { return strings.Join(strings.Fields(e.plain()), " ") }

// listed writes a table as a list: an item for each row, with what stands on the left
// in bold. Its sign is not that of other lists, so that it is one of its own.
func (t *table) listed() string {
	var items []string
	for _, row := range t.rows {
		head := row[0].mapStyle(func(s style) style { s.bold = true; return s })
		item := slices.Concat(head, rich{{text: " "}}, row[1])
		items = append(items, "+ "+item.markdown(hardBreak+"  "))
	}
	return strings.Join(items, "\n")
}

// askList offers a list in the place of a table, or tells that it became one.
func (b *builder) askList(block int, e element) {
	if e.kind != tabular || !e.table.mayBeList() {
		return
	}
	i := Inference{Block: block, Field: "body", Value: "table", Why: "this table is small enough to be a list", Question: IsList, Key: tableKey(e)}
	if e.table.list {
		i.Value, i.Why = "list", "this table is a list now, as you said"
	}
	b.inferred = append(b.inferred, i)
}
