package paste_test

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"testing"

	xhtml "golang.org/x/net/html"
	"pgregory.net/rapid"

	"practicecms/content/paste"
)

// A text is made up, put on the clipboard as each program would, read, and delivered. No
// word of it occurs twice, so that each can be followed.

// piece is some words that have the same marks.
type piece struct {
	words []string
	marks string // of "b", "i" and "s", sorted
	link  string
	raise string // stands raised after the last word
}

// part is a block of a made-up text.
type part struct {
	kind    string // "heading", "paragraph", "list", "table", "quote"
	level   int    // of a heading
	lines   [][]piece
	ordered bool
	start   int
	items   []item
	rows    [][][]piece
}

type item struct {
	line  []piece
	under *part // a list, or nil
}

// maker makes up texts whose words are all different.
type maker struct {
	t     *rapid.T
	words int
}

func (m *maker) word() string {
	m.words++
	name := ""
	for n := m.words; n > 0; n /= 12 {
		name += []string{"ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se"}[n%12]
	}
	switch rapid.IntRange(0, 9).Draw(m.t, "sort") {
	case 0:
		return fmt.Sprintf("$%d", 1000+m.words)
	case 1:
		return name + "n’" + "to"
	case 2:
		return "“" + name + "ñ”"
	default:
		return name + "m"
	}
}

func (m *maker) line(plain bool) (line []piece) {
	for range rapid.IntRange(1, 4).Draw(m.t, "pieces") {
		var p piece
		for range rapid.IntRange(1, 4).Draw(m.t, "words") {
			p.words = append(p.words, m.word())
		}
		if !plain {
			p.marks = rapid.SampledFrom([]string{"", "", "", "b", "i", "s", "bi"}).Draw(m.t, "marks")
			if rapid.IntRange(0, 7).Draw(m.t, "linked") == 0 {
				p.link = fmt.Sprintf("https://example.org/p/%d?a=b&c=%d_d", m.words, m.words)
			}
			p.raise = rapid.SampledFrom([]string{"", "", "", "", "", "", "1", "12", "a"}).Draw(m.t, "raise")
		}
		line = append(line, p)
	}
	// Written in small letters and with a full stop, no line is taken for a heading.
	if last := &line[len(line)-1]; !plain {
		last.words = append(last.words, m.word()+".")
		last.raise = ""
	}
	return line
}

func (m *maker) list(depth int) *part {
	l := &part{kind: "list", ordered: rapid.Bool().Draw(m.t, "ordered"), start: 1}
	if l.ordered {
		l.start = rapid.SampledFrom([]int{1, 1, 1, 0, 4}).Draw(m.t, "start")
	}
	for range rapid.IntRange(2, 4).Draw(m.t, "items") {
		it := item{line: m.line(false)}
		if depth < 3 && rapid.IntRange(0, 3).Draw(m.t, "under") == 0 {
			it.under = m.list(depth + 1)
		}
		l.items = append(l.items, it)
	}
	return l
}

func (m *maker) table() part {
	t := part{kind: "table"}
	columns := rapid.IntRange(2, 4).Draw(m.t, "columns")
	for range rapid.IntRange(2, 4).Draw(m.t, "rows") {
		var row [][]piece
		for range columns {
			row = append(row, m.line(len(t.rows) == 0))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// text makes up a text. One that begins with a heading has all its headings marked.
func (m *maker) text(kinds []string) []part {
	parts := []part{{kind: "heading", level: 2, lines: [][]piece{m.line(true)}}}
	for range rapid.IntRange(1, 6).Draw(m.t, "parts") {
		switch kind := rapid.SampledFrom(kinds).Draw(m.t, "kind"); kind {
		case "heading":
			parts = append(parts, part{kind: kind, level: rapid.IntRange(2, 3).Draw(m.t, "level"), lines: [][]piece{m.line(true)}},
				part{kind: "paragraph", lines: [][]piece{m.line(false)}})
		case "list":
			parts = append(parts, *m.list(1))
		case "table":
			parts = append(parts, m.table())
		default:
			p := part{kind: kind}
			for range rapid.SampledFrom([]int{1, 1, 1, 2, 3}).Draw(m.t, "lines") {
				p.lines = append(p.lines, m.line(false))
			}
			parts = append(parts, p)
		}
	}
	return parts
}

// program writes parts as it would put them on the clipboard.
type program struct {
	run   func(p piece, text string) string // a piece, escaped
	raise func(s string) string
	block map[string]func(w *program, p part) string
	page  func(body string) string
	lists int // how many lists were written
}

func (w *program) write(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(w.block[p.kind](w, p) + "\n")
	}
	return w.page(b.String())
}

func (w *program) line(line []piece) string {
	var out []string
	for _, p := range line {
		text := w.run(p, html.EscapeString(strings.Join(p.words, " ")))
		if p.link != "" {
			text = `<a href="` + html.EscapeString(p.link) + `">` + text + "</a>"
		}
		if p.raise != "" {
			text += w.raise(p.raise)
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func (w *program) all(lines [][]piece, between string) string {
	var out []string
	for _, l := range lines {
		out = append(out, w.line(l))
	}
	return strings.Join(out, between)
}

// around gives a run that puts each mark into an element of its own.
func around(b, i, s string) func(piece, string) string {
	return func(p piece, text string) string {
		for _, m := range p.marks {
			tag := map[rune]string{'b': b, 'i': i, 's': s}[m]
			name, _, _ := strings.Cut(tag, " ")
			text = "<" + tag + ">" + text + "</" + name + ">"
		}
		return text
	}
}

func inSup(s string) string { return "<sup>" + s + "</sup>" }

// block gives a writer of lines inside an element; %d in it is a heading's level.
func element(open, end, between string) func(*program, part) string {
	return func(w *program, p part) string {
		if strings.Contains(open, "%d") {
			return fmt.Sprintf(open, p.level) + w.all(p.lines, between) + fmt.Sprintf(end, p.level)
		}
		return open + w.all(p.lines, between) + end
	}
}

// listAs gives a writer of lists of elements. Where inside is false, a list under an item
// follows it, as Google Docs and Apple's programs have it.
func listAs(open, end string, inside bool) func(*program, part) string {
	var write func(w *program, p part) string
	write = func(w *program, p part) string {
		tag, start := "ul", ""
		if p.ordered {
			tag = "ol"
			if p.start != 1 {
				start = fmt.Sprintf(` start="%d"`, p.start)
			}
		}
		out := "<" + tag + start + ">"
		for _, it := range p.items {
			under := ""
			if it.under != nil {
				under = write(w, *it.under)
			}
			if inside {
				out += open + w.line(it.line) + under + end
			} else {
				out += open + w.line(it.line) + end + under
			}
		}
		return out + "</" + tag + ">"
	}
	return write
}

// wordList writes items as Word does: paragraphs with a sign that only Word hides.
func wordList(w *program, p part) string {
	w.lists++
	id, out := w.lists, ""
	var write func(p part, level int)
	write = func(p part, level int) {
		for n, it := range p.items {
			sign := "·"
			if p.ordered {
				sign = fmt.Sprintf("%d.", p.start+n)
			}
			out += fmt.Sprintf("<p class=MsoListParagraphCxSpMiddle style='margin-left:%d.0in;text-indent:-.25in;mso-list:l%d level%d lfo%d'>"+
				"<![if !supportLists]><span style='mso-list:Ignore'>%s<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>%s<o:p></o:p></p>\n",
				level, id, level, id, sign, w.line(it.line))
			if it.under != nil {
				write(*it.under, level+1)
			}
		}
	}
	write(p, 1)
	return out
}

func tableAs(open, cell, cellEnd, end string) func(*program, part) string {
	return func(w *program, p part) string {
		out := open
		for _, row := range p.rows {
			out += "<tr>"
			for _, c := range row {
				out += cell + w.line(c) + cellEnd
			}
			out += "</tr>\n"
		}
		return out + end
	}
}

func docsRun(p piece, text string) string {
	weight, slant, line := 400, "normal", "none"
	for _, m := range p.marks {
		switch m {
		case 'b':
			weight = 700
		case 'i':
			slant = "italic"
		case 's':
			line = "line-through"
		}
	}
	return fmt.Sprintf(`<span style="font-size:11pt;font-weight:%d;font-style:%s;text-decoration:%s;vertical-align:baseline;white-space:pre-wrap;">%s</span>`, weight, slant, line, text)
}

func cocoaRun(p piece, text string) string {
	class := "s1"
	if strings.Contains(p.marks, "s") {
		class = "s2"
	}
	return `<span class="` + class + `">` + around("b", "i", "span")(piece{marks: strings.ReplaceAll(p.marks, "s", "")}, text) + "</span>"
}

var plainPage = func(body string) string { return "<meta charset='utf-8'>" + body }

func programs() map[string]*program {
	const docsP = `<p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;">`
	blocks := func(heading, paragraph, list, table, quote func(*program, part) string) map[string]func(*program, part) string {
		return map[string]func(*program, part) string{"heading": heading, "paragraph": paragraph, "list": list, "table": table, "quote": quote}
	}
	return map[string]*program{
		"word-desktop": {
			run: around("b style='mso-bidi-font-weight:normal'", "i", "s"), raise: inSup,
			block: blocks(element("<h%d>", "<o:p></o:p></h%d>", " "), element("<p class=MsoNormal>", "<o:p></o:p></p>", "<br>\n"), wordList,
				tableAs("<table class=MsoTableGrid border=1>", "<td width=208 valign=top><p class=MsoNormal>", "<o:p></o:p></p></td>", "</table>"), nil),
			page: func(body string) string {
				return `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0in} --></style></head><body lang=EN-US><!--StartFragment-->` + body + "<!--EndFragment--></body></html>"
			},
		},
		"google-docs": {
			run: docsRun, raise: func(s string) string {
				return `<span style="font-size:0.6em;font-weight:400;vertical-align:super;white-space:pre-wrap;">` + s + "</span>"
			},
			block: blocks(element(`<h%d dir="ltr">`, "</h%d>", " "), element(docsP, "</p>", "<br />"), listAs(`<li dir="ltr" aria-level="1">`+docsP, "</p></li>", false),
				tableAs(`<div dir="ltr" align="left"><table style="border:none;"><colgroup><col /></colgroup><tbody>`, "<td>"+docsP, "</p></td>", "</tbody></table></div>"), nil),
			page: func(body string) string {
				return `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-0">` + body + "</b>"
			},
		},
		"gmail": {
			run: around("b", "i", "strike"), raise: inSup,
			block: blocks(element("<h%d>", "</h%d>", " "), element("<div>", "</div><div><br></div>", "<br>"), listAs(`<li style="margin-left:15px">`, "</li>", true),
				tableAs("<table><tbody>", "<td>", "</td>", "</tbody></table>"), element(`<blockquote class="gmail_quote">`, "</blockquote>", "<br>")),
			page: func(body string) string {
				return `<meta charset='utf-8'><div dir="ltr" style="font-weight: 400; white-space: normal;">` + body + "</div>"
			},
		},
		"pages": {
			run: cocoaRun, raise: func(s string) string { return `<span class="s3"><sup>` + s + "</sup></span>" },
			block: blocks(element(`<h%d class="p3">`, "</h%d>", " "), element(`<p class="p1">`, "</p>\n<p class=\"p2\"><br></p>", "<br>\n"), listAs(`<li class="li1">`, "</li>\n", false),
				tableAs(`<table cellspacing="0" class="t1"><tbody>`, `<td valign="top" class="td1"><p class="p1">`, "</p></td>", "</tbody></table>"), nil),
			page: func(body string) string {
				return `<html><head><meta name="Generator" content="Cocoa HTML Writer"><style type="text/css">p.p1 {margin: 0.0px} span.s1 {font-kerning: none} span.s2 {text-decoration: line-through}</style></head><body>` + body + "</body></html>"
			},
		},
		"libreoffice": {
			run: around("b", "i", "strike"), raise: inSup,
			block: blocks(element(`<h%d class="western">`, "</h%d>", " "), element(`<p class="western"><font size="3">`, "</font></p>", "<br/>\n"), listAs(`<li><p class="western">`, "</p></li>", false),
				tableAs(`<table width="100%"><col width="128*"/>`, `<td width="50%"><p class="western">`, "</p></td>", "</table>"), element("<blockquote>", "</blockquote>", "<br/>")),
			page: func(body string) string {
				return `<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice 24.2"/></head><body lang="en-US">` + body + "</body></html>"
			},
		},
		"excel": {
			run: around(`font class="font6"`, `font class="font8"`, `font class="font7"`), raise: inSup,
			block: blocks(nil, nil, nil, tableAs("", "<td class=xl66>", "</td>", ""), nil),
			page: func(body string) string {
				return `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style><!-- .font6 {font-weight:700;} .font7 {font-weight:400; text-decoration:line-through;} .font8 {font-style:italic;} --></style></head><body><table border=0><!--StartFragment-->` + body + "<!--EndFragment--></table></body></html>"
			},
		},
		"chrome": {
			run: around(`strong style="box-sizing: border-box; font-weight: 700;"`, "em", `span style="text-decoration: line-through;"`), raise: inSup,
			block: blocks(element(`<h%d style="font-weight: 600;">`, "</h%d>", " "), element(`<p style="font-weight: 400;">`, "</p>", "<br>"), listAs(`<li style="box-sizing: border-box;">`, "</li>", true),
				tableAs("<table><tbody>", "<td>", "</td>", "</tbody></table>"), element("<blockquote><p>", "</p></blockquote>", "<br>")),
			page: plainPage,
		},
	}
}

// told is what a made-up text says.
type told struct {
	words []string
	marks map[string]string // of each word that has some
	links []string
	items int
	cells int
}

func tell(parts []part) told {
	out := told{marks: map[string]string{}}
	line := func(l []piece, marked bool) {
		for _, p := range l {
			words := slices.Clone(p.words)
			if last := len(words) - 1; p.raise != "" {
				words[last] = withRaised(words[last], p.raise)
			}
			for _, w := range words {
				if marks := p.marks; marked && marks != "" {
					out.marks[w] = marks
				}
			}
			out.words = append(out.words, words...)
			if p.link != "" {
				out.links = append(out.links, p.link)
			}
		}
	}
	var list func(p part)
	list = func(p part) {
		for _, it := range p.items {
			out.items++
			line(it.line, true)
			if it.under != nil {
				list(*it.under)
			}
		}
	}
	for _, p := range parts {
		for _, l := range p.lines {
			line(l, p.kind != "heading")
		}
		list(p)
		for _, row := range p.rows {
			for _, cell := range row {
				out.cells++
				line(cell, true)
			}
		}
	}
	slices.Sort(out.links)
	return out
}

// withRaised writes a word with what stands raised after it, by the rule of the dialect.
func withRaised(word, raised string) string {
	if signs, ok := shifted(raised, false); ok {
		return word + signs
	}
	if last := word[len(word)-1]; last >= '0' && last <= '9' {
		return word + "(" + raised + ")"
	}
	return word + raised
}

// heard is what delivered HTML says, in the same terms.
func heard(delivered string) told {
	out := told{marks: map[string]string{}, links: targetsOf(delivered), words: wordsOf(seenHTML(delivered))}
	root, err := xhtml.Parse(strings.NewReader(delivered))
	if err != nil {
		return out
	}
	signs := map[string]string{"strong": "b", "em": "i", "del": "s"}
	for n := range root.Descendants() {
		switch {
		case n.Data == "li":
			out.items++
		case (n.Data == "td" || n.Data == "th") && n.FirstChild != nil:
			out.cells++
		case n.Type == xhtml.TextNode:
			var marks []string
			for p := n.Parent; p != nil; p = p.Parent {
				if s := signs[p.Data]; s != "" && !slices.Contains(marks, s) {
					marks = append(marks, s)
				}
			}
			slices.Sort(marks)
			for _, w := range strings.Fields(n.Data) {
				if len(marks) > 0 {
					out.marks[w] = strings.Join(marks, "")
				}
			}
		}
	}
	return out
}

// withoutRaised takes out the words on which something stands raised: it may be outside
// the marks of the word.
func withoutRaised(marks map[string]string, parts []part) map[string]string {
	raised := map[string]bool{}
	look := func(l []piece) {
		for _, p := range l {
			if p.raise != "" {
				last := p.words[len(p.words)-1]
				raised[last], raised[withRaised(last, p.raise)] = true, true
			}
		}
	}
	var list func(p part)
	list = func(p part) {
		for _, it := range p.items {
			look(it.line)
			if it.under != nil {
				list(*it.under)
			}
		}
	}
	for _, p := range parts {
		for _, l := range p.lines {
			look(l)
		}
		list(p)
		for _, row := range p.rows {
			for _, cell := range row {
				look(cell)
			}
		}
	}
	out := map[string]string{}
	for w, m := range marks {
		if !raised[w] {
			out[w] = m
		}
	}
	return out
}

func TestRandomTextsComeInWholeFromEveryProgram(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(programs())) {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				w := programs()[name]
				m := &maker{t: t}
				var parts []part
				if name == "excel" {
					parts = []part{m.table()}
				} else {
					var kinds []string
					for _, kind := range []string{"paragraph", "heading", "list", "table", "quote"} {
						if w.block[kind] != nil {
							kinds = append(kinds, kind)
						}
					}
					parts = m.text(kinds)
				}
				clip := w.write(parts)
				result, err := paste.Parse(clip, paste.Options{Format: paste.HTML})
				if err != nil {
					t.Fatalf("%s\n%v", clip, err)
				}
				markdown := flatten(result.Content)
				out, err := delivered(markdown)
				if err != nil {
					t.Fatalf("%s\n%v", markdown, err)
				}
				want, got := tell(parts), heard(out)
				fault := func(what string, got, want any) {
					t.Fatalf("%s: got %v, want %v\nclipboard %s\nmarkdown %s", what, got, want, clip, markdown)
				}
				if !slices.Equal(want.words, got.words) {
					fault("words", firstDifference(got.words, want.words), "the same")
				}
				if !slices.Equal(want.links, got.links) {
					fault("links", got.links, want.links)
				}
				if a, b := withoutRaised(want.marks, parts), withoutRaised(got.marks, parts); !maps.Equal(a, b) {
					fault("marks", b, a)
				}
				if want.items != got.items {
					fault("items", got.items, want.items)
				}
				if want.cells != got.cells {
					fault("cells", got.cells, want.cells)
				}
			})
		})
	}
}
