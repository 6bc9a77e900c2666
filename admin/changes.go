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
	Stood string // and where it stood
	Lines []changeLine
	Whole *paperBlock // instead of Lines: a block that did not change
}

// changeLine is one value that differs, or one that stands beside it.
type changeLine struct {
	Label  string // empty where the text speaks for itself
	Look   string // head, sub, point, words or fact: how it is set
	Pieces []changePiece
	Aside  string   // what the words do not show
	Back   *wayBack // takes only this value back; nil where another button does the same
}

// changePiece is a part of a text: what stayed, or one sentence that changed.
type changePiece struct {
	Op    content.Op
	Spans []content.Span
	Fact  bool     // a value that became another: what stands between the two is no text
	Back  *wayBack // takes only this sentence back; nil where another button does the same
}

// Before are the words of the piece as they were; After those that it has now. Alone
// in their row, neither begins or ends with white space.
func (p changePiece) Before() []content.Span { return p.side(content.Added) }

func (p changePiece) After() []content.Span { return p.side(content.Removed) }

// side leaves away what has that op.
func (p changePiece) side(without content.Op) []content.Span {
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

// changes compares two contents. With all, what did not change is there too; with back,
// each value and each sentence has its own way back, where a block has several.
func (s *Server) changes(c echo.Context, d document, from, to content.Content, all, back bool) ([]change, error) {
	on := s.paper(c, d.Type, to) // for the documents that links lead to, and for blocks that stayed
	r := redliner{all: all, back: back, linked: on.linked}
	compared := s.model.Compare(d.Type, from, to)

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
		one, err := s.blockChange(&r, b, from, to)
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

func (s *Server) blockChange(r *redliner, b content.BlockChange, from, to content.Content) (change, error) {
	kind, ok := s.model.Kind(b.Kind)
	if !ok {
		kind.Label = b.Kind
	}
	out := change{Op: b.Op, Block: b.ID, Kind: kind.Label, Name: b.Name, Moved: b.Moved}
	if b.Moved {
		out.Place = "It stands " + s.placeInWords(to, b.To) + " now."
		out.Stood = "It stood " + s.placeInWords(from, b.From) + "."
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
func (s *Server) placeInWords(c content.Content, at int) string {
	if at == 0 {
		return "first"
	}
	name := s.model.BlockName(c.Blocks[at-1])
	if !strings.HasPrefix(name, "“") {
		name = "the " + name
	}
	return "after " + clip(name, 80)
}

// Anchor names the place of the change on the page.
func (ch change) Anchor() string { return placeName(ch.Block) }

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

// redliner puts changes of values into lines.
type redliner struct {
	all    bool // nothing is cut
	back   bool // values and sentences have ways back
	linked *linkedDocuments
}

func (r *redliner) add(ch *change, l changeLine) {
	if !r.all {
		l.Pieces = nearChanges(l.Pieces)
	}
	if len(l.Pieces) > 0 || l.Aside != "" {
		ch.Lines = append(ch.Lines, l)
	}
}

// fields adds a line for each value that differs.
func (r *redliner) fields(ch *change, declared []content.Field, changes []content.FieldChange) error {
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
		if last := len(ch.Lines) - 1; r.back && several && last >= from {
			ch.Lines[last].Back = valueBack(fc, ch.Block)
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
		line := changeLine{Look: lookOf(f, path), Pieces: []changePiece{{Op: op, Spans: []content.Span{{Op: op, Text: text}}}}}
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
func (r *redliner) line(f content.Field, fc content.FieldChange, block content.BlockID) (changeLine, error) {
	line := changeLine{Label: fc.Label, Look: lookOf(f, fc.Path)}
	if f.Heading || fc.Path == "body" || fc.Path == "title" {
		line.Label = ""
	}
	if fc.Spans != nil {
		return line, r.sentences(&line, f, fc, block)
	}
	before, err := r.plain(f, fc.Before)
	if err != nil {
		return line, err
	}
	after, err := r.plain(f, fc.After)
	if err != nil {
		return line, err
	}
	one := changePiece{Op: content.Edited, Fact: true} // “Tone: Calm → Important”
	for _, span := range []content.Span{{Op: content.Removed, Text: before}, {Op: content.Same, Text: " → "}, {Op: content.Added, Text: after}} {
		if span.Text != "" && (span.Op != content.Same || before != "" && after != "") {
			one.Spans = append(one.Spans, span)
		}
	}
	line.Look, line.Pieces = "fact", []changePiece{one}
	return line, nil
}

// sentences puts the comparison of a text into the pieces of a line, as readers see it.
func (r *redliner) sentences(line *changeLine, f content.Field, fc content.FieldChange, block content.BlockID) error {
	all := fc.Sentences()
	changed, marks := 0, 0 // changes; those of them that only the Markdown shows
	for _, s := range all {
		before, err := r.shown(f, s.Before)
		if err != nil {
			return err
		}
		after, err := r.shown(f, s.After)
		if err != nil {
			return err
		}
		piece := changePiece{Op: s.Op, Spans: content.CompareWords(before, after)}
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
			piece.Back = sentenceBack(fc, block, s, strings.TrimSpace(text))
		}
		line.Pieces = append(line.Pieces, piece)
	}
	if marks > 0 {
		line.Aside = "Links or formatting changed:"
		if marks == changed {
			line.Aside = "The words are the same. Links or formatting changed:"
		}
	}
	if changed < 2 || !r.back {
		for i := range line.Pieces {
			line.Pieces[i].Back = nil // the button of the value or the block says the same
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

// shown is a part of a text as readers see it, with the white space around it.
func (r *redliner) shown(f content.Field, source string) (string, error) {
	words := strings.TrimSpace(source)
	if words == "" {
		return source, nil
	}
	text, err := r.plain(f, words)
	at := strings.Index(source, words)
	return source[:at] + text + source[at+len(words):], err
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
		return richtext.PlainText(withBullets(text)), nil
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
func nearChanges(pieces []changePiece) []changePiece {
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
