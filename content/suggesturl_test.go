package content

import "testing"

func TestSuggestURLKnowsWhatIsMeant(t *testing.T) {
	for raw, want := range map[string]string{
		"example.org":                      "https://example.org",
		"www.example.org/x":                "https://www.example.org/x",
		"example.org:8443/x?y#z":           "https://example.org:8443/x?y#z",
		"see: example.org":                 "",
		"münchen.example":                  "https://münchen.example",
		"http://Example.org/a b":           "https://Example.org/a%20b",
		"http://example.org:80/":           "https://example.org/",
		"http://example.org:8080/":         "",
		"https:example.org":                "https://example.org",
		"https:/example.org":               "https://example.org",
		"http//example.org":                "https://example.org",
		"http://https://example.org":       "https://example.org",
		`https:\\example.org\a`:            "https://example.org/a",
		"//example.org":                    "https://example.org",
		"<https://example.org>":            "https://example.org",
		"example.org.":                     "https://example.org",
		"https://example.org/\u200b":       "https://example.org/",
		"https://example.org/%E2%80%8B":    "https://example.org/",
		"988":                              "tel:988",
		"988,1":                            "tel:988,1",
		"(505) 555-0142":                   "tel:5055550142",
		"+1 505 555 0142":                  "tel:+15055550142",
		"505.555.0142 x12":                 "tel:5055550142;ext=12",
		"tel:\u202a+1\u00a0505 5550142":    "tel:+15055550142",
		"tel://988":                        "tel:988",
		"12":                               "",
		"1.5":                              "",
		"$150":                             "",
		"someone@example.org":              "mailto:someone@example.org",
		"mailto: someone@example.org":      "mailto:someone@example.org",
		"http://mailto:a@example.org":      "mailto:a@example.org",
		"mailto:https://example.org":       "https://example.org",
		"mailto:a@b.example?bcc=c@d.test":  "",
		"intake.pdf":                       "/intake.pdf",
		"forms/intake.pdf":                 "/forms/intake.pdf",
		"example.org/intake.pdf":           "https://example.org/intake.pdf",
		"contact":                          "",
		"contact/":                         "",
		"Our fees":                         "",
		"":                                 "",
		"#":                                "",
		"https://":                         "",
		"http://localhost":                 "",
		"/contact":                         "/contact",
		"tel:+1 505 555 0142":              "tel:+15055550142",
		"javascript:alert(1)":              "",
		"javascript:alert(1)//example.org": "",
		"java\nscript:alert(1)":            "",
		"\x01javascript:alert(1)":          "",
		"http://javascript:alert(1)":       "",
		"data:text/html,example.org":       "",
		"vbscript:msgbox":                  "",
		"ftp://example.org":                "",
		"https://user:secret@example.org":  "",
		"https://example.org@evil.example": "",
		`\\evil.example`:                   "",
		`/\evil.example`:                   "",
	} {
		got, ok := SuggestURL(raw)
		if got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v; want %q", raw, got, ok, want)
		}
	}
}

// What is suggested is a link as it is stored, and its own suggestion.
func FuzzSuggestURL(f *testing.F) {
	for _, s := range append(goodURLs, "example.org", "988", "(505) 555-0142 x1", "someone@example.org", `http:\\example.org:80\a`, "http://mailto:a@b.example") {
		f.Add(s)
	}
	for _, s := range badURLs {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		link, ok := SuggestURL(raw)
		if ok != (link != "") || ok && CheckURL(link) != nil {
			t.Fatalf("%q gives %q, %v: %v", raw, link, ok, CheckURL(link))
		}
		if again, _ := SuggestURL(link); again != link {
			t.Fatalf("%q gives %q, and that gives %q", raw, link, again)
		}
	})
}

func TestJudgeURLSaysWhatToDo(t *testing.T) {
	for raw, want := range map[string]URLVerdict{
		"https://example.org/ü":     {Link: "https://example.org/ü"},
		"https://example.org/a b":   {Link: "https://example.org/a%20b"},
		"/contact":                  {Link: "/contact"},
		"tel:(505) 555-0142":        {Link: "tel:(505)555-0142"},
		"example.org":               {Advice: "A link to a website starts with https://", Suggestion: "https://example.org"},
		"http://example.org":        {Advice: "A link to a website starts with https://", Suggestion: "https://example.org"},
		"988":                       {Advice: "A link to a phone number starts with tel:", Suggestion: "tel:988"},
		"hello@example.org":         {Advice: "A link to an e-mail address starts with mailto:", Suggestion: "mailto:hello@example.org"},
		"forms/intake.pdf":          {Advice: "A link to a file of this site starts with /", Suggestion: "/forms/intake.pdf"},
		"https://example.org\u200b": {Advice: "It holds an invisible character; type it again.", Suggestion: "https://example.org"},
		"javascript:alert(1)":       {Advice: "This cannot be a link. Begin with https://, mailto:, tel: or sms:, or with a slash for a page of this site."},
		"contact":                   {Advice: "This cannot be a link. Put https:// in front, or a slash for a page of this site."},
		"":                          {Advice: "This cannot be a link. It is empty."},
	} {
		if got := JudgeURL(raw); got != want {
			t.Errorf("%q: got %+v, want %+v", raw, got, want)
		}
	}
}
