package form

import "testing"

func TestALinkThatIsTypedIsPutRight(t *testing.T) {
	for typed, want := range map[string]string{
		"tel:+1 (505) 555-0142":           "tel:+1(505)555-0142",
		"HTTPS://Example.org/Path":        "https://Example.org/Path",
		"/contact":                        "/contact",
		"":                                "",
		"example.org":                     "example.org", // the check of the field says what to do
		"mailto:a@b.example?bcc=c@d.test": "mailto:a@b.example?bcc=c@d.test",
	} {
		if got := (Reader{}).URL(typed, nil); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}
