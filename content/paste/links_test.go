package paste

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"practicecms/content"
	"practicecms/content/richtext"
)

const someDocument = "0192f0c1-0000-7000-8000-000000000001"

// addresses are links with their canonical form; "" is a link that may not stand.
var addresses = []struct{ raw, want string }{
	{"https://example.org", "https://example.org"},
	{"HTTPS://Example.org/Path", "https://Example.org/Path"},
	{"https://example.org/a/b?c=d&e=%20#f", "https://example.org/a/b?c=d&e=%20#f"},
	{"https://example.org:8443/", "https://example.org:8443/"},
	{"https://example.org:/", "https://example.org/"},
	{"https://example.org/a_(b)", "https://example.org/a_(b)"},
	{"https://example.org/My File.pdf", "https://example.org/My%20File.pdf"},
	{"https://example.org/100%", "https://example.org/100%25"},
	{"https://example.org/café?ü#é", "https://example.org/caf%C3%A9?%C3%BC#%C3%A9"},
	{"https://münchen.example/weg", "https://münchen.example/weg"},
	{"https://our_rooms.example.org/a_b", "https://our_rooms.example.org/a_b"},
	{"https://[2001:db8::1]/", "https://[2001:db8::1]/"},
	{" https://example.org ", "https://example.org"},
	{"https://example.org/&copy;", "https://example.org/&copy;"},
	{"http://example.org", ""},
	{"https:example.org", ""},
	{"https:/example.org", ""},
	{"https:///path", ""},
	{"https://", ""},
	{"https://user:secret@example.org/", ""},
	{"https://example.org@evil.example/", ""},
	{"https://example..org/", ""},
	{"https://ex%61mple.org/", ""},
	{"https://[fe80::1%25eth0]/", ""},
	{`https:\\evil.example`, ""},
	{`https://example.org\@evil.example`, ""},
	{"https://example.org/a%5Cb", "https://example.org/a%5Cb"},
	{`https://example.org/a\b?c\d#e\f`, "https://example.org/a/b?c%5Cd#e%5Cf"}, // as browsers read it
	{`https://example.org\a`, ""},
	{`https://example.org\@evil.example/`, ""},
	{`https://evil.example\.example.org/`, ""},
	{"https://example.org/a%0Ab", ""},
	{"https://example.org/\u202egpj.exe", ""},
	{"https://example.org/%E2%80%AEgpj.exe", ""},
	{`https://example.org/"onclick=`, "https://example.org/%22onclick="},
	{"https://example.org/`x`", "https://example.org/%60x%60"},
	{`https://example.org/!"$%&'()*+,-.:;<=>@[]^_{|}~`, "https://example.org/!%22$%25&'()*+,-.:;%3C=%3E@[]%5E_%7B%7C%7D~"},
	{"https://example.org/a?b=<c>|{d}^`e`\"f\"", "https://example.org/a?b=%3Cc%3E%7C%7Bd%7D%5E%60e%60%22f%22"},
	{`https://example.org"/`, ""},
	{"https://example<b>.org/", ""},
	{"https://exam`ple.org/", ""},
	{"mailto:hello@example.org", "mailto:hello@example.org"},
	{"MailTo:hello@example.org", "mailto:hello@example.org"},
	{"mailto:hello@example.org?subject=First visit", "mailto:hello@example.org?subject=First%20visit"},
	{"mailto:hello@example.org?Subject=A&body=b%0D%0Ac", "mailto:hello@example.org?subject=A&body=b%0D%0Ac"},
	{"mailto:first_last+x@example.org", "mailto:first_last+x@example.org"},
	{"mailto:first%2Blast@example.org", "mailto:first+last@example.org"},
	{"mailto:hello@example.org?cc=spy@example.org", ""},
	{"mailto:hello@example.org?BCC=spy@example.org", ""},
	{"mailto:hello@example.org?subject=a&%62cc=spy@example.org", ""},
	{"mailto:hello@example.org?subject=a%0D%0Abcc:spy@example.org", ""},
	{"mailto:hello@example.org?subject=a&subject=b", ""},
	{"mailto:hello@example.org?x-header=1", ""},
	{"mailto:a@example.org,b@example.org", ""},
	{"mailto:a%40example.org%2Cb@example.org", ""},
	{"mailto:Ana<ana@example.org>", ""},
	{"mailto:a@example.org#b", ""},
	{"mailto:?subject=a", ""},
	{"mailto:nobody", ""},
	{"tel:988", "tel:988"},
	{"tel:988,1", "tel:988,1"},
	{"tel:+1 (505) 555-0142", "tel:+1(505)555-0142"},
	{"tel:%28505%29%20555-0142;ext=12", "tel:(505)555-0142;ext=12"},
	{"TEL:+15055550142", "tel:+15055550142"},
	{"tel:+1 505 555 0142", "tel:+15055550142"},
	{"tel:+15055550142,,12;3P4w*5%23", "tel:+15055550142,,12;3p4w*5%23"},
	{"tel:+15055550142;ext=12,,3", "tel:+15055550142;ext=12,,3"},
	{"tel:988;1", "tel:988;1"},
	{"tel:988p1", "tel:988p1"},
	{"tel:988,", ""},
	{"tel:%2306%23", ""},
	{"tel:*67988", ""},
	{"tel:988;phone-context=evil.example", ""},
	{"tel:call-us", ""},
	{"tel:", ""},
	{"sms:988", "sms:988"},
	{"sms:741741?&body=HOME", "sms:741741?&body=HOME"},
	{"sms:74174", "sms:74174"},
	{"sms:+15055550142?body=Hello there", "sms:+15055550142?body=Hello%20there"},
	{"sms:988?subject=a", ""},
	{"sms:988,741741", ""},
	{"document:" + someDocument, "document:" + someDocument},
	{"Document:" + strings.ToUpper(someDocument), "document:" + someDocument},
	{"document:emdr", ""},
	{"document:", ""},
	{"/", "/"},
	{"/services/emdr#how-it-works", "/services/emdr#how-it-works"},
	{"/services/", "/services/"},
	{"/contact?topic=emdr", "/contact?topic=emdr"},
	{"/forms/intake.pdf", "/forms/intake.pdf"},
	{"/a//b", "/a//b"},
	{"/services#", "/services"},
	{"#fees", "#fees"},
	{"#", ""},
	{"//evil.example", ""},
	{"///evil.example", ""},
	{`/\evil.example`, ""},
	{`\\evil.example`, ""},
	{"/%5Cevil.example", ""},
	{"/%09/evil.example", ""},
	{"/\t/evil.example", ""},
	{"/services/../admin", ""},
	{"/services/%2e%2E/admin", ""},
	{"services/emdr", ""},
	{"?q=1", ""},
	{"example.org", ""},
	{"javascript:alert(1)", ""},
	{"JavaScript:alert(1)", ""},
	{"java\nscript:alert(1)", ""},
	{"\x01javascript:alert(1)", ""},
	{"javascript%3Aalert(1)", ""},
	{"data:text/html,x", ""},
	{"ftp://example.org", ""},
	{"https://example.org/" + strings.Repeat("a", content.MaxURLBytes), ""},
	{"", ""},
}

// punctuation may follow a backslash in Markdown.
var punctuation = regexp.MustCompile("[!-%'-/:-@\\[-`{-~]")

// meant writes an address so that Markdown means just that, between < and >.
func meant(address string) string {
	address = punctuation.ReplaceAllString(strings.ReplaceAll(address, "&", "\x00amp;"), `\$0`)
	address = strings.ReplaceAll(address, "\x00amp\\;", "&amp;")
	return regexp.MustCompile("[\x01-\x1f\x7f]").ReplaceAllStringFunc(address, func(c string) string { return fmt.Sprintf("&#%d;", c[0]) })
}

// published gives where the only link of a Markdown text leads, or "".
func published(t testing.TB, markdown string) string {
	t.Helper()
	page := ""
	r, err := richtext.Render(markdown, func(id string) (richtext.Target, bool) {
		page = "document:" + id
		return richtext.Target{Path: "/page", Title: "Page"}, id == someDocument
	})
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(r.HTML, `<a href="`)
	if !found {
		if !strings.Contains(r.Text, "words") && strings.Contains(markdown, "words") {
			t.Errorf("%q lost its words: %q", markdown, r.Text)
		}
		if len(r.Removed) == 0 && len(r.Broken) == 0 && !strings.Contains(r.Text, "[words][x]") { // or a definition that is words
			t.Errorf("%q: nothing is said of the link that is gone", markdown)
		}
		return ""
	}
	href, _, _ := strings.Cut(rest, `"`)
	if href = html.UnescapeString(href); href == "/page" {
		return page
	}
	return href
}

// verdicts checks that the field, Markdown and paste judge an address as policy does.
func verdicts(t testing.TB, raw, want string) {
	t.Helper()
	got, err := content.CanonicalURL(raw)
	if (err == nil) != (want != "") || got != want {
		t.Errorf("%q: the rule says %q, %v; want %q", raw, got, err, want)
	}
	if want != "" && content.CheckURL(want) != nil {
		t.Errorf("%q: the field refuses %q: %v", raw, want, content.CheckURL(want))
	}
	if err := content.CheckURL(raw); err == nil && want == "" {
		t.Errorf("%q: the field takes it", raw)
	} else if want != "" && err != nil && !strings.Contains(err.Error(), "write "+want) && !strings.Contains(err.Error(), "write it as "+want) {
		t.Errorf("%q: the field says %v, and not to write %q", raw, err, want)
	}

	pasted := cleanLink(raw)
	if (pasted.link == "") != (pasted.why != "") || pasted.notes == nil && pasted.link != want {
		t.Errorf("%q: paste gives %q (%s), want %q", raw, pasted.link, pasted.why, want)
	}
	if pasted.link != "" {
		got := published(t, "[words]("+destination(pasted.link)+")")
		if got == "" || got != pasted.link {
			t.Errorf("%q: pasted and published, it leads to %q, want %q", raw, got, want)
		}
	}
	for _, markdown := range []string{"[words](<" + meant(raw) + ">)", "[words][x]\n\n[x]: <" + meant(raw) + ">"} {
		if got := published(t, markdown); got != want {
			t.Errorf("%q: %q leads to %q, want %q", raw, markdown, got, want)
		}
	}
	if regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\x00-\x20\x7f<>]*$`).MatchString(raw) {
		if got := published(t, "<"+raw+">"); got != want {
			t.Errorf("%q: as a link to itself, it leads to %q, want %q", raw, got, want)
		}
	}
}

func TestOneRuleForLinksInFieldsInMarkdownAndInWhatIsPasted(t *testing.T) {
	for _, one := range addresses {
		verdicts(t, one.raw, one.want)
	}
}

func TestAButtonThatIsPastedMayBeSaved(t *testing.T) {
	for _, raw := range []string{"tel:(505) 555-0142", "mailto:first_last@example.org", "sms:988", "/contact?topic=emdr", "https://example.org/a_(b)"} {
		r := mustParse(t, `<h2>Book a visit</h2><p>Soon.</p><p><a href="`+raw+`">Choose a time</a></p>`, Options{Type: service()})
		primary, _ := r.Content.Blocks[len(r.Content.Blocks)-1].Fields["primary"].(map[string]any)
		if link, _ := primary["link"].(string); link == "" || content.CheckURL(link) != nil {
			t.Errorf("%q became the button %v, which the field refuses", raw, primary)
		}
	}
}

func FuzzLinks(f *testing.F) {
	for _, one := range addresses {
		f.Add(one.raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if strings.ContainsAny(raw, "\x00") || strings.ToValidUTF8(raw, "") != raw || len(raw) > 3000 || strings.TrimSpace(raw) != strings.Trim(raw, " ") {
			return // Markdown cannot hold the first, and paste trims the last
		}
		want, err := content.CanonicalURL(raw)
		if err != nil {
			want = ""
		}
		if id, ok := strings.CutPrefix(want, "document:"); ok && id != someDocument {
			return // Markdown shows no link to a document that is not live
		}
		verdicts(t, raw, want)
	})
}
