package content

import (
	"errors"
	"fmt"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
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
	number = `\+?\(?[0-9][0-9().-]{1,28}`
	// After a number, an extension that the exchange is told, or pauses and what is
	// then dialled. Phones write pauses in four ways, and know the keys * and #.
	telNumber = regexp.MustCompile(`^` + number + `(;ext=[0-9]{1,8})?([,;pw]{1,8}[0-9*#]{1,20}){0,8}$`)
	// A message goes to a short number, such as 988 or 741741, or to a whole one.
	smsNumber = regexp.MustCompile(`^(?:[0-9]{3}|[0-9]{5,6}|\+?\(?[0-9](?:[().-]*[0-9]){6,14}[().-]*)$`)
	scheme    = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*):`)
)

// CanonicalURL is the one rule for the links of a site, whether they are given in a
// field, written in Markdown or pasted. It returns a link in the form in which it is
// stored and published, or ErrBadURL with what to do. These may stand in content:
//
//   - https, with the name of a website, or its address of version 6, and no name or
//     password before it
//   - mailto with one address and nothing after it but a subject and a body: other
//     headers could send a client's words to somebody else
//   - tel with one number, pauses and what is dialled after them, and sms with one
//     number and nothing after it but a body
//   - document:ID, a document of this site
//   - a path of this site, with one slash at its beginning and no "." or ".." in it
//   - # and a place on the same page
//
// After the host any character that can be seen may stand, and is percent-encoded where
// RFC 3986 wants it. What browsers and Go read differently is refused, also written in
// percent: control and invisible characters, and backslashes in a path of this site, which
// could make it another site's. In the path of another site a backslash becomes the slash
// that browsers take it for. Spaces around the link and in a number are dropped.
// The result is a fixed point.
func CanonicalURL(raw string) (string, error) {
	s := strings.Trim(raw, " ")
	if err := checkURLCharacters(strings.ReplaceAll(s, " ", "")); err != nil {
		return "", err
	}
	written, err := canonicalURL(s)
	if err != nil {
		return "", err
	}
	if len(written) > MaxURLBytes {
		return "", tooLongURL()
	}
	return written, nil
}

func canonicalURL(s string) (string, error) {
	switch {
	case strings.HasPrefix(s, "//"):
		return "", badURL("begin with https://, or with one slash for a page of this site")
	case s[0] == '/', s[0] == '#':
		return canonicalPlace(s)
	}
	name := scheme.FindStringSubmatch(s)
	if name == nil {
		return "", badURL("put https:// in front, or a slash for a page of this site")
	}
	rest := s[len(name[0]):]
	switch strings.ToLower(name[1]) {
	case "https":
		return canonicalHTTPS(rest)
	case "http":
		return "", badURL("begin with https:// instead of http://")
	case "mailto":
		return canonicalMailto(rest)
	case "tel":
		return canonicalNumber("tel:", rest, telNumber, "after tel: comes a phone number, as in tel:+15055550142")
	case "sms":
		to, query, _ := strings.Cut(rest, "?")
		written, err := canonicalNumber("sms:", to, smsNumber, "after sms: comes one phone number, as in sms:988")
		if err != nil {
			return "", err
		}
		query, err = canonicalHeaders(query, "body")
		return written + query, err
	case strings.TrimSuffix(documentScheme, ":"):
		id, ok := DocumentInURL(documentScheme + strings.ToLower(rest))
		if !ok {
			return "", badURL("after document: comes the id of a document")
		}
		return documentScheme + id.String(), nil
	}
	return "", badURL("begin with https://, mailto:, tel: or sms:, or with a slash for a page of this site")
}

// CheckURL returns nil when s is a link that may be stored: one that CanonicalURL allows,
// in its canonical form. Letters of other scripts may stand as they are. The error is
// ErrBadURL with what to do.
func CheckURL(s string) error {
	written, err := CanonicalURL(s)
	switch {
	case err != nil:
		return err
	case strings.Contains(s, " "):
		return badURL("take the spaces and line breaks out; write " + written)
	case strings.ContainsAny(s, unsafeInURL) || percentEncoded(written) != percentEncoded(s):
		return badURL("write it as " + written)
	}
	return nil
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

func tooLongURL() error {
	return badURL(fmt.Sprintf("it is longer than %d characters", MaxURLBytes))
}

func checkURLCharacters(s string) error {
	if s == "" {
		return badURL("it is empty")
	}
	if len(s) > MaxURLBytes {
		return tooLongURL()
	}
	if !utf8.ValidString(s) {
		return badURL("it is not valid text; type it again")
	}
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			return badURL("take the spaces and line breaks out")
		case isHidden(r):
			return badURL("it holds an invisible character; type it again")
		}
	}
	return nil
}

// isHidden reports whether a reader cannot see r, or cannot know what it was.
func isHidden(r rune) bool {
	return r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

// hidesSomething reports whether a part of a link, decoded, holds what a reader cannot see.
func hidesSomething(part string) bool { return strings.ContainsFunc(part, isHidden) }

// unsafeInURL are the signs that may not stand in a URL as they are (RFC 3986).
const unsafeInURL = "\"<>\\^`{|}"

// percentEncoded writes the bytes that may not stand in a URL (RFC 3986) in percent. It
// leaves those alone that may, and percent signs.
func percentEncoded(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(unsafeInURL, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// parseURL is url.Parse for a link of which nothing that is hidden or reads as something
// else may be left when it is decoded.
func parseURL(s string) (*url.URL, error) {
	u, err := url.Parse(percentEncoded(withoutStrayPercents(s)))
	if err != nil || u.Opaque != "" {
		return nil, badURL("it is not complete; copy it again from the browser")
	}
	if hidesSomething(u.Path) || hidesSomething(u.Fragment) {
		return nil, badURL("it holds an invisible character, written with a percent sign; take it out")
	}
	return u, nil
}

// withoutStrayPercents encodes the percent signs that encode nothing.
func withoutStrayPercents(s string) string {
	parts := strings.Split(s, "%")
	for i, part := range parts[1:] {
		if _, err := url.PathUnescape("%" + part[:min(2, len(part))]); err != nil {
			parts[i+1] = "25" + part
		}
	}
	return strings.Join(parts, "%")
}

// afterHost writes what stands in a URL after the host.
func afterHost(u *url.URL) string {
	s := u.EscapedPath()
	if u.RawQuery != "" || u.ForceQuery {
		s += "?" + u.RawQuery
	}
	if u.Fragment != "" {
		s += "#" + u.EscapedFragment()
	}
	return s
}

// canonicalPlace takes a path of this site or a place on the page.
func canonicalPlace(s string) (string, error) {
	u, err := parseURL(s)
	if err != nil {
		return "", err
	}
	if strings.Contains(u.Path+u.Fragment, `\`) {
		return "", badURL("take the backslash out")
	}
	for segment := range strings.SplitSeq(u.Path, "/") {
		if segment == "." || segment == ".." {
			return "", badURL("write the whole path, without . and ..")
		}
	}
	written := afterHost(u)
	if written == "" {
		return "", badURL("after # comes the name of a place on the page")
	}
	return written, nil
}

func canonicalHTTPS(rest string) (string, error) {
	u, err := parseURL("https:" + slashed(rest))
	if err != nil {
		return "", err
	}
	if u.User != nil {
		return "", badURL("take the name or password before the @ out")
	}
	host := u.Hostname()
	known := isHost(host)
	if strings.HasPrefix(u.Host, "[") {
		ip, err := netip.ParseAddr(host)
		known = err == nil && ip.Is6() && ip.Zone() == ""
	}
	if !known {
		return "", badURL("after https:// comes the name of a website, as in https://example.org")
	}
	return "https://" + strings.TrimSuffix(u.Host, ":") + afterHost(u), nil
}

// slashed writes the path of an address that begins with its host as browsers read it:
// with slashes for backslashes. A host that ends in a backslash stays, to be refused, for
// readers differ on where it ends.
func slashed(rest string) string {
	end := len(rest)
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		end = i
	}
	authority, path, found := strings.Cut(strings.TrimPrefix(rest[:end], "//"), "/")
	if !found || !strings.HasPrefix(rest, "//") {
		return rest
	}
	return "//" + authority + "/" + strings.ReplaceAll(path, `\`, "/") + rest[end:]
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

// canonicalNumber takes a phone number, also written in percent or with spaces.
func canonicalNumber(scheme, rest string, allowed *regexp.Regexp, advice string) (string, error) {
	plain, err := url.PathUnescape(rest)
	plain = strings.ToLower(strings.Join(strings.Fields(plain), ""))
	if err != nil || !allowed.MatchString(plain) {
		return "", badURL(advice)
	}
	return scheme + strings.ReplaceAll(plain, "#", "%23"), nil
}

// mailSafe is what may stand in the address of a mailto link as it is (RFC 6068); of what
// an address may hold, the rest is written in percent.
const mailSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!$'*+._~=@-"

func canonicalMailto(rest string) (string, error) {
	to, query, _ := strings.Cut(rest, "?")
	// Decoded first: a mail program would read "a%40example.org%2Cb@example.org" as two.
	address, err := url.PathUnescape(to)
	if err == nil {
		var a *mail.Address
		if a, err = mail.ParseAddress(address); err == nil && a.Address != address {
			err = ErrBadURL
		}
	}
	if err != nil || hidesSomething(address) || strings.Contains(to, "#") {
		return "", badURL("after mailto: comes an e-mail address, as in mailto:hello@example.org")
	}
	var written strings.Builder
	written.WriteString("mailto:")
	for i := range len(address) {
		if c := address[i]; strings.IndexByte(mailSafe, c) >= 0 {
			written.WriteByte(c)
		} else {
			fmt.Fprintf(&written, "%%%02X", c)
		}
	}
	query, err = canonicalHeaders(query, "subject", "body")
	return written.String() + query, err
}

// canonicalHeaders takes what stands after the ? of a mail or a text message: each of
// the names once at most, and a line break in the body alone. An empty part is left
// where it is, since some phones want sms:988?&body=HOME.
func canonicalHeaders(query string, names ...string) (string, error) {
	if query == "" {
		return "", nil
	}
	parts := strings.Split(percentEncoded(query), "&")
	for i, part := range parts {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name = strings.ToLower(name)
		plain, err := url.PathUnescape(value)
		if err != nil || strings.Contains(value, "#") || !utf8.ValidString(plain) {
			return "", badURL("what stands after the ? is not complete")
		}
		at := slices.Index(names, name)
		if at < 0 {
			return "", badURL("after the ? only " + strings.Join(names, " and ") + " may stand, once")
		}
		names = slices.Delete(slices.Clone(names), at, at+1)
		if name == "body" {
			plain = strings.NewReplacer("\r", "", "\n", "", "\t", "").Replace(plain)
		}
		if strings.ContainsFunc(plain, isHidden) {
			return "", badURL("what stands after the ? holds an invisible character; type it again")
		}
		parts[i] = name + "=" + value
	}
	return "?" + strings.Join(parts, "&"), nil
}
