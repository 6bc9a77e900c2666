package cms_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"practicecms/api"
	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// site makes a practice with n live pages of 5 blocks, about 5 kB each.
func site(b *testing.B, n int) *cmstest.Site {
	s := cmstest.New(b)
	err := s.Fill(b.Context(), s.Who, "page", cmstest.Locale, n, func(i int) content.Content {
		c := content.Content{Path: fmt.Sprintf("/p%d", i), Title: fmt.Sprint("Page ", i), Fields: content.Fields{"summary": "What it is."}}
		for j := range 5 {
			c.Blocks = append(c.Blocks, cmstest.Section(fmt.Sprint("Part ", j), prose(uint64(i*5+j))))
		}
		return c
	})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func apiOf(b *testing.B, s *cmstest.Site, cacheBytes int64) *api.Server {
	server, err := api.New(api.Config{Delivery: s.Delivery(), CacheBytes: cacheBytes, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	return server
}

// fetch reads and fails on anything but a 200.
func fetch(b *testing.B, h http.Handler, target string) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(b.Context(), http.MethodGet, target, nil))
	if w.Code != 200 {
		b.Fatal(target, w.Code, w.Body.String())
	}
	return w.Body.Len()
}

// search is one for readers, which waits until its index is there.
func search(b *testing.B, s *cmstest.Site, words string) {
	for {
		switch found, _, err := s.Delivery().Search(b.Context(), cms.Search{Words: words, Locale: cmstest.Locale, Limit: 25}); {
		case errors.Is(err, cms.ErrPreparing):
		case err != nil || len(found) == 0:
			b.Fatal(found, err)
		default:
			return
		}
	}
}

// heapMB is what is alive, in megabytes.
func heapMB() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// What a site costs to start and to read, over the number of its pages. A cold read
// builds the answer, compressed three times; a list is read anew each time, as after a
// publication. benchstat -col /pages shows how each grows.
func BenchmarkSite(b *testing.B) {
	sizes := []int{10, 1000}
	if !testing.Short() {
		sizes = append(sizes, 100_000)
	}
	for _, n := range sizes {
		before := heapMB()
		s := site(b, n)
		s.Reopen(b, nil)
		run := func(op string, do func(*testing.B)) { b.Run(fmt.Sprintf("op=%s/pages=%d", op, n), do) }
		run("start", func(b *testing.B) {
			for b.Loop() {
				s.Reopen(b, nil)
				fetch(b, apiOf(b, s, 0), "/api/v1/pages/p0")
			}
		})
		server := apiOf(b, s, 0)
		run("warm-read", func(b *testing.B) {
			fetch(b, server, "/api/v1/pages/p5")
			w, r := httptest.NewRecorder(), httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/api/v1/pages/p5", nil)
			b.ReportAllocs()
			for b.Loop() {
				w.Body.Reset()
				server.ServeHTTP(w, r)
			}
		})
		run("cold-read", func(b *testing.B) {
			nothing := apiOf(b, s, 1)
			for b.Loop() {
				fetch(b, nothing, fmt.Sprintf("/api/v1/pages/p%d", rand.IntN(n)))
			}
		})
		nothing := apiOf(b, s, 1)
		for op, target := range map[string]string{"list": "/api/v1/pages?limit=25", "list-by-title": "/api/v1/pages?limit=25&sort=title", "list-newest": "/api/v1/pages?limit=25&sort=-publishedAt"} {
			run(op, func(b *testing.B) {
				fetch(b, nothing, target) // the first one reads the catalogue
				for b.Loop() {
					fetch(b, nothing, target)
				}
			})
		}
		run("unpublish-publish-and-list", func(b *testing.B) {
			pages, err := s.Editor().List(b.Context(), s.Who, cms.Filter{Types: []string{"page"}, Locale: cmstest.Locale})
			if err != nil {
				b.Fatal(err)
			}
			page := pages[0]
			for b.Loop() {
				if _, err := s.Editor().Unpublish(b.Context(), s.Who, page.Document, page.Locale); err != nil {
					b.Fatal(err)
				}
				if _, err := s.Editor().Publish(b.Context(), s.Who, page.Document, page.Locale, 1); err != nil {
					b.Fatal(err)
				}
				fetch(b, server, "/api/v1/pages?limit=1")
			}
		})
		run("search-one-page", func(b *testing.B) {
			begin := time.Now()
			search(b, s, "5") // the first one of all writes the index
			first := time.Since(begin)
			for b.Loop() {
				search(b, s, "5")
			}
			b.ReportMetric(first.Seconds(), "s-first")
		})
		run("search-all-pages", func(b *testing.B) {
			for b.Loop() {
				search(b, s, "breath")
			}
		})
		run("memory", func(b *testing.B) {
			for b.Loop() { // what it is once everybody has read something
				small := apiOf(b, s, 16<<20)
				for i := range min(n, 20_000) {
					fetch(b, small, fmt.Sprintf("/api/v1/pages/p%d", i))
				}
				b.ReportMetric(heapMB()-before, "MB-with-16-MiB-of-answers")
				runtime.KeepAlive(small)
			}
		})
	}
}

// Reads of 64 pages, one after the other, while somebody publishes one of them ten times
// a second, and while nobody does. The share of slow reads is what a reader feels.
func BenchmarkReadsWhilePublishing(b *testing.B) {
	s := site(b, 64)
	server := apiOf(b, s, 0)
	pages, err := s.Editor().List(b.Context(), s.Who, cms.Filter{Types: []string{"page"}, Locale: cmstest.Locale})
	if err != nil {
		b.Fatal(err)
	}
	v, err := s.Editor().Latest(b.Context(), s.Who, pages[0].Document, cmstest.Locale)
	if err != nil {
		b.Fatal(err)
	}
	p99 := func(b *testing.B, publish bool) float64 {
		ctx, stop := context.WithTimeout(b.Context(), 3*time.Second)
		defer stop()
		var published atomic.Int64
		done := make(chan struct{})
		go func() {
			defer close(done)
			tick := time.NewTicker(100 * time.Millisecond)
			defer tick.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
				}
				if !publish {
					continue
				}
				v.Content.Title = fmt.Sprint("Edition ", published.Add(1))
				saved, err := s.Editor().Save(b.Context(), s.Who, cms.Save{Document: v.Document, Locale: v.Locale, Base: v.Number, Content: v.Content})
				if err == nil {
					v = saved
					_, err = s.Editor().Publish(b.Context(), s.Who, v.Document, v.Locale, v.Number)
				}
				if err != nil {
					b.Error(err)
					return
				}
			}
		}()
		var took []time.Duration
		for i := 0; ctx.Err() == nil; i++ {
			begin := time.Now()
			fetch(b, server, fmt.Sprintf("/api/v1/pages/p%d", i%64))
			took = append(took, time.Since(begin))
		}
		<-done
		slices.SortFunc(took, cmp.Compare)
		return float64(took[len(took)*99/100].Nanoseconds())
	}
	for b.Loop() {
		quiet, busy := p99(b, false), p99(b, true)
		b.ReportMetric(quiet, "p99-ns-quiet")
		b.ReportMetric(busy, "p99-ns-publishing")
		b.ReportMetric(busy/quiet, "p99-ratio")
	}
}
