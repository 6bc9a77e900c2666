package content

import (
	"errors"
	"testing"
)

func TestPreviewAddresses(t *testing.T) {
	for template, want := range map[string]string{
		"https://a.example/preview?path={path}&token={token}": "https://a.example/preview?path=%2Fservices%2Femdr&token=s",
		"https://a.example/draft/{path}?token={token}":        "https://a.example/draft/services/emdr?token=s",
		"https://a.example{path}?token={token}":               "https://a.example/services/emdr?token=s",
		"https://a.example:8443/{token}{path}":                "https://a.example:8443/s/services/emdr",
		"http://localhost:3000{path}?t={token}":               "http://localhost:3000/services/emdr?t=s",
		"http://127.0.0.1:3000{path}?t={token}":               "http://127.0.0.1:3000/services/emdr?t=s",
		"http://[::1]:3000{path}?t={token}":                   "http://[::1]:3000/services/emdr?t=s",
		"http://a.example{path}?t={token}":                    "",
		"javascript:alert('{path}{token}')":                   "",
		"//a.example{path}{token}":                            "",
		"https://user@a.example{path}?t={token}":              "",
		"https://a.example/?t={token}":                        "",
		"https://a.example{path}":                             "",
		"https://a.example/ {path}?t={token}":                 "",
		"https://a.example/\r\nx:{path}?t={token}":            "",
		"https://a;sandbox;report-uri/{path}{token}":          "",
		"https://a,b{path}?t={token}":                         "",
		"https://a'self'{path}?t={token}":                     "",
		"https://*{path}?t={token}":                           "",
		"https://*.example{path}?t={token}":                   "",
		"https://a%3bsandbox{path}?t={token}":                 "",
		"https://a.example:x{path}?t={token}":                 "",
		"http://[::1%25;sandbox]{path}?t={token}":             "",
		"https://{path}{token}":                               "",
		"https://{path}.example/{token}":                      "",
		"https://a.example{token}{path}":                      "",
		"https://{path}/{token}":                              "",
		"":                                                    "",
	} {
		got, err := PreviewAddress(template, "/services/emdr", "s")
		if want == "" && !errors.Is(err, ErrBadURL) || want != "" && (err != nil || got.String() != want) {
			t.Errorf("%q gives %v, %v, not %q", template, got, err, want)
		}
	}
}

func TestAPracticeSaysWhereItsSiteShowsDrafts(t *testing.T) {
	practice := func(address string) *Content {
		return &Content{Title: "Willow Room", Fields: Fields{"previewURL": address}}
	}
	good, bad := practice("https://a.example{path}?t={token}"), practice("https://a;sandbox/{path}{token}")
	if err := Standard().Validate("practice", *good, nil, nil); err != nil {
		t.Errorf("an address that works: %v", err)
	}
	var invalid *InvalidError
	if err := Standard().Validate("practice", *bad, good, nil); !errors.As(err, &invalid) ||
		invalid.Problems[0] != (Problem{Path: "fields.previewURL", Code: CodeBadURL, Message: "After https:// comes the name of your website, as in https://example.org/preview?path={path}&token={token}."}) {
		t.Errorf("one that ends up in a header: %v", err)
	}
	if err := Standard().Validate("practice", *bad, bad, nil); err != nil {
		t.Errorf("what an earlier version held: %v", err)
	}
}
