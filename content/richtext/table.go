package richtext

import (
	"github.com/yuin/goldmark/ast"
	extensionast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// headRenderer writes the head of a table. Markdown can't say that a table has none, so that one without a word above rows is left
// out: readers would see an empty row, and hear columns without names.
type headRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (headRenderer) RegisterFuncs(to renderer.NodeRendererFuncRegisterer) {
	to.Register(extensionast.KindTableHeader, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		rows := n.NextSibling() != nil
		left := rows && isWordless(n)
		switch {
		case entering && left:
			return ast.WalkSkipChildren, nil
		case entering:
			_, _ = w.WriteString("<thead>\n<tr>\n")
			return ast.WalkContinue, nil
		case !left:
			_, _ = w.WriteString("</tr>\n</thead>\n")
		}
		if rows {
			_, _ = w.WriteString("<tbody>\n")
		}
		return ast.WalkContinue, nil
	})
}

// isWordless reports whether no cell of a row holds anything.
func isWordless(row ast.Node) bool {
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		if cell.HasChildren() {
			return false
		}
	}
	return true
}
