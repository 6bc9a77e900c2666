package content

import (
	"slices"
	"strconv"
)

// Place says where in a content a value stands.
type Place struct {
	Block int    // index of the block; -1 for the document's own fields
	Path  string // such as "blocks[2].steps[0].body" or "fields.seo.title"
	Field Field  // its declaration; for an item of a list, the list's Item
}

// Walk visits the values of an object by their declaration, in declared order,
// and groups and lists by what is in them: visit sees only values that have no
// further fields. What is absent, undeclared, or not of the declared Go shape is
// passed over, so visit must still look at v's type before it uses it.
// The paths begin with prefix; an empty prefix is none.
func Walk(fields []Field, values Fields, prefix string, visit func(path string, f Field, v any)) {
	for _, f := range fields {
		if v, ok := values[f.Name]; ok && v != nil {
			walkValue(f, v, member(prefix, f.Name), visit)
		}
	}
}

func walkValue(f Field, v any, path string, visit func(string, Field, any)) {
	switch f.Type {
	case Group:
		if values, ok := v.(map[string]any); ok {
			Walk(f.Fields, values, path, visit)
		}
	case List:
		items, _ := v.([]any)
		for i, item := range items {
			walkValue(*f.Item, item, element(path, i), visit)
		}
	default:
		visit(path, f, v)
	}
}

// WalkContent visits the values of a content as Walk does: first the document's
// own fields, then each block's. The title and the path are not visited, nor is
// anything of a type or kind that the model does not know.
func (m *Model) WalkContent(typeName string, c Content, visit func(p Place, v any)) {
	if t, ok := m.Type(typeName); ok {
		Walk(t.Fields, c.Fields, "fields", func(path string, f Field, v any) {
			visit(Place{Block: -1, Path: path, Field: f}, v)
		})
	}
	for i, b := range c.Blocks {
		if k, ok := m.Kind(b.Kind); ok {
			Walk(k.Fields, b.Fields, element("blocks", i), func(path string, f Field, v any) {
				visit(Place{Block: i, Path: path, Field: f}, v)
			})
		}
	}
}

// MapTexts returns an object with each of its strings as change returns it; one that
// becomes empty is left out. Unlike Walk it also sees what the declaration does not
// know: change then gets the zero Field. The object itself is not modified.
func MapTexts(fields []Field, values Fields, change func(f Field, s string) string) Fields {
	out, _ := mapTexts(Field{Type: Group, Fields: fields}, values, change).(map[string]any)
	return out
}

func mapTexts(f Field, v any, change func(Field, string) string) any {
	switch v := v.(type) {
	case string:
		return change(f, v)
	case []any:
		var item Field
		if f.Item != nil {
			item = *f.Item
		}
		out := make([]any, len(v))
		for i := range v {
			out[i] = mapTexts(item, v[i], change)
		}
		return canonicalValue(out)
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, inner := range v {
			declared, _ := FieldNamed(f.Fields, name)
			if inner = mapTexts(declared, inner, change); !isEmpty(inner) {
				out[name] = inner
			}
		}
		return out
	}
	return v
}

// PutLinksRight returns a content whose fields for links hold them in the form that
// CanonicalURL gives. What is no link stays, for Validate to say so. c is not modified.
func (m *Model) PutLinksRight(typeName string, c Content) Content {
	right := func(f Field, s string) string {
		if f.Type == URL && CheckURL(s) != nil {
			if link, err := CanonicalURL(s); err == nil {
				return link
			}
		}
		return s
	}
	if t, ok := m.Type(typeName); ok {
		c.Fields = MapTexts(t.Fields, c.Fields, right)
	}
	c.Blocks = slices.Clone(c.Blocks)
	for i, b := range c.Blocks {
		if k, ok := m.Kind(b.Kind); ok {
			c.Blocks[i].Fields = MapTexts(k.Fields, b.Fields, right)
		}
	}
	return c
}

// member gives the path of a named member of what stands at path.
func member(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// element gives the path of one item of the list at path.
func element(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
