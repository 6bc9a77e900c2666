package admin

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
)

func TestABackupIsDownloadedAndComesBack(t *testing.T) {
	site := cmstest.New(t)
	site.Service(t, "one", cmstest.Section("Part", "a text to keep"))
	robin := enter(t, site)
	got := robin.send("POST", "/admin/settings/backup", nil)
	if got.status != http.StatusOK || len(got.body) < 4096 {
		t.Fatalf("status %d, %d bytes", got.status, len(got.body))
	}
	file := filepath.Join(t.TempDir(), "downloaded.backup")
	if err := os.WriteFile(file, []byte(got.body), 0o600); err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	if _, report, err := cms.RestoreBackup(t.Context(), file, elsewhere, cms.Options{}); err != nil || !report.OK() {
		t.Fatalf("%+v, %v", report, err)
	}
	robin.open("/admin/activity").says("downloaded a backup")
}

func TestAnExportIsDownloadedAndComesBack(t *testing.T) {
	site := cmstest.New(t)
	page := site.Service(t, "one", cmstest.Section("Part", "a text to keep"))
	site.Publish(t, page)
	robin := enter(t, site)
	unpacked := func(form url.Values) string {
		got := robin.send("POST", "/admin/settings/export", form)
		if got.status != http.StatusOK {
			t.Fatalf("status %d: %.300s", got.status, got.body)
		}
		z, err := zip.NewReader(bytes.NewReader([]byte(got.body)), int64(len(got.body)))
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "unpacked")
		if err := os.CopyFS(dir, z); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	elsewhere := filepath.Join(t.TempDir(), "data")
	if report, err := cms.Import(t.Context(), unpacked(nil), elsewhere, cms.Options{}); err != nil || !report.OK() {
		t.Fatalf("%+v, %v", report, err)
	}
	text, err := os.ReadFile(filepath.Join(unpacked(url.Values{"format": {"markdown"}}), "en-US", "services", "one", "index.md"))
	if err != nil || !strings.Contains(string(text), "a text to keep") {
		t.Errorf("the page is %q, %v", text, err)
	}
	robin.open("/admin/activity").says("downloaded an export")
}
