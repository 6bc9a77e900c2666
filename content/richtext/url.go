package richtext

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// documentScheme begins the address of a link to one of our own documents: document:0192f0c1-….
const documentScheme = "document:"

// documentID is what may follow it. Ids are compared in lower case.
var documentID = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z-]{0,63}$`)

// telephone is a number as RFC 3966 writes it, with the parameters that practices use (extension, wait).
var telephone = regexp.MustCompile(`^\+?[0-9().*#-]+([;,](ext=|phone-context=)?[0-9A-Za-z+.-]+)*$`)

// safeURL returns an address that a link may lead to, in the form in which it is written. It accepts https, mailto and tel, paths of
// this site (one leading slash) and places on the same page (#). Everything else is refused, and so is what browsers read differently
// from what it looks like: control characters, spaces, backslashes, user names before the host, also when percent-encoded.
//
// The result is a fixed point: safeURL of it is itself.
func safeURL(raw string) (string, bool) {
	if raw == "" || len(raw) > MaxURLBytes || deceptive(raw) {
		return "", false
	}
	u, err := url.Parse(raw)
	if err != nil || deceptive(u.Path) || deceptive(u.Opaque) || deceptive(u.Fragment) || u.User != nil {
		return "", false
	}
	switch u.Scheme {
	case "https":
		if u.Hostname() == "" || strings.ContainsAny(u.Host, "%\"'<>") {
			return "", false
		}
	case "mailto":
		if !strings.Contains(u.Opaque, "@") {
			return "", false
		}
	case "tel":
		if !telephone.MatchString(u.Opaque) {
			return "", false
		}
	case "":
		if u.Host != "" || !sitePath(raw) {
			return "", false
		}
	default:
		return "", false
	}
	written := u.String()
	if written == "" { // a lone #
		return "", false
	}
	if again, err := url.Parse(written); err != nil || again.String() != written || len(written) > MaxURLBytes {
		return "", false
	}
	return written, true
}

// sitePath reports whether an address stays on this site: /path or #place, and not //host.
func sitePath(raw string) bool {
	if raw[0] == '#' {
		return true
	}
	return raw[0] == '/' && !strings.HasPrefix(raw, "//")
}

// deceptive reports whether s holds a character that no honest address holds.
func deceptive(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r == '\\' || r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
	})
}

// external reports whether a safe address leads to another site.
func external(safe string) bool {
	return strings.HasPrefix(safe, "https:")
}

// document returns the id in a link to one of our documents.
func document(raw string) (id string, ok bool) {
	if len(raw) < len(documentScheme) || !strings.EqualFold(raw[:len(documentScheme)], documentScheme) {
		return "", false
	}
	id = raw[len(documentScheme):]
	return strings.ToLower(id), documentID.MatchString(id)
}
