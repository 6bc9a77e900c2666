package api

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"practicecms/cms/feed"
	"practicecms/content"
)

// answer is what a route gives: a body, and what makes it stale.
type answer struct {
	body      []byte
	documents []content.DocumentID // that it shows, or would show if they were live
	lists     bool                 // any move of what is live may change it: it looks for documents
	media     []string             // Content-Type; nil: JSON
	caching   []string             // Cache-Control; nil: that of pages
}

// entry is an answer made ready to send: each encoding's bytes, and the header
// fields as the slices that a header map holds, so that sending allocates nothing
// that grows with the page.
type entry struct {
	answer
	identity  variant
	gzip      variant // no body: it would not be smaller
	brotli    variant // as gzip
	zstd      lazyVariant
	keys      []string
	sniffable bool        // it is no JSON
	used      atomic.Bool // somebody asked for it since room was last made
}

// Header fields that answers share.
var (
	jsonType    = []string{"application/json; charset=utf-8"}
	pageCaching = []string{"public, max-age=0, s-maxage=60, stale-while-revalidate=600"}
	// feedCaching: a reader that follows the feed is never told of a minute ago.
	feedCaching = []string{"public, max-age=0, must-revalidate"}
	noSniff     = []string{"nosniff"}
	// plainType is of redirects that are no JSON, and of TypeScript.
	plainType = []string{"text/plain; charset=utf-8"}
)

// maxKeys bounds the header Surrogate-Key; an answer that shows more documents has
// feed.KeyMany instead, which every publication must purge.
const maxKeys = 200

// newEntry makes an answer ready.
func newEntry(a answer) (*entry, error) {
	slices.SortFunc(a.documents, content.DocumentID.Compare)
	a.documents = slices.Compact(a.documents)
	sniffable := a.media != nil
	if a.media == nil {
		a.media = jsonType
	}
	if a.caching == nil {
		a.caching = pageCaching
	}
	e := &entry{answer: a, keys: surrogateKeys(a), sniffable: sniffable}
	sum := sha256.Sum256(a.body)
	tag := base64.RawURLEncoding.EncodeToString(sum[:])
	e.identity = newVariant(a.body, tag, nil)
	if len(a.body) < minCompressed {
		return e, nil
	}
	zipped, err := compressGzip(a.body)
	if err != nil {
		return nil, err
	}
	if len(zipped) < len(a.body) {
		e.gzip = newVariant(zipped, tag+"-gzip", gzipCoding)
	}
	brotlied, err := compressBrotli(a.body)
	if err != nil {
		return nil, err
	}
	if len(brotlied) < len(a.body) {
		e.brotli = newVariant(brotlied, tag+"-br", brotliCoding)
	}
	return e, nil
}

// surrogateKeys names the documents that an answer shows, and feed.KeyLists for one that
// looks for documents.
func surrogateKeys(a answer) []string {
	var keys []string
	if a.lists {
		keys = append(keys, feed.KeyLists)
	}
	if len(a.documents) > maxKeys {
		return []string{strings.Join(append(keys, feed.KeyMany), " ")}
	}
	for _, id := range a.documents {
		keys = append(keys, id.String())
	}
	if keys == nil {
		return nil
	}
	return []string{strings.Join(keys, " ")}
}

// size is roughly what the entry takes in memory, in bytes. Zstd, which may come later,
// is counted as if it was as large as gzip.
func (e *entry) size(k key) int64 {
	const overhead, perDocument = 1024, 96
	return int64(overhead + len(k.path) + len(k.params) + perDocument*len(e.documents) + len(e.identity.body) + 2*len(e.gzip.body) + len(e.brotli.body))
}

// serve sends the answer, or says that the client has it already. The client's
// wish for a fresh copy (Cache-Control: no-cache, which some clients add to every
// conditional request) changes nothing: this is as fresh as it gets.
func (e *entry) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Cache-Control"] = e.caching
	v := e.accepted(r.Header["Accept-Encoding"])
	if known := r.Header["If-None-Match"]; known != nil {
		if held := e.held(known, v); held != nil {
			h["Etag"] = held.etag
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h["Etag"] = v.etag
	h["Content-Type"] = e.media
	h["Content-Length"] = v.length
	// Nobody sniffs JSON: nosniff would keep it from running as a script, which an object
	// is not. Each header costs a warm read a little.
	if e.sniffable {
		h["X-Content-Type-Options"] = noSniff
	}
	if e.keys != nil {
		h["Surrogate-Key"] = e.keys
	}
	if v.encoding != nil {
		h["Content-Encoding"] = v.encoding
	}
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return
	}
	_, _ = w.Write(v.body) // the client is gone; there is nobody to tell
}
