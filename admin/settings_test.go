package admin

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

var tokenText = regexp.MustCompile(`pcms_[0-9A-Za-z_-]{60,}`)

func TestATokenIsShownOnce(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	shown := v.post("/admin/settings/tokens", "name", "Our website", "scope", "preview").says("It is shown this once", "Our website", "Read drafts too")
	secret := tokenText.FindString(shown.body)
	if _, err := site.Editor().Token(t.Context(), secret); err != nil {
		t.Fatalf("the token %q: %v", secret, err)
	}
	again := v.open("/admin/settings").says("Our website")
	if strings.Contains(again.body, secret) || tokenText.MatchString(again.body) {
		t.Error("the token is shown again")
	}
	for name, value := range v.cookies {
		if strings.Contains(value, secret) {
			t.Errorf("the token is in the cookie %s", name)
		}
	}
	all, err := site.Editor().Tokens(t.Context(), site.Who)
	if err != nil {
		t.Fatal(err)
	}
	v.open("/admin/settings").says("This cannot be undone")
	v.post("/admin/settings/tokens/"+all[0].ID.String()+"/end").says("“Our website” does not work any more.", "No tokens yet", "One token was ended.")
	if _, err := site.Editor().Token(t.Context(), secret); err == nil {
		t.Error("the ended token still works")
	}
	if got := v.post("/admin/settings/tokens", "name", "", "scope", "preview").says("Give the token a name"); got.status != http.StatusUnprocessableEntity {
		t.Errorf("without a name: got status %d, want 422", got.status)
	}
	if got := v.post("/admin/settings/tokens/nonsense/end"); got.status != http.StatusNotFound {
		t.Errorf("no id: got status %d, want 404", got.status)
	}
}

func TestPeopleAreAddedAndEditorsStayOut(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	const password = "harbour pencil violet moss"
	who := []string{"name", "Dana Reyes", "title", "Front desk", "email", "dana@example.org", "role", "editor"}
	v.post("/admin/settings/people", append(who, "password", password)...).says("Dana Reyes can sign in now.", "Front desk", "Editor")
	v.post("/admin/settings/people", append(who, "password", password)...).says("Somebody has this e-mail address already.")
	v.post("/admin/settings/people", append(who, "password", "short")...).says("it needs at least")
	v.post("/admin/settings/people", append(who, "password", "")...).says("Choose a password to begin with.")
	bad := v.post("/admin/settings/people", "name", "Sam", "email", "nowhere", "role", "owner", "password", password).says("Write the e-mail address")
	if strings.Contains(bad.body, password) {
		t.Error("the password comes back in the page")
	}
	bad.says("Robin Field") // in the rail is who signed in, and not who was typed

	dana := v.as("dana@example.org", password)
	for _, path := range []string{"/admin/settings", "/admin/activity"} {
		if got := dana.send("GET", path, nil); got.status != http.StatusForbidden {
			t.Errorf("%s: got status %d for an editor, want 403", path, got.status)
		}
	}
	for _, path := range []string{"/admin/settings/people", "/admin/settings/tokens"} {
		if got := dana.send("POST", path, map[string][]string{"name": {"x"}}); got.status != http.StatusForbidden {
			t.Errorf("POST %s: got status %d for an editor, want 403", path, got.status)
		}
	}
	dana.open("/admin").saysNot("Settings", "Activity")
}

func TestTheActivityIsInWords(t *testing.T) {
	site := cmstest.New(t)
	one := site.Service(t, "emdr", cmstest.Section("What it is", "A way."))
	site.Publish(t, one)
	next := one
	next.Content.Title = "EMDR therapy"
	site.Save(t, next)
	v := enter(t, site)
	v.post(page(one)+"/restore", "version", "1", "block", "")
	v.post(page(one) + "/trash")
	v.open("/admin/activity").says(
		"You put “Service emdr” in the trash", "You brought an earlier text back into “Service emdr”, as version 3",
		"You saved version 2 of “Service emdr”", "You put version 1 of “Service emdr” live", "You started “Service emdr”", "You signed in",
	)
	for range activityOnPage {
		if _, err := site.Editor().Create(t.Context(), site.Who, cms.New{Type: "snippet", Locale: cmstest.Locale, Content: content.Content{Title: "S"}}); err != nil {
			t.Fatal(err)
		}
	}
	first := v.open("/admin/activity").says("Older")
	link := regexp.MustCompile(`/admin/activity\?before=\d+`).FindString(first.body)
	v.open(link).says("You started “Service emdr”", "Back to the newest")
}

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
