package paste

import (
	"slices"
	"strings"
	"unicode/utf8"

	"practicecms/content"
	"practicecms/content/richtext"
)

// This file makes blocks of another kind of a block. The promise is that of the package:
// the words that go in come out, in the same order, none added and none lost.
// It is kept by counting: a change of kind that would break it is not made.

// Kinds are the kinds that a block can be changed to. The others hold references to
// records, which words alone do not give.
func Kinds() []string { return slices.Clone(kinds) }

var kinds = []string{"section", "checklist", "callout", "steps", "faq", "suitability", "cta", "quote", "hero"}

// AsKind gives the blocks that a block becomes: one of the kind, and beside it a
// section for words that have no place in that kind. When even that would lose a
// word, the block stays what it was.
func AsKind(m *content.Model, b content.Block, kind string) []content.Block {
	if b.Kind == kind || !slices.Contains(kinds, kind) {
		return []content.Block{b}
	}
	before := []content.Block{b}
	apart := takeApart(m, b)
	for _, try := range []string{kind, "section"} {
		if after := apart.as(try); slices.Equal(BlockWords(m, before), BlockWords(m, after)) {
			return after
		}
	}
	return before
}

// BlockWords gives the words that readers of the blocks see, in reading order.
func BlockWords(m *content.Model, blocks []content.Block) []string {
	var words []string
	for _, b := range blocks {
		kind, _ := m.Kind(b.Kind)
		content.Walk(kind.Fields, b.Fields, "", func(_ string, f content.Field, v any) {
			text, _ := v.(string)
			switch f.Type {
			case content.Text:
				words = append(words, wordsIn(text)...)
			case content.Markdown:
				words = append(words, wordsIn(readable(f, text))...)
			}
		})
	}
	return words
}

// readable is a Markdown text without its marks.
func readable(f content.Field, text string) string {
	if !f.Inline {
		return richtext.PlainText(text)
	}
	result, err := richtext.RenderInline(text, nil)
	if err != nil {
		return text
	}
	return result.Text
}

// apart is a block taken apart: its heading, and what stands below it in groups, of
// which all but the first have a title.
type apart struct {
	heading string
	groups  []group
}

type group struct {
	title string // plain
	parts []piece
}

// piece is a piece of Markdown: a paragraph, or something larger such as a nested list.
type piece struct {
	text  string
	point bool // an item of a list
}

func takeApart(m *content.Model, b content.Block) *apart {
	out := &apart{groups: []group{{}}}
	kind, _ := m.Kind(b.Kind)
	for _, f := range kind.Fields {
		if text, ok := b.Fields[f.Name].(string); ok && f.Heading && f.Type == content.Text && out.empty() {
			out.heading = text
		} else {
			out.take(f, b.Fields[f.Name], false)
		}
	}
	return out
}

func (a *apart) empty() bool {
	return a.heading == "" && len(a.groups) == 1 && len(a.groups[0].parts) == 0
}

func (a *apart) open(title string) { a.groups = append(a.groups, group{title: title}) }

func (a *apart) add(p piece) {
	last := &a.groups[len(a.groups)-1]
	last.parts = append(last.parts, p)
}

func (a *apart) take(f content.Field, v any, inList bool) {
	switch v := v.(type) {
	case string:
		switch {
		case v == "":
		case f.Type == content.Text:
			a.add(piece{escapeLines(v), inList})
		case f.Type == content.Markdown && f.Inline:
			a.add(piece{v, inList})
		case f.Type == content.Markdown:
			a.takeMarkdown(v)
		}
	case []any:
		for _, item := range v {
			a.take(*f.Item, item, true)
		}
	case map[string]any:
		label, _ := v["label"].(string)
		link, isButton := v["link"].(string)
		if isButton && label != "" {
			a.add(piece{"[" + Escape(label) + "](<" + link + ">)", false})
			return
		}
		for _, inner := range f.Fields {
			title, isText := v[inner.Name].(string)
			if isText && inner.Heading && inner.Type == content.Text {
				a.open(title)
			} else {
				a.take(inner, v[inner.Name], false)
			}
		}
	}
}

// takeMarkdown cuts a text at its blank lines. A sub-heading opens a group, and the
// items of a flat list become points; anything else stays one piece.
func (a *apart) takeMarkdown(text string) {
	if strings.Contains(text, "```") || strings.Contains(text, "~~~") {
		a.add(piece{text, false}) // blank lines may stand inside code
		return
	}
	for chunk := range strings.SplitSeq(text, "\n\n") {
		chunk = strings.Trim(chunk, "\n")
		lines := strings.Split(chunk, "\n")
		_, title, isHeading := strings.Cut(chunk, " ")
		switch {
		case chunk == "":
		case isHeading && len(lines) == 1 && strings.HasPrefix(chunk, "###"):
			a.open(richtext.PlainText("### " + title))
		case !slices.ContainsFunc(lines, func(l string) bool { return !strings.HasPrefix(l, "- ") }):
			for _, l := range lines {
				a.add(piece{l[len("- "):], true})
			}
		default:
			a.add(piece{chunk, false})
		}
	}
}

// as puts the pieces together as blocks, of which one is of the kind.
func (a *apart) as(kind string) []content.Block {
	switch kind {
	case "checklist":
		return a.asLines("checklist", "items", "leadIn")
	case "callout":
		return a.asLines("callout", "lines", "")
	case "steps":
		return a.asSteps()
	case "faq":
		return a.asQuestions()
	case "quote":
		quote := blockOf("quote", "text", markdownOf(a.groups))
		if a.heading == "" {
			return []content.Block{quote}
		}
		return []content.Block{blockOf("section", "heading", a.heading), quote}
	case "hero":
		return a.asOpening()
	}
	return []content.Block{blockOf(kind, "heading", a.heading, "body", markdownOf(a.groups))}
}

// asLines gives a list of single lines. From the first piece on that is no single
// line, the rest goes into a section below.
func (a *apart) asLines(kind, field, lead string) []content.Block {
	var lines []any
	out := blockOf(kind)
	if a.heading != "" && lead != "" {
		out.Fields[lead] = Escape(a.heading)
	} else if a.heading != "" {
		lines = append(lines, Escape(a.heading))
	}
	for i, g := range a.groups {
		if g.title != "" {
			lines = append(lines, Escape(g.title))
		}
		for j, p := range g.parts {
			text, ok := oneLine(p)
			if !ok {
				rest := append([]group{{parts: g.parts[j:]}}, a.groups[i+1:]...)
				out.Fields[field] = lines
				return []content.Block{out, blockOf("section", "body", markdownOf(rest))}
			}
			if len(lines) == 0 && lead != "" && out.Fields[lead] == nil && !p.point && strings.HasSuffix(text, ":") {
				out.Fields[lead] = text
				continue
			}
			lines = append(lines, text)
		}
	}
	out.Fields[field] = lines
	return []content.Block{out}
}

// longTitle is what the name of a step may have at most, in characters.
const longTitle = 90

// asSteps makes a step of each sub-heading; without any, of each point; without
// those too, of each paragraph. What stands before the first is the introduction.
func (a *apart) asSteps() []content.Block {
	out := blockOf("steps", "heading", a.heading)
	intro, groups := a.groups[0].parts, a.groups[1:]
	if len(groups) == 0 {
		first := slices.IndexFunc(intro, func(p piece) bool { return p.point })
		all := intro[max(first, 0):]
		intro = intro[:max(first, 0)]
		for _, p := range all {
			g := group{parts: []piece{p}}
			if title, ok := plainLine(p); ok && p.point && utf8.RuneCountInString(title) <= longTitle {
				g = group{title: title}
			}
			groups = append(groups, g)
		}
	}
	var steps []any
	for _, g := range groups {
		steps = append(steps, fieldsOf("title", g.title, "body", markdownOf([]group{{parts: g.parts}})))
	}
	out.Fields["steps"] = steps
	if text := markdownOf([]group{{parts: intro}}); text != "" {
		out.Fields["intro"] = text
	}
	return []content.Block{out}
}

// asQuestions makes a question of each sub-heading, and of each line that ends with
// a question mark. What stands before the first goes into a section above; without
// any, all of it is one answer.
func (a *apart) asQuestions() []content.Block {
	var before group
	var asked []group
	for _, g := range a.groups {
		if g.title != "" {
			asked = append(asked, group{title: g.title})
		}
		for _, p := range g.parts {
			if question, ok := plainLine(p); ok && strings.HasSuffix(question, "?") {
				asked = append(asked, group{title: question})
			} else if len(asked) > 0 {
				last := &asked[len(asked)-1]
				last.parts = append(last.parts, p)
			} else {
				before.parts = append(before.parts, p)
			}
		}
	}
	heading := a.heading
	var out []content.Block
	switch {
	case len(asked) == 0:
		asked = []group{before}
	case len(before.parts) > 0:
		out = append(out, blockOf("section", "heading", heading, "body", markdownOf([]group{before})))
		heading = ""
	}
	var items []any
	for _, g := range asked {
		items = append(items, fieldsOf("question", g.title, "answer", markdownOf([]group{{parts: g.parts}})))
	}
	faq := blockOf("faq", "heading", heading)
	faq.Fields["items"] = items
	return append(out, faq)
}

// asOpening takes the first paragraph as the opening sentence. The rest goes into a
// section below.
func (a *apart) asOpening() []content.Block {
	hero := blockOf("hero", "heading", a.heading)
	rest := slices.Clone(a.groups)
	if first := rest[0].parts; len(first) > 0 && !first[0].point {
		if lede, ok := plainLine(first[0]); ok {
			hero.Fields["lede"] = lede
			rest[0].parts = first[1:]
		}
	}
	if text := markdownOf(rest); text != "" {
		return []content.Block{hero, blockOf("section", "body", text)}
	}
	return []content.Block{hero}
}

// markdownOf writes groups as one text.
func markdownOf(groups []group) string {
	var b strings.Builder
	for _, g := range groups {
		if g.title != "" {
			b.WriteString("### " + Escape(g.title) + "\n\n")
		}
		for i, p := range g.parts {
			if !p.point {
				b.WriteString(p.text + "\n\n")
				continue
			}
			b.WriteString("- " + p.text + "\n")
			if i+1 == len(g.parts) || !g.parts[i+1].point {
				b.WriteString("\n")
			}
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// oneLine writes a paragraph in one line, as items of lists want it.
func oneLine(p piece) (string, bool) {
	lines := strings.Split(p.text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(l), `\`))
	}
	text := strings.Join(lines, " ")
	if p.point {
		return text, true
	}
	// A list, a quotation or a table says in its first line what it is.
	rendered, err := richtext.Render(p.text, nil)
	return text, err == nil && strings.HasPrefix(rendered.HTML, "<p>") && strings.Count(rendered.HTML, "<p>") == 1 && !strings.Contains(rendered.HTML, "<ul>") && !strings.Contains(rendered.HTML, "<ol>")
}

// plainLine is a paragraph as plain text, if it has no link that would get lost.
func plainLine(p piece) (string, bool) {
	text, ok := oneLine(p)
	if !ok {
		return "", false
	}
	rendered, err := richtext.RenderInline(text, nil)
	return rendered.Text, err == nil && rendered.Text != "" && len(rendered.Links) == 0 && len(rendered.Broken) == 0
}

func escapeLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = Escape(l)
	}
	return strings.Join(lines, "\\\n")
}

// blockOf makes a block of names and texts; an empty text is left out.
func blockOf(kind string, texts ...string) content.Block {
	return content.Block{Kind: kind, Fields: fieldsOf(texts...)}
}

func fieldsOf(texts ...string) content.Fields {
	out := content.Fields{}
	for i := 0; i+1 < len(texts); i += 2 {
		if texts[i+1] != "" {
			out[texts[i]] = texts[i+1]
		}
	}
	return out
}
