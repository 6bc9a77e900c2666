package admin

import (
	"log/slog"
	"net/http"
	"net/url"
	"testing"

	"practicecms/cms/cmstest"
)

func TestSetUpAsksForTheNameOfAPracticeThatHasNone(t *testing.T) {
	site := cmstest.Empty(t)
	s, err := New(Config{Editor: site.Editor(), Delivery: site.Delivery(), Preview: site.Preview(), Logger: slog.New(slog.DiscardHandler), Clock: site.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	secret, err := site.SetUpSecret(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t: t, site: site, handler: s, cookies: map[string]string{}}
	v.open("/admin/set-up/" + secret).says("Name of the practice")
	form := url.Values{"name": {"Robin Field"}, "email": {"robin@example.org"}, "password": {cmstest.Password}}
	if got := v.send("POST", "/admin/set-up/"+secret, form); got.status != http.StatusUnprocessableEntity {
		t.Errorf("without the practice's name: status %d", got.status)
	}
	form.Set("practice", "Willow Room")
	if got := v.send("POST", "/admin/set-up/"+secret, form); got.status != http.StatusSeeOther {
		t.Fatalf("status %d: %s", got.status, got.text())
	}
	v.open("/admin").says("Willow Room", "Robin")
	for _, path := range []string{"/admin/set-up/" + secret, "/admin/set-up/wrong"} {
		if got := v.send("GET", path, nil); got.status != http.StatusNotFound {
			t.Errorf("%s afterwards: status %d, want 404", path, got.status)
		}
	}
}
