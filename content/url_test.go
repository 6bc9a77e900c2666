package content

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
)

var goodURLs = []string{
	"https://example.org", "https://example.org/a/b?c=d&e=%20#f", "https://sub.example.org:8443/", "https://münchen.example/weg",
	"mailto:hello@example.org", "mailto:hello@example.org?subject=First%20visit",
	"tel:+15055550142", "tel:988", "tel:(505)555-0142", "tel:+15055550142;ext=12",
	"tel:988,1", "tel:+15055550142,,12;3p4w*5%23", "tel:+15055550142;ext=12,,3", "sms:74174", "sms:988", "sms:838255", "sms:5055550142", "sms:741741?&body=HOME", "sms:+15055550142?body=Hi%20there", "mailto:hello@example.org?body=a%0D%0Ab",
	"/", "/contact", "/services/emdr#how-it-works", "/#hours", "/services/", "/services//emdr", "/contact?topic=emdr", "/services?next=https://evil.example",
	"/forms/intake.pdf", "#top", "https://[2001:db8::1]/", "https://example.org/café",
	"document:" + testDocumentID(3).String(),
}

var badURLs = map[string]string{
	"nothing":                              "",
	"a script":                             "javascript:alert(1)",
	"a script in capitals":                 "JavaScript:alert(1)",
	"a script behind a space":              " javascript:alert(1)",
	"a script cut by a tab":                "java\tscript:alert(1)",
	"a script cut by a line feed":          "java\nscript:alert(1)",
	"a script behind a control character":  "\x01javascript:alert(1)",
	"a script behind an invisible space":   "\u200bjavascript:alert(1)",
	"a script written with an entity":      "javascript&colon;alert(1)",
	"a script written in percent":          "javascript%3Aalert(1)",
	"data":                                 "data:text/html,<script>alert(1)</script>",
	"vbscript":                             "vbscript:msgbox(1)",
	"a file":                               "file:///etc/passwd",
	"plain http":                           "http://example.org",
	"https in capitals":                    "HTTPS://example.org",
	"https without slashes":                "https:example.org",
	"https with one slash":                 "https:/example.org",
	"https without a host":                 "https:///path",
	"https with only a port":               "https://:443/",
	"a name and password":                  "https://user:secret@example.org/",
	"another host behind an @":             "https://example.org@evil.example/",
	"a host with an empty part":            "https://example..org/",
	"a host written in percent":            "https://ex%61mple.org/",
	"a broken port":                        "https://example.org:port/",
	"another site with two slashes":        "//evil.example",
	"another site with a backslash":        `/\evil.example`,
	"another site with two backslashes":    `\\evil.example`,
	"a path with dots":                     "/services/../admin",
	"a path with an empty fragment":        "/services#",
	"a bare host":                          "www.example.org",
	"a relative path":                      "services/emdr",
	"a space inside":                       "https://example.org/a b",
	"a quotation mark":                     `https://example.org/"onclick=`,
	"a quotation mark in the host":         `https://example.org"onclick=`,
	"a backslash after the host":           `https://example.org\@evil.example/`,
	"a backslash in the host":              `https://evil.example\.example.org/`,
	"a backslash in a path of this site":   `/a\evil.example`,
	"the same in percent":                  "/%5Cevil.example",
	"pauses and nothing after them":        "tel:988,,",
	"a code that a phone carries out":      "tel:*%2306%23",
	"an angle bracket":                     "https://example.org/<script>",
	"text that reads from right to left":   "https://example.org/\u202egpj.exe",
	"invalid UTF-8":                        "https://example.org/\xff",
	"an address without an @":              "mailto:hello",
	"an address with a name":               "mailto:Ana<ana@example.org>",
	"a second reader":                      "mailto:hello@example.org?bcc=spy@example.org",
	"a second reader in capitals":          "mailto:hello@example.org?BCC=spy@example.org",
	"two addresses":                        "mailto:a@example.org,b@example.org",
	"words as a phone number":              "tel:call-us",
	"a phone number with spaces":           "tel:+1 505 555 0142",
	"a message to no number that is":       "sms:12",
	"a message to four digits":             "sms:1234",
	"a message beyond all countries":       "sms:+1234567890123456",
	"a document without an id":             "document:",
	"a document by a name":                 "document:emdr",
	"a document's id in capitals":          "document:" + strings.ToUpper(testDocumentID(0xabc).String()),
	"more than a browser takes":            "https://example.org/" + strings.Repeat("a", MaxURLBytes),
	"an unknown scheme that looks like us": "httpsx://example.org",
}

func TestCheckURLTakesWhatLeadsSomewhereSafe(t *testing.T) {
	for _, s := range goodURLs {
		if err := CheckURL(s); err != nil {
			t.Errorf("CheckURL(%q) = %v, want nil", s, err)
		}
	}
}

func TestCheckURLRefuses(t *testing.T) {
	for name, s := range badURLs {
		t.Run(name, func(t *testing.T) {
			if err := CheckURL(s); !errors.Is(err, ErrBadURL) {
				t.Errorf("CheckURL(%q) = %v, want ErrBadURL", s, err)
			}
		})
	}
}

func TestCanonicalURLPutsRight(t *testing.T) {
	for raw, want := range map[string]string{
		"tel:+1 505 555 0142":                "tel:+15055550142",
		"tel:988P1W2":                        "tel:988p1w2",
		"sms:+1 505 555 0142?body=Hi there":  "sms:+15055550142?body=Hi%20there",
		"HTTPS://Example.org/Path":           "https://Example.org/Path",
		" /forms/intake form.pdf ":           "/forms/intake%20form.pdf",
		"/contact?topic=\"emdr\"|x":          "/contact?topic=%22emdr%22%7Cx",
		"https://example.org/a|b^c`d{e}<f>":  "https://example.org/a%7Cb%5Ec%60d%7Be%7D%3Cf%3E",
		"https://example.org/100%?\"#'":      "https://example.org/100%25?%22#'",
		`https://example.org/a\b?c\d#e\f`:    "https://example.org/a/b?c%5Cd#e%5Cf",
		"https://example.org?a=/b\\c":        "https://example.org?a=/b%5Cc",
		"https://people.example.org/~smith/": "https://people.example.org/~smith/",
	} {
		if got, err := CanonicalURL(raw); got != want {
			t.Errorf("%q: got %q, %v; want %q", raw, got, err, want)
		}
	}
}

// A link keeps every sign that a keyboard has. After the host a backslash is the slash for
// which browsers take it.
func TestEverySignOfATypedAddressStays(t *testing.T) {
	for c := '!'; c <= '~'; c++ {
		for _, typed := range []string{"https://example.org/a" + string(c) + "b", "https://example.org/a?b=" + string(c) + "d", "https://example.org/a#b" + string(c) + "c"} {
			written, err := CanonicalURL(typed)
			if err != nil {
				t.Errorf("%q is refused: %v", typed, err)
				continue
			}
			plain, err := url.PathUnescape(written)
			if want := strings.Replace(typed, `/a\b`, "/a/b", 1); err != nil || plain != want {
				t.Errorf("%q became %q, which says %q (%v)", typed, written, plain, err)
			}
		}
	}
}

func TestDocumentInURLFindsOnlyDocuments(t *testing.T) {
	want := testDocumentID(3)
	if got, ok := DocumentInURL("document:" + want.String()); !ok || got != want {
		t.Errorf("got %v, %v; want %v", got, ok, want)
	}
	for _, s := range []string{"", "document:", want.String(), "Document:" + want.String(), "document:" + want.String() + "#x", "document:00000000-0000-0000-0000-000000000000"} {
		if got, ok := DocumentInURL(s); ok {
			t.Errorf("DocumentInURL(%q) = %v, want none", s, got)
		}
	}
}

// FuzzCheckURL holds what CheckURL accepts against net/url and against what a
// browser would make of it: white space and control characters left out, letters
// of either size.
func FuzzCheckURL(f *testing.F) {
	for _, s := range goodURLs {
		f.Add(s)
	}
	for _, s := range badURLs {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		written, err := CanonicalURL(s)
		if again, err2 := CanonicalURL(written); err == nil && (err2 != nil || again != written) {
			t.Fatalf("%q is canonically %q, and that is %q (%v)", s, written, again, err2)
		}
		if err == nil && CheckURL(written) != nil {
			t.Fatalf("%q is canonically %q, which is refused: %v", s, written, CheckURL(written))
		}
		if CheckURL(s) != nil {
			return
		}
		u, err := url.Parse(s)
		if err != nil {
			t.Fatalf("%q was accepted, but net/url says %v", s, err)
		}
		if !slices.Contains([]string{"", "https", "mailto", "tel", "sms", "document"}, u.Scheme) {
			t.Fatalf("%q was accepted with scheme %q", s, u.Scheme)
		}
		if u.Scheme == "" && (u.Host != "" || !strings.HasPrefix(u.Path, "/") && !strings.HasPrefix(s, "#")) || u.User != nil {
			t.Fatalf("%q was accepted, but leads to another host or names a user", s)
		}
		if u.Scheme == "https" && u.Hostname() == "" {
			t.Fatalf("%q was accepted without a host", s)
		}
		seen := strings.ToLower(strings.Map(func(r rune) rune {
			if r <= ' ' || r == 0x7f {
				return -1
			}
			return r
		}, s))
		if seen != strings.ToLower(s) {
			t.Fatalf("%q was accepted with white space or control characters", s)
		}
		for _, scheme := range []string{"javascript:", "vbscript:", "data:", "file:", "http:", "//", `\`} {
			if strings.HasPrefix(seen, scheme) {
				t.Fatalf("%q was accepted, but browsers read %s", s, scheme)
			}
		}
	})
}
