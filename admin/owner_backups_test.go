package admin

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/backups"
	"practicecms/cms/cmstest"
	"practicecms/cms/place"
)

func TestOwnersSeeWhenTheLastBackupWasProven(t *testing.T) {
	site := cmstest.New(t)
	dir := filepath.Join(site.Dir, cms.BackupFolder)
	plan := backups.Plan{Place: place.Folder(dir), Keep: backups.DefaultKeep}
	robin := enter(t, site)
	robin.open("/admin").saysNot("backup")
	robin.open("/admin/settings").says("No backups are taken by this server")
	if err := site.TakeBackup(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	site.Clock.Advance(20 * time.Minute) // a session ends sooner than a backup is old
	robin = enter(t, site)
	robin.open("/admin").says("Last proven backup: 20 minutes ago").saysNot("failed")
	site.Clock.Advance(340 * time.Minute)
	robin = enter(t, site)
	robin.open("/admin").says("Last proven backup: 6 hours ago")
	robin.open("/admin/settings").says("Last proven backup: 6 hours ago", dir, "One is kept", "2 March 2026, 4:00 pm").saysNot("encrypted")
	robin.send("POST", "/admin/erase", url.Values{"words": {"Willow"}}).says("1 nightly backup in " + dir + " was made before, and still has the words")
	_, err := site.Editor().AddPerson(t.Context(), site.Who, access.NewPerson{Name: "Kim Lake", Email: "kim@example.org", Role: cms.RoleEditor, Password: cmstest.Password})
	if err != nil {
		t.Fatal(err)
	}
	robin.as("kim@example.org", cmstest.Password).open("/admin").saysNot("backup", dir)

	site.Clock.Advance(31 * time.Hour)
	robin = enter(t, site)
	robin.open("/admin").says("The last proven backup is 37 hours ago", "was not running at night", "download one now").saysNot("Last proven backup:")

	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil { // where the folder has to be
		t.Fatal(err)
	}
	if err := site.TakeBackup(t.Context(), plan); err == nil {
		t.Fatal("a backup into a file is no error")
	}
	robin.open("/admin").says("The last proven backup is 37 hours ago", "It could not be put into its place.", "the log has the cause").saysNot("practice-2026", "not a directory")
	robin.open("/admin/settings").says("The last proven backup is 37 hours ago", "It could not be put into its place.")
}

func TestWordsOnBackups(t *testing.T) {
	now := time.Date(2026, 11, 26, 16, 0, 0, 0, time.UTC)
	made := func(ago time.Duration) []backups.Backup { return []backups.Backup{{Made: now.Add(-ago)}} }
	failed := backups.Failure{At: now, Step: backups.StepProve}
	for _, c := range []struct {
		name        string
		status      backups.Status
		says, fault string
	}{
		{"none are taken", backups.Status{}, "No backups are taken by this server", ""},
		{"the server has just started", backups.Status{Place: "p", Since: now}, "No proven backup yet", ""},
		{"there is none after an hour", backups.Status{Place: "p", Since: now.Add(-61 * time.Minute)}, "No proven backup yet", "There is no proven backup"},
		{"the first one failed", backups.Status{Place: "p", Since: now, Failed: failed}, "No proven backup yet", "There is no proven backup"},
		{"one of last night", backups.Status{Place: "p", Proven: made(13 * time.Hour)}, "Last proven backup: 13 hours ago", ""},
		{"one of last night, and one failed", backups.Status{Place: "p", Proven: made(13 * time.Hour), Failed: failed}, "Last proven backup: 13 hours ago", "The last backup failed"},
		{"just young enough", backups.Status{Place: "p", Proven: made(36 * time.Hour)}, "Last proven backup: 36 hours ago", ""},
		{"a night was missed", backups.Status{Place: "p", Proven: made(36*time.Hour + time.Second)}, "Last proven backup: 36 hours ago", "The last proven backup is 36 hours ago"},
		{"many were", backups.Status{Place: "p", Proven: made(75 * time.Hour)}, "Last proven backup: 3 days ago", "The last proven backup is 3 days ago"},
		{"one of the future only", backups.Status{Place: "p", Since: now, Proven: made(-75 * time.Hour)}, "No proven backup yet", ""},
	} {
		got := tellBackups(c.status, now)
		if got.Says != c.says || got.Fault != c.fault || (got.Advice != "") != (c.fault != "") {
			t.Errorf("%s: %q, %q, %q", c.name, got.Says, got.Fault, got.Advice)
		}
	}
}
