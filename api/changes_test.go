package api_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/feed"
	"practicecms/content"
)

type changeFeed struct {
	Items []feed.Change
	Next  string
	More  bool
}

func TestAFrontEndFollowsTheFeedOfChanges(t *testing.T) {
	s, c := newClient(t)
	read := func(since string) (f changeFeed) {
		t.Helper()
		got := c.Get("/api/v1/changes?limit=2&since=" + since)
		wantStatus(t, since, got, 200)
		if cc := got.Header.Get("Cache-Control"); strings.Contains(cc, "s-maxage") {
			t.Errorf("a shared cache may tell of a minute ago: %s", cc)
		}
		got.JSON(t, &f)
		return f
	}
	start := read("latest").Next
	page := live(t, s, "service", "/services/emdr", "EMDR", nil, cmstest.Section("One", "Text"))
	create(t, s, "page", "/secret", secret, nil)
	f := read(start)
	if len(f.Items) != 1 || f.More || f.Items[0].ID != page.Document || f.Items[0].Op != feed.OpPublish || len(f.Items[0].Blocks.Added) != 1 {
		t.Errorf("after one publication: %+v", f)
	}
	page.Content.Path = "/services/eye-movement"
	s.Publish(t, s.Save(t, page))
	unpublish(t, s, page)
	live(t, s, "page", "/about", "About", nil)
	f = read(f.Next)
	if len(f.Items) != 2 || !f.More || *f.Items[0].OldPath != "/services/emdr" || f.Items[1].Op != feed.OpUnpublish || f.Items[1].Path != nil {
		t.Errorf("two of three: %+v", f)
	}
	if f = read(f.Next); len(f.Items) != 1 || f.More {
		t.Errorf("the rest: %+v", f)
	}
	wantStatus(t, "another site's cursor", c.Get("/api/v1/changes?since=AAAAAAAAAAkAAAAAAAAAAA"), http.StatusGone)
	wantStatus(t, "what is no parameter", c.Get("/api/v1/changes?at=2026-01-01T00:00:00Z"), 400)
}

// TestTheCacheSaysWhatAServerWithoutOneWould: after anything that staff do, each answer
// is the one of a server that was started just now.
func TestTheCacheSaysWhatAServerWithoutOneWould(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			t.Parallel()
			sameAsFresh(t, rand.New(rand.NewPCG(seed, 1)))
		})
	}
}

func sameAsFresh(t *testing.T, r *rand.Rand) {
	s := cmstest.New(t)
	cached := newServer(t, s)
	var all []cms.Version
	link := func() string {
		if len(all) == 0 {
			return "nobody"
		}
		return "[x](document:" + all[r.IntN(len(all))].Document.String() + ")"
	}
	targets := []string{"/api/v1/site", "/api/v1/pages?limit=3", "/api/v1/documents", "/api/v1/redirects", "/api/v1/changes", "/api/v1/resolve?path=/p1", "/api/v1/resolve?path=/p2"}
	for step := range 40 {
		if r.IntN(3) == 0 {
			s.Clock.Advance(time.Minute)
		}
		switch op := r.IntN(10); {
		case op < 2 || len(all) < 3:
			typ, path := "page", fmt.Sprintf("/p%d", r.IntN(8))
			fields := content.Fields{}
			if r.IntN(2) == 0 {
				typ, path, fields = "snippet", "", content.Fields{"body": "Says " + link()}
			}
			blocks := []content.Block{cmstest.Section("Part", link())}
			if len(all) > 0 && all[len(all)-1].Type == "snippet" {
				blocks = append(blocks, block("notice", content.Fields{"snippet": all[len(all)-1].Document.String()}))
			}
			if typ == "snippet" {
				blocks = nil
			}
			all = append(all, create(t, s, typ, path, fmt.Sprint("Title ", step), fields, blocks...))
			targets = append(targets, "/api/v1/documents/"+all[len(all)-1].Document.String())
			if path != "" {
				targets = append(targets, "/api/v1/pages"+path)
			}
		case op < 4:
			i := r.IntN(len(all))
			all[i].Content.Title = fmt.Sprint("Title ", step)
			if saved, err := s.Editor().Save(t.Context(), s.Who, cms.Save{Document: all[i].Document, Locale: cmstest.Locale, Base: all[i].Number, Content: all[i].Content}); err == nil {
				all[i] = saved
			}
		case op < 8:
			v := all[r.IntN(len(all))]
			_, _ = s.Editor().Publish(t.Context(), s.Who, v.Document, cmstest.Locale, v.Number) // the address may be taken
		case op < 9:
			_, _ = s.Editor().Unpublish(t.Context(), s.Who, all[r.IntN(len(all))].Document, cmstest.Locale)
		default:
			_ = s.Editor().Trash(t.Context(), s.Who, all[r.IntN(len(all))].Document)
		}
		now := "at=" + s.Clock.Now().UTC().Format(time.RFC3339)
		lists := []string{"/api/v1/pages?", "/api/v1/documents?", "/api/v1/pages?sort=title&limit=4&", "/api/v1/documents?sort=-publishedAt&", "/api/v1/documents?sort=-title&type=page&fields=title&", "/api/v1/documents?sort=firstPublishedAt&references=" + all[0].Document.String() + "&"}
		for _, list := range lists {
			a, b := httptest.NewRecorder(), httptest.NewRecorder()
			cached.ServeHTTP(a, request(t, strings.TrimSuffix(list, "&")))
			cached.ServeHTTP(b, request(t, list+now))
			if a.Code != 200 || a.Body.String() != b.Body.String() {
				t.Fatalf("step %d, %s:\nnow  %d %s\nthen %d %s", step, list, a.Code, a.Body, b.Code, b.Body)
			}
		}
		fresh := newServer(t, s)
		for _, target := range targets {
			a, b := httptest.NewRecorder(), httptest.NewRecorder()
			cached.ServeHTTP(a, request(t, target))
			fresh.ServeHTTP(b, request(t, target))
			if a.Code != b.Code || a.Body.String() != b.Body.String() || a.Header().Get("Surrogate-Key") != b.Header().Get("Surrogate-Key") {
				t.Fatalf("step %d, %s:\ncached %d %s\nfresh  %d %s", step, target, a.Code, a.Body, b.Code, b.Body)
			}
		}
	}
}
