package admin

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"practicecms/cms/cmstest"
	"practicecms/content/paste"
)

// insert asks what is to be inserted, as the live editor does.
func (v *visitor) insert(html, text, at string) answer {
	v.t.Helper()
	return v.ask("POST", "/admin/insert", url.Values{"html": {html}, "text": {text}, "at": {at}})
}

func TestTheEditorsClipboardIsReadByTheImporter(t *testing.T) {
	v := enter(t, cmstest.New(t))
	audited := v.audited()
	for _, c := range []struct{ about, html, text, at, form, markdown string }{
		{"formatted words keep their marks", "<p>One <b>two</b></p>", "not this", "body", "inline", "One **two**"},
		{"a line is one line", "<p>One</p><p><i>two</i></p>", "", "line", "inline", "One *two*"},
		{"words without formatting are read as plain text", "", "1 * 2\r\n", "line", "inline", `1 \* 2`},
	} {
		got := v.insert(c.html, c.text, c.at)
		var read insertion
		if err := json.Unmarshal([]byte(got.body), &read); err != nil || got.status != http.StatusOK {
			t.Fatalf("%s: %d %s", c.about, got.status, got.body)
		}
		if string(read.Form) != c.form || read.Markdown != c.markdown || read.Items == nil || read.Parts == nil || read.Removed == nil {
			t.Errorf("%s: got %s", c.about, got.body)
		}
	}
	got := v.insert("<ul><li>Two</li><li><em>Three</em></li></ul>", "", "item")
	var read insertion
	if err := json.Unmarshal([]byte(got.body), &read); err != nil || read.Form != paste.Items || strings.Join(read.Items, "|") != "Two|*Three*" {
		t.Errorf("a list pasted into a list: got %s", got.body)
	}
	if n := v.audited(); n != audited {
		t.Errorf("reading a clipboard changed something: %d audit entries, want %d", n, audited)
	}
}

func TestWhatCannotBeInsertedIsSaidInWords(t *testing.T) {
	v := enter(t, cmstest.New(t))
	for _, c := range []struct {
		html, text, at string
		status         int
		says           string
	}{
		{"<p> </p>", " ", "body", http.StatusUnprocessableEntity, "no words"},
		{"", strings.Repeat("word ", paste.MaxInput/5+1), "body", http.StatusRequestEntityTooLarge, "longer than a page"},
		{"", strings.Repeat("<", maxBody), "body", http.StatusRequestEntityTooLarge, "more than we can take"},
		{"", "a\x00b", "body", http.StatusUnprocessableEntity, "no text"},
		{"", "words", "somewhere", http.StatusBadRequest, "could not read"},
	} {
		got := v.insert(c.html, c.text, c.at)
		var p problem
		if err := json.Unmarshal([]byte(got.body), &p); err != nil || got.status != c.status || !strings.Contains(p.Happened, c.says) {
			t.Errorf("at %q: got %d %.200s, want %d and %q", c.at, got.status, got.body, c.status, c.says)
		}
	}
}
