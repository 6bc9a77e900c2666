package content

import (
	"maps"
	"slices"
)

// Use is how a content uses an asset: which one, which of its bytes, and how they are shown
// there.
type Use struct {
	Asset      DocumentID
	File       Hash
	Alt        string // what a picture shows, in words; "" when it is decorative, or still to be described
	Decorative bool
	Caption    string
	Focus      Focus
}

// Focus is where what matters in a picture is, in percent from its left and its top, from 1
// to 99. A crop keeps it in sight.
type Focus struct{ X, Y int }

// Middle is the focus of a picture of which nothing else is known.
var Middle = Focus{50, 50}

// UseOf reads what a Picture or an Attachment stores, and of an asset's own fields the same
// without Asset. It is false where there is no file.
func UseOf(fields []Field, stored any) (Use, bool) {
	values, _ := stored.(map[string]any)
	var u Use
	if u.File.UnmarshalText([]byte(TextOf(fields, values, AssetFile))) != nil || u.File == (Hash{}) {
		return Use{}, false
	}
	u.Asset, _ = ParseID[documentID](TextOf(fields, values, Asset))
	u.Caption = TextOf(fields, values, Caption)
	u.Alt = TextOf(fields, values, AltText)
	u.Decorative, _ = Value(fields, values, Decorative).(bool)
	u.Focus = Focus{percent(Value(fields, values, FocusX)), percent(Value(fields, values, FocusY))}
	return u, true
}

func percent(v any) int {
	if n, ok := v.(int64); ok && n >= 1 && n <= 99 {
		return int(n)
	}
	return 50
}

// Uses lists the places where a content shows an asset, in reading order.
func (m *Model) Uses(typeName string, c Content) []Use {
	found := m.UsesIn(typeName, c.Fields)
	for _, b := range c.Blocks {
		found = append(found, m.UsesIn(b.Kind, b.Fields)...)
	}
	return found
}

// UsesIn is Uses of one body, by the name of its kind or type.
func (m *Model) UsesIn(name string, values Fields) []Use {
	return appendUses(nil, Field{Type: Group, Fields: m.FieldsOf(name)}, values)
}

func appendUses(found []Use, f Field, v any) []Use {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if f.Item != nil {
				found = appendUses(found, *f.Item, item)
			}
		}
	case map[string]any:
		if f.HoldsTogether() {
			if u, ok := UseOf(f.Fields, v); ok {
				found = append(found, u)
			}
			return found
		}
		for _, inner := range f.Fields {
			found = appendUses(found, inner, v[inner.Name])
		}
	}
	return found
}

// WithFile is a content whose uses of an asset show other bytes; is says whether any does. c is
// not modified.
func (m *Model) WithFile(typeName string, c Content, asset DocumentID, file Hash) (out Content, is bool) {
	out = c
	if t, ok := m.Type(typeName); ok {
		out.Fields = withFile(t.Fields, c.Fields, asset, file, &is)
	}
	out.Blocks = slices.Clone(c.Blocks)
	for i, b := range out.Blocks {
		if k, ok := m.Kind(b.Kind); ok {
			out.Blocks[i].Fields = withFile(k.Fields, b.Fields, asset, file, &is)
		}
	}
	return out, is
}

func withFile(fields []Field, values Fields, asset DocumentID, file Hash, is *bool) Fields {
	out, _ := withFileIn(Field{Type: Group, Fields: fields}, values, asset, file, is).(map[string]any)
	return out
}

func withFileIn(f Field, v any, asset DocumentID, file Hash, is *bool) any {
	switch v := v.(type) {
	case []any:
		if f.Item == nil {
			return v
		}
		out := make([]any, len(v))
		for i := range v {
			out[i] = withFileIn(*f.Item, v[i], asset, file, is)
		}
		return out
	case map[string]any:
		out := maps.Clone(v)
		if f.HoldsTogether() {
			if use, ok := UseOf(f.Fields, v); ok && use.Asset == asset && use.File != file {
				name, _ := Meant(f.Fields, AssetFile)
				out[name.Name], *is = file.String(), true
			}
			return out
		}
		for _, inner := range f.Fields {
			if value, ok := v[inner.Name]; ok {
				out[inner.Name] = withFileIn(inner, value, asset, file, is)
			}
		}
		return out
	}
	return v
}
