package cms

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
)

// A new space has to be in one of three lists, or it would be lost by a move.
func TestEverySpaceIsExportedOrMadeAnewOrMeansNothingElsewhere(t *testing.T) {
	page, err := os.ReadFile("EXPORT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range record.Spaces() {
		exported := slices.ContainsFunc(forms(), func(f record.Form) bool { return f.Space == s })
		places := 0
		for _, in := range []bool{exported, slices.Contains(derived.Spaces(), s), slices.Contains(notExported, s)} {
			if in {
				places++
			}
		}
		if places != 1 {
			t.Errorf("space %s is in %d of three lists: forms and notExported in export.go, and derived.Spaces", s, places)
		}
		if exported && !strings.Contains(string(page), "`"+string(s)+".jsonl`") {
			t.Errorf("EXPORT.md does not tell of %s.jsonl", s)
		}
	}
}

// TestEveryMemberOfARecordHasAName looks through the records as they are written in the sources.
func TestEveryMemberOfARecordHasAName(t *testing.T) {
	page, err := os.ReadFile("EXPORT.md")
	if err != nil {
		t.Fatal(err)
	}
	notExported := []string{"packedVersion", "packedRef", "sessionRecord", "attemptRecord", "Use", "Shelved"}
	seen := 0
	eachStruct(t, func(name string, fields []*ast.Field) {
		for _, f := range fields {
			if f.Tag == nil || slices.Contains(notExported, name) {
				continue
			}
			tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
			if tag.Get("cbor") == "" {
				continue
			}
			seen++
			member, _, _ := strings.Cut(tag.Get("json"), ",")
			if member == "" || !strings.Contains(string(page), "`"+member+"`") {
				t.Errorf("%s.%s has the name %q in exports: give it a json tag, and tell of it in EXPORT.md", name, f.Names[0], member)
			}
		}
	})
	if seen < 80 {
		t.Errorf("only %d members were looked at", seen)
	}
}

// eachStruct calls fn for every struct in the sources of this folder.
func eachStruct(t *testing.T, fn func(name string, fields []*ast.Field)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		for n := range ast.Preorder(file) {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if s, ok := spec.Type.(*ast.StructType); ok {
					fn(spec.Name.Name, s.Fields.List)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
