package richtext

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	mdhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/yuin/goldmark/extension"
)

// sourceRenderer writes a tree as it is, with its raw HTML.
var sourceRenderer = renderer.NewRenderer(renderer.WithNodeRenderers(
	util.Prioritized(mdhtml.NewRenderer(mdhtml.WithUnsafe()), 1000),
	util.Prioritized(extension.NewTableHTMLRenderer(), 500),
	util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
	util.Prioritized(extension.NewTaskCheckBoxHTMLRenderer(), 500),
))

// SoftBreak is what SourceHTML writes where a line of the source ends, which means a space to readers.
const SoftBreak = "<br data-soft>"

// SourceHTML returns the HTML that a text stands for, with the raw HTML in it and
// links wherever they lead; a footnote and its sign lead to each other. It is for reading only, never to be shown: nothing of it
// is sanitised. Where only the line of the source ends, it has SoftBreak. It returns what Check returns.
func SourceHTML(markdown string) (string, error) {
	if err := Check(markdown); err != nil {
		return "", err
	}
	source := []byte(normalise(markdown))
	tree := parse(blockMarkdown, source)
	r := &rewriter{source: source}
	r.definitions(tree)
	r.notes(tree, linkedSign)
	softBreaks(tree)
	var out bytes.Buffer
	if err := sourceRenderer.Render(&out, source, tree); err != nil {
		return "", err
	}
	return out.String(), nil
}

// softBreaks puts SoftBreak where a line of a paragraph ends.
func softBreaks(tree ast.Node) {
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindImage {
			return ast.WalkSkipChildren, nil // its words are an attribute
		}
		if t, ok := n.(*ast.Text); ok && entering && t.SoftLineBreak() {
			t.SetSoftLineBreak(false)
			br := ast.NewString([]byte(SoftBreak))
			br.SetCode(true) // written as it is
			n.Parent().InsertAfter(n.Parent(), n, br)
		}
		return ast.WalkContinue, nil
	})
}
