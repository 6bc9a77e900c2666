package cms_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// vocabulary is 20,000 words, the first of which are said most often, as in any language.
var vocabulary = func() []string {
	syllables := strings.Fields("an xi e ty ther a py pan ic grief sle ep tra u ma mem o ry fe el ing br eath pa ce pl stop pau se le arn no ti ce prac ta lk li sten to ge al one fam i ly")
	r := rand.New(rand.NewPCG(1, 1))
	out := make([]string, 20_000)
	for i := range out {
		for range 1 + r.IntN(4) {
			out[i] += syllables[r.IntN(len(syllables))]
		}
	}
	return out
}()

// saidPage is a page of ten sections with 900 characters each.
func saidPage(i int) content.Content {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	word := func() string { return vocabulary[int(math.Pow(float64(len(vocabulary)), r.Float64()))-1] }
	c := content.Content{Path: fmt.Sprint("/services/page-", i), Title: word() + " " + word()}
	for range 10 {
		var body strings.Builder
		for body.Len() < 900 {
			body.WriteString(word())
			body.WriteByte(' ')
		}
		c.Blocks = append(c.Blocks, cmstest.Section(word()+" "+word(), body.String()))
	}
	return c
}

// What searching costs, over the number of pages. "build" writes an index anew, as the
// first search of all does; "open" is the first search after a restart; "catch-up" is the
// first after a publication. "said by all" is a word that stands on every page, which is
// the most that a word can cost.
func BenchmarkSearch(b *testing.B) {
	counts := []int{1000}
	if !testing.Short() {
		counts = append(counts, 10_000)
	}
	for _, pages := range counts {
		s := cmstest.New(b)
		if err := s.Fill(b.Context(), s.Who, "service", cmstest.Locale, pages, saidPage); err != nil {
			b.Fatal(err)
		}
		readers := func(b *testing.B, words string) int {
			_, total, err := s.Delivery().Search(b.Context(), cms.Search{Words: words, Locale: cmstest.Locale, Limit: 25})
			if err != nil {
				b.Fatal(err)
			}
			return total
		}
		run := func(name string, do func(*testing.B)) {
			b.Run(fmt.Sprintf("%s/pages=%d/blocks=10", name, pages), do)
		}
		run("op=build", func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s.Reopen(b, nil)
				if err := os.RemoveAll(filepath.Join(s.Dir, cms.SearchFolder)); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				for again := true; again; {
					_, _, err := s.Delivery().Search(b.Context(), cms.Search{Words: "sleep", Locale: cmstest.Locale, Limit: 1})
					if again = errors.Is(err, cms.ErrPreparing); err != nil && !again {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(folderSize(b, filepath.Join(s.Dir, cms.SearchFolder)))/float64(pages), "file-B/page")
			b.ReportMetric(anonymous(b), "anon-MB")
		})
		run("op=open", func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s.Reopen(b, nil)
				b.StartTimer()
				readers(b, "sleep")
			}
		})
		for name, words := range map[string]string{"said by all": vocabulary[0], "common": vocabulary[50], "seldom": vocabulary[5000], "three words": strings.Join(vocabulary[50:53], " ")} {
			name = strings.ReplaceAll(name, " ", "-")
			run("op=readers-"+name, func(b *testing.B) {
				found := 0
				for b.Loop() {
					found = readers(b, words)
				}
				b.ReportMetric(float64(found), "found")
			})
		}
		staff := func(b *testing.B, words string) int {
			items, err := s.Editor().List(b.Context(), s.Who, cms.Filter{Locale: cmstest.Locale, Words: words})
			if errors.Is(err, cms.ErrPreparing) {
				return -1
			}
			if err != nil {
				b.Fatal(err)
			}
			return len(items)
		}
		for name, words := range map[string]string{"seldom": vocabulary[5000], "beginning": vocabulary[300][:3], "nothing": "qqq", "letters": "a b c e f g i l m n o p r s t u x"} {
			run("op=staff-"+name, func(b *testing.B) {
				for staff(b, words) < 0 { // the first one writes the index
				}
				b.ResetTimer()
				found := 0
				for b.Loop() {
					found = staff(b, words)
				}
				b.ReportMetric(float64(found), "found")
			})
		}
		run("op=catch-up", func(b *testing.B) {
			i := 0
			for b.Loop() {
				b.StopTimer()
				i++
				if err := s.Fill(b.Context(), s.Who, "service", cmstest.Locale, 1, func(int) content.Content { return saidPage(pages + i) }); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				readers(b, vocabulary[5000])
			}
			b.ReportMetric(anonymous(b), "anon-MB")
		})
	}
}

func folderSize(b *testing.B, dir string) (n int64) {
	err := filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// anonymous is the memory of this process that no file stands behind, in megabytes.
func anonymous(b *testing.B) float64 {
	runtime.GC()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("not on this system")
	}
	_, rest, _ := strings.Cut(string(status), "RssAnon:")
	var kilobytes float64
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		b.Fatal(err)
	}
	return kilobytes / 1000
}
