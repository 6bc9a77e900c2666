package cms_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// unzipped is what was sent, as a folder.
func unzipped(t *testing.T, sent []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(sent), int64(len(sent)))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "unpacked")
	if err := os.CopyFS(dir, z); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAnExportThatIsSentIsTheFolder(t *testing.T) {
	s := fullSite(t)
	manager := cms.Actor{Author: content.Author{Token: content.TokenID{1}}, Role: cms.ScopeManage}
	for _, o := range []cms.ExportOptions{{}, {Markdown: true}, {Markdown: true, Drafts: true}} {
		var sent, again bytes.Buffer
		if err := s.Editor().Export(t.Context(), manager, &sent, o); err != nil {
			t.Fatal(err)
		}
		dir := exported(t, s.Site, o)
		sameFiles(t, unzipped(t, sent.Bytes()), dir)
		if err := s.Editor().Export(t.Context(), manager, &again, o); err != nil || bytes.Equal(sent.Bytes(), again.Bytes()) != o.Markdown {
			t.Errorf("%+v: another, of a state with one more entry in the log, is the same: %v, %v", o, !o.Markdown, err)
		}
	}
	log, err := s.Editor().Audit(t.Context(), s.Who, 0, 10)
	if err != nil || log[0].Action != audit.ActionExport || log[0].By != manager.Author {
		t.Errorf("the log ends with %+v, %v", log, err)
	}
}

func TestAnExportThatIsSentHasNoSecrets(t *testing.T) {
	s := fullSite(t)
	before := entries(t, s.Site)
	var sent bytes.Buffer
	if err := s.Editor().Export(t.Context(), s.Who, &sent, cms.ExportOptions{Secrets: true}); !errors.Is(err, cms.ErrForbidden) || sent.Len() > 0 {
		t.Errorf("with secrets: %v, %d bytes", err, sent.Len())
	}
	if now := entries(t, s.Site); now != before {
		t.Error("the log tells of an export that was refused")
	}
}

// breaking takes some bytes and then breaks off.
type breaking struct{ left int }

var errBrokeOff = errors.New("nobody takes more")

func (w *breaking) Write(p []byte) (int, error) {
	n := min(len(p), w.left)
	if w.left -= n; n < len(p) {
		return n, errBrokeOff
	}
	return n, nil
}

func TestAnExportThatBreaksOffLeavesNothing(t *testing.T) {
	s := fullSite(t)
	var whole bytes.Buffer
	if err := s.Editor().Export(t.Context(), s.Who, &whole, cms.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	before := names(t, s.Site)
	for n := 0; n < whole.Len(); n += 1 + whole.Len()/7 {
		if err := s.Editor().Export(t.Context(), s.Who, &breaking{n}, cms.ExportOptions{}); !errors.Is(err, errBrokeOff) {
			t.Errorf("after %d bytes: %v", n, err)
		}
		if now := names(t, s.Site); !slices.Equal(now, before) {
			t.Errorf("after %d bytes there are %q, were %q", n, now, before)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancelling := writer(func(p []byte) (int, error) { cancel(); return len(p), nil })
	if err := s.Editor().Export(ctx, s.Who, cancelling, cms.ExportOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits for it any more: %v", err)
	}
	if now := names(t, s.Site); !slices.Equal(now, before) {
		t.Errorf("when nobody waits any more there are %q, were %q", now, before)
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// names lists the data folder.
func names(t *testing.T, s *cmstest.Site) []string {
	t.Helper()
	all, err := os.ReadDir(s.Dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range all {
		out = append(out, e.Name())
	}
	return out
}

func TestAnExportThatWasKilledWhileItTookAnothersPlaceIsTakenBack(t *testing.T) {
	s := cmstest.New(t)
	dir := exported(t, s, cms.ExportOptions{})
	earlier := files(t, dir)
	s.Service(t, "one")
	// As it is between the two renames: both are whole, and neither has the name.
	for _, part := range []string{".exporting.1.tmp", ".exporting.1.tmp.before.tmp"} {
		if err := os.CopyFS(dir+part, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Export(ctx, dir, cms.ExportOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("an export that nobody waits for: %v", err)
	}
	if now := files(t, dir); len(now) == 0 || now["audit.jsonl"] != earlier["audit.jsonl"] {
		t.Error("the earlier export has not got its name back")
	}
	if err := s.Export(t.Context(), dir, cms.ExportOptions{}); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(left) != 1 {
		t.Errorf("there are %v (%v)", left, err)
	}
}
