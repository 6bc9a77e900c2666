package admin

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestTheEditorAsksTheOneRuleForLinks(t *testing.T) {
	v := enter(t, cmstest.New(t))
	audited := v.audited()
	for _, raw := range []string{" https://example.org ", "example.org", "988", "javascript:alert(1)"} {
		got := v.ask("POST", "/admin/link", url.Values{"address": {raw}})
		var read content.URLVerdict
		if err := json.Unmarshal([]byte(got.body), &read); err != nil || got.status != http.StatusOK || read != content.JudgeURL(strings.TrimSpace(raw)) {
			t.Errorf("%q: got %d %s", raw, got.status, got.body)
		}
	}
	if n := v.audited(); n != audited {
		t.Errorf("judging a link changed something: %d audit entries, want %d", n, audited)
	}
}
