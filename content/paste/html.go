package paste

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"practicecms/content"
)

// fragmentStart marks what was copied, in the HTML that browsers and word
// processors put on the clipboard (the CF_HTML format).
const fragmentStart = "<!--StartFragment"

var (
	fragmentMarks = regexp.MustCompile(`<!--(Start|End)Fragment *-->`)
	hiddenStyle   = regexp.MustCompile(`(?i)(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)`)
	onePixel      = regexp.MustCompile(`(?i)(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)`)
	boldStyle     = regexp.MustCompile(`(?i)(?:^|;)\s*font-weight\s*:\s*(?:bold|[6-9]00)`)
	normalWeight  = regexp.MustCompile(`(?i)(?:^|;)\s*font-weight\s*:\s*(?:normal|[1-5]00)`)
	italicStyle   = regexp.MustCompile(`(?i)(?:^|;)\s*font-style\s*:\s*italic`)
	wordList      = regexp.MustCompile(`(?i)mso-list\s*:\s*l[0-9]+\s+level([1-9])`)
	wordMarker    = regexp.MustCompile(`(?i)mso-list\s*:\s*ignore`)
)

// blockTags are the elements that start and end a line.
var blockTags = setOf("address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure " +
	"footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td " +
	"tfoot th thead tr ul")

// voidTags are the elements that have no content.
var voidTags = setOf("area base br col embed hr img input link meta param source track wbr")

// unseen are the elements whose content is not shown as text, with their names in
// the list of removals: the singular and the plural.
var unseen = map[string][2]string{
	"script": {"script", "scripts"}, "style": {"style sheet", "style sheets"}, "iframe": {"embedded frame", "embedded frames"},
	"object": {"embedded object", "embedded objects"}, "svg": {"drawing", "drawings"}, "canvas": {"drawing", "drawings"},
	"video": {"film", "films"}, "audio": {"sound", "sounds"}, "select": {"form field", "form fields"}, "textarea": {"form field", "form fields"},
	"math": {"formula", "formulas"}, "head": {}, "title": {}, "template": {}, "noscript": {}, "noembed": {}, "noframes": {}, "xml": {},
}

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// htmlEvent is one step through what a reader of the HTML sees.
type htmlEvent struct {
	kind  eventKind
	tag   string
	attrs map[string]string
	text  string // normalised, without line ends; of a turnEvent as it came
	what  [2]string
}

type eventKind int

const (
	textEvent   eventKind = iota
	startEvent            // an element starts; if blockTags has it, so does a line
	endEvent              // an element ends, or an end tag stands alone
	breakEvent            // a line ends inside an element
	markerEvent           // text that Word shows as a list marker
	unseenEvent           // an element that is not shown
	turnEvent             // the next text, as it came, holds marks that turn it around
)

// walkHTML goes through the input once, with the tokenizer only: there is no tree,
// so nesting costs nothing.
func walkHTML(input string, visit func(htmlEvent)) {
	z := html.NewTokenizer(strings.NewReader(fragment(input)))
	skip, depth := "", 0 // the element that is being skipped, and how often it is open
	marker := false      // skip is a list marker of Word
	pre := 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return
		}
		t := z.Token()
		if skip != "" {
			switch {
			case kind == html.StartTagToken && t.Data == skip:
				depth++
			case kind == html.EndTagToken && t.Data == skip, skip == "head" && t.Data == "body":
				depth--
			case marker && kind == html.TextToken:
				visit(htmlEvent{kind: markerEvent, text: strings.TrimSpace(normalise(t.Data))})
			}
			if depth > 0 {
				continue
			}
			skip, marker = "", false
			if t.Data != "body" {
				continue
			}
		}
		switch kind {
		case html.TextToken:
			if strings.ContainsFunc(t.Data, content.IsTurn) {
				visit(htmlEvent{kind: turnEvent, text: t.Data})
			}
			for i, s := range preLines(t.Data, pre > 0) {
				if i > 0 {
					visit(htmlEvent{kind: breakEvent})
				}
				visit(htmlEvent{kind: textEvent, text: s})
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			e := htmlEvent{kind: startEvent, tag: t.Data, attrs: attributes(t.Attr)}
			if what, hidden := notShown(e); hidden && !voidTags[e.tag] {
				visit(htmlEvent{kind: unseenEvent, tag: e.tag, what: what})
				if kind == html.StartTagToken {
					skip, depth, marker = e.tag, 1, wordMarker.MatchString(e.attrs["style"])
				}
				continue
			}
			if e.tag == "br" {
				e.kind = breakEvent
			}
			if e.tag == "pre" {
				pre++
			}
			visit(e)
			if kind == html.SelfClosingTagToken && !voidTags[e.tag] {
				visit(htmlEvent{kind: endEvent, tag: e.tag})
			}
		case html.EndTagToken:
			if t.Data == "pre" && pre > 0 {
				pre--
			}
			visit(htmlEvent{kind: endEvent, tag: t.Data})
		}
	}
}

// fragment gives what was copied, when the clipboard marks it.
func fragment(input string) string {
	marks := fragmentMarks.FindAllStringSubmatchIndex(input, 2)
	if len(marks) == 0 || input[marks[0][2]:marks[0][3]] != "Start" {
		return input
	}
	end := len(input)
	if len(marks) == 2 && input[marks[1][2]:marks[1][3]] == "End" {
		end = marks[1][0]
	}
	return input[marks[0][1]:end]
}

// preLines normalises a text; in preformatted text, line ends are line breaks.
func preLines(s string, pre bool) []string {
	s = normalise(s)
	if pre {
		return strings.Split(s, "\n")
	}
	return []string{strings.ReplaceAll(s, "\n", " ")}
}

func attributes(list []html.Attribute) map[string]string {
	m := make(map[string]string, len(list))
	for _, a := range list {
		if _, twice := m[a.Key]; !twice {
			m[a.Key] = a.Val
		}
	}
	return m
}

// notShown reports whether an element's content is not shown as text.
func notShown(e htmlEvent) (what [2]string, hidden bool) {
	if what, ok := unseen[e.tag]; ok {
		return what, true
	}
	style := e.attrs["style"]
	if wordMarker.MatchString(style) {
		return what, true
	}
	if _, ok := e.attrs["hidden"]; ok || hiddenStyle.MatchString(style) {
		return [2]string{"hidden text", "hidden texts"}, true
	}
	return what, false
}

// htmlWords counts what a reader of the HTML sees, line by line, apart from
// whatever the reader makes of it.
func htmlWords(input string) []string {
	var words []string
	var b strings.Builder
	endLine := func() {
		words = append(words, lineWords(strings.Trim(b.String(), " "))...)
		b.Reset()
	}
	walkHTML(input, func(e htmlEvent) {
		switch {
		case e.kind == textEvent:
			b.WriteString(e.text)
		case e.kind == breakEvent, blockTags[e.tag] && (e.kind == startEvent || e.kind == endEvent):
			endLine()
		}
	})
	endLine()
	return words
}

// readHTML reads HTML of any quality. Headings, lists, bold, italic and links are
// kept; everything else is words.
func readHTML(input string, removed *removals) []element {
	r := &htmlReader{removed: removed}
	walkHTML(input, r.event)
	r.flush()
	return splitMarked(r.elements)
}

type htmlReader struct {
	removed  *removals
	elements []element
	block    element // what the text belongs to
	text     rich
	state    htmlState
	open     []openTag
	lists    []int // the open lists, outermost first: the next number, or 0 for bullets
	looks    bool  // fonts and colours were seen
}

// htmlState is what the open elements say about the text inside them.
type htmlState struct {
	style style
	block element // kind, level, number and quote of the text
	lists int     // how many lists are open
}

type openTag struct {
	tag    string
	before htmlState
}

// maxOpen bounds how many open elements are remembered; deeper ones keep their
// words and lose their style.
const maxOpen = 128

// flush ends the element that is being read.
func (r *htmlReader) flush() {
	if r.block.text = r.text.trim(); len(r.block.text) > 0 {
		r.elements = append(r.elements, r.block)
		if r.block.number > 0 && len(r.lists) > 0 && r.lists[len(r.lists)-1] > 0 {
			r.lists[len(r.lists)-1]++
		}
	}
	r.block, r.text = r.state.block, nil
}

func (r *htmlReader) lineBreak() { r.text = append(r.text, span{br: true}) }

// endsInBreak reports whether nothing but a space stands after the last break.
func (r *htmlReader) endsInBreak() bool {
	for _, s := range slices.Backward(r.text) {
		if s.br || s.text != " " {
			return s.br
		}
	}
	return false
}

func (r *htmlReader) event(e htmlEvent) {
	switch e.kind {
	case textEvent:
		if e.text != "" {
			r.text = append(r.text, span{text: e.text, style: r.state.style})
		}
	case breakEvent:
		if r.block.kind == paragraph && r.endsInBreak() {
			r.flush() // two breaks are how mail programs write a new paragraph
		} else {
			r.lineBreak()
		}
	case markerEvent:
		if n, _, ok := cutNumber(e.text); ok && r.block.kind == item {
			r.block.number = n
		}
	case unseenEvent:
		if e.what[0] != "" {
			r.removed.count(e.what[0], e.what[1])
		}
	case turnEvent:
		r.removed.countTurns(e.text)
	case startEvent:
		r.start(e)
	case endEvent:
		r.end(e.tag)
	}
}

func (r *htmlReader) start(e htmlEvent) {
	if !r.looks && (e.attrs["class"] != "" || e.attrs["style"] != "" || e.tag == "font") {
		r.looks = true
		r.removed.add("fonts, colours and other looks", "")
	}
	switch e.tag {
	case "p", "li", "dt", "dd", "tr", "option":
		r.closeUnclosed(e.tag)
	}
	before := r.state
	r.apply(e)
	if !voidTags[e.tag] && len(r.open) < maxOpen {
		r.open = append(r.open, openTag{e.tag, before})
	} else {
		r.state = before
	}
	if blockTags[e.tag] {
		r.line(before)
	}
	switch e.tag {
	case "hr":
		r.flush()
		r.elements = append(r.elements, element{kind: rule})
	case "img":
		r.picture(e)
	case "input":
		r.removed.count("form field", "form fields")
	case "table":
		r.removed.count("table, taken over as lines of text", "tables, taken over as lines of text")
	}
}

// line starts a line: inside an item, a heading and a table row it is a line
// break, elsewhere a new element.
func (r *htmlReader) line(before htmlState) {
	if r.state.block.same(before.block) && (r.block.kind != paragraph || r.inRow()) {
		r.lineBreak()
		return
	}
	r.flush()
}

// same reports whether two blocks are one, but for their text.
func (e element) same(o element) bool {
	return e.kind == o.kind && e.level == o.level && e.number == o.number && e.quote == o.quote
}

// inRow reports whether the innermost open element is a cell of a table.
func (r *htmlReader) inRow() bool {
	n := len(r.open)
	return n > 0 && (r.open[n-1].tag == "td" || r.open[n-1].tag == "th")
}

// apply lets an element change the state of the text inside it.
func (r *htmlReader) apply(e htmlEvent) {
	st, look := &r.state, e.attrs["style"]
	switch e.tag {
	case "b", "strong":
		st.style.bold = true
	case "i", "em", "cite":
		st.style.italic = true
	case "a":
		st.style.link = ""
		if href := e.attrs["href"]; href != "" {
			st.style.link = keepLink(href, href, r.removed)
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		st.block = element{kind: heading, level: int(e.tag[1] - '0')}
	case "blockquote":
		st.block = element{kind: paragraph, quote: true}
	case "ul", "menu", "dir":
		r.openList(0)
	case "ol":
		start, err := strconv.Atoi(e.attrs["start"])
		if err != nil || start < 1 || start > 999_999 {
			start = 1
		}
		r.openList(start)
	case "li":
		r.flush() // so that the number of the item before is counted
		st.block = element{kind: item}
		if n := len(r.lists); n > 0 {
			st.block.level, st.block.number = n-1, r.lists[n-1]
		}
	case "p":
		if m := wordList.FindStringSubmatch(look); m != nil || strings.HasPrefix(e.attrs["class"], "MsoListParagraph") {
			r.flush()
			st.block = element{kind: item}
			if m != nil {
				st.block.level = int(m[1][0] - '1')
			}
		}
	}
	switch {
	case boldStyle.MatchString(look):
		st.style.bold = true
	case normalWeight.MatchString(look): // the wrapper of what Google Docs copies
		st.style.bold = false
	}
	if italicStyle.MatchString(look) {
		st.style.italic = true
	}
}

func (r *htmlReader) openList(number int) {
	r.flush()
	if len(r.lists) < maxOpen {
		r.lists = append(r.lists, number)
	}
	r.state.lists = len(r.lists)
	r.state.block = element{kind: paragraph}
}

func (r *htmlReader) end(tag string) {
	before := r.state
	for i := len(r.open) - 1; i >= 0; i-- {
		if r.open[i].tag == tag {
			row := r.inRow()
			r.state, r.open = r.open[i].before, r.open[:i]
			if blockTags[tag] && (tag == "td" || tag == "th") && row {
				r.lineBreak()
				return
			}
			break
		}
	}
	if blockTags[tag] {
		r.line(before)
	}
	if len(r.lists) > r.state.lists {
		r.lists = r.lists[:r.state.lists]
	}
}

// closeUnclosed ends an element whose end tag HTML allows to leave out, when the
// next of its kind starts.
func (r *htmlReader) closeUnclosed(tag string) {
	for _, o := range slices.Backward(r.open) {
		switch o.tag {
		case tag:
			r.end(tag)
			return
		case "ul", "ol", "menu", "dl", "table", "div", "blockquote", "td", "section", "article":
			return
		}
	}
}

// picture notes a picture that is not taken over. Its alternative text is not
// visible, so it is no word of the text.
func (r *htmlReader) picture(e htmlEvent) {
	if isTiny(e.attrs["width"]) || isTiny(e.attrs["height"]) || onePixel.MatchString(e.attrs["style"]) {
		r.removed.count("tracking picture", "tracking pictures")
		return
	}
	r.removed.count("picture", "pictures")
}

func isTiny(s string) bool {
	s = strings.TrimRightFunc(s, unicode.IsLetter)
	return s == "0" || s == "1"
}

// splitMarked finds list items and dividers that are typed: paragraphs, or lines of
// one, that start with a list marker (rule 2).
func splitMarked(elements []element) []element {
	var out []element
	alone := false // a marker without a text stood before
	for _, e := range elements {
		if e.kind == rule {
			out, alone = append(out, e), false
			continue
		}
		var lines []rich
		emit := func() {
			if len(lines) > 0 {
				p := e
				p.text = joinLines(lines)
				out, lines = append(out, p), nil
			}
		}
		for _, l := range e.text.lines() {
			text := l.plain()
			if isRule(text) {
				if emit(); e.kind == paragraph {
					out = append(out, element{kind: rule})
				}
				alone = false
				continue
			}
			rest, marked := cutBullet(text)
			l = l.cut(len(text) - len(rest)).trim()
			switch {
			case e.kind != paragraph:
				if len(l) > 0 {
					lines = append(lines, l)
				}
			case marked && len(l) == 0:
				alone = true
			case marked || alone:
				emit()
				out, alone = append(out, element{kind: item, text: l}), false
			default:
				lines = append(lines, l)
			}
		}
		emit()
		if e.kind != paragraph {
			alone = false
		}
	}
	return out
}
