package paste

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"practicecms/content"
)

// builder turns elements into blocks and keeps account of what it inferred.
type builder struct {
	blocks   []content.Block
	inferred []Inference
	removed  *removals

	oneHeading map[string]bool
	asked      bool   // questions and answers were found
	named      string // the title, when the source has a head that says so
	hero       bool   // the title stands in the text, as its only first-level heading
}

// part is a heading and what stands below it, up to the next heading of the same
// rank. Only the first part may be without a heading.
type part struct {
	heading *element
	body    []element // may hold sub-headings
}

// Bounds of rule 6 and of the other fields, in characters: what their fields advise.
const (
	maxCalloutLines = 3
	maxCalloutChars = 100
	maxLeadIn       = 160
	maxLede         = 240
	maxButton       = 40
)

var (
	suitabilityHeading = regexp.MustCompile(`(?i)\bright for (?:you|me)\b|^is .*\bfor (?:you|me)\s*\?|^who can\b`)
	invitationHeading  = regexp.MustCompile(`(?i)^(?:begin|start|schedule|book|contact|call|request)\b`)
)

// kindOf is rule 7.
func kindOf(h *element) (kind, why string) {
	if h == nil {
		return "section", ""
	}
	switch text := h.text.plain(); {
	case suitabilityHeading.MatchString(text):
		return "suitability", "the heading asks for whom it is right"
	case invitationHeading.MatchString(text):
		return "cta", "the heading starts with an invitation"
	}
	return "section", ""
}

// blocksOf makes the blocks of all elements.
func (b *builder) blocksOf(elements []element) {
	if b.hero {
		at := slices.IndexFunc(elements, func(e element) bool { return e.kind == heading && e.level == 1 })
		b.parts(outline(elements[:at]))
		elements = b.opening(elements[at:])
	}
	b.parts(outline(elements))
}

func (b *builder) parts(parts []part) {
	for i := 0; i < len(parts); {
		if len(b.blocks) > maxBlocks {
			b.rest(parts[i:])
			return
		}
		if used := b.steps(parts[i:]); used > 0 {
			i += used
			continue
		}
		p, n := sameRankQuestions(parts[i:])
		b.part(p, parts[i+n:])
		i += n
	}
}

// rest writes what is left of a very long text into sections, headings included.
func (b *builder) rest(parts []part) {
	w := &writer{b: b, kind: "section", block: -1}
	for _, p := range parts {
		if p.heading != nil {
			w.write(elementMarkdown(*p.heading))
		}
		w.whole(p.body)
	}
	w.close()
}

// opening makes the opening block of the page's one first-level heading, and of
// the sentence below it when that stands alone.
func (b *builder) opening(elements []element) []element {
	fields := content.Fields{"heading": elements[0].text.plain()}
	n := b.add("hero", fields)
	rest := elements[1:]
	if len(rest) > 1 && rest[0].kind == paragraph && rest[1].kind == heading && !rest[0].quote {
		lede := rest[0].text
		plain := !slices.ContainsFunc(lede, func(s span) bool { return s.style != style{} }) // its field holds no bold
		if text := lede.plain(); plain && utf8.RuneCountInString(text) <= maxLede {
			fields["lede"] = text
			b.infer(n, "lede", text, "a single paragraph below the title")
			rest = rest[1:]
		}
	}
	return rest
}

// outline groups elements below the headings of the highest rank in the text.
func outline(elements []element) []part {
	top := 7
	for _, e := range elements {
		if e.kind == heading {
			top = min(top, e.level)
		}
	}
	var parts []part
	for i := range elements {
		e := elements[i]
		if e.kind == heading && (e.level == top || len(parts) == 0) {
			parts = append(parts, part{heading: &e})
			continue
		}
		if len(parts) == 0 {
			parts = append(parts, part{})
		}
		last := &parts[len(parts)-1]
		last.body = append(last.body, e)
	}
	return parts
}

// add appends a block and gives its index.
func (b *builder) add(kind string, fields content.Fields) int {
	b.blocks = append(b.blocks, content.Block{Kind: kind, Fields: fields})
	return len(b.blocks) - 1
}

func (b *builder) infer(block int, field, value, why string) {
	b.inferred = append(b.inferred, Inference{Block: block, Field: field, Value: value, Why: why})
}

func (b *builder) ask(block int, field, value, why string) {
	b.inferred = append(b.inferred, Inference{Block: block, Field: field, Value: value, Why: why, Ask: true})
}

// askJoin asks whether two lines are one heading, unless that was decided.
func (b *builder) askJoin(block int, above, below, why string) {
	key := joinKey(above, below)
	if _, decided := b.oneHeading[key]; !decided {
		b.inferred = append(b.inferred, Inference{Block: block, Field: "heading", Value: above, Why: why, Ask: true, Question: IsOneHeading, Key: key})
	}
}

// inferredInOrder gives the inferences in reading order, the page's first.
func (b *builder) inferredInOrder() []Inference {
	out := slices.Clone(b.inferred)
	slices.SortStableFunc(out, func(x, y Inference) int { return x.Block - y.Block })
	if out == nil {
		out = []Inference{}
	}
	return out
}

// headingText gives the words of a heading, and notes what a heading cannot hold
// and how it was found.
func (b *builder) headingText(block int, field string, h *element) string {
	text := h.text.plain()
	if h.text.hasLink() {
		b.removed.add("link in a heading; its words are kept", text)
	}
	if h.why != "" {
		b.infer(block, field, text, h.why)
	}
	return text
}

// part makes the blocks of one part; after are the parts below it.
func (b *builder) part(p part, after []part) {
	kind, why := kindOf(p.heading)
	w := &writer{b: b}
	w.open(kind, p.heading)
	if why != "" {
		b.infer(w.block, "kind", kind, why)
	}
	if p.heading != nil && len(p.body) == 0 && len(after) > 0 && after[0].heading.level == p.heading.level {
		b.askJoin(w.block, p.heading.text.plain(), after[0].heading.text.plain(),
			"nothing stands between this heading and the next one, “"+after[0].heading.text.plain()+"”: is it one heading, or a heading and its sub-heading?")
	}
	body, buttons := subQuestions(p.body), []element(nil)
	if kind == "cta" {
		body, buttons = cutButtons(p.body)
	}
	for _, e := range body {
		if e.kind == heading && e.why != "" {
			b.infer(w.block, "body", e.text.plain(), e.why)
		}
	}
	if kind == "section" && !slices.ContainsFunc(body, isHeading) {
		w.section(body, len(after) > 0)
	} else {
		w.whole(body)
	}
	if kind == "cta" {
		w.buttons(buttons)
	}
	w.close()
}

func isHeading(e element) bool { return e.kind == heading }

// cutButtons takes up to two paragraphs off the end that are nothing but a link.
func cutButtons(body []element) (rest, buttons []element) {
	n := len(body)
	for n > 0 && len(body)-n < 2 && isButton(body[n-1]) {
		n--
	}
	return body[:n], body[n:]
}

func isButton(e element) bool {
	return e.kind == paragraph && !e.quote && len(e.text) == 1 && e.text.hasLink() &&
		utf8.RuneCountInString(e.text.plain()) <= maxButton
}

// lineCost is what a line counts besides its bytes, so that a body of many short
// lines in nested lists stays within what is allowed of those.
const lineCost = 20

// writer writes the Markdown of a block, and opens the next one when it is full.
type writer struct {
	b     *builder
	kind  string
	block int // index of the open block; -1 when none is open
	texts []string
	size  int
}

// open starts a block that holds a body. A part without a heading gets its block
// with its first text.
func (w *writer) open(kind string, h *element) {
	w.kind, w.block, w.texts, w.size = kind, -1, nil, 0
	if h != nil {
		fields := content.Fields{}
		w.block = w.b.add(kind, fields)
		fields["heading"] = w.b.headingText(w.block, "heading", h)
	}
}

// write adds one paragraph, list or sub-heading.
func (w *writer) write(text string) {
	if w.block >= 0 && w.size+len(text) > maxBody {
		w.close()
	}
	if w.block < 0 {
		w.kind = "section"
		w.block = w.b.add(w.kind, content.Fields{})
		if w.block > 0 && w.b.blocks[w.block-1].Kind != "hero" { // an opening is a heading, too
			w.b.ask(w.block, "heading", "", "this text has no heading of its own: give it one, or move it to the section above")
		}
	}
	w.texts = append(w.texts, text)
	w.size += len(text) + lineCost*(1+strings.Count(text, "\n"))
}

// element adds anything but a list, and what is asked about it.
func (w *writer) element(e element) {
	w.write(elementMarkdown(e))
	w.b.askList(w.block, e)
}

// close ends the open block.
func (w *writer) close() {
	if w.block >= 0 && len(w.texts) > 0 {
		w.b.blocks[w.block].Fields["body"] = strings.Join(w.texts, "\n\n")
	}
	w.block, w.texts, w.size = -1, nil, 0
}

// whole writes everything into the body, lists and sub-headings too.
func (w *writer) whole(body []element) {
	for len(body) > 0 {
		if listLength(body) == 0 && quotationLength(body) == 0 {
			w.element(body[0])
			body = body[1:]
			continue
		}
		texts, n := frontMarkdown(body)
		for _, text := range texts {
			w.write(text)
		}
		body = body[n:]
	}
}

// section writes paragraphs into the body, and makes blocks of their own of
// checklists, callouts and dividers. followed says that a heading comes next.
func (w *writer) section(body []element, followed bool) {
	for i := 0; i < len(body); {
		n := listLength(body[i:])
		lead := n == 0 && isLeadIn(body[i:])
		switch {
		case body[i].kind == rule && len(w.b.blocks) <= maxBlocks:
			w.close()
			w.b.add("divider", content.Fields{})
			i++
		case body[i].kind == question:
			if n = w.questions(body[i:]); n == 0 {
				w.element(body[i])
				n = 1
			}
			i += n
		case quotationLength(body[i:]) > 0:
			n = quotationLength(body[i:])
			if !w.quotation(body[i : i+n]) {
				w.write(quotationMarkdown(body[i : i+n]))
			}
			i += n
		case n == 0 && !lead:
			w.element(body[i])
			i++
		default:
			var leadIn *element
			if lead {
				leadIn = &body[i]
				i++
				n = listLength(body[i:])
			}
			onlyList := w.block >= 0 && len(w.texts) == 0
			if onlyList || !isChecklist(body[i:i+n]) || len(w.b.blocks) > maxBlocks {
				// A heading with nothing but a list is a section.
				if leadIn != nil {
					w.write(elementMarkdown(*leadIn))
				}
				for _, text := range listMarkdown(body[i : i+n]) {
					w.write(text)
				}
				i += n
				continue
			}
			w.close()
			w.b.checklist(leadIn, body[i:i+n])
			i += n
			if followed && isCallout(body[i:]) {
				w.b.callout(body[i:])
				return
			}
		}
	}
}

// listLength gives how many items stand at the front.
func listLength(body []element) int {
	n := 0
	for n < len(body) && body[n].kind == item {
		n++
	}
	return n
}

// isLeadIn reports whether body starts with the line above a list.
func isLeadIn(body []element) bool {
	if len(body) < 2 || body[0].kind != paragraph || body[0].quote || body[1].kind != item {
		return false
	}
	text := body[0].text.plain()
	return strings.HasSuffix(text, ":") && utf8.RuneCountInString(text) <= maxLeadIn
}

// isChecklist reports whether a list has neither numbers nor levels, and is no
// longer than a checklist may be.
func isChecklist(items []element) bool {
	return len(items) <= maxItems && sizeOf(items) <= maxBody &&
		!slices.ContainsFunc(items, func(e element) bool {
			return e.ordered || e.more || e.level > items[0].level || e.list != items[0].list
		})
}

func (b *builder) checklist(leadIn *element, items []element) {
	fields := content.Fields{}
	if leadIn != nil {
		fields["leadIn"] = leadIn.text.markdown(breakAsSpace)
	}
	var list []any
	for _, e := range items {
		list = append(list, e.text.markdown(breakAsSpace))
	}
	fields["items"] = list
	b.add("checklist", fields)
}

// isCallout is rule 6, for what stands between a list and a heading.
func isCallout(body []element) bool {
	lines := 0
	for _, e := range body {
		if e.kind != paragraph || e.quote {
			return false
		}
		for _, l := range e.text.lines() {
			if lines++; lines > maxCalloutLines || utf8.RuneCountInString(l.plain()) > maxCalloutChars {
				return false
			}
		}
	}
	return lines > 0
}

func (b *builder) callout(body []element) {
	var lines []any
	for _, e := range body {
		for _, l := range e.text.lines() {
			lines = append(lines, l.markdown(breakAsSpace))
		}
	}
	n := b.add("callout", content.Fields{"lines": lines})
	b.infer(n, "kind", "callout", "short lines directly between a list and a heading")
}

// buttons fills the buttons of an invitation, or asks for one.
func (w *writer) buttons(links []element) {
	if w.kind != "cta" || w.block < 0 {
		for _, e := range links { // the invitation was too long for one block
			w.write(elementMarkdown(e))
		}
		return
	}
	for i, e := range links {
		name := []string{"primary", "secondary"}[i]
		label := e.text.plain()
		w.b.blocks[w.block].Fields[name] = map[string]any{"label": label, "link": e.text[0].style.link}
		w.b.infer(w.block, name, label, "a link on a line of its own")
	}
	if len(links) == 0 {
		w.b.ask(w.block, "primary", "", "this invitation has no button: what should it say, and where should it lead?")
	}
}

// frontMarkdown writes what stands at the front, and gives how many elements that is: a
// list, a quotation, or one of anything else.
func frontMarkdown(body []element) (texts []string, n int) {
	if n := listLength(body); n > 0 {
		return listMarkdown(body[:n]), n
	}
	if n := quotationLength(body); n > 0 {
		return []string{quotationMarkdown(body[:n])}, n
	}
	return []string{elementMarkdown(body[0])}, 1
}

// elementMarkdown writes anything but a list item.
func elementMarkdown(e element) string {
	switch {
	case e.kind == rule:
		return "---"
	case e.kind == tabular && e.table.list:
		return e.table.listed()
	case e.kind == note:
		return noteMark + "[^" + e.label + "]: " + e.text.markdown(hardBreak+"    ")
	case e.kind == tabular:
		return e.table.markdown()
	case e.kind == question:
		return "### " + e.text.markdown(breakAsSpace)
	case e.kind == heading:
		// The page and the section have the first two levels.
		return strings.Repeat("#", min(max(e.level, 3), 6)) + " " + e.text.markdown(breakAsSpace)
	case e.quote:
		return quotationMarkdown([]element{e})
	}
	return e.text.markdown(hardBreak)
}

// maxDepth bounds nested lists. Parsing Markdown costs more than linear time in the
// depth of lists, and nobody reads a fifth level.
const maxDepth = 4

// listMarkdown writes a list, in several texts when it is long.
func listMarkdown(items []element) []string {
	var out []string
	var b strings.Builder
	var open []openList
	for _, e := range items {
		if b.Len() > maxList {
			out, open = append(out, strings.TrimRight(b.String(), "\n")), nil
			b.Reset()
		}
		if e.more {
			for n := len(open); n > 0 && open[n-1].level > e.level; n-- {
				open = open[:n-1]
			}
			indent := ""
			if n := len(open); n > 0 {
				indent = strings.Repeat(" ", open[n-1].column)
			}
			b.WriteString("\n" + indent + e.text.markdown(hardBreak+indent) + "\n\n")
			continue
		}
		depth := 0
		for depth < min(len(open), maxDepth-1) && open[depth].level < e.level {
			depth++
		}
		column := 0
		if depth > 0 {
			column = open[depth-1].column
		}
		starts := depth == len(open) || open[depth].ordered != e.ordered || open[depth].list != e.list || e.ordered && e.number != open[depth].number+1
		list := openList{level: e.level, ordered: e.ordered, list: e.list, number: e.number}
		if !starts {
			list.other = open[depth].other
		} else if depth < len(open) && open[depth].ordered == e.ordered {
			list.other = !open[depth].other // another sign keeps two lists apart
		}
		if starts && b.Len() > 0 && (e.ordered && e.number != 1 || depth == 0) {
			b.WriteByte('\n') // only a list that starts with 1 may stand right below a text
		}
		marker := list.marker()
		list.column = column + len(marker)
		open = append(open[:depth], list)
		b.WriteString(strings.Repeat(" ", column) + marker)
		b.WriteString(e.text.markdown(hardBreak + strings.Repeat(" ", list.column)))
		b.WriteByte('\n')
	}
	return append(out, strings.TrimRight(b.String(), "\n"))
}

// openList is a list that the next item may belong to.
type openList struct {
	column  int // at which the text of its last item starts
	level   int // as its items say it
	ordered bool
	list    int
	number  int  // of its last item
	other   bool // it has the other sign, since a list of its kind stands right above
}

func (l openList) marker() string {
	switch {
	case l.ordered && l.other:
		return strconv.Itoa(l.number) + ") "
	case l.ordered:
		return strconv.Itoa(l.number) + ". "
	case l.other:
		return "* "
	}
	return "- "
}
