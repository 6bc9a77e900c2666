package richtext

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
)

// unseen are the elements whose content a browser does not show as text. It is dropped with them, if they are closed; the rest of a text
// is not lost because someone opened one and forgot it.
var unseen = set("script style template iframe noscript noembed noframes")

// breaking are the elements that begin or end a line, so that words on both sides must not grow together.
var breaking = set(`address article aside blockquote body button caption center col colgroup dd details dialog dir div dl dt
	fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html legend li link main menu meta nav ol
	optgroup option p param pre search section select source summary table tbody td textarea tfoot th thead title tr track ul video audio`)

// elements are the other names of HTML, SVG and MathML. A tag with another name and no attribute values, such as <name> in
// "Dear <name>", is what someone wrote and not markup: it stays.
var elements = set(`a abbr acronym applet area b base basefont bdi bdo bgsound big blink canvas cite code data datalist del dfn em embed
	font i image img input ins isindex kbd keygen label listing map mark marquee meter nobr object output picture plaintext portal
	progress q rb rp rt rtc ruby s samp slot small spacer span strike strong sub sup svg time tt u var wbr xmp xss
	animate animatemotion animatetransform circle clippath defs desc ellipse feimage filter foreignobject g line lineargradient marker
	mask metadata path pattern polygon polyline radialgradient rect set stop switch symbol text textpath tspan use view
	math annotation annotation-xml maction malignmark menclose merror mfrac mglyph mi mn mo mover mpadded mphantom mroot mrow ms mspace
	msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics`)

// set makes a set of the words in s.
func set(s string) map[string]bool {
	m := map[string]bool{}
	for _, word := range strings.Fields(s) {
		m[word] = true
	}
	return m
}

// htmlBlock replaces a block of raw HTML by paragraphs with its words.
func (r *rewriter) htmlBlock(parent ast.Node, n *ast.HTMLBlock) {
	var source strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		source.Write(line.Value(r.source))
	}
	if n.HasClosure() {
		source.Write(n.ClosureLine.Value(r.source))
	}
	for _, lines := range r.htmlWords(source.String()) {
		p := ast.NewParagraph()
		for i, words := range lines {
			if i > 0 {
				p.AppendChild(p, lineBreak())
			}
			p.AppendChild(p, literal(words))
		}
		parent.InsertBefore(parent, n, p)
	}
	parent.RemoveChild(parent, n)
}

// inlineHTML replaces one tag or comment in a line by what it shows. When it opens an unseen element that is closed in the same line of
// thought, it takes everything up to there out as well. It returns the next node to rewrite.
func (r *rewriter) inlineHTML(parent ast.Node, n *ast.RawHTML, at place) (next ast.Node) {
	next = n.NextSibling()
	source := string(n.Segments.Value(r.source))
	switch tagName(source) {
	case "br":
		return r.lineBreak(parent, n, at)
	case "sup", "sub":
		if end := r.raisedEnd(n, source); end != nil {
			return r.raise(parent, n, end)
		}
		if betweenDigits(r.before(n), r.after(n)) { // it is not closed, but the numbers are two
			parent.InsertBefore(parent, n, literal(" "))
		}
	}
	if end := r.closing(n, source); end != nil {
		var content strings.Builder
		for c := next; c != ast.Node(end); {
			after := c.NextSibling()
			content.WriteString(r.words(c))
			parent.RemoveChild(parent, c)
			c = after
		}
		content.Write(end.Segments.Value(r.source))
		next = end.NextSibling()
		parent.RemoveChild(parent, end)
		r.remove(unseenCode(tagName(source)), source+content.String())
	} else if shown := r.htmlWords(source); len(shown) > 0 {
		parent.InsertBefore(parent, n, literal(strings.Join(slices.Concat(shown...), "\n")))
	}
	if breaking[tagName(source)] {
		parent.InsertBefore(parent, n, literal("\n"))
	}
	parent.RemoveChild(parent, n)
	return next
}

// closing finds the sibling that closes the unseen element which n opens; nil when n opens none or it is not closed.
func (r *rewriter) closing(n *ast.RawHTML, source string) *ast.RawHTML {
	name := tagName(source)
	if !unseen[name] || strings.HasPrefix(source, "</") || r.unclosed[name] == n.Parent() {
		return nil
	}
	for c := n.NextSibling(); c != nil; c = c.NextSibling() {
		if raw, ok := c.(*ast.RawHTML); ok {
			if s := string(raw.Segments.Value(r.source)); strings.HasPrefix(s, "</") && tagName(s) == name {
				return raw
			}
		}
	}
	r.unclosed[name] = n.Parent() // thousands of them must not search again
	return nil
}

// tagName is the name of the tag that s is, in lower case; "" when s is no tag.
func tagName(s string) string {
	name := strings.TrimPrefix(strings.TrimPrefix(s, "<"), "/")
	if end := strings.IndexAny(name, " \t\n\f/>"); end >= 0 {
		name = name[:end]
	}
	return strings.ToLower(name)
}

// unseenCode is the receipt's code for an unseen element.
func unseenCode(name string) string {
	switch name {
	case "script", "style", "iframe":
		return name
	}
	return "html"
}

// htmlWords returns the words of raw HTML, the lines of each piece that stands on its own, and notes in the receipt what it leaves out.
func (r *rewriter) htmlWords(source string) [][]string {
	tokens := tokenise(source)
	closedAt := map[string]int{} // where an element's last closing tag is
	for i, t := range tokens {
		if t.Type == html.EndTagToken {
			closedAt[t.Data] = i
		}
	}
	var w pieceWriter
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		switch t.Type {
		case html.TextToken:
			w.write(t.Data)
		case html.CommentToken, html.DoctypeToken:
			w.write(r.comment(t))
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			if breaking[t.Data] {
				w.cut()
			}
			if t.Data == "br" {
				r.reworded = true
				w.endLine()
				continue
			}
			if isRaised(t.Data) && closedAt[t.Data] > 0 {
				r.reworded = true
				w.level(textAt(tokens, i+1), t.Data == "sub")
				w.isRaised = t.Type == html.StartTagToken
				continue
			}
			if t.Type == html.StartTagToken && unseen[t.Data] && closedAt[t.Data] > i {
				from := i
				for tokens[i].Type != html.EndTagToken || tokens[i].Data != t.Data {
					i++
				}
				r.remove(unseenCode(t.Data), raw(tokens[from:i+1]))
				continue
			}
			w.write(r.tag(t))
		}
	}
	w.cut()
	return w.pieces
}

// pieceWriter puts the words of raw HTML together.
type pieceWriter struct {
	pieces       [][]string      // what stands on its own, line by line
	piece        []string        // the lines of the piece so far
	line, raised strings.Builder // the line so far, and the superscript or subscript in it that is not closed yet
	isRaised     bool            // there is one
}

func (w *pieceWriter) write(words string) {
	if w.isRaised {
		w.raised.WriteString(words)
	} else {
		w.line.WriteString(words)
	}
}

// level ends a superscript or subscript, if one is open. after is the text behind it.
func (w *pieceWriter) level(after string, sub bool) {
	w.line.WriteString(Raise(w.line.String(), w.raised.String(), after, sub))
	w.raised.Reset()
	w.isRaised = false
}

func (w *pieceWriter) endLine() {
	w.line.WriteString(w.raised.String())
	if words := strings.TrimSpace(w.line.String()); words != "" {
		w.piece = append(w.piece, words)
	}
	w.line.Reset()
	w.raised.Reset()
	w.isRaised = false
}

// cut ends a piece.
func (w *pieceWriter) cut() {
	if w.endLine(); len(w.piece) > 0 {
		w.pieces = append(w.pieces, w.piece)
	}
	w.piece = nil
}

// textAt is the text that the i-th token is; "" when there is none.
func textAt(tokens []token, i int) string {
	if i < len(tokens) && tokens[i].Type == html.TextToken {
		return tokens[i].Data
	}
	return ""
}

// tag notes a tag in the receipt and returns the words that it stands for.
func (r *rewriter) tag(t token) string {
	if !breaking[t.Data] && !unseen[t.Data] && !elements[t.Data] && !hasValues(t.Token) {
		return t.raw
	}
	switch {
	case t.Data == "img" || t.Data == "image":
		r.remove("image", t.raw)
		for _, a := range t.Attr {
			if a.Key == "alt" {
				return a.Val
			}
		}
		return ""
	case t.Type == html.EndTagToken && r.tags[t.Data] > 0:
		r.tags[t.Data]--
		return ""
	case t.Type == html.StartTagToken:
		r.tags[t.Data]++
	}
	r.remove("html", t.raw)
	return ""
}

// comment notes a comment in the receipt. One that is not closed would hide the rest of the text: its words stay, and so do those of
// a CDATA section, which is no comment to those who write it.
func (r *rewriter) comment(t token) string {
	if words, ok := strings.CutPrefix(t.raw, "<![CDATA["); ok {
		r.remove("html", "<![CDATA[")
		return strings.TrimSuffix(words, "]]>")
	}
	if !strings.HasSuffix(t.raw, ">") {
		return t.raw
	}
	r.remove("comment", t.raw)
	return ""
}

// hasValues reports whether a tag has an attribute with a value.
func hasValues(t html.Token) bool {
	for _, a := range t.Attr {
		if a.Val != "" {
			return true
		}
	}
	return false
}

// token is a piece of raw HTML and how it was written.
type token struct {
	html.Token
	raw string
}

// tokenise reads raw HTML without judging it.
func tokenise(source string) []token {
	var tokens []token
	z := html.NewTokenizer(strings.NewReader(source))
	for z.Next() != html.ErrorToken {
		written := string(z.Raw())
		tokens = append(tokens, token{z.Token(), written})
	}
	return tokens
}

// raw is how tokens were written.
func raw(tokens []token) string {
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString(t.raw)
	}
	return b.String()
}
