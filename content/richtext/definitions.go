package richtext

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// references are the definitions of links that a text may refer to: those that lead somewhere. See [Fees] is no link where [Fees]: $150
// stands, but words.
type references struct{ parser.Context }

// AddReference implements parser.Context.
func (c references) AddReference(ref parser.Reference) {
	if isTarget(ref.Destination()) {
		c.Context.AddReference(ref)
	}
}

// definitions turns what looks like the definition of a link, such as [Fees]: $150, into the words that it is, when it leads nowhere
// or nothing refers to it. Those that are used go without a word. What Markdown's writers use as a comment, [//]: # (like this), is
// noted as one.
func (r *rewriter) definitions(tree ast.Node) {
	used := map[string]bool{}
	known := parser.NewContext() // the definitions that are used, for the words in the place of others
	var all []*ast.LinkReferenceDefinition
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var by *ast.ReferenceLink
		switch n := n.(type) {
		case *ast.LinkReferenceDefinition:
			all = append(all, n)
		case *ast.Link:
			by = n.Reference
		case *ast.Image:
			by = n.Reference
		}
		if by != nil {
			used[util.ToLinkReference(by.Value)] = true
		}
		return ast.WalkContinue, nil
	})
	isUsed := func(def *ast.LinkReferenceDefinition) bool {
		return used[util.ToLinkReference(def.Label)] && isTarget(def.Destination)
	}
	for _, def := range all {
		if isUsed(def) {
			known.AddReference(parser.NewReference(def.Label, def.Destination, def.Title))
		}
	}
	unused := func(n ast.Node) bool {
		def, ok := n.(*ast.LinkReferenceDefinition)
		return ok && !isUsed(def) && !isComment(def)
	}
	for _, def := range all {
		switch {
		case def.Parent() == nil: // it went into the words of the one before
		case unused(def):
			r.spellOut(def, unused, known)
		case !isUsed(def):
			r.remove("comment", string(def.Lines().Value(r.source)))
		}
	}
}

// isComment reports whether a definition is meant to be seen by nobody.
func isComment(def *ast.LinkReferenceDefinition) bool {
	return string(def.Label) == "//" || len(def.Title) > 0 && (len(def.Destination) == 0 || string(def.Destination) == "#")
}

// spellOut puts a paragraph in the place of a definition, and of what stands on the lines right below it: its own paragraph, had it
// been none.
func (r *rewriter) spellOut(def *ast.LinkReferenceDefinition, unused func(ast.Node) bool, known parser.Context) {
	r.reworded = true
	parent := def.Parent()
	lines := text.NewSegments()
	next := def.NextSibling()
	lines.AppendAll(def.Lines().Sliced(0, def.Lines().Len()))
	for next != nil && (unused(next) || isWords(next)) && r.adjoins(lines, next.Lines()) {
		last := lines.At(lines.Len() - 1)
		if end := bytes.IndexByte(r.source[last.Stop:], '\n'); r.source[last.Stop-1] != '\n' {
			lines.Set(lines.Len()-1, last.WithStop(last.Stop+end+1)) // its line end was cut off
		}
		n := next
		next = n.NextSibling()
		lines.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
		parent.RemoveChild(parent, n)
		if isWords(n) {
			break
		}
	}
	var words ast.Node = ast.NewParagraph()
	if item, ok := parent.(*ast.ListItem); ok && item.Parent().(*ast.List).IsTight {
		words = ast.NewTextBlock()
	}
	parent.ReplaceChild(parent, def, words)
	line := inlineMarkdown.Parser().Parse(text.NewBlockReader(r.source, lines), parser.WithContext(known)).FirstChild()
	for line.HasChildren() {
		words.AppendChild(words, line.FirstChild())
	}
}

// isWords reports whether a block is nothing but lines of text.
func isWords(n ast.Node) bool { return n.Kind() == ast.KindParagraph || n.Kind() == ast.KindTextBlock }

// adjoins reports whether some lines follow others without a blank one between them.
func (r *rewriter) adjoins(above, below *text.Segments) bool {
	from := above.At(above.Len() - 1).Stop
	if below.Len() == 0 || below.At(0).Start < from {
		return false
	}
	between := r.source[from:below.At(0).Start]
	return bytes.Count(between, []byte("\n")) <= 1 && strings.Trim(string(between), whitespace+">\n") == ""
}
