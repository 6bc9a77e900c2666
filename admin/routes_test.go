package admin

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
)

// addresses fills a route's parameters with things that exist.
func addresses(path string, v cms.Version) string {
	return strings.NewReplacer(":id", v.Document.String(), ":n", "1", ":secret", "none", ":token", v.Document.String(), ":hook", v.Document.String(), ":change", "1", ":hash/*", "none/app.css").Replace(path)
}

// request is a request as a program makes it, with only the headers given.
func (v *visitor) request(method, path, body string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	return w.Result()
}

func (v *visitor) audited() int {
	v.t.Helper()
	entries, err := v.site.Editor().Audit(v.t.Context(), v.site.Who, 0, 10_000)
	if err != nil {
		v.t.Fatal(err)
	}
	return len(entries)
}

func TestEveryAnswerHasTheHeadersThatProtect(t *testing.T) {
	site := cmstest.New(t)
	page := site.Service(t, "one", cmstest.Section("Part", "text"))
	robin := enter(t, site)
	for _, r := range append([]route{{get, "/admin/nowhere", signedIn, nil}}, routes...) {
		got := robin.request(r.method, addresses(r.path, page), "", "Sec-Fetch-Site", "same-origin")
		for header, want := range map[string]string{
			"Content-Security-Policy":      policy,
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got.Header.Get(header) != want {
				t.Errorf("%s %s: %s is %q", r.method, r.path, header, got.Header.Get(header))
			}
		}
		if cache := got.Header.Get("Cache-Control"); !strings.HasSuffix(cache, "no-store") && !strings.Contains(r.path, "/static/") {
			t.Errorf("%s %s: Cache-Control is %q", r.method, r.path, cache)
		}
		if got.StatusCode >= 500 {
			t.Errorf("%s %s: status %d", r.method, r.path, got.StatusCode)
		}
	}
	for _, unsafe := range []string{"unsafe-inline", "unsafe-eval", "*", "http:", "https:"} {
		if strings.Contains(policy, unsafe) {
			t.Errorf("the policy lets %s through", unsafe)
		}
	}
}

func TestWithoutASessionNothingIsShownAndNothingChanges(t *testing.T) {
	site := cmstest.New(t)
	page := site.Service(t, "one", cmstest.Section("Part", "SECRETDRAFT"))
	robin := enter(t, site)
	stranger := &visitor{t: t, site: site, handler: robin.handler, cookies: map[string]string{}}
	before := robin.audited()
	for _, r := range routes {
		if r.who == public || r.who == shown {
			continue
		}
		got := stranger.send(r.method, addresses(r.path, page), url.Values{"do": {"save"}})
		if got.status == http.StatusOK && r.method == get || strings.Contains(got.body, "SECRETDRAFT") {
			t.Errorf("%s %s: status %d for a stranger", r.method, r.path, got.status)
		}
		if r.method == get && !strings.HasPrefix(got.to, "/admin/sign-in") {
			t.Errorf("GET %s leads a stranger to %q", r.path, got.to)
		}
	}
	if after := robin.audited(); after != before {
		t.Errorf("a stranger caused %d changes", after-before)
	}
}

func TestAnEditorIsKeptOutOfWhatIsForOwners(t *testing.T) {
	site := cmstest.New(t)
	if _, err := site.Editor().AddPerson(t.Context(), site.Who, access.NewPerson{Name: "Kim", Email: "kim@example.org", Password: cmstest.Password, Role: cms.RoleEditor}); err != nil {
		t.Fatal(err)
	}
	page := site.Service(t, "one")
	robin := enter(t, site)
	kim := robin.as("kim@example.org", cmstest.Password)
	before := robin.audited()
	for _, r := range routes {
		if r.who == owner {
			if got := kim.send(r.method, addresses(r.path, page), url.Values{"name": {"x"}, "scope": {"manage"}}); got.status != http.StatusForbidden {
				t.Errorf("%s %s: status %d for an editor, want 403", r.method, r.path, got.status)
			}
		}
	}
	if after := robin.audited(); after != before {
		t.Errorf("an editor caused %d changes", after-before)
	}
}

func TestOtherSitesCannotSendForms(t *testing.T) {
	site := cmstest.New(t)
	page := site.Service(t, "one", cmstest.Section("Part", "text"))
	robin := enter(t, site)
	before := robin.audited()
	for _, r := range routes {
		if r.method != post {
			continue
		}
		for name, headers := range map[string][]string{
			"cross-site":             {"Sec-Fetch-Site", "cross-site"},
			"same-site":              {"Sec-Fetch-Site", "same-site"},
			"another origin":         {"Origin", "https://evil.example"},
			"a null origin":          {"Origin", "null"},
			"no header and no token": nil,
		} {
			if name == "no header and no token" && (r.who == public || r.who == shown) {
				continue // nobody is signed in there, so there is nothing to ride on
			}
			if got := robin.request(post, addresses(r.path, page), "do=save&version=1&type=service&title=x&text=y", headers...); got.StatusCode != http.StatusForbidden {
				t.Errorf("%s: POST %s: status %d, want 403", name, r.path, got.StatusCode)
			}
		}
	}
	if after := robin.audited(); after != before {
		t.Errorf("another site caused %d changes", after-before)
	}
	// A browser without those headers sends the form's token.
	token := formToken(robin.cookies["cms"])
	if got := robin.request(post, "/admin/d/"+page.Document.String()+"/trash", "token="+token); got.StatusCode != http.StatusSeeOther {
		t.Errorf("with the form's token: status %d", got.StatusCode)
	}
}
