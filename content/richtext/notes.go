package richtext

import (
	"fmt"
	"html"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Footnotes: a reference [^1] in a text, and the note, [^1]: Words, as a block anywhere in it. Readers get the reference as [1], which
// cannot run into a number beside it, and the note at the end of the text, with [1] in front. A note that nothing refers to, and a
// reference without a note, stay as they were written.

var (
	// noteReference is a reference; before ( it is the words of a link.
	noteReference = regexp.MustCompile(`^\[\^([^\s\[\]]{1,99})\]([^(]|$)`)
	// noteStart is what a note begins with.
	noteStart = regexp.MustCompile(`^\[\^([^\s\[\]]{1,99})\]:`)
)

var (
	kindNote          = ast.NewNodeKind("Note")
	kindNoteReference = ast.NewNodeKind("NoteReference")
)

// note is a footnote; its children are what it says.
type note struct {
	ast.BaseBlock
	label string
}

// Kind implements ast.Node.
func (*note) Kind() ast.NodeKind { return kindNote }

// Dump implements ast.Node.
func (n *note) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// reference is where a text refers to a footnote.
type reference struct {
	ast.BaseInline
	label string
}

// Kind implements ast.Node.
func (*reference) Kind() ast.NodeKind { return kindNoteReference }

// Dump implements ast.Node.
func (n *reference) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// noteParser reads notes. What belongs to one beside its first line is set in by four columns.
type noteParser struct{}

// Trigger implements parser.BlockParser.
func (noteParser) Trigger() []byte { return []byte{'['} }

// Open implements parser.BlockParser.
func (noteParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	found := noteStart.FindSubmatch(line[pos:])
	if found == nil {
		return nil, parser.NoChildren
	}
	reader.AdvanceAndSetPadding(pos+len(found[0])-segment.Padding, 0)
	return &note{label: string(found[1])}, parser.HasChildren
}

// Continue implements parser.BlockParser.
func (noteParser) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	pos, padding := util.IndentPosition(line, reader.LineOffset(), 4)
	if pos < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(pos, padding)
	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (noteParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (noteParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (noteParser) CanAcceptIndentedLine() bool { return false }

// referenceParser reads references.
type referenceParser struct{}

// Trigger implements parser.InlineParser. An exclamation mark before a reference would make a picture of it.
func (referenceParser) Trigger() []byte { return []byte{'[', '!'} }

// Parse implements parser.InlineParser.
func (referenceParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	exclaims := 0
	if line[0] == '!' {
		exclaims = 1
	}
	found := noteReference.FindSubmatch(line[exclaims:])
	if found == nil {
		return nil
	}
	if exclaims > 0 {
		ast.MergeOrAppendTextSegment(parent, segment.WithStop(segment.Start+exclaims))
	}
	label := string(found[1])
	block.Advance(exclaims + len("[^]") + len(label))
	return &reference{label: label}
}

// noteSign makes what is shown for a reference, or in front of its note. number counts the notes from 1.
type noteSign func(label string, number int, ofNote bool) ast.Node

// wordedSign is a sign in words.
func wordedSign(label string, _ int, ofNote bool) ast.Node {
	if ofNote {
		return literal("[" + label + "] ")
	}
	return literal("[" + label + "]")
}

// linkedSign is a sign in HTML that leads to the other one, as word processors write them.
func linkedSign(label string, number int, ofNote bool) ast.Node {
	from, to, end := "_ftnref", "_ftn", "</a>"
	if ofNote {
		from, to, end = to, from, "</a> "
	}
	n := ast.NewString(fmt.Appendf(nil, `<a name="%s%d" href="#%s%d">[%s]%s`, from, number, to, number, html.EscapeString(label), end))
	n.SetCode(true) // it is written as it is
	return n
}

// notes puts the notes that something refers to behind the text, and signs in the place of all references and labels.
func (r *rewriter) notes(tree ast.Node, sign noteSign) {
	var notes []*note
	var references []*reference
	noted, referred := map[string]int{}, map[string]bool{} // the numbers of notes, by their keys
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *note:
			notes = append(notes, n)
			if key := noteKey(n.label); noted[key] == 0 {
				noted[key] = len(notes)
			}
		case *reference:
			references = append(references, n)
			referred[noteKey(n.label)] = true
		}
		return ast.WalkContinue, nil
	})
	for _, n := range references {
		var in ast.Node = literal("[^" + n.label + "]")
		if number := noted[noteKey(n.label)]; number > 0 {
			in = sign(n.label, number, false)
			r.reworded = true
		}
		n.Parent().ReplaceChild(n.Parent(), n, in)
	}
	for _, n := range notes {
		var in ast.Node = literal("[^" + n.label + "]: ")
		if referred[noteKey(n.label)] {
			in = sign(n.label, noted[noteKey(n.label)], true)
			n.Parent().RemoveChild(n.Parent(), n)
			tree.AppendChild(tree, n)
		}
		r.reworded = true
		if first := n.FirstChild(); first != nil && first.Kind() == ast.KindParagraph {
			first.InsertBefore(first, first.FirstChild(), in)
		} else {
			p := ast.NewParagraph()
			p.AppendChild(p, in)
			n.InsertBefore(n, first, p)
		}
		unwrap(n.Parent(), n)
	}
}

// noteKey is what two labels of one note have in common.
func noteKey(label string) string { return util.ToLinkReference([]byte(label)) }
