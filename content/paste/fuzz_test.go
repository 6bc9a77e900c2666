package paste

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"practicecms/content"
	"practicecms/content/richtext"
)

// rendered gives the words that a reader sees of a Markdown text, by a renderer
// that has nothing to do with this package.
func rendered(t testing.TB, markdown string) []string {
	t.Helper()
	var out bytes.Buffer
	// <br> is the one tag that is written.
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe())).Convert([]byte(markdown), &out); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	z := html.NewTokenizer(&out)
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return strings.Fields(norm.NFC.String(text.String()))
		case html.TextToken:
			text.WriteString(z.Token().Data)
		default:
			if tag := z.Token().Data; blockTags[tag] || tag == "br" {
				text.WriteByte('\n')
			}
		}
	}
}

// renderedWords gives the words of all blocks, by the independent renderer.
func renderedWords(t testing.TB, c content.Content) []string {
	var words []string
	eachText(c, func(_ int, _ string, f content.Field, value string) {
		if f.Type == content.Markdown {
			words = append(words, rendered(t, value)...)
		} else {
			words = append(words, strings.Fields(value)...)
		}
	})
	return withoutSigns(words)
}

var signOfQuestion = regexp.MustCompile(`^(Q|A)\d?\d?(:|\.)$`)

// withoutSigns leaves out dashes, and what stands before a question and its answer.
func withoutSigns(words []string) []string {
	words = slices.DeleteFunc(words, func(w string) bool {
		return strings.Trim(w, "-–—") == "" || signOfQuestion.MatchString(w)
	})
	for i, w := range words {
		words[i] = strings.TrimLeft(w, "–—")
	}
	return words
}

// checkResult fails when a result breaks a promise: words, counts, shape.
func checkResult(t testing.TB, input string, format Format, r Result, err error) {
	t.Helper()
	if err != nil {
		return
	}
	if format == "" || format == Auto {
		format = Detect(input)
	}
	in := read(input, format, Decisions{}).words
	out := BlockWords(content.Standard(), r.Content.Blocks)
	if !sameWords(in, out) {
		t.Fatalf("%s %q:\nwords in  %q\nwords out %q", format, input, in, out)
	}
	if r.Words.In != len(in) || r.Words.Out != len(out) {
		t.Fatalf("%q: words counted %+v, want %d and %d", input, r.Words, len(in), len(out))
	}
	if len(input) < 4<<10 {
		if seen := renderedWords(t, r.Content); !sameWords(seen, out) {
			t.Fatalf("%s %q:\nwords seen    %q\nwords written %q\n%v", format, input, seen, out, r.Content.Blocks)
		}
	}
	check := func(markdown string) error { return richtext.Check(markdown) }
	if err := content.Standard().Validate("service", r.Content, nil, check); err != nil {
		t.Fatalf("%q: %v", clip(input), err)
	}
	if !slices.IsSortedFunc(r.Inferred, func(x, y Inference) int { return x.Block - y.Block }) {
		t.Fatalf("%q: inferences are not in reading order: %v", input, r.Inferred)
	}
	for _, i := range r.Inferred {
		if i.Block < -1 || i.Block >= len(r.Content.Blocks) || i.Why == "" {
			t.Fatalf("%q: bad inference %+v", input, i)
		}
	}
}

// sameWords compares in Unicode NFC: an accent and its letter may come in two
// differently styled runs.
func sameWords(a, b []string) bool {
	return norm.NFC.String(strings.Join(a, "\n")) == norm.NFC.String(strings.Join(b, "\n"))
}

func service() content.Type {
	t, _ := content.Standard().Type("service")
	return t
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"- \n-\nA\n• b\n1. one\n2. two\n5 - 7 people\n---\n*not* _this_ <b> [x](y) &amp; \\",
		"# A\n\n**b *c* d**e ![p](q) [l](https://a.example/?utm_source=x) <https://b.example> `c`\n> q\n\n| a | b |\n|---|---|\n| c | d |\n",
		"<h2>A<br>B</h2><p>- x<br>---<br>y<p>•<p>z<table><tr><td>1<td>2</table><ol><li>a<ul><li>b</ul>c</ol>",
		"<p><b>“a”</b>b<i>c</i><b>d</b> <a href='javascript:x'>e</a>&amp;amp;<i>f </i>g",
		"<style>.a b.c{display:block}.d>q{vertical-align:4px}</style><p class=a>1<b class=c>2</b><span style=display:flex><i>3</i><q>4</q></span><sup>5</sup><sup>6</sup><ol reversed><li>g<ul><li>h</ul>i<li>j</ol>",
		"It has three phases.\nOne\nx\nTwo\ny\nThree\nz",
		"| a | b |\n|---|---|\n| * | - |\n| + | # |\n| 1. | > |\n",
	} {
		for i := range 4 {
			f.Add(s, uint8(i))
		}
	}
	formats := []Format{Auto, Text, Markdown, HTML}
	f.Fuzz(func(t *testing.T, input string, n uint8) {
		format := formats[int(n)%len(formats)]
		r, err := Parse(input, Options{Format: format, Type: service()})
		checkResult(t, input, format, r, err)
	})
}

// FuzzEscape: whatever the text, it renders as itself.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"1. a", "- b", "# c", "a_b_c *d* <e> [f](g) &amp; \\ `h` ~~i~~ |j| www.k.example https://l.example/m_n", "+", "=", "!", "&"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.IndexByte(s, 0) >= 0 {
			return
		}
		s = strings.Join(strings.Fields(normalise(strings.ToValidUTF8(s, ""))), " ")
		if got := rendered(t, Escape(s)); !sameWords(got, strings.Fields(s)) {
			t.Fatalf("Escape(%q) = %q renders as %q", s, Escape(s), got)
		}
	})
}

// plainWords counts the words of a plain text without numbered lists. It is written
// apart from lines.go, to check it.
func plainWords(s string) []string {
	var words []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(line)
		for after, ok := strings.CutPrefix(line, ">"); ok && (after == "" || after[0] < '0' || after[0] > '9' && after[0] != '='); after, ok = strings.CutPrefix(line, ">") {
			line = strings.TrimSpace(after) // of a reply
		}
		f := strings.Fields(line)
		if joined := strings.Join(f, ""); len(joined) >= 3 && strings.Trim(joined, joined[:1]) == "" && strings.ContainsAny(joined[:1], "-*_=") {
			continue
		}
		if len(f) > 0 && strings.Contains(" - – — • · * ▪ ● ", " "+f[0]+" ") {
			f = f[1:]
		}
		words = append(words, f...)
	}
	return withoutSigns(words)
}

func TestWordsInAreWordsOut(t *testing.T) {
	word := rapid.SampledFrom(strings.Fields("calm Breath session - • — a_b *x* # ## < <b> > & &amp; [link] (https://a.example) https://b.example/c_d \\ ` ~~ | 5 7. :) Begin " +
		"The three phases steps Right for You? e.g. naïve “quoted” — … ! www.c.example +1 = -- --- café Q: A: far? FAQ Ida"))
	line := rapid.Map(rapid.SliceOfN(word, 0, 9), func(w []string) string { return strings.Join(w, " ") })
	rapid.Check(t, func(t *rapid.T) {
		input := strings.Join(rapid.SliceOfN(line, 1, 14).Draw(t, "lines"), "\n")
		for _, format := range []Format{Auto, Text, Markdown, HTML} {
			r, err := Parse(input, Options{Format: format, Type: service()})
			checkRapid(t, input, format, r, err)
		}
		if r, err := Parse(input, Options{Format: Text}); err == nil {
			if want, got := plainWords(input), BlockWords(content.Standard(), r.Content.Blocks); !sameWords(want, got) {
				t.Fatalf("%q:\nwant %q\ngot  %q", input, want, got)
			}
		}
	})
}

// checkRapid lends checkResult the testing.TB it asks for.
func checkRapid(t *rapid.T, input string, format Format, r Result, err error) {
	checkResult(rapidTB{t: t}, input, format, r, err)
}

type rapidTB struct {
	testing.TB
	t *rapid.T
}

func (r rapidTB) Helper()                           {}
func (r rapidTB) Fatalf(format string, args ...any) { r.t.Fatalf(format, args...) }
func (r rapidTB) Fatal(args ...any)                 { r.t.Fatal(args...) }
