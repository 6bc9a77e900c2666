package cms_test

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"practicecms/api"
	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/history"
	"practicecms/content"
)

// prose is text of about 900 characters, other for each seed, that compresses no better
// than people's words do.
func prose(seed uint64) string {
	words := strings.Fields("you your we our can may often first small calm steady gentle work works time week session sessions body mind anxiety panic grief sleep trauma memory feeling feelings breath pace plan stop pause learn notice practice therapist therapy talk listen together alone family school parent child partner evening morning office online video phone fee insurance call write question questions answer help helps support change changes slowly before after during without about because when while what which that this they with from into over and or but not for")
	r := rand.New(rand.NewPCG(seed, 1))
	var out strings.Builder
	for out.Len() < 900 {
		out.WriteString(words[r.IntN(len(words))])
		out.WriteString(" ")
	}
	return out.String()
}

// longPage makes a page of that many blocks.
func longPage(b *testing.B, s *cmstest.Site, blocks int) cms.Version {
	all := make([]content.Block, blocks)
	for i := range all {
		all[i] = cmstest.Section(fmt.Sprint("Part ", i), prose(uint64(i)))
	}
	return s.Service(b, "long", all...)
}

// editOne is the edit that leads to a version: every minute the body of another block.
func editOne(s *cmstest.Site) func(uint64, *content.Content) {
	return func(number uint64, c *content.Content) {
		s.Clock.Advance(time.Minute)
		i := int(number) % len(c.Blocks)
		c.Blocks[i].Fields = content.Fields{"heading": c.Blocks[i].Fields["heading"], "body": prose(number << 20)}
	}
}

// deepPage makes a page of some blocks with n versions, one block changed each time. It
// returns the first.
func deepPage(b *testing.B, s *cmstest.Site, blocks, n int) cms.Version {
	page := longPage(b, s, blocks)
	grow(b, s, page, n-1)
	return page
}

// grow adds n versions.
func grow(b *testing.B, s *cmstest.Site, page cms.Version, n int) {
	if err := s.Grow(b.Context(), s.Who, page.Document, page.Locale, n, editOne(s)); err != nil {
		b.Fatal(err)
	}
}

// depths are the numbers of versions that costs are compared over. "-short" leaves the
// longest out; BENCH_DEPTH adds one of your own.
func depths(b *testing.B) []int {
	out := []int{10, 1000}
	if !testing.Short() {
		out = append(out, 100_000)
	}
	if own := os.Getenv("BENCH_DEPTH"); own != "" {
		n, err := strconv.Atoi(own)
		if err != nil {
			b.Fatal(err)
		}
		out = append(out, n)
	}
	return out
}

func BenchmarkSave(b *testing.B) {
	s := cmstest.New(b)
	v := longPage(b, s, 20)
	edit := editOne(s)
	b.Run("blocks=20", func(b *testing.B) {
		for b.Loop() {
			edit(v.Number+1, &v.Content)
			v = s.Save(b, v)
		}
	})
}

// What one version more costs in the file, when one of twenty blocks changes, and what
// share that is: of the page as it is delivered, and of its texts as they are written.
// The first line is written by saves, one by one; the others at once.
func BenchmarkVersionBytes(b *testing.B) {
	const blocks = 20
	measure := func(b *testing.B, n int, history func(*cmstest.Site, cms.Version)) {
		for b.Loop() {
			s := cmstest.New(b)
			page := longPage(b, s, blocks)
			before := sizes(b, s)
			history(s, page)
			after := sizes(b, s)
			s.Publish(b, page)
			each := func(of func(cms.Sizes) int64) float64 { return float64(of(after)-of(before)) / float64(n) }
			file := each(func(z cms.Sizes) int64 { return z.File })
			b.ReportMetric(file, "file-B/version")
			b.ReportMetric(each(func(z cms.Sizes) int64 { return z.Versions }), "record-B/version")
			b.ReportMetric(each(func(z cms.Sizes) int64 { return z.Texts }), "text-B/version")
			b.ReportMetric(each(func(z cms.Sizes) int64 { return z.Audit }), "audit-B/version")
			b.ReportMetric(100*file/float64(len(delivered(b, s, page.Content.Path))), "%-of-delivered")
			b.ReportMetric(100*file/float64(written(page.Content)), "%-of-written")
		}
	}
	b.Run(fmt.Sprintf("saved/versions=1000/blocks=%d", blocks), func(b *testing.B) {
		measure(b, 1000, func(s *cmstest.Site, v cms.Version) {
			edit := editOne(s)
			for range 1000 {
				edit(v.Number+1, &v.Content)
				v = s.Save(b, v)
			}
		})
	})
	for _, n := range depths(b)[1:] {
		b.Run(fmt.Sprintf("grown/versions=%d/blocks=%d", n, blocks), func(b *testing.B) {
			measure(b, n, func(s *cmstest.Site, page cms.Version) {
				grow(b, s, page, n)
			})
		})
	}
}

func sizes(b *testing.B, s *cmstest.Site) cms.Sizes {
	out, err := s.Sizes(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// delivered is a page's JSON as front ends get it.
func delivered(b *testing.B, s *cmstest.Site, path string) []byte {
	server, err := api.New(api.Config{Delivery: s.Delivery()})
	if err != nil {
		b.Fatal(err)
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequestWithContext(b.Context(), "GET", "/api/v1/pages"+path, nil))
	if w.Code != 200 {
		b.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.Bytes()
}

// written is how many bytes the texts of a page of sections have.
func written(c content.Content) int {
	n := len(c.Title)
	for _, block := range c.Blocks {
		for _, text := range block.Fields {
			n += len(text.(string))
		}
	}
	return n
}

// What can be asked of a history of 20 blocks, over its length. Of these, only the search
// for words and Verify read all of it: they report their time per version. The first
// screen, a comparison of two versions far apart and bringing the first one back cost the
// same at any depth: benchstat -col /versions shows it.
func BenchmarkHistory(b *testing.B) {
	for _, depth := range depths(b) {
		s := cmstest.New(b)
		page := deepPage(b, s, 20, depth)
		s.Publish(b, page)
		ed, last := s.Editor(), uint64(depth)
		run := func(op string, whole bool, do func(*testing.B)) {
			b.Run(fmt.Sprintf("op=%s/versions=%d", op, depth), func(b *testing.B) {
				for b.Loop() {
					do(b)
				}
				if whole {
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(depth), "ns/version")
				}
			})
		}
		run("first-50", false, func(b *testing.B) {
			got, err := ed.History(b.Context(), s.Who, page.Document, page.Locale, history.Filter{Limit: 50})
			if err != nil || len(got) != min(depth, 50) {
				b.Fatal(len(got), err)
			}
		})
		run("compare", false, func(b *testing.B) {
			if _, err := ed.Compare(b.Context(), s.Who, page.Document, page.Locale, 1, last); err != nil {
				b.Fatal(err)
			}
		})
		run("said", true, func(b *testing.B) {
			found, _, err := ed.WhenSaid(b.Context(), s.Who, "words that nobody wrote", page.Document, 10)
			if err != nil || len(found) != 0 {
				b.Fatal(found, err)
			}
		})
		run("verify", true, func(b *testing.B) {
			if report, err := s.Verify(b.Context()); err != nil || !report.OK() {
				b.Fatal(report, err)
			}
		})
		i := 0
		run("restore", false, func(b *testing.B) { // last: it adds versions
			i++
			if _, err := ed.Restore(b.Context(), s.Who, cms.Restore{Document: page.Document, Locale: page.Locale, Version: uint64(i%2 + 1)}); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// A comparison of two versions of a long page, one block of which changed, or each.
func BenchmarkCompare(b *testing.B) {
	const blocks = 200
	s := cmstest.New(b)
	page := deepPage(b, s, blocks, blocks+1)
	for _, changed := range []uint64{1, blocks} {
		b.Run(fmt.Sprintf("blocks=%d/changed=%d", blocks, changed), func(b *testing.B) {
			for b.Loop() {
				got, err := s.Editor().Compare(b.Context(), s.Who, page.Document, page.Locale, 1, 1+changed)
				if err != nil || len(got.Blocks) != int(changed) {
					b.Fatal(len(got.Blocks), err)
				}
			}
		})
	}
}

// Reading what was live at a moment costs the same however often a page was published
// before and after it. "first" is the read that finds the change log not in memory yet.
func BenchmarkAt(b *testing.B) {
	for _, n := range []int{10, 10_000} {
		s := cmstest.New(b)
		page := s.Service(b, "one", cmstest.Section("Part", strings.Repeat("calm and steady words ", 40)))
		other := page
		other.Content.Title = "Another title"
		two := []cms.Version{page, s.Save(b, other)}
		for i := range n {
			s.Publish(b, two[i%2])
			s.Clock.Advance(time.Second)
		}
		middle := s.Clock.Now().Add(-time.Duration(n) * time.Second / 2)
		read := func(b *testing.B) {
			d, err := s.Delivery().At(middle)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := d.ByPath(b.Context(), cmstest.Locale, "/services/one"); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(fmt.Sprint("publications=", n, "/first"), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s.Reopen(b, nil)
				b.StartTimer()
				read(b)
			}
		})
		b.Run(fmt.Sprint("publications=", n, "/blocks=1"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				read(b)
			}
		})
	}
}
