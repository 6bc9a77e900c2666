package main

import (
	"os"
	"path/filepath"
	"testing"

	"practicecms/cms"
	"practicecms/cms/live"
)

// restoreKills is how often a restore is killed, each time a little later.
const restoreKills = 40

func TestP9ARestoreThatIsKilledHasHappenedOrHasNot(t *testing.T) {
	t.Parallel()
	data, _ := practice(t)
	backup := filepath.Join(t.TempDir(), "monday.backup")
	mustRun(t, "", "backup", backup, "--data", data) // without a page
	mustRun(t, pastedPage, "paste", "-", "--data", data)
	original := readFile(t, filepath.Join(data, cms.DataFile))

	var dir, file string
	killed(t, restoreKills, func() []string {
		dir = t.TempDir()
		file = filepath.Join(dir, cms.DataFile)
		if err := os.WriteFile(file, original, 0o600); err != nil {
			t.Fatal(err)
		}
		return []string{"restore", backup, "--data", dir}
	}, func(n int) bool {
		pages := pagesIn(t, dir) // which also tidies up
		kept, globErr := filepath.Glob(file + ".before-*")
		left, leftErr := filepath.Glob(filepath.Join(dir, "*.tmp"))
		if globErr != nil || leftErr != nil || len(left) > 0 {
			t.Errorf("kill %d left %q: %v, %v", n, left, globErr, leftErr)
		}
		switch {
		case pages == 1 && len(kept) == 0:
			return false
		case pages == 0 && len(kept) == 1 && string(readFile(t, kept[0])) == string(original):
		default:
			t.Errorf("kill %d: %d pages, and kept are %q", n, pages, kept)
		}
		return true
	})
}

// pagesIn opens the data folder as the next command does, checks it, and counts its pages.
func pagesIn(t *testing.T, dir string) int {
	t.Helper()
	c, err := cms.Open(dir, cms.Options{MustExist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if report, err := c.Verify(t.Context()); err != nil || !report.OK() {
		t.Fatalf("verify: %+v, %v", report, err)
	}
	all, err := c.Editor().List(t.Context(), cms.System(), cms.Filter{Locale: live.FallbackLocale})
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	for _, one := range all {
		if one.Type == "service" {
			pages++
		}
	}
	return pages
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
