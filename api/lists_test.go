package api_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestListsComeInTheOrderThatWasAskedFor(t *testing.T) {
	s, c := newClient(t)
	for _, title := range []string{"zebra", "Éclair", "apple 10", "apple 9", "Zoo"} {
		s.Clock.Advance(time.Hour)
		live(t, s, "page", "/"+strings.NewReplacer("é", "e", " ", "-").Replace(strings.ToLower(title)), title, nil)
	}
	again := live(t, s, "page", "/mango", "mango", nil)
	s.Clock.Advance(time.Hour)
	again.Content.Title = "Mango"
	s.Publish(t, s.Save(t, again))
	s.Clock.Advance(time.Hour)
	live(t, s, "page", "/last", "Last", nil)
	for sort, want := range map[string]string{
		"":                  "apple 10, apple 9, Éclair, Last, Mango, zebra, Zoo", // by path
		"-path":             "Zoo, zebra, Mango, Last, Éclair, apple 9, apple 10",
		"title":             "apple 9, apple 10, Éclair, Last, Mango, zebra, Zoo",
		"-title":            "Zoo, zebra, Mango, Last, Éclair, apple 10, apple 9",
		"publishedAt":       "zebra, Éclair, apple 10, apple 9, Zoo, Mango, Last",
		"-firstPublishedAt": "Last, Mango, Zoo, apple 9, apple 10, Éclair, zebra",
	} {
		for _, limit := range []int{1, 3, 100} {
			var titles []string
			query := fmt.Sprintf("/api/v1/pages?limit=%d", limit)
			if sort != "" {
				query += "&sort=" + sort
			}
			for cursor := ""; ; {
				var list struct {
					Items []struct{ Title string }
					Next  string
					Total int
				}
				c.Get(query+cursor).JSON(t, &list)
				for _, one := range list.Items {
					titles = append(titles, one.Title)
				}
				if list.Total != 7 {
					t.Errorf("%s: total %d", query, list.Total)
				}
				if list.Next == "" {
					break
				}
				cursor = "&cursor=" + list.Next
			}
			if got := strings.Join(titles, ", "); got != want {
				t.Errorf("%s\ngot  %s\nwant %s", query, got, want)
			}
		}
	}
}

func TestAClientTakesNoMoreThanItAskedFor(t *testing.T) {
	s, c := newClient(t)
	everyKind(t, s)
	var whole map[string]json.RawMessage
	c.Get("/api/v1/pages/services/emdr").JSON(t, &whole)
	for _, name := range []string{"title", "blocks", "seo", "summary", "review", "alternates", "category", "publishedAt"} {
		var part map[string]json.RawMessage
		c.Get("/api/v1/pages/services/emdr?fields="+name).JSON(t, &part)
		if len(part) != 3 || string(part[name]) != string(whole[name]) || string(part["id"]) != string(whole["id"]) {
			t.Errorf("fields=%s gives %v", name, part)
		}
	}
	var list struct{ Items []map[string]json.RawMessage }
	c.Get("/api/v1/pages?fields=blocks,title,title").JSON(t, &list)
	for _, one := range list.Items {
		if string(one["path"]) != "" || len(one) != 4 || one["blocks"] == nil {
			t.Errorf("a list with blocks: %v", one)
		}
	}
	var same struct{ Items []map[string]json.RawMessage }
	c.Get("/api/v1/pages?fields=title,blocks").JSON(t, &same)
	if len(list.Items) == 0 || len(same.Items) != len(list.Items) {
		t.Errorf("%d and %d items", len(list.Items), len(same.Items))
	}
}

func TestPagesAreFoundByWhatTheyShow(t *testing.T) {
	s, c := newClient(t)
	dana := live(t, s, "practitioner", "", "Dana Reyes", nil)
	with := cmstest.Section("With", "[Dana](document:"+dana.Document.String()+")")
	page := live(t, s, "page", "/a", "A", nil, with)
	live(t, s, "page", "/b", "B", nil)
	create(t, s, "page", "/c", secret, nil, with)
	var list struct {
		Items []struct{ Path string }
		Total int
	}
	got := c.Get("/api/v1/pages?references=" + dana.Document.String())
	got.JSON(t, &list)
	if list.Total != 1 || list.Items[0].Path != "/a" || strings.Contains(got.Text(), secret) {
		t.Errorf("got %s", got.Body)
	}
	page.Content.Blocks = nil
	s.Publish(t, s.Save(t, page))
	c.Get("/api/v1/pages?references="+dana.Document.String()).JSON(t, &list)
	if list.Total != 0 {
		t.Errorf("after it was taken out: %+v", list)
	}
}

func TestTheSitemapHasWhatSearchEnginesMaySee(t *testing.T) {
	s, c := newClient(t)
	settings := s.Settings(t)
	settings.Content.Fields["website"] = "https://example.org/"
	settings.Content.Fields["locales"] = []any{"en-US", "es-US"}
	s.Publish(t, s.Save(t, settings))
	live(t, s, "page", "/", "Home", nil)
	live(t, s, "page", "/about", "About", nil)
	live(t, s, "page", "/hidden", "Hidden", content.Fields{"seo": map[string]any{"noindex": true}})
	create(t, s, "page", "/draft", secret, nil)
	spanish := createIn(t, s, "es-US", "page", "/es/acerca", "Acerca", nil)
	if _, err := s.Editor().Publish(t.Context(), s.Who, spanish.Document, "es-US", 1); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string][]string{
		"":              {"https://example.org/", "https://example.org/about", "https://example.org/es/acerca"},
		"?locale=en-US": {"https://example.org/", "https://example.org/about"},
		"?locale=es-US": {"https://example.org/es/acerca"},
	} {
		got := c.Get("/api/v1/sitemap.xml" + query)
		wantStatus(t, query, got, 200)
		var set struct {
			URLs []struct {
				Loc     string `xml:"loc"`
				LastMod string `xml:"lastmod"`
			} `xml:"url"`
		}
		if err := xml.Unmarshal(got.Body, &set); err != nil {
			t.Fatalf("%v: %s", err, got.Body)
		}
		var locs []string
		for _, u := range set.URLs {
			locs = append(locs, u.Loc)
			if _, err := time.Parse(time.RFC3339, u.LastMod); err != nil {
				t.Error(err)
			}
		}
		if !slices.Equal(locs, want) || strings.Contains(got.Text(), secret) {
			t.Errorf("%s: got %v, want %v", query, locs, want)
		}
	}
}

// Caches and followers are told of a redirect that comes back, as of every move.
func TestARedirectThatComesBackIsTold(t *testing.T) {
	s, c := newClient(t)
	host := live(t, s, "page", "/old", "Host", nil)
	host.Content.Path = "/new"
	s.Publish(t, s.Save(t, host))
	guest := live(t, s, "page", "/old", "Guest", nil)
	const resolve, list = "/api/v1/resolve?path=/old", "/api/v1/redirects?format=netlify"
	if got := c.Get(resolve); !strings.Contains(string(got.Body), `"document"`) {
		t.Errorf("while the guest is there: %s", got.Body)
	}
	if got := c.Get(list); len(got.Body) != 0 {
		t.Errorf("while the guest is there: %s", got.Body)
	}
	cursor, err := s.Delivery().LatestCursor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	unpublish(t, s, guest)
	told, err := s.Delivery().Changes(t.Context(), cursor, 10)
	if err != nil || len(told.Changes) != 1 || *told.Changes[0].OldPath != "/old" {
		t.Fatalf("the feed tells %+v, %v", told, err)
	}
	for target, want := range map[string]string{resolve: `{"type":"redirect","status":301,"from":"/old","to":"/new"}`, list: "/old /new 301\n"} {
		got := c.Get(target)
		if string(got.Body) != want {
			t.Errorf("%s: %s, want %s", target, got.Body, want)
		}
		keys := strings.Fields(got.Header.Get("Surrogate-Key"))
		if !slices.ContainsFunc(told.Changes[0].Keys, func(k string) bool { return slices.Contains(keys, k) }) {
			t.Errorf("%s has the keys %q, and the change purges %q", target, keys, told.Changes[0].Keys)
		}
	}
}
