package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestArrows asserts who may import whom: content nothing, cms content, the front
// doors both, and never each other; bbolt stays in its engine, of which nothing but cms
// knows, and bleve in the index, and the public API never gets near an Editor's package
// but through cms.Delivery.
func TestArrows(t *testing.T) {
	deps := func(pattern string) []string {
		out, err := exec.Command("go", "list", "-deps", pattern).Output()
		if err != nil {
			t.Fatalf("go list %s: %v", pattern, err)
		}
		return strings.Fields(string(out))
	}
	for _, rule := range []struct {
		pattern string
		never   []string
	}{
		{"practicecms/content", []string{"practicecms/content/", "practicecms/cms", "practicecms/admin", "practicecms/api", "net/http", "os/exec", "go.etcd.io"}},
		{"practicecms/content/...", []string{"practicecms/cms", "practicecms/admin", "practicecms/api", "go.etcd.io"}},
		{"practicecms/cms", []string{"practicecms/admin", "practicecms/api", "practicecms/cmd", "github.com/labstack"}},
		{"practicecms/cms/internal/store", []string{"practicecms/", "go.etcd.io", "golang.org/x/sys"}},
		{"practicecms/admin", []string{"practicecms/api", "practicecms/cmd"}},
		{"practicecms/api/...", []string{"practicecms/admin", "practicecms/cmd"}},
		{"practicecms/api", []string{"practicecms/api/client"}},
		{"practicecms/api/client", []string{"practicecms/content", "practicecms/cms", "practicecms/api/", "github.com/", "golang.org/", "go.etcd.io"}},
	} {
		for _, dep := range deps(rule.pattern) {
			for _, never := range rule.never {
				if strings.HasPrefix(dep, never) && dep != rule.pattern {
					t.Errorf("%s depends on %s", rule.pattern, dep)
				}
			}
		}
	}
	imports, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "practicecms/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	only := map[string][]string{
		"go.etcd.io/bbolt":                    {"practicecms/cms/internal/store/bolt"},
		"practicecms/cms/internal/store/bolt": {"practicecms/cms"},
		"github.com/blevesearch":              {"practicecms/cms/internal/search/index"},
		"github.com/yuin/goldmark":            {"practicecms/content/richtext"},
		"github.com/microcosm-cc/bluemonday":  {"practicecms/content/richtext"},
	}
	for line := range strings.Lines(string(imports)) {
		words := strings.Fields(line)
		for _, imported := range words[1:] {
			for library, holders := range only {
				if strings.HasPrefix(imported, library) && !slices.Contains(holders, words[0]) {
					t.Errorf("%s imports %s", words[0], imported)
				}
			}
		}
	}
}

// TestTheMapOfTheRoomsIsTrue compares the map in cms/doc.go with what the packages import.
func TestTheMapOfTheRoomsIsTrue(t *testing.T) {
	page, err := os.ReadFile("../../cms/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string][]string{}
	for line := range strings.Lines(string(page)) {
		room, arrows, ok := strings.Cut(line, "←")
		words := strings.Fields(room)
		if !ok || len(words) < 3 || words[0] != "//" {
			continue
		}
		drawn[words[1]] = strings.Fields(arrows)
	}
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "practicecms/cms/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		room, ok := strings.CutPrefix(words[0], "practicecms/cms/")
		if !ok {
			continue // package cms itself imports whatever it needs
		}
		imports := []string{}
		for _, imported := range words[1:] {
			switch of, ours := strings.CutPrefix(imported, "practicecms/cms"); {
			case ours && of == "":
				imports = append(imports, ".")
			case ours:
				imports = append(imports, strings.TrimPrefix(of, "/"))
			case strings.HasPrefix(imported, "practicecms/") && !strings.HasPrefix(imported, "practicecms/content"):
				t.Errorf("%s imports %s", room, imported)
			}
		}
		slices.Sort(imports)
		arrows, there := drawn[room]
		if delete(drawn, room); !there {
			t.Errorf("the map in cms/doc.go has no room %s, which imports %v", room, imports)
		} else if !slices.Equal(arrows, imports) {
			t.Errorf("%s: the map says that it imports %v, and it imports %v", room, arrows, imports)
		}
	}
	for room := range drawn {
		t.Errorf("the map has a room %s, and there is none", room)
	}
}
