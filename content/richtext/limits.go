package richtext

import (
	"errors"
	"fmt"

	"practicecms/content"
)

// The limits stand before the parser, because small texts can cost it much: six kilobytes of nested list markers take it 600 MB,
// 64 kB of `*a_ ` a second, 250 kB of it twenty. The costliest texts found that pass all of them take two seconds and 500 MB of
// allocations, of which less than 100 MB live at once (TestCost); an ordinary page takes two milliseconds.
// Each constant is the largest accepted value.
const (
	// MaxBytes is the length of a whole text, in bytes.
	MaxBytes = 256 << 10
	// MaxLineBytes is the length of one line, in bytes. RenderInline, which folds its text into one line, applies it to the whole text.
	MaxLineBytes = 20_000
	// MaxDepth is how many quotes and list items may stand inside each other.
	MaxDepth = 32
	// MaxNestedLines is the sum, over all lines, of the quotes and list items that each line stands in. Blank lines count: each costs
	// the parser time and memory for every list that it may belong to.
	MaxNestedLines = 50_000
	// MaxColumns is the number of columns of one table.
	MaxColumns = 64
	// MaxCells is the number of cells of all tables together. A short row counts in full, because it is rendered in full.
	MaxCells = 10_000
	// MaxBrackets is how many square brackets may be open at once in one paragraph.
	MaxBrackets = 100
	// MaxBackticks is the length of a run of backticks. Every length that finds no partner makes the parser read the rest of the paragraph.
	MaxBackticks = 32
	// MaxMarks is the number of runs of `*`, `_` or `~` and of opening brackets in one paragraph, that is, in lines without a blank line
	// between them. The parser may compare each with each.
	MaxMarks = 4_000
	// MaxOutput is the length of the rendered HTML, in bytes. Short references to long addresses can make it much longer than the text.
	MaxOutput = 4 << 20
	// MaxURLBytes is the length of the address of one link, in bytes. A longer one is no error: the link becomes its words.
	MaxURLBytes = content.MaxURLBytes
)

// maxInline is how deep emphasis may nest in the output. Deeper marks are dropped and their words kept; without it a line of asterisks
// makes a tree that is deeper than the HTML parser accepts (512).
const maxInline = 16

var (
	// ErrNotUTF8 is returned when a text holds bytes that are not UTF-8.
	ErrNotUTF8 = errors.New("the text holds bytes that are not valid UTF-8; save or copy it as UTF-8 and try again")
	// ErrNUL is returned when a text holds the character U+0000.
	ErrNUL = errors.New("the text holds the invisible character NUL (U+0000); remove it, for example by typing that place anew")
)

// LimitError is returned when a text is refused because it is too long or too deeply nested. Nothing was parsed, except when Limit is
// "output".
type LimitError struct {
	// Limit names the limit: "bytes", "line", "depth", "nested-lines", "columns", "cells", "brackets", "backticks", "marks" or "output".
	Limit string
	// Line is where the limit was passed, counted from 1; 0 means the text as a whole.
	Line int
	// Got is the size at that place, where counting stopped; Max is the largest accepted one, a constant of this package.
	Got, Max int
}

// limitWords says, for each limit, what is too much and what to do.
var limitWords = map[string][2]string{
	"bytes":        {"the text is too long: %d bytes, and at most %d are accepted", "split it into several blocks"},
	"line":         {"the line is too long: %d bytes, and at most %d are accepted", "break it into several paragraphs"},
	"depth":        {"lists and quotes are nested too deeply: %d levels, and at most %d are accepted", "move the inner ones out"},
	"nested-lines": {"there are too many lines inside lists and quotes: %d, counted once for each level, and at most %d are accepted", "remove empty lines or split the list"},
	"columns":      {"the table is too wide: %d columns, and at most %d are accepted", "split the table"},
	"cells":        {"the tables are too large: %d cells together, and at most %d are accepted", "split the text into several blocks"},
	"brackets":     {"too many square brackets are open at once: %d, and at most %d are accepted", "close them or remove them"},
	"backticks":    {"there are too many backticks in a row: %d, and at most %d are accepted", "remove some"},
	"marks":        {"the paragraph has too many marks such as * _ ~ and [: %d, and at most %d are accepted", "split the paragraph with an empty line"},
	"output":       {"the page made from this text is too long: %d bytes, and at most %d are accepted", "split the text into several blocks"},
}

// Error says what is too much, where, and what to do.
func (e *LimitError) Error() string {
	words, ok := limitWords[e.Limit]
	if !ok {
		words = [2]string{"the text passes the limit " + e.Limit + ": %d, and at most %d are accepted", "shorten it"}
	}
	where := ""
	if e.Line > 0 {
		where = fmt.Sprintf("line %d: ", e.Line)
	}
	return where + fmt.Sprintf(words[0], e.Got, e.Max) + "; " + words[1]
}
