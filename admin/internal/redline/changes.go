// Package redline shows how one text became another: the words that were taken out struck,
// those that were added underlined, and for each change what takes it back. The partial
// "changes" sets it.
package redline

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/content"
	"practicecms/content/richtext"
)

// Change is one block that differs, or the document's title, address and details.
// When the whole text is shown, blocks that did not change are among them.
type Change struct {
	Op    string          // content.Added, Removed, Moved, Edited; content.Same for what did not change
	Block content.BlockID // zero: the document's own fields
	Kind  string          // as staff call it; empty for the document
	Name  string          // as rendering.Block.Name
	Who   string          // who made the change; empty when that is not known
	At    time.Time
	Moved bool   // it stands elsewhere now
	Place string // of a block that moved, where it stands now
	Stood string // and where it stood
	Lines []Line
	Whole *rendering.Block // instead of Lines: a block that did not change
}

// Line is one value that differs, or one that stands beside it.
type Line struct {
	Label  string // empty where the text speaks for itself
	Look   string // head, sub, point, words or fact: how it is set
	Pieces []Piece
	Aside  string      // what the words do not show
	Undo   *UndoChange // takes only this value back; nil where another button does the same
}

// Piece is a part of a text: what stayed, or one sentence that changed.
type Piece struct {
	Op    content.Op
	Spans []content.Span
	Fact  bool        // a value that became another: what stands between the two is no text
	Undo  *UndoChange // takes only this sentence back; nil where another button does the same
}

// Before is the words of the piece as they were; After those that it has now. Alone
// in their row, neither begins or ends with white space.
func (p Piece) Before() []content.Span { return p.side(content.Added) }

// After is the words that the piece has now; see Before.
func (p Piece) After() []content.Span { return p.side(content.Removed) }

// side leaves away what has that op.
func (p Piece) side(without content.Op) []content.Span {
	out := slices.DeleteFunc(slices.Clone(p.Spans), func(s content.Span) bool {
		return s.Op == without || p.Fact && s.Op == content.Same
	})
	for len(out) > 0 && strings.TrimSpace(out[0].Text) == "" {
		out = out[1:]
	}
	if last := len(out) - 1; last >= 0 {
		out[0].Text = strings.TrimLeft(out[0].Text, " \n")
		out[last].Text = strings.TrimRight(out[last].Text, " \n")
	}
	return out
}

// Compare shows what differs between two contents. With all, what did not change is there
// too; with undo, each value and each sentence can be taken back alone, where a block has
// several. The links are those of the newer content.
func Compare(model *content.Model, t content.Type, from, to content.Content, links *rendering.Links, all, undo bool) ([]Change, error) {
	on := rendering.New(model, t.Name, to, links) // for blocks that stayed
	r := redliner{model: model, links: links, all: all, undo: undo}
	compared := model.Compare(t.Name, from, to)

	var out []Change
	if len(compared.Fields) > 0 {
		own := Change{Op: content.Edited, Name: "Title and details"}
		if err := r.fields(&own, t.Fields, compared.Fields); err != nil {
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
		one, err := r.block(b, from, to)
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

func unchanged(b *rendering.Block) Change {
	return Change{Op: content.Same, Block: b.ID, Kind: b.Label, Name: b.Name, Whole: b}
}

func (r *redliner) block(b content.BlockChange, from, to content.Content) (Change, error) {
	kind, ok := r.model.Kind(b.Kind)
	if !ok {
		kind.Label = b.Kind
	}
	out := Change{Op: b.Op, Block: b.ID, Kind: kind.Label, Name: b.Name, Moved: b.Moved}
	if b.Moved {
		out.Place = "It stands " + r.placeInWords(to, b.To) + " now."
		out.Stood = "It stood " + r.placeInWords(from, b.From) + "."
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

// placeOf is where in now a block belongs that stood behind the given ones: behind
// the nearest of them that is still there, else first.
func placeOf(before []content.Block, now content.Content) int {
	for _, b := range slices.Backward(before) {
		if _, i := now.Block(b.ID); i >= 0 {
			return i + 1
		}
	}
	return 0
}

// placeInWords says what stands before a block: "after “Preparation”".
func (r *redliner) placeInWords(c content.Content, at int) string {
	if at == 0 {
		return "first"
	}
	return "after " + words.Clip(words.The(r.model.BlockName(c.Blocks[at-1])), 80)
}

// Anchor names the place of the change on the page.
func (ch Change) Anchor() string { return AnchorOf(ch.Block) }

// MadeBy reports whether a version that changed some blocks made the change.
func (ch Change) MadeBy(blocks []content.BlockID) bool {
	return ch.Op != content.Same && !ch.Block.IsZero() && slices.Contains(blocks, ch.Block)
}

// Heading says what became of it: "Section “Preparation” · edited".
func (ch Change) Heading() string {
	text := words.Clip(ch.Name, 90)
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

// redliner puts changes of values into lines.
type redliner struct {
	model *content.Model
	links *rendering.Links
	all   bool // nothing is cut
	undo  bool // values and sentences can be taken back alone
}

func (r *redliner) add(ch *Change, l Line) {
	if !r.all {
		l.Pieces = nearChanges(l.Pieces)
	}
	if len(l.Pieces) > 0 || l.Aside != "" {
		ch.Lines = append(ch.Lines, l)
	}
}

// fields adds a line for each value that differs.
func (r *redliner) fields(ch *Change, declared []content.Field, changes []content.FieldChange) error {
	several := len(changes) > 1
	for _, fc := range changes {
		f := fieldAt(declared, fc)
		from := len(ch.Lines)
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
			line, err := r.line(f, fc, ch.Block)
			if err != nil {
				return err
			}
			r.add(ch, line)
		}
		if last := len(ch.Lines) - 1; r.undo && several && last >= from {
			ch.Lines[last].Undo = undoValue(fc, ch.Block)
		}
	}
	return nil
}

// whole adds a line for each value of a block that came, went or stayed.
func (r *redliner) whole(ch *Change, declared []content.Field, values content.Fields, op content.Op) error {
	var failed error
	content.Walk(declared, values, "", func(path string, f content.Field, v any) {
		text, err := Plain(r.links, f, v)
		if err != nil {
			failed = err
			return
		}
		line := Line{Look: LookOf(f, path), Pieces: []Piece{{Op: op, Spans: []content.Span{{Op: op, Text: text}}}}}
		if line.Look == "fact" {
			line.Label = f.Label
		}
		r.add(ch, line)
	})
	return failed
}

// item adds the lines of an item of a list that came or went.
func (r *redliner) item(ch *Change, f content.Field, path, label string, v any, op content.Op) error {
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
func (r *redliner) line(f content.Field, fc content.FieldChange, block content.BlockID) (Line, error) {
	line := Line{Label: fc.Label, Look: LookOf(f, fc.Path)}
	if f.Heading || f.Means == content.Body || fc.Path == "title" {
		line.Label = ""
	}
	if fc.Spans != nil {
		return line, r.sentences(&line, f, fc, block)
	}
	before, err := Plain(r.links, f, fc.Before)
	if err != nil {
		return line, err
	}
	after, err := Plain(r.links, f, fc.After)
	if err != nil {
		return line, err
	}
	one := Piece{Op: content.Edited, Fact: true} // “Tone: Calm → Important”
	for _, span := range []content.Span{{Op: content.Removed, Text: before}, {Op: content.Same, Text: " → "}, {Op: content.Added, Text: after}} {
		if span.Text != "" && (span.Op != content.Same || before != "" && after != "") {
			one.Spans = append(one.Spans, span)
		}
	}
	line.Look, line.Pieces = "fact", []Piece{one}
	return line, nil
}

// sentences puts the comparison of a text into the pieces of a line, as readers see it.
func (r *redliner) sentences(line *Line, f content.Field, fc content.FieldChange, block content.BlockID) error {
	all := fc.Sentences()
	changed, marks := 0, 0 // changes; those of them that only the Markdown shows
	for _, s := range all {
		before, err := Shown(r.links, f, s.Before)
		if err != nil {
			return err
		}
		after, err := Shown(r.links, f, s.After)
		if err != nil {
			return err
		}
		piece := Piece{Op: s.Op, Spans: content.CompareWords(before, after)}
		if s.Op != content.Same {
			changed++
			switch {
			case strings.TrimSpace(s.Before+s.After) == "":
				piece.Spans = spacing(s)
			case before == after:
				marks++
				piece.Spans = content.CompareWords(s.Before, s.After)
			}
			text := before
			if s.Op == content.Added {
				text = after
			}
			piece.Undo = undoSentence(fc, block, s, strings.TrimSpace(text))
		}
		line.Pieces = append(line.Pieces, piece)
	}
	if marks > 0 {
		line.Aside = "Links or formatting changed:"
		if marks == changed {
			line.Aside = "The words are the same. Links or formatting changed:"
		}
	}
	if changed < 2 || !r.undo {
		for i := range line.Pieces {
			line.Pieces[i].Undo = nil // the button of the value or the block says the same
		}
	}
	return nil
}

// spacing shows a change of white space alone: a paragraph that began or ended.
func spacing(s content.Sentence) []content.Span {
	before, after := strings.Count(s.Before, "\n"), strings.Count(s.After, "\n")
	switch {
	case after > before:
		return []content.Span{{Op: content.Added, Text: "¶" + s.After}}
	case after < before:
		return []content.Span{{Op: content.Removed, Text: "¶"}, {Op: content.Same, Text: s.After}}
	}
	return content.CompareWords(s.Before, s.After)
}

// Shown is a part of a text as readers see it, with the white space around it.
func Shown(links *rendering.Links, f content.Field, source string) (string, error) {
	words := strings.TrimSpace(source)
	if words == "" {
		return source, nil
	}
	text, err := Plain(links, f, words)
	at := strings.Index(source, words)
	return source[:at] + text + source[at+len(words):], err
}

// Plain is a value as readers see it, without markup. Nothing chosen reads as what
// holds then.
func Plain(links *rendering.Links, f content.Field, v any) (string, error) {
	switch text, isText := v.(string); {
	case f.Type == content.Choice && v == nil && len(f.Choices) > 0:
		return f.Choices[0].Label, nil
	case f.Type == content.Flag && v == nil:
		return "No", nil
	case v == nil:
		return "", nil
	case f.Type == content.Markdown && f.Inline && isText:
		result, err := richtext.RenderInline(text, links.Resolve)
		if err != nil {
			return text, nil
		}
		return result.Text, nil
	case f.Type == content.Markdown && isText:
		return richtext.PlainText(withBullets(text)), nil
	}
	shown, err := rendering.FactOf(links, f, "", v)
	if err != nil || shown.Text != "" || len(shown.Inner) == 0 {
		return shown.Text, err
	}
	var inner []string
	for _, part := range shown.Inner {
		inner = append(inner, part.Text)
	}
	return strings.Join(inner, ", "), nil
}

// LookOf says how a value is set.
func LookOf(f content.Field, path string) string {
	switch {
	case f.Means == content.Headline, path == "title" && !f.Heading:
		return "head"
	case f.Heading && strings.Contains(path, "["):
		return "sub" // the name of a step, a question
	case f.Type == content.Markdown && f.Inline && strings.HasSuffix(path, "]") && f.Means != content.NoPoint:
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
func nearChanges(pieces []Piece) []Piece {
	out := slices.Clone(pieces)
	for i, p := range out {
		if p.Op != content.Same || len(pieces) == 1 {
			continue
		}
		text := ""
		for _, s := range p.Spans {
			text += s.Text
		}
		head, tail := "", text
		if i > 0 {
			head, tail = cutAfter(text, nearby)
		}
		if i < len(out)-1 {
			var gone string
			if gone, tail = cutBefore(tail, nearby); gone != "" {
				tail = "… " + tail
			}
		} else if tail != "" {
			tail = " …"
		}
		out[i].Spans = []content.Span{{Op: content.Same, Text: head + tail}}
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

// withBullets writes the sign that readers see before each item of a list without
// numbers: as plain text, an item would be a line like any other.
func withBullets(markdown string) string {
	lines := strings.SplitAfter(markdown, "\n")
	for i, l := range lines {
		item := strings.TrimLeft(l, " \t")
		rule := strings.Trim(l, "-*+ \t\n") == ""
		if rule || len(item) < 2 || !strings.ContainsRune("-*+", rune(item[0])) || item[1] != ' ' {
			continue
		}
		lines[i] = l[:len(l)-len(item)] + item[:2] + "• " + strings.TrimLeft(item[2:], " ")
	}
	return strings.Join(lines, "")
}
