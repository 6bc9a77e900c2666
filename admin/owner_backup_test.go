package admin

import (
	"net/http"
	"os"
	"path/filepath"
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
