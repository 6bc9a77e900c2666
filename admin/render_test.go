package admin

import (
	"io/fs"
	"regexp"
	"testing"
)

// All templates are one set, where a second one of the same name would silently take
// the place of the first.
func TestEveryTemplateHasItsOwnName(t *testing.T) {
	definition := regexp.MustCompile(`\{\{-?\s*(?:define|block)\s+"([^"]+)"`)
	seen := map[string]string{}
	err := fs.WalkDir(templateFiles, "templates", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templateFiles, file)
		for _, m := range definition.FindAllStringSubmatch(string(text), -1) {
			name := m[1]
			if other := seen[name]; other != "" {
				t.Errorf("%q is defined in %s and in %s", name, other, file)
			}
			seen[name] = file
		}
		return err
	})
	if err != nil || len(seen) < 20 {
		t.Errorf("found %d definitions, %v", len(seen), err)
	}
}
