package manage_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
)

// unzipped reads the files of a ZIP file.
func unzipped(t *testing.T, sent []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(sent), int64(len(sent)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

func TestExportOfEverything(t *testing.T) {
	s, c := newClient(t)
	v := s.Service(t, "emdr", cmstest.Section("Before", "We talk first."))
	s.Publish(t, v)
	v.Content.Title = "A draft of Tuesday"
	s.Save(t, v)

	got := c.Get("/manage/v1/export")
	want(t, "export", got, 200)
	if media := got.Header.Get("Content-Type"); media != "application/zip" {
		t.Errorf("Content-Type %q", media)
	}
	all := unzipped(t, got.Body)
	if all["manifest.json"] == "" || !strings.Contains(all["bodies.jsonl"], "A draft of Tuesday") || !strings.Contains(all["audit.jsonl"], `"action":"export"`) {
		t.Errorf("got the files %q", all)
	}
	for name, text := range all {
		for _, never := range []string{"argon2", strings.TrimPrefix(c.Header.Get("Authorization"), "Bearer ")} {
			if strings.Contains(text, never) {
				t.Errorf("%s holds %q", name, never)
			}
		}
	}
	for query, says := range map[string]string{"?format=markdown": "Service emdr", "?format=markdown&drafts=true": "A draft of Tuesday"} {
		got := c.Get("/manage/v1/export" + query)
		want(t, query, got, 200)
		if page := unzipped(t, got.Body)["en-US/services/emdr/index.md"]; !strings.Contains(page, says) || !strings.Contains(page, "We talk first.") {
			t.Errorf("%s: the page is %q", query, page)
		}
	}
	for _, query := range []string{"?format=html", "?format=", "?drafts=true", "?drafts=yes&format=markdown", "?secrets=true"} {
		want(t, query, c.Get("/manage/v1/export"+query), 400)
	}
}

func TestExportNeedsATokenThatManages(t *testing.T) {
	s, c := newClient(t)
	for scope, status := range map[cms.Role]int{cms.ScopeManage: 200, cms.ScopePreview: 403, cms.ScopeDeliver: 403} {
		text, _ := token(t, s, scope)
		want(t, string(scope), c.Do("GET", "/manage/v1/export", nil, "Authorization", "Bearer "+text), status)
	}
	want(t, "no token", c.Do("GET", "/manage/v1/export", nil, "Authorization", ""), 401)
}

// hungUp is a client that takes the first bytes and goes.
type hungUp struct{ *httptest.ResponseRecorder }

func (h hungUp) Write(p []byte) (int, error) {
	if h.Body.Len() > 0 {
		return 0, errors.New("the client is gone")
	}
	return h.ResponseRecorder.Write(p[:1])
}

func TestAnExportThatBreaksOffBreaksTheConnectionAndLeavesNothing(t *testing.T) {
	s, c := newClient(t)
	s.Service(t, "emdr")
	r := httptest.NewRequestWithContext(t.Context(), "GET", "/manage/v1/export", nil)
	r.Header = c.Header
	before, err := os.ReadDir(s.Dir)
	if err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() {
			if p := recover(); p != http.ErrAbortHandler {
				t.Errorf("the connection goes on: %v", p)
			}
		}()
		c.Handler.ServeHTTP(hungUp{httptest.NewRecorder()}, r)
	}()
	now, err := filepath.Glob(filepath.Join(s.Dir, "*"))
	if err != nil || len(now) != len(before) {
		t.Errorf("there are %q (%v), were %v", now, err, before)
	}
	for range 3 { // its turn has ended
		want(t, "another", c.Get("/manage/v1/export"), 200)
	}
}
