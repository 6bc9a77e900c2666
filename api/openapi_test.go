package api_test

import (
	"encoding/json"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"practicecms/api/internal/openapi"
	"practicecms/content"
)

// TestDescription: openapi.json is what the code says, its schemas compile, and no
// reference in it leads nowhere.
func TestDescription(t *testing.T) {
	_, c := newClient(t)
	served := c.Get("/api/v1/openapi.json")
	wantStatus(t, "openapi.json", served, 200)
	golden(t, "openapi.json", append(served.Body, '\n'))

	document, err := jsonschema.UnmarshalJSON(strings.NewReader(served.Text()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("openapi.json", document); err != nil {
		t.Fatal(err)
	}
	var described struct {
		Components struct{ Schemas map[string]any }
	}
	served.JSON(t, &described)
	for name := range described.Components.Schemas {
		if _, err := compiler.Compile("openapi.json#/components/schemas/" + name); err != nil {
			t.Errorf("schema %s: %v", name, err)
		}
	}
	for _, name := range references(served.Body) {
		if !strings.Contains(served.Text(), `    "`+path.Base(name)+`": {`) {
			t.Errorf("%s leads nowhere", name)
		}
	}
}

// TestDescriptionsStayWhereTheyAreGiven: what one member says is not said of others.
func TestDescriptionsStayWhereTheyAreGiven(t *testing.T) {
	_, c := newClient(t)
	served := c.Get("/api/v1/openapi.json").Text()
	for _, said := range []string{"Number of the sentence, as the comparison has it.", "The last version that has this text.", "Absent: what the document says of itself."} {
		if n := strings.Count(served, said); n != 1 {
			t.Errorf("%q stands in %d places, want 1", said, n)
		}
	}
}

func references(source []byte) []string {
	var found []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok {
				found = append(found, ref)
			}
			for _, inner := range v {
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	var all any
	_ = json.Unmarshal(source, &all)
	walk(all)
	slices.Sort(found)
	return slices.Compact(found)
}

// TestBlockSchemas: each kind's schema stands by itself, and takes the block of the
// page that has all of them.
func TestBlockSchemas(t *testing.T) {
	s, c := newClient(t)
	everyKind(t, s)
	var page struct{ Blocks []map[string]any }
	c.Get("/api/v1/pages/services/emdr").JSON(t, &page)
	for _, b := range page.Blocks {
		kind := b["kind"].(string)
		source, err := jsonschema.UnmarshalJSON(strings.NewReader(c.Get("/api/v1/schema/" + kind).Text()))
		if err != nil {
			t.Fatal(err)
		}
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource("kind.json", source); err != nil {
			t.Fatal(err)
		}
		schema, err := compiler.Compile("kind.json")
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if err := schema.Validate(b); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		b["surprise"] = true
		if schema.Validate(b) == nil {
			t.Errorf("%s: an unknown member is taken", kind)
		}
	}
}

// TestOperationsAreRoutes: nothing is described that does not answer. That nothing
// answers undescribed is checked by each call of the tests.
func TestOperationsAreRoutes(t *testing.T) {
	_, c := newClient(t)
	for _, op := range openapi.Operations() {
		if !strings.HasPrefix(op.Path, "/api/v1") {
			continue
		}
		target := strings.NewReplacer("{path}", "x", "{id}", "x", "{kind}", "section", "{hash}", "x", "{what}", "x").Replace(op.Path)
		if target == "/api/v1/events" { // a GET would not end
			wantStatus(t, target, c.Do("HEAD", target, nil), 200)
			continue
		}
		if got := c.Get(target); strings.Contains(got.Text(), "no such address") {
			t.Errorf("%s is described, but does not exist", op.Path)
		}
	}
	if len(content.Standard().Kinds) == 0 {
		t.Error("the standard model has no kinds")
	}
}
