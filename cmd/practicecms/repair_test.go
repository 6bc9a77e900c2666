package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"practicecms/cms"
)

// damagedPractice is a practice with a backup that lacks its page, and a record of which the
// backup has is lost.
func damagedPractice(t *testing.T) (data, backup string) {
	t.Helper()
	data, _ = practice(t)
	backup = filepath.Join(t.TempDir(), "monday.backup")
	mustRun(t, "", "backup", backup, "--data", data)
	mustRun(t, pastedPage, "paste", "-", "--data", data)
	forget(t, data, "people")
	return data, backup
}

// forget loses the newest record of a space, as a disk does.
func forget(t *testing.T, data, space string) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(data, cms.DataFile), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(space))
		key, _ := b.Cursor().Last()
		return b.Delete(key)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRepairSaysWhatItDoes(t *testing.T) {
	data, backup := damagedPractice(t)
	if r := run(t, "", "verify", "--data", data); r.code != exitFailed || !strings.Contains(r.errors, "practicecms repair --from FILE --dry-run") {
		t.Errorf("verify does not say what to do: %d\n%s%s", r.code, r.out, r.errors)
	}
	before := readFile(t, filepath.Join(data, cms.DataFile))
	if out := mustRun(t, "", "repair", "--from", backup, "--dry-run", "--data", data); !strings.Contains(out, "Nothing was changed") || !strings.Contains(out, "people         1, from "+backup) {
		t.Error(out)
	}
	if string(readFile(t, filepath.Join(data, cms.DataFile))) != string(before) {
		t.Error("a dry run changes the data")
	}
	if out := mustRun(t, "", "repair", "--from", backup, "--data", data); !strings.Contains(out, "The damaged file is kept in ") {
		t.Error(out)
	}
	mustRun(t, "", "verify", "--data", data)
	if out := mustRun(t, "", "repair", "--from", backup, "--data", data); !strings.Contains(out, "Nothing is damaged") {
		t.Error(out)
	}
	if pages := pagesIn(t, data); pages != 1 {
		t.Errorf("%d pages, want the one that the backup lacks", pages)
	}
	forget(t, data, "heads")
	forget(t, data, "tokens")
	if r := run(t, "", "repair", "--from", backup, "--data", data); r.code != exitFailed || !strings.Contains(r.out, "Not in these backups:\n  heads          1 are missing or damaged") || !strings.Contains(r.out, "tokens         1, from ") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.errors)
	}
	// What no backup has stays in doubt until somebody decides to go back to one.
	if r := run(t, "", "verify", "--data", data); r.code != exitFailed {
		t.Errorf("verify: exit %d\n%s", r.code, r.out)
	}
	if out := mustRun(t, "", "restore", backup, "--data", data); !strings.Contains(out, "kept") {
		t.Error(out)
	}
	mustRun(t, "", "verify", "--data", data)
}

// repairKills is how often a repair is killed, each time a little later.
const repairKills = 25

func TestARepairThatIsKilledHasHappenedOrHasNot(t *testing.T) {
	t.Parallel()
	data, backup := damagedPractice(t)
	damaged := readFile(t, filepath.Join(data, cms.DataFile))
	var dir, file string
	killed(t, repairKills, func() []string {
		dir = t.TempDir()
		file = filepath.Join(dir, cms.DataFile)
		if err := os.WriteFile(file, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		return []string{"repair", "--from", backup, "--data", dir}
	}, func(n int) bool {
		kept, globErr := filepath.Glob(file + ".before-*")
		happened := string(readFile(t, file)) != string(damaged)
		switch {
		case globErr != nil:
			t.Fatal(globErr)
		case !happened: // a second name may be there
			mustRun(t, "", "repair", "--from", backup, "--data", dir)
		case len(kept) != 1 || string(readFile(t, kept[0])) != string(damaged):
			t.Errorf("kill %d: kept are %q", n, kept)
		}
		if pages := pagesIn(t, dir); pages != 1 { // which also verifies and tidies up
			t.Errorf("kill %d: %d pages", n, pages)
		}
		if left, err := filepath.Glob(filepath.Join(dir, "*.tmp")); err != nil || len(left) > 0 {
			t.Errorf("kill %d left %q: %v", n, left, err)
		}
		return happened
	})
}
