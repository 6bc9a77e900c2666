package api

import (
	"strconv"
	"strings"
)

// accepted chooses the encoding that a request prefers, the smaller one among
// equals. Whatever it says, the plain bytes are there as the last resort.
func (e *entry) accepted(header []string) *variant {
	if len(header) == 0 {
		return &e.identity
	}
	if len(header) == 1 && header[0] == "gzip" && e.gzip.body != nil {
		return &e.gzip // what most tools send
	}
	br, gz, zs, plain, other := -1.0, -1.0, -1.0, -1.0, -1.0
	for _, line := range header {
		for item := range strings.SplitSeq(line, ",") {
			coding, q := weighed(item)
			switch {
			case strings.EqualFold(coding, "br"):
				br = q
			case strings.EqualFold(coding, "gzip"), strings.EqualFold(coding, "x-gzip"):
				gz = q
			case strings.EqualFold(coding, "zstd"):
				zs = q
			case strings.EqualFold(coding, "identity"):
				plain = q
			case coding == "*":
				other = q
			}
		}
	}
	br, gz = orElse(br, other), orElse(gz, other)
	if zs > 0 && zs > br && zs >= gz && zs >= plain && e.gzip.body != nil {
		if v := e.zstdVariant(); v != nil {
			return v
		}
	}
	switch {
	case br > 0 && br >= gz && br >= plain && e.brotli.body != nil:
		return &e.brotli
	case gz > 0 && gz >= plain && e.gzip.body != nil:
		return &e.gzip
	}
	return &e.identity
}

// orElse is q, or the weight of "*" for a coding that was not named.
func orElse(q, other float64) float64 {
	if q < 0 {
		return other
	}
	return q
}

// weighed takes "gzip;q=0.5" apart. A weight that cannot be read is 0, which is
// never wrong, only larger.
func weighed(item string) (coding string, q float64) {
	coding, params, found := strings.Cut(item, ";")
	coding = strings.TrimSpace(coding)
	if !found {
		return coding, 1
	}
	name, value, _ := strings.Cut(params, "=")
	if !strings.EqualFold(strings.TrimSpace(name), "q") {
		return coding, 0
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return coding, 0
	}
	return coding, q
}

// held returns the variant that the client has, by the tags of its If-None-Match,
// or nil. A tag of any encoding counts, since all say the same; "*" means that any
// is right, and then it is the one that would be sent.
func (e *entry) held(header []string, chosen *variant) *variant {
	if len(header) == 1 && header[0] == chosen.etag[0] {
		return chosen
	}
	for _, line := range header {
		for tag := range strings.SplitSeq(line, ",") { // our tags hold no comma
			switch tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/"); {
			case tag == "*", tag == chosen.etag[0]:
				return chosen
			case tag == e.identity.etag[0]:
				return &e.identity
			case e.gzip.body != nil && tag == e.gzip.etag[0]:
				return &e.gzip
			case e.brotli.body != nil && tag == e.brotli.etag[0]:
				return &e.brotli
			case strings.HasSuffix(tag, zstdEnd) && strings.TrimSuffix(tag, zstdEnd)+`"` == e.identity.etag[0]:
				if v := e.zstdVariant(); v != nil {
					return v
				}
			}
		}
	}
	return nil
}
