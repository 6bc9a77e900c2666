package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"practicecms/api/client"
)

// serve answers with a function, and gives a client of it.
func serve(t *testing.T, answer http.HandlerFunc) *client.Client {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return client.New(server.URL + "/")
}

func TestListsAreFollowedToTheirEnd(t *testing.T) {
	var asked []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.RawQuery)
		if r.URL.Query().Get("cursor") == "" {
			fmt.Fprint(w, `{"items":[{"id":"1","path":"/a"},{"id":"2","path":"/b"}],"next":"more"}`)
			return
		}
		fmt.Fprint(w, `{"items":[{"id":"3","path":"/c"}],"next":null}`)
	})
	c.Locale = "es-US"
	var paths []string
	for p, err := range c.Pages(t.Context(), "service") {
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, p.Path)
	}
	if got, want := fmt.Sprint(paths, asked), "[/a /b /c] [limit=100&locale=es-US&type=service cursor=more&limit=100&locale=es-US&type=service]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	asked = nil
	for range c.Pages(t.Context(), "") {
		break
	}
	if len(asked) != 1 {
		t.Errorf("nobody wanted more, and it asked %d times", len(asked))
	}
}

func TestRefusalsAreProblems(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/proxy") {
			http.Error(w, "<h1>Bad Gateway</h1>", http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"type":"urn:practicecms:problem:bad-request","title":"Bad Request","status":400,"detail":"No.","problems":[{"path":"at","code":"bad-time","message":"Give a time."}]}`)
	})
	_, err := c.Site(t.Context())
	if p, ok := errors.AsType[*client.Problem](err); !ok || p.Status != 400 || p.Error() != "No." || p.Problems[0].Path != "at" {
		t.Errorf("got %#v", err)
	}
	_, err = c.Document(t.Context(), "proxy")
	if p, ok := errors.AsType[*client.Problem](err); !ok || p.Status != 502 || p.Error() != "502 Bad Gateway" {
		t.Errorf("got %#v", err)
	}
	for p, err := range c.Pages(t.Context(), "") {
		if p != nil || err == nil {
			t.Errorf("a list gives %v and %v", p, err)
		}
	}
	if _, _, err := c.Changes(t.Context(), "elsewhere"); err == nil {
		t.Error("changes give no error")
	}
}

func TestPathsAreAddressesOfTheirOwn(t *testing.T) {
	var asked []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.EscapedPath()+"?"+r.URL.RawQuery)
		fmt.Fprint(w, `{}`)
	})
	for _, path := range []string{"/../documents", "/a/./b", "services/emdr"} {
		if _, err := c.Page(t.Context(), path); !client.IsNotFound(err) {
			t.Errorf("%s: got %v", path, err)
		}
	}
	if _, err := c.Page(t.Context(), "/a?b#c"); err != nil {
		t.Error(err)
	}
	if got, want := fmt.Sprint(asked), "[/api/v1/pages/a%3Fb%23c?]"; got != want {
		t.Errorf("it asked for %s, want %s", got, want)
	}
}

func TestNoMoreAnswersAreKeptThanAskedFor(t *testing.T) {
	fresh := 0
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fresh++
		w.Header().Set("Etag", `"1"`)
		fmt.Fprintf(w, `{"path":%q}`, strings.TrimPrefix(r.URL.Path, "/api/v1/pages"))
	})
	page := func(path string) {
		t.Helper()
		if p, err := c.Page(t.Context(), path); err != nil || p.Path != path {
			t.Errorf("%s gives %v, %v", path, p, err)
		}
	}
	c.Keep = 2
	for range 3 {
		page("/a")
		page("/b")
	}
	if fresh != 2 {
		t.Errorf("two answers that are kept were sent %d times", fresh)
	}
	page("/c")
	page("/c")
	if fresh != 3 {
		t.Errorf("the newest answer was not kept: %d", fresh)
	}
	page("/a")
	page("/b")
	if fresh < 4 {
		t.Error("three answers are kept")
	}
	c.Keep = 0
	page("/d")
	page("/d")
	if fresh < 6 {
		t.Error("an answer was kept that should not be")
	}
}

func TestAnAnswerIsNotWaitedForForEver(t *testing.T) {
	c := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.Site(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if client.New("").HTTP.Timeout != client.DefaultTimeout {
		t.Error("without a deadline there is no end")
	}
}

func TestWhatIsNoAnswerOfThisAPIIsAnError(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `<!doctype html>`) })
	if _, err := c.Site(t.Context()); err == nil || !strings.Contains(err.Error(), "/api/v1/site") {
		t.Errorf("got %v", err)
	}
}
