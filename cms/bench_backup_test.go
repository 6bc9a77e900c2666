package cms_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// BenchmarkSaveDuringABackupOf200MB saves one page over and over, alone and while backups are
// made as each night's is: copied, restored and checked. Nobody may wait 100 ms longer for it.
func BenchmarkSaveDuringABackupOf200MB(b *testing.B) {
	s := cmstest.New(b)
	random := rand.New(rand.NewPCG(1, 2))
	words := func(n int) string {
		out := make([]byte, n)
		for i := range out {
			out[i] = byte('a' + random.IntN(26))
			if i%10_000 == 9_999 {
				out[i] = '\n' // lines are bounded
			}
		}
		return string(out)
	}
	for i := range 220 {
		var blocks []content.Block
		for range 8 {
			blocks = append(blocks, cmstest.Section("Heading", words(200_000))) // five bits of each letter are left when it is compressed
		}
		s.Service(b, fmt.Sprintf("page-%d", i), blocks...)
	}
	page := s.Service(b, "saved", cmstest.Section("One", "text"))
	round := func(during bool) (p50, p99, most time.Duration) {
		ctx, cancel := context.WithCancel(b.Context())
		ended := make(chan error, 1)
		if during {
			go func() {
				var err error
				for i := 0; ctx.Err() == nil && err == nil; i++ {
					dir := filepath.Join(b.TempDir(), fmt.Sprint(i))
					if err = s.Backup(ctx, dir+".backup"); err == nil {
						_, _, err = cms.RestoreBackup(ctx, dir+".backup", dir, cms.Options{})
					}
				}
				ended <- err
			}()
		}
		var took []time.Duration
		for begun := time.Now(); time.Since(begun) < 8*time.Second; {
			page.Content.Blocks[0].Fields["body"] = fmt.Sprintf("text %d", len(took))
			at := time.Now()
			page = s.Save(b, page)
			took = append(took, time.Since(at))
			time.Sleep(5 * time.Millisecond)
		}
		cancel()
		if during {
			if err := <-ended; err != nil && ctx.Err() == nil {
				b.Fatal(err)
			}
		}
		slices.Sort(took)
		return took[len(took)/2], took[len(took)*99/100], took[len(took)-1]
	}
	for b.Loop() {
		a50, a99, aMost := round(false)
		d50, d99, dMost := round(true)
		b.ReportMetric(float64(a50.Microseconds()), "alone-p50-µs")
		b.ReportMetric(float64(a99.Microseconds()), "alone-p99-µs")
		b.ReportMetric(float64(aMost.Microseconds()), "alone-max-µs")
		b.ReportMetric(float64(d50.Microseconds()), "during-p50-µs")
		b.ReportMetric(float64(d99.Microseconds()), "during-p99-µs")
		b.ReportMetric(float64(dMost.Microseconds()), "during-max-µs")
	}
}
