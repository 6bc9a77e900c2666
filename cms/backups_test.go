package cms_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/backups"
	"practicecms/cms/cmstest"
	"practicecms/cms/place"
)

func TestANightlyBackupIsRestoredBeforeItCounts(t *testing.T) {
	s := cmstest.New(t)
	s.Publish(t, s.Service(t, "one", cmstest.Section("Part", "a text to keep")))
	folder := place.Folder(filepath.Join(s.Dir, cms.BackupFolder))
	if err := s.TakeBackup(t.Context(), backups.Plan{Place: folder, Keep: backups.DefaultKeep}); err != nil {
		t.Fatal(err)
	}
	status := must(s.Editor().Backups(t.Context(), s.Who))
	if len(status.Proven) != 1 || status.Failed.Step != "" {
		t.Fatalf("the status is %+v", status)
	}
	elsewhere := t.TempDir()
	if _, report, err := cms.RestoreBackup(t.Context(), filepath.Join(string(folder), status.Proven[0].Name), elsewhere, cms.Options{}); err != nil || !report.OK() {
		t.Fatalf("%+v, %v", report, err)
	}
	c := must(cms.Open(elsewhere, cms.Options{MustExist: true}))
	defer c.Close()
	if page, err := c.Delivery().ByPath(t.Context(), cmstest.Locale, "/services/one"); err != nil || page.Content.Title == "" {
		t.Errorf("the page of the backup: %v", err)
	}
	left := must(filepath.Glob(filepath.Join(s.Dir, "*.tmp")))
	if len(left) != 0 {
		t.Errorf("%v is left", left)
	}
}

func TestWebhooksAreToldOfABackupThatFailed(t *testing.T) {
	s := cmstest.New(t)
	in := listen(t, nil)
	_, secret := hooked(t, s, in)
	paused := listen(t, nil)
	other, _ := hooked(t, s, paused)
	if err := s.Editor().PauseHook(t.Context(), s.Who, other.ID); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a file where the folder has to be")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.TakeBackup(t.Context(), backups.Plan{Place: place.Folder(file)}); err == nil {
		t.Fatal("it is no error")
	}
	told := in.told()
	if len(told) != 1 || told[0].Type != "backup.failed" || !told[0].Timestamp.Equal(s.Clock.Now()) {
		t.Fatalf("told was %+v", told)
	}
	if want := signed(t, secret, told[0]); told[0].Signature != want {
		t.Errorf("the signature is %s, want %s", told[0].Signature, want)
	}
	var body struct{ Data map[string]any }
	if err := json.Unmarshal([]byte(told[0].Body), &body); err != nil {
		t.Fatal(err)
	}
	if data := body.Data; len(data) != 3 || data["step"] != "store" || data["full"] != false || data["lastProven"] != nil {
		t.Errorf("the data is %v", data)
	}
	if strings.Contains(told[0].Body, file) {
		t.Error("the call says where the backups go")
	}
	if len(paused.told()) != 0 {
		t.Error("a webhook that is paused was told")
	}
}
