package bolt_test

import (
	"context"
	"fmt"
	"testing"

	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/bolt"
)

func BenchmarkUpdate(b *testing.B) {
	for _, size := range []int{256, 20_000} {
		for _, noSync := range []bool{false, true} {
			b.Run(fmt.Sprintf("bytes=%d/fsync=%t", size, !noSync), func(b *testing.B) {
				o := fast()
				o.NoSync = noSync
				db := mustOpen(b, dataPath(b), o)
				value := make([]byte, size)
				b.SetBytes(int64(size))
				for i := 0; b.Loop(); i++ {
					put(b, db, fmt.Sprintf("%012d", i), value)
				}
			})
		}
	}
}

// filled returns a store with n records of 256 bytes.
func filled(b *testing.B, n int) *bolt.DB {
	db := mustOpen(b, dataPath(b), fast())
	value := make([]byte, 256)
	for from := 0; from < n; from += 10_000 {
		err := db.Update(context.Background(), func(w store.Writer) error {
			for i := from; i < min(n, from+10_000); i++ {
				if err := w.Put(alpha, number(i), value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return db
}

func BenchmarkGet(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		b.Run(fmt.Sprintf("keys=%d", n), func(b *testing.B) {
			db := filled(b, n)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				_ = db.View(context.Background(), func(r store.Reader) error {
					if _, err := r.Get(alpha, number(i*7919%n)); err != nil {
						b.Fatal(err)
					}
					return nil
				})
			}
		})
	}
}

func BenchmarkScan(b *testing.B) {
	for _, records := range []int{20, 1000} {
		for _, reverse := range []bool{false, true} {
			b.Run(fmt.Sprintf("keys=100000/records=%d/reverse=%t", records, reverse), func(b *testing.B) {
				db := filled(b, 100_000)
				b.ReportAllocs()
				for b.Loop() {
					_ = db.View(context.Background(), func(r store.Reader) error {
						n := 0
						for _, err := range r.Scan(alpha, store.Range{From: number(50_000), Reverse: reverse}) {
							if n++; err != nil || n == records {
								break
							}
						}
						return nil
					})
				}
			})
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{0, 100_000} {
		b.Run(fmt.Sprintf("keys=%d", n), func(b *testing.B) {
			path := dataPath(b)
			db := filled(b, n)
			if err := db.BackupTo(context.Background(), path); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				db, err := bolt.Open(path, fast())
				if err != nil {
					b.Fatal(err)
				}
				db.Close()
			}
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	db := filled(b, 100_000)
	b.Run("keys=100000", func(b *testing.B) {
		for b.Loop() {
			if report, err := db.Check(context.Background()); err != nil || report.Err() != nil {
				b.Fatal(err, report.Err())
			}
		}
	})
}
