package richtext

import (
	"bytes"

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

// SourceHTML returns the HTML that a text stands for, with the raw HTML in it and
// links wherever they lead; a footnote and its sign lead to each other. It is for reading only, never to be shown: nothing of it
// is sanitised. It returns what Check returns.
func SourceHTML(markdown string) (string, error) {
	if err := Check(markdown); err != nil {
		return "", err
	}
	source := []byte(normalise(markdown))
	tree := parse(blockMarkdown, source)
	r := &rewriter{source: source}
	r.definitions(tree)
	r.notes(tree, linkedSign)
	var out bytes.Buffer
	if err := sourceRenderer.Render(&out, source, tree); err != nil {
		return "", err
	}
	return out.String(), nil
}
