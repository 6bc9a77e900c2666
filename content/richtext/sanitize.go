package richtext

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// rel is what a link to another site carries: the site gets no handle on our window, and search engines don't take it as our word.
// Links within the site, mail and telephone links carry none.
const rel = "noopener nofollow"

// policy is the one list of what HTML may hold. It is never changed after it is made.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "h3", "h4", "h5", "h6", "strong", "em", "del", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "br",
		"table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("href").Matching(regexp.MustCompile(`^(https://|mailto:|tel:|sms:|/([^/\\]|$)|#)[^\x00-\x20\x7f\\]*$`)).OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^` + rel + `$`)).OnElements("a")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(left|center|right)$`)).OnElements("th", "td")
	p.AllowURLSchemes("https", "mailto", "tel", "sms")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.SkipElementsContent("template")
	return p
}

// maxPasses bounds the way to the fixed point. What Markdown renders to gets there in two passes.
const maxPasses = 8

// Sanitize returns HTML that holds only what the policy allows: the elements p h3–h6 strong em del a ul ol li blockquote code pre hr br
// table thead tbody tr th td; href and rel on a, start on ol, align on th and td. No class, style or id. Links lead where
// content.CanonicalURL lets them.
//
// The result is balanced, has no control characters, and is a fixed point: sanitising it again changes nothing. HTML for which none is
// found, or that is longer than MaxOutput, comes back as its text, escaped.
func Sanitize(html string) string {
	safe, _ := sanitize(html)
	return safe
}

// sanitize is Sanitize and returns the parsed result too.
func sanitize(s string) (string, []*html.Node) {
	original := s
	for range maxPasses {
		if len(s) > MaxOutput {
			break
		}
		next, nodes, err := pass(s)
		if err != nil {
			break
		}
		if next == s {
			return s, nodes
		}
		s = next
	}
	return textOnly(original)
}

// pass is one step towards the fixed point: allow list, parse, tidy, render.
func pass(s string) (string, []*html.Node, error) {
	nodes, err := parseFragment(policy.Sanitize(s))
	if err != nil {
		return "", nil, err
	}
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	tidy(body, false)
	var b strings.Builder
	for n := range body.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return "", nil, err
		}
	}
	return b.String(), slices.Collect(body.ChildNodes()), nil
}

// tidy makes the tree strict where the policy can't: one form for links, no link in a link, no control characters.
func tidy(parent *html.Node, inLink bool) {
	for n := parent.FirstChild; n != nil; {
		next := n.NextSibling
		switch {
		case n.Type == html.TextNode:
			n.Data = withoutControls(n.Data)
		case n.DataAtom == atom.A:
			safe, ok := "", false
			if !inLink {
				safe, ok = safeURL(attribute(n, "href"))
			}
			if !ok {
				if n.FirstChild != nil {
					next = n.FirstChild
				}
				for c := n.FirstChild; c != nil; c = n.FirstChild {
					n.RemoveChild(c)
					parent.InsertBefore(c, n)
				}
				parent.RemoveChild(n)
				break
			}
			n.Attr = []html.Attribute{{Key: "href", Val: safe}}
			if external(safe) {
				n.Attr = append(n.Attr, html.Attribute{Key: "rel", Val: rel})
			}
			tidy(n, true)
		default:
			tidy(n, inLink)
		}
		n = next
	}
}

// textOnly is the last resort: the words, escaped.
func textOnly(s string) (string, []*html.Node) {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for z.Next() != html.ErrorToken {
		if t := z.Token(); t.Type == html.TextToken {
			b.WriteString(t.Data)
		}
	}
	words := withoutControls(b.String())
	return html.EscapeString(words), []*html.Node{{Type: html.TextNode, Data: words}}
}

// parseFragment parses HTML as a browser does when it is put into a <div>.
func parseFragment(s string) ([]*html.Node, error) {
	return html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
}

// attribute is the value of an attribute; "" when there is none.
func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// withoutControls drops control characters other than line feed and tab. Markdown can write them as references such as &#7;.
func withoutControls(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}
