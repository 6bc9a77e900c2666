package api_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestAnswers(t *testing.T) {
	s, c := newClient(t)
	emdr := live(t, s, "service", "/services/emdr", "EMDR", content.Fields{"category": "emdr"}, cmstest.Section("What it is", "Slow **work**."))
	live(t, s, "page", "/", "Home", nil)
	dana := live(t, s, "practitioner", "", "Dana Reyes", content.Fields{"role": "Psychotherapist", "bio": "She works *slowly*."})
	draft := create(t, s, "service", "/services/secret", secret, nil)
	moved := live(t, s, "page", "/about-us", "About", nil)
	moved.Content.Path = "/about"
	s.Publish(t, s.Save(t, moved))

	var first struct{ Next string }
	c.Get("/api/v1/pages?limit=1").JSON(t, &first)
	pathCursor := first.Next
	for _, tt := range []struct {
		name, target string
		wantStatus   int
		wantBody     string
	}{
		{"a page by its path", "/api/v1/pages/services/emdr", 200, `"html":"\u003cp\u003eSlow \u003cstrong\u003ework\u003c/strong\u003e.\u003c/p\u003e"`},
		{"the page at the root", "/api/v1/pages/", 200, `"path":"/"`},
		{"a page in the default locale, said", "/api/v1/pages/services/emdr?locale=en-US", 200, `"locale":"en-US"`},
		{"a document by its id", "/api/v1/documents/" + emdr.Document.String(), 200, `"category":"emdr"`},
		{"a record by its id", "/api/v1/documents/" + dana.Document.String(), 200, `"role":"Psychotherapist","suffix":null`},
		{"the practice", "/api/v1/site", 200, `"title":"Willow Room"`},
		{"the languages of the practice", "/api/v1/site", 200, `"locales":["en-US"]`},
		{"pages", "/api/v1/pages", 200, `"next":null,"total":3`},
		{"pages of a type", "/api/v1/pages?type=service", 200, `"total":1`},
		{"pages of a type without any", "/api/v1/pages?type=snippet", 200, `{"items":[],"next":null,"total":0}`},
		{"documents of a type", "/api/v1/documents?type=practitioner", 200, `"bio":{"html":`},
		{"where a page is", "/api/v1/resolve?path=/services/emdr", 200, `{"type":"document","id":"` + emdr.Document.String() + `","documentType":"service","path":"/services/emdr","title":"EMDR"}`},
		{"where a page is now", "/api/v1/resolve?path=/about-us", 200, `{"type":"redirect","status":301,"from":"/about-us","to":"/about"}`},
		{"redirects", "/api/v1/redirects", 200, `{"items":[{"status":301,"from":"/about-us","to":"/about"}],"next":null,"total":1}`},
		{"redirects for Netlify", "/api/v1/redirects?format=netlify", 200, "/about-us /about 301\n"},
		{"redirects for nginx", "/api/v1/redirects?format=nginx", 200, "location = /about-us { return 301 /about$is_args$args; }\n"},
		{"redirects for Vercel", "/api/v1/redirects?format=vercel", 200, `"source": "/about-us"`},
		{"pages that link to another", "/api/v1/pages?references=" + emdr.Document.String(), 200, `"total":0`},
		{"the description", "/api/v1/openapi.json", 200, `"openapi": "3.1.0"`},
		{"a schema", "/api/v1/schema/steps", 200, `"const": "steps"`},

		{"a draft by its path", "/api/v1/pages/services/secret", 404, ""},
		{"a draft by its id", "/api/v1/documents/" + draft.Document.String(), 404, ""},
		{"where a draft will be", "/api/v1/resolve?path=/services/secret", 404, ""},
		{"an old path is not a page", "/api/v1/pages/about-us", 404, ""},
		{"a path that no page can have", "/api/v1/pages/Services/EMDR", 404, ""},
		{"a path with two slashes", "/api/v1/pages//services/emdr", 404, ""},
		{"a path with a slash at the end", "/api/v1/pages/services/emdr/", 404, ""},
		{"a path upwards", "/api/v1/pages/services/../services/emdr", 404, ""},
		{"a path with a parameter in it", "/api/v1/pages/services/emdr%3Flocale=en-US", 404, ""},
		{"a path with NUL", "/api/v1/pages/services/emdr%00", 404, ""},
		{"a schema of no kind", "/api/v1/schema/nope", 404, ""},
		{"no such address", "/api/v1/nope", 404, "There is no such address"},
		{"the root of the API", "/api/v1", 404, ""},
		{"a language that the site does not have", "/api/v1/pages?locale=de-DE", 404, "It is in: en-US."},

		{"a locale that is none", "/api/v1/pages?locale=en_us", 400, "locale"},
		{"an unknown parameter", "/api/v1/pages?status=draft", 400, "only these query parameters: locale, type, references, fields, sort, limit, cursor"},
		{"an unknown parameter of a page", "/api/v1/pages/services/emdr?version=2", 400, "only these query parameters: locale"},
		{"a parameter where there is none", "/api/v1/openapi.json?v=1", 400, "no query parameters"},
		{"a repeated parameter", "/api/v1/pages?limit=1&limit=2", 400, "Give it once"},
		{"a limit of 0", "/api/v1/pages?limit=0", 400, "1 to 100"},
		{"a limit of 101", "/api/v1/pages?limit=101", 400, "1 to 100"},
		{"a limit with a sign", "/api/v1/pages?limit=%2B5", 400, "1 to 100"},
		{"a limit with a zero before it", "/api/v1/pages?limit=05", 400, "1 to 100"},
		{"a type that does not exist", "/api/v1/documents?type=users", 400, "practitioner"},
		{"a cursor that is none", "/api/v1/pages?cursor=abc", 400, "cursor"},
		{"a cursor of another list", "/api/v1/pages?cursor=AXg", 400, "cursor"},
		{"an empty cursor", "/api/v1/pages?cursor=", 400, "cursor"},
		{"a cursor of another order", "/api/v1/pages?sort=publishedAt&cursor=" + pathCursor, 400, "cursor"},
		{"an order that there is not", "/api/v1/pages?sort=version", 400, "publishedAt"},
		{"a member that no document has", "/api/v1/pages?fields=title,notes", 400, "firstPublishedAt"},
		{"no member", "/api/v1/pages?fields=", 400, "fields"},
		{"a format that there is not", "/api/v1/redirects?format=apache", 400, "netlify"},
		{"references to what is no id", "/api/v1/pages?references=x", 400, "references"},
		{"a sitemap of a site that has no address", "/api/v1/sitemap.xml", 404, "Website"},
		{"a query that is not encoded", "/api/v1/pages?locale=%zz", 400, "not correctly encoded"},
		{"resolve without a path", "/api/v1/resolve", 400, "path"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := c
			c.TB = t
			got := c.Get(tt.target)
			wantStatus(t, tt.target, got, tt.wantStatus)
			if !strings.Contains(got.Text(), tt.wantBody) {
				t.Errorf("got %.1500s\nwant it to contain %s", got.Body, tt.wantBody)
			}
			if strings.Contains(got.Text(), secret) {
				t.Error("it holds text of a draft")
			}
			if got.Header.Get("Access-Control-Allow-Origin") != "*" {
				t.Error("other origins may not read it")
			}
			head := c.Do(http.MethodHead, tt.target, nil)
			if head.Status != got.Status || len(head.Body) != 0 || head.Header.Get("Content-Length") != got.Header.Get("Content-Length") || head.Header.Get("Etag") != got.Header.Get("Etag") {
				t.Errorf("HEAD differs: %d, %d bytes, %v", head.Status, len(head.Body), head.Header)
			}
		})
	}
}

func TestIDsAreReadStrictly(t *testing.T) {
	s, c := newClient(t)
	id := live(t, s, "page", "/a", "A", nil).Document.String()
	for _, odd := range []string{"5abc", "05", "5.0", "5%00", "%205", "+5", strings.ToUpper(id), strings.ReplaceAll(id, "-", ""), "{" + id + "}", "urn:uuid:" + id, id + "%20", "00000000-0000-0000-0000-000000000000", strings.Repeat("9", 4000)} {
		wantStatus(t, odd, c.Get("/api/v1/documents/"+odd), 404)
	}
}

func TestDraftsNeverShow(t *testing.T) {
	t.Parallel()
	s, c := newClient(t)
	page := live(t, s, "service", "/services/emdr", "EMDR", content.Fields{"summary": "Public."}, cmstest.Section("One", "Public text."))
	page.Content.Title, page.Content.Path = secret, "/services/secret"
	page.Content.Fields["summary"] = secret
	page.Content.Blocks[0].Fields["body"] = secret
	page.Content.Blocks = append(page.Content.Blocks, cmstest.Section(secret, secret))
	page = s.Save(t, page)
	create(t, s, "practitioner", "", secret, content.Fields{"bio": secret})
	gone := live(t, s, "snippet", "", secret, content.Fields{"body": secret})
	unpublish(t, s, gone)
	trashed := live(t, s, "page", "/trashed", secret, nil)
	if err := s.Editor().Trash(t.Context(), s.Who, trashed.Document); err != nil {
		t.Fatal(err)
	}

	if _, err := s.Editor().Schedule(t.Context(), s.Who, page.Document, page.Locale, page.Number, s.Clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	token, _, err := s.Editor().Share(t.Context(), s.Who, page.Document, page.Locale, page.Number, time.Hour)
	if err != nil {
		t.Fatal(err)
	}

	paths := []string{"/site", "/pages", "/pages/", "/pages/services/emdr", "/pages/services/secret", "/pages/trashed", "/documents", "/redirects", "/sitemap.xml", "/changes", "/search", "/types.ts", "/openapi.json", "/schema/section", "/preview/services/secret", "/preview/services/emdr?token=" + token}
	for _, id := range []content.DocumentID{page.Document, gone.Document, trashed.Document} {
		paths = append(paths, "/documents/"+id.String())
	}
	for _, path := range []string{"/services/emdr", "/services/secret", "/trashed"} {
		paths = append(paths, "/resolve?path="+path)
	}
	params := []string{"", "locale=en-US", "locale=es-US", "type=service", "type=snippet", "limit=1", "limit=100", "version=2", "draft=true", "status=draft", "at=2030-01-01T00:00:00Z", "fields=*", "preview=1", "filter[title]=x", "sort=title", "sort=-publishedAt",
		"fields=title,summary,blocks", "references=" + page.Document.String(), "references=" + gone.Document.String(), "since=latest", "since=", "format=netlify", "q=" + secret, "cursor=AQ"}
	for _, live := range []string{"/pages/services/emdr", "/documents/" + page.Document.String(), "/pages", "/documents"} {
		paths = append(paths, live+"?token="+token) // what opens a preview opens nothing else
	}
	for _, path := range paths {
		for _, a := range params {
			for _, b := range params {
				target := "/api/v1" + path
				for _, p := range []string{a, b} {
					if p == "" {
						continue
					}
					if strings.Contains(target, "?") {
						target += "&" + p
					} else {
						target += "?" + p
					}
				}
				if got := c.Get(target); strings.Contains(got.Text(), secret) || strings.Contains(fmt.Sprint(got.Header), secret) {
					t.Fatalf("%s: %.500s", target, got.Body)
				}
			}
		}
	}
}

func TestListsGoOn(t *testing.T) {
	s, c := newClient(t)
	for i := range 7 {
		live(t, s, "page", fmt.Sprintf("/p%d", i), fmt.Sprintf("Page %d", i), nil)
	}
	for _, path := range []string{"/pages", "/documents"} {
		seen := map[string]bool{}
		target, total := "/api/v1"+path+"?type=page&limit=3", 0
		for next := target; next != ""; total++ {
			var got struct {
				Items []struct{ ID string }
				Next  string
				Total int
			}
			c.Get(next).JSON(t, &got)
			if got.Total != 7 {
				t.Errorf("%s: total %d, want 7", next, got.Total)
			}
			for _, i := range got.Items {
				if seen[i.ID] {
					t.Errorf("%s: %s comes twice", next, i.ID)
				}
				seen[i.ID] = true
			}
			if next = ""; got.Next != "" {
				next = target + "&cursor=" + got.Next
			}
		}
		if len(seen) != 7 || total != 3 {
			t.Errorf("%s: %d documents on %d pages, want 7 on 3", path, len(seen), total)
		}
	}
}

func TestConditionalRequests(t *testing.T) {
	s, c := newClient(t)
	live(t, s, "service", "/services/emdr", "EMDR", nil, cmstest.Section("One", strings.Repeat("Slow work. ", 200)))
	const target = "/api/v1/pages/services/emdr"
	tags := map[string]string{}
	plain := c.Get(target)
	for _, encoding := range []string{"", "gzip", "br", "zstd"} {
		got := c.Get(target, "Accept-Encoding", encoding)
		tags[encoding] = got.Header.Get("Etag")
		if got.Header.Get("Content-Encoding") != encoding {
			t.Fatalf("%q: Content-Encoding %q", encoding, got.Header.Get("Content-Encoding"))
		}
		if body := unpacked(t, encoding, got.Body); !bytes.Equal(body, plain.Body) {
			t.Errorf("%q: the body differs", encoding)
		}
		if got.Header.Get("Content-Length") != fmt.Sprint(len(got.Body)) {
			t.Errorf("%q: Content-Length %s of %d", encoding, got.Header.Get("Content-Length"), len(got.Body))
		}
	}
	if tags[""] == tags["gzip"] || tags["gzip"] == tags["br"] || !strings.HasPrefix(tags[""], `"`) {
		t.Fatalf("tags are not strong and distinct: %v", tags)
	}
	for _, tt := range []struct {
		name, ifNoneMatch string
		headers           []string
		want              int
	}{
		{"the tag", tags[""], nil, 304},
		{"the tag, although a fresh copy is asked for", tags[""], []string{"Cache-Control", "no-cache", "Pragma", "no-cache"}, 304},
		{"the tag, in a list", `"other", ` + tags[""] + `,"third"`, nil, 304},
		{"the tag, weak", "W/" + tags[""], nil, 304},
		{"any", "*", nil, 304},
		{"the tag of gzip", tags["gzip"], []string{"Accept-Encoding", "gzip"}, 304},
		{"the tag of brotli", tags["br"], []string{"Accept-Encoding", "gzip, br"}, 304},
		{"the tag of gzip, when brotli would be sent", tags["gzip"], []string{"Accept-Encoding", "gzip, deflate, br"}, 304},
		{"the tag of zstd", tags["zstd"], []string{"Accept-Encoding", "zstd"}, 304},
		{"the tag of zstd, when gzip would be sent", tags["zstd"], []string{"Accept-Encoding", "gzip"}, 304},
		{"another tag", `"other"`, nil, 200},
		{"the tag without quotes", strings.Trim(tags[""], `"`), nil, 200},
		{"no tag", "", nil, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := c
			c.TB = t
			got := c.Get(target, append(tt.headers, "If-None-Match", tt.ifNoneMatch)...)
			wantStatus(t, tt.name, got, tt.want)
			if tt.want == 304 {
				if len(got.Body) != 0 || got.Header.Get("Content-Length") != "" || got.Header.Get("Content-Type") != "" {
					t.Errorf("a 304 with a body: %v", got.Header)
				}
				if !strings.Contains(tt.ifNoneMatch, got.Header.Get("Etag")) && tt.ifNoneMatch != "*" {
					t.Errorf("ETag %s, asked with %s", got.Header.Get("Etag"), tt.ifNoneMatch)
				}
			}
			for name, want := range map[string]string{"Cache-Control": "public, max-age=0, s-maxage=60, stale-while-revalidate=600", "Vary": "Accept-Encoding"} {
				if got.Header.Get(name) != want {
					t.Errorf("%s: %q, want %q", name, got.Header.Get(name), want)
				}
			}
			if got.Header.Get("Etag") == "" {
				t.Error("no ETag")
			}
		})
	}
}

func unpacked(t testing.TB, encoding string, body []byte) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(body)
	switch encoding {
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	case "br":
		r = brotli.NewReader(r)
	case "zstd":
		z, err := zstd.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		r = z
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEncodingIsNegotiated(t *testing.T) {
	s, c := newClient(t)
	live(t, s, "service", "/services/emdr", "EMDR", nil, cmstest.Section("One", strings.Repeat("Slow work. ", 200)))
	for header, want := range map[string]string{
		"gzip": "gzip", "br": "br", "gzip, br": "br", "gzip, deflate, br, zstd": "br", "*": "br", "GZIP": "gzip",
		"br;q=0.5, gzip;q=0.8": "gzip", "br;q=0, gzip": "gzip", "br;q=0, *": "gzip", "gzip;q=0": "", "identity": "", "deflate": "",
		"identity;q=1, br;q=0.1": "", "br;q=2": "", "br;q=x": "", "*;q=0": "", ",;=,": "", "zstd": "zstd", "gzip, zstd": "zstd", "br;q=0.5, zstd": "zstd", "zstd;q=0": "", "zstd;q=0.5, gzip": "gzip",
	} {
		if got := c.Get("/api/v1/pages/services/emdr", "Accept-Encoding", header).Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: got %q, want %q", header, got, want)
		}
	}
}

func TestOtherMethods(t *testing.T) {
	_, c := newClient(t)
	for _, target := range []string{"/api/v1/pages", "/api/v1/pages/a", "/api/v1/site"} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "TRACE"} {
			got := c.Do(method, target, nil)
			wantStatus(t, method+" "+target, got, 405)
			if allow := got.Header.Get("Allow"); !strings.Contains(allow, "GET") || !strings.Contains(allow, "HEAD") {
				t.Errorf("%s %s: Allow %q", method, target, allow)
			}
		}
	}
}

func TestWhatIsTakenOffIsGone(t *testing.T) {
	s, c := newClient(t)
	page := live(t, s, "page", "/about", "About", nil)
	byID := "/api/v1/documents/" + page.Document.String()
	for _, target := range []string{"/api/v1/pages/about", byID} {
		wantStatus(t, target, c.Get(target), 200)
	}
	unpublish(t, s, page)
	for _, target := range []string{"/api/v1/pages/about", byID, "/api/v1/resolve?path=/about"} {
		wantStatus(t, target+" after unpublish", c.Get(target), 404)
	}
	s.Publish(t, page)
	wantStatus(t, "published again", c.Get("/api/v1/pages/about"), 200)
	if err := s.Editor().Trash(t.Context(), s.Who, page.Document); err != nil {
		t.Fatal(err)
	}
	got := c.Get("/api/v1/pages/about")
	wantStatus(t, "trashed", got, 404)
	if never := c.Get("/api/v1/pages/never"); string(never.Body) != string(got.Body) || never.Header.Get("Cache-Control") != got.Header.Get("Cache-Control") {
		t.Errorf("what was is told from what never was: %s, %s", got.Body, never.Body)
	}
}
