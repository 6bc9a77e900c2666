package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
func TestP10AnUpgradeThatIsKilledHasHappenedOrHasNot(t *testing.T) {
	t.Parallel()
	original := formerFile(t)
	var dir string
	killed(t, upgradeKills, func() []string {
		dir = formerFolder(t, original)
		return upgrading(dir)
	}, func(n int) bool { return isWholeUpgrade(t, fmt.Sprintf("kill %d", n), dir, original) })
}

func formerFolder(t *testing.T, original []byte) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, cms.DataFile), original, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// upgrading is a command that opens the data for writing.
func upgrading(dir string) []string {
	return []string{"token", "create", "--name", "site", "--scope", "deliver", "--data", dir}
}

// isWholeUpgrade reports whether an upgrade that was killed had happened. It must not be half of
// one, and the next start has to finish it.
func isWholeUpgrade(t *testing.T, at, dir string, original []byte) bool {
	t.Helper()
	file := filepath.Join(dir, cms.DataFile)
	kept, globErr := filepath.Glob(file + ".before-*")
	if globErr != nil {
		t.Fatal(globErr)
	}
	newer := isUpgraded(t, file)
	switch {
	case !newer && string(readFile(t, file)) == string(original):
	case newer && len(kept) == 1 && string(readFile(t, kept[0])) == string(original):
	default:
		t.Errorf("%s: the file is neither as it was nor new, and kept are %q", at, kept)
	}
	pagesIn(t, dir) // opens it and verifies it
	kept, globErr = filepath.Glob(file + ".before-*")
	left, leftErr := filepath.Glob(filepath.Join(dir, "*.tmp"))
	if globErr != nil || leftErr != nil || len(kept) != 1 || len(left) > 0 || string(readFile(t, kept[0])) != string(original) {
		t.Errorf("%s: after the next start kept are %q, left are %q: %v, %v", at, kept, left, globErr, leftErr)
	}
	if !isUpgraded(t, file) {
		t.Errorf("%s: the next start did not finish it", at)
	}
	return newer
}

func TestAnUpgradeSaysWhatItDidAndLookingIsNone(t *testing.T) {
	t.Parallel()
	dir := formerFolder(t, formerFile(t))
	file := filepath.Join(dir, cms.DataFile)
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
