package cms

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
)

// A new space has to be in one of three lists, or it would be lost by a move.
func TestEverySpaceIsExportedOrMadeAnewOrMeansNothingElsewhere(t *testing.T) {
	page, err := os.ReadFile("EXPORT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range record.Spaces() {
		exported := slices.ContainsFunc(forms(nil), func(f record.Form) bool { return f.Space == s })
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
	notExported := []string{"packedVersion", "packedRef", "sessionRecord", "attemptRecord", "Use", "Shelved", "Shown"}
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
			if member == "-" {
				continue // it goes under another name, or stays here: its form knows
			}
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

// FuzzALineOfAnExport gives any line to any space: it is refused, or what was taken goes out again
// as a line that is taken.
func FuzzALineOfAnExport(f *testing.F) {
	c, err := Open(f.TempDir(), Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = c.Close() })
	f.Add(uint8(0), []byte(`{"key":{"document":"01890a5d-ac96-774b-bcce-b302099a8057"},"value":{"type":"service","created":"2026-03-02T16:00:00.000000Z"}}`))
	f.Add(uint8(1), []byte(`{"key":{"document":"01890a5d-ac96-774b-bcce-b302099a8057","locale":"en-US"},"value":{"latest":1,"plan":{"version":1,"at":"2026-03-02T16:00:00.000000Z","by":{}}}}`))
	f.Add(uint8(2), []byte(`{"key":{"document":"01890a5d-ac96-774b-bcce-b302099a8057","locale":"en-US","number":1},"value":{"number":1,"blocks":[{}]}}`))
	f.Add(uint8(3), []byte(`{"key":{"hash":"sha256-AZE6tRIrSihOq6xZFoS15kr3ebS4UF8t057t3PdhpD4="},"value":{"salt":"91cbcac42e6971853acb6a402faa5e00","fields":{"a":[{"b":null},1,true]}}}`))
	f.Add(uint8(8), []byte(`{"key":{"document":"","locale":"en-US","person":""},"value":{"base":1,"at":"2026-03-02T16:00:00.000000Z","blocks":[{"id":"","kind":"x","fields":{"n":-9223372036854775808}}]}}`))
	f.Add(uint8(9), []byte(`{"key":{"locale":"en-US","path":"/ü"},"value":{"to":"","at":"1969-03-02T16:00:00.000000Z"}}`))
	f.Fuzz(func(t *testing.T, which uint8, line []byte) {
		all := forms(c.box)
		form := all[int(which)%len(all)]
		errNothingStays := errors.New("nothing stays")
		err := c.store.Update(t.Context(), func(w store.Writer) error {
			if err := form.Taker().Take(w, line); err != nil {
				return errNothingStays // refused
			}
			n := 0
			for out, err := range form.Lines(w, false, 0) {
				n++
				if err != nil {
					return fmt.Errorf("%s: %s was taken and does not go out: %w", form.Space, line, err)
				}
				again := bytes.Clone(out)
				if err := w.Clear(form.Space); err != nil {
					return err
				}
				if err := form.Taker().Take(w, again); err != nil {
					return fmt.Errorf("%s: %s was taken and %s is not: %w", form.Space, line, again, err)
				}
				break
			}
			if n != 1 {
				return fmt.Errorf("%s was taken and is not there", line)
			}
			return errNothingStays
		})
		if !errors.Is(err, errNothingStays) {
			t.Error(err)
		}
	})
}
