package api_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"practicecms/api"
	"practicecms/cms/cmstest"
)

const otherOrigin = "https://example.org"

// names takes a header field that is a list apart.
func names(h http.Header, field string) []string {
	var out []string
	for name := range strings.SplitSeq(h.Get(field), ",") {
		out = append(out, strings.TrimSpace(name))
	}
	return out
}

// TestAnyPageMayReadWhateverTheAnswerIs: a browser shows a page of another origin the
// answer and its fields, also when it is a refusal.
func TestAnyPageMayReadWhateverTheAnswerIs(t *testing.T) {
	s := cmstest.New(t)
	live(t, s, "page", "/a", "A", nil)
	server, err := api.New(api.Config{Delivery: s.Delivery(), Preview: s.Preview(), Logger: slog.New(slog.DiscardHandler), PerSecond: 1,
		Origin: func(r *http.Request) netip.Addr {
			a, _ := netip.ParseAddr(r.Header.Get("From"))
			return a
		}})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, target string, headers ...string) http.Header {
		w := httptest.NewRecorder()
		r := request(t, target, append(headers, "Origin", otherOrigin)...)
		r.Method, r.RequestURI = method, target
		if strings.HasSuffix(target, "/events") { // it would not end by itself
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			server.ServeHTTP(leaving{w, stop}, r.WithContext(ctx))
		} else {
			server.ServeHTTP(w, r)
		}
		w.Header().Set("Status", http.StatusText(w.Code))
		return w.Header()
	}
	tag := ask("GET", "/api/v1/pages/a").Get("Etag")
	for _, one := range []struct {
		method, target string
		headers        []string
		want           int
	}{
		{"GET", "/api/v1/pages/a", nil, 200},
		{"GET", "/api/v1/pages/a", []string{"Accept-Encoding", "br"}, 200},
		{"HEAD", "/api/v1/pages/a", nil, 200},
		{"GET", "/api/v1/pages/a", []string{"If-None-Match", tag}, 304},
		{"GET", "/api/v1/pages?limit=1", nil, 200},
		{"GET", "/api/v1/events", nil, 200},
		{"GET", "/api/v1/pages?limit=0", nil, 400},
		{"GET", "/api/v1/pages/nowhere", nil, 404},
		{"GET", "/api/v1/no-such-address", nil, 404},
		{"GET", "/api/v1/preview/a?token=none", nil, 404},
		{"POST", "/api/v1/pages/a", nil, 405},
		{"GET", "/api/v1/changes?since=AAAAAAAAAAAAAAAAAAAAAA", nil, 410},
		{"GET", "/api/v1/pages/" + strings.Repeat("a", 5000), nil, 414},
	} {
		h := ask(one.method, one.target, one.headers...)
		if h.Get("Status") != http.StatusText(one.want) {
			t.Errorf("%s %.60s: %s, want %d", one.method, one.target, h.Get("Status"), one.want)
		}
		if h.Get("Access-Control-Allow-Origin") != "*" || strings.Contains(h.Get("Vary"), "Origin") || h.Get("Access-Control-Allow-Credentials") != "" || h.Get("Set-Cookie") != "" {
			t.Errorf("%s %.60s: %v", one.method, one.target, h)
		}
		for _, field := range []string{"ETag", "Link", "Retry-After", "RateLimit", "RateLimit-Policy"} {
			if !slices.Contains(names(h, "Access-Control-Expose-Headers"), field) {
				t.Errorf("%s %.60s: a page may not see %s", one.method, one.target, field)
			}
		}
	}

	// Preflights count, too, but what is refused is the read: of that a page learns why.
	for range 20 {
		h := ask("OPTIONS", "/api/v1/pages/a", "From", "203.0.113.9", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match")
		if h.Get("Status") != "No Content" || h.Get("Access-Control-Allow-Origin") != "*" {
			t.Fatalf("a preflight: %v", h)
		}
	}
	h := ask("GET", "/api/v1/pages/a", "From", "203.0.113.9")
	if h.Get("Status") != "Too Many Requests" || h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Retry-After") == "" || h.Get("Ratelimit") == "" {
		t.Errorf("a read after as many preflights as reads are allowed: %v", h)
	}
}

func TestAPageMaySendTheUsualHeaders(t *testing.T) {
	_, c := newClient(t)
	for _, target := range []string{"/api/v1/pages", "/api/v1/pages/a", "/api/v1/events", "/api/v1/no-such-address"} {
		got := c.Do("OPTIONS", target, nil, "Origin", otherOrigin, "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match")
		wantStatus(t, "OPTIONS "+target, got, 204)
		if len(got.Body) > 0 || got.Header.Get("Access-Control-Allow-Origin") != "*" || got.Header.Get("Access-Control-Max-Age") == "" || got.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %v", target, got.Header)
		}
		if methods := names(got.Header, "Access-Control-Allow-Methods"); !slices.Equal(methods, []string{"GET", "HEAD"}) {
			t.Errorf("%s: a page may use %q", target, methods)
		}
		fields := names(got.Header, "Access-Control-Allow-Headers")
		for _, field := range []string{"If-None-Match", "Accept", "Accept-Language", "Cache-Control", "Content-Type", "Range", "Last-Event-ID", "*"} {
			if !slices.Contains(fields, field) {
				t.Errorf("%s: a page may not send %s", target, field)
			}
		}
		if slices.Contains(fields, "Authorization") {
			t.Errorf("%s: a page may send a token, for which there is no use", target)
		}
	}
}

func TestSettingsNarrowWhosePagesMayRead(t *testing.T) {
	s := cmstest.New(t)
	live(t, s, "page", "/a", "A", nil)
	with := func(origins ...string) (*api.Server, error) {
		return api.New(api.Config{Delivery: s.Delivery(), Logger: slog.New(slog.DiscardHandler), Origins: origins})
	}
	server, err := with("https://Example.org/", "http://127.0.0.1:4321", "https://www.example.org:443")
	if err != nil {
		t.Fatal(err)
	}
	for origin, want := range map[string]string{
		"https://example.org": "https://example.org", "http://127.0.0.1:4321": "http://127.0.0.1:4321", "https://www.example.org": "https://www.example.org",
		"http://example.org": "", "https://example.org.example.net": "", "https://example.org:444": "", "http://127.0.0.1:4322": "", "null": "", "": "",
	} {
		for target, status := range map[string]int{"/api/v1/pages/a": 200, "/api/v1/pages?limit=1": 200, "/api/v1/pages/nowhere": 404} {
			for _, method := range []string{"GET", "OPTIONS"} {
				r := request(t, target)
				r.Method = method
				if origin != "" {
					r.Header.Set("Origin", origin)
				}
				w := httptest.NewRecorder()
				server.ServeHTTP(w, r)
				if method == "OPTIONS" {
					status = http.StatusNoContent
				}
				h := w.Header()
				if w.Code != status || h.Get("Access-Control-Allow-Origin") != want || !slices.Contains(names(h, "Vary"), "Origin") {
					t.Errorf("%s %s of %q: %d %v", method, target, origin, w.Code, h)
				}
			}
		}
	}
	for _, wrong := range []string{"example.org", "https://example.org/site", "*", "null", "ftp://example.org", "https://", "https://robin@example.org", "https://example.org?a"} {
		if _, err := with(wrong); err == nil {
			t.Errorf("%q is taken for an origin", wrong)
		}
	}
}

// leaving is a reader of a stream who goes as soon as it has begun.
type leaving struct {
	*httptest.ResponseRecorder
	leave context.CancelFunc
}

func (l leaving) Flush() {
	l.ResponseRecorder.Flush()
	l.leave()
}
