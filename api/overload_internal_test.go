package api

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"practicecms/api/internal/limit"
	"practicecms/cms/cmstest"
)

func TestWhatIsCostlyLeavesPagesToOthers(t *testing.T) {
	s := cmstest.New(t)
	server, err := New(Config{Delivery: s.Delivery(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	status := func(target string) int {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil))
		return w.Code
	}
	for target, of := range map[string]*pool{"/api/v1/documents": server.lists, "/api/v1/changes": server.lists, "/api/v1/site?at=2026-03-02T16:00:00Z": server.moments} {
		of.work = limit.NewWork(1, 0)
		err = of.work.Do(func() error {
			if got := status(target); got != http.StatusServiceUnavailable {
				t.Errorf("%s, while others ask for such: %d", target, got)
			}
			if got := status("/api/v1/pages/nowhere"); got != http.StatusNotFound { // it is looked for each time
				t.Errorf("a page, while others ask for %s: %d", target, got)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := status(target); got != http.StatusOK {
			t.Errorf("%s afterwards: %d", target, got)
		}
	}
	if pages, moments := len(server.pages.entries), len(server.moments.entries); pages != 2 || moments != 1 {
		t.Errorf("%d answers of now are kept and %d of moments, want 2 and 1", pages, moments)
	}
}

func TestCompressingIsPartOfTheWork(t *testing.T) {
	p := &pool{newCache(1<<20, someMoves{}.since), limit.NewWork(1, 0)}
	long := make([]byte, 4<<20)
	if _, err := rand.Read(long); err != nil {
		t.Fatal(err)
	}
	built, made := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(made)
		if _, err := p.make(func() (answer, error) { close(built); return answer{body: long}, nil }); err != nil {
			t.Error(err)
		}
	}()
	<-built
	if _, err := p.make(func() (answer, error) { return text("x"), nil }); err == nil {
		t.Error("another answer is made while a long one is compressed")
	}
	<-made
}
