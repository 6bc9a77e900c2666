package admin

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
)

// behindProxy opens the admin of a site as it stands behind a proxy with TLS, and
// gives a way to sign in from an address of the world.
func behindProxy(t *testing.T, site *cmstest.Site, named bool) func(from, password string, cookies ...*http.Cookie) *http.Response {
	t.Helper()
	origin := func(r *http.Request) (from netip.Addr) {
		if named {
			from = netip.MustParseAddr(r.Header.Get("X-Forwarded-For"))
		}
		return from
	}
	s, err := New(Config{Editor: site.Editor(), Delivery: site.Delivery(), Preview: site.Preview(), Logger: slog.New(slog.DiscardHandler), Clock: site.Clock.Now, Secure: true, Origin: origin})
	if err != nil {
		t.Fatal(err)
	}
	return func(from, password string, cookies ...*http.Cookie) *http.Response {
		r := httptest.NewRequest("POST", "/admin/sign-in", strings.NewReader(url.Values{"email": {"robin@example.org"}, "password": {password}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("X-Forwarded-For", from)
		r.RemoteAddr = "127.0.0.1:5000"
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Result()
	}
}

func TestBehindAProxyStrangersSlowOnlyThemselvesDown(t *testing.T) {
	signIn := behindProxy(t, cmstest.New(t), true)
	for range 30 {
		signIn("203.0.113.9", "not this one at all")
	}
	if got := signIn("203.0.113.9", cmstest.Password); got.StatusCode != http.StatusTooManyRequests || got.Header.Get("Retry-After") == "" {
		t.Errorf("whoever guessed: status %d", got.StatusCode)
	}
	if got := signIn("198.51.100.7", cmstest.Password); got.StatusCode != http.StatusSeeOther {
		t.Errorf("Robin: status %d", got.StatusCode)
	}
}

func TestABrowserThatIsKnownIsNotKeptOutByStrangers(t *testing.T) {
	site := cmstest.New(t)
	signIn := behindProxy(t, site, false) // that nobody named
	var browser []*http.Cookie
	for _, c := range signIn("198.51.100.7", cmstest.Password).Cookies() {
		if c.Name == "__Host-browser" {
			browser = append(browser, &http.Cookie{Name: c.Name, Value: c.Value})
			if c.MaxAge != 400*24*60*60 || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode {
				t.Errorf("the cookie is %+v", c)
			}
		}
	}
	if len(browser) != 1 {
		t.Fatalf("the browser got %d cookies to be known by", len(browser))
	}
	for range 30 {
		signIn("203.0.113.9", "not this one at all")
	}
	if got := signIn("198.51.100.7", cmstest.Password); got.StatusCode != http.StatusTooManyRequests {
		t.Errorf("a browser that is not known: status %d", got.StatusCode)
	}
	if got := signIn("198.51.100.7", cmstest.Password, browser...); got.StatusCode != http.StatusSeeOther {
		t.Errorf("Robin’s browser: status %d", got.StatusCode)
	}
	site.Clock.Advance(time.Hour)
	if got := signIn("198.51.100.7", cmstest.Password); got.StatusCode != http.StatusSeeOther {
		t.Errorf("after an hour: status %d", got.StatusCode)
	}
}

func TestSigningOutForgetsTheSessionAndNotTheBrowser(t *testing.T) {
	robin := enter(t, cmstest.New(t))
	browser := robin.cookies["browser"]
	got := robin.request("POST", "/admin/sign-out", "", "Sec-Fetch-Site", "same-origin")
	if clears := got.Header.Get("Clear-Site-Data"); strings.Contains(clears, "cookies") || !strings.Contains(clears, "storage") {
		t.Errorf("signing out clears %s", clears)
	}
	for _, c := range got.Cookies() {
		if c.Name == "browser" || c.MaxAge >= 0 {
			t.Errorf("signing out sets %+v", c)
		}
	}
	if again := robin.as("robin@example.org", cmstest.Password); again.cookies["browser"] == browser {
		t.Error("another browser got the same secret")
	}
}

func TestWhenManySignInAtOnceThePageSaysSo(t *testing.T) {
	c, err := cms.Open(t.TempDir(), cms.Options{Logger: slog.New(slog.DiscardHandler), Passwords: access.PasswordCost{Time: 4, MemoryKiB: 32 << 10, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s, err := New(Config{Editor: c.Editor(), Delivery: c.Delivery(), Preview: c.Preview(), Logger: slog.New(slog.DiscardHandler), Secure: true})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	answers := make(chan *httptest.ResponseRecorder, 40)
	for i := range cap(answers) { // each for an account of its own: no one of them tries too often
		wg.Go(func() {
			r := httptest.NewRequest("POST", "/admin/sign-in", strings.NewReader(fmt.Sprintf("email=kim%d", i)+"%40example.org&password=not+this+one&kept-to=%2Fadmin%2Fnew&kept=title%3DMine"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			answers <- w
		})
	}
	wg.Wait()
	close(answers)
	busy, looked := 0, 0
	for w := range answers {
		switch w.Code {
		case http.StatusServiceUnavailable:
			busy++
			page := answer{t: t, body: w.Body.String()}
			page.says("was not looked at yet", "wait a few seconds")
			if w.Header().Get("Retry-After") == "" || !strings.Contains(page.body, "@example.org") || !strings.Contains(page.body, "title=Mine") {
				t.Fatalf("what was typed is lost, or it is not said when to try again:\n%s", page.body)
			}
		case http.StatusUnauthorized:
			looked++
		default:
			t.Errorf("status %d", w.Code)
		}
	}
	if busy == 0 || looked == 0 {
		t.Errorf("%d were told to come back, and %d passwords were looked at", busy, looked)
	}
}

func TestASessionIsNewAtSignInAndEnds(t *testing.T) {
	site := cmstest.New(t)
	robin := enter(t, site)
	first := robin.cookies["cms"]
	robin.cookies["cms"] = "planted"
	again := robin.send("POST", "/admin/sign-in", url.Values{"email": {"robin@example.org"}, "password": {cmstest.Password}})
	if again.status != http.StatusSeeOther || robin.cookies["cms"] == "planted" || robin.cookies["cms"] == first {
		t.Errorf("the session after signing in is %q", robin.cookies["cms"])
	}
	kept := robin.cookies["cms"]
	robin.send("POST", "/admin/sign-out", nil)
	robin.cookies["cms"] = kept
	if got := robin.send("GET", "/admin", nil); got.status != http.StatusSeeOther {
		t.Errorf("a session that ended: status %d", got.status)
	}
	robin = robin.as("robin@example.org", cmstest.Password)
	site.Clock.Advance(access.SessionIdle + time.Minute)
	if got := robin.send("GET", "/admin", nil); got.status != http.StatusSeeOther {
		t.Errorf("after being idle: status %d", got.status)
	}
}

func TestSignInDoesNotSayWhoIsKnownAndSlowsDown(t *testing.T) {
	site := cmstest.New(t)
	stranger := &visitor{t: t, site: site, handler: enter(t, site).handler, cookies: map[string]string{}}
	try := func(email string) answer {
		return stranger.send("POST", "/admin/sign-in", url.Values{"email": {email}, "password": {"not this one at all"}})
	}
	known, unknown := try("robin@example.org"), try("nobody@example.org")
	if a, b := strings.ReplaceAll(known.text(), "robin", "X"), strings.ReplaceAll(unknown.text(), "nobody", "X"); a != b || known.status != unknown.status {
		t.Errorf("the answers differ:\n%d %s\n%d %s", known.status, a, unknown.status, b)
	}
	for range 6 {
		known = try("robin@example.org")
	}
	if known.status != http.StatusTooManyRequests {
		t.Errorf("after many failures: status %d, want 429", known.status)
	}
}

func TestSignInLeadsNowhereElse(t *testing.T) {
	site := cmstest.New(t)
	robin := enter(t, site)
	for next, want := range map[string]string{
		"/admin/records":           "/admin/records",
		"/admin/d/x?panel=checks":  "/admin/d/x?panel=checks",
		"//evil.example":           "/admin",
		"https://evil.example":     "/admin",
		`/\evil.example`:           "/admin",
		"/admin/\t/evil":           "/admin",
		"/admin//evil.example":     "/admin",
		"/elsewhere":               "/admin",
		"javascript:alert(1)":      "/admin",
		"/administrator":           "/admin",
		"/admin/%2f%2fevil":        "/admin/%2f%2fevil",
		"":                         "/admin",
		"/admin\r\nLocation: evil": "/admin",
	} {
		got := robin.send("POST", "/admin/sign-in", url.Values{"email": {"robin@example.org"}, "password": {cmstest.Password}, "next": {next}})
		if got.to != want {
			t.Errorf("next=%q leads to %q, want %q", next, got.to, want)
		}
	}
}

func TestCookiesAreOutOfReach(t *testing.T) {
	site := cmstest.New(t)
	s, err := New(Config{Editor: site.Editor(), Delivery: site.Delivery(), Preview: site.Preview(), Logger: slog.New(slog.DiscardHandler), Clock: site.Clock.Now, Secure: true})
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t: t, site: site, handler: s, cookies: map[string]string{}}
	got := v.request("POST", "/admin/sign-in", url.Values{"email": {"robin@example.org"}, "password": {cmstest.Password}}.Encode(), "Sec-Fetch-Site", "same-origin")
	for _, c := range got.Cookies() {
		if !c.HttpOnly || !c.Secure || c.Path != "/" || c.SameSite != http.SameSiteLaxMode || !strings.HasPrefix(c.Name, "__Host-") {
			t.Errorf("cookie %s: %+v", c.Name, c)
		}
	}
	if len(got.Cookies()) == 0 || got.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no cookie, or no Strict-Transport-Security")
	}
}
