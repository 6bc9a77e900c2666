package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"practicecms/cms/audit"
)

// declared is the actions that package audit declares.
func declared(t *testing.T) (all []audit.Action) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../../cms/audit/action.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			action, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, audit.Action(action))
		}
		return true
	})
	return all
}

func TestEveryActionIsSaidInWords(t *testing.T) {
	actions := declared(t)
	if len(actions) < 30 {
		t.Fatalf("action.go declares %d actions; are they somewhere else now?", len(actions))
	}
	for _, action := range actions {
		if did, _ := say.Deed(audit.Entry{Action: action}); did == string(action) {
			t.Errorf("the activity has no words for %q; deed.go is where they belong", action)
		}
	}
}
