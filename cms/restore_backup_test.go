package cms_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
)

func TestAFolderWhoseDataFileIsGoneIsNoNewPractice(t *testing.T) {
	for _, c := range []struct {
		name  string
		trace string // beside the data file; a name that ends in / is a folder
		want  error
	}{
		{"nothing", "", nil},
		{"a file of somebody else", "notes.txt", nil},
		{"a first start that was interrupted", cms.DataFile + ".123.tmp", nil},
		{"a demo that was interrupted", cms.DataFile + ".demo.123.tmp/", nil},
		{"a file that made place", cms.DataFile + ".before-20260504T030201Z", cms.ErrDataMissing},
		{"a restore that was interrupted", cms.DataFile + ".restoring.123.tmp/", cms.ErrDataMissing},
		{"indexes", cms.SearchFolder + "/", cms.ErrDataMissing},
		{"nightly backups", cms.BackupFolder + "/", cms.ErrDataMissing},
		{"a nightly backup that was interrupted", cms.DataFile + ".backup.123.tmp/", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "a [practice] of *ours*")
			name := filepath.Join(dir, c.trace)
			folder := dir
			if strings.HasSuffix(c.trace, "/") {
				folder = name
			}
			if err := os.MkdirAll(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			if c.trace != "" && folder == dir {
				if err := os.WriteFile(name, []byte("what was there"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			practice, err := cms.Open(dir, cms.Options{})
			if err == nil {
				err = practice.Close()
			} else if !strings.Contains(err.Error(), "practicecms restore FILE") {
				t.Errorf("it does not say what to do: %v", err)
			}
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if _, err := os.Lstat(filepath.Join(dir, cms.DataFile)); (err == nil) != (c.want == nil) {
				t.Errorf("the data file: %v", err)
			}
		})
	}
}

func TestRestoringKeepsWhatWasThereEachTime(t *testing.T) {
	s := cmstest.New(t)
	backup := filepath.Join(t.TempDir(), "backup")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	s.Publish(t, s.Service(t, "one"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{cms.DataFile: read(t, backup)}
	for range 4 { // within a second
		before := read(t, filepath.Join(s.Dir, cms.DataFile))
		kept, report, err := cms.RestoreBackup(t.Context(), backup, s.Dir, cms.Options{})
		if err != nil || !report.OK() {
			t.Fatal(err)
		}
		want[filepath.Base(kept)] = before
	}
	if len(want) != 5 {
		t.Errorf("kept under %d names, want 4", len(want)-1)
	}
	for name, bytes := range want {
		if name != cms.DataFile && read(t, filepath.Join(s.Dir, name)) != bytes {
			t.Errorf("%s does not hold what was there", name)
		}
	}
	s.Open(t)
	if got := readersFind(t, s, "service"); got != "" {
		t.Errorf("found is %q", got)
	}
	left, err := filepath.Glob(filepath.Join(s.Dir, "*.tmp"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestAFolderWhoseDataFileIsGoneTakesABackup(t *testing.T) {
	s := cmstest.New(t)
	s.Publish(t, s.Service(t, "one"))
	backup := filepath.Join(t.TempDir(), "backup")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	readersFind(t, s, "service")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(s.Dir, cms.DataFile)); err != nil {
		t.Fatal(err)
	}
	if kept, _, err := cms.RestoreBackup(t.Context(), backup, s.Dir, cms.Options{}); err != nil || kept != "" {
		t.Fatal(kept, err)
	}
	s.Open(t)
	if got := readersFind(t, s, "service"); got != "Service one" {
		t.Errorf("found is %q", got)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
