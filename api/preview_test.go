package api_test

import (
	"strings"
	"testing"
	"time"

	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestASharedLinkGivesItsDraftAndLiveRoutesNeverDo(t *testing.T) {
	s, c := newClient(t)
	v := live(t, s, "service", "/services/emdr", "EMDR", nil, cmstest.Section("Live", "words"))
	v.Content.Title = secret
	draft := s.Save(t, v)
	live(t, s, "service", "/services/other", "Other", nil)
	token, share, err := s.Editor().Share(t.Context(), s.Who, draft.Document, draft.Locale, draft.Number, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	got := c.Get("/api/v1/preview/services/emdr?token=" + token)
	if got.Status != 200 || !strings.Contains(got.Text(), `"title":"`+secret+`"`) || !strings.Contains(got.Text(), `"version":2`) {
		t.Fatalf("%d %s", got.Status, got.Text())
	}
	if h := got.Header; h.Get("Cache-Control") != "private, no-store" || h.Get("X-Robots-Tag") != "noindex" || h.Get("Etag") != "" || h.Get("Surrogate-Key") != "" || h.Get("Set-Cookie") != "" {
		t.Errorf("%v", h)
	}
	// No live route takes the token, and none shows the draft.
	for _, path := range []string{
		"/pages/services/emdr", "/pages", "/documents", "/documents/" + draft.Document.String(), "/site", "/redirects", "/resolve?path=/services/emdr",
	} {
		sign := "?"
		if strings.Contains(path, "?") {
			sign = "&"
		}
		if got := c.Get("/api/v1" + path); got.Status != 200 || strings.Contains(got.Text(), secret) {
			t.Errorf("%s: %d %s", path, got.Status, got.Text())
		}
		if got := c.Get("/api/v1" + path + sign + "token=" + token); got.Status != 400 || strings.Contains(got.Text(), secret) {
			t.Errorf("%s with the token: %d", path, got.Status)
		}
	}
	// The token opens its own page and nothing else.
	for _, path := range []string{
		"/services/other?token=" + token, "/services/emdr?token=" + token[1:], "/services/emdr", "/services/emdr?token=", "?token=" + token, "/services/emdr/?token=" + token,
		"/services/EMDR?token=" + token,
	} {
		if got := c.Get("/api/v1/preview" + path); got.Status != 404 || strings.Contains(got.Text(), secret) || got.Header.Get("Cache-Control") == "public, max-age=0, s-maxage=10" && strings.Contains(path, "services") {
			t.Errorf("%s: %d %v", path, got.Status, got.Header)
		}
	}
	if got := c.Get("/api/v1/preview/services/emdr?token=" + token + "&locale=en-US"); got.Status != 400 {
		t.Errorf("another parameter: %d", got.Status)
	}
	if err := s.Editor().EndShare(t.Context(), s.Who, draft.Document, share.ID); err != nil {
		t.Fatal(err)
	}
	if got := c.Get("/api/v1/preview/services/emdr?token=" + token); got.Status != 404 {
		t.Errorf("after it was ended: %d", got.Status)
	}
}

func TestWhatIsForStaffIsNotDelivered(t *testing.T) {
	s, c := newClient(t)
	v := s.Settings(t)
	fields := content.Fields{"previewURL": "https://example.org/" + secret + "?path={path}&token={token}"}
	for name, value := range v.Content.Fields {
		fields[name] = value
	}
	v.Content.Fields = fields
	s.Publish(t, s.Save(t, v))
	practice, err := s.Practice(t.Context())
	if err != nil || !strings.Contains(practice.Preview, secret) {
		t.Fatalf("the setting is not there: %+v, %v", practice, err)
	}
	for _, path := range []string{"/site", "/documents", "/documents/" + practice.Document.String()} {
		if got := c.Get("/api/v1" + path); got.Status != 200 || strings.Contains(got.Text(), secret) || strings.Contains(got.Text(), "previewURL") {
			t.Errorf("%s: %d %s", path, got.Status, got.Text())
		}
	}
}
