package richtext

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// lineTag begins a line that is text, though CommonMark would take a tag that stands alone for HTML up to the next blank line.
var lineTag = regexp.MustCompile(`(?i)^ {0,3}</?(br|sup|sub)[ \t/>]`)

// htmlBlockParser is goldmark's, but for lineTag.
type htmlBlockParser struct{ parser.BlockParser }

// Open implements parser.BlockParser.
func (p htmlBlockParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if line, _ := reader.PeekLine(); lineTag.Match(line) {
		return nil, parser.NoChildren
	}
	return p.BlockParser.Open(parent, reader, pc)
}

// lineBreak puts a line break in the place of the tag that stands for one; in a heading, which is one line, a space. It returns the next
// node to rewrite.
func (r *rewriter) lineBreak(parent ast.Node, tag *ast.RawHTML, at place) (next ast.Node) {
	r.breaks++
	r.reworded = true
	next = tag.NextSibling()
	if t, ok := next.(*ast.Text); ok && t.Segment.IsEmpty() { // its line ends here anyhow
		next = t.NextSibling()
		parent.RemoveChild(parent, t)
	}
	if at.inHeading {
		parent.ReplaceChild(parent, tag, literal(" "))
	} else {
		parent.ReplaceChild(parent, tag, lineBreak())
	}
	return next
}

// lineBreak is a line break without words before it.
func lineBreak() ast.Node {
	n := ast.NewText()
	n.SetHardLineBreak(true)
	return n
}

// trimBreaks drops the breaks at the edges of a paragraph: there is nothing to keep apart.
func trimBreaks(paragraph ast.Node) {
	for c := paragraph.FirstChild(); isBreak(c); c = paragraph.FirstChild() {
		paragraph.RemoveChild(paragraph, c)
	}
	for c := paragraph.LastChild(); isBreak(c); c = paragraph.LastChild() {
		paragraph.RemoveChild(paragraph, c)
	}
}

// isBreak reports whether a node is a line break and nothing else.
func isBreak(n ast.Node) bool {
	t, ok := n.(*ast.Text)
	return ok && t.HardLineBreak() && t.Segment.IsEmpty()
}
