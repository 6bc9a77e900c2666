package richtext

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/util"

	"practicecms/content"
)

// documentScheme begins the address of a link to one of our own documents: document:0192f0c1-….
const documentScheme = "document:"

// documentID is what may follow it. Ids are compared in lower case.
var documentID = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z-]{0,63}$`)

// target is what has the look of an address, whether it may be delivered or not, rather than of words such as $150 or 9:30: a path, a
// scheme, the name of a website or of a file. The editor has the same rule: admin/ui/src/markdown/dialect.ts.
var target = regexp.MustCompile(`^\s*(?i:(?:https?|mailto|tel|sms|document|file|data|javascript|vbscript):|[a-z][a-z0-9+.-]*://|\.{0,2}/|[#?]|(?:[^\s:/\\?#]+\.)+\pL[\pL\pM\pN-]+(?:[\s:/?#]|$))`)

// isTarget reports whether a definition leads somewhere.
func isTarget(destination []byte) bool { return target.MatchString(address(destination)) }

// safeURL returns an address that a link may lead to, in the form in which it is written: what content.CanonicalURL allows, but for links
// to documents, which are resolved before.
//
// The result is a fixed point: safeURL of it is itself.
func safeURL(raw string) (string, bool) {
	written, err := content.CanonicalURL(raw)
	if err != nil || strings.HasPrefix(written, documentScheme) {
		return "", false
	}
	return written, true
}

// address is the destination of a link as it is meant: without backslashes before punctuation, and with references resolved.
func address(destination []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(destination))))
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
