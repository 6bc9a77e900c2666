package api

import (
	"bytes"
	"io"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
)

// TestBrotliGivesTheSameBytesWhicheverWriterItGets: an answer in brotli does not depend on
// what was compressed before it, so that its tag, which is made of the plain bytes, holds.
func TestBrotliGivesTheSameBytesWhicheverWriterItGets(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := [][]byte{[]byte(`{"id":"`), []byte(`"title":"EMDR",`), []byte(`"html":"\u003cp\u003e`), []byte("therapy "), []byte("Willow Room")}
	body := func(size int) []byte {
		var out []byte
		for len(out) < size {
			out = append(out, words[r.IntN(len(words))]...)
			out = append(out, byte('a'+r.IntN(26)))
		}
		return out[:size]
	}
	var group sync.WaitGroup
	for _, size := range []int{600, 512, 513, 100_000, 2000, brotliLarge - 1, 700, brotliLarge, 900, 40_000, 520, brotliLarge + 1, 5000} {
		b := body(size)
		var want bytes.Buffer
		w := brotli.NewWriterLevel(&want, brotliLevel)
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			group.Go(func() {
				got, err := compressBrotli(b)
				if err != nil || !bytes.Equal(got, want.Bytes()) {
					t.Errorf("%d bytes: another %d bytes than the %d of a new writer, %v", size, len(got), want.Len(), err)
				}
				if plain, err := io.ReadAll(brotli.NewReader(bytes.NewReader(got))); err != nil || !bytes.Equal(plain, b) {
					t.Errorf("%d bytes: they do not come back, %v", size, err)
				}
			})
		}
	}
	group.Wait()
}
