package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"practicecms/api"
	"practicecms/content"
)

// TestTypeScript: the types that the client is written with are those that are served.
// That they compile, and take testdata/page.json, is tested in client.
func TestTypeScript(t *testing.T) {
	_, c := newClient(t)
	got := c.Get("/api/v1/types.ts")
	wantStatus(t, "types.ts", got, 200)
	golden(t, "client/types.ts", got.Body)
	if got.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("Content-Type %s", got.Header.Get("Content-Type"))
	}
	wantStatus(t, "types.ts again", c.Get("/api/v1/types.ts", "If-None-Match", got.Header.Get("Etag")), 304)
}

// TestTypeScriptOfAnyModel: labels and names are whatever somebody declares.
func TestTypeScriptOfAnyModel(t *testing.T) {
	got := string(api.TypeScript(&content.Model{
		Types: []content.Type{{Name: "practice", Label: "Practice", Kinds: []string{"odd"}, Fields: []content.Field{
			{Name: "no-identifier", Label: "Ends */ here", Help: strings.Repeat("words ", 40), Type: content.Text},
			{Name: "ok", Label: "Really?", Type: content.Flag},
			{Name: "many", Label: "Many", Type: content.List, Item: &content.Field{Type: content.Choice, Choices: []content.Option{{Value: `a"b`}, {Value: "</script>"}}}},
			{Name: "price", Label: "Price", Type: content.Money},
			{Name: "either", Label: "Either", Type: content.Link, To: []string{"practice", "event"}},
		}}, {Name: "event", Label: "Event", Home: "/events/"}},
		Kinds: []content.Kind{{Name: "odd", Label: "Odd"}, {Name: "very-odd", Label: "Very odd"}},
	}))
	for _, want := range []string{
		"   * Ends *\\/ here. words words",
		"  \"no-identifier\": string | null;\n",
		"  /** Really? */\n  ok: boolean;\n",
		"  many: (\"a\\\"b\" | \"\\u003c/script\\u003e\")[];\n",
		"  price: {\n    /** In the smallest unit of the currency, such as cents. */\n    amount: number;\n",
		"  either: PracticeRecord | PageReference | null;\n",
		"  blocks: Block[];\n",
		"export type Block = OddBlock | VeryOddBlock;\n",
		"  kind: \"very-odd\";\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it lacks %s", want)
		}
	}
	for line := range strings.Lines(got) {
		if strings.Count(line, "*/") > 1 {
			t.Errorf("a comment ends before its end: %s", line)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}

// TestJSONSchema: one schema takes every live document, and nothing else.
func TestJSONSchema(t *testing.T) {
	s, c := newClient(t)
	everyKind(t, s)
	source, err := api.JSONSchema(s.Model())
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(source)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("types.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("types.json")
	if err != nil {
		t.Fatal(err)
	}
	var list struct{ Items []struct{ ID, Type string } }
	c.Get("/api/v1/documents").JSON(t, &list)
	if len(list.Items) < 5 {
		t.Fatalf("there are %d documents", len(list.Items))
	}
	for _, d := range list.Items {
		var whole map[string]any
		c.Get("/api/v1/documents/"+d.ID).JSON(t, &whole)
		if err := schema.Validate(whole); err != nil {
			t.Errorf("a %s: %v", d.Type, err)
		}
		whole["surprise"] = true
		if schema.Validate(whole) == nil {
			t.Errorf("a %s with an unknown member is taken", d.Type)
		}
	}
	if _, err := compiler.Compile("types.json#/$defs/ChangeFeed"); err != nil {
		t.Errorf("other answers are not in it: %v", err)
	}
	if !json.Valid(source) || strings.Contains(string(source), "discriminator") {
		t.Error("it holds what only OpenAPI knows")
	}
}
