package api

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// variant is the body of an answer in one encoding, with its header fields.
type variant struct {
	body                   []byte
	etag, length, encoding []string
}

func newVariant(body []byte, tag string, encoding []string) variant {
	return variant{body: body, etag: []string{`"` + tag + `"`}, length: []string{strconv.Itoa(len(body))}, encoding: encoding}
}

// lazyVariant is made when a client first asks for it: hardly any prefers zstd to the
// smaller brotli.
type lazyVariant struct {
	once sync.Once
	variant
}

// Values of Content-Encoding.
var (
	gzipCoding   = []string{"gzip"}
	brotliCoding = []string{"br"}
	zstdCoding   = []string{"zstd"}
)

const (
	// minCompressed is the size in bytes below which compressing gains no packet.
	minCompressed = 512
	// brotliLevel is of 0 to 11. Above it the time grows tenfold for a few percent.
	brotliLevel = 9
	// brotliLarge is the size in bytes from which brotli looks for repetitions in another way.
	brotliLarge = 1 << 20
)

func compress(body []byte, open func(io.Writer) (io.WriteCloser, error)) ([]byte, error) {
	var out bytes.Buffer
	w, err := open(&out)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(out.Bytes()), nil // without the buffer's spare room
}

func compressGzip(body []byte) ([]byte, error) {
	return compress(body, func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.BestCompression) })
}

// brotliWriters keep the tables of a brotli writer, 32 MiB, from one answer to the next: to
// clear new ones takes longer than everything else that a page needs.
var brotliWriters = sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, brotliLevel) }}

// compressBrotli gives the same bytes whichever writer it gets. Bodies from brotliLarge on
// have tables of another kind, which a writer that is used again would not change to.
func compressBrotli(body []byte) ([]byte, error) {
	if len(body) >= brotliLarge {
		return compress(body, func(w io.Writer) (io.WriteCloser, error) { return brotli.NewWriterLevel(w, brotliLevel), nil })
	}
	again := brotliWriters.Get().(*brotli.Writer)
	defer brotliWriters.Put(again)
	return compress(body, func(w io.Writer) (io.WriteCloser, error) { again.Reset(w); return again, nil })
}

// zstdVariant is the answer in zstd; nil when that would not be smaller.
func (e *entry) zstdVariant() *variant {
	e.zstd.once.Do(func() {
		body, err := compress(e.body, func(w io.Writer) (io.WriteCloser, error) {
			return zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1))
		})
		if err == nil && len(body) < len(e.body) { // what cannot be compressed goes out plain
			e.zstd.variant = newVariant(body, strings.Trim(e.identity.etag[0], `"`)+"-zstd", zstdCoding)
		}
	})
	if e.zstd.body == nil {
		return nil
	}
	return &e.zstd.variant
}

// zstdEnd ends the tag of an answer in zstd.
const zstdEnd = `-zstd"`
