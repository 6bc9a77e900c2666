package richtext

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	xhtml "golang.org/x/net/html"
)

var somePage = func(id string) (Target, bool) {
	return Target{Path: "/services/emdr", Title: "EMDR"}, id == "01890a5d-ac96-774b-bcce-b302099a8057"
}

func TestSourceIsSafeToHandOn(t *testing.T) {
	for _, c := range []struct{ name, markdown, want string }{
		{"nothing to remove: byte for byte", "* one\n* _two_\n\nDear <name>, 2 < 3", "* one\n* _two_\n\nDear <name>, 2 < 3"},
		{"raw HTML goes, its words stay", "Calm <b onclick=x>words</b> here.", "Calm words here."},
		{"a script goes", "One.\n\n<script>alert(1)</script>\n\nTwo.", "One.\n\nTwo."},
		{"a bad link is its words", "[go](javascript:alert(1)) on", "go on"},
		{"a document becomes its path", "See [it](document:01890a5d-ac96-774b-bcce-b302099a8057).", "See [it](/services/emdr)."},
		{"a document that is not live is its words", "See [it](document:01890a5d-ac96-774b-bcce-b302099a8058).", "See it."},
	} {
		r, err := Render(c.markdown, somePage)
		if err != nil {
			t.Fatal(err)
		}
		if got := Source(c.markdown, r); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

// trusting is a renderer as a careless front end may have it: raw HTML goes through.
var trusting = goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))

func FuzzSource(f *testing.F) {
	for _, seed := range []string{"a <b>b</b>", "<svg onload=x>", "[a](javascript:x) `c`", "| a |\n|-|\n| <br> <p>x</p> |", "- a\n\n      <script>x</script>", "![a](b)", "<!-- x -->\n# y\n1. z"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, markdown string) {
		r, err := Render(markdown, somePage)
		if err != nil {
			return // it is refused, so there is nothing to keep a source of; see FuzzRender
		}
		source := Source(markdown, r)
		var out strings.Builder
		if err := trusting.Convert([]byte(source), &out); err != nil {
			t.Fatal(err)
		}
		tree, err := xhtml.Parse(strings.NewReader(out.String()))
		if err != nil {
			t.Fatal(err)
		}
		for n := range tree.Descendants() {
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") && a.Val != "" || strings.Contains(strings.ToLower(a.Val), "script:") && a.Key == "href" {
					t.Errorf("%q has %s=%q\nfrom %q", n.Data, a.Key, a.Val, source)
				}
			}
			switch n.Data {
			case "script", "svg", "math", "iframe", "style", "object", "img":
				if n.Type == xhtml.ElementNode {
					t.Errorf("<%s> came through\nfrom %q", n.Data, source)
				}
			}
		}
		if len(r.Removed) > 0 && !sameWords(PlainText(source), r.Text) {
			t.Errorf("words changed:\n%q\n%q\nfrom %q", PlainText(source), r.Text, source)
		}
	})
}
