package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"practicecms/cms/history"
	"practicecms/content"
)

func TestEveryDeedOfAVersionHasWordsOfItsOwn(t *testing.T) {
	change := content.Comparison{Blocks: []content.BlockChange{{Name: "“Fees”", Op: content.Added, After: &content.Block{Kind: "section"}}}}
	told := map[string]history.Deed{}
	for _, deed := range deeds(t, "../../../cms/history/deed.go") {
		said := say.Changed(history.Entry{Deed: deed, Change: change, RestoredFrom: 1, RestoredAt: ago(3)})
		if other, twice := told[said]; twice || said == "" {
			t.Errorf("%q is told as %q, as %q is", deed, said, other)
		}
		told[said] = deed
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
