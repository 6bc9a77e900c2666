package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// cors says to browsers whose pages may read what this API answers. Nothing here is
// somebody's own, so that may be any, and neither cookies nor passwords are ever asked
// for. The header fields are ready, for every answer has them.
type cors struct {
	origins map[string][]string // who may, each with the Access-Control-Allow-Origin for it; nil: anybody
	varies  []string            // Vary: what an answer depends on
}

var (
	anyOrigin = []string{"*"}
	// exposed names what a page may see beside the fields that every page may
	// (Cache-Control, Content-Type and so on; Fetch Standard, section 2.2.2).
	exposed = []string{"ETag, Link, Retry-After, RateLimit, RateLimit-Policy"}
	// The fields that a page may send are all but Authorization, which "*" does not take
	// in and which nothing here asks for. Those that are often sent have their names, for
	// browsers that do not know the "*".
	allowedHeaders = []string{"Accept, Accept-Language, Cache-Control, Content-Type, If-Modified-Since, If-None-Match, Last-Event-ID, Pragma, Range, X-Requested-With, *"}
	allowedMethods = []string{"GET, HEAD"}
	// preflightAge is how long a browser need not ask again: a day, of which most take a
	// part.
	preflightAge = []string{"86400"}
)

// newCORS reads the origins whose pages may read, such as https://example.org; none
// means all.
func newCORS(origins []string) (cors, error) {
	if len(origins) == 0 {
		return cors{varies: []string{"Accept-Encoding"}}, nil
	}
	c := cors{origins: map[string][]string{}, varies: []string{"Accept-Encoding, Origin"}}
	for _, text := range origins {
		origin, err := ParseOrigin(text)
		if err != nil {
			return cors{}, fmt.Errorf("api: %w", err)
		}
		c.origins[origin] = []string{origin}
	}
	return c, nil
}

// ParseOrigin reads an origin such as https://example.org, and spells it as browsers do.
// The error says what is wrong with it.
func ParseOrigin(text string) (string, error) {
	u, err := url.Parse(strings.ToLower(strings.TrimSuffix(strings.TrimSpace(text), "/")))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.Scheme+"://"+u.Host != u.String() {
		return "", fmt.Errorf("%q is no origin: give one such as https://example.org, without a path", text)
	}
	usual := map[string]string{"https": "443", "http": "80"}[u.Scheme]
	return strings.TrimSuffix(u.String(), ":"+usual), nil
}

// mark tells a browser whether the page that asks may read the answer. A cache may give
// an answer to other pages, so it says the same to all, unless it says what it varies by.
func (c *cors) mark(h http.Header, r *http.Request) {
	h["Vary"] = c.varies
	allowed := anyOrigin
	if c.origins != nil {
		if allowed = c.origins[r.Header.Get("Origin")]; allowed == nil {
			return
		}
	}
	h["Access-Control-Allow-Origin"] = allowed
	h["Access-Control-Expose-Headers"] = exposed
}

// preflight answers what browsers ask before a request with more than the usual fields.
func (c *cors) preflight(w http.ResponseWriter) {
	h := w.Header()
	delete(h, "Access-Control-Expose-Headers") // of no use here
	h["Access-Control-Allow-Methods"] = allowedMethods
	h["Access-Control-Allow-Headers"] = allowedHeaders
	h["Access-Control-Max-Age"] = preflightAge
	h["Allow"] = []string{"GET, HEAD, OPTIONS"}
	h["Cache-Control"] = []string{"public, max-age=86400"}
	w.WriteHeader(http.StatusNoContent)
}
