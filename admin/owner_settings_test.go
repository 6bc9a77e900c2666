package admin

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"practicecms/cms/cmstest"
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
