package form

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"practicecms/content"
)

// Reader reads what Maker made. What somebody typed is kept even when it is
// not what the field takes: "twelve" in a number stays "twelve" until it is mended.
type Reader struct {
	Form  url.Values
	Maker Maker
}

// Fields reads an object. was is what it said before: values that the form cannot
// show stay as they were, and a form that says the same changes nothing.
func (r Reader) Fields(declared []content.Field, was content.Fields, prefix string) content.Fields {
	out := content.Fields{}
	for name, v := range was {
		if _, ok := content.FieldNamed(declared, name); !ok {
			out[name] = v
		}
	}
	for _, f := range declared {
		if v := r.value(f, was[f.Name], join(prefix, f.Name)); v != nil {
			out[f.Name] = v
		}
	}
	return out
}

func (r Reader) value(f content.Field, was any, name string) any {
	typed := strings.ToValidUTF8(r.Form.Get("f."+name), "\uFFFD")
	switch f.Type {
	case content.Flag:
		return typed == "on"
	case content.Number:
		if n, err := strconv.ParseInt(strings.TrimSpace(typed), 10, 64); err == nil {
			return n
		}
		return strings.TrimSpace(typed)
	case content.Choice:
		// The first choice stands in the form when nothing is stored.
		if was == nil && len(f.Choices) > 0 && typed == f.Choices[0].Value {
			return nil
		}
		return typed
	case content.Phone:
		return Phone(typed)
	case content.Date, content.Link:
		return strings.TrimSpace(typed)
	case content.URL:
		return r.URL(strings.TrimSpace(typed), was)
	case content.Money:
		return Money(typed, strings.ToValidUTF8(r.Form.Get("f."+name+".currency"), ""))
	case content.Group:
		fields, ok := was.(map[string]any)
		out := r.Fields(f.Fields, fields, name)
		if was != nil && !ok && len(content.Content{Fields: out}.Canonical().Fields) == 0 {
			return was // something else stood here; the form did not show it
		}
		return out
	case content.List:
		return r.list(f, was, name)
	}
	return typed
}

func (r Reader) list(f content.Field, was any, name string) any {
	earlier, ok := was.([]any)
	n, _ := strconv.Atoi(r.Form.Get("f." + name + ".n"))
	n = min(n, content.MaxItems+1)
	out := make([]any, 0, max(n, 0))
	for i := range n {
		var before any
		if i < len(earlier) {
			before = earlier[i]
		}
		out = append(out, r.value(*f.Item, before, join(name, strconv.Itoa(i))))
	}
	if was != nil && !ok && len(content.Content{Fields: content.Fields{"": out}}.Canonical().Fields) == 0 {
		return was
	}
	return out
}

// URL keeps a link to a page of ours as a link to the document, which stays right
// when the page moves.
func (r Reader) URL(typed string, was any) any {
	if before, _ := was.(string); before != "" && (typed == before || typed == r.Maker.urlText(before)) {
		return before
	}
	for _, item := range r.Maker.Items {
		if typed != "" && item.Path == typed {
			return "document:" + item.Document.String()
		}
	}
	if written, err := content.CanonicalURL(typed); err == nil {
		return written
	}
	return typed
}

// Phone takes the signs out that people write into a number.
func Phone(typed string) string {
	typed = strings.TrimSpace(typed)
	if plain := strings.NewReplacer(" ", "", "(", "", ")", "", "-", "", ".", "", "\u00a0", "").Replace(typed); strings.HasPrefix(plain, "+") {
		return plain
	}
	return typed
}

// Money reads an amount as it is typed; what is no sum stays as it is, for the check of
// the field to say what to do.
func Money(amount, code string) any {
	amount, code = strings.TrimSpace(amount), strings.ToUpper(strings.TrimSpace(code))
	if amount == "" {
		return nil
	}
	if sum, ok := content.ParseAmount(amount, code); ok {
		return sum.Stored()
	}
	return map[string]any{"amount": amount, "currency": code}
}

// ChangeList moves, drops or adds an item of a list, found by its path: "steps.1".
// It reports whether there was such an item. Fields is changed in place.
func ChangeList(fields content.Fields, path, verb string) bool {
	parts := strings.Split(path, ".")
	var at any = fields
	for i, part := range parts {
		switch within := at.(type) {
		case map[string]any:
			at = within[part]
			if list, ok := at.([]any); ok && i == len(parts)-2 {
				list, ok = changeItems(list, parts[i+1], verb)
				within[part] = list
				return ok
			}
		case []any:
			n, err := strconv.Atoi(part)
			if err != nil || n < 0 || n >= len(within) {
				return false
			}
			at = within[n]
		default:
			return false
		}
	}
	return false
}

func changeItems(list []any, index, verb string) ([]any, bool) {
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(list) {
		return list, false
	}
	switch {
	case verb == "item-up" && i > 0:
		list[i-1], list[i] = list[i], list[i-1]
	case verb == "item-down" && i+1 < len(list):
		list[i], list[i+1] = list[i+1], list[i]
	case verb == "item-drop":
		list = slices.Delete(list, i, i+1)
	default:
		return list, false
	}
	return list, true
}
