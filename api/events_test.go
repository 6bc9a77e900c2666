package api_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"practicecms/api"
	"practicecms/cms/cmstest"
)

// event is one server-sent event; comments have none.
type event struct{ name, id, data string }

// listen opens an event stream and gives what comes through it.
func listen(t *testing.T, base, query, lastID string) (events <-chan event, answer *http.Response, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/api/v1/events"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	answer, err = http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	out := make(chan event, 100)
	go func() {
		defer close(out)
		defer answer.Body.Close()
		var e event
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "event":
				e.name = value
			case "id":
				e.id = value
			case "data":
				e.data = value
			case "":
				if e != (event{}) && value == "" {
					out <- e
				}
				e = event{}
			}
		}
	}()
	return out, answer, cancel
}

// next waits for an event; the zero event says that the stream has ended.
func next(t *testing.T, events <-chan event) event {
	t.Helper()
	select {
	case e := <-events:
		return e
	case <-time.After(2 * time.Minute):
		t.Fatal("nothing came")
		return event{}
	}
}

// shortest is how long a request may take: short for the test's sake, and long for a busy machine.
const shortest = time.Second

func serve(t *testing.T, server *api.Server) string {
	t.Helper()
	h := httptest.NewUnstartedServer(server)
	h.Config.ReadTimeout = shortest // as a server has it that cuts off slow clients
	h.Config.WriteTimeout = shortest
	h.Start()
	t.Cleanup(h.Close)
	t.Cleanup(server.Close)
	return h.URL
}

func TestEventsComeAsTheyHappenAndGoOnWhereTheyStopped(t *testing.T) {
	s := cmstest.New(t)
	base := serve(t, newServer(t, s))
	live(t, s, "page", "/before", "Before", nil)
	events, answer, stop := listen(t, base, "", "")
	if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "text/event-stream" || answer.Header.Get("Cache-Control") != "no-store" || answer.Header.Get("Set-Cookie") != "" {
		t.Errorf("the stream begins with %d %v", answer.StatusCode, answer.Header)
	}
	create(t, s, "page", "/secret", secret, nil)
	time.Sleep(shortest + shortest/2) // longer than any time-out of an ordinary request
	page := live(t, s, "page", "/now", "Now", nil, cmstest.Section("A", "B"))
	first := next(t, events)
	if first.name != "publish" || !strings.Contains(first.data, `"path":"/now"`) || !strings.Contains(first.data, first.id) || strings.Contains(first.data, secret) {
		t.Errorf("got %+v", first)
	}
	stop()
	unpublish(t, s, page)
	live(t, s, "page", "/later", "Later", nil)
	events, _, stop = listen(t, base, "", first.id)
	if e := next(t, events); e.name != "unpublish" || !strings.Contains(e.data, page.Document.String()) {
		t.Errorf("after the break: %+v", e)
	}
	if e := next(t, events); !strings.Contains(e.data, `"path":"/later"`) {
		t.Errorf("then: %+v", e)
	}
	stop()
	events, _, stop = listen(t, base, "?since="+first.id, "")
	if e := next(t, events); e.name != "unpublish" {
		t.Errorf("with since: %+v", e)
	}
	stop()
	events, _, stop = listen(t, base, "", "another-site")
	defer stop()
	over := next(t, events)
	if over.name != "start-over" || over.id == "" {
		t.Errorf("another site's cursor: %+v", over)
	}
	live(t, s, "page", "/last", "Last", nil)
	if e := next(t, events); !strings.Contains(e.data, `"path":"/last"`) {
		t.Errorf("after starting over: %+v", e)
	}
}

func TestStreamsAreBoundedAndEndWithTheServer(t *testing.T) {
	s := cmstest.New(t)
	server := newServer(t, s)
	base := serve(t, server)
	var all []<-chan event
	for range api.MaxStreams {
		events, answer, _ := listen(t, base, "", "")
		if answer.StatusCode != 200 {
			t.Fatalf("stream %d: %d", len(all), answer.StatusCode)
		}
		all = append(all, events)
	}
	one, err := http.Get(base + "/api/v1/events")
	if err != nil {
		t.Fatal(err)
	}
	defer one.Body.Close()
	if one.StatusCode != http.StatusServiceUnavailable || one.Header.Get("Retry-After") == "" {
		t.Errorf("one too many: %d %v", one.StatusCode, one.Header)
	}
	server.Close()
	for _, events := range all {
		if e := next(t, events); e != (event{}) {
			t.Fatalf("after the end: %+v", e)
		}
	}
}
