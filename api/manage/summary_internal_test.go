package manage

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
	"time"

	"practicecms/cms/history"
	"practicecms/content"
)

func TestEveryDeedOfAVersionHasWordsOfItsOwn(t *testing.T) {
	zone := time.FixedZone("there", -7*60*60)
	then := time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC)
	change := content.Comparison{Blocks: []content.BlockChange{{Name: "“Fees”", Op: content.Added, After: &content.Block{Kind: "section"}}}}
	told := map[string]history.Deed{}
	for _, deed := range deeds(t, "../../cms/history/deed.go") {
		said := summary(content.Standard(), history.Entry{Deed: deed, Change: change, RestoredFrom: 4, RestoredAt: then}, zone)
		if other, twice := told[said]; twice || said == "" {
			t.Errorf("%q is told as %q, as %q is", deed, said, other)
		}
		told[said] = deed
	}
	if want := "Brought back “Fees” as it was on 2 March 2026, 4:00 pm (version 4)"; told[want] != history.BroughtBack {
		t.Errorf("nothing is told as %q: %q", want, told)
	}
}

// deeds are the deeds that history declares.
func deeds(t *testing.T, source string) []history.Deed {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []history.Deed
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if of, ok := spec.Type.(*ast.Ident); ok && of.Name == "Deed" {
				word, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, history.Deed(word))
			}
		}
		return true
	})
	if len(out) < 6 {
		t.Fatalf("%s declares %d deeds; are they somewhere else now?", source, len(out))
	}
	return out
}
