package admin

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"practicecms/cms"
)

func TestTheLiveEditorRefusesWhatItDidNotMake(t *testing.T) {
	d := atWork(t)
	w := look(d.visitor, d.page)
	id := d.id(0)
	for name, body := range map[string]string{
		"no JSON":         `{`,
		"another shape":   `[]`,
		"a foreign kind":  `{"title":"x","path":"/services/x","fields":{},"blocks":[{"id":"0190a000-0000-7000-8000-000000000001","kind":"evil","fields":{}}]}`,
		"one block twice": `{"title":"x","path":"/services/x","fields":{},"blocks":[{"id":"` + id + `","kind":"section","fields":{}},{"id":"` + id + `","kind":"section","fields":{}}]}`,
		"no block id":     `{"title":"x","path":"/services/x","fields":{},"blocks":[{"id":"","kind":"section","fields":{}}]}`,
	} {
		if got := d.ask("POST", w.at+"/live/keep", url.Values{"base": {"1"}, "seen": {w.seen}, "content": {body}}); got.status != 400 || !strings.Contains(got.body, `"happened"`) {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	got := d.ask("POST", w.at+"/live/keep", url.Values{"base": {"1"}, "seen": {w.seen}, "content": {`{"title":"t","path":"/services/one","fields":{"nosuch":{"deep":[1]},"summary":["no text"]},"blocks":[]}`}})
	if got.status != 200 {
		t.Fatalf("%d %s", got.status, got.body)
	}
	if f := d.working().Fields; f["nosuch"] != nil {
		t.Errorf("a field that nothing declares was kept: %v", f)
	}
	if got := (&visitor{t: t, handler: d.handler}).ask("POST", w.at+"/live/keep", url.Values{"content": {"{}"}}); got.status != 401 {
		t.Errorf("nobody at all is answered %d", got.status)
	}
}

func TestAPageThatIsNotWholeEmptiesNothing(t *testing.T) {
	d := atWork(t)
	w := look(d.visitor, d.page)
	whole := w.json()
	for _, sent := range []string{
		"null", "{}", "[]", whole + "x", whole + whole, strings.Replace(whole, `"title"`, `"TITLE"`, 1), strings.Replace(whole, "{", `{"title":"twice",`, 1),
		strings.Replace(whole, `"blocks"`, `"parts"`, 1), strings.Replace(whole, "{", `{"other":1,`, 1),
	} {
		got := d.ask("POST", w.at+"/live/keep", url.Values{"base": {"1"}, "seen": {w.seen}, "content": {sent}})
		if got.status != 400 {
			t.Errorf("%.40s answers %d", sent, got.status)
		}
	}
	if _, err := d.site.Editor().Working(t.Context(), d.site.Who, d.page.Document, d.page.Locale); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("something of it was kept: %v", err)
	}
}
