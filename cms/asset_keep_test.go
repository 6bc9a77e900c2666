package cms_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/pictures"
	"practicecms/cms/place"
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
	restore := func(from place.Place, wantCame, wantMissing int) *cmstest.Site {
		t.Helper()
		out := &cmstest.Site{Dir: filepath.Join(t.TempDir(), "data"), Clock: s.Clock, Owner: s.Owner, Who: s.Who}
		if _, report, err := cms.RestoreBackup(t.Context(), file, out.Dir, cms.Options{}); err != nil || !report.OK() {
			t.Fatalf("%v, %+v", err, report)
		}
		if came, missing, err := cms.RestoreFiles(t.Context(), out.Dir, from, nil, cms.Options{}); came != wantCame || missing != wantMissing || err != nil {
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
	back := restore(place.Folder(cms.FilesBeside(file)), 1, 0)
	if got := shownBytes(t, back, "/services/emdr"); !bytes.Equal(got, want) {
		t.Errorf("the picture has %d bytes, and had %d", len(got), len(want))
	}
	if report, err := back.Verify(t.Context()); err != nil || !report.OK() {
		t.Errorf("%v, %+v", err, report)
	}

	without := restore(place.Folder(t.TempDir()), 0, 1)
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

func TestAnErasedPictureIsNowhereAndStaysAway(t *testing.T) {
	s := cmstest.New(t)
	data := cmstest.PNG(t, 400, 300, 20)
	a := s.Upload(t, "client.png", data)
	s.Publish(t, s.Service(t, "emdr", withPicture(a, "A face")))
	other := s.Upload(t, "room.png", cmstest.PNG(t, 300, 200, 90))
	kept := shownBytes(t, s, "/services/emdr")
	spec := &pictures.Spec{Fit: pictures.Whole, Width: 160, Format: pictures.FormatJPEG}
	if a.File.Kind == "image/png" {
		spec.Format = pictures.FormatPNG
	}
	f, err := s.Delivery().OpenFile(t.Context(), a.Use.File, spec)
	small := readAll(t, f, err)
	holds := func(b []byte) (where []string) {
		for name, text := range files(t, s.Dir) {
			if strings.Contains(text, string(b)) {
				where = append(where, name)
			}
		}
		return where
	}
	tiny := []byte(a.File.Placeholder)[:60]
	if len(holds(kept)) == 0 || len(holds(small)) == 0 || len(small) == 0 || len(holds(tiny)) == 0 {
		t.Fatal("the picture is not found where it is")
	}
	if _, err := s.Editor().EraseFiles(t.Context(), s.Who, a.Document, " "); err == nil {
		t.Error("it goes without a reason")
	}
	before := s.Delivery().Epoch()
	if n, err := s.Editor().EraseFiles(t.Context(), s.Who, a.Document, "she asked"); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	for what, b := range map[string][]byte{"the picture": kept, "a small one": small, "a tiny one": tiny} {
		if where := holds(b); len(where) > 0 {
			t.Errorf("%s is still in %v", what, where)
		}
	}
	page, err := s.Delivery().ByPath(t.Context(), cmstest.Locale, "/services/emdr")
	if err != nil || len(page.Files) != 0 {
		t.Errorf("%v: the page shows %+v", err, page.Files)
	}
	if moved, all := s.Delivery().MovedSince(before, s.Delivery().Epoch()); !all && !slices.Contains(moved, page.ID) {
		t.Errorf("caches are told of %v", moved)
	}
	if _, err := s.Delivery().OpenFile(t.Context(), a.Use.File, nil); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("readers get %v", err)
	}
	if _, err := s.TryUpload(t, "again.png", data); !errors.Is(err, cms.ErrErased) {
		t.Errorf("the same file again: %v", err)
	}
	if where := holds(kept); len(where) > 0 {
		t.Errorf("the refused upload left it in %v", where)
	}
	if _, err := s.Editor().EraseFiles(t.Context(), s.Who, a.Document, "again"); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("twice: %v", err)
	}
	if f, err := s.Editor().OpenFile(t.Context(), s.Who, other.Use.File, nil); readAll(t, f, err) == nil {
		t.Error("another picture is gone, too")
	}
}
