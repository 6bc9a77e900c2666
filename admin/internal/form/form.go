// Package form makes a form of declared fields, and reads it back. Inputs are named by the
// path of their value with dots: "f.steps.0.title". Whatever somebody typed is kept as it was
// typed until it is what the field takes.
package form

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"practicecms/cms"
	"practicecms/content"
)

// Field is one field as a form shows it.
type Field struct {
	content.Field
	ID, Name string // of the input
	Path     string // below "f.", for the buttons of a list
	Value    string // as it was stored or typed
	Fault    string // what has to be mended; empty when nothing
	Rows     bool   // several lines
	Tall     bool   // a text of paragraphs
	Options  []Option
	List     string // id of the datalist with the site's pages; empty: none
	Currency string // of Money; Value is its amount
	Inner    []Field
	Items    []Item
}

// Option is one choice.
type Option struct {
	Value, Label string
	Chosen       bool
}

// Item is one item of a list. The last one is empty and ready to be filled in.
type Item struct {
	Path        string // "steps.0"
	ID          string // where the page goes after the item moved
	Legend      string // "Step 1"
	First, Last bool   // among those that are there
	Extra       bool   // the empty one
	Fields      []Field
}

// pagesList is the id of the datalist that url fields offer.
const pagesList = "site-pages"

// Maker makes forms with what they need to know.
type Maker struct {
	Faults map[string]string // by path as content.Problem has it
	Items  []cms.Item        // the documents that a link may lead to
}

// Fields makes the inputs of an object. path is where its values stand in a
// content.Problem, such as "blocks[2]".
func (m Maker) Fields(declared []content.Field, values content.Fields, prefix, path string) []Field {
	out := make([]Field, len(declared))
	for i, f := range declared {
		out[i] = m.field(f, values[f.Name], join(prefix, f.Name), join(path, f.Name), false)
	}
	return out
}

func join(prefix, name string) string {
	if prefix == "" || name == "" {
		return prefix + name
	}
	return prefix + "." + name
}

// field makes one input. In the empty item of a list a choice starts with nothing
// chosen, or the item would never be empty.
func (m Maker) field(f content.Field, v any, name, path string, extra bool) Field {
	out := Field{Field: f, Name: "f." + name, ID: "f-" + strings.ReplaceAll(name, ".", "-"), Path: name, Fault: m.Faults[path]}
	switch v := v.(type) {
	case string:
		out.Value = v
	case bool:
		if v {
			out.Value = "on"
		}
	case int64:
		out.Value = strconv.FormatInt(v, 10)
	}
	switch f.Type {
	case content.Text, content.Markdown:
		out.Rows = f.Lines || f.Type == content.Markdown && !f.Inline || strings.Contains(out.Value, "\n") ||
			f.Max > 120 || utf8.RuneCountInString(out.Value) > 70
		out.Tall = f.Type == content.Markdown && !f.Inline
	case content.Choice:
		out.Options = choiceOptions(f, out.Value, extra)
	case content.Link:
		out.Options = m.linkOptions(f, out.Value)
	case content.URL:
		out.List = pagesList
		out.Value = m.urlText(out.Value)
	case content.Money:
		out.Value, out.Currency = moneyText(v)
	case content.Group:
		values, _ := v.(map[string]any)
		out.Inner = m.Fields(f.Fields, values, name, path)
	case content.List:
		list, _ := v.([]any)
		out.Items = m.listItems(f, list, name, path)
	}
	return out
}

func (m Maker) listItems(f content.Field, list []any, name, path string) []Item {
	out := make([]Item, 0, len(list)+1)
	for i := range len(list) + 1 {
		at := join(name, strconv.Itoa(i))
		item := Item{
			Path: at, ID: "i-" + strings.ReplaceAll(at, ".", "-"), Legend: f.Item.Label + " " + strconv.Itoa(i+1),
			First: i == 0, Last: i == len(list)-1, Extra: i == len(list),
		}
		var v any
		if !item.Extra {
			v = list[i]
		}
		here := path + "[" + strconv.Itoa(i) + "]"
		if f.Item.Type == content.Group {
			values, _ := v.(map[string]any)
			for _, inner := range f.Item.Fields {
				item.Fields = append(item.Fields, m.field(inner, values[inner.Name], join(at, inner.Name), join(here, inner.Name), item.Extra))
			}
		} else {
			one := m.field(*f.Item, v, at, here, item.Extra)
			one.Label = item.Legend
			item.Fields = []Field{one}
		}
		out = append(out, item)
	}
	return out
}

// choiceOptions are the choices, and what is stored when it is none of them.
func choiceOptions(f content.Field, value string, extra bool) []Option {
	var out []Option
	if extra {
		out = append(out, Option{"", "Choose", true})
	}
	known := value == ""
	for i, o := range f.Choices {
		chosen := o.Value == value || value == "" && i == 0 && !extra
		known = known || o.Value == value
		out = append(out, Option{o.Value, o.Label, chosen})
	}
	if !known {
		out = append(out, Option{value, value + " (not a choice any more)", true})
	}
	return out
}

// linkOptions are the documents that the field may lead to, by title.
func (m Maker) linkOptions(f content.Field, value string) []Option {
	out := []Option{{"", "Nothing chosen", value == ""}}
	known := value == ""
	for _, item := range m.Items {
		for _, to := range f.To {
			if item.Type != to {
				continue
			}
			id, label := item.Document.String(), item.Title
			if item.Live == 0 {
				label += " (not live yet)"
			}
			known = known || id == value
			out = append(out, Option{id, label, id == value})
		}
	}
	if !known {
		out = append(out, Option{value, "Something that is not there any more", true})
	}
	return out
}

// urlText shows a link to a document as the address that its page has now.
func (m Maker) urlText(value string) string {
	if id, ok := content.DocumentInURL(value); ok {
		for _, item := range m.Items {
			if item.Document == id && item.Path != "" {
				return item.Path
			}
		}
	}
	return value
}

// Pages lists the site's pages for the datalist.
func (m Maker) Pages() []cms.Item {
	var out []cms.Item
	for _, item := range m.Items {
		if item.Path != "" {
			out = append(out, item)
		}
	}
	return out
}

// moneyText gives an amount as people write it and its currency; an amount that is no
// sum is shown as it was typed.
func moneyText(v any) (amount, currency string) {
	if sum, ok := content.AmountOf(v); ok {
		return sum.Number(), sum.Currency
	}
	money, _ := v.(map[string]any)
	amount, _ = money["amount"].(string)
	currency, _ = money["currency"].(string)
	return amount, currency
}

// AmountText is an amount with its currency, on one line.
func AmountText(v map[string]any) string {
	amount, currency := moneyText(v)
	return strings.TrimSpace(amount + " " + currency)
}
