package content_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"practicecms/content"
)

// declared lists what only content/standard.go may name: the types, the kinds, and the
// fields that mean something to the program.
func declared() map[string]bool {
	out := map[string]bool{}
	var fields func([]content.Field)
	fields = func(all []content.Field) {
		for _, f := range all {
			if f.Means != content.NoMeaning || f.Preview {
				out[f.Name] = true
			}
			fields(f.Fields)
			if f.Item != nil {
				fields(f.Item.Fields)
			}
		}
	}
	m := content.Standard()
	for _, t := range m.Types {
		out[t.Name] = true
		fields(t.Fields)
	}
	for _, k := range m.Kinds {
		out[k.Name] = true
		fields(k.Fields)
	}
	return out
}

// madeOfStandard are the places that make content of the standard model, or read it in a
// test's stead: what they make has names. They may name anything.
var madeOfStandard = []string{
	"content/standard.go",
	"content/paste/",      // turns texts into blocks of the standard kinds
	"cms/cmstest/",        // small sites for tests
	"api/internal/bench/", // a site to measure
}

// ordinary are words that are also something else, with where they are that.
var ordinary = map[string][]string{
	"title":       {""},                                                                                  // a document's own title; a member of schemas and problems
	"type":        {""},                                                                                  // what a document is; a member of schemas
	"body":        {"content/url.go", "cms/pictures/"},                                                   // a parameter of mailto
	"items":       {"api/", "content/schema.go"},                                                         // a member of lists and of schemas
	"summary":     {"api/"},                                                                              // a member of what is told of a version, and of OpenAPI
	"description": {"api/", "content/schema.go", "content/jsonld/"},                                      // a member of schemas; a property of schema.org
	"expires":     {"content/jsonld/"},                                                                   // a property of schema.org
	"pronouns":    {"content/jsonld/"},                                                                   // likewise
	"number":      {"content/field.go", "api/", "cms/internal/record/layout.go"},                         // a type of field; a version's number; a type in TypeScript
	"phone":       {"content/field.go"},                                                                  // a type of field
	"by":          {"api/", "admin/"},                                                                    // who changed something
	"on":          {"admin/"},                                                                            // what a browser sends for a box that is ticked
	"role":        {"cms/", "admin/"},                                                                    // what somebody who signs in may do
	"seo":         {"api/render_", "api/internal/openapi/delivered.go"},                                  // a member that the API makes up
	"noindex":     {"api/preview.go", "admin/page_share.go"},                                             // a header of HTTP
	"page":        {"admin/", "content/address.go"},                                                      // the name of a file; a field of a form; an address without letters
	"file":        {"content/field.go", "cms/", "admin/", "api/"},                                        // a type of field; bytes on a disk
	"asset":       {"admin/"},                                                                            // a style or a script of the pages
	"image":       {"admin/", "content/richtext/", "content/jsonld/"},                                    // an element of HTML; a property of schema.org
	"picture":     {"admin/", "api/"},                                                                    // an element of HTML
	"language":    {"admin/", "api/"},                                                                    // a filter of a list; a member of a file
	"alt":         {"content/richtext/", "api/", "admin/edit_live.go"},                                   // an attribute of HTML; a member of a picture
	"caption":     {"api/", "admin/edit_live.go"},                                                        // a member of a picture
	"decorative":  {"api/", "admin/edit_live.go"},                                                        // likewise
	"credit":      {"api/"},                                                                              // likewise
	"focusX":      {"admin/edit_live.go"},                                                                // what the script calls it
	"focusY":      {"admin/edit_live.go"},                                                                // likewise
	"practice":    {"admin/door_set_up.go", "admin/owner_download.go", "api/internal/openapi/stored.go"}, // a field of a form; a member of evidence

}

// allowed reports whether a file may say a word.
func allowed(file, word string) bool {
	in := func(prefix string) bool { return strings.HasPrefix(file, prefix) }
	return slices.ContainsFunc(madeOfStandard, in) || slices.ContainsFunc(ordinary[word], in)
}

// named lists the words of a source that only the declaration may name.
func named(t *testing.T, file string, source []byte, names map[string]bool) (out []string) {
	t.Helper()
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BasicLit:
			if word, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil && names[word] && !allowed(file, word) {
				out = append(out, set.Position(n.Pos()).String()+": "+word)
			}
		}
		return true
	})
	return out
}

func TestRulesAreAboutMeaningsAndNotAboutNames(t *testing.T) {
	names := declared()
	root := os.DirFS("..")
	files := 0
	for _, dir := range []string{"cms", "api", "admin", "content"} {
		err := fs.WalkDir(root, dir, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				if d != nil && d.Name() == "node_modules" {
					return fs.SkipDir
				}
				return err
			}
			if path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
				return nil
			}
			files++
			source, err := fs.ReadFile(root, file)
			if err != nil {
				return err
			}
			for _, found := range named(t, file, source, names) {
				t.Errorf("%s: declare a property or a content.Meaning in content/standard.go, and ask for that", found)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 150 {
		t.Errorf("only %d files were looked through", files)
	}
}

func TestANameThatStandsAsARuleIsSeen(t *testing.T) {
	names := declared()
	for _, rule := range []string{
		`doc.Type == "practice"`, `v.Fields["locales"] != nil`, "t.Name == `service`", `map[string]bool{"practitioner": true}["x"]`,
		`f["licences"] != f["noindex"]`, `b.Kind == "faq"`, `f.Name == "previewURL"`, `c.Fields["timeZone"] == nil`,
	} {
		if got := named(t, "cms/rule.go", []byte("package cms\n\nvar _ = "+rule+"\n"), names); len(got) == 0 {
			t.Errorf("%s is not seen", rule)
		}
	}
	for _, fine := range []string{`"the practice"`, `struct{ A string }{"title"}`} {
		if got := named(t, "cms/rule.go", []byte("package cms\n\nvar _ = "+fine+"\n"), names); len(got) != 0 {
			t.Errorf("%s: %v", fine, got)
		}
	}
}

func TestTheStandardModelMeansEachThingOnce(t *testing.T) {
	m := content.Standard()
	settings := 0
	for _, typ := range m.Types {
		if typ.Settings {
			settings++
			if !typ.Single || !typ.Owners {
				t.Errorf("the settings in %s are not one document that owners keep", typ.Name)
			}
		}
		seen := map[content.Meaning]string{}
		var look func([]content.Field)
		look = func(fields []content.Field) {
			for _, f := range fields {
				if f.HoldsTogether() {
					continue // there may be several, and each is read by itself
				}
				if was, twice := seen[f.Means]; twice && f.Means != content.NoMeaning {
					t.Errorf("%s: %s and %s mean the same", typ.Name, was, f.Name)
				}
				seen[f.Means] = f.Name
				look(f.Fields)
				if f.Item != nil {
					look([]content.Field{*f.Item})
				}
			}
		}
		look(typ.Fields)
	}
	if settings != 1 {
		t.Errorf("%d types hold the site's settings", settings)
	}
}
