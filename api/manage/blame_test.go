package manage_test

import (
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
)

func TestBlameSaysWhoWroteEachSentence(t *testing.T) {
	s, c := newClient(t)
	v := s.Service(t, "emdr", cmstest.Section("Before", "We talk first. Then we rest."), cmstest.Section("Other", "Not asked for."))
	s.Clock.Advance(time.Hour)
	v.Content.Blocks[0].Fields = cmstest.Section("Before", "We talk first. Then we walk.").Fields
	next := s.Save(t, v)
	address := "/manage/v1/documents/" + v.Document.String() + "/blame"
	got := c.Get(address + "?block=" + next.Content.Blocks[0].ID.String())
	want(t, "blame", got, 200)
	for _, words := range []string{
		`"version":2,"texts":[`, `"path":"body","label":`, `{"text":"We talk first.","version":1,"at":"2026-03-02T16:00:00`, `{"text":" Then we walk.","version":2,"at":"2026-03-02T17:00:00`, `"name":"Robin Field"`, `"unsure":false,"broughtBack":null`,
	} {
		if !strings.Contains(got.Text(), words) {
			t.Errorf("it does not say %s:\n%s", words, got.Text())
		}
	}
	for _, words := range []string{"Then we rest", "Not asked for"} {
		if strings.Contains(got.Text(), words) {
			t.Errorf("it says %s", words)
		}
	}
	own := c.Get(address)
	want(t, "the document itself", own, 200)
	if !strings.Contains(own.Text(), `"block":null,"kind":"service","name":null`) || !strings.Contains(own.Text(), `"path":"title"`) || strings.Contains(own.Text(), "We talk") {
		t.Errorf("got %s", own.Text())
	}
	for query, status := range map[string]int{"?block=x": 400, "?block=0198c0de-0000-7000-8000-000000000000": 404, "?locale=es-US": 404, "?blocks=x": 400} {
		want(t, query, c.Get(address+query), status)
	}
}

func TestBlameNeedsATokenThatReadsDrafts(t *testing.T) {
	s, c := newClient(t)
	v := s.Service(t, "emdr", cmstest.Section("Before", "We talk first."))
	address := "/manage/v1/documents/" + v.Document.String() + "/blame?block=" + v.Content.Blocks[0].ID.String()
	for scope, status := range map[cms.Role]int{cms.ScopeManage: 200, cms.ScopePreview: 200, cms.ScopeDeliver: 403} {
		text, _ := token(t, s, scope)
		got := c.Do("GET", address, nil, "Authorization", "Bearer "+text)
		want(t, string(scope), got, status)
		if status != 200 && strings.Contains(got.Text(), "We talk") {
			t.Errorf("%s: it says %s", scope, got.Text())
		}
	}
	want(t, "no token", c.Do("GET", address, nil, "Authorization", ""), 401)
}
