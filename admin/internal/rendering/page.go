// Package rendering shows content and its history as people read them, for templates: a
// page as readers will see it (New), and the versions of one by day (History).
package rendering

import (
	"fmt"
	"html/template"
	"strconv"
	"time"

	"practicecms/admin/internal/form"
	"practicecms/admin/internal/words"
	"practicecms/content"
	"practicecms/content/richtext"
)

// Page is a content as a reader will see it: set like a printed page. The editor,
// the preview, the comparison and the paste screen all show content in this way,
// with the partial "rendered_block".
type Page struct {
	Title  string
	Path   string
	Lede   string // the summary; empty when there is none
	Blocks []Block
	Piece  // the document's own fields, for records
}

// Block is one block of a page.
type Block struct {
	ID    content.BlockID
	Kind  string
	Label string // of its kind, as staff read it
	Name  string // what people call it: its heading in quotation marks, or its kind
	Piece
}

// Piece is an object of field values that a template asks for by name. What is
// absent is empty; a value of another shape than the template expects is too, for a
// working copy holds what was typed.
type Piece struct {
	declared []content.Field
	fields   content.Fields
	links    *Links
}

// New renders a content. It reads the live state of the records that stand in it, when the
// template comes to them.
func New(model *content.Model, typeName string, from content.Content, links *Links) Page {
	t, _ := model.Type(typeName)
	p := Page{Title: from.Title, Path: from.Path, Piece: Piece{t.Fields, from.Fields, links}}
	p.Lede = content.TextOf(t.Fields, from.Fields, content.Summary)
	for _, b := range from.Blocks {
		p.Blocks = append(p.Blocks, NewBlock(model, b, links))
	}
	return p
}

// NewBlock renders one block.
func NewBlock(model *content.Model, b content.Block, links *Links) Block {
	kind, ok := model.Kind(b.Kind)
	if !ok {
		kind.Label = b.Kind
	}
	return Block{ID: b.ID, Kind: b.Kind, Label: kind.Label, Name: model.BlockName(b), Piece: Piece{kind.Fields, b.Fields, links}}
}

// Text is a text as it is stored.
func (p Piece) Text(name string) string {
	s, _ := p.fields[name].(string)
	return s
}

// Letters are what stands after the name of a person.
func (p Piece) Letters() string { return content.TextOf(p.declared, p.fields, content.Letters) }

// Occupation is what a person works as.
func (p Piece) Occupation() string { return content.TextOf(p.declared, p.fields, content.Occupation) }

// Body is the text of a record, as it stands where it is linked to.
func (p Piece) Body() template.HTML {
	return Markdown(richtext.Render, content.TextOf(p.declared, p.fields, content.Body), p.links.Resolve)
}

// Words is a Markdown text as it is delivered.
func (p Piece) Words(name string) template.HTML {
	return Markdown(richtext.Render, p.Text(name), p.links.Resolve)
}

// Inline is a Markdown text of one line.
func (p Piece) Inline(name string) template.HTML {
	return Markdown(richtext.RenderInline, p.Text(name), p.links.Resolve)
}

// Markdown is the one place where text becomes HTML. It is safe because richtext
// renders without raw HTML and lets the result through an allow-list sanitiser; what
// it refuses to render is shown as it was typed, escaped.
func Markdown(render func(string, richtext.Resolver) (richtext.Result, error), text string, resolve richtext.Resolver) template.HTML {
	result, err := render(text, resolve)
	if err != nil {
		return template.HTML(template.HTMLEscapeString(text))
	}
	return template.HTML(result.HTML)
}

// Is reports whether a choice has a value; the first one when nothing was chosen.
func (p Piece) Is(name, value string) bool {
	chosen := p.Text(name)
	if f, ok := content.FieldNamed(p.declared, name); ok && chosen == "" && len(f.Choices) > 0 {
		chosen = f.Choices[0].Value
	}
	return chosen == value
}

// Whole is a whole number, or "".
func (p Piece) Whole(name string) string {
	if n, ok := p.fields[name].(int64); ok {
		return strconv.FormatInt(n, 10)
	}
	return ""
}

// Items are the items of a list. The value of an item that is no group has the name "".
func (p Piece) Items(name string) []Piece {
	f, _ := content.FieldNamed(p.declared, name)
	list, _ := p.fields[name].([]any)
	var out []Piece
	for _, item := range list {
		in := Piece{links: p.links}
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
func (p Piece) Group(name string) Piece {
	f, _ := content.FieldNamed(p.declared, name)
	fields, _ := p.fields[name].(map[string]any)
	return Piece{f.Fields, fields, p.links}
}

// Shot is a picture as people see it; nil where there is none.
type Shot struct {
	content.Use
	Src           string
	Width, Height int    // in pixels; 0: it was erased
	Title         string // of its asset, for what is no picture
}

// Shot is the picture or document that a field uses.
func (p Piece) Shot(name string) (*Shot, error) {
	f, _ := content.FieldNamed(p.declared, name)
	use, ok := content.UseOf(f.Fields, p.fields[name])
	if !ok {
		return nil, nil
	}
	return p.links.shot(use)
}

// Linked is the record or page that a link field points to; nil when it is empty.
func (p Piece) Linked(name string) (*Linked, error) {
	if p.Text(name) == "" {
		return nil, nil
	}
	return p.links.Find(p.Text(name))
}

// Empty reports whether there is nothing in it at all.
func (p Piece) Empty() bool { return len(p.fields) == 0 }

// Fact is a field with its label, for content that has no setting of its own:
// records, and blocks of a kind that this program does not know.
type Fact struct {
	Label string
	Text  string
	HTML  template.HTML
	Inner []Fact // of a group or a list
}

// Facts lists all that a piece holds, in declared order, and then what nothing declares.
func (p Piece) Facts() ([]Fact, error) {
	var out []Fact
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
			out = append(out, Fact{Label: name, Text: fmt.Sprint(v)})
		}
	}
	return out, nil
}

// FactOf reads one value, below a label.
func FactOf(links *Links, f content.Field, label string, v any) (Fact, error) {
	return Piece{links: links}.fact(f, label, v)
}

func (p Piece) fact(f content.Field, label string, v any) (Fact, error) {
	out := Fact{Label: label}
	switch v := v.(type) {
	case string:
		switch f.Type {
		case content.Markdown:
			out.HTML = Markdown(richtext.Render, v, p.links.Resolve)
		case content.Choice:
			out.Text = choiceLabel(f, v)
		case content.Date:
			out.Text = v
			if day, err := time.Parse(time.DateOnly, v); err == nil {
				out.Text = words.Date(day)
			}
		case content.File:
			out.Text = shortName(v)
		case content.Link:
			to, err := p.links.Find(v)
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
			out.Text = form.AmountText(v)
			break
		}
		var err error
		out.Inner, err = Piece{f.Fields, v, p.links}.Facts()
		return out, err
	default:
		out.Text = fmt.Sprint(v)
	}
	return out, nil
}

// shortName tells files apart, for people: the beginning of the hash of their bytes.
func shortName(file string) string {
	var h content.Hash
	if h.UnmarshalText([]byte(file)) != nil {
		return file
	}
	return fmt.Sprintf("%x…", h[:3])
}

func choiceLabel(f content.Field, value string) string {
	for _, o := range f.Choices {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}
