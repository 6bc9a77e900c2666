package main

import (
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
)

// upgradeKills is how often an upgrade is killed, each time a little later.
const upgradeKills = 40

// formerFile is a data file of format 1.
func formerFile(t *testing.T) []byte {
	t.Helper()
	packed, err := os.Open(filepath.Join("..", "..", "cms", "testdata", "format-1", cms.DataFile+".gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// isUpgraded looks for the header record in a file as it lies on the disk: the format
// stands behind the program's name.
func isUpgraded(t *testing.T, file string) bool {
	t.Helper()
	return strings.Contains(string(readFile(t, file)), "practicecms\x00\x00\x00\x02")
}

// Whenever it is killed, the name leads to the file as it was or to the new one, and the
// next start finishes what was begun.
func TestAnUpgradeThatIsKilledHasHappenedOrHasNot(t *testing.T) {
	t.Parallel()
	original := formerFile(t)
	var whole time.Duration
	happened := 0
	for n := range upgradeKills + 1 {
		dir := t.TempDir()
		file := filepath.Join(dir, cms.DataFile)
		if err := os.WriteFile(file, original, 0o600); err != nil {
			t.Fatal(err)
		}
		// A token makes the program open the data for writing.
		upgrade := exec.Command(os.Args[0], "token", "create", "--name", "site", "--scope", "deliver", "--data", dir)
		upgrade.Env = append(os.Environ(), asProgram+"=1")
		begun := time.Now()
		if err := upgrade.Start(); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			time.Sleep(whole * time.Duration(n) / upgradeKills)
			_ = upgrade.Process.Kill() // it may have ended
		}
		err := upgrade.Wait()
		if n == 0 {
			if whole = time.Since(begun); err != nil {
				t.Fatal(err)
			}
		}
		kept, globErr := filepath.Glob(file + ".before-*")
		if globErr != nil {
			t.Fatal(globErr)
		}
		newer := isUpgraded(t, file)
		switch {
		case !newer && string(readFile(t, file)) == string(original): // it has not happened
		case newer && len(kept) == 1 && string(readFile(t, kept[0])) == string(original):
			happened++
		default:
			t.Errorf("kill %d (%v): the file is neither as it was nor new, and kept are %q", n, err, kept)
		}
		pagesIn(t, dir) // opens it and verifies it
		kept, globErr = filepath.Glob(file + ".before-*")
		left, leftErr := filepath.Glob(filepath.Join(dir, "*.tmp"))
		if globErr != nil || leftErr != nil || len(kept) != 1 || len(left) > 0 || string(readFile(t, kept[0])) != string(original) {
			t.Errorf("kill %d: after the next start kept are %q, left are %q: %v, %v", n, kept, left, globErr, leftErr)
		}
		if !isUpgraded(t, file) {
			t.Errorf("kill %d: the next start did not finish it", n)
		}
	}
	t.Logf("%d of %d upgrades had happened when they were killed; a whole one takes %v", happened-1, upgradeKills, whole)
}

func TestAnUpgradeSaysWhatItDidAndLookingIsNone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, cms.DataFile)
	if err := os.WriteFile(file, formerFile(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, looks := range [][]string{{"verify"}, {"backup", filepath.Join(t.TempDir(), "a.backup")}} {
		mustRun(t, "", append(looks, "--data", dir)...)
		if string(readFile(t, file)) != string(formerFile(t)) {
			t.Fatalf("%s changed the file", looks[0])
		}
	}
	got := run(t, "", "token", "create", "--name", "site", "--scope", "deliver", "--data", dir)
	if got.code != exitDone || !strings.Contains(got.errors, "from=1 to=2 kept="+cms.DataFile+".before-") {
		t.Errorf("exit %d, %s", got.code, got.errors)
	}
	mustRun(t, "", "verify", "--data", dir)
}
