package richtext

import (
	"bufio"
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	mdhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
)

// rewriter changes a parsed tree into one that holds only what the policy allows, and keeps the receipt while it does so.
type rewriter struct {
	source  []byte
	resolve Resolver

	links   []Link
	broken  []string
	removed []Removal

	tags     map[string]int      // raw HTML elements that are open, by name: their closing tags are no news
	unclosed map[string]ast.Node // where an element was last found not to be closed, by name
	urls     int                 // bytes of all addresses so far; over MaxOutput everything stops
	breaks   int                 // line breaks so far
	reworded bool                // something of our dialect, or a tag, was put into words that its source does not show
}

// rewrite returns the rewriter that has changed tree. It returns errOutputFull when the addresses alone are longer than MaxOutput.
func rewrite(tree ast.Node, source []byte, resolve Resolver) (*rewriter, error) {
	r := &rewriter{
		source: source, resolve: resolve,
		tags: map[string]int{}, unclosed: map[string]ast.Node{},
	}
	r.definitions(tree)
	r.notes(tree, wordedSign)
	r.children(tree, place{})
	if r.urls > MaxOutput {
		return nil, errOutputFull
	}
	return r, nil
}

// place is where in the tree a node stands.
type place struct {
	depth     int  // emphasis around it
	inLink    bool // a link around it
	inHeading bool // a heading around it
}

// children rewrites what stands in parent. Each case removes the node, replaces it or goes into it.
func (r *rewriter) children(parent ast.Node, at place) {
	for c := parent.FirstChild(); c != nil && r.urls <= MaxOutput; {
		next := c.NextSibling()
		switch n := c.(type) {
		case *ast.Heading:
			n.Level = max(n.Level, 3) // the block that holds the text has the h2
			inside := at
			inside.inHeading = true
			r.children(n, inside)
		case *ast.HTMLBlock:
			r.htmlBlock(parent, n)
		case *ast.RawHTML:
			next = r.inlineHTML(parent, n, at)
		case *ast.FencedCodeBlock:
			r.codeBlock(n)
		case *ast.Emphasis, *extast.Strikethrough:
			if at.depth >= maxInline {
				next = unwrap(parent, c)
				break
			}
			inside := at
			inside.depth++
			r.children(c, inside)
		case *ast.Link:
			next = r.link(parent, n, at)
		case *ast.AutoLink:
			r.autoLink(parent, n, at)
		case *ast.Image:
			words := strings.TrimSpace(r.words(n))
			r.remove("image", strings.TrimSpace(words+" ("+string(n.Destination)+")"))
			next = unwrap(parent, n)
		case *extast.TaskCheckBox:
			box := "☐ "
			if n.IsChecked {
				box = "☑ "
			}
			parent.ReplaceChild(parent, n, literal(box))
		default:
			removed, breaks := len(r.removed), r.breaks
			r.children(c, at)
			if r.breaks > breaks && isWords(c) {
				trimBreaks(c)
			}
			if len(r.removed)+r.breaks > removed+breaks && c.Kind() == ast.KindParagraph && strings.TrimSpace(r.words(c)) == "" {
				parent.RemoveChild(parent, c) // nothing else stood in it
			}
		}
		c = next
	}
}

// remove adds a line to the receipt.
func (r *rewriter) remove(what, text string) {
	r.removed = append(r.removed, Removal{What: what, Text: excerpt(text)})
}

// codeBlock drops the language of a code block, which would become a class.
func (r *rewriter) codeBlock(n *ast.FencedCodeBlock) {
	if n.Info == nil {
		return
	}
	if info := strings.TrimSpace(string(n.Info.Value(r.source))); info != "" {
		r.remove("code-language", info)
	}
	n.Info = nil
}

// link keeps a link, or puts its words in its place. It returns the next node to rewrite.
func (r *rewriter) link(parent ast.Node, n *ast.Link, at place) (next ast.Node) {
	raw := ""
	if len(n.Destination) <= MaxURLBytes { // a longer one is refused anyway; don't copy it for each of thousands of references
		raw = address(n.Destination)
	}
	r.urls += len(raw)
	link, ok := Link{}, false
	if !at.inLink {
		link, ok = r.target(raw)
	}
	if len(n.Title) > 0 {
		r.remove("title", string(n.Title))
		n.Title = nil
	}
	if !ok {
		if _, ours := document(raw); !ours || at.inLink {
			r.remove("link", string(n.Destination[:min(len(n.Destination), MaxURLBytes)]))
		}
		return unwrap(parent, n)
	}
	next = n.NextSibling()
	at.inLink = true
	r.children(n, at)
	link.Text = strings.Join(strings.Fields(r.words(n)), " ")
	if link.Text == "" { // a link without words can't be seen or heard
		link.Text = link.Title
		if link.Text == "" {
			link.Text = link.URL
		}
		n.AppendChild(n, literal(link.Text))
	}
	n.Destination = []byte(link.URL)
	r.links = append(r.links, link)
	return next
}

// target finds where an address leads. ok is false when no link may lead there, or its document is not live.
func (r *rewriter) target(raw string) (link Link, ok bool) {
	if id, ours := document(raw); ours {
		if r.resolve != nil {
			if to, live := r.resolve(id); live {
				if path, ok := safeURL(to.Path); ok && path[0] == '/' {
					return Link{URL: path, Document: id, Title: to.Title}, true
				}
			}
		}
		if !slices.Contains(r.broken, id) {
			r.broken = append(r.broken, id)
		}
		return Link{}, false
	}
	safe, ok := safeURL(raw)
	return Link{URL: safe}, ok
}

// autoLink keeps a bare address as a link, or as words.
func (r *rewriter) autoLink(parent ast.Node, n *ast.AutoLink, at place) {
	words := string(n.Label(r.source))
	raw := words
	switch {
	case n.AutoLinkType == ast.AutoLinkEmail:
		if !strings.HasPrefix(strings.ToLower(raw), "mailto:") {
			raw = "mailto:" + raw
		}
	case len(n.Protocol) > 0: // www.example.com: the parser would say http
		raw = "https://" + raw
	}
	link, ok := Link{}, false
	if !at.inLink {
		link, ok = r.target(raw)
	}
	if !ok {
		if _, ours := document(raw); !ours && !at.inLink {
			r.remove("link", raw)
		}
		parent.ReplaceChild(parent, n, literal(words))
		return
	}
	link.Text = words
	a := ast.NewLink()
	a.Destination = []byte(link.URL)
	a.AppendChild(a, literal(words))
	parent.ReplaceChild(parent, n, a)
	r.urls += len(link.URL)
	r.links = append(r.links, link)
}

// words is the text in a node, without markup.
func (r *rewriter) words(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			if value := n.Segment.Value(r.source); n.IsRaw() {
				b.Write(value)
			} else {
				b.WriteString(unescape(value))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(r.source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// unescape resolves backslashes and references, as the renderer does.
func unescape(value []byte) string {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	mdhtml.DefaultWriter.Write(w, value)
	w.Flush()
	return html.UnescapeString(b.String())
}

// unwrap puts the children of n in its place and returns the first of them, or what follows n.
func unwrap(parent, n ast.Node) (next ast.Node) {
	next = n.FirstChild()
	if next == nil {
		next = n.NextSibling()
	}
	for c := n.FirstChild(); c != nil; {
		after := c.NextSibling()
		n.RemoveChild(n, c)
		parent.InsertBefore(parent, n, c)
		c = after
	}
	parent.RemoveChild(parent, n)
	return next
}

// literal is a node whose text is shown as it stands: no entities, no backslashes, no markup.
func literal(words string) *ast.String {
	n := ast.NewString(bytes.Clone([]byte(words)))
	n.SetRaw(true)
	return n
}
