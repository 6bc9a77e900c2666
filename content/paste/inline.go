package paste

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// inlineReader reads what stands inside a Markdown paragraph: emphasis, links,
// code, escapes, entities and line breaks. It takes time linear in the text: it
// never looks back further than maxLookBack open marks.
type inlineReader struct {
	removed *removals

	src      string
	pos      int
	tokens   []token
	text     strings.Builder // characters since the last token
	brackets []int           // tokens of the open [ and ![
	runs     map[int][]int   // where runs of n backticks start, ascending
}

// token is a piece of text, a mark, or both ends of a link.
type token struct {
	text     string
	br       bool
	mark     byte // '*' or '_': a run of n of them; '[' and '!': an open bracket
	n        int  // how many of the run are not used
	opens    bool // the run may open emphasis
	closes   bool // the run may close it
	bold     int  // +1 from here on, -1 up to here
	italic   int
	starts   bool // a link starts after this token
	link     string
	linkEnds bool
}

const maxLookBack = 32

// onOneLine makes spaces of the line ends and breaks inside a code span.
var onOneLine = strings.NewReplacer("\n", " ", lineBreakMark, " ")

var (
	autoLink = regexp.MustCompile(`^<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s\v<>]+)>`)
	autoMail = regexp.MustCompile(`^<([^\s\v@<>\\]+@[a-zA-Z0-9.-]+)>`)
	lineTag  = regexp.MustCompile(`(?i)^<br */?>`)
	entity   = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});`)
	linkEnd  = regexp.MustCompile(`^(?: +(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'))? *\)`)
	escaped  = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
)

// read gives the text of one paragraph. Lines are soft breaks unless a backslash
// ends them.
func (r *inlineReader) read(src string) rich {
	*r = inlineReader{removed: r.removed, src: src}
	r.findRuns()
	for r.pos < len(src) {
		r.next()
	}
	r.endText()
	r.pair()
	return r.rich()
}

func (r *inlineReader) findRuns() {
	r.runs = map[int][]int{}
	for i := 0; i < len(r.src); {
		n := len(r.src[i:]) - len(strings.TrimLeft(r.src[i:], "`"))
		if n == 0 {
			skip := strings.IndexByte(r.src[i:], '`')
			if skip < 0 {
				return
			}
			i += skip
			continue
		}
		r.runs[n] = append(r.runs[n], i)
		i += n
	}
}

// endText makes a token of the characters read so far.
func (r *inlineReader) endText() {
	if r.text.Len() > 0 {
		r.tokens = append(r.tokens, token{text: r.text.String()})
		r.text.Reset()
	}
}

func (r *inlineReader) add(t token) {
	r.endText()
	r.tokens = append(r.tokens, t)
}

// next reads one mark or a run of plain characters.
func (r *inlineReader) next() {
	rest := r.src[r.pos:]
	switch c := rest[0]; c {
	case '\\':
		r.escape(rest)
	case lineBreakMark[0]:
		r.add(token{br: true})
		r.pos++
	case '\n':
		r.text.WriteByte(' ')
		r.pos++
	case '`':
		r.code(rest)
	case '<':
		r.angle(rest)
	case '&':
		if m := entity.FindString(rest); m != "" && html.UnescapeString(m) != m {
			meant := html.UnescapeString(m)
			r.removed.countTurns(meant)
			r.text.WriteString(strings.ReplaceAll(normalise(meant), "\n", " "))
			r.pos += len(m)
			return
		}
		r.literal(1)
	case '*', '_':
		r.run(rest)
	case '!':
		if strings.HasPrefix(rest, "![") {
			r.add(token{text: "![", mark: '!'})
			r.brackets = append(r.brackets, len(r.tokens)-1)
			r.pos += 2
			return
		}
		r.literal(1)
	case '[':
		r.add(token{text: "[", mark: '['})
		r.brackets = append(r.brackets, len(r.tokens)-1)
		r.pos++
	case ']':
		r.closeBracket(rest)
	default:
		n := strings.IndexAny(rest, "\\\n\v`<&*_![]")
		if n < 0 {
			n = len(rest)
		}
		r.literal(n)
	}
}

// literal takes n bytes as they are.
func (r *inlineReader) literal(n int) {
	r.text.WriteString(r.src[r.pos : r.pos+n])
	r.pos += n
}

func (r *inlineReader) escape(rest string) {
	switch {
	case strings.HasPrefix(rest, "\\\n"):
		r.add(token{br: true})
		r.pos += 2
	case escaped.MatchString(rest[:min(2, len(rest))]):
		r.text.WriteByte(rest[1])
		r.pos += 2
	default:
		r.literal(1)
	}
}

func (r *inlineReader) code(rest string) {
	n := len(rest) - len(strings.TrimLeft(rest, "`"))
	after := r.runs[n]
	for len(after) > 0 && after[0] <= r.pos {
		after = after[1:]
	}
	r.runs[n] = after
	if len(after) == 0 {
		r.literal(n)
		return
	}
	r.text.WriteString(onOneLine.Replace(r.src[r.pos+n : after[0]]))
	r.pos = after[0] + n
}

func (r *inlineReader) angle(rest string) {
	if m := lineTag.FindString(rest); m != "" {
		r.add(token{br: true})
		r.pos += len(m)
		return
	}
	m := autoLink.FindStringSubmatch(rest)
	target := ""
	if m != nil {
		target = m[1]
	} else if m = autoMail.FindStringSubmatch(rest); m != nil {
		target = "mailto:" + m[1]
	}
	if m == nil {
		r.literal(1)
		return
	}
	r.add(token{starts: true, link: keepLink(target, m[1], r.removed)})
	r.add(token{text: m[1]})
	r.add(token{linkEnds: true})
	r.pos += len(m[0])
}

// closeBracket ends a link or a picture when an address follows.
func (r *inlineReader) closeBracket(rest string) {
	n := len(r.brackets)
	if n == 0 {
		r.literal(1)
		return
	}
	open := r.brackets[n-1]
	r.brackets = r.brackets[:n-1]
	target, n := destination(rest[1:])
	if n == 0 {
		r.literal(1)
		return
	}
	r.endText()
	if r.tokens[open].mark == '!' {
		r.tokens = r.tokens[:open] // with its alternative text
		r.removed.count("picture", "pictures")
	} else {
		r.tokens[open] = token{starts: true, link: keepLink(target, r.plainFrom(open), r.removed)}
		r.add(token{linkEnds: true})
	}
	r.pos += 1 + n
}

// destination reads "(address)" or "(address "title")" and gives its length in
// bytes; 0 when there is none. Parentheses in the address may nest a little.
func destination(s string) (address string, n int) {
	if !strings.HasPrefix(s, "(") {
		return "", 0
	}
	i := 1
	if strings.HasPrefix(s[i:], "<") {
		end := strings.IndexAny(s[i:min(len(s), i+maxLink)], ">\n")
		if end < 0 || s[i+end] != '>' {
			return "", 0
		}
		address, i = s[i+1:i+end], i+end+1
	} else {
		depth := 0
		for ; i < len(s) && i < 2*maxLink && s[i] > ' '; i++ {
			if s[i] == '(' {
				depth++
			} else if s[i] == ')' {
				depth--
			} else if s[i] == '\\' && i+1 < len(s) && s[i+1] > ' ' {
				i++
			}
			if depth < 0 || depth > 4 {
				break
			}
		}
		if depth > 0 {
			return "", 0
		}
		address = s[1:min(i, len(s))]
	}
	end := linkEnd.FindString(s[min(i, len(s)):])
	if end == "" {
		return "", 0
	}
	return html.UnescapeString(escaped.ReplaceAllString(address, "$1")), i + len(end)
}

// plainFrom gives the first words after a token, for the report.
func (r *inlineReader) plainFrom(open int) string {
	var b strings.Builder
	for _, t := range r.tokens[open+1 : min(open+20, len(r.tokens))] {
		b.WriteString(t.text)
	}
	return b.String()
}

// run reads a run of asterisks or underscores (CommonMark §6.2).
func (r *inlineReader) run(rest string) {
	c := rest[0]
	n := len(rest) - len(strings.TrimLeft(rest, string(c)))
	before, _ := utf8.DecodeLastRuneInString(r.src[:r.pos])
	after, _ := utf8.DecodeRuneInString(rest[n:])
	if r.pos == 0 {
		before = ' '
	}
	if n == len(rest) {
		after = ' '
	}
	left := !unicode.IsSpace(after) && (!isPunct(after) || unicode.IsSpace(before) || isPunct(before))
	right := !unicode.IsSpace(before) && (!isPunct(before) || unicode.IsSpace(after) || isPunct(after))
	t := token{mark: c, n: n, opens: left, closes: right}
	if c == '_' { // not inside words, as in snake_case
		t.opens = left && (!right || isPunct(before))
		t.closes = right && (!left || isPunct(after))
	}
	r.add(t)
	r.pos += n
}

func isPunct(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

// pair finds for each run that closes emphasis the run that opens it.
func (r *inlineReader) pair() {
	var open []int
	for i := range r.tokens {
		t := &r.tokens[i]
		if t.mark != '*' && t.mark != '_' {
			continue
		}
		for t.closes && t.n > 0 {
			j := r.opener(open, t)
			if j < 0 {
				break
			}
			o := &r.tokens[open[j]]
			if o.n >= 2 && t.n >= 2 {
				o.n, t.n, o.bold, t.bold = o.n-2, t.n-2, o.bold+1, t.bold-1
			} else {
				o.n, t.n, o.italic, t.italic = o.n-1, t.n-1, o.italic+1, t.italic-1
			}
			if o.n > 0 {
				open = open[:j+1]
			} else {
				open = open[:j]
			}
		}
		if t.opens && t.n > 0 {
			open = append(open, i)
		}
	}
}

// opener gives the index in open of the nearest run that t may close, or -1.
func (r *inlineReader) opener(open []int, t *token) int {
	for j := len(open) - 1; j >= 0 && j >= len(open)-maxLookBack; j-- {
		o := r.tokens[open[j]]
		if o.mark != t.mark {
			continue
		}
		if (o.closes || t.opens) && (o.n+t.n)%3 == 0 && (o.n%3 != 0 || t.n%3 != 0) {
			continue
		}
		return j
	}
	return -1
}

// rich gives the text of the tokens with their styles.
func (r *inlineReader) rich() rich {
	var out rich
	bold, italic := 0, 0
	var links []string
	for _, t := range r.tokens {
		st := style{bold: bold > 0, italic: italic > 0}
		if len(links) > 0 {
			st.link = links[len(links)-1]
		}
		text := t.text
		if t.mark == '*' || t.mark == '_' {
			text = strings.Repeat(string(t.mark), t.n)
		}
		switch {
		case t.br:
			out = append(out, span{br: true})
		case t.linkEnds:
			links = links[:len(links)-1]
		case t.starts:
			links = append(links, t.link)
		case text != "":
			out = append(out, span{text: text, style: st})
		}
		bold, italic = bold+t.bold, italic+t.italic
	}
	return out
}
