package api_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"practicecms/cms/cmstest"
	"practicecms/content"
)

// discard is a ResponseWriter that costs nothing: what is measured is the handler.
type discard struct {
	header http.Header
	status int
	n      int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { d.n += len(b); return len(b), nil }

func request(t testing.TB, target string, headers ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func pageOf(t testing.TB, s *cmstest.Site, blocks int) string {
	t.Helper()
	var all []content.Block
	for i := range blocks {
		all = append(all, cmstest.Section(fmt.Sprintf("Part %d", i), strings.Repeat("Slow, steady work with room to stop. ", 8)))
	}
	live(t, s, "service", fmt.Sprintf("/services/b%d", blocks), "B", nil, all...)
	return fmt.Sprintf("/api/v1/pages/services/b%d", blocks)
}

// TestWarmReadsAllocateNothing: neither with the page nor at all, beside what
// net/http itself needs.
func TestWarmReadsAllocateNothing(t *testing.T) {
	s := cmstest.New(t)
	server := newServer(t, s)
	for _, blocks := range []int{1, 100} {
		target := pageOf(t, s, blocks)
		tag := func() string {
			w := &discard{header: http.Header{}}
			server.ServeHTTP(w, request(t, target))
			return w.header["Etag"][0]
		}()
		for name, r := range map[string]*http.Request{
			"plain":         request(t, target),
			"gzip":          request(t, target, "Accept-Encoding", "gzip"),
			"as browsers":   request(t, target, "Accept-Encoding", "gzip, deflate, br, zstd"),
			"conditional":   request(t, target, "If-None-Match", tag),
			"listed tags":   request(t, target, "If-None-Match", `"a", `+tag),
			"another's tag": request(t, target, "If-None-Match", `"a"`),
		} {
			w := &discard{header: make(http.Header, 16)}
			if n := testing.AllocsPerRun(100, func() { server.ServeHTTP(w, r) }); n > 0 {
				t.Errorf("%d blocks, %s: %.0f allocations", blocks, name, n)
			}
		}
	}
}

// BenchmarkPage holds a read against writing the same bytes with net/http alone.
func BenchmarkPage(b *testing.B) {
	s := cmstest.New(b)
	server := newServer(b, s)
	for _, blocks := range []int{20, 100} {
		target := pageOf(b, s, blocks)
		w := &discard{header: http.Header{}}
		server.ServeHTTP(w, request(b, target))
		tag, size := w.header["Etag"][0], w.n
		body := make([]byte, size)
		bare := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("ETag", `"floor"`)
			if r.Header.Get("If-None-Match") == `"floor"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			h.Set("Content-Type", "application/json")
			h.Set("Content-Length", strconv.Itoa(len(body)))
			_, _ = w.Write(body)
		})
		for _, one := range []struct {
			name    string
			handler http.Handler
			r       *http.Request
		}{
			{"bare", bare, request(b, target)},
			{"warm", server, request(b, target)},
			{"gzip", server, request(b, target, "Accept-Encoding", "gzip")},
			{"browser", server, request(b, target, "Accept-Encoding", "gzip, deflate, br, zstd")},
			{"304", server, request(b, target, "If-None-Match", tag)},
			{"echo", server, request(b, target+"?locale=en-US")},
		} {
			b.Run(fmt.Sprintf("blocks=%d/%s", blocks, one.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					one.handler.ServeHTTP(&discard{header: http.Header{}}, one.r)
				}
			})
		}
	}
}

// BenchmarkBuild is the first read after a publication.
func BenchmarkBuild(b *testing.B) {
	s := cmstest.New(b)
	target := pageOf(b, s, 20)
	for b.Loop() {
		newServer(b, s).ServeHTTP(&discard{header: http.Header{}}, request(b, target))
	}
}
