package content

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

// compiled compiles a schema as somebody would who got it over the wire.
func compiled(t *testing.T, schema any) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("https://example.org/schema", overTheWire(t, schema)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://example.org/schema")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// overTheWire encodes a value and reads it as a JSON Schema validator does.
func overTheWire(t interface{ Fatal(...any) }, v any) any {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// asObject is a block as the write API takes it.
func asObject(b Block) map[string]any {
	object := maps.Clone(b.Fields)
	if object == nil {
		object = map[string]any{}
	}
	object["id"], object["kind"] = b.ID.String(), b.Kind
	return object
}

func kindSchemas(t *testing.T, m *Model) map[string]*jsonschema.Schema {
	schemas := map[string]*jsonschema.Schema{}
	for _, k := range m.Kinds {
		schemas[k.Name] = compiled(t, m.KindSchema(k, Shape{}))
	}
	return schemas
}

func TestSchemasTakeEverySample(t *testing.T) {
	m := everyField()
	kinds := kindSchemas(t, m)
	types := map[string]*jsonschema.Schema{}
	for _, typ := range m.Types {
		types[typ.Name] = compiled(t, m.TypeSchema(typ, Shape{}))
	}
	rapid.Check(t, func(t *rapid.T) {
		typ := anyType(t, m)
		c := sampleContent(t, m, typ)
		if err := types[typ.Name].Validate(overTheWire(t, c.Fields)); err != nil {
			t.Fatalf("the fields of a %s: %v", typ.Name, err)
		}
		for _, b := range c.Blocks {
			if err := kinds[b.Kind].Validate(overTheWire(t, asObject(b))); err != nil {
				t.Fatalf("a %s: %v", b.Kind, err)
			}
		}
	})
}

// TestSchemaRefusesWhatValidateRefuses, but for what a schema can't say or JSON
// can't carry.
func TestSchemaRefusesWhatValidateRefuses(t *testing.T) {
	beyond := []string{
		"a text that is not UTF-8", "a number of the wrong Go type", "a list of typed texts", // the same in JSON
	}
	schema := kindSchemas(t, everyField())["every"]
	for _, test := range faultyValues {
		t.Run(test.name, func(t *testing.T) {
			err := schema.Validate(overTheWire(t, asObject(block(1, "every", Fields{test.field: test.value}))))
			if want := !slices.Contains(beyond, test.name); (err != nil) != want {
				t.Errorf("refused: %v (%v), want %v", err != nil, err, want)
			}
		})
	}
}

// TestSchemaAndValidateAgree gives a field of one type what was drawn for another,
// or a value at the edge of what it takes.
func TestSchemaAndValidateAgree(t *testing.T) {
	m := everyField()
	schema := kindSchemas(t, m)["every"]
	kind, _ := m.Kind("every")
	edges := []any{int64(5), int64(480), int64(481), int64(-1), int64(maxWhole), int64(maxWhole + 1), true, "a\nb", "a\tb", "a\u0085b", "\u2029", "a\u202eb", "\u2069", "\u200f", "dots", "2024-02-29", "2026-02-29", "+15055550142", "+0",
		Fields{"inner": "a", "deep": []any{int64(1)}}, []any{Fields{"inner": "a"}}, []any{Fields{"deep": "a"}}}
	rapid.Check(t, func(t *rapid.T) {
		fields := sampleFields(t, kind.Fields)
		f := rapid.SampledFrom(kind.Fields).Draw(t, "field")
		if rapid.Bool().Draw(t, "edge") {
			fields[f.Name] = rapid.SampledFrom(edges).Draw(t, "value")
		} else {
			fields[f.Name] = sampleValue(t, rapid.SampledFrom(kind.Fields).Draw(t, "as"))
		}
		c := sampler(fields).Canonical()
		// A schema knows how a link begins, and no more.
		if s, ok := c.Blocks[0].Fields["url"].(string); ok && CheckURL(s) != nil {
			return
		}
		says := schema.Validate(overTheWire(t, asObject(c.Blocks[0])))
		valid := m.Validate("sampler", c, nil, nil)
		if (says == nil) != (valid == nil) {
			t.Fatalf("for %v\nthe schema says %v\nValidate says %v", c.Blocks[0].Fields, says, valid)
		}
	})
}

func TestSchemaRefusesAnotherKindAndUnknownMembers(t *testing.T) {
	schema := kindSchemas(t, Standard())["section"]
	for name, object := range map[string]map[string]any{
		"another kind":      asObject(callout(1, "x")),
		"no kind":           {"heading": "A"},
		"an unknown member": {"kind": "section", "colour": "red"},
		"an id in capitals": {"kind": "section", "id": "0190ABCD-0000-7000-8000-000000000001"},
	} {
		if schema.Validate(overTheWire(t, object)) == nil {
			t.Errorf("%s: was taken", name)
		}
	}
	if err := schema.Validate(overTheWire(t, map[string]any{"kind": "section"})); err != nil {
		t.Errorf("a new block without an id or text: %v, want it to be taken", err)
	}
}

func TestOneDeclarationHasTwoShapes(t *testing.T) {
	m := everyField()
	ref := func(name string) func(Field) map[string]any {
		shared := map[string]any{"$ref": "#/$defs/" + name}
		return func(Field) map[string]any { return shared }
	}
	delivered := Shape{
		Markdown: ref("RichText"), Inline: ref("InlineText"), URL: ref("Address"), Link: ref("Reference"),
		Members: map[string]any{"hash": map[string]any{"type": "string"}},
		Require: []string{"id", "hash"},
		Always:  func(f Field) bool { return f.Type == List },
	}
	k, _ := m.Kind("every")
	schema := m.KindSchema(k, delivered)
	if diff := cmp.Diff(map[string]any{"$ref": "#/$defs/RichText"}, delivered.Markdown(Field{})); diff != "" {
		t.Errorf("what the shape returned was changed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"kind", "id", "hash", "list", "groups"}, schema["required"]); diff != "" {
		t.Errorf("required (-want +got):\n%s", diff)
	}
	properties := schema["properties"].(map[string]any)
	for name, want := range map[string]map[string]any{
		"body":   {"$ref": "#/$defs/RichText", "title": "Body"},
		"inline": {"$ref": "#/$defs/InlineText", "title": "Inline"},
		"url":    {"$ref": "#/$defs/Address", "title": "Link"},
		"link":   {"$ref": "#/$defs/Reference", "title": "Service"},
	} {
		if diff := cmp.Diff(want, properties[name]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	schema["$defs"] = map[string]any{
		"RichText":   map[string]any{"type": "object"},
		"InlineText": map[string]any{"type": "object"},
		"Address":    map[string]any{"type": "object"},
		"Reference":  map[string]any{"type": []string{"object", "null"}},
	}
	block := map[string]any{"id": testBlockID(1), "kind": "every", "hash": "x", "body": map[string]any{}, "link": nil, "list": []any{}, "groups": []any{}}
	c := compiled(t, schema)
	if err := c.Validate(overTheWire(t, block)); err != nil {
		t.Errorf("a delivered block: %v", err)
	}
	block["body"] = "Markdown"
	if c.Validate(overTheWire(t, block)) == nil {
		t.Error("a stored text was taken where a delivered one is due")
	}
}

func TestSchemasAreTheSameEveryTime(t *testing.T) {
	encode := func() string {
		m := everyField()
		var all []any
		for _, k := range m.Kinds {
			all = append(all, m.KindSchema(k, Shape{}))
		}
		for _, typ := range m.Types {
			all = append(all, m.TypeSchema(typ, Shape{}))
		}
		b, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if diff := cmp.Diff(encode(), encode()); diff != "" {
		t.Errorf("two encodings differ:\n%s", diff)
	}
}

func TestSchemaTellsAdviceInWordsOnly(t *testing.T) {
	m := Standard()
	k, _ := m.Kind("section")
	heading := m.KindSchema(k, Shape{})["properties"].(map[string]any)["heading"].(map[string]any)
	if got, want := heading["description"], "Advised: 3 to 90 characters."; got != want {
		t.Errorf("description = %q, want %q", got, want)
	}
	if heading["maxLength"] != MaxTextBytes || heading["minLength"] != nil {
		t.Errorf("advice became a rule: %v", heading)
	}
}
