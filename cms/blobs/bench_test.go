//go:build unix

package blobs

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkOpen opens, looks at and reads a picture by turns from the Store and by its path, as
// net/http does, and says what the Store costs, by processor time.
func BenchmarkOpen(b *testing.B) {
	for _, size := range []int{4 << 10, 256 << 10} {
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			dir := b.TempDir()
			s := Open(dir)
			h, _, err := s.Put(b.Context(), bytes.NewReader(make([]byte, size)), 1<<30)
			if err != nil {
				b.Fatal(err)
			}
			path := filepath.Join(dir, "originals", nameOf(h))
			buffer := make([]byte, 64<<10)
			read := func(f File, err error) {
				if err != nil {
					b.Fatal(err)
				}
				if _, err = f.Stat(); err != nil {
					b.Fatal(err)
				}
				for err == nil {
					_, err = f.Read(buffer)
				}
				if err != io.EOF || f.Close() != nil {
					b.Fatal(err)
				}
			}
			var ours, bare time.Duration
			for b.Loop() {
				const turns = 100
				at := cpu(b)
				for range turns {
					read(s.Open(b.Context(), h))
				}
				between := cpu(b)
				for range turns {
					f, err := os.Open(path)
					read(f, err)
				}
				ours, bare = ours+between-at, bare+cpu(b)-between
			}
			b.ReportMetric(float64(ours)/float64(bare), "of-bare")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// cpu is the processor time of this program until now.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkVerifyAll reads many small files through, and sweeps over them.
func BenchmarkVerifyAll(b *testing.B) {
	for _, files := range []int{5_000, 10_000, 20_000} {
		dir := b.TempDir()
		s := Open(dir)
		for i := range files {
			data := binary.BigEndian.AppendUint64(make([]byte, 4<<10), uint64(i))
			h := hashOfText(string(data))
			path := filepath.Join(dir, "originals", nameOf(h))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(path, data, 0o600); err != nil { // Put would flush each
				b.Fatal(err)
			}
		}
		b.Run(fmt.Sprintf("verify-%d", files), func(b *testing.B) {
			for b.Loop() {
				got, err := s.VerifyAll(b.Context(), func(func(Hash, error) bool) {})
				if err != nil || got.Sound != files {
					b.Fatal(got.Sound, err)
				}
			}
		})
		b.Run(fmt.Sprintf("sweep-%d", files), func(b *testing.B) {
			for b.Loop() {
				got, err := s.Sweep(context.Background(), func(Hash) (bool, error) { return true, nil }, 0, false)
				if err != nil || got.Kept != files {
					b.Fatal(got.Kept, err)
				}
			}
		})
	}
}
