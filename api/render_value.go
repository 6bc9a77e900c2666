package api

import (
	"html"
	"slices"

	"practicecms/content"
	"practicecms/content/richtext"
)

// fields writes every declared field as a member, in declared order. What is absent
// or does not have its declared form (it may be older than the declaration) is
// null, false for a flag, or an empty list. What is not declared is not delivered.
func (r *renderer) fields(declared []content.Field, values content.Fields) {
	for _, f := range declared {
		if f.Staff {
			continue
		}
		r.w.Name(f.Name)
		r.value(f, values[f.Name])
	}
}

func (r *renderer) value(f content.Field, v any) {
	switch f.Type {
	case content.Flag:
		on, _ := v.(bool)
		r.w.Bool(on)
	case content.Number:
		if n, ok := v.(int64); ok {
			r.w.Int(n)
			return
		}
		r.w.Null()
	case content.Money:
		r.money(v)
	case content.Group:
		if f.HoldsTogether() {
			r.asset(f, v)
			return
		}
		values, _ := v.(map[string]any)
		if len(values) == 0 {
			r.w.Null()
			return
		}
		r.w.Object(func() { r.fields(f.Fields, values) })
	case content.List:
		r.items(*f.Item, v)
	default:
		text, _ := v.(string)
		r.text(f, text)
	}
}

// text writes a value that is stored as a text.
func (r *renderer) text(f content.Field, s string) {
	if s == "" {
		r.w.Null()
		return
	}
	switch f.Type {
	case content.Markdown:
		r.richText(f, s)
	case content.URL:
		r.url(s)
	case content.Link:
		r.link(s)
	case content.Choice:
		if !slices.ContainsFunc(f.Choices, func(o content.Option) bool { return o.Value == s }) {
			s = ""
		}
		r.w.StringOrNull(s)
	default:
		r.w.String(s)
	}
}

func (r *renderer) money(v any) {
	sum, ok := content.AmountOf(v)
	if !ok {
		r.w.Null()
		return
	}
	r.w.Object(func() {
		r.w.Name("amount").Int(sum.Minor)
		r.w.Name("currency").String(sum.Currency)
	})
}

// items writes a list, without what has not the form of an item and without items
// that are nothing without a document that is not live.
func (r *renderer) items(item content.Field, v any) {
	all, _ := v.([]any)
	r.w.Array(func() {
		for _, v := range all {
			if hasForm(item, v) && !r.isDead(item, v) {
				r.value(item, v)
			}
		}
	})
}

// hasForm reports whether an item would come out as something else than null.
func hasForm(f content.Field, v any) bool {
	switch v := v.(type) {
	case string:
		return v != "" && f.Type != content.Group && f.Type != content.Money && f.Type != content.Number
	case int64:
		return f.Type == content.Number
	case map[string]any:
		return len(v) > 0 && (f.Type == content.Group || f.Type == content.Money)
	}
	return false
}

// isDead reports whether an item is a link, or a group with a required link, that
// leads to nothing live.
func (r *renderer) isDead(f content.Field, v any) bool {
	switch f.Type {
	case content.Link:
		text, _ := v.(string)
		_, ok := r.target(text)
		return !ok
	case content.Group:
		values, _ := v.(map[string]any)
		return slices.ContainsFunc(f.Fields, func(member content.Field) bool {
			return member.Type == content.Link && member.Required && r.isDead(member, values[member.Name])
		})
	}
	return false
}

// richText writes Markdown in its three forms. In all of them links to documents
// lead to where the document is live.
func (r *renderer) richText(f content.Field, markdown string) {
	render := richtext.Render
	if f.Inline {
		render = richtext.RenderInline
	}
	out, err := render(markdown, r.resolve)
	source := richtext.Source(markdown, out)
	if err != nil {
		// A text from before a limit of the renderer: its words are delivered all the same.
		out = richtext.Result{HTML: html.EscapeString(markdown), Text: markdown}
		source = out.HTML
		if !f.Inline {
			out.HTML = "<p>" + out.HTML + "</p>"
		}
	}
	r.w.Object(func() {
		r.w.Name("html").String(out.HTML)
		r.w.Name("text").String(out.Text)
		r.w.Name("markdown").String(source)
	})
}
