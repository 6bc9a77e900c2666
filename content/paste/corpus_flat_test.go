package paste_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"practicecms/content"
)

// apart stands between two blocks: it keeps a list from running on into the next one, and
// is not delivered.
const apart = "\n\n<!-- -->\n\n"

// flatten writes the blocks of a page as one Markdown.
func flatten(c content.Content) string {
	var out []string
	m := content.Standard()
	for _, b := range c.Blocks {
		kind, ok := m.Kind(b.Kind)
		if !ok {
			out = append(out, "UNKNOWN KIND "+b.Kind)
			continue
		}
		var parts []string
		if b.Kind == "quote" {
			parts = flatQuote(b.Fields)
		} else {
			parts = flatFields(kind.Fields, b.Fields, "## ")
		}
		out = append(out, strings.Join(parts, "\n\n"))
	}
	return strings.Join(out, apart)
}

func flatFields(fields []content.Field, values content.Fields, sign string) (out []string) {
	for _, f := range fields {
		value, ok := values[f.Name]
		if !ok {
			continue
		}
		switch v := value.(type) {
		case string:
			switch {
			case f.Type == content.Text && f.Heading:
				out = append(out, sign+escaped(v))
			case f.Type == content.Text:
				out = append(out, strings.ReplaceAll(escaped(v), "\n", "\\\n"))
			case f.Type == content.Markdown:
				out = append(out, v)
			}
		case map[string]any:
			if label, link := v["label"], v["link"]; label != nil {
				out = append(out, flatButton(label, link))
			}
		case []any:
			out = append(out, flatList(f, v)...)
		}
	}
	return out
}

func flatButton(label, link any) string {
	if link == nil {
		return escaped(fmt.Sprint(label))
	}
	return fmt.Sprintf("[%s](<%v>)", escaped(fmt.Sprint(label)), link)
}

func flatList(f content.Field, items []any) (out []string) {
	if f.Item.Type == content.Group {
		for _, item := range items {
			out = append(out, flatFields(f.Item.Fields, item.(map[string]any), "### ")...)
		}
		return out
	}
	var lines []string
	for _, item := range items {
		lines = append(lines, fmt.Sprint(item))
	}
	if f.Item.Means == content.NoPoint {
		return []string{strings.Join(lines, "\\\n")}
	}
	return []string{"- " + strings.Join(lines, "\n- ")}
}

// flatQuote writes a quotation as people do: the words, and below them the author.
func flatQuote(f content.Fields) []string {
	lines := strings.Split(fmt.Sprint(f["text"]), "\n")
	var author []string
	for _, name := range []string{"person", "work"} {
		if v, ok := f[name].(string); ok && v != "" {
			author = append(author, escaped(v))
		}
	}
	if len(author) > 0 {
		lines = append(lines, "", "— "+strings.Join(author, ", "))
	}
	return []string{"> " + strings.Join(lines, "\n> ")}
}

// escaped writes plain text so that it is read as itself.
func escaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < unicode.MaxASCII && unicode.In(r, unicode.Punct, unicode.Symbol) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// line is one line of a text as it is delivered, without what two spellings of the same
// text may differ in.
type line struct {
	text string // with its place and marks, for reading and comparing
	soft bool   // it goes on from the line before it: a line break, not a paragraph
	size int    // characters that are seen
}

func lineTexts(lines []line) (out []string) {
	for _, l := range lines {
		sign := "¶ "
		if l.soft {
			sign = "↵ "
		}
		out = append(out, sign+l.text)
	}
	return out
}

// shortLine is the longest line, in characters, of an address, a list of names and the
// like: for such lines it makes no difference whether each is called a paragraph.
const shortLine = 100

// sameShape compares. Where the answer has short paragraphs, lines of one paragraph will
// do as well; where it has a bold line or a name with credentials, so will a heading. Not
// the other way round.
func sameShape(want, got []line) bool {
	return slices.EqualFunc(want, got, func(w, g line) bool {
		short := w.size <= shortLine
		same := w.text == g.text || short && !w.soft && (isBold(w.text) || isPerson.MatchString(w.text)) && g.text == "# "+plainText(w.text)
		return same && (w.soft == g.soft || g.soft && short)
	})
}

// isPerson finds a line such as "Dana Reyes, M.A., LPCC".
var isPerson = regexp.MustCompile(`^\PL*\pL[^,]*(, (\p{Lu}\.?){2,}| \p{Lu}{3,}|, P[sh][yh]?\.?D)`)

func isBold(text string) bool {
	return strings.HasPrefix(text, "{s|") && strings.Count(text, "{") == 1 && strings.HasSuffix(text, "}")
}

func plainText(text string) string {
	return strings.NewReplacer("{s|", "", "{e|", "", "{es|", "", "}", "").Replace(text)
}

// quoted stands before each line of a quotation, and is no sign that a text would have.
const quoted = "❭ "

// shaper turns delivered HTML into lines.
type shaper struct {
	lines  []line
	prefix string // quotes and items around
	runs   []run  // of the line that is being read
	soft   bool
}

// run is a piece of a line whose characters have the same marks.
type run struct {
	text  string
	marks string // sorted letters; the address of a link after them
}

func shapeOf(delivered string) []line {
	root, err := html.Parse(strings.NewReader(delivered))
	if err != nil {
		return []line{{text: err.Error()}}
	}
	var s shaper
	s.block(root)
	s.end(false)
	return authors(s.lines)
}

// authors makes a quotation with its author the same as the two as plain lines.
func authors(lines []line) []line {
	for i, l := range lines {
		bare := strings.TrimPrefix(l.text, quoted)
		if !strings.HasPrefix(bare, "— ") && !strings.HasPrefix(bare, "– ") && !strings.HasPrefix(bare, "- ") {
			continue
		}
		_, bare, _ = strings.Cut(bare, " ")
		lines[i].text, lines[i].soft = "— "+bare, false
		for j := i - 1; j >= 0 && strings.HasPrefix(lines[j].text, quoted); j-- {
			lines[j].text = lines[j].text[len(quoted):]
		}
	}
	return lines
}

// end closes the line; the next one is soft when only a break was between them.
func (s *shaper) end(soft bool) {
	text, size := joinRuns(s.runs)
	s.runs = nil
	if text == "" {
		if !soft {
			s.soft = false
		}
		return
	}
	s.lines = append(s.lines, line{s.prefix + text, s.soft, size})
	if rest := strings.TrimRight(s.prefix, "0123456789.• "); rest != s.prefix { // the sign stands on an item's first line only
		s.prefix = rest + strings.Repeat(" ", len(s.prefix)-len(rest))
	}
	s.soft = soft
}

// block walks the children of an element that holds blocks.
func (s *shaper) block(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.node(c, "", "")
	}
}

func (s *shaper) node(n *html.Node, marks, link string) {
	children := func(marks, link string) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			s.node(c, marks, link)
		}
	}
	if n.Type == html.TextNode {
		s.text(n, marks, link)
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	switch n.Data {
	case "strong", "em", "del":
		if !strings.Contains(marks, n.Data[:1]) {
			marks += n.Data[:1]
		}
		children(marks, link)
	case "a":
		children(marks, attribute(n, "href"))
	case "br":
		s.end(true)
	case "h1", "h2", "h3", "h4", "h5", "h6":
		s.inside("# ", func() { children("", "") })
		s.lines = plainHeading(s.lines)
	case "blockquote":
		s.inside(quoted, func() { children("", "") })
	case "ul", "ol":
		s.list(n)
	case "table":
		s.table(n)
	case "html", "head", "body", "code", "sup", "sub", "span":
		children(marks, link)
	default: // p, pre, hr, div
		s.end(false)
		children(marks, link)
		s.end(false)
	}
}

// text takes a piece over. In preformatted text a line end is a line break.
func (s *shaper) text(n *html.Node, marks, link string) {
	letters := strings.Split(marks, "")
	slices.Sort(letters)
	key := strings.Join(letters, "")
	if link != "" {
		key += " " + link
	}
	if !within(n, "pre") {
		s.runs = append(s.runs, run{n.Data, key})
		return
	}
	for i, l := range strings.Split(n.Data, "\n") {
		if i > 0 {
			s.end(true)
		}
		s.runs = append(s.runs, run{l, key})
	}
}

func within(n *html.Node, tag string) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		if n.Data == tag {
			return true
		}
	}
	return false
}

// plainHeading takes the marks out of the last line: a heading has none.
func plainHeading(lines []line) []line {
	if n := len(lines); n > 0 {
		lines[n-1].text = plainText(lines[n-1].text)
	}
	return lines
}

func (s *shaper) inside(prefix string, walk func()) {
	s.end(false)
	was := s.prefix
	s.prefix += prefix
	walk()
	s.end(false)
	s.prefix = was
}

func (s *shaper) list(n *html.Node) {
	number := 1
	if _, err := fmt.Sscan(attribute(n, "start"), &number); err != nil {
		number = 1
	}
	s.end(false)
	s.lines = append(s.lines, line{text: s.prefix + "<" + n.Data + ">"})
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Data != "li" {
			continue
		}
		sign := "• "
		if n.Data == "ol" {
			sign = fmt.Sprintf("%d. ", number)
			number++
		}
		s.inside(sign, func() { s.block(c) })
	}
}

func (s *shaper) table(n *html.Node) {
	s.end(false)
	var rows func(*html.Node)
	rows = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Data != "tr" {
				rows(c)
			} else if row := tableRow(c); strings.Trim(row, "| ") != "" {
				s.lines = append(s.lines, line{text: s.prefix + row})
			}
		}
	}
	rows(n)
}

func tableRow(tr *html.Node) string {
	row := "|"
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.Data != "td" && c.Data != "th" {
			continue
		}
		var cell shaper
		cell.block(c)
		cell.end(false)
		var lines []string
		for _, l := range cell.lines {
			lines = append(lines, l.text)
		}
		text := strings.Join(lines, " / ")
		if c.Data == "th" { // bold in a head says nothing more
			text = plainText(text)
		}
		row += " " + text + " |"
	}
	return row
}

// joinRuns writes the pieces of a line, white space folded and without marks on it.
func joinRuns(runs []run) (text string, size int) {
	type char struct {
		r     rune
		marks string
	}
	var chars []char
	for _, run := range runs {
		for _, r := range run.text {
			if r == ' ' || r == '\n' || r == '\t' {
				if len(chars) == 0 || chars[len(chars)-1].r == ' ' {
					continue
				}
				r = ' '
			}
			chars = append(chars, char{r, run.marks})
		}
	}
	for len(chars) > 0 && chars[len(chars)-1].r == ' ' {
		chars = chars[:len(chars)-1]
	}
	for i := range chars { // a space between two pieces belongs to both or to none
		if chars[i].r == ' ' && chars[i-1].marks == chars[i+1].marks {
			chars[i].marks = chars[i-1].marks
		} else if chars[i].r == ' ' {
			chars[i].marks = ""
		}
	}
	var b strings.Builder
	marks := ""
	for _, c := range chars {
		if c.marks != marks {
			if marks != "" {
				b.WriteByte('}')
			}
			if c.marks != "" {
				b.WriteString("{" + c.marks + "|")
			}
			marks = c.marks
		}
		b.WriteRune(c.r)
	}
	if marks != "" {
		b.WriteByte('}')
	}
	return b.String(), len(chars)
}
