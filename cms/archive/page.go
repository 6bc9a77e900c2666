package archive

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
	"practicecms/content/paste"
)

// WritePages writes the texts of every document that is live, or with drafts the latest of every
// document that is not in the trash, as Markdown with front matter: a file each, of which
// EXPORT.md tells. What is for staff is left out.
func (w *Writer) WritePages(ctx context.Context, r store.Reader, m *content.Model, drafts bool) error {
	return record.EachHead(r, func(id content.DocumentID, l content.Locale, doc record.Document, head record.Head) error {
		n := head.Live
		if drafts {
			n = head.Latest
		}
		if err := ctx.Err(); err != nil || n == 0 || doc.TrashedAt != 0 {
			return err
		}
		v, err := record.Load(r, id, l, n)
		if err != nil {
			return err
		}
		p := page{model: m, front: front{
			ID: id, Type: doc.Type, Locale: l, Path: v.Content.Path, Title: v.Content.Title,
			Version: n, Hash: v.Record.Hash, Saved: v.Record.At, Fields: public(m.FieldsOf(doc.Type), v.Content.Fields),
		}}
		if n == head.Live {
			p.front.First, p.front.Published = head.First, head.Since
		}
		if err := p.check(); err != nil {
			return fmt.Errorf("document %s: %w", id, err)
		}
		return w.Write(p.file(), func(out *bufio.Writer) (int, error) {
			text, err := p.text(v.Content)
			if err != nil {
				return 0, fmt.Errorf("%s: %w", p.file(), err)
			}
			_, err = out.Write(text)
			return 1, err
		})
	})
}

// page is a document in one language as Markdown.
type page struct {
	model *content.Model
	front front
	out   bytes.Buffer
}

// front is what stands above the text, by its names there.
type front struct {
	ID        content.DocumentID `json:"id"`
	Type      string             `json:"type"`
	Locale    content.Locale     `json:"locale"`
	Path      string             `json:"path,omitzero"`
	Title     string             `json:"title"`
	Version   uint64             `json:"version"`
	Hash      content.Hash       `json:"hash"`
	Saved     record.Stamp       `json:"saved"`
	First     record.Stamp       `json:"firstPublished,omitzero"`
	Published record.Stamp       `json:"published,omitzero"`
	Fields    content.Fields     `json:"fields,omitempty"`
}

// file is a page's place by its address, which no other page has, or a record's by its type.
func (p *page) file() string {
	if p.front.Path == "" {
		return fmt.Sprintf("%s/%s/%s.md", p.front.Locale, p.front.Type, p.front.ID)
	}
	return string(p.front.Locale) + strings.TrimSuffix(p.front.Path, "/") + "/index.md"
}

// check refuses what leads out of the folder: no editor writes it, and an import might bring it.
func (p *page) check() error {
	if _, err := content.ParseLocale(string(p.front.Locale)); err != nil {
		return err
	}
	if p.front.Path == "" {
		return content.CheckPath("/" + p.front.Type)
	}
	return content.CheckPath(p.front.Path)
}

// text is the file. Each line of the front matter is YAML, of the part of it that is JSON, too.
func (p *page) text(c content.Content) ([]byte, error) {
	front, err := json.Marshal(p.front, record.JSON)
	if err != nil {
		return nil, err
	}
	members, err := membersOf(front)
	if err != nil {
		return nil, err
	}
	p.out.WriteString("---\n")
	for _, m := range members {
		fmt.Fprintf(&p.out, "%s: %s\n", m.name, m.value)
	}
	p.out.WriteString("---\n\n")
	p.heading(1, c.Title)
	p.fields(p.model.FieldsOf(p.front.Type), public(p.model.FieldsOf(p.front.Type), c.Fields), 2, true)
	for _, b := range c.Blocks {
		fmt.Fprintf(&p.out, "<!-- %s %s -->\n\n", b.Kind, b.ID)
		declared := p.model.FieldsOf(b.Kind)
		p.fields(declared, public(declared, b.Fields), 2, false)
	}
	return p.out.Bytes(), nil
}

// fields writes values in the order of their declarations. Of a document's own only the texts
// are written: all of them stand in the front matter.
func (p *page) fields(declared []content.Field, values content.Fields, level int, texts bool) {
	for _, f := range declared {
		if v, ok := values[f.Name]; ok && (!texts || f.Type == content.Markdown) {
			p.value(f, v, level)
		}
	}
}

func (p *page) value(f content.Field, v any, level int) {
	switch v := v.(type) {
	case string:
		switch {
		case v == "":
		case f.Type == content.Markdown:
			p.out.WriteString(strings.TrimRight(v, "\n") + "\n\n")
		case f.Heading:
			p.heading(level, v)
		case f.Type == content.Text:
			p.line(f, escaped(v))
		default:
			p.line(f, v)
		}
	case map[string]any:
		if sum, ok := content.AmountOf(v); ok && f.Type == content.Money {
			p.line(f, sum.String())
			return
		}
		p.fields(f.Fields, v, level, false)
	case []any:
		if f.Item != nil && f.Item.Type == content.Group {
			for _, item := range v {
				p.value(*f.Item, item, level+1)
			}
		} else if f.Item != nil {
			p.list(f, v)
		}
	case nil:
	default:
		p.line(f, fmt.Sprint(v))
	}
}

// list writes a list whose items have no parts.
func (p *page) list(f content.Field, items []any) {
	p.line(f, "")
	for _, item := range items {
		text := fmt.Sprint(item)
		if f.Item.Type != content.Markdown {
			text = escaped(text)
		}
		fmt.Fprintf(&p.out, "- %s\n", text)
	}
	p.out.WriteByte('\n')
}

func (p *page) heading(level int, s string) {
	fmt.Fprintf(&p.out, "%s %s\n\n", strings.Repeat("#", level), escaped(s))
}

func (p *page) line(f content.Field, s string) {
	fmt.Fprintf(&p.out, "%s\n\n", strings.TrimSpace("**"+escaped(cmp.Or(f.Label, f.Name))+":** "+s))
}

// escaped is plain text as Markdown that says the same.
func escaped(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = paste.Escape(line)
	}
	return strings.Join(lines, "\n")
}

// public is values without those that are for staff.
func public(declared []content.Field, values content.Fields) content.Fields {
	out := make(content.Fields, len(values))
	for name, v := range values {
		f, known := content.FieldNamed(declared, name)
		if inside, ok := v.(map[string]any); ok && known && f.Type == content.Group {
			v = public(f.Fields, inside)
		}
		if list, ok := v.([]any); ok && known && f.Item != nil && f.Item.Type == content.Group {
			v = publicItems(f.Item.Fields, list)
		}
		if !f.Staff {
			out[name] = v
		}
	}
	return out
}

func publicItems(declared []content.Field, items []any) []any {
	out := slices.Clone(items)
	for i, item := range items {
		if inside, ok := item.(map[string]any); ok {
			out[i] = public(declared, inside)
		}
	}
	return out
}

// member is a member of a JSON object.
type member struct {
	name  string
	value jsontext.Value
}

// membersOf lists the members of an object, in their order.
func membersOf(object []byte) ([]member, error) {
	in := jsontext.NewDecoder(bytes.NewReader(object))
	var out []member
	_, err := in.ReadToken() // {
	for err == nil && in.PeekKind() != '}' {
		var m member
		var name jsontext.Token
		if name, err = in.ReadToken(); err == nil {
			m.name = name.String()
			m.value, err = in.ReadValue()
			m.value = m.value.Clone()
			out = append(out, m)
		}
	}
	return out, err
}
