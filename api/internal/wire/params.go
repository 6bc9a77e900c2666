package wire

import (
	"encoding"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"practicecms/cms"
	"practicecms/content"
)

// The sizes of a page of a list.
const (
	DefaultLimit = 25
	MaxLimit     = 100
)

// Params are the query parameters of a request, each given once.
type Params map[string]string

// ReadParams reads the query and takes no parameter but the allowed ones: one that
// is ignored in silence would let a client believe in a filter that is not there.
func ReadParams(r *http.Request, allowed ...string) (Params, error) {
	if r.URL.RawQuery == "" {
		return nil, nil
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, BadRequest("The query is not correctly encoded.")
	}
	out := make(Params, len(values))
	for name, given := range values {
		if !slices.Contains(allowed, name) {
			return nil, badParam(name, "unknown-parameter", "This address takes "+listOf(allowed)+".")
		}
		if len(given) != 1 {
			return nil, badParam(name, "repeated-parameter", "Give it once.")
		}
		out[name] = given[0]
	}
	return out, nil
}

func listOf(allowed []string) string {
	if len(allowed) == 0 {
		return "no query parameters"
	}
	return "only these query parameters: " + strings.Join(allowed, ", ")
}

func badParam(name, code, advice string) *Error {
	shown := clip(name)
	return &Error{Status: http.StatusBadRequest, Detail: "There is something wrong with the query parameter " + strconv.Quote(shown) + ". " + advice,
		Problems: []content.Problem{{Path: shown, Code: code, Message: advice}}}
}

// clip keeps what a client sent from filling the answer.
func clip(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return strings.ToValidUTF8(s, "�")
}

// Limit is the parameter "limit": 1 to MaxLimit, DefaultLimit when absent.
func (p Params) Limit() (int, error) {
	text, ok := p["limit"]
	if !ok {
		return DefaultLimit, nil
	}
	n, ok := Number(text)
	if !ok || n > MaxLimit {
		return 0, badParam("limit", "bad-number", "Give a whole number from 1 to 100.")
	}
	return int(n), nil
}

// Number reads a whole number from 1 in its one spelling: no sign, no leading zero.
func Number(s string) (uint64, bool) {
	n, err := strconv.ParseUint(s, 10, 63)
	return n, err == nil && n > 0 && strconv.FormatUint(n, 10) == s
}

// Locale is the parameter "locale", or fallback when absent.
func (p Params) Locale(fallback content.Locale) (content.Locale, error) {
	text, ok := p["locale"]
	if !ok {
		return fallback, nil
	}
	l, err := content.ParseLocale(text)
	if err != nil {
		return "", badParam("locale", "bad-locale", "Give a language tag in its usual spelling, such as en-US.")
	}
	return l, nil
}

// rfc3339 is the form that time.Parse is lenient about.
var rfc3339 = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

// Moment is the parameter "at": a time as RFC 3339 has it, in UTC and cut to
// microseconds, so that all of its spellings are one; ok is false when it is absent.
func (p Params) Moment() (at time.Time, ok bool, err error) {
	text, ok := p["at"]
	if !ok {
		return time.Time{}, false, nil
	}
	if at, err = time.Parse(time.RFC3339, text); err != nil || !rfc3339.MatchString(text) {
		return time.Time{}, false, badParam("at", "bad-time", "Give a time as RFC 3339 has it, such as 2026-03-01T09:00:00Z; a plus sign in it is written %2B.")
	}
	return at.UTC().Truncate(time.Microsecond), true, nil
}

// NotYet makes cms.ErrToCome name the parameter "at".
func NotYet(err error) error {
	if errors.Is(err, cms.ErrToCome) {
		return badParam("at", "to-come", "This moment is still to come on the server's clock. Give one that is not.")
	}
	return err
}

// BadWords makes the refusal of words that are looked for name the parameter "q".
func BadWords(err error) error {
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		return badParam("q", invalid.Problems[0].Code, invalid.Problems[0].Message)
	}
	return err
}

// OneOf is a parameter that must be one of some words; "" when absent.
func (p Params) OneOf(name string, words []string) (string, error) {
	text, ok := p[name]
	if ok && !slices.Contains(words, text) {
		return "", badParam(name, "bad-choice", "Give one of: "+strings.Join(words, ", ")+".")
	}
	return text, nil
}

// SomeOf is a parameter with one or more of some words, separated by commas: sorted, each
// once; nil when absent.
func (p Params) SomeOf(name string, words []string) ([]string, error) {
	text, ok := p[name]
	if !ok {
		return nil, nil
	}
	out := strings.Split(text, ",")
	for _, word := range out {
		if !slices.Contains(words, word) {
			return nil, badParam(name, "bad-choice", "Give some of these, with commas between them: "+strings.Join(words, ", ")+".")
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// Flag is a parameter that is true or false; false when absent.
func (p Params) Flag(name string) (bool, error) {
	text, err := p.OneOf(name, []string{"true", "false"})
	return text == "true", err
}

// ID is a parameter that is an id, read into the given one; ok is false when it is
// absent.
func (p Params) ID(name string, into encoding.TextUnmarshaler) (ok bool, err error) {
	text, ok := p[name]
	if ok && (text == "" || into.UnmarshalText([]byte(text)) != nil) {
		return false, badParam(name, "bad-id", "Give an id as answers of this API have it.")
	}
	return ok, nil
}

// cursorVersion leads every cursor, so that its meaning can change one day without
// an old one being misread.
const cursorVersion = 1

// Cursor makes a place in a list opaque. No place is no cursor.
func Cursor(place string) string {
	if place == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append([]byte{cursorVersion}, place...))
}

// Cursor is the place that the parameter "cursor" leads to; "" when absent. valid
// says whether a decoded text is a place in this list.
func (p Params) Cursor(valid func(string) bool) (string, error) {
	text, ok := p["cursor"]
	if !ok {
		return "", nil
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) < 2 || b[0] != cursorVersion || !valid(string(b[1:])) {
		return "", badParam("cursor", "bad-cursor", "Give what the list before returned as next, or leave it out to start anew.")
	}
	return string(b[1:]), nil
}
