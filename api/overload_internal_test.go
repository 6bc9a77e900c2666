package api

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

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

func TestManyStreamsTakeTheirTurns(t *testing.T) {
	s := cmstest.New(t)
	server, err := New(Config{Delivery: s.Delivery(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	since, err := s.Delivery().LatestCursor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Publish(t, s.Service(t, "one"))
	base := httptest.NewServer(server)
	defer base.Close()
	defer server.Close()
	server.lists.work = limit.NewWork(1, time.Millisecond)
	var lines *bufio.Scanner
	err = server.lists.work.Do(func() error {
		answer, err := http.Get(base.URL + "/api/v1/events?since=" + since)
		if err != nil {
			return err
		}
		t.Cleanup(func() { answer.Body.Close() })
		lines = bufio.NewScanner(answer.Body)
		for waited := 0; waited < 2 && lines.Scan(); {
			switch line := lines.Text(); {
			case line+"\n\n" == alive:
				waited++
			case strings.HasPrefix(line, "event:"):
				return errors.New("the stream reads the feed while it is not its turn")
			}
		}
		return lines.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		if lines.Text() == "event: publish" {
			return
		}
	}
	t.Errorf("the change that waited did not come: %v", lines.Err())
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
		if _, err := p.newEntry(func() (answer, error) { close(built); return answer{body: long}, nil }); err != nil {
			t.Error(err)
		}
	}()
	<-built
	if _, err := p.newEntry(func() (answer, error) { return text("x"), nil }); err == nil {
		t.Error("another answer is made while a long one is compressed")
	}
	<-made
}

func TestAnAnswerThatBreaksOffIsLoggedUnlessTheClientLeft(t *testing.T) {
	var log strings.Builder
	server, err := New(Config{Delivery: cmstest.New(t).Delivery(), Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	breakOff := func(ctx context.Context) (body string) {
		w := httptest.NewRecorder()
		c := server.echo.NewContext(httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/events", nil), w)
		c.Response().Committed = true
		server.answerError(errors.New("the disk is gone"), c)
		return w.Body.String()
	}
	left, leave := context.WithCancel(t.Context())
	leave()
	if body := breakOff(left); body != "" || log.Len() > 0 {
		t.Errorf("after the client left: sent %q, logged %q", body, &log)
	}
	if body := breakOff(t.Context()); body != "" || !strings.Contains(log.String(), "the disk is gone") {
		t.Errorf("sent %q, logged %q; want nothing sent and the cause in the log", body, &log)
	}
}
