package paste

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file finds quotations and who said them, and what else begins with a dash and is no
// item of a list.

// dashes may stand before an author, before what somebody says, and before an item.
const (
	longDashes = "–—―" // which may touch what they stand before
	dashes     = "-‐‑‒−" + longDashes
)

// Bounds of a quotation with its author: what the fields of one advise.
const (
	maxAuthor      = 90  // characters of an author's line
	maxQuotation   = 600 // characters of a quotation that gets a block of its own
	maxQuotedLines = 12  // lines that marks of quotation may stand around
)

// authorLine is a dash and who it is. A typed dash may be two hyphens.
var authorLine = regexp.MustCompile(`^(?:([—–―]) ?|(--|-) )(\S.*)$`)

// cutAuthor gives an author's line without its dash. firm says that the dash is one, and no
// hyphen.
func cutAuthor(line rich) (author rich, firm, ok bool) {
	text := line.plain()
	m := authorLine.FindStringSubmatch(text)
	if m == nil || !isAuthor(m[3]) {
		return nil, false, false
	}
	firm = m[1] != "" || m[2] == "--"
	first, _ := utf8.DecodeRuneInString(m[3])
	return line.cut(len(text) - len(m[3])).trim(), firm, firm || unicode.IsUpper(first)
}

// isAuthor reports whether a text may name who said something: it is short, begins with a
// letter, and is no sentence.
func isAuthor(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	words := strings.Fields(text)
	if !unicode.IsLetter(first) || utf8.RuneCountInString(text) > maxAuthor || len(words) > 14 {
		return false
	}
	last := words[len(words)-1]
	abbreviated := strings.Count(last, ".") > 1 || utf8.RuneCountInString(last) <= 3 // Ph.D., Jr.
	return !strings.ContainsAny(last[len(last)-1:], "?!:;,") && (abbreviated || !strings.HasSuffix(last, "."))
}

const (
	opening = "“\"«„‘‹'「『»"
	closing = "”\"»“’›'」』«"
)

func opensQuotation(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune(opening, first)
}

func closesQuotation(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, ".,!?…"))
	return strings.ContainsRune(closing, last)
}

// findQuotations finds the authors of quotations, and lines that begin with a dash since
// somebody speaks.
func findQuotations(elements []element) []element {
	elements = markSigned(elements)
	var out []element
	for i := 0; i < len(elements); {
		n := dashedItems(elements[i:])
		switch {
		case n == 1 && takesAuthor(&out, elements[i].undashed()):
		case n == 1 && elements[i].sign != "-" && len(out) > 0 && out[len(out)-1].kind == paragraph && isName(elements[i].text.plain()):
			out = append(out, elements[i].undashed())
		case n > 1 && isDialogue(elements[i:i+n]):
			out = append(out, spoken(elements[i:i+n])...)
		case n > 0:
			out = append(out, elements[i:i+n]...)
		default:
			n = 1
			out = takeLines(out, elements[i])
		}
		i += n
	}
	for i := range out {
		out[i].text = out[i].text.mapStyle(func(s style) style { s.cited = false; return s })
		if out[i].table != nil {
			for _, row := range out[i].table.rows {
				for c := range row {
					row[c] = row[c].mapStyle(func(s style) style { s.cited = false; return s })
				}
			}
		}
	}
	return out
}

// dashedItems gives how many items with the same typed dash stand at the front.
func dashedItems(elements []element) int {
	n := 0
	for n < len(elements) && elements[n].kind == item && elements[n].sign != "" && strings.Contains(dashes, elements[n].sign) && elements[n].sign == elements[0].sign {
		n++
	}
	return n
}

// undashed is an item of a typed list as the paragraph that it was.
func (e element) undashed() element {
	return element{kind: paragraph, text: slices.Concat(plainText(e.sign+" "), e.text).merge(), gap: e.gap, frame: e.frame}
}

// authorIn gives the author that a line of e names, and whether that is sure; nil when it
// names none.
func (e element) authorIn(line rich) (author rich, firm bool) {
	author, firm, ok := cutAuthor(line)
	switch cited := e.author != 0 || e.quote && line.all(func(s style) bool { return s.cited }); {
	case cited && author == nil:
		return line, true
	case cited || ok:
		return author, firm || cited
	}
	return nil, false
}

// takesAuthor adds an author's line to out when a quotation stands above it.
func takesAuthor(out *[]element, e element) bool {
	text, firm := e.authorIn(e.text)
	if text == nil || e.kind != paragraph || !firm && e.gap {
		return false
	}
	n := quotationAbove(*out)
	if n == 0 {
		return false
	}
	first := len(*out) - n
	for i := range n {
		(*out)[first+i].quote, (*out)[first+i].list = true, (*out)[first].list
	}
	text = text.mapStyle(func(s style) style { s.italic = s.italic && !s.cited; return s })
	*out = append(*out, element{kind: paragraph, text: text, quote: true, list: (*out)[first].list, author: n, frame: e.frame})
	return true
}

// quotationAbove gives how many paragraphs at the end are a quotation: those that the
// source marks as one, or those that marks of quotation stand around.
func quotationAbove(out []element) int {
	n := len(out)
	if n == 0 || out[n-1].kind != paragraph || out[n-1].author != 0 {
		return 0
	}
	if last := out[n-1]; last.quote {
		i := n - 1
		for i > 0 && out[i-1].quote && out[i-1].author == 0 && out[i-1].list == last.list {
			i--
		}
		return n - i
	}
	if !closesQuotation(out[n-1].text.plain()) {
		return 0
	}
	for i := n - 1; i >= max(0, n-maxQuotedLines) && out[i].kind == paragraph && !out[i].quote; i-- {
		if opensQuotation(out[i].text.plain()) {
			return n - i
		}
	}
	return 0
}

// takeLines adds an element. A line of it may name the author of those above it.
func takeLines(out []element, e element) []element {
	if e.kind != paragraph {
		return append(out, e)
	}
	if takesAuthor(&out, e) {
		return out
	}
	lines := e.text.lines()
	for i := 1; i < len(lines); i++ {
		// Before a text is taken apart: it may have thousands of lines.
		if author, _ := e.authorIn(lines[i]); author == nil || !e.quote && !closesQuotation(lines[i-1].plain()) {
			continue
		}
		above, author, below := e, e, e
		above.text, author.text, below.text = joinLines(lines[:i]), lines[i], joinLines(lines[i+1:])
		author.gap, below.gap = false, false
		if try := append(slices.Clip(out), above); takesAuthor(&try, author) {
			if out = try; len(below.text) > 0 {
				out = takeLines(out, below)
			}
			return out
		}
	}
	return append(out, e)
}

// isName reports whether every main word has a capital.
func isName(text string) bool {
	return isAuthor(text) && len(strings.Fields(text)) > 1 && looksLikeHeading(text)
}

// isDialogue reports whether people speak in lines that begin with a dash: there is a
// question, and something that is none, and all are sentences.
func isDialogue(lines []element) bool {
	asked := 0
	for _, e := range lines {
		text := strings.TrimRight(e.text.plain(), closing)
		if e.sign == "-" || text == "" || !strings.HasSuffix(text, "…") && !strings.ContainsAny(text[len(text)-1:], ".?!") {
			return false
		}
		if strings.HasSuffix(text, "?") {
			asked++
		}
	}
	return asked > 0 && asked < len(lines)
}

// spoken gives the lines of a dialogue: those without a space between them are one text.
func spoken(lines []element) []element {
	var out []element
	for _, e := range lines {
		p := e.undashed()
		if n := len(out); n > 0 && !e.gap {
			out[n-1].text = joinLines([]rich{out[n-1].text, p.text})
			continue
		}
		out = append(out, p)
	}
	return out
}

// quotationLength gives how many elements at the front are one quotation, with its author
// when there is one.
func quotationLength(body []element) int {
	if len(body) == 0 || body[0].kind != paragraph || !body[0].quote {
		return 0
	}
	n, size := 1, sizeOf(body[:1])
	for n < len(body) && body[n-1].author == 0 && body[n].kind == paragraph && body[n].quote && body[n].list == body[0].list {
		if size += sizeOf(body[n : n+1]); size > maxList {
			break
		}
		n++
	}
	return n
}

// quotationMarkdown writes a quotation, its author below it.
func quotationMarkdown(quotation []element) string {
	var b strings.Builder
	for i, e := range quotation {
		if i > 0 {
			b.WriteString("\n>\n")
		}
		b.WriteString("> ")
		if e.author != 0 {
			b.WriteString("— ")
		}
		b.WriteString(e.text.markdown(hardBreak + "> "))
	}
	return b.String()
}

// quotation makes a block of a quotation with its author. What such a block cannot hold
// stays in the text: then it is false.
func (w *writer) quotation(quotation []element) bool {
	last := quotation[len(quotation)-1]
	person := last.text.plain()
	styled := slices.ContainsFunc(last.text, func(s span) bool { return s.style != style{} || s.br })
	if last.author == 0 || last.author != len(quotation)-1 || styled || utf8.RuneCountInString(person) > maxAuthor || len(w.b.blocks) > maxBlocks {
		return false
	}
	var texts []string
	chars := 0
	for _, e := range quotation[:len(quotation)-1] {
		chars += utf8.RuneCountInString(e.text.plain())
		texts = append(texts, e.text.markdown(hardBreak))
	}
	if chars > maxQuotation {
		return false
	}
	w.close()
	n := w.b.add("quote", fieldsOf("text", strings.Join(texts, "\n\n"), "person", person))
	w.b.infer(n, "kind", "quote", "a quotation, and below it who said it")
	return true
}
