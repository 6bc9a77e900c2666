package richtext

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"practicecms/content"
)

var update = flag.Bool("update", false, "write what Render gives into testdata")

// team is the one document that is live in these tests.
const team = "0192f0c1-0000-7000-8000-000000000001"

func resolveTeam(id string) (Target, bool) {
	return Target{Path: "/team", Title: "Our team"}, id == team
}

func TestATableWithoutNamesOfColumnsHasNoHead(t *testing.T) {
	const rows = "<tbody>\n<tr>\n<td>Monday</td>\n<td>9 to 5</td>\n</tr>\n</tbody>\n</table>"
	for markdown, want := range map[string]string{
		"|  |  |\n|---|---|\n| Monday | 9 to 5 |":         "<table>\n" + rows,
		"| Day |  |\n|---|---|\n| Monday | 9 to 5 |":      "<table>\n<thead>\n<tr>\n<th>Day</th>\n<th></th>\n</tr>\n</thead>\n" + rows,
		"| Day | Hours |\n|---|---|\n| Monday | 9 to 5 |": "<table>\n<thead>\n<tr>\n<th>Day</th>\n<th>Hours</th>\n</tr>\n</thead>\n" + rows,
		"|  |\n|---|": "<table>\n<thead>\n<tr>\n<th></th>\n</tr>\n</thead>\n</table>",
	} {
		r, err := Render(markdown, resolveTeam)
		if got := strings.TrimSpace(r.HTML); err != nil || got != want {
			t.Errorf("%q: got %q (%v), want %q", markdown, got, err, want)
		}
	}
}

// TestGolden compares whole texts: the HTML, the plain text and the receipt of testdata/render/*.md.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/render/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r, err := Render(string(source), resolveTeam)
			if err != nil {
				t.Fatal(err)
			}
			checkResult(t, r)
			var receipt strings.Builder
			for _, x := range r.Removed {
				receipt.WriteString(x.What + "\t" + x.Text + "\n")
			}
			base := strings.TrimSuffix(file, ".md")
			golden(t, base+".html", r.HTML+"\n")
			golden(t, base+".txt", r.Text+"\n")
			golden(t, base+".receipt", receipt.String())
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}

func TestRender(t *testing.T) {
	tests := []struct {
		name, markdown, html string
	}{
		{"nothing stays nothing", "", ""},
		{"soft line breaks stay line breaks", "one\ntwo", "<p>one\ntwo</p>"},
		{"headings begin at three", "# a\n\n## b\n\n### c\n\n###### d", "<h3>a</h3>\n<h3>b</h3>\n<h3>c</h3>\n<h6>d</h6>"},
		{"headings have no id", "# a {#x .y}", "<h3>a {#x .y}</h3>"},
		{"a list keeps its first number", "7. a\n8. b", "<ol start=\"7\">\n<li>a</li>\n<li>b</li>\n</ol>"},
		{"a task is text", "- [ ] a\n- [X] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>"},
		{"a link to another site says so", "[a](https://x.example)", `<p><a href="https://x.example" rel="noopener nofollow">a</a></p>`},
		{"a link within the site does not", "[a](/x?y=1&z=2#w)", `<p><a href="/x?y=1&amp;z=2#w">a</a></p>`},
		{"references in an address are resolved once", "[a](/x?y=&amp;copy;)", `<p><a href="/x?y=&amp;copy;">a</a></p>`},
		{"a bare www address leads to https", "www.x.example", `<p><a href="https://www.x.example" rel="noopener nofollow">www.x.example</a></p>`},
		{"an http address stays as words", "http://x.example", `<p>http://x.example</p>`},
		{"a document that is live", "[a](document:" + team + ")", `<p><a href="/team">a</a></p>`},
		{"a link without words says where it leads", "[](DOCUMENT:" + strings.ToUpper(team) + ") [](/fees)", `<p><a href="/team">Our team</a> <a href="/fees">/fees</a></p>`},
		{"a document that is not live", "[a *b*](document:gone)", `<p>a <em>b</em></p>`},
		{"a link in a link is one link", "[<https://a.example>](/b)", `<p><a href="/b">https://a.example</a></p>`},
		{"a picture is its description", "![a *quiet* room](/x.png)", `<p>a <em>quiet</em> room</p>`},
		{"a linked picture is a link", "[![room](/x.png)](/rooms)", `<p><a href="/rooms">room</a></p>`},
		{"a placeholder in angle brackets is text", "Dear <name> and <client name>,", `<p>Dear &lt;name&gt; and &lt;client name&gt;,</p>`},
		{"words on both sides of a block's tag stay apart", "a<div>b", "<p>a\nb</p>"},
		{"a forgotten script does not swallow the text", "<script>\nwords\n\n more", "<p>words\n\n more</p>"},
		{"a forgotten comment does not swallow the text", "<!-- words\n\n*more*", "<p>&lt;!-- words\n\n*more*</p>"},
		{"control characters written as references", "a&#7;b&#27;c&#0;d", "<p>abc\ufffdd</p>"},
		{"windows line ends and a byte order mark", "\ufeffa\r\n\r\nb\rc", "<p>a</p>\n<p>b\nc</p>"},
		{"the language of code is no class", "```html\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, err := Render(test.markdown, resolveTeam)
			if err != nil {
				t.Fatal(err)
			}
			checkResult(t, r)
			if r.HTML != test.html {
				t.Errorf("got:  %q\nwant: %q", r.HTML, test.html)
			}
		})
	}
}

func TestRenderInlineMakesNoBlocks(t *testing.T) {
	tests := []struct {
		name, markdown, html string
	}{
		{"nothing", " \n ", ""},
		{"a number at the beginning", "1. Breathe", "1. Breathe"},
		{"a heading's mark", "# Breathe", "# Breathe"},
		{"a bullet", "- *Breathe*", "- <em>Breathe</em>"},
		{"a quote", "> Breathe", "&gt; Breathe"},
		{"a rule", "---", "---"},
		{"a fence", "``` Breathe", "``` Breathe"},
		{"indented code", "     Breathe", "Breathe"},
		{"a task", "[ ] Breathe", "[ ] Breathe"},
		{"a definition", "[Note]: call", "[Note]: call"},
		{"a table", "a|b\n-|-", "a|b -|-"},
		{"raw HTML", "<div>Breathe</div>", "Breathe"},
		{"several lines are one", "a  \n\n b\\\nc", `a b\ c`},
		{"a link", "see [us](document:" + team + ")", `see <a href="/team">us</a>`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, err := RenderInline(test.markdown, resolveTeam)
			if err != nil {
				t.Fatal(err)
			}
			checkResult(t, r)
			if r.HTML != test.html {
				t.Errorf("got:  %q\nwant: %q", r.HTML, test.html)
			}
		})
	}
}

func TestPlainText(t *testing.T) {
	tests := []struct {
		name, markdown, text string
	}{
		{"blocks have a blank line between them", "# a\nb\nc\n\n> d\n>\n> e", "a\n\nb c\n\nd\n\ne"},
		{"list items stand on lines of their own", "x\n\n- a\n- b\n  - c\n\n  d\n\ny", "x\n\na\nb\nc\nd\n\ny"},
		{"a hard break is a line end", "a\\\nb", "a\nb"},
		{"a row is a line", "a|b\n-|-\n1|2\n\nx", "a  b\n1  2\n\nx"},
		{"code keeps its spaces", "```\na\t b\n\nc\n```\nd", "a     b\n\nc\n\nd"},
		{"marks and addresses are not in it", "**a** `b` [c](/d) &amp; \\*", "a b c & *"},
		{"a text that can't be rendered comes back", strings.Repeat("> ", MaxDepth+1) + "a", strings.Repeat("> ", MaxDepth+1) + "a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := PlainText(test.markdown); got != test.text {
				t.Errorf("got:  %q\nwant: %q", got, test.text)
			}
		})
	}
}

func TestLinksDocumentsAndReceipt(t *testing.T) {
	const markdown = "[Our *team*](document:" + team + "), [gone](document:GONE), [gone again](document:gone), " +
		"<me@x.example>, [no](javascript:alert(1)), [bad](document:a/../b) <u>x</u>"
	r, err := Render(markdown, resolveTeam)
	if err != nil {
		t.Fatal(err)
	}
	wantLinks := []Link{
		{Text: "Our team", URL: "/team", Document: team, Title: "Our team"},
		{Text: "me@x.example", URL: "mailto:me@x.example"},
	}
	if !reflect.DeepEqual(r.Links, wantLinks) {
		t.Errorf("Links: got %+v, want %+v", r.Links, wantLinks)
	}
	if want := []string{"gone"}; !reflect.DeepEqual(r.Broken, want) {
		t.Errorf("Broken: got %q, want %q", r.Broken, want)
	}
	wantRemoved := []Removal{{"link", "javascript:alert(1)"}, {"link", "document:a/../b"}, {"html", "<u>"}}
	if !reflect.DeepEqual(r.Removed, wantRemoved) {
		t.Errorf("Removed: got %q, want %q", r.Removed, wantRemoved)
	}
	if got, want := Documents(markdown), []string{team, "gone"}; !reflect.DeepEqual(got, want) {
		t.Errorf("Documents: got %q, want %q", got, want)
	}
	receipt, err := Removed(markdown)
	if err != nil || !reflect.DeepEqual(receipt, wantRemoved) {
		t.Errorf("Removed(): got %q, %v, want %q", receipt, err, wantRemoved)
	}
}

func TestAResolverCannotLeadElsewhere(t *testing.T) {
	for _, path := range []string{"", "javascript:alert(1)", "//evil.example", "/\\evil.example", "https://evil.example", "team", "#x"} {
		r, err := Render("[a](document:x)", func(string) (Target, bool) { return Target{Path: path}, true })
		if err != nil {
			t.Fatal(err)
		}
		if r.HTML != "<p>a</p>" || len(r.Broken) != 1 || len(r.Links) != 0 {
			t.Errorf("path %q: got %+v, want the words and a broken link", path, r)
		}
	}
}

func TestWordsSurvive(t *testing.T) {
	shells := []string{
		"%", "# %", "- %", "> %", "1. %", "**%**", "*%", "~~%~~", "`%`", "[%](javascript:x)", "[%](/x)", "[%](document:x)", "![%](x.png)",
		"<b>%</b>", "<div>%</div>", "<p>a</p>%", "<div\n>%", "<svg onload=x>%</svg>", "<a href='javascript:x'>%</a>", "<img alt='%'>",
		"<!-- -->%", "<script>%", "<textarea>%</textarea>", "<title>%</title>", "<![CDATA[%]]>", "<?x ?>%", "<template>\n%", "a|b\n-|-\n%|c",
		"- [ ] %", "```\n%\n```", "    %", "<%>", "</%>", "<unknown %>", "[%]", "[%]:", "&%;", "\\%", "https://x.example/%", "%@x.example", "[x](<y %)",
		"***%", "<b %", "<noscript>\n\n%\n\n</noscript>", "[a [b](/c) %](/d)", "[![%](a)](b)",
	}
	for _, shell := range shells {
		r, err := Render(strings.ReplaceAll(shell, "%", "wort"), nil)
		if err != nil {
			t.Fatal(err)
		}
		checkResult(t, r)
		if !strings.Contains(r.Text, "wort") {
			t.Errorf("%q lost its word: text %q, HTML %q", shell, r.Text, r.HTML)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				r, err := Render("# a\n\n- [b](document:"+team+") <i>c</i>", resolveTeam)
				if want := "<h3>a</h3>\n<ul>\n<li><a href=\"/team\">b</a> c</li>\n</ul>"; err != nil || r.HTML != want {
					t.Errorf("got %q, %v, want %q", r.HTML, err, want)
				}
				if r, err := RenderInline("- a", nil); err != nil || r.HTML != "- a" {
					t.Errorf("got %q, %v", r.HTML, err)
				}
			}
		})
	}
	wg.Wait()
}

// checkResult asserts what every Result promises.
func checkResult(t *testing.T, r Result) {
	t.Helper()
	checkHTML(t, r.HTML)
	for _, c := range r.Text {
		if unicode.IsControl(c) && c != '\n' {
			t.Errorf("the text holds the control character %U: %q", c, r.Text)
		}
	}
	if strings.Trim(r.Text, "\n") != r.Text {
		t.Errorf("the text begins or ends with a gap: %q", r.Text)
	}
	nodes, err := parseFragment(r.HTML)
	if err != nil {
		t.Fatal(err)
	}
	if seen, kept := strings.Join(strings.Fields(wordsIn(nodes)), ""), strings.Join(strings.Fields(r.Text), ""); seen != kept {
		t.Errorf("the text is not what a reader sees:\ntext: %q\nHTML: %q", r.Text, r.HTML)
	}
	for _, x := range r.Removed {
		if n := len([]rune(x.Text)); x.What == "" || n > maxExcerpt || strings.ContainsFunc(x.Text, unicode.IsControl) {
			t.Errorf("bad receipt line %q", x)
		}
	}
	for _, link := range r.Links {
		if !strings.Contains(r.HTML, `<a href="`+html.EscapeString(link.URL)+`"`) {
			t.Errorf("link %+v is not in the HTML %q", link, r.HTML)
		}
	}
}

// wordsIn is all text in a tree.
func wordsIn(nodes []*html.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				b.WriteString(d.Data)
			}
		}
	}
	return b.String()
}

// TestTypedAddresses: whatever sign somebody typed in an address, what the editor saves of it is one whole link to it. That
// the editor saves just this, admin/ui/src/markdown/addresses.test.ts says of the same file.
func TestTypedAddresses(t *testing.T) {
	data, err := os.ReadFile("testdata/typed.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Address, Markdown string }
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		want, err := content.CanonicalURL("https://" + strings.TrimPrefix(c.Address, "https://"))
		if err != nil {
			t.Errorf("%q: %v", c.Address, err)
			continue
		}
		cell := strings.ReplaceAll(c.Markdown, "|", `\|`)
		for _, markdown := range []string{c.Markdown, "See " + c.Markdown + " for more", "| a |\n|---|\n| " + cell + " |"} {
			r, err := Render(markdown, nil)
			if err != nil {
				t.Fatal(err)
			}
			checkResult(t, r)
			if len(r.Links) != 1 || r.Links[0].URL != want || r.Links[0].Text != c.Address || !strings.Contains(r.Text, c.Address) || len(r.Removed) > 0 {
				t.Errorf("%q: got %+v with links %+v and the receipt %q, want one link to %s", markdown, r.HTML, r.Links, r.Removed, want)
			}
		}
	}
}
