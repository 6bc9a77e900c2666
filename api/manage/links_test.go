package manage_test

import "testing"

// A button leads wherever a link of a text may, and a link that is written in another way
// is stored in the one form.
func TestLinksOfButtons(t *testing.T) {
	_, c := newClient(t)
	button := func(link string) object {
		return service("One", object{"kind": "cta", "heading": "Begin", "primary": object{"label": "Go", "link": link}})
	}
	for link, stored := range map[string]string{
		"sms:988":                              "sms:988",
		"sms:74174":                            "sms:74174",
		"sms:+15055550142?body=Hi there":       "sms:+15055550142?body=Hi%20there",
		"tel:988,1":                            "tel:988,1",
		"tel:+15055550142;ext=12,,3":           "tel:+15055550142;ext=12,,3",
		"tel:+1 505 555 0142":                  "tel:+15055550142",
		"/forms/intake.pdf":                    "/forms/intake.pdf",
		"/contact?topic=emdr#form":             "/contact?topic=emdr#form",
		"#fees":                                "#fees",
		"HTTPS://Example.org/Path":             "https://Example.org/Path",
		`https://example.org/a b|c"d"?e=^f{g}`: "https://example.org/a%20b%7Cc%22d%22?e=%5Ef%7Bg%7D",
	} {
		got := create(c, button(link))
		if primary, _ := got.Blocks[0]["primary"].(map[string]any); primary["link"] != stored {
			t.Errorf("%q is stored as %q, want %q", link, primary["link"], stored)
		}
	}
	for link, suggestion := range map[string]string{
		"example.org":             "https://example.org",
		"http://example.org":      "https://example.org",
		"988":                     "tel:988",
		"hello@example.org":       "mailto:hello@example.org",
		"contact":                 "",
		"javascript:alert(1)":     "",
		`/\evil.example`:          "",
		"https://a@evil.example/": "",
	} {
		got := c.Do("POST", "/manage/v1/documents", button(link))
		want(t, link, got, 422)
		var p struct {
			Problems []struct{ Path, Code, Message, Suggestion string }
		}
		got.JSON(t, &p)
		if len(p.Problems) != 1 || p.Problems[0].Path != "blocks[0].primary.link" || p.Problems[0].Code != "bad-url" || p.Problems[0].Suggestion != suggestion {
			t.Errorf("%q: problems %+v, want a suggestion of %q", link, p.Problems, suggestion)
		}
	}
}

// The same page sent again in the words of its writer is the same version.
func TestALinkThatWasPutRightIsNoChange(t *testing.T) {
	_, c := newClient(t)
	sent := service("One", object{"kind": "cta", "heading": "Begin", "primary": object{"label": "Go", "link": "tel:+1 505 555 0142"}})
	d := create(c, sent)
	sent["blocks"] = []any{object{"id": d.Blocks[0]["id"], "kind": "cta", "heading": "Begin", "primary": object{"label": "Go", "link": "tel: +1 505 555 0142"}}}
	got := c.Do("PUT", "/manage/v1/documents/"+d.ID, sent, "If-Match", `"v1"`)
	want(t, "the same again", got, 200)
	if got.Header.Get("Etag") != `"v1"` {
		t.Errorf("version %s, want v1", got.Header.Get("Etag"))
	}
}
