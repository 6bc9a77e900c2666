package admin

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"practicecms/content"
	"practicecms/content/richtext"
)

// This file sets a comparison on paper: the words that were taken out struck, those
// that were added underlined. The comparison and the screen that puts live show it,
// with the partial "changes".

// change is one block that differs, or the document's title, address and details.
// When the whole text is shown, blocks that did not change are among them.
type change struct {
	Op    string          // content.Added, Removed, Moved, Edited; content.Same for what did not change
	Block content.BlockID // zero: the document's own fields
	Kind  string          // as staff call it; empty for the document
	Name  string          // as paperBlock.Name
	Who   string          // who made the change; empty when that is not known
	At    time.Time
	Moved bool   // it stands elsewhere now
	Place string // of a block that moved, where it stands now
	Lines []changeLine
	Whole *paperBlock // instead of Lines: a block that did not change
}

// changeLine is one value that differs, or one that stands beside it.
type changeLine struct {
	Label string // empty where the text speaks for itself
	Look  string // head, sub, point, words or fact: how it is set
	Spans []content.Span
	Aside string // what the words do not show
}

// changes compares two contents. With all, what did not change is there too.
func (s *Server) changes(c echo.Context, d document, from, to content.Content, all bool) ([]change, error) {
	on := s.paper(c, d.Type, to) // for the documents that links lead to, and for blocks that stayed
	r := redliner{all: all, linked: on.linked}
	compared := s.cms.Model().Compare(d.Type, from, to)

	var out []change
	if len(compared.Fields) > 0 {
		own := change{Op: content.Edited, Name: "Title and details"}
		if err := r.fields(&own, d.Kind.Fields, compared.Fields); err != nil {
			return nil, err
		}
		out = append(out, own)
	}
	next := 0 // the first block of on that was not shown yet
	for _, b := range compared.Blocks {
		if all {
			// A removed block stands behind those that it stood behind.
			until := b.To
			if b.Op == content.Removed {
				until = max(next, placeOf(from.Blocks[:b.From], to))
			}
			for ; next < until; next++ {
				out = append(out, unchanged(&on.Blocks[next]))
			}
			if b.To >= 0 {
				next = b.To + 1
			}
		}
		one, err := s.blockChange(&r, b, to)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	for ; all && next < len(on.Blocks); next++ {
		out = append(out, unchanged(&on.Blocks[next]))
	}
	return out, nil
}

func unchanged(b *paperBlock) change {
	return change{Op: content.Same, Block: b.ID, Kind: b.Label, Name: b.Name, Whole: b}
}

func (s *Server) blockChange(r *redliner, b content.BlockChange, to content.Content) (change, error) {
	kind, ok := s.cms.Model().Kind(b.Kind)
	if !ok {
		kind.Label = b.Kind
	}
	out := change{Op: b.Op, Block: b.ID, Kind: kind.Label, Name: b.Name, Moved: b.Moved}
	if b.Moved {
		out.Place = s.placeInWords(to, b.To)
	}
	var err error
	switch b.Op {
	case content.Added:
		err = r.whole(&out, kind.Fields, b.After.Fields, content.Added)
	case content.Removed:
		err = r.whole(&out, kind.Fields, b.Before.Fields, content.Removed)
	case content.Edited:
		err = r.fields(&out, kind.Fields, b.Fields)
	case content.Moved:
		err = r.whole(&out, kind.Fields, b.After.Fields, content.Same)
	}
	return out, err
}

// placeInWords says what stands before a block: "It stands after “Preparation” now."
func (s *Server) placeInWords(c content.Content, at int) string {
	if at == 0 {
		return "It stands first now."
	}
	name := s.cms.Model().BlockName(c.Blocks[at-1])
	if !strings.HasPrefix(name, "“") {
		name = "the " + name
	}
	return "It stands after " + clip(name, 80) + " now."
}

// by reports whether an entry of the history made the change.
func (ch change) by(e historyLine) bool {
	if ch.Op == content.Same {
		return false
	}
	return !ch.Block.IsZero() && slices.Contains(e.Blocks, ch.Block)
}

// Heading says what became of it: "Section “Preparation” · edited".
func (ch change) Heading() string {
	text := clip(ch.Name, 90)
	switch {
	case ch.Kind == "":
	case strings.HasPrefix(ch.Name, "“"):
		text = ch.Kind + " " + text
	default:
		text = ch.Kind
	}
	if ch.Op == content.Edited && ch.Moved {
		return text + " · edited and moved"
	}
	return text + " · " + ch.Op
}

// WaysBack are the ways to have it as it was; see restore for what they mean.
func (ch change) WaysBack() []string {
	switch {
	case ch.Block.IsZero():
		return []string{"details"}
	case ch.Op == content.Added:
		return []string{"out"}
	case ch.Op == content.Moved:
		return []string{"place"}
	case ch.Moved:
		return []string{"", "place"}
	}
	return []string{""}
}

// redliner puts changes of values into lines.
type redliner struct {
	all    bool // nothing is cut
	linked *linkedDocuments
}

func (r *redliner) add(ch *change, l changeLine) {
	if !r.all {
		l.Spans = nearChanges(l.Spans)
	}
	if len(l.Spans) > 0 || l.Aside != "" {
		ch.Lines = append(ch.Lines, l)
	}
}

// fields adds a line for each value that differs.
func (r *redliner) fields(ch *change, declared []content.Field, changes []content.FieldChange) error {
	for _, fc := range changes {
		f := fieldAt(declared, fc)
		switch before, after := fc.Before, fc.After; {
		case f.Type == content.Group && before == nil:
			if err := r.item(ch, f, fc.Path, fc.Label, after, content.Added); err != nil {
				return err
			}
		case f.Type == content.Group && after == nil:
			if err := r.item(ch, f, fc.Path, fc.Label, before, content.Removed); err != nil {
				return err
			}
		default:
			line, err := r.line(f, fc)
			if err != nil {
				return err
			}
			r.add(ch, line)
		}
	}
	return nil
}

// whole adds a line for each value of a block that came, went or stayed.
func (r *redliner) whole(ch *change, declared []content.Field, values content.Fields, op content.Op) error {
	var failed error
	content.Walk(declared, values, "", func(path string, f content.Field, v any) {
		text, err := r.plain(f, v)
		if err != nil {
			failed = err
			return
		}
		line := changeLine{Look: lookOf(f, path), Spans: []content.Span{{Op: op, Text: text}}}
		if line.Look == "fact" {
			line.Label = f.Label
		}
		r.add(ch, line)
	})
	return failed
}

// item adds the lines of an item of a list that came or went.
func (r *redliner) item(ch *change, f content.Field, path, label string, v any, op content.Op) error {
	values, _ := v.(map[string]any)
	from := len(ch.Lines)
	if err := r.whole(ch, f.Fields, values, op); err != nil {
		return err
	}
	if len(ch.Lines) > from {
		ch.Lines[from].Label = label
	}
	return nil
}

// line compares one value.
func (r *redliner) line(f content.Field, fc content.FieldChange) (changeLine, error) {
	line := changeLine{Label: fc.Label, Look: lookOf(f, fc.Path), Spans: fc.Spans}
	if f.Heading || fc.Path == "body" || fc.Path == "title" {
		line.Label = ""
	}
	before, err := r.plain(f, fc.Before)
	if err != nil {
		return line, err
	}
	after, err := r.plain(f, fc.After)
	if err != nil {
		return line, err
	}
	switch {
	case f.Type == content.Markdown && before == after && fc.Spans != nil:
		line.Aside = "The words are the same. Links or formatting changed:"
	case f.Type == content.Markdown:
		line.Spans = content.CompareWords(before, after)
	case fc.Spans == nil: // “Tone: Calm → Important”
		line.Look, line.Spans = "fact", nil
		if before != "" {
			line.Spans = append(line.Spans, content.Span{Op: content.Removed, Text: before})
		}
		if before != "" && after != "" {
			line.Spans = append(line.Spans, content.Span{Op: content.Same, Text: " → "})
		}
		if after != "" {
			line.Spans = append(line.Spans, content.Span{Op: content.Added, Text: after})
		}
	}
	return line, nil
}

// plain is a value as readers see it, without markup. Nothing chosen reads as what
// holds then.
func (r *redliner) plain(f content.Field, v any) (string, error) {
	switch text, isText := v.(string); {
	case f.Type == content.Choice && v == nil && len(f.Choices) > 0:
		return f.Choices[0].Label, nil
	case f.Type == content.Flag && v == nil:
		return "No", nil
	case v == nil:
		return "", nil
	case f.Type == content.Markdown && f.Inline && isText:
		result, err := richtext.RenderInline(text, r.linked.resolve)
		if err != nil {
			return text, nil
		}
		return result.Text, nil
	case f.Type == content.Markdown && isText:
		return richtext.PlainText(text), nil
	}
	shown, err := piece{linked: r.linked}.fact(f, "", v)
	if err != nil || shown.Text != "" || len(shown.Inner) == 0 {
		return shown.Text, err
	}
	var inner []string
	for _, part := range shown.Inner {
		inner = append(inner, part.Text)
	}
	return strings.Join(inner, ", "), nil
}

// lookOf says how a value is set on paper.
func lookOf(f content.Field, path string) string {
	switch {
	case f.Name == "heading", path == "title" && !f.Heading:
		return "head"
	case f.Heading && strings.Contains(path, "["):
		return "sub" // the name of a step, a question
	case f.Type == content.Markdown && f.Inline && strings.HasSuffix(path, "]") && !strings.HasPrefix(path, "lines["):
		return "point"
	case f.Type == content.Text, f.Type == content.Markdown:
		return "words"
	}
	return "fact"
}

// fieldAt finds the declaration of what a change is about. The title and the
// address, and what nothing declares any more, have none; their type is known.
func fieldAt(declared []content.Field, fc content.FieldChange) content.Field {
	f := content.Field{Type: fc.Type, Label: fc.Label}
	for name := range strings.SplitSeq(fc.Path, ".") {
		name, items, inList := strings.Cut(name, "[")
		found, ok := content.FieldNamed(declared, name)
		if !ok {
			return content.Field{Type: fc.Type, Label: fc.Label}
		}
		f = found
		if inList && f.Item != nil && items != "" {
			f = *f.Item
		}
		declared = f.Fields
	}
	return f
}

// nearby is how much of an unchanged text is shown beside a change, in bytes.
const nearby = 160

// nearChanges cuts long runs of text that stayed to what stands next to a change.
func nearChanges(spans []content.Span) []content.Span {
	out := slices.Clone(spans)
	for i, s := range out {
		if s.Op != content.Same || len(spans) == 1 {
			continue
		}
		head, tail := "", s.Text
		if i > 0 {
			head, tail = cutAfter(s.Text, nearby)
		}
		if i < len(out)-1 {
			var gone string
			if gone, tail = cutBefore(tail, nearby); gone != "" {
				tail = "… " + tail
			}
		} else if tail != "" {
			tail = " …"
		}
		out[i].Text = head + tail
	}
	return out
}

// cutAfter cuts a text behind the word that ends after n bytes.
func cutAfter(s string, n int) (head, rest string) {
	if len(s) <= 2*n {
		return s, ""
	}
	if at := strings.IndexAny(s[n:], " \n"); at >= 0 {
		return s[:n+at], s[n+at:]
	}
	return s, ""
}

// cutBefore cuts a text before the word that begins n bytes from its end.
func cutBefore(s string, n int) (gone, tail string) {
	if len(s) <= 2*n {
		return "", s
	}
	at := strings.LastIndexAny(s[:len(s)-n], " \n")
	if at < 0 || !utf8.RuneStart(s[at+1]) {
		return "", s
	}
	return s[:at+1], s[at+1:]
}
