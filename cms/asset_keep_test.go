package cms_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/backups"
	"practicecms/cms/cmstest"
)

// shownBytes are those of the picture that a site's page shows to readers.
func shownBytes(t *testing.T, s *cmstest.Site, path string) []byte {
	t.Helper()
	page, err := s.Delivery().ByPath(t.Context(), cmstest.Locale, path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Delivery().OpenFile(t.Context(), s.Model().Uses(page.Type, page.Content)[0].File, nil)
	return readAll(t, f, err)
}

func TestAnExportTakesPicturesAlong(t *testing.T) {
	s := cmstest.New(t)
	a := s.Upload(t, "room.png", cmstest.PNG(t, 300, 200, 20))
	s.Publish(t, s.Service(t, "emdr", withPicture(a, "A room")))
	want := shownBytes(t, s, "/services/emdr")
	export := exported(t, s, cms.ExportOptions{Secrets: true})
	if got := shownBytes(t, imported(t, s, export), "/services/emdr"); !bytes.Equal(got, want) || len(want) == 0 {
		t.Errorf("the picture has %d bytes, and had %d", len(got), len(want))
	}

	var file string
	for name := range files(t, export) {
		if strings.HasPrefix(name, "files/") {
			file = filepath.Join(export, filepath.FromSlash(name))
		}
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	whole[len(whole)/2] ^= 1
	for name, change := range map[string]func() error{
		"a bit of it":     func() error { return os.WriteFile(file, whole, 0o600) },
		"it is not there": func() error { return os.Remove(file) },
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "data")
		if _, err := cms.Import(t.Context(), export, dir, cms.Options{}); err == nil || !strings.Contains(err.Error(), filepath.Base(file)) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, cms.DataFile)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: there is a practice", name)
		}
	}
}

func TestABackupHasPicturesBesideItAndBringsThemBack(t *testing.T) {
	s := cmstest.New(t)
	a := s.Upload(t, "room.png", cmstest.PNG(t, 300, 200, 20))
	s.Publish(t, s.Service(t, "emdr", withPicture(a, "A room")))
	want := shownBytes(t, s, "/services/emdr")
	file := filepath.Join(t.TempDir(), "practice.backup")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if n, err := cms.BackupFiles(t.Context(), file, s.Dir); n != 1 || err != nil {
		t.Fatalf("%d files, %v", n, err)
	}
	restore := func(place backups.Place, wantCame, wantMissing int) *cmstest.Site {
		t.Helper()
		out := &cmstest.Site{Dir: filepath.Join(t.TempDir(), "data"), Clock: s.Clock, Owner: s.Owner, Who: s.Who}
		if _, report, err := cms.RestoreBackup(t.Context(), file, out.Dir, cms.Options{}); err != nil || !report.OK() {
			t.Fatalf("%v, %+v", err, report)
		}
		if came, missing, err := cms.RestoreFiles(t.Context(), out.Dir, place, nil, cms.Options{}); came != wantCame || missing != wantMissing || err != nil {
			t.Errorf("%d files came and %d are missing, %v; want %d and %d", came, missing, err, wantCame, wantMissing)
		}
		out.Open(t)
		t.Cleanup(func() {
			if err := out.Close(); err != nil {
				t.Error(err)
			}
		})
		return out
	}
	back := restore(backups.Folder(cms.FilesBeside(file)), 1, 0)
	if got := shownBytes(t, back, "/services/emdr"); !bytes.Equal(got, want) {
		t.Errorf("the picture has %d bytes, and had %d", len(got), len(want))
	}
	if report, err := back.Verify(t.Context()); err != nil || !report.OK() {
		t.Errorf("%v, %+v", err, report)
	}

	without := restore(backups.Folder(t.TempDir()), 0, 1)
	if page, err := without.Delivery().ByPath(t.Context(), cmstest.Locale, "/services/emdr"); err != nil || len(page.Content.Blocks) != 1 {
		t.Errorf("the page without its picture: %v", err)
	}
	if _, err := without.Delivery().OpenFile(t.Context(), a.Use.File, nil); !errors.Is(err, cms.ErrDamaged) {
		t.Errorf("a picture that is lost: %v, want ErrDamaged", err)
	}
	report, err := without.Verify(t.Context())
	if err != nil || report.OK() || !strings.Contains(report.FirstProblem(), "missing") {
		t.Errorf("%v, verify says %+v", err, report)
	}
}
