package content

import (
	"regexp"
	"slices"
	"testing"
)

var (
	camelCase   = regexp.MustCompile(`^[a-z][a-zA-Z0-9]*$`)
	lowerHyphen = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	// Members that the APIs put beside a block's or a document's fields.
	reserved = []string{"id", "kind", "hash", "type", "path", "title", "version", "locale"}
)

// TestStandardDeclarationsHold checks what the rest of the package, the forms and
// the APIs take for granted of every declaration.
func TestStandardDeclarationsHold(t *testing.T) {
	m := Standard()
	names := map[string]bool{}
	for _, k := range m.Kinds {
		if !lowerHyphen.MatchString(k.Name) || names[k.Name] {
			t.Errorf("kind %q: the name is not lower-case with hyphens, or not the only one", k.Name)
		}
		names[k.Name] = true
		if k.Version < 1 || k.Label == "" || k.Help == "" {
			t.Errorf("kind %q lacks a version, a label or a help", k.Name)
		}
		checkFields(t, m, k.Name, k.Fields, true)
	}
	clear(names)
	for _, typ := range m.Types {
		if !lowerHyphen.MatchString(typ.Name) || names[typ.Name] {
			t.Errorf("type %q: the name is not lower-case with hyphens, or not the only one", typ.Name)
		}
		names[typ.Name] = true
		if typ.Version < 1 || typ.Label == "" || typ.Plural == "" {
			t.Errorf("type %q lacks a version, a label or a plural", typ.Name)
		}
		if typ.IsPage() && CheckPath(typ.Home+"x") != nil {
			t.Errorf("type %q: no page can have an address in %q", typ.Name, typ.Home)
		}
		for i, kind := range typ.Kinds {
			if _, ok := m.Kind(kind); !ok || slices.Contains(typ.Kinds[:i], kind) {
				t.Errorf("type %q takes kind %q, which does not exist or stands there twice", typ.Name, kind)
			}
		}
		checkFields(t, m, typ.Name, typ.Fields, true)
	}
}

func checkFields(t *testing.T, m *Model, where string, fields []Field, top bool) {
	t.Helper()
	headings := 0
	names := map[string]bool{}
	for _, f := range fields {
		here := where + "." + f.Name
		if !camelCase.MatchString(f.Name) || names[f.Name] {
			t.Errorf("%s: the name is not camelCase, or not the only one", here)
		}
		names[f.Name] = true
		if top && slices.Contains(reserved, f.Name) {
			t.Errorf("%s: the name is taken by the APIs", here)
		}
		if f.Heading {
			headings++
		}
		checkField(t, m, here, f)
	}
	if headings > 1 {
		t.Errorf("%s has %d headings, want one at the most", where, headings)
	}
}

func checkField(t *testing.T, m *Model, here string, f Field) {
	t.Helper()
	if f.Label == "" {
		t.Errorf("%s has no label", here)
	}
	if f.Min < 0 || f.Max < 0 || f.Max > 0 && f.Min > f.Max {
		t.Errorf("%s: from %d to %d is no range", here, f.Min, f.Max)
	}
	textual := f.Type == Text || f.Type == Markdown
	for what, wrong := range map[string]bool{
		"Heading on what is not a text":       f.Heading && !textual,
		"Lines on what is not a text":         f.Lines && f.Type != Text,
		"Heading of several lines":            f.Heading && (f.Lines || f.Type == Markdown && !f.Inline),
		"Inline on what is not Markdown":      f.Inline && f.Type != Markdown,
		"Choices missing or out of place":     (f.Type == Choice) != (len(f.Choices) > 0),
		"Fields missing or out of place":      (f.Type == Group) != (len(f.Fields) > 0),
		"Item missing or out of place":        (f.Type == List) != (f.Item != nil),
		"To missing or out of place":          (f.Type == Link) != (len(f.To) > 0),
		"Min or Max on what has no size":      (f.Min != 0 || f.Max != 0) && !textual && f.Type != List && f.Type != Number,
		"more items advised than allowed":     f.Type == List && f.Max > MaxItems,
		"a choice without a value or a label": slices.ContainsFunc(f.Choices, func(o Option) bool { return !camelCase.MatchString(o.Value) || o.Label == "" }),
	} {
		if wrong {
			t.Errorf("%s: %s", here, what)
		}
	}
	for _, to := range f.To {
		if _, ok := m.Type(to); !ok {
			t.Errorf("%s leads to type %q, which does not exist", here, to)
		}
	}
	checkFields(t, m, here, f.Fields, false)
	if f.Item != nil {
		if f.Item.Name != "" || f.Item.Type == List {
			t.Errorf("%s: an item has no name and is no list", here)
		}
		checkField(t, m, here+"[]", *f.Item)
	}
}
