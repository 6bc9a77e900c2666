package admin

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
	"practicecms/content/richtext"
)

// paper is a content as a reader will see it: set like a printed page. The editor,
// the preview, the comparison and the paste screen all show content in this way,
// with the partial "paper_block".
type paper struct {
	Title  string
	Path   string
	Lede   string // the summary; empty when there is none
	Blocks []paperBlock
	piece  // the document's own fields, for records
}

// paperBlock is one block on paper.
type paperBlock struct {
	ID    content.BlockID
	Kind  string
	Label string // of its kind, as staff read it
	Name  string // what people call it: its heading in quotation marks, or its kind
	piece
}

// piece is an object of field values that a template asks for by name. What is
// absent is empty; a value of another shape than the template expects is too, for a
// working copy holds what was typed.
type piece struct {
	declared []content.Field
	fields   content.Fields
	linked   *linkedDocuments
}

// paper sets a content. It reads the live state of the records that stand in it.
func (s *Server) paper(c echo.Context, typeName string, from content.Content) paper {
	return s.paperOf(typeName, from, s.linkedDocuments(c))
}

func (s *Server) paperOf(typeName string, from content.Content, linked *linkedDocuments) paper {
	t, _ := s.model.Type(typeName)
	p := paper{Title: from.Title, Path: from.Path, piece: piece{t.Fields, from.Fields, linked}}
	p.Lede = p.Text("summary")
	for _, b := range from.Blocks {
		p.Blocks = append(p.Blocks, s.paperBlock(b, linked))
	}
	return p
}

func (s *Server) paperBlock(b content.Block, linked *linkedDocuments) paperBlock {
	kind, ok := s.model.Kind(b.Kind)
	if !ok {
		kind.Label = b.Kind
	}
	return paperBlock{ID: b.ID, Kind: b.Kind, Label: kind.Label, Name: s.model.BlockName(b), piece: piece{kind.Fields, b.Fields, linked}}
}

// Text is a text as it is stored.
func (p piece) Text(name string) string {
	s, _ := p.fields[name].(string)
	return s
}

// Words is a Markdown text as it is delivered.
func (p piece) Words(name string) template.HTML {
	return markdown(richtext.Render, p.Text(name), p.linked.resolve)
}

// Inline is a Markdown text of one line.
func (p piece) Inline(name string) template.HTML {
	return markdown(richtext.RenderInline, p.Text(name), p.linked.resolve)
}

// markdown is the one place where text becomes HTML. It is safe because richtext
// renders without raw HTML and lets the result through an allow-list sanitiser; what
// it refuses to render is shown as it was typed, escaped.
func markdown(render func(string, richtext.Resolver) (richtext.Result, error), text string, resolve richtext.Resolver) template.HTML {
	result, err := render(text, resolve)
	if err != nil {
		return template.HTML(template.HTMLEscapeString(text))
	}
	return template.HTML(result.HTML)
}

// Is reports whether a choice has a value; the first one when nothing was chosen.
func (p piece) Is(name, value string) bool {
	chosen := p.Text(name)
	if f, ok := content.FieldNamed(p.declared, name); ok && chosen == "" && len(f.Choices) > 0 {
		chosen = f.Choices[0].Value
	}
	return chosen == value
}

// Whole is a whole number, or "".
func (p piece) Whole(name string) string {
	if n, ok := p.fields[name].(int64); ok {
		return strconv.FormatInt(n, 10)
	}
	return ""
}

// Items are the items of a list. The value of an item that is no group has the name "".
func (p piece) Items(name string) []piece {
	f, _ := content.FieldNamed(p.declared, name)
	list, _ := p.fields[name].([]any)
	var out []piece
	for _, item := range list {
		in := piece{linked: p.linked}
		if fields, ok := item.(map[string]any); ok && f.Item != nil {
			in.declared, in.fields = f.Item.Fields, fields
		} else {
			in.fields = content.Fields{"": item}
		}
		out = append(out, in)
	}
	return out
}

// Group is a group; all of it is empty when it is absent.
func (p piece) Group(name string) piece {
	f, _ := content.FieldNamed(p.declared, name)
	fields, _ := p.fields[name].(map[string]any)
	return piece{f.Fields, fields, p.linked}
}

// Linked is the record or page that a link field points to; nil when it is empty.
func (p piece) Linked(name string) (*linkedDocument, error) {
	if p.Text(name) == "" {
		return nil, nil
	}
	return p.linked.find(p.Text(name))
}

// Empty reports whether there is nothing in it at all.
func (p piece) Empty() bool { return len(p.fields) == 0 }

// fact is a field with its label, for content that has no setting of its own:
// records, and blocks of a kind that this program does not know.
type fact struct {
	Label string
	Text  string
	HTML  template.HTML
	Inner []fact // of a group or a list
}

// Facts lists all that a piece holds, in declared order, and then what nothing declares.
func (p piece) Facts() ([]fact, error) {
	var out []fact
	known := map[string]bool{}
	for _, f := range p.declared {
		known[f.Name] = true
		if v, ok := p.fields[f.Name]; ok {
			one, err := p.fact(f, f.Label, v)
			if err != nil {
				return nil, err
			}
			out = append(out, one)
		}
	}
	for name, v := range p.fields {
		if !known[name] {
			out = append(out, fact{Label: name, Text: fmt.Sprint(v)})
		}
	}
	return out, nil
}

func (p piece) fact(f content.Field, label string, v any) (fact, error) {
	out := fact{Label: label}
	switch v := v.(type) {
	case string:
		switch f.Type {
		case content.Markdown:
			out.HTML = markdown(richtext.Render, v, p.linked.resolve)
		case content.Choice:
			out.Text = choiceLabel(f, v)
		case content.Date:
			out.Text = v
			if day, err := time.Parse(time.DateOnly, v); err == nil {
				out.Text = day.Format("2 January 2006")
			}
		case content.Link:
			to, err := p.linked.find(v)
			if err != nil {
				return out, err
			}
			out.Text = to.Title
		default:
			out.Text = v
		}
	case bool:
		out.Text = "Yes"
	case []any:
		for i, item := range v {
			one, err := p.fact(*f.Item, f.Item.Label+" "+strconv.Itoa(i+1), item)
			if err != nil {
				return out, err
			}
			out.Inner = append(out.Inner, one)
		}
	case map[string]any:
		if f.Type == content.Money {
			out.Text = amountText(v)
			break
		}
		var err error
		out.Inner, err = piece{f.Fields, v, p.linked}.Facts()
		return out, err
	default:
		out.Text = fmt.Sprint(v)
	}
	return out, nil
}

func choiceLabel(f content.Field, value string) string {
	for _, o := range f.Choices {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

// linkedDocument is a document that another one shows or leads to.
type linkedDocument struct {
	Document content.DocumentID
	Title    string
	Path     string
	Live     bool // readers see it; otherwise they see nothing in its place
	Found    bool
	Public   bool // it is shown to somebody without an account: nothing leads to an editor
	piece         // its own fields, as they are live, or else as they are drafted
}

// Page is the address of its editor.
func (l *linkedDocument) Page() string { return "/admin/d/" + l.Document.String() }

// linkedDocuments reads the documents that a content points to, each once.
type linkedDocuments struct {
	ctx    context.Context // of the request that the paper is made for
	server *Server
	who    cms.Actor
	locale content.Locale
	seen   map[string]*linkedDocument
	public map[content.DocumentID]cms.Live // when not nil: all that there is
	past   bool                            // for a text of another day: names only, for today's state is not what stood there
}

func (s *Server) linkedDocuments(c echo.Context) *linkedDocuments {
	v := visitOf(c)
	return &linkedDocuments{ctx: c.Request().Context(), server: s, who: v.actor(), locale: v.practice.Locale, seen: map[string]*linkedDocument{}}
}

// deliveredWith knows the documents that are delivered with a page, and no others.
func (s *Server) deliveredWith(page cms.Page) *linkedDocuments {
	return &linkedDocuments{server: s, public: page.Linked, seen: map[string]*linkedDocument{}}
}

func (l *linkedDocuments) find(id string) (*linkedDocument, error) {
	if known, ok := l.seen[id]; ok {
		return known, nil
	}
	out := &linkedDocument{Title: "Something that is not there any more"}
	l.seen[id] = out // before reading on, so that two that point to each other end
	document, err := parseDocument(id)
	if l.public != nil {
		*out = linkedDocument{Public: true}
		if live, ok := l.public[document]; ok && err == nil {
			t, _ := l.server.model.Type(live.Type)
			*out = linkedDocument{Document: document, Title: live.Content.Title, Path: live.Content.Path, Live: true, Found: true, Public: true, piece: piece{t.Fields, live.Content.Fields, l}}
		}
		return out, nil
	}
	if err != nil {
		return out, nil
	}
	state, err := l.server.edit.State(l.ctx, l.who, document, l.locale)
	if errors.Is(err, cms.ErrNotFound) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	number := state.Live
	if number == 0 {
		number = state.Latest
	}
	version, err := l.server.edit.Version(l.ctx, l.who, document, l.locale, number)
	if err != nil {
		return nil, err
	}
	t, _ := l.server.model.Type(state.Type)
	*out = linkedDocument{
		Document: document, Title: version.Content.Title, Path: version.Content.Path,
		Live: state.Live != 0, Found: true, piece: piece{t.Fields, version.Content.Fields, l},
	}
	if l.past {
		out.Live, out.piece = true, piece{}
	}
	return out, nil
}

// resolve is the richtext.Resolver: links in texts lead to what is live.
func (l *linkedDocuments) resolve(id string) (richtext.Target, bool) {
	if l == nil || l.past {
		return richtext.Target{}, false
	}
	to, err := l.find(strings.ToLower(id))
	if err != nil || !to.Live {
		return richtext.Target{}, false
	}
	return richtext.Target{Path: to.Path, Title: to.Title}, true
}
