package paste

import "testing"

func TestAddressesOfAPlainMail(t *testing.T) {
	for in, want := range map[string]string{
		"call 505-555-0142<tel:505-555-0142>.":               "call 505-555-0142.",
		"call (505) 555-0142<tel:5055550142>":                "call (505) 555-0142",
		"to dana@example.org<mailto:dana@example.org>, soon": "to dana@example.org, soon",
		"www.example.org<http://www.example.org/>":           "www.example.org",
		"https://example.org/a<https://example.org/a>":       "https://example.org/a",
		"it stands at https://\nexample.org/privacy and":     "it stands at https://example.org/privacy and",
		"write to dana@example\n.org and":                    "write to dana@example.org and",
		"Book online<https://example.org/book>":              "Book online<https://example.org/book>",
		"call us<tel:505-555-0142>":                          "call us<tel:505-555-0142>",
		"call 505-555-0143<tel:505-555-0142>":                "call 505-555-0143<tel:505-555-0142>",
		"Dana<mailto:dana@example.org>":                      "Dana<mailto:dana@example.org>",
		"see example.org<https://example.org/other>":         "see example.org<https://example.org/other>",
		"at dana@example.org\n.NET is no address":            "at dana@example.org\n.NET is no address",
		"https://example.org/\nprivacy":                      "https://example.org/\nprivacy",
	} {
		if got := mendAddresses(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
