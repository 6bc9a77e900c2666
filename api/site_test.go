package api_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"practicecms/api"
	"practicecms/api/internal/apitest"
	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// secret stands in everything that is not live. No answer may hold it.
const secret = "SECRETDRAFT"

// newClient makes a practice and the API in front of it.
func newClient(t testing.TB) (*cmstest.Site, apitest.Client) {
	t.Helper()
	s := cmstest.New(t)
	return s, apitest.Client{TB: t, Handler: newServer(t, s)}
}

func newServer(t testing.TB, s *cmstest.Site) *api.Server {
	t.Helper()
	server, err := api.New(api.Config{Delivery: s.Delivery(), Preview: s.Preview(), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// create makes a draft.
func create(t testing.TB, s *cmstest.Site, typ, path, title string, fields content.Fields, blocks ...content.Block) cms.Version {
	t.Helper()
	return createIn(t, s, cmstest.Locale, typ, path, title, fields, blocks...)
}

func createIn(t testing.TB, s *cmstest.Site, l content.Locale, typ, path, title string, fields content.Fields, blocks ...content.Block) cms.Version {
	t.Helper()
	v, err := s.Editor().Create(t.Context(), s.Who, cms.New{Type: typ, Locale: l, Content: content.Content{Path: path, Title: title, Fields: fields, Blocks: blocks}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// live makes a document and publishes it.
func live(t testing.TB, s *cmstest.Site, typ, path, title string, fields content.Fields, blocks ...content.Block) cms.Version {
	t.Helper()
	v := create(t, s, typ, path, title, fields, blocks...)
	s.Publish(t, v)
	return v
}

func unpublish(t testing.TB, s *cmstest.Site, v cms.Version) {
	t.Helper()
	if _, err := s.Editor().Unpublish(t.Context(), s.Who, v.Document, v.Locale); err != nil {
		t.Fatal(err)
	}
}

func block(kind string, fields content.Fields) content.Block {
	return content.Block{Kind: kind, Fields: fields}
}

func wantStatus(t testing.TB, what string, got apitest.Response, want int) {
	t.Helper()
	if got.Status != want {
		t.Fatalf("%s: status %d, want %d: %.400s", what, got.Status, want, got.Body)
	}
	if want >= 400 && got.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: Content-Type %q of a refusal", what, got.Header.Get("Content-Type"))
	}
	if got.Header.Get("Set-Cookie") != "" {
		t.Errorf("%s: a cookie was set", what)
	}
	if got.Header.Get("X-Content-Type-Options") != "nosniff" && !strings.HasPrefix(got.Header.Get("Content-Type"), "application/json") && want != http.StatusNotModified && want != http.StatusNoContent {
		t.Errorf("%s: no nosniff", what)
	}
}

// hasWebsite says where readers find the site.
func hasWebsite(t testing.TB, s *cmstest.Site) {
	t.Helper()
	settings := s.Settings(t)
	settings.Content.Fields["website"], settings.Content.Fields["phone"] = "https://example.org/", "+15055550142"
	s.Publish(t, s.Save(t, settings))
}
