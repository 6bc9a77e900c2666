package richtext

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// allowed is the policy, written a second time and independently of bluemonday: elements and their attributes.
var allowed = map[string][]string{
	"p": nil, "h3": nil, "h4": nil, "h5": nil, "h6": nil, "strong": nil, "em": nil, "del": nil, "ul": nil, "ol": {"start"}, "li": nil,
	"blockquote": nil, "code": nil, "pre": nil, "hr": nil, "br": nil, "table": nil, "thead": nil, "tbody": nil, "tr": nil,
	"th": {"align"}, "td": {"align"}, "a": {"href", "rel"},
}

// checkHTML asserts that HTML is sanitised, whatever place it is put into: it is parsed, and the tree is walked.
func checkHTML(t *testing.T, s string) {
	t.Helper()
	if again := Sanitize(s); again != s {
		t.Errorf("not a fixed point:\nonce:  %q\ntwice: %q", s, again)
	}
	nodes, err := parseFragment(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	var b strings.Builder
	for _, n := range nodes {
		if err := html.Render(&b, n); err != nil {
			t.Fatal(err)
		}
	}
	if b.String() != s {
		t.Errorf("not balanced:\nHTML:   %q\nparsed: %q", s, b.String())
	}
	for _, place := range []atom.Atom{atom.Body, atom.Div, atom.Template, atom.P, atom.Td, atom.Select, atom.Svg, atom.Table} {
		nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: place.String(), DataAtom: place})
		if err != nil {
			t.Fatalf("%q in %s: %v", s, place, err)
		}
		for _, n := range nodes {
			checkNode(t, n, place.String()+": "+s)
			for d := range n.Descendants() {
				checkNode(t, d, place.String()+": "+s)
			}
		}
	}
}

func checkNode(t *testing.T, n *html.Node, where string) {
	t.Helper()
	if n.Type == html.TextNode {
		if strings.ContainsFunc(n.Data, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
			t.Errorf("control character in %q of %q", n.Data, where)
		}
		return
	}
	attributes, ok := allowed[n.Data]
	if n.Data == "tbody" || n.Data == "tr" || n.Data == "colgroup" { // the parser adds these to a cell that stands alone
		ok = true
	}
	if n.Type != html.ElementNode || !ok || n.Namespace != "" && n.Namespace != "svg" {
		t.Errorf("element %q (type %d, %q) in %q", n.Data, n.Type, n.Namespace, where)
		return
	}
	for _, a := range n.Attr {
		if a.Namespace != "" || !slices.Contains(attributes, a.Key) || !allowedValue(a) {
			t.Errorf("attribute %s=%q on %s in %q", a.Key, a.Val, n.Data, where)
		}
	}
	if n.Data == "a" && attribute(n, "href") == "" {
		t.Errorf("a link that leads nowhere in %q", where)
	}
}

func allowedValue(a html.Attribute) bool {
	switch a.Key {
	case "start":
		n, err := strconv.Atoi(a.Val)
		return err == nil && n >= 0 && n < 1_000_000_000
	case "align":
		return a.Val == "left" || a.Val == "center" || a.Val == "right"
	case "rel":
		return a.Val == "noopener nofollow"
	case "href":
		return allowedHref(a.Val)
	}
	return false
}

// allowedHref reads an address as a browser does: spaces and control characters around it are cut, tabs and line ends inside it dropped,
// a backslash is a slash.
func allowedHref(s string) bool {
	s = strings.TrimFunc(s, func(r rune) bool { return r <= ' ' })
	s = strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(s)
	u, err := url.Parse(s)
	if err != nil {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "https":
		return u.Host != "" && u.User == nil
	case "mailto", "tel", "sms":
		return u.Host == ""
	case "":
		return u.Host == "" && (strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") || strings.HasPrefix(s, "#"))
	}
	return false
}

// hostileURLs are addresses that must not survive as a link, in any spelling that a browser may read as a script or as another site.
var hostileURLs = []string{
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)", "javascript&#x3a;alert(1)",
	"javascript&#x0003A;alert(1)", "&#106;avascript:alert(1)", "&#x6A&#x61;vascript:alert(1)", "java&Tab;script:alert(1)",
	"java&NewLine;script:alert(1)", "java&#9;script:alert(1)", "java&#10;script:alert(1)", "java&#13;script:alert(1)", "&#1;javascript:alert(1)",
	"&#32;javascript:alert(1)", "java\tscript:alert(1)", "java%0ascript:alert(1)", "javascript%3Aalert(1)", "%6aavascript:alert(1)",
	"\x01javascript:alert(1)", "\x0bjavascript:alert(1)", "\u00a0javascript:alert(1)", "\u200bjavascript:alert(1)", "\u2028javascript:alert(1)",
	"java\\script:alert(1)", "javascript\\:alert(1)", "javascript&amp;colon;alert(1)", "javascript://x.example/%0aalert(1)", "jav&#x61script:x",
	"data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "DATA&colon;text/html,x", "vbscript:msgbox(1)", "VBScript&colon;x",
	"file:///etc/passwd", "blob:https://x.example/1", "about:blank", "view-source:https://x.example", "http://x.example", "ftp://x.example",
	"feed:javascript:alert(1)", "jar:https://x.example!/", "ms-office:x", "intent://x", "//evil.example", "/\\evil.example", "\\\\evil.example",
	"/&#9;/evil.example", "/&NewLine;/evil.example", "/%09/evil.example", "/%5cevil.example", "///evil.example", "https:evil.example", "https:///evil.example",
	"https:\\\\evil.example", "https://user:pass@evil.example", "https://x.example@evil.example", "https://", "&#x2F;&#x2F;evil.example",
	"page", "./page", "../page", "?q=1", "", "mailto:", "mailto:nobody", "tel:", "tel:javascript", "document:", "document:a b", "document:../x", ":", "&colon;",
}

func TestHostileAddressesNeverBecomeLinks(t *testing.T) {
	for _, address := range hostileURLs {
		for _, markdown := range []string{
			"[words](" + address + ")", "[words](<" + address + ">)", "[words](" + address + ` "t")`, "<" + address + ">",
			"[words]\n\n[words]: " + address, "[words][x]\n\n[x]: <" + address + ">", "![words](" + address + ")", "[![words](" + address + ")](" + address + ")",
			`<a href="` + address + `">words</a>`, "<div><a href='" + address + "'>words</a></div>", "# [words](" + address + ")", "a|b\n-|-\n[words](" + address + ")|c",
		} {
			if strings.HasPrefix(markdown, "<"+address) && strings.HasPrefix(strings.TrimSpace(address), "#") {
				continue
			}
			r, err := Render(markdown, func(string) (Target, bool) { return Target{}, false })
			if err != nil {
				t.Fatal(err)
			}
			checkResult(t, r)
			if strings.Contains(r.HTML, "<a ") && !strings.Contains(markdown, "user:pass@") && !strings.Contains(markdown, "@evil") {
				t.Errorf("%q became a link: %q", markdown, r.HTML)
			}
			if strings.Contains(markdown, "words") && !strings.Contains(r.Text, "words") {
				t.Errorf("%q lost its words: %q", markdown, r.Text)
			}
		}
		checkHTML(t, Sanitize(`<p><a href="`+address+`">x</a></p>`))
		checkHTML(t, Sanitize(`<a href=`+address+`>x</a>`))
		for _, spelling := range []string{html.UnescapeString(address), strings.TrimSpace(address) + `\`, `\` + address} {
			if safe, ok := safeURL(spelling); ok {
				t.Errorf("safeURL(%q) = %q", spelling, safe)
			}
		}
	}
}

func TestHonestAddressesAreKept(t *testing.T) {
	for _, address := range []string{
		"https://x.example", "https://x.example:8443/a%20b?c=d&e=%26#f", "https://xn--bcher-kva.example/", "/", "/fees", "/es/servicios/emdr?x=1#y", "/a//b", "#fees",
		"mailto:hello@practice.example", "mailto:hello@practice.example?subject=First%20meeting", "tel:+15550100", "tel:555-0100;ext=12", "tel:988",
		"/caf%C3%A9", "https://x.example/a_(b)", "https://[2001:db8::1]/",
	} {
		if got, ok := safeURL(address); !ok || got != address {
			t.Errorf("safeURL(%q) = %q, %v", address, got, ok)
		}
		safe := Sanitize(`<a href="` + html.EscapeString(address) + `">x</a>`)
		checkHTML(t, safe)
		if !strings.HasPrefix(safe, `<a href="`+html.EscapeString(address)+`"`) {
			t.Errorf("%q did not survive: %q", address, safe)
		}
	}
}

// hostileHTML are fragments that have broken sanitisers: scripts and handlers, and markup that changes its meaning when it is parsed again.
var hostileHTML = []string{
	`<script>alert(1)</script>`, `<ScRiPt src=//evil.example></sCrIpT>`, `<script/x>alert(1)</script>`, `<svg onload=alert(1)>`, `<svg/onload=alert(1)>`,
	`<svg><script>alert(1)</script></svg>`, `<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`, `<svg><animate onbegin=alert(1) attributeName=x>`,
	`<img src=x onerror=alert(1)>`, `<img src=x onerror=alert(1)//`, `<img/src/onerror=alert(1)>`, `<body onload=alert(1)>`, `<input autofocus onfocus=alert(1)>`,
	`<details open ontoggle=alert(1)>x</details>`, `<video><source onerror=alert(1)></video>`, `<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
	`<object data="data:text/html,x"></object>`, `<embed src=x>`, `<base href="//evil.example">`, `<meta http-equiv=refresh content="0;url=//evil.example">`,
	`<link rel=stylesheet href=//evil.example>`, `<style>@import "//evil.example"</style>`, `<p style="background:url(javascript:alert(1))">x</p>`,
	`<form action=//evil.example><button formaction=javascript:alert(1)>x</button></form>`, `<p id=x class=y name=z onclick=alert(1)>x</p>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<math><mtext><table><mglyph><style><math><img src onerror=alert(1)></style></mglyph></table></mtext></math>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`, `<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`,
	`<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`, `<svg><p><style><g title="</style><img src onerror=alert(1)>">`,
	`<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>`, `<template><script>alert(1)</script></template>`,
	`<table><a href=/a><tr><td><a href=/b>x</table>`, `<p><table><p>x`, `<a href=/a><p><a href=/b>x</a></p></a>`, `<em><p><em><p><em>x`, `<li><p><ul><li>x</p>`,
	`<select><style></select><img src=x onerror=alert(1)></style>`, `<textarea></textarea><img src=x onerror=alert(1)>`, `<title><p title="</title><svg onload=alert(1)>">`,
	`<xmp><p title="</xmp><img src onerror=alert(1)>">`, `<plaintext><img src=x onerror=alert(1)>`, `<!--><img src=x onerror=alert(1)>-->`, `<!--!><svg onload=alert(1)>-->`,
	`<![CDATA[><img src=x onerror=alert(1)>]]>`, `<?xml version="1.0"?><img src=x onerror=alert(1)>`, `<!DOCTYPE html><img src=x onerror=alert(1)>`,
	`<p/onclick=alert(1)>x`, "<p\x00onclick=alert(1)>x", "<\x00script>alert(1)</script>", "<p title=\"\x00\">x\x07y\x1b</p>", `<ol start="-1"><li>x</ol>`, `<ol start="1e9" type=a><li>x</ol>`,
	`<td align="left;x">x`, `<table><tr><td align=center style=x>y`, `<a>x</a>`, `<a rel="noopener nofollow">x</a>`, `<a href="/x" target=_blank rel=opener>x</a>`, `<a href=/a>x<a href=/b>y`,
	"<pre>\n\nx</pre>", "<pre>\n<em>\nx", `<br></br></p>`, `<hr></hr>`, `<p>a<hr>b`, `<blockquote><p>x</blockquote>y</p>`, `<h3><h4>x</h3></h4>`, `<del><table><del>x`,
	`<image src=x onerror=alert(1)>`, `<isindex prompt=x>`, `<frameset onload=alert(1)>`, `<custom-element onclick=x>y</custom-element>`, `</p></a></x>`, `<`, `<a`, `&`, `&#0;&#x80;&#xD800;`,
}

func TestSanitizeTable(t *testing.T) {
	for _, s := range hostileHTML {
		checkHTML(t, Sanitize(s))
		for _, markdown := range []string{s, "x " + s + " y", "- " + s, "> " + s + "\n\nz", "a|b\n-|-\n" + s + "|c", "**" + s + "**", "[" + s + "](/x)", "# " + s} {
			if strings.Contains(markdown, "\x00") {
				continue
			}
			r, err := Render(markdown, nil)
			if err != nil {
				t.Fatal(err)
			}
			checkResult(t, r)
			inline, err := RenderInline(markdown, nil)
			if err != nil {
				t.Fatal(err)
			}
			checkResult(t, inline)
		}
	}
}

func TestSanitizeOfTooMuchIsItsText(t *testing.T) {
	for _, s := range []string{strings.Repeat("<em>", 600) + "words", "<p>words</p>" + strings.Repeat(" ", MaxOutput)} {
		safe := Sanitize(s)
		if strings.TrimSpace(safe) != "words" {
			t.Errorf("got %.80q, want the words alone", safe)
		}
	}
}
