package paste

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"practicecms/content"
)

func TestRedirectsAreUndone(t *testing.T) {
	const want = "https://example.org/help?a=b%20c&d=e#f"
	escaped := url.QueryEscape(want)
	safelink := "https://nam12.safelinks.protection.outlook.com/?url=" + escaped + "&data=05%7C02&reserved=0"
	for name, raw := range map[string]string{
		"a search":                    "https://www.google.com/url?sa=t&url=" + escaped + "&usg=x",
		"a document":                  "https://www.google.com/url?q=" + escaped + "&sa=D&source=editors&ust=1",
		"a search in another country": "https://google.co.uk/url?q=" + escaped,
		"another country again":       "http://www.google.com.au/url?q=" + escaped,
		"a mail program":              safelink,
		"a social network":            "https://l.facebook.com/l.php?u=" + escaped + "&h=AT0",
		"the same on a phone":         "https://lm.facebook.com/l.php?u=" + escaped,
		"pictures":                    "https://l.instagram.com/?u=" + escaped + "&e=x",
		"films":                       "https://www.youtube.com/redirect?event=video_description&q=" + escaped,
		"a network of colleagues":     "https://www.linkedin.com/safety/go?url=" + escaped + "&trk=x",
		"a mail filter, first":        "https://urldefense.proofpoint.com/v1/url?u=" + escaped + "&k=x",
		"a mail filter, second":       "https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_help-3Fa-3Db-2520c-26d-3De-23f&d=DwMF&c=x",
		"a mail filter, third":        "https://urldefense.com/v3/__https://example.org/help?a=b*20c&d=e*f__;JSM!!Abc!x$",
		"the same with one slash":     "https://urldefense.proofpoint.com/v3/__https:/example.org/help?a=b*20c&d=e*f__;JSM!!Abc!x$",
		"signs in a row":              "https://urldefense.us/v3/__https://example.org/help**A=b*20c&d=e*f__;P2ElIw!!x$",
		"another filter":              "https://linkprotect.cudasvc.com/url?a=" + escaped + "&c=E,1,x",
		"one that says it at times":   "https://protect-us.mimecast.com/redirect?url=" + escaped,
		"one in the path":             "https://secure-web.cisco.com/1abc/" + escaped,
		"one in base64":               "https://us-west-2.protection.sophos.com/?d=example.org&u=" + url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(want))),
		"one inside another":          "https://www.google.com/url?q=" + url.QueryEscape("https://l.facebook.com/l.php?u="+url.QueryEscape(safelink)),
		"one that adds its own sign":  "https://l.facebook.com/l.php?u=" + url.QueryEscape(strings.Replace(want, "#", "&fbclid=IwAR0#", 1)),
	} {
		got := cleanLink(raw)
		if got.link != want || len(got.notes) == 0 || got.notes[0] != "redirect around a link" {
			t.Errorf("%s: got %q, %q; want %q", name, got.link, got.notes, want)
		}
	}
}

func TestWhatARedirectLeadsToIsJudged(t *testing.T) {
	for name, test := range map[string]struct{ raw, want string }{
		"an e-mail address":           {"https://www.google.com/url?q=mailto:hello@example.org", "mailto:hello@example.org"},
		"a site without encryption":   {"https://www.google.com/url?q=http://example.org/x", "https://example.org/x"},
		"code":                        {"https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"},
		"a name before another host":  {"https://www.google.com/url?q=https://example.org@evil.example/", "https://www.google.com/url?q=https://example.org@evil.example/"},
		"a place of the same site":    {"https://www.google.com/url?q=/search", "https://www.google.com/url?q=/search"},
		"nothing":                     {"https://www.google.com/url", "https://www.google.com/url"},
		"another page of that site":   {"https://www.google.com/maps?q=https://example.org", "https://www.google.com/maps?q=https://example.org"},
		"a host that ends alike":      {"https://notgoogle.com/url?q=https://example.org", "https://notgoogle.com/url?q=https://example.org"},
		"a host that begins alike":    {"https://google.com.evil.example/url?q=https://example.org", "https://google.com.evil.example/url?q=https://example.org"},
		"one that keeps it to itself": {"https://protect-us.mimecast.com/s/AbC123?domain=example.org", "https://protect-us.mimecast.com/s/AbC123?domain=example.org"},
		"too few signs":               {"https://urldefense.com/v3/__https://example.org/a*b*c__;JQ!!x$", "https://urldefense.com/v3/__https://example.org/a*b*c__;JQ!!x$"},
	} {
		if got := cleanLink(test.raw); got.link != test.want {
			t.Errorf("%s: got %q, want %q", name, got.link, test.want)
		}
	}
}

func TestTrackingGoesAndNothingElseOfAnAddress(t *testing.T) {
	for raw, want := range map[string]string{
		"https://example.org/?utm_source=a&UTM_Medium=b":             "https://example.org/",
		"https://example.org/a?x=1&fbclid=2&y=%7e&gclid=3&Z=+#place": "https://example.org/a?x=1&y=%7e&Z=+#place",
		"https://example.org/a?mc_cid=1&mc_eid=2&id=3":               "https://example.org/a?id=3",
		"https://example.org/a?_hsenc=1&_hsmi=2&mkt_tok=3&_gl=4":     "https://example.org/a",
		"/contact?utm_campaign=x&topic=emdr":                         "/contact?topic=emdr",
		"https://example.org/a?":                                     "https://example.org/a?",
		"https://example.org/a?&b=1&":                                "https://example.org/a?&b=1&",
		"https://example.org/a?utm=1&gclids=2&source=utm_source":     "https://example.org/a?utm=1&gclids=2&source=utm_source",
		"https://example.org/a#utm_source=x":                         "https://example.org/a#utm_source=x",
	} {
		got := cleanLink(raw)
		if dropped := len(got.notes) > 0; got.link != want || dropped != (raw != want) {
			t.Errorf("%q: got %q, %q; want %q", raw, got.link, got.notes, want)
		}
	}
}

func TestAddressesOfTheOldSiteAreMended(t *testing.T) {
	const https, mended = "made https of a link that was http", "mended the address of a link"
	for _, test := range []struct{ raw, want, note string }{
		{"http://oldsite.example.org/forms", "https://oldsite.example.org/forms", https},
		{"HTTP://oldsite.example.org:80/forms", "https://oldsite.example.org/forms", https},
		{"//cdn.example.org/x", "https://cdn.example.org/x", mended},
		{"www.example.org", "https://www.example.org", mended},
		{"hello@example.org", "mailto:hello@example.org", mended},
		{"http://mailto:hello@example.org", "mailto:hello@example.org", mended},
		{"tel:505\u2011555\u20110142", "tel:5055550142", mended},
		{"https://example.org/page\u200b", "https://example.org/page", mended},
		{"https://exam\nple.org/page", "https://example.org/page", mended},
	} {
		if got := cleanLink(test.raw); got.link != test.want || len(got.notes) != 1 || got.notes[0] != test.note {
			t.Errorf("%q: got %q, %q; want %q, %q", test.raw, got.link, got.notes, test.want, test.note)
		}
	}
	for _, raw := range []string{"http://example.org:8080/", "contact", "forms/intake.pdf", "javascript:alert(1)", "java\nscript:alert(1)", "ftp://example.org", `\\evil.example`, `/\evil.example`} {
		if got := cleanLink(raw); got.link != "" || got.why == "" {
			t.Errorf("%q became %q", raw, got.link)
		}
	}
}

func FuzzCleanLink(f *testing.F) {
	for _, one := range addresses {
		f.Add("https://www.google.com/url?q=" + url.QueryEscape(one.raw))
		f.Add("https://urldefense.com/v3/__" + one.raw + "__;JSM!!x$")
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got := cleanLink(raw)
		if (got.link == "") != (got.why != "") {
			t.Fatalf("%q: %+v", raw, got)
		}
		if link, err := content.CanonicalURL(got.link); got.link != "" && (err != nil || link != got.link) {
			t.Fatalf("%q is kept as %q, which is %q (%v)", raw, got.link, link, err)
		}
	})
}
