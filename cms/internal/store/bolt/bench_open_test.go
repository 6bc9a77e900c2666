//go:build linux

package bolt_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

// What counting costs a start, in one run: each file is opened in turn with and without it.
// The ratios are those of the clock and of the processor's time.
func BenchmarkCountingAtTheOpenOf20000Documents(b *testing.B) {
	path := dataPath(b)
	db := mustOpen(b, path, fast())
	for from := 0; from < 20_000; from += 1000 {
		err := db.Update(b.Context(), func(w store.Writer) (err error) {
			for i := from; i < from+1000; i++ {
				for _, rest := range []string{"/a", "/b", "/c"} {
					err = errors.Join(err, w.Put(alpha, document(i, rest), bytes.Repeat([]byte("text "), 60)))
				}
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	db.Close()
	var clock, processor [2]time.Duration
	for b.Loop() {
		for which, o := range []bolt.Options{fast(), fast().Uncounted()} {
			began, used := time.Now(), processorTime(b)
			db, err := bolt.Open(path, o)
			if err != nil {
				b.Fatal(err)
			}
			db.Close()
			clock[which] += time.Since(began)
			processor[which] += processorTime(b) - used
		}
	}
	b.ReportMetric(float64(clock[0])/float64(clock[1]), "clock-ratio")
	b.ReportMetric(float64(processor[0])/float64(processor[1]), "processor-ratio")
}

// processorTime is what this process has used of it.
func processorTime(b *testing.B) time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		b.Skip(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
