package richtext

import (
	"bytes"
	"errors"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// blockMarkdown reads whole texts in our dialect (see doc.go). No raw HTML, no attributes, no heading ids.
var blockMarkdown = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(blockParsers()...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)),
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.TaskList,
		inlines{},
	),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(headRenderer{}, 1))),
)

// inlineMarkdown reads one line: the only block is a paragraph, so a beginning such as `1. ` or `# ` stays as words.
var inlineMarkdown = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1)),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
	)),
	goldmark.WithExtensions(inlines{}),
)

// blockParsers are goldmark's, with footnotes, and with lines that begin with a break or a raised sign as text.
func blockParsers() []util.PrioritizedValue {
	list := append(parser.DefaultBlockParsers(), util.Prioritized(noteParser{}, 999))
	for i := range list {
		if list[i].Value == parser.NewHTMLBlockParser() {
			list[i].Value = htmlBlockParser{parser.NewHTMLBlockParser()}
		}
	}
	return list
}

// inlines is what the dialect has in a line beside CommonMark: bare addresses become links, the signs of marks, and references to
// footnotes.
type inlines struct{}

// Extend implements goldmark.Extender.
func (inlines) Extend(md goldmark.Markdown) {
	extension.Linkify.Extend(md)
	md.Parser().AddOptions(parser.WithInlineParsers(
		util.Prioritized(referenceParser{}, 101), // before links
		util.Prioritized(marks{}, 450),           // before goldmark's emphasis
	))
	md.Renderer().AddOptions(renderer.WithNodeRenderers(
		util.Prioritized(linkRenderer{}, 1),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
	))
}

// parse returns the tree of a text that has passed Check.
func parse(md goldmark.Markdown, source []byte) ast.Node {
	return md.Parser().Parse(text.NewReader(source), parser.WithContext(references{parser.NewContext()}))
}

// renderTree writes the tree as HTML. It returns errOutputFull as soon as that is longer than MaxOutput.
func renderTree(md goldmark.Markdown, source []byte, tree ast.Node) (string, error) {
	out := &cappedBuffer{}
	if err := md.Renderer().Render(out, source, tree); err != nil {
		return "", err
	}
	if out.full {
		return "", errOutputFull
	}
	return out.String(), nil
}

// normalise prepares a text for the parser: one kind of line end, no byte order mark.
func normalise(markdown string) string {
	return unifyLineEnds(strings.TrimPrefix(markdown, "\ufeff"))
}

// fold makes one line of a text.
func fold(markdown string) string {
	lines := strings.Split(normalise(markdown), "\n")
	kept := lines[:0]
	for _, line := range lines {
		if line = strings.Trim(line, whitespace); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, " ")
}

// linkRenderer writes the address of a link as it is. goldmark's own renderer resolves entities in it, which the rewrite has done already;
// doing it twice would turn a written `&amp;copy;` into ©.
type linkRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (linkRenderer) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
	register.Register(ast.KindLink, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			_, err := w.WriteString("</a>")
			return ast.WalkContinue, err
		}
		_, err := w.WriteString(`<a href="` + string(util.EscapeHTML(n.(*ast.Link).Destination)) + `">`)
		return ast.WalkContinue, err
	})
}

// errOutputFull says that the rendered HTML is longer than MaxOutput.
var errOutputFull = errors.New("output is full")

// cappedBuffer keeps at most MaxOutput bytes.
type cappedBuffer struct {
	bytes.Buffer
	full bool
}

// Write implements io.Writer. It returns errOutputFull when the buffer would grow over MaxOutput.
func (b *cappedBuffer) Write(p []byte) (int, error) {
	if b.full || b.Len()+len(p) > MaxOutput {
		b.full = true
		return 0, errOutputFull
	}
	return b.Buffer.Write(p)
}
