package cms_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// deepPage makes a page of 20 blocks with n versions, one block changed each time.
func deepPage(b *testing.B, s *cmstest.Site, n int) cms.Version {
	blocks := make([]content.Block, 20)
	for i := range blocks {
		blocks[i] = cmstest.Section(fmt.Sprint("Part ", i), strings.Repeat("calm and steady words ", 40))
	}
	v := s.Service(b, fmt.Sprint("deep-", n), blocks...)
	for i := range n - 1 {
		v.Content.Blocks[i%20].Fields["body"] = fmt.Sprint("Edit ", i, " of ", strings.Repeat("calm and steady words ", 40))
		v = s.Save(b, v)
	}
	return v
}

func BenchmarkSave(b *testing.B) {
	s := cmstest.New(b)
	v := deepPage(b, s, 10)
	file := filepath.Join(s.Dir, cms.DataFile)
	before, _ := os.Stat(file)
	b.Run("blocks=20", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			v.Content.Blocks[i%20].Fields["body"] = fmt.Sprint("Edit ", v.Number, strings.Repeat(" calm and steady words", 40))
			v = s.Save(b, v)
		}
	})
	after, _ := os.Stat(file)
	b.ReportMetric(float64(after.Size()-before.Size())/float64(v.Number), "file-B/version")
}

// Restoring costs what a save costs, from any depth.
func BenchmarkRestore(b *testing.B) {
	for _, depth := range []int{10, 1000} {
		b.Run(fmt.Sprint("depth=", depth), func(b *testing.B) {
			s := cmstest.New(b)
			v := deepPage(b, s, depth)
			for i := 0; b.Loop(); i++ {
				if _, err := s.Editor().Restore(b.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Version: uint64(i%2 + 1)}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The first screen of a history costs the same at any depth.
func BenchmarkHistory(b *testing.B) {
	for _, depth := range []int{60, 1000} {
		b.Run(fmt.Sprint("depth=", depth, "/first=50"), func(b *testing.B) {
			s := cmstest.New(b)
			v := deepPage(b, s, depth)
			for b.Loop() {
				if _, err := s.Editor().History(b.Context(), s.Who, v.Document, v.Locale, cms.Past{Limit: 50}); err != nil {
					b.Fatal(err)
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
