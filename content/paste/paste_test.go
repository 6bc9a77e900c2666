package paste

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"practicecms/content"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// disguises are the ways in which the same page arrives.
func disguises(page string) map[string]string {
	return map[string]string{
		"as pasted":        page,
		"CRLF":             strings.ReplaceAll(page, "\n", "\r\n"),
		"bullets":          strings.ReplaceAll(page, "\n-\n", "\n• "),
		"inline hyphens":   strings.ReplaceAll(page, "\n-\n", "\n- "),
		"no-break spaces":  strings.ReplaceAll(page, "\n-\n", "\n-\u00a0"),
		"doubled newlines": strings.ReplaceAll(page, "\n", "\n\n"),
		"tripled newlines": strings.ReplaceAll(page, "\n", "\n\n\n"),
		"no blank lines":   regexp.MustCompile(`\n+`).ReplaceAllString(page, "\n"),
		"byte order mark":  "\ufeff" + page,
		"trailing spaces":  strings.ReplaceAll(page, "\n", " \t\n"),
	}
}

// shape is what a test asserts of a page: kinds, headings, and how much is where.
type shape struct {
	kinds                          []string
	headings, joined, items, steps int
	paragraphs, leadIns, lines     int
}

// pageShape is the shape of a page like breath.
var pageShape = shape{
	kinds:    []string{"section", "checklist", "callout", "section", "steps", "section", "suitability", "cta"},
	headings: 6, items: 6, steps: 3, paragraphs: 23, leadIns: 1, lines: 2, joined: 2,
}

func shapeOf(r Result) shape {
	var s shape
	for _, i := range r.Inferred {
		if strings.HasPrefix(i.Why, "joined") {
			s.joined++
		}
	}
	for _, b := range r.Content.Blocks {
		s.kinds = append(s.kinds, b.Kind)
	}
	eachText(r.Content, func(_ int, path string, _ content.Field, value string) {
		switch {
		case path == "heading":
			s.headings++
		case path == "leadIn":
			s.leadIns++
		case strings.HasPrefix(path, "items["):
			s.items++
		case strings.HasPrefix(path, "lines["):
			s.lines++
		case strings.HasSuffix(path, ".title"):
			s.steps++
		default:
			s.paragraphs += len(strings.Split(value, "\n\n"))
		}
	})
	return s
}

func assertShape(t *testing.T, name string, r Result, want shape) {
	t.Helper()
	got := shapeOf(r)
	if !slices.Equal(got.kinds, want.kinds) {
		t.Errorf("%s: kinds are %v, want %v", name, got.kinds, want.kinds)
	}
	got.kinds, want.kinds = nil, nil
	if g, w := mustJSON(t, got), mustJSON(t, want); g != w {
		t.Errorf("%s: got %+v, want %+v", name, got, want)
	}
}

// MarshalJSON makes shapes comparable.
func (s shape) MarshalJSON() ([]byte, error) {
	return json.Marshal([]int{s.headings, s.joined, s.items, s.steps, s.paragraphs, s.leadIns, s.lines})
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func mustParse(t *testing.T, input string, o Options) Result {
	t.Helper()
	r, err := Parse(input, o)
	if err != nil {
		t.Fatalf("Parse(%.80q): %v", input, err)
	}
	checkResult(t, input, o.Format, r, err)
	return r
}

func TestAPageInEveryDisguise(t *testing.T) {
	known := []Known{
		{ID: content.DocumentID{1}, Type: "service", Names: []string{"Grief Counseling"}},
		{ID: content.DocumentID{2}, Type: "service", Names: []string{"Eye movement therapy", "EMDR"}},
		{ID: content.DocumentID{3}, Type: "practitioner", Names: []string{"Marisol Vega"}, Person: true},
		{ID: content.DocumentID{4}, Type: "service", Names: []string{"Breath Centered Therapy"}},
	}
	plain := mustParse(t, breath, Options{Type: service(), Known: known})
	for name, input := range disguises(breath) {
		r := mustParse(t, input, Options{Type: service(), Known: known})
		assertShape(t, name, r, pageShape)
		if got, want := mustJSON(t, r), mustJSON(t, plain); got != want {
			t.Errorf("%s: differs from the page as pasted:\n%s", name, got)
		}
	}
	marked := pageShape
	marked.joined = 0 // the source says that it is one heading
	for name, input := range map[string]string{"Chrome": chromeClipboard, "Word": wordClipboard, "Google Docs": docsClipboard, "Markdown": breathMarkdown} {
		r := mustParse(t, input, Options{Type: service(), Known: known})
		assertShape(t, name, r, marked)
		if got, want := mustJSON(t, r.Content), mustJSON(t, plain.Content); got != want {
			t.Errorf("%s: content differs from that of the plain text:\n%s", name, got)
		}
	}

	if got, want := plain.Content.Path, "/services/breath-centered-therapy"; got != want {
		t.Errorf("path is %q, want %q", got, want)
	}
	var suggested []string
	for _, s := range plain.Suggested {
		suggested = append(suggested, plain.Content.Blocks[s.Block].Kind+" "+s.Text)
	}
	if want := []string{"section grief counseling", "section EMDR", "suitability Marisol", "cta Marisol"}; !slices.Equal(suggested, want) {
		t.Errorf("suggested %q, want %q", suggested, want)
	}
}

// TestGolden compares whole results with testdata/*.json. Its inputs are the files
// beside them.
func TestGolden(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*.in.*")
	if err != nil || len(inputs) == 0 {
		t.Fatalf("no inputs in testdata: %v", err)
	}
	for _, file := range inputs {
		t.Run(filepath.Base(file), func(t *testing.T) {
			input, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := mustJSON(t, mustParse(t, string(input), Options{Type: service()})) + "\n"
			golden := strings.Split(file, ".in.")[0] + ".json"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant the content of %s; if the change is right, run go test -update", got, golden)
			}
		})
	}
}

// outlineOf writes blocks on one line each: kind, then field=value in the order of
// the kind's fields.
func outlineOf(c content.Content) []string {
	lines := make([]string, len(c.Blocks))
	for i, b := range c.Blocks {
		lines[i] = b.Kind
	}
	eachText(c, func(i int, path string, _ content.Field, value string) {
		lines[i] += " " + path + "=" + strings.ReplaceAll(value, "\n", "⏎")
	})
	return lines
}

func TestBlocks(t *testing.T) {
	tests := []struct {
		name   string
		format Format
		in     string
		want   []string
	}{
		{"a marker alone takes one line", Text, "-\nOne\nNot in the list any more.", []string{"checklist items[0]=One", "section body=Not in the list any more."}},
		{"numbers are kept in a section", Text, "1. one\n2. two\nDone.", []string{"section body=1. one⏎2. two⏎⏎Done."}},
		{"a number in a text is a word", Text, "5 - 7 people\n2024. A year", []string{`section body=5 - 7 people\⏎2024\. A year`}},
		{"a divider", Text, "One.\n---\nTwo.", []string{"section body=One.", "divider", "section body=Two."}},
		{"a wrapped line goes on", Text, "This was broken at the width\nof a window. Yes.\nnext", []string{"section body=This was broken at the width of a window. Yes.⏎⏎next"}},
		{"Markdown in plain text is text", Text, "*a* _b_ # [c](d) <i> &amp; \\", []string{`section body=\*a\* \_b\_ \# \[c\](d) \<i> \&amp; \\`}},
		{"headings without evidence stay two", Text, "About Us\nOur Team\nWe are three.", []string{"section heading=About Us", "section heading=Our Team body=We are three."}},
		{"long lines are no callout", Text, "A Day\nIntro.\n- a\n- b\n" + strings.Repeat("x", 101) + "\nAn End\ny.",
			[]string{"section heading=A Day body=Intro.", "checklist items[0]=a items[1]=b", "section body=" + strings.Repeat("x", 101), "section heading=An End body=y."}},
		{"a list below a heading is its body", Text, "What to Bring\n- water\n- a coat", []string{"section heading=What to Bring body=- water⏎- a coat"}},
		{"more short headings than steps: no steps", Text, "How It Works Here for Everyone\nIn two steps.\nOne\nx.\nTwo\ny.\nThree\nz.",
			[]string{"section heading=How It Works Here for Everyone body=In two steps.", "section heading=One body=x.", "section heading=Two body=y.", "section heading=Three body=z."}},

		{"first heading is the opening", Markdown, "# Grief\n\nA place for it.\n\n## Who comes\n\nMany.", []string{"hero heading=Grief lede=A place for it.", "section heading=Who comes body=Many."}},
		{"sub-headings without a count", Markdown, "## A\n\nx\n\n### B\n\ny\n\n- z", []string{"section heading=A body=x⏎⏎### B⏎⏎y⏎⏎- z"}},
		{"sub-headings that are counted", Markdown, "## A\n\nIn two parts.\n\n### B\n\ny\n\n### C\n\n1. z\n2. q", []string{"steps heading=A intro=In two parts. steps[0].title=B steps[0].body=y steps[1].title=C steps[1].body=1. z⏎2. q"}},
		{"style and links", Markdown, "## A\n\n**a** *b* ***c*** [d](https://e.example/f?utm_source=g&h=1) <tel:+15055550142>\nsoft", []string{"section heading=A body=**a** *b **c*** [d](https://e.example/f?h=1) <tel:+15055550142> soft"}},
		{"unsafe links keep their words", Markdown, "## A\n\n[d](javascript:alert(1)) [e](ftp://e.example)", []string{"section heading=A body=d e"}},
		{"quotation, table, code", Markdown, "## A\n\n> b\n> c\n\n| d | e |\n|---|---|\n| f | g |\n\n```\nh *i*\n```", []string{`section heading=A body=> b c⏎⏎| d | e |⏎| --- | --- |⏎| f | g |⏎⏎h \*i\*`}},
		{"nested lists", Markdown, "## A\n\n- b\n  - c\n    1. d\n- e", []string{"section heading=A body=- b⏎  - c⏎    1. d⏎- e"}},

		{"breaks, bold, rules", HTML, "<h2>A<br>B</h2><p>c <b>d</b><br>e<hr><p>f", []string{`section heading=A B body=c **d**\⏎e`, "divider", "section body=f"}},
		{"bold beside punctuation and letters", HTML, "<p>a<b>“b”</b>c <i>d</i><b>e</b>", []string{"section body=&#x61;**“b”**&#x63; *d***e**"}},
		{"typed bullets", HTML, "<h2>A</h2><p>b</p><p>c:<br>• d<br>• e</p><p>f</p>", []string{"section heading=A body=b", "checklist leadIn=c: items[0]=d items[1]=e", "section body=f"}},
		{"nested and numbered lists", HTML, "<ul><li>a<ol start=3><li>b<li><p>c</ol><li>d</ul>", []string{"section body=- a⏎⏎  3. b⏎  4. c⏎- d"}},
		{"a table", HTML, "<table><tr><th>a<th>b<tr><td>c<td>d</table>", []string{`section body=| a | b |⏎| --- | --- |⏎| c | d |`}},
		{"invitation with a button", HTML, `<h2>Book a visit</h2><p>Soon.</p><p><a href="https://book.example/x?fbclid=1">Choose a time</a></p>`, []string{"cta heading=Book a visit body=Soon. primary.label=Choose a time"}},
		{"not shown", HTML, `<h2>A</h2><style>b</style><p>c<img alt="d" src=e><span style="display:none">f</span><script>g</script></p>`, []string{"section heading=A body=c"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustParse(t, tt.in, Options{Format: tt.format, Type: service()})
			if seen := rendered(t, tt.in); tt.format == Markdown && r.Words.In != len(seen) {
				t.Errorf("counted %d words, a renderer shows %d: %q", r.Words.In, len(seen), seen)
			}
			if got := outlineOf(r.Content); !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

func TestWhatIsAsked(t *testing.T) {
	for _, tt := range []struct{ name, in, field, why string }{
		{"two headings", "About Us\nOur Team\nWe are three.", "heading", "one heading, or a heading and its sub-heading?"},
		{"no button", "Begin Today\nCome in.", "primary", "no button"},
		{"wrong number of steps", "How It Works Here for Everyone\nIn two steps.\nOne\nx.\nTwo\ny.\nThree\nz.", "kind", "are these the steps?"},
		{"text after a list", "A Day\nb.\n- c\n- d\ne.", "heading", "no heading of its own"},
	} {
		r := mustParse(t, tt.in, Options{Format: Text, Type: service()})
		if !slices.ContainsFunc(r.Inferred, func(i Inference) bool { return i.Ask && i.Field == tt.field && strings.Contains(i.Why, tt.why) }) {
			t.Errorf("%s: not asked: %+v", tt.name, r.Inferred)
		}
	}
}

func TestRemoved(t *testing.T) {
	r := mustParse(t, `<div class=x><h2><a href="https://a.example/">A</a></h2><script>x</script><script>y</script><img width=1 height=1 src=z><img src=z><p><a href="javascript:b">c</a> <a href="https://d.example/?utm_source=e">f</a></p></div>`, Options{Type: service()})
	var got []string
	for _, x := range r.Removed {
		got = append(got, strings.TrimSpace(x.What+" "+x.Text))
	}
	want := []string{"2 scripts", "1 tracking picture", "1 picture", "fonts, colours and other looks",
		"link that runs code; its words are kept c", "tracking in a link f", "link in a heading; its words are kept A"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestALinkThatIsNotKeptIsNamedByItsWords(t *testing.T) {
	for name, in := range map[string]struct {
		format Format
		text   string
		want   string
	}{
		"in HTML":              {HTML, `<p>See <a href="javascript:b">our <b>fees</b></a> here</p>`, "our fees"},
		"in HTML with no end":  {HTML, `<p>See <a href="javascript:b">our fees`, "our fees"},
		"in HTML with no word": {HTML, `<p>See <a href="javascript:b"><img src=x></a> here</p>`, "javascript:b"},
		"in Markdown":          {Markdown, "See [our **fees**](javascript:b) here", "our fees"},
	} {
		var got []string
		for _, x := range mustParse(t, in.text, Options{Format: in.format, Type: service()}).Removed {
			if strings.HasPrefix(x.What, "link that runs code") {
				got = append(got, x.Text)
			}
		}
		if !slices.Equal(got, []string{in.want}) {
			t.Errorf("%s: got %q, want %q", name, got, in.want)
		}
	}
}

func TestMarksThatTurnTextAroundAreRemovedAndListed(t *testing.T) {
	for name, test := range map[string]struct {
		format Format
		in     string
		want   string
	}{
		"in text":                  {Text, "\u202eAbout us\u202c\n\nWe walk with you.", "2 invisible marks that turn text around"},
		"in Markdown":              {Markdown, "# About \u2066us\n\nWe walk with you.", "1 invisible mark that turns text around"},
		"as an entity of Markdown": {Markdown, "# About &#x202e;us\n\nWe walk with you.", "1 invisible mark that turns text around"},
		"in HTML":                  {HTML, "<h1>About \u202eus&#x202c;</h1><p>We walk with you.</p>", "2 invisible marks that turn text around"},
		"nowhere":                  {HTML, "<h1>About us</h1><p>We walk with you.\u200f</p>", ""},
	} {
		r := mustParse(t, test.in, Options{Format: test.format, Type: service()})
		var got []string
		for _, x := range r.Removed {
			got = append(got, x.What)
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: removed %q, want %q", name, got, test.want)
		}
		if err := content.Standard().Validate("service", r.Content, nil, nil); err != nil || r.Content.Title != "About us" {
			t.Errorf("%s: it cannot be saved: %q, %v", name, r.Content.Title, err)
		}
	}
}

func TestErrors(t *testing.T) {
	record, _ := content.Standard().Type("snippet")
	for _, tt := range []struct {
		name, in string
		o        Options
		want     error
	}{
		{"nothing", "", Options{}, ErrEmpty},
		{"only markers", "-\n\n•\n---\n", Options{}, ErrEmpty},
		{"only tags", "<p><img alt=x></p>", Options{}, ErrEmpty},
		{"too long", strings.Repeat("a ", MaxInput/2+1), Options{}, ErrTooLarge},
		{"a word too long", strings.Repeat("<", MaxInput), Options{}, ErrTooLarge},
		{"not UTF-8", "caf\xe9", Options{}, ErrNotText},
		{"NUL", "a\x00b", Options{}, ErrNotText},
		{"format", "a", Options{Format: "docx"}, ErrFormat},
		{"a type without blocks", "a", Options{Type: record}, ErrType},
	} {
		if _, err := Parse(tt.in, tt.o); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestDetect(t *testing.T) {
	for in, want := range map[string]Format{
		"Hello":                          Text,
		"a <p> in a sentence":            Text,
		"#hashtag\n- x\n**b**":           Text,
		"# Title\ntext":                  Markdown,
		"---\r\ntitle: A\r\n---\r\nB":    Markdown,
		"---\nFees: $150\n---\nB":        Text,
		"<p>Hello":                       HTML,
		"<meta charset='utf-8'><h2>x":    HTML,
		"Version:0.9\n<!--StartFragment": HTML,
		"<3 you":                         Text,
	} {
		if got := Detect(in); got != want {
			t.Errorf("Detect(%q) = %s, want %s", in, got, want)
		}
	}
}

// hostile are inputs that cost much when something is not linear.
var hostile = map[string]string{
	"lines":           strings.Repeat("a b\n", 100_000),
	"headings":        strings.Repeat("Big Head\n", 100_000),
	"markers":         strings.Repeat("- a\n", 200_000),
	"numbers":         strings.Repeat("1. a\n2. b\n", 100_000),
	"angles":          strings.Repeat("< ", 500_000),
	"div":             strings.Repeat("<div>", 10_000) + "x",
	"div text":        strings.Repeat("<div>a ", 100_000),
	"nested lists":    strings.Repeat("<ul><li>a ", 50_000),
	"bold letters":    "<p>" + strings.Repeat("a<b>b</b>", 4_000),
	"bold words":      "<p>" + strings.Repeat("a <b>b</b> ", 90_000),
	"small spans":     "<p>" + strings.Repeat("a <i></i>", 110_000),
	"end tags":        strings.Repeat("</b>", 200_000) + "x",
	"open bold":       strings.Repeat("<b>x ", 200_000),
	"brackets":        "# a\n" + strings.Repeat("[ ", 500_000),
	"links":           "# a\n" + strings.Repeat("[a](b ", 170_000),
	"half links":      "# a\n" + strings.Repeat("[](( ", 200_000),
	"pictures":        "# a\n" + strings.Repeat("![", 5_000) + " " + strings.Repeat("](u) ", 5_000),
	"stars":           "# a\n" + strings.Repeat("*a ", 340_000),
	"star runs":       "# a\n" + strings.Repeat("**a* ", 200_000),
	"backticks":       "# a\n" + strings.Repeat("` `` ", 200_000),
	"quotes":          "# a\n" + strings.Repeat("> a\n", 200_000),
	"Markdown nested": "# a\n" + strings.Repeat("- a\n  - b\n    - c\n", 50_000),
	"phases":          strings.Repeat("One Part\nin two parts.\n", 40_000),
	"accents":         strings.Repeat("a\u0301 ", 250_000),
	"table":           "# a\n| a |\n|---|\n" + strings.Repeat("| b | c |\n", 100_000),
	"hidden":          strings.Repeat("<p hidden>a", 90_000) + "</p>b",
	"dividers":        strings.Repeat("a\n---\n", 150_000),
	"numbered alone":  strings.Repeat("1.\n", 300_000) + "x",
}

func TestHostileInputsAreTakenAndValid(t *testing.T) {
	for name, input := range hostile {
		t.Run(name, func(t *testing.T) {
			input = input[:min(len(input), MaxInput/16)] // enough to show what is not linear
			r, err := Parse(input, Options{Type: service()})
			if err != nil {
				if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrEmpty) {
					return
				}
				t.Fatal(err)
			}
			checkResult(t, input, Auto, r, err)
		})
	}
}
