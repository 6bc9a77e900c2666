package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// answer is what a route gives: a body, and the documents that it shows or would
// show if they were live.
type answer struct {
	body      []byte
	documents []string // ids
}

// entry is an answer made ready to send: each encoding's bytes, and the header
// fields as the slices that a header map holds, so that sending allocates nothing
// that grows with the page.
type entry struct {
	epoch    uint64
	identity variant
	gzip     variant // no body: it would not be smaller
	brotli   variant // as gzip
	keys     []string
	used     atomic.Bool // somebody asked for it since room was last made
}

type variant struct {
	body                   []byte
	etag, length, encoding []string
}

// Header fields that all answers share.
var (
	jsonType    = []string{"application/json; charset=utf-8"}
	caching     = []string{"public, max-age=0, s-maxage=60, stale-while-revalidate=600"}
	anyOrigin   = []string{"*"}
	varies      = []string{"Accept-Encoding"}
	noSniff     = []string{"nosniff"}
	gzipCoding  = []string{"gzip"}
	brotliCoded = []string{"br"}
)

const (
	// minCompressed is the size in bytes below which compressing gains no packet.
	minCompressed = 512
	// brotliLevel is of 0 to 11. Above it the time grows tenfold for a few percent.
	brotliLevel = 9
	// maxKeys bounds the header Surrogate-Key; an answer that shows more documents
	// has only the key allDocuments, which every publication must purge.
	maxKeys      = 200
	allDocuments = "all"
)

// newEntry makes an answer ready. old is what the same request got before, or nil:
// when the bytes are the same, they are not compressed again.
func newEntry(a answer, epoch uint64, old *entry) (*entry, error) {
	e := &entry{epoch: epoch, keys: surrogateKeys(a.documents)}
	sum := sha256.Sum256(a.body)
	tag := base64.RawURLEncoding.EncodeToString(sum[:])
	if old != nil && old.identity.etag[0] == `"`+tag+`"` {
		e.identity, e.gzip, e.brotli = old.identity, old.gzip, old.brotli
		return e, nil
	}
	e.identity = newVariant(a.body, tag, nil)
	if len(a.body) < minCompressed {
		return e, nil
	}
	zipped, err := compress(a.body, func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.BestCompression) })
	if err != nil {
		return nil, err
	}
	if len(zipped) < len(a.body) {
		e.gzip = newVariant(zipped, tag+"-gzip", gzipCoding)
	}
	brotlied, err := compress(a.body, func(w io.Writer) (io.WriteCloser, error) { return brotli.NewWriterLevel(w, brotliLevel), nil })
	if err != nil {
		return nil, err
	}
	if len(brotlied) < len(a.body) {
		e.brotli = newVariant(brotlied, tag+"-br", brotliCoded)
	}
	return e, nil
}

func newVariant(body []byte, tag string, encoding []string) variant {
	return variant{body: body, etag: []string{`"` + tag + `"`}, length: []string{strconv.Itoa(len(body))}, encoding: encoding}
}

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

func surrogateKeys(documents []string) []string {
	slices.Sort(documents)
	documents = slices.Compact(documents)
	if len(documents) > maxKeys {
		return []string{allDocuments}
	}
	return []string{strings.Join(append(documents, allDocuments), " ")}
}

// size is roughly what the entry takes in memory, in bytes.
func (e *entry) size(k key) int64 {
	const overhead = 1024
	return int64(overhead + len(k.path) + len(k.params) + len(e.keys[0]) + len(e.identity.body) + len(e.gzip.body) + len(e.brotli.body))
}

// serve sends the answer, or says that the client has it already. The client's
// wish for a fresh copy (Cache-Control: no-cache, which some clients add to every
// conditional request) changes nothing: this is as fresh as it gets.
func (e *entry) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Cache-Control"] = caching
	h["Vary"] = varies
	h["Access-Control-Allow-Origin"] = anyOrigin
	v := e.accepted(r.Header["Accept-Encoding"])
	if known := r.Header["If-None-Match"]; known != nil {
		if held := e.held(known, v); held != nil {
			h["Etag"] = held.etag
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h["Etag"] = v.etag
	h["Content-Type"] = jsonType
	h["Content-Length"] = v.length
	h["X-Content-Type-Options"] = noSniff
	h["Surrogate-Key"] = e.keys
	if v.encoding != nil {
		h["Content-Encoding"] = v.encoding
	}
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return
	}
	_, _ = w.Write(v.body) // the client is gone; there is nobody to tell
}
