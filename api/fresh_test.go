package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"practicecms/cms/cmstest"
)

// TestPublicationsAreSeenAtOnce: while many read, each publication is in the very
// next answer, and no answer mixes two versions.
func TestPublicationsAreSeenAtOnce(t *testing.T) {
	t.Parallel()
	s := cmstest.New(t)
	server := newServer(t, s)
	page := live(t, s, "service", "/services/emdr", "Edition 0", nil, cmstest.Section("One", "Edition 0"))
	get := func(target string) string {
		w := httptest.NewRecorder()
		server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
		return w.Body.String()
	}
	var done atomic.Bool
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for !done.Load() {
				body := get("/api/v1/pages/services/emdr")
				get("/api/v1/pages?limit=5")
				_, rest, _ := strings.Cut(body, `"title":"Edition `)
				number, _, _ := strings.Cut(rest, `"`)
				if !strings.Contains(body, `"text":"Edition `+number+`"`) {
					t.Errorf("title and text are of two versions: %s", body)
					return
				}
			}
		})
	}
	for i := 1; i <= 25; i++ {
		edition := fmt.Sprintf("Edition %d", i)
		page.Content.Title = edition
		page.Content.Blocks[0].Fields["body"] = edition
		page = s.Save(t, page)
		s.Publish(t, page)
		for _, target := range []string{"/api/v1/pages/services/emdr", "/api/v1/pages", "/api/v1/search?q=edition", "/api/v1/documents/" + page.Document.String()} {
			if body := get(target); !strings.Contains(body, edition+`"`) {
				t.Fatalf("%s is older than the publication of %s: %.300s", target, edition, body)
			}
		}
	}
	done.Store(true)
	group.Wait()
}

// TestRecordsAreShownLive: a page changes with the record inside it.
func TestRecordsAreShownLive(t *testing.T) {
	s, c := newClient(t)
	snippet := live(t, s, "snippet", "", "Crisis", map[string]any{"body": "Call 988."})
	live(t, s, "page", "/help", "Help", nil, block("notice", map[string]any{"snippet": snippet.Document.String()}))
	shows := func(want string) {
		t.Helper()
		got := c.Get("/api/v1/pages/help")
		if !strings.Contains(got.Text(), want) {
			t.Errorf("got %s\nwant %s", got.Body, want)
		}
		if !strings.Contains(got.Header.Get("Surrogate-Key"), snippet.Document.String()) {
			t.Errorf("Surrogate-Key %s does not name the record", got.Header.Get("Surrogate-Key"))
		}
	}
	shows(`"text":"Call 988."`)
	snippet.Content.Fields["body"] = "Call or text 988."
	snippet = s.Save(t, snippet)
	shows(`"text":"Call 988."`)
	s.Publish(t, snippet)
	shows(`"text":"Call or text 988."`)
	unpublish(t, s, snippet)
	shows(`"snippet":null`)
}

// TestLanguages: a page is told in its own language, with its addresses in others.
func TestLanguages(t *testing.T) {
	s, c := newClient(t)
	page := live(t, s, "page", "/about", "About", nil)
	settings := s.Settings(t)
	createIn(t, s, "es-US", "page", "/es/acerca", "Acerca", nil)
	wantStatus(t, "before", c.Get("/api/v1/pages?locale=es-US"), 404)
	settings.Content.Fields["locales"] = []any{"en-US", "es-US"}
	s.Publish(t, s.Save(t, settings))
	wantStatus(t, "after", c.Get("/api/v1/pages?locale=es-US"), 200)
	wantStatus(t, "a page that is not in it", c.Get("/api/v1/pages/about?locale=es-US"), 404)
	wantStatus(t, "the practice in a language it has no text in", c.Get("/api/v1/site?locale=es-US"), 200)
	if got := c.Get("/api/v1/documents/" + page.Document.String()); !strings.Contains(got.Text(), `"alternates":[]`) {
		t.Errorf("got %s", got.Body)
	}
}
