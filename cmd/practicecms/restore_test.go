package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

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

	var whole time.Duration
	happened := 0
	for n := range restoreKills + 1 {
		dir := t.TempDir()
		file := filepath.Join(dir, cms.DataFile)
		if err := os.WriteFile(file, original, 0o600); err != nil {
			t.Fatal(err)
		}
		restore := exec.Command(os.Args[0], "restore", backup, "--data", dir)
		restore.Env = append(os.Environ(), asProgram+"=1")
		begun := time.Now()
		if err := restore.Start(); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			time.Sleep(whole * time.Duration(n) / restoreKills)
			_ = restore.Process.Kill() // it may have ended
		}
		err := restore.Wait()
		if n == 0 {
			whole = time.Since(begun)
		}
		pages := pagesIn(t, dir) // which also tidies up
		kept, globErr := filepath.Glob(file + ".before-*")
		left, leftErr := filepath.Glob(filepath.Join(dir, "*.tmp"))
		if globErr != nil || leftErr != nil || len(left) > 0 {
			t.Errorf("kill %d left %q: %v, %v", n, left, globErr, leftErr)
		}
		switch {
		case pages == 1 && len(kept) == 0 && err != nil: // it has not happened
		case pages == 0 && len(kept) == 1 && string(readFile(t, kept[0])) == string(original):
			happened++
		default:
			t.Errorf("kill %d (%v): %d pages, and kept are %q", n, err, pages, kept)
		}
	}
	t.Logf("%d of %d restores had happened when they were killed; a whole one takes %v", happened-1, restoreKills, whole)
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
