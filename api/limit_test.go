package api_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"practicecms/api"
	"practicecms/cms/cmstest"
)

func TestWhoAsksTooOftenIsToldToWaitAndNobodyElse(t *testing.T) {
	s := cmstest.New(t)
	live(t, s, "page", "/a", "A", nil)
	server, err := api.New(api.Config{Delivery: s.Delivery(), Logger: slog.New(slog.DiscardHandler), PerSecond: 1, Origin: func(r *http.Request) netip.Addr {
		a, _ := netip.ParseAddr(r.Header.Get("From"))
		return a
	}})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(from string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, request(t, "/api/v1/pages/a", "From", from))
		if w.Code == 200 && (w.Header().Get("Ratelimit") != "" || w.Header().Get("Retry-After") != "") {
			t.Error("an answer that a cache may give to others tells one what is left")
		}
		return w
	}
	for range 10 {
		if got := ask("203.0.113.9"); got.Code != 200 {
			t.Fatalf("within the reserve: %d", got.Code)
		}
		ask("2001:db8::1")
	}
	for from, want := range map[string]int{"203.0.113.9": 429, "2001:db8::ffff": 429, "2001:db8:1::1": 200, "203.0.113.10": 200} {
		got := ask(from)
		if got.Code != want {
			t.Errorf("%s: %d, want %d", from, got.Code, want)
		}
		if want == 429 && (got.Header().Get("Retry-After") != "1" || got.Header().Get("RateLimit-Policy") != `"requests";q=10;w=10` || got.Header().Get("Cache-Control") != "no-store" || got.Header().Get("Content-Type") != "application/problem+json") {
			t.Errorf("the refusal: %v", got.Header())
		}
	}
	for _, unlimited := range []string{"127.0.0.1", "::1", "unknown"} {
		for range 50 {
			if got := ask(unlimited); got.Code != 200 {
				t.Fatalf("%s: %d", unlimited, got.Code)
			}
		}
	}
}

func TestOneAddressCannotTakeAllEventStreams(t *testing.T) {
	s := cmstest.New(t)
	server, err := api.New(api.Config{Delivery: s.Delivery(), Logger: slog.New(slog.DiscardHandler), Origin: func(r *http.Request) netip.Addr {
		a, _ := netip.ParseAddr(r.URL.Query().Get("since"))
		return a
	}})
	if err != nil {
		t.Fatal(err)
	}
	base := serve(t, server)
	ask := func(from string) (status int, stop func()) {
		_, answer, stop := listen(t, base, "?since="+from, "")
		return answer.StatusCode, stop
	}
	var last func()
	for i := range api.MaxClientStreams {
		status, stop := ask(fmt.Sprintf("2001:db8::%x", i+1))
		if status != 200 {
			t.Fatalf("stream %d: %d", i, status)
		}
		last = stop
	}
	for from, want := range map[string]int{"2001:db8::ffff": 429, "2001:db8:1::1": 200, "::1": 200, "": 200} {
		if got, _ := ask(from); got != want {
			t.Errorf("%q: %d, want %d", from, got, want)
		}
	}
	last()
	for range 6000 { // until the server has noticed
		if got, _ := ask("2001:db8::ffff"); got == 200 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("a stream that was closed keeps its place")
}

func TestAnAddressHasItsLimit(t *testing.T) {
	_, c := newClient(t)
	const pages, most = "/api/v1/pages/", 4096
	for length, want := range map[int]int{most: http.StatusNotFound, most + 1: http.StatusRequestURITooLong, 5000: http.StatusRequestURITooLong} {
		wantStatus(t, fmt.Sprint("an address of ", length), c.Get(pages+strings.Repeat("a", length-len(pages))), want)
	}
}
