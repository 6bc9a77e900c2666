package manage_test

import (
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/evidence"
)

func TestEvidenceOfDays(t *testing.T) {
	s, c := newClient(t)
	v := s.Service(t, "emdr", cmstest.Section("Before", "We talk first."))
	s.Publish(t, v)
	v.Content.Title = "A draft of Tuesday"
	s.Save(t, v)
	s.Clock.Advance(48 * time.Hour)
	address := "/manage/v1/documents/" + v.Document.String() + "/evidence"
	got := c.Get(address + "?from=2026-03-02&to=2026-03-02")
	want(t, "evidence", got, 200)
	if report := evidence.Verify(got.Body); !report.OK() || report.From.Format(time.RFC3339) != "2026-03-02T00:00:00Z" || report.To.Format(time.RFC3339) != "2026-03-03T00:00:00Z" {
		t.Errorf("got %+v", report)
	}
	if text := got.Text(); !strings.Contains(text, "We talk first.") || strings.Contains(text, "A draft of Tuesday") {
		t.Errorf("got %s", text)
	}
	for query, status := range map[string]int{
		"": 422, "?from=2026-03-02": 422, "?from=2026-03-02&to=2026-03-32": 422, "?from=2026-03-03&to=2026-03-02": 422, "?from=2027-01-01&to=2027-01-02": 422,
		"?from=2026-03-02&to=2026-03-02&locale=es-US": 404, "?from=2026-03-02&to=2026-03-02&at=x": 400, "?from=2026-03-02T00:00:00Z&to=2026-03-03": 422,
	} {
		want(t, query, c.Get(address+query), status)
	}
	want(t, "another document", c.Get("/manage/v1/documents/0198c0de-0000-7000-8000-000000000000/evidence?from=2026-03-02&to=2026-03-02"), 404)
}

func TestEvidenceNeedsATokenThatReadsDrafts(t *testing.T) {
	s, c := newClient(t)
	v := s.Service(t, "emdr")
	s.Publish(t, v)
	s.Clock.Advance(time.Hour)
	address := "/manage/v1/documents/" + v.Document.String() + "/evidence?from=2026-03-02&to=2026-03-02"
	for scope, status := range map[cms.Role]int{cms.ScopeManage: 200, cms.ScopePreview: 200, cms.ScopeDeliver: 403} {
		text, _ := token(t, s, scope)
		got := c.Do("GET", address, nil, "Authorization", "Bearer "+text)
		want(t, string(scope), got, status)
		if status != 200 && strings.Contains(got.Text(), "publications") {
			t.Errorf("%s: it says %s", scope, got.Body)
		}
	}
	want(t, "no token", c.Do("GET", address, nil, "Authorization", ""), 401)
}
