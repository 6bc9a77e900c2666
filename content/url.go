package content

import (
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxURLBytes is the longest link, in bytes: what every browser and mail program
// still takes.
const MaxURLBytes = 2048

// ErrBadURL is returned when a text is not a link that may stand in content.
var ErrBadURL = errors.New("not a link")

// documentScheme begins a link to a document by its id, which stays right when
// the page moves.
const documentScheme = "document:"

var (
	// Short numbers such as 988 are telephone numbers too.
	telNumber = regexp.MustCompile(`^\+?\(?[0-9][0-9().-]{1,28}(;ext=[0-9]{1,8})?$`)
	fragment  = regexp.MustCompile(`^[A-Za-z0-9._~-]+$`)
	scheme    = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)
)

// CheckURL returns nil when s is a link that may stand in content: https, mailto
// or tel, in lower-case letters; a path of the site as CheckPath has it, with or
// without a #fragment; or document:ID. Everything else is refused, and so is what
// browsers and Go read differently: white space, control and invisible
// characters, backslashes, "//" at the beginning, a name or password before the
// host. The error is ErrBadURL with what to do.
func CheckURL(s string) error {
	if err := checkURLCharacters(s); err != nil {
		return err
	}
	switch {
	case strings.HasPrefix(s, "//"):
		return badURL("begin with https://, or with one slash for a page of this site")
	case strings.HasPrefix(s, "/"):
		return checkSitePath(s)
	case strings.HasPrefix(s, documentScheme):
		if _, ok := DocumentInURL(s); !ok {
			return badURL("after document: comes the id of a document")
		}
		return nil
	case strings.HasPrefix(s, "https://"):
		return checkHTTPS(s)
	case strings.HasPrefix(s, "mailto:"):
		return checkMailto(s)
	case strings.HasPrefix(s, "tel:"):
		if !telNumber.MatchString(s[len("tel:"):]) {
			return badURL("after tel: comes a phone number without spaces, as in tel:+15055550142")
		}
		return nil
	case strings.HasPrefix(s, "http://"):
		return badURL("begin with https:// instead of http://")
	case scheme.MatchString(s):
		return badURL("begin with https://, mailto: or tel:, in small letters, or with a slash for a page of this site")
	}
	return badURL("put https:// in front, or a slash for a page of this site")
}

// DocumentInURL gives the document that a link of the form document:ID leads to.
func DocumentInURL(s string) (DocumentID, bool) {
	text, ok := strings.CutPrefix(s, documentScheme)
	if !ok {
		return DocumentID{}, false
	}
	id, err := ParseID[documentID](text)
	return id, err == nil
}

func badURL(advice string) error { return fmt.Errorf("%w: %s", ErrBadURL, advice) }

func checkURLCharacters(s string) error {
	if s == "" {
		return badURL("it is empty")
	}
	if len(s) > MaxURLBytes {
		return badURL(fmt.Sprintf("it is longer than %d characters", MaxURLBytes))
	}
	if !utf8.ValidString(s) {
		return badURL("it is not valid text; type it again")
	}
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			return badURL("take the spaces and line breaks out")
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return badURL("it holds an invisible character; type it again")
		case strings.ContainsRune("\\<>\"`", r):
			return badURL("take the character " + string(r) + " out")
		}
	}
	return nil
}

func checkSitePath(s string) error {
	path, after, found := strings.Cut(s, "#")
	if err := CheckPath(path); err != nil {
		return badURL(advice(err, ErrBadPath))
	}
	if found && !fragment.MatchString(after) {
		return badURL("after # come letters, digits and hyphens")
	}
	return nil
}

func checkHTTPS(s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Opaque != "" {
		return badURL("it is not complete; copy it again from the browser")
	}
	if u.User != nil {
		return badURL("take the name or password before the @ out")
	}
	if !isHost(u.Hostname()) {
		return badURL("after https:// comes the name of a website, as in https://example.org")
	}
	return nil
}

// isHost reports whether s can be the name of a website: letters and digits of
// any script, hyphens and dots. Nothing in it could end the host early in one
// reader and not in another.
func isHost(s string) bool {
	for label := range strings.SplitSeq(strings.TrimSuffix(s, "."), ".") {
		if label == "" {
			return false
		}
		for _, r := range label {
			if r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
				return false
			}
		}
	}
	return true
}

// checkMailto takes one plain address, and after it nothing but a subject and a
// text: other headers could send a client's words to somebody else.
func checkMailto(s string) error {
	address, query, _ := strings.Cut(s[len("mailto:"):], "?")
	if a, err := mail.ParseAddress(address); err != nil || a.Address != address {
		return badURL("after mailto: comes an e-mail address, as in mailto:hello@example.org")
	}
	values, err := url.ParseQuery(query)
	if err != nil || strings.Contains(query, "#") {
		return badURL("what stands after the ? is not complete")
	}
	for name := range values {
		if name != "subject" && name != "body" {
			return badURL("after the address only subject and body may stand")
		}
	}
	return nil
}
