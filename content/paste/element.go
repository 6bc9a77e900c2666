package paste

import (
	"slices"
	"strings"
)

// element is one piece of a source, in reading order. All readers give elements;
// everything after them is the same for every format.
type element struct {
	kind    elementKind
	text    rich   // empty for a rule and a table
	level   int    // of a heading: 1–6; of an item: how deep it is nested, from 0
	ordered bool   // an item of a numbered list
	number  int    // of an item in a numbered list
	list    int    // of an item: which list it belongs to; lists that follow each other stay apart; of a quotation: which
	sign    string // of an item: the sign that was typed for it; empty when the source marks it
	more    bool   // it goes on from the item above, below a list that is nested in that
	label   string // of a footnote: what stands in its sign
	table   *table // of a table
	quote   bool   // a paragraph of a block quotation
	author  int    // of who said it, the last of a quotation: how many paragraphs above it are theirs
	outside bool   // the answer to the question above ends before it
	unfolds bool   // its element names, or shows and hides, what follows
	gap     bool   // something sets it apart from what stands above: a blank line, a margin
	apart   bool   // a blank line stands before it, but so it does before every line
	line    bool   // it is no heading: what somebody is, a caption
	why     string // of a heading that was guessed or joined; empty when the source marks it
	frame   string // why it looks like the frame of a website; empty when it does not
}

type elementKind int

const (
	paragraph elementKind = iota
	heading
	item
	rule
	tabular  // a table
	note     // a footnote
	question // what is asked; the answer stands below it
)

// table is a table as Markdown can say it: rows of cells, each of lines.
type table struct {
	header bool // the first row names the columns
	list   bool // it is written as a list, as was decided
	rows   [][]rich
}

// texts gives every text of an element in reading order.
func (e element) texts() []rich {
	if e.table == nil {
		return []rich{e.text}
	}
	return slices.Concat(e.table.rows...)
}

// plain gives the words of an element on one line.
func (e element) plain() string {
	var words []string
	for _, text := range e.texts() {
		if len(text) > 0 {
			words = append(words, text.plain())
		}
	}
	return strings.Join(words, " ")
}

// splitLong splits paragraphs and items that are longer than maxPiece between
// words, so that no block gets too large.
func splitLong(elements []element) []element {
	var out []element
	for _, e := range elements {
		if e.kind == rule || e.kind == tabular {
			out = append(out, e)
			continue
		}
		for _, text := range e.text.pieces(maxPiece) {
			e.text = text
			out = append(out, e)
			e.number++
			if e.kind == note {
				e.kind = paragraph
			}
		}
	}
	return out
}
