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

func TestACrowdThatAsksForThePastLeavesThePresentToOthers(t *testing.T) {
	s := cmstest.New(t)
	server, err := New(Config{Delivery: s.Delivery(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	server.moments.work = limit.NewWork(1, 0)
	status := func(target string) int {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil))
		return w.Code
	}
	const past = "/api/v1/pages?at=2026-03-02T16:00:00Z"
	err = server.moments.work.Do(func() error {
		if got := status(past); got != http.StatusServiceUnavailable {
			t.Errorf("the past, while others ask for it: %d", got)
		}
		if got := status("/api/v1/pages"); got != http.StatusOK {
			t.Errorf("the present: %d", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := status(past); got != http.StatusOK {
		t.Errorf("the past afterwards: %d", got)
	}
	if n := len(server.pages.entries); n != 1 {
		t.Errorf("%d answers are kept among the pages, want 1", n)
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
