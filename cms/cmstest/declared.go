package cmstest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strconv"
	"testing"
)

// Declared is the constants of type T that a Go file declares, in its order, so that a test
// sees one that it was not told of. It fails the test when there are fewer than atLeast:
// they are somewhere else then. The source is relative to the folder of the test.
func Declared[T ~string](t testing.TB, source string, atLeast int) (all []T) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	name := reflect.TypeFor[T]().Name()
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if of, ok := spec.Type.(*ast.Ident); !ok || of.Name != name {
			return true
		}
		for _, value := range spec.Values {
			word, err := strconv.Unquote(value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, T(word))
		}
		return true
	})
	if len(all) < atLeast {
		t.Fatalf("%s declares %d of %s; are they somewhere else now?", source, len(all), name)
	}
	return all
}
