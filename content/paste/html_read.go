package paste

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// readElements reads HTML of any quality. Headings, lists, tables, quotations, bold,
// italic, strike and links are kept; everything else is words.
func readElements(input string, removed *removals, d Decisions) []element {
	r := &htmlReader{removed: removed, decided: d, links: map[string]string{}, linked: map[string]bool{}, wordLists: map[string]int{}}
	walkNotes(input, r.event)
	r.endLink()
	r.offerBareLinks()
	r.flush()
	r.endNote()
	for len(r.tables) > 0 {
		r.closeTable()
	}
	r.settleGaps()
	return r.elements
}

type htmlReader struct {
	removed  *removals
	decided  Decisions
	elements []element
	block    element // what the text belongs to
	text     rich
	now      htmlState
	open     []openBlock
	lists    []htmlList // the open ones, outermost first
	counted  int        // lists so far
	links    map[string]string
	link     openLink
	linked   map[string]bool // addresses that words lead to
	bare     []bareLink
	tables   []*tableFrame
	answered bool // an element ended that held a question and its answer
	looks    bool // fonts and colours were seen

	wordLists map[string]int // lists of Word, by its names for them
	space     spacing        // what stands between the last element and this place
	blanks    int            // paragraphs without a word
	spaces    []spacing      // before each of elements
}

// openLink is the link that is being read; the zero openLink is none.
type openLink struct {
	address string
	kept    cleaned
	words   []string
	shows   bool   // something else than words
	name    string // what those who do not see it hear
}

// endLink tells what was done to a link, by its words when it has any.
func (r *htmlReader) endLink() {
	if r.link.address == "" {
		return
	}
	words := strings.Join(strings.Fields(strings.Join(r.link.words, "")), " ")
	if words == "" {
		words = r.link.address
		r.endBareLink(r.link.kept.link)
	} else {
		r.linked[r.link.kept.link] = true
	}
	r.link.kept.note(words, r.removed)
	r.link = openLink{}
}

// show notes what stands in a link, such as a picture or a sign of a font of signs.
func (l *openLink) show(e htmlEvent) {
	l.shows = true
	l.name = cmp.Or(l.name, e.attrs["alt"], e.attrs["aria-label"], e.attrs["title"])
}

// htmlState is what the open block elements say about the text inside them.
type htmlState struct {
	block element // kind, level, number and so on of the text
	lists int     // how many lists are open
	frame string
}

type openBlock struct {
	tag    string
	before htmlState
}

type htmlList struct {
	ordered bool
	step    int  // to the number of the next item: 1, or -1 when they fall
	next    int  // number of the next item
	begun   bool // the open item has words
	id      int
}

// spacing is how far apart two texts stand.
type spacing int

const (
	tight    spacing = iota // one line below the other
	byMargin                // two paragraphs, which most programs set apart
	setApart                // an empty line, a heading, a list between
)

// same reports whether two blocks are one, but for their text.
func (e element) same(o element) bool {
	return e.kind == o.kind && e.level == o.level && e.number == o.number && e.list == o.list && e.quote == o.quote && e.author == o.author && e.unfolds == o.unfolds
}

// flush ends the element that is being read.
func (r *htmlReader) flush() {
	text := r.text.settleBreaks(r.block.kind == paragraph || r.block.kind == item).settle().trim()
	blank := len(text) == 0 && slices.ContainsFunc(r.text, func(s span) bool { return s.br || strings.Trim(s.text, " ") != "" })
	e := r.block
	r.text, r.block = nil, r.now.block
	r.block.frame = r.now.frame // where the text begins; it may end behind its element
	if blank {
		r.blanks++
		r.space = setApart
	}
	if len(text) == 0 {
		if e.kind == note {
			r.block = e // it has no words yet
		}
		return
	}
	if e.unfolds && e.kind != heading && isAsked(text.plain()) {
		e.kind = question
	}
	e.unfolds = false
	if r.answered {
		e.outside, r.answered = true, false
	}
	if e.kind == heading || e.kind == question {
		text = text.mapStyle(func(s style) style { s.bold = false; return s })
	}
	e.text = text
	if n := len(r.lists); e.kind == item && n > 0 && r.lists[n-1].id == e.list {
		e = r.lists[n-1].take(e, r.elements)
	}
	r.add(e)
}

// take counts an item. Further words of the same one go on from it: below a nested list
// they are part of it, and below anything else a paragraph.
func (l *htmlList) take(e element, above []element) element {
	if !l.begun {
		l.begun, l.next = true, max(e.number+l.step, 0)
		return e
	}
	if n := len(above); n > 0 && above[n-1].kind == item {
		e.more = true
		return e
	}
	return element{kind: paragraph, text: e.text, frame: e.frame}
}

// append adds something that is no text of the open block.
func (r *htmlReader) append(e element) {
	e.frame = cmp.Or(e.frame, r.now.frame)
	r.add(e)
}

func (r *htmlReader) add(e element) {
	if n := len(r.tables); n > 0 && !r.tables[n-1].inCell {
		r.tables[n-1].aside(e)
		return
	}
	if n := len(r.elements); n > 0 && e.kind == note && r.elements[n-1].kind == rule {
		r.elements, r.spaces = r.elements[:n-1], r.spaces[:n-1] // the line above the notes
	}
	r.elements, r.spaces = append(r.elements, e), append(r.spaces, r.space)
	r.space = tight
}

// settleGaps decides which paragraphs are set apart. Where empty paragraphs do that,
// as people do who press Enter twice, the others are lines.
func (r *htmlReader) settleGaps() {
	enough := setApart
	if margins := countOf(r.spaces, byMargin); r.blanks < 2 || r.blanks*4 < margins {
		enough = byMargin
	}
	for i := range r.elements {
		if i < len(r.spaces) {
			r.elements[i].gap = r.spaces[i] >= enough
		}
	}
}

func countOf[T comparable](all []T, one T) (n int) {
	for _, v := range all {
		if v == one {
			n++
		}
	}
	return n
}

func (r *htmlReader) lineBreak() { r.text = append(r.text, span{br: true}) }

// endsInBreak reports whether nothing but a space stands after the last break.
func (r *htmlReader) endsInBreak() bool {
	for _, s := range slices.Backward(r.text) {
		if s.br || strings.Trim(s.text, spaces) != "" {
			return s.br
		}
	}
	return false
}

func (r *htmlReader) event(e htmlEvent) {
	switch e.kind {
	case textEvent:
		if e.text != "" {
			if e.style.link != "" && e.style.link == r.link.address {
				r.link.words = append(r.link.words, e.text)
			}
			e.style.link = r.links[e.style.link]
			r.text = append(r.text, span{text: e.text, style: e.style})
		}
	case softBreakEvent:
		r.text = append(r.text, span{soft: true})
	case breakEvent:
		if r.block.kind == paragraph && r.endsInBreak() {
			r.flush() // two breaks are how mail programs write a new paragraph
			r.space = setApart
		} else {
			r.lineBreak()
		}
	case markerEvent:
		r.wordMarker(e.text)
	case unseenEvent:
		r.link.show(e)
		r.unseen(e)
	case noteEvent:
		r.startNote(e.text)
	case turnEvent:
		r.removed.countTurns(e.text)
	case startEvent:
		r.start(e)
	case endEvent:
		r.end(e)
	}
}

// lostLooks names the looks of a text, which are the site's own.
const lostLooks = "fonts, colours and other looks"

func (r *htmlReader) start(e htmlEvent) {
	if !r.looks && (e.attrs["class"] != "" || e.attrs["style"] != "" || e.tag == "font") {
		r.looks = true
		r.removed.add(lostLooks, "")
	}
	switch e.tag {
	case "a":
		if href := e.attrs["href"]; href != "" {
			r.endLink()
			r.link = openLink{address: href, kept: cleanLink(href), name: cmp.Or(e.attrs["aria-label"], e.attrs["title"])}
			r.links[href] = r.link.kept.link
		}
	case "img":
		r.picture(e)
	case "input":
		r.removed.count("form field", "form fields")
	case "embed":
		r.unseen(htmlEvent{tag: e.tag, attrs: e.attrs, what: [2]string{"embedded object", "embedded objects"}})
	case "hr":
		r.flush()
		r.append(element{kind: rule})
	}
	if e.tag != "a" {
		r.link.show(e)
	}
	if e.tag != "a" && e.tag != "img" && slices.ContainsFunc(embedAttrs, func(name string) bool { return e.attrs[name] != "" }) {
		r.widget(e)
	}
	if !blockTags[e.tag] || voidTags[e.tag] {
		return
	}
	before := r.now
	if len(r.open) < maxOpen {
		r.open = append(r.open, openBlock{e.tag, before})
	}
	r.apply(e)
	r.line(before, e.tag)
	if !lineTags[e.tag] {
		r.space = max(r.space, spaceOf(e.tag, e.look.above))
	}
}

// startNote makes a footnote of the next text.
func (r *htmlReader) startNote(label string) {
	r.flush()
	r.endNote()
	if r.now.block.kind == item {
		r.now.block = element{kind: paragraph} // its list is that of the notes
	}
	r.block = element{kind: note, label: label, frame: r.now.frame}
}

// endNote keeps the sign of a footnote that has no words.
func (r *htmlReader) endNote() {
	if r.block.kind == note {
		e := r.now.block
		e.text = plainText("[" + r.block.label + "]")
		r.append(e)
		r.block = r.now.block
	}
}

// spaceOf is the space that an element has around it.
func spaceOf(tag string, margin said) spacing {
	switch {
	case margin == no:
		return tight
	case tag == "p":
		return byMargin
	}
	return setApart
}

// line starts a line: inside an item, a heading and a question it is a line break,
// elsewhere a new element.
func (r *htmlReader) line(before htmlState, tag string) {
	if r.now.block.same(before.block) && r.block.kind != paragraph && r.block.kind != note && !cellTags[tag] {
		r.lineBreak()
		return
	}
	r.flush()
}

// apply lets a block element change the state of the text inside it.
func (r *htmlReader) apply(e htmlEvent) {
	st := &r.now
	if why := frameOf(e); why != "" && !(e.tag == "footer" && st.block.quote) {
		st.frame = why // of the innermost, so that an address in the foot is not one with its buttons
	}
	if level, err := strconv.Atoi(e.attrs["aria-level"]); e.attrs["role"] == "heading" && err == nil && level > 0 {
		r.head(min(level, 6))
		return
	}
	if e.unfolds() {
		if st.block.kind == paragraph || st.block.kind == item {
			st.block = element{kind: paragraph, unfolds: true}
			r.leaveItem()
		}
		return
	}
	switch e.tag {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		r.head(int(e.tag[1] - '0')) // with Word's number, if it has one
	case "blockquote":
		r.counted++
		st.block = element{kind: paragraph, quote: true, list: r.counted}
	case "footer":
		if st.block.quote {
			st.block.author = 1
		}
	case "figcaption":
		if n := len(r.elements); n > 0 && r.elements[n-1].quote {
			st.block = element{kind: paragraph, quote: true, list: r.elements[n-1].list, author: 1}
		}
	case "summary":
		st.block = element{kind: question}
		r.leaveItem()
	case "ul", "menu", "dir":
		r.openList(false, 1)
	case "ol":
		start, err := strconv.Atoi(e.attrs["start"])
		if err != nil || start < 0 || start > maxNumber {
			start = 1
		}
		r.openList(true, start)
		if _, ok := e.attrs["reversed"]; ok && len(r.lists) == r.now.lists {
			r.lists[len(r.lists)-1].step = -1
		}
	case "li":
		r.openItem(e)
	case "p":
		switch firstWord(e.attrs["class"]) {
		case "MsoTitle":
			st.block = element{kind: heading, level: 1}
		case "MsoQuote", "MsoIntenseQuote":
			st.block = element{kind: paragraph, quote: true}
		}
		r.wordItem(e)
	case "table":
		r.openTable()
	case "tr":
		r.openRow()
	case "td", "th":
		r.openCell(e)
	}
}

// unfolds reports whether an element names what stands below it: a button that shows and
// hides it, or a term of a list of definitions.
func (e htmlEvent) unfolds() bool {
	_, expands := e.attrs["aria-expanded"]
	return e.tag == "dt" || expands && (e.tag == "button" || e.attrs["role"] == "button" || e.attrs["role"] == "tab")
}

// head makes a heading of the text inside. What unfolds an answer is a question already.
func (r *htmlReader) head(level int) {
	if r.now.block.kind != question && !r.now.block.unfolds {
		r.now.block = element{kind: heading, level: level}
		r.leaveItem()
	}
}

// leaveItem says that an item which begins with a heading or a question is no item of a
// list: it holds what stands below that.
func (r *htmlReader) leaveItem() {
	if len(r.text.trim()) > 0 {
		return
	}
	for i := len(r.open) - 1; i >= 0 && r.open[i].tag != "li"; i-- {
		if b := &r.open[i].before.block; b.kind == item {
			*b = element{kind: paragraph}
		}
	}
}

func firstWord(s string) string {
	first, _, _ := strings.Cut(s, " ")
	return first
}

// maxNumber is the largest number of an item (CommonMark §5.2 allows nine digits).
const maxNumber = 999_999

func (r *htmlReader) openList(ordered bool, start int) {
	r.flush()
	if len(r.lists) < maxOpen {
		r.counted++
		r.lists = append(r.lists, htmlList{ordered: ordered, step: 1, next: start, id: r.counted})
	}
	r.now.lists = len(r.lists)
	r.now.block = element{kind: paragraph}
}

func (r *htmlReader) openItem(e htmlEvent) {
	r.flush() // so that the number of the item before is counted
	st := &r.now
	st.block = element{kind: item}
	n := len(r.lists)
	if n == 0 {
		return
	}
	list := &r.lists[n-1]
	list.begun = false
	if list.step < 0 {
		r.counted++ // as below
		list.id = r.counted
	}
	if value, err := strconv.Atoi(e.attrs["value"]); list.ordered && err == nil && value >= 0 && value <= maxNumber && value != list.next {
		r.counted++ // Markdown counts on by itself, so another number is another list
		list.next, list.id = value, r.counted
	}
	st.block.level, st.block.ordered, st.block.list = n-1, list.ordered, list.id
	if list.ordered {
		st.block.number = list.next
	}
	// Word in a browser puts every item into a list of its own and says where it belongs.
	if level, err := strconv.Atoi(e.attrs["data-aria-level"]); err == nil && level > 0 && level <= maxOpen {
		st.block.level = level - 1
		st.block.list = r.wordListID("web " + e.attrs["data-listid"] + strconv.Itoa(level))
	}
}

// wordItem makes an item of a paragraph that Word only draws as one.
func (r *htmlReader) wordItem(e htmlEvent) {
	if e.look.wordList == "" || e.look.wordList == "none" {
		return
	}
	r.flush()
	r.now.block = element{kind: item, level: e.look.wordLevel, list: r.wordListID(e.look.wordList)}
}

func (r *htmlReader) wordListID(name string) int {
	if r.wordLists[name] == 0 {
		r.counted++
		r.wordLists[name] = r.counted
	}
	return r.wordLists[name]
}

// wordMarker reads the sign that Word draws: a number or a letter makes the list a
// numbered one.
func (r *htmlReader) wordMarker(text string) {
	if r.block.kind != item {
		return
	}
	before := 0
	for _, e := range slices.Backward(r.elements) {
		if e.kind != item || e.level < r.block.level {
			break
		}
		if e.level == r.block.level && e.list == r.block.list && e.ordered {
			before = e.number
			break
		}
	}
	if n, ok := ordinalAfter(text, before); ok {
		r.block.ordered, r.block.number = true, n
	}
}

func (r *htmlReader) end(e htmlEvent) {
	if e.tag == "a" {
		r.endLink()
	}
	if !blockTags[e.tag] {
		return
	}
	before := r.now
	if e.alone {
		r.line(before, e.tag)
		return
	}
	for i := len(r.open) - 1; i >= 0; i-- {
		if r.open[i].tag == e.tag {
			r.now, r.open = r.open[i].before, r.open[:i]
			break
		}
	}
	switch {
	case e.tag == "details":
		r.flush()
		r.answered = true
	case cellTags[e.tag]:
		r.flush()
		r.closeCell()
	case e.tag == "table":
		r.flush()
		r.closeTable()
	default:
		r.line(before, e.tag)
	}
	if !lineTags[e.tag] {
		r.space = max(r.space, spaceOf(e.tag, e.look.below))
	}
	if len(r.lists) > r.now.lists {
		r.lists = r.lists[:r.now.lists]
	}
}

// picture notes a picture that is not taken over. Its alternative text is not
// visible, so it is no word of the text.
func (r *htmlReader) picture(e htmlEvent) {
	if isTiny(e.attrs["width"]) || isTiny(e.attrs["height"]) || onePixel(e.attrs["style"]) {
		r.removed.count("tracking picture", "tracking pictures")
		return
	}
	r.removed.count("picture", "pictures")
	r.block.line = true // what stands beside it is its caption
}

func isTiny(s string) bool {
	s = strings.TrimRightFunc(s, unicode.IsLetter)
	return s == "0" || s == "1"
}

// onePixel reports whether a style makes a picture too small to be seen.
func onePixel(css string) bool {
	for d := range strings.SplitSeq(css, ";") {
		name, value, _ := strings.Cut(d, ":")
		if name = strings.ToLower(strings.TrimSpace(name)); (name == "width" || name == "height") && isTiny(strings.TrimSpace(value)) {
			return true
		}
	}
	return false
}
