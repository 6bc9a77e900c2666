package richtext

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// lineGap and blockGap are the distances between two pieces of text, in line ends.
const (
	lineGap  = 1
	blockGap = 2
)

// cellGap stands between two cells of a row.
const cellGap = "  "

// plainText writes the words of sanitised HTML: a blank line between blocks, a line for each list item and each table row, no markup.
func plainText(nodes []*html.Node) string {
	var w textWriter
	for _, n := range nodes {
		w.node(n, false)
	}
	return w.out.String()
}

// textWriter joins words. Distances are kept until the next word, so a text neither begins nor ends with one.
type textWriter struct {
	out   strings.Builder
	gap   int    // line ends before the next word
	space string // what stands before the next word if gap is 0
	lists int    // lists around this place
}

func (w *textWriter) node(n *html.Node, pre bool) {
	if n.Type == html.TextNode {
		if pre {
			w.code(n.Data)
		} else {
			w.words(n.Data)
		}
		return
	}
	gap := 0
	switch n.DataAtom {
	case atom.P, atom.H3, atom.H4, atom.H5, atom.H6, atom.Pre, atom.Blockquote, atom.Hr, atom.Table, atom.Ul, atom.Ol:
		gap = blockGap
		if w.lists > 0 {
			gap = lineGap
		}
	case atom.Li, atom.Tr, atom.Br:
		gap = lineGap
	}
	w.breakLine(gap)
	if n.DataAtom == atom.Ul || n.DataAtom == atom.Ol {
		w.lists++
		defer func() { w.lists-- }()
	}
	for c := range n.ChildNodes() {
		w.node(c, pre || n.DataAtom == atom.Pre)
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			w.space = cellGap
		}
	}
	w.breakLine(gap)
}

// breakLine asks for at least that many line ends before the next word.
func (w *textWriter) breakLine(gap int) {
	w.gap = max(w.gap, gap)
}

// words writes text in which whitespace means one space.
func (w *textWriter) words(s string) {
	for s != "" {
		i := strings.IndexAny(s, " \t\n\r\f")
		if i < 0 {
			w.write(s)
			return
		}
		if i > 0 {
			w.write(s[:i])
		}
		if w.space == "" && (s[i] != '\n' || !endsInside(s[:i])) {
			w.space = " "
		}
		s = s[i+1:]
	}
}

// endsInside reports whether a line ends where a word may be split: at a soft hyphen or a zero-width space.
func endsInside(line string) bool {
	return strings.HasSuffix(line, "\u00ad") || strings.HasSuffix(line, "\u200b")
}

// code writes text in which every space counts.
func (w *textWriter) code(s string) {
	if w.out.Len() == 0 {
		s = strings.TrimLeft(s, "\n")
	}
	for i, line := range strings.Split(strings.TrimRight(s, "\n"), "\n") {
		if i > 0 {
			w.out.WriteByte('\n')
		}
		if line != "" {
			w.write(strings.ReplaceAll(line, "\t", "    "))
		}
	}
}

// write writes a word and the distance before it.
func (w *textWriter) write(word string) {
	switch {
	case w.out.Len() == 0:
	case w.gap > 0:
		w.out.WriteString(strings.Repeat("\n", w.gap))
	default:
		w.out.WriteString(w.space)
	}
	w.gap, w.space = 0, ""
	w.out.WriteString(word)
}
