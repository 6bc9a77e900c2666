package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"practicecms/api/client"
	"practicecms/cms/cmstest"
)

// reader is a client of a real server, and notes what each question cost.
type reader struct {
	*client.Client
	got []string // such as "304 /api/v1/site"
}

func newReader(t testing.TB, s *cmstest.Site) *reader {
	t.Helper()
	server := httptest.NewServer(newServer(t, s))
	t.Cleanup(server.Close)
	r := &reader{Client: client.New(server.URL)}
	r.HTTP = &http.Client{Transport: r}
	return r
}

// RoundTrip implements http.RoundTripper.
func (r *reader) RoundTrip(q *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(q)
	if err == nil {
		r.got = append(r.got, fmt.Sprint(answer.StatusCode, " ", q.URL.Path))
		if answer.StatusCode == http.StatusNotModified {
			if body, err := io.ReadAll(answer.Body); len(body) > 0 || err != nil {
				return nil, fmt.Errorf("a 304 has a body of %d bytes: %w", len(body), err)
			}
		}
	}
	return answer, err
}

// TestAskingAgain: for a client that sends back what it was given, an answer costs its
// bytes once for each publication that changes it, and no publication is missed.
func TestAskingAgain(t *testing.T) {
	s := cmstest.New(t)
	snippet := live(t, s, "snippet", "", "Crisis", map[string]any{"body": "Call 988."})
	emdr := live(t, s, "service", "/services/emdr", "EMDR", nil, block("notice", map[string]any{"snippet": snippet.Document.String()}))
	other := live(t, s, "page", "/other", "Other", nil)
	r := newReader(t, s)
	says := func(when, title, notice string, want ...string) {
		t.Helper()
		r.got = nil
		p, err := r.Page(t.Context(), "/services/emdr")
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		var n struct {
			Snippet struct{ Body client.RichText }
		}
		if err := p.Blocks[0].Decode(&n); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		if p.Title != title || n.Snippet.Body.Text != notice {
			t.Errorf("%s: it says %q and %q, want %q and %q", when, p.Title, n.Snippet.Body.Text, title, notice)
		}
		if !slices.Equal(r.got, want) {
			t.Errorf("%s: got %q, want %q", when, r.got, want)
		}
	}
	const whole, same = "200 /api/v1/pages/services/emdr", "304 /api/v1/pages/services/emdr"
	says("at first", "EMDR", "Call 988.", whole)
	says("again", "EMDR", "Call 988.", same)

	other.Content.Title = "Another title"
	s.Publish(t, s.Save(t, other))
	says("after another page was published", "EMDR", "Call 988.", same)

	emdr.Content.Title = "EMDR therapy"
	emdr = s.Save(t, emdr)
	says("after a draft was saved", "EMDR", "Call 988.", same)
	s.Publish(t, emdr)
	says("after it was published", "EMDR therapy", "Call 988.", whole)

	snippet.Content.Fields["body"] = "Call or text 988."
	s.Publish(t, s.Save(t, snippet))
	says("after a text inside it was published", "EMDR therapy", "Call or text 988.", whole)
	says("and again", "EMDR therapy", "Call or text 988.", same)

	unpublish(t, s, emdr)
	if _, err := r.Page(t.Context(), "/services/emdr"); !client.IsNotFound(err) {
		t.Errorf("after it was taken off the site: %v", err)
	}
}

// TestFollowingTheFeed: a client that reads everything once and then follows the feed has
// what the server has, and asks for nothing else.
func TestFollowingTheFeed(t *testing.T) {
	s := cmstest.New(t)
	pages := map[string]string{} // what the client has: titles by path
	first := live(t, s, "page", "/first", "First", nil)
	live(t, s, "page", "/second", "Second", nil)
	r := newReader(t, s)
	_, next, err := r.Changes(t.Context(), client.Latest)
	if err != nil {
		t.Fatal(err)
	}
	for p, err := range r.Pages(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		pages[p.Path] = p.Title
	}

	live(t, s, "page", "/third", "Third", nil)
	first.Content.Path, first.Content.Title = "/moved", "First, moved"
	s.Publish(t, s.Save(t, first))
	changes, next, err := r.Changes(t.Context(), next)
	if err != nil {
		t.Fatal(err)
	}
	r.got = nil
	for _, c := range changes {
		delete(pages, c.OldPath)
		if c.Path != "" {
			p, err := r.Page(t.Context(), c.Path)
			if err != nil {
				t.Fatal(err)
			}
			pages[p.Path] = p.Title
		}
	}
	if got, want := fmt.Sprint(pages), "map[/moved:First, moved /second:Second /third:Third]"; got != want {
		t.Errorf("it has %s, want %s", got, want)
	}
	if want := []string{"200 /api/v1/pages/third", "200 /api/v1/pages/moved"}; !slices.Equal(r.got, want) {
		t.Errorf("it asked for %q, want %q", r.got, want)
	}
	if changes, again, err := r.Changes(t.Context(), next); len(changes) > 0 || again != next || err != nil {
		t.Errorf("then there is nothing new: got %d changes, cursor %s, %v", len(changes), again, err)
	}
}
