package content

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// Bounds of an address, in bytes. They come from what every file system and front
// end can hold: a static build writes one folder for each segment.
const (
	MaxPathBytes    = 240
	MaxSegmentBytes = 80
)

// ErrBadPath is returned when a text is not a web address of a page.
var ErrBadPath = errors.New("not a web address")

// CheckPath returns nil when p is an address that a page may have: "/", or one or
// more segments like "/services/emdr", each of lower-case letters a–z, digits and
// single hyphens. There is no "..", no empty segment, no trailing slash, and
// nothing that needs escaping. The error is ErrBadPath with what to do.
func CheckPath(p string) error {
	if p == "/" {
		return nil
	}
	if !strings.HasPrefix(p, "/") {
		return fmt.Errorf("%w: it starts with a slash, as in /services/emdr", ErrBadPath)
	}
	if len(p) > MaxPathBytes {
		return fmt.Errorf("%w: it is longer than %d characters", ErrBadPath, MaxPathBytes)
	}
	for segment := range strings.SplitSeq(p[1:], "/") {
		if !isSlug(segment) {
			return fmt.Errorf("%w: use lower-case letters, digits and single hyphens between slashes, as in /services/emdr", ErrBadPath)
		}
	}
	return nil
}

// isSlug reports whether s matches ^[a-z0-9]+(-[a-z0-9]+)*$ and fits a segment.
func isSlug(s string) bool {
	if s == "" || len(s) > MaxSegmentBytes {
		return false
	}
	hyphen := true // a hyphen may not come first, last or twice
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			hyphen = false
		case c == '-' && !hyphen:
			hyphen = true
		default:
			return false
		}
	}
	return !hyphen
}

// Locale is a BCP 47 language tag in canonical form, such as "en-US". At most 35
// bytes, the length that RFC 5646 §4.4.1 asks software to allow for.
type Locale string

// ErrBadLocale is returned when a text is not a canonical language tag.
var ErrBadLocale = errors.New("not a language tag")

// ParseLocale reads a language tag. Only the canonical spelling is taken ("en-US",
// not "en_us"), so that one locale has one key.
func ParseLocale(s string) (Locale, error) {
	if len(s) > 35 {
		return "", fmt.Errorf("%w: %.40q is too long", ErrBadLocale, s)
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return "", fmt.Errorf("%w: %.40q; use one such as en-US", ErrBadLocale, s)
	}
	if c := tag.String(); c != s {
		return "", fmt.Errorf("%w: %.40q; did you mean %s?", ErrBadLocale, s, c)
	}
	return Locale(s), nil
}
