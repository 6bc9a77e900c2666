package api

import (
	"fmt"
	"log/slog"
	"net/http/httptest"
	"testing"

	"practicecms/cms/cmstest"
)

func TestAWalkThroughEndlessWordsPushesNoPageOut(t *testing.T) {
	s := cmstest.New(t)
	s.Publish(t, s.Service(t, "one", cmstest.Section("Part", "calm words")))
	server, err := New(Config{Delivery: s.Delivery(), CacheBytes: 64 << 10, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	get := func(target string) {
		t.Helper()
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", target, nil))
		if w.Code != 200 {
			t.Fatalf("%s: %d", target, w.Code)
		}
	}
	get("/api/v1/pages/services/one")
	for i := range 200 {
		get(fmt.Sprint("/api/v1/search?q=calm+words+", i))
	}
	if len(server.pages.entries) != 1 {
		t.Errorf("the cache of pages has %d answers, want the page alone", len(server.pages.entries))
	}
	if n := len(server.searches.entries); n == 0 || server.searches.size > server.searches.max {
		t.Errorf("%d searches are kept, %d bytes, bound %d", n, server.searches.size, server.searches.max)
	}
}
