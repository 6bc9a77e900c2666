package paste

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"practicecms/content"
)

// fragmentStart marks what was copied, in the HTML that browsers and word
// processors put on the clipboard (the CF_HTML format).
const fragmentStart = "<!--StartFragment"

var (
	fragmentMarks = regexp.MustCompile(`<!--(Start|End)Fragment *-->`)
	styleSheets   = regexp.MustCompile(`(?is)<style[^>]*>(.*?)</style>`)
)

// blockTags are the elements that start and end a line.
var blockTags = setOf("address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure " +
	"footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section summary table " +
	"tbody td tfoot th thead tr ul")

// lineTags are the block elements that have no space above and below: what stands in
// two of them stands on two lines.
var lineTags = setOf("address body center div html li option optgroup")

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
	look  look
	text  string // normalised, without line ends; of a turnEvent as it came
	style style  // of a text: what the open elements say; its link is as it is written
	what  [2]string
	alone bool // an end tag without its start
}

type eventKind int

const (
	textEvent      eventKind = iota
	startEvent               // an element starts; if blockTags has it, so does a line
	endEvent                 // an element ends
	breakEvent               // a line ends inside an element
	softBreakEvent           // a line of a source ends, which may mean nothing (richtext.SoftBreak)
	markerEvent              // text that Word shows as a list marker
	unseenEvent              // an element that is not shown
	noteEvent                // a footnote starts; the text is its label
	turnEvent                // the next text, as it came, holds marks that turn it around
)

// maxOpen bounds how many open elements are remembered; deeper ones keep their
// words and lose their style.
const maxOpen = 128

// walker goes through HTML once, with the tokenizer only: there is no tree, so
// nesting costs nothing.
type walker struct {
	sheet sheet
	visit func(htmlEvent)
	open  []openElement
	now   openElement // what holds at this place

	asking string // the words of what unfolds an answer
	asked  bool   // that ended right here, and they were a question

	edge edge   // what began or ended since the last text
	last string // the last text on this line
	sups int    // superscripts and subscripts so far

	starts []string // the first numbers of the lists that count down

	skip   string     // the element that is being skipped
	depth  int        // how often it is open
	marker bool       // it is a list marker of Word
	film   *htmlEvent // it is that; its address may stand inside
}

// openElement holds what an element is, and what holds behind it.
type openElement struct {
	tag     string
	names   []string // its classes and its id, as selectors write them
	style   style
	pre     bool
	below   said // there is space below it
	display display
	spreads bool
	unfolds bool
}

// edge is where boxes meet: the widest that ended, and that began.
type edge struct{ ended, began display }

// emit tells an event. Where a line begins, no boxes meet.
func (w *walker) emit(e htmlEvent) {
	if e.kind == breakEvent || blockTags[e.tag] && (e.kind == startEvent || e.kind == endEvent) {
		w.edge, w.last = edge{}, ""
	}
	w.visit(e)
}

func walkHTML(input string, visit func(htmlEvent)) {
	w := &walker{sheet: sheet{}, visit: visit}
	for _, m := range styleSheets.FindAllStringSubmatch(input, -1) {
		w.sheet.add(m[1])
	}
	w.starts = reversedStarts(fragment(input))
	z := html.NewTokenizer(strings.NewReader(fragment(input)))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		t := z.Token()
		if w.skip != "" && w.skipped(kind, t) {
			continue
		}
		switch kind {
		case html.TextToken:
			w.text(t.Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			w.start(t, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			w.end(t.Data)
		}
	}
	w.endFilm()
	for len(w.open) > 0 {
		w.end(w.open[len(w.open)-1].tag)
	}
}

// reversedStarts gives how many items each of the lists has that count down: unless the
// source says otherwise, that is their first number.
func reversedStarts(input string) (starts []string) {
	if !strings.Contains(strings.ToLower(input), "reversed") {
		return nil
	}
	var items, open []int // items of each such list; which list is open, -1 for another
	z := html.NewTokenizer(strings.NewReader(input))
	for z.Next() != html.ErrorToken {
		t := z.Token()
		_, reversed := attributes(t.Attr)["reversed"]
		list := t.Data == "ol" || t.Data == "ul"
		switch n := len(open); {
		case t.Type == html.StartTagToken && list && !reversed:
			open = append(open, -1)
		case t.Type == html.StartTagToken && t.Data == "ol":
			open, items = append(open, len(items)), append(items, 0)
		case t.Type == html.StartTagToken && t.Data == "li" && n > 0 && open[n-1] >= 0:
			items[open[n-1]]++
		case t.Type == html.EndTagToken && list && n > 0:
			open = open[:n-1]
		}
	}
	for _, n := range items {
		starts = append(starts, strconv.Itoa(n))
	}
	return starts
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

// skipped reports whether a token is inside an element that is not shown.
func (w *walker) skipped(kind html.TokenType, t html.Token) bool {
	switch {
	case t.Data == "source" && kind != html.TextToken && w.film != nil:
		w.film.attrs["src"] = cmp.Or(w.film.attrs["src"], attributes(t.Attr)["src"])
	case kind == html.StartTagToken && t.Data == w.skip:
		w.depth++
	case kind == html.EndTagToken && t.Data == w.skip, w.skip == "head" && t.Data == "body":
		w.depth--
	case w.marker && kind == html.TextToken:
		w.sign(strings.TrimSpace(normalise(t.Data)))
	}
	if w.depth > 0 {
		return true
	}
	w.endFilm()
	w.skip, w.marker = "", false
	return t.Data != "body"
}

// sign tells the sign of a list item. The number of a heading is a word of it.
func (w *walker) sign(text string) {
	inHeading := slices.ContainsFunc(w.open, func(e openElement) bool { return headingTags[e.tag] })
	if _, number := ordinalAfter(text, 0); number && inHeading {
		w.text(text + " ")
	} else if !inHeading {
		w.emit(htmlEvent{kind: markerEvent, text: text})
	}
}

// endFilm tells a film or a sound, when all is read that may say where it is.
func (w *walker) endFilm() {
	if w.film != nil {
		w.emit(*w.film)
		w.film = nil
	}
}

func (w *walker) text(data string) {
	if strings.ContainsFunc(data, content.IsTurn) {
		w.emit(htmlEvent{kind: turnEvent, text: data})
	}
	for i, s := range preLines(data, w.now.pre) {
		if i > 0 {
			w.emit(htmlEvent{kind: breakEvent})
		}
		if s == "" {
			continue
		}
		if strings.TrimSpace(s) != "" {
			if w.asked = false; len(w.asking) <= maxQuestion*utf8.UTFMax {
				w.asking += s
			}
		}
		if w.edge.parts(w.last, s) {
			w.emit(htmlEvent{kind: textEvent, text: " "})
		}
		w.edge, w.last = edge{}, s
		w.emit(htmlEvent{kind: textEvent, text: s, style: w.now.style})
	}
}

// parts reports whether a reader sees a space between two texts, since boxes stand side
// by side there. A word of which each letter has a box is one, and so is one that begins
// with a large letter.
func (e edge) parts(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	if e == (edge{}) || before == "" || unicode.IsSpace(last) || unicode.IsSpace(first) || unicode.In(first, unicode.Po, unicode.Pe, unicode.Pf) {
		return false
	}
	digits := unicode.IsDigit(last) && unicode.IsDigit(first)
	single := utf8.RuneCountInString(strings.TrimSpace(before)) == 1 || utf8.RuneCountInString(strings.TrimSpace(after)) == 1
	switch {
	case e.ended > boxed || e.began > boxed:
		return digits || !single
	case e.ended == boxed && e.began == boxed:
		return !single
	}
	return digits
}

// preLines cleans a text; in preformatted text, line ends are line breaks.
func preLines(s string, pre bool) []string {
	s = strings.ReplaceAll(clean(s), "\t", " ")
	if pre {
		return strings.Split(s, "\n")
	}
	return []string{strings.ReplaceAll(s, "\n", " ")}
}

// implied names the elements that an element ends when it starts, since HTML lets
// their end tags be left out, and where that rule stops.
var implied = map[string]struct{ ends, within map[string]bool }{
	"p": {setOf("p"), setOf("ul ol menu dl table div blockquote td th li section article details")}, "li": {setOf("li"), setOf("ul ol menu dir table")},
	"dt": {setOf("dt dd"), setOf("dl table")}, "dd": {setOf("dt dd"), setOf("dl table")}, "tr": {setOf("tr td th"), setOf("table")},
	"td": {setOf("td th"), setOf("table tr")}, "th": {setOf("td th"), setOf("table tr")}, "option": {setOf("option"), setOf("select datalist")},
}

func (w *walker) start(t html.Token, selfClosing bool) {
	e := htmlEvent{kind: startEvent, tag: t.Data, attrs: attributes(t.Attr)}
	if _, ok := e.attrs["reversed"]; ok && e.tag == "ol" && len(w.starts) > 0 {
		e.attrs["start"] = cmp.Or(e.attrs["start"], w.starts[0])
		w.starts = w.starts[1:]
	}
	e.look = w.sheet.lookOf(e, w.open)
	what, hidden := unseen[e.tag]
	switch {
	case hidden:
	case w.asked && e.look.display == notShown:
		w.asked = false // an answer that a click unfolds
	case e.look.comment:
		what, hidden = [2]string{"comment", "comments"}, true
	case e.look.remark:
		hidden = true
	case e.look.hidden:
		what, hidden = [2]string{"hidden text", "hidden texts"}, true
	}
	if (hidden || e.look.marker) && !voidTags[e.tag] {
		unseen := htmlEvent{kind: unseenEvent, tag: e.tag, attrs: e.attrs, what: what}
		if (e.tag == "video" || e.tag == "audio") && !selfClosing {
			w.film = &unseen
		} else {
			w.emit(unseen)
		}
		if !selfClosing {
			w.skip, w.depth, w.marker = e.tag, 1, e.look.marker
		}
		return
	}
	if hidden && (e.tag == "hr" || e.tag == "br") {
		return
	}
	if rule, ok := implied[e.tag]; ok {
		w.endImplied(rule.ends, rule.within)
	}
	if e.tag == "br" {
		e.kind = breakEvent
		if _, soft := e.attrs["data-soft"]; soft {
			e.kind = softBreakEvent
		}
	}
	if voidTags[e.tag] {
		w.emit(e)
		return
	}
	display := e.look.display
	if n := len(w.open); n > 0 && w.open[n-1].spreads {
		display = max(display, column)
	}
	if blockTags[e.tag] {
		display = inline // its tag says more
	}
	if len(w.open) < maxOpen {
		w.box(display, startEvent)
		w.open = append(w.open, openElement{e.tag, w.sheet.namesOf(e.attrs), w.now.style, w.now.pre, e.look.below, display, e.look.spreads, e.unfolds()})
		if e.unfolds() {
			w.asking, w.asked = "", false
		}
		if e.look.raised != 0 && isRaisedTag(e.tag) { // two of them are two signs
			w.sups++
			e.look.raised *= 1 + w.sups
		}
		w.quote(e.tag, "“‘")
		w.now.style, w.now.pre = e.styled(w.now.style), e.look.pre.or(w.now.pre)
	}
	w.emit(e)
	if selfClosing && e.tag != "li" { // which old LibreOffice writes before the item's text
		w.end(e.tag)
	}
}

// quote writes the marks that a browser puts around what q quotes: the first, or the
// second in another quotation.
func (w *walker) quote(tag, marks string) {
	if tag != "q" {
		return
	}
	n := 0
	for _, e := range w.open {
		if e.tag == "q" {
			n++
		}
	}
	w.text(string([]rune(marks)[max(n-1, 0)%2]))
}

// box tells that an element starts or ends which stands apart by its style.
func (w *walker) box(d display, kind eventKind) {
	switch {
	case d == asBlock:
		w.emit(htmlEvent{kind: kind, tag: "div"})
	case kind == startEvent:
		w.edge.began = max(w.edge.began, d)
	default:
		w.edge.ended = max(w.edge.ended, d)
	}
}

func isRaisedTag(tag string) bool { return tag == "sup" || tag == "sub" }

// styled gives the style inside an element.
func (e htmlEvent) styled(st style) style {
	st.bold, st.italic = e.look.bold.or(st.bold), e.look.italic.or(st.italic)
	st.strike = st.strike || e.look.strike
	if e.look.raised > 0 && st.raised <= 0 || e.look.raised < 0 && st.raised >= 0 {
		st.raised = e.look.raised
	}
	st.cited = st.cited || e.tag == "cite"
	if e.tag == "a" {
		st.link = e.attrs["href"]
	}
	return st
}

// endImplied ends the innermost of some elements, and of those in it.
func (w *walker) endImplied(ends, within map[string]bool) {
	for i := len(w.open) - 1; i >= 0; i-- {
		switch tag := w.open[i].tag; {
		case ends[tag]:
			w.end(tag)
			if tag != "td" && tag != "th" {
				return
			}
			i = len(w.open)
		case within[tag]:
			return
		}
	}
}

// end ends the innermost element of a name, and whatever is open inside it. An end
// tag without its start ends nothing, but a line.
func (w *walker) end(tag string) {
	i := len(w.open) - 1
	for i >= 0 && w.open[i].tag != tag {
		if tag != "table" && (w.open[i].tag == "td" || w.open[i].tag == "th") && tag != "tr" && tag != "tbody" && tag != "thead" && tag != "tfoot" {
			i = -1 // nothing in a cell ends what stands around the table
			break
		}
		i--
	}
	if i < 0 {
		w.emit(htmlEvent{kind: endEvent, tag: tag, alone: true})
		return
	}
	for len(w.open) > i {
		last := w.open[len(w.open)-1]
		w.quote(last.tag, "”’")
		w.open = w.open[:len(w.open)-1]
		w.now.style, w.now.pre = last.style, last.pre
		if blockTags[last.tag] || last.tag == tag {
			w.emit(htmlEvent{kind: endEvent, tag: last.tag, look: look{below: last.below}})
		}
		w.box(last.display, endEvent)
		if last.unfolds {
			w.asked = isAsked(strings.TrimSpace(w.asking))
		}
	}
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
