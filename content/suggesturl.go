package content

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	// What people write for the beginning of a web address: "http://", "https:/", "https//".
	writtenScheme = regexp.MustCompile(`^(?i:(http)s?(?::[/\\]*|//+))`)
	// The name of a website, and what may follow it. The last part of a name is no number.
	writtenHost = regexp.MustCompile(`^((?:[^\s:/\\?#@.]+\.)+\pL[\pL\pM\pN-]+)(:[0-9]+)?([/\\?#].*)?$`)
	// A file is no website, although it has a dot.
	writtenFile = regexp.MustCompile(`^(?i:[^\s:\\?#@]+\.(?:pdf|html?|php|aspx?|docx?|xlsx?|pptx?|rtf|txt|csv|jpe?g|png|gif|webp|svg|mp3|mp4))$`)
	writtenMail = regexp.MustCompile(`^(?i:mailto:/*)?([^\s@:/?#]+@[^\s@:/?#]+\.[^\s@:/?#]+(?:\?.*)?)$`)
	// A number of at least three digits, and an extension.
	writtenNumber = regexp.MustCompile(`^(?i:tel:/*)?(\+?(?:[().\-/ ]*[0-9]){3,}[).\- ]*)(?i:(?:;ext=|,? ?(?:x|ext\.?|extension)) ?([0-9]{1,8}))?$`)
	// A link behind the beginning of another, as in http://mailto:hello@example.org.
	writtenTwice = regexp.MustCompile(`^(?i:https?:[/\\]*|mailto:[/\\]*)((?i:mailto:|tel:|sms:|https?:[/\\]).*)$`)
)

// unseen takes out what is copied along with an address and nobody sees, line breaks too
// as browsers do, and writes spaces and hyphens as keyboards do.
var unseen = strings.NewReplacer("\n", "", "\r", "", "\t", "", "\u200b", "", "\u2060", "", "\ufeff", "", "\u00ad", "", "%E2%80%8B", "", "%e2%80%8b", "",
	"\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2010", "-", "\u2011", "-", "\u2013", "-")

// SuggestURL gives the link that somebody most likely meant by what they wrote, in its
// canonical form: https://example.org for "example.org" or "http://example.org", tel:988
// for "988", mailto:hello@example.org for "hello@example.org". What is a link already is
// its own suggestion. ok is false when there is no likely one, as for anything that runs
// code; CanonicalURL takes what is suggested.
func SuggestURL(raw string) (suggestion string, ok bool) {
	if link, err := CanonicalURL(raw); err == nil {
		return link, true
	}
	if len(raw) > 2*MaxURLBytes {
		return "", false
	}
	s := strings.TrimFunc(unseen.Replace(raw), func(r rune) bool {
		return unicode.IsSpace(r) || isHidden(r) || strings.ContainsRune(`<>"'“”‘’,;`, r)
	})
	if inner := writtenTwice.FindStringSubmatch(s); inner != nil {
		return SuggestURL(inner[1])
	}
	link, err := CanonicalURL(likelyURL(strings.TrimRight(s, ".")))
	return link, err == nil
}

// likelyURL writes as a link what has the look of one; what has no such look comes back.
func likelyURL(s string) string {
	seen := strings.Map(func(r rune) rune {
		if isHidden(r) {
			return -1
		}
		return r
	}, s)
	if m := writtenNumber.FindStringSubmatch(seen); m != nil {
		return telURL(m[1], m[2])
	}
	together := strings.ReplaceAll(seen, " ", "")
	if strings.ContainsAny(together, ",;pw") && telNumber.MatchString(together) {
		return "tel:" + together // with pauses
	}
	if m := writtenMail.FindStringSubmatch(together); m != nil {
		return "mailto:" + m[1]
	}
	return likelyWeb(s)
}

// likelyWeb is likelyURL for the address of a website, or of a file of this site.
func likelyWeb(s string) string {
	rest, plain := strings.TrimPrefix(s, "//"), false
	if m := writtenScheme.FindStringSubmatch(s); m != nil {
		rest = strings.TrimLeft(s[len(m[0]):], `/\`)
		plain = !strings.HasPrefix(strings.ToLower(s), "https")
	}
	first, _, _ := strings.Cut(s, "/")
	m := writtenHost.FindStringSubmatch(rest)
	if m != nil && !writtenFile.MatchString(first) {
		host, port, after := m[1], m[2], m[3]
		if plain && port == ":80" {
			port = ""
		}
		if plain && port != "" {
			return s // a port without encryption has none
		}
		if strings.HasPrefix(after, `\`) {
			after = "/" + after[1:]
		}
		return "https://" + host + port + after
	}
	if writtenFile.MatchString(s) && !strings.HasPrefix(s, "/") && !strings.HasPrefix(s, ".") {
		return "/" + s
	}
	return s
}

// telURL is a link to a number: its digits, and what the exchange is told then.
func telURL(number, extension string) string {
	link := "tel:" + strings.Map(func(r rune) rune {
		if r == '+' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, number)
	if extension != "" {
		link += ";ext=" + extension
	}
	return link
}

// URLVerdict is what the rule for links says of what somebody wrote as one.
type URLVerdict struct {
	Link       string `json:"link"`       // the link as it may be stored; "" when it is refused
	Advice     string `json:"advice"`     // when it is refused: what to do, in sentences
	Suggestion string `json:"suggestion"` // when it is refused: what was most likely meant; "" when nobody can tell
}

// JudgeURL says whether what somebody wrote may be a link, and if not, what to do: by the
// rule of CanonicalURL, with what SuggestURL makes of it.
func JudgeURL(raw string) URLVerdict {
	if CheckURL(raw) == nil {
		return URLVerdict{Link: raw}
	}
	link, err := CanonicalURL(raw)
	if err == nil {
		return URLVerdict{Link: link}
	}
	meant, ok := SuggestURL(raw)
	if !ok {
		return URLVerdict{Advice: "This cannot be a link. " + upperFirst(advice(err, ErrBadURL)) + "."}
	}
	for start, what := range map[string]string{"https://": "a website", "mailto:": "an e-mail address", "tel:": "a phone number", "sms:": "a number for text messages", "/": "a file of this site"} {
		if strings.HasPrefix(meant, start) && !strings.HasPrefix(strings.ToLower(raw), start) {
			return URLVerdict{Advice: "A link to " + what + " starts with " + start, Suggestion: meant}
		}
	}
	return URLVerdict{Advice: upperFirst(advice(err, ErrBadURL)) + ".", Suggestion: meant}
}
