package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"practicecms/cms/cmstest"
	"practicecms/content"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file, or writes it with -update.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is delivered now; if that is meant, run go test ./api -update and say so in the change log.\ngot %.3000s", file, got)
	}
}

// everyKind makes a page with each kind of block that the model has, with links to
// what is live and to what is not.
func everyKind(t testing.TB, s *cmstest.Site) {
	t.Helper()
	hasWebsite(t, s)
	hidden := create(t, s, "service", "/services/hidden", secret, nil)
	hiddenPerson := create(t, s, "practitioner", "", secret, content.Fields{"bio": secret})
	contact := live(t, s, "page", "/contact", "Contact", nil)
	trauma := live(t, s, "service", "/services/trauma", "Trauma therapy", nil)
	dana := live(t, s, "practitioner", "", "Dana Reyes", content.Fields{
		"role": "Psychotherapist", "accepting": "yes", "languages": []any{"English", "Spanish"},
		"licences": []any{map[string]any{"type": "LPCC", "number": "123", "jurisdiction": "US-NM", "expires": "2027-01-31"}},
		"bio":      "See [Trauma therapy](document:" + trauma.Document.String() + ").",
	})
	lamp := s.Upload(t, "lamp.png", cmstest.PNG(t, 700, 400, 20))
	described := cmstest.Using(lamp, "A lamp beside an armchair")
	described["caption"], described["focusX"] = "Our room", int64(30)
	form := s.Upload(t, "intake.pdf", []byte("%PDF-1.4\n%%EOF\n"))
	crisis := live(t, s, "snippet", "", "Crisis lines", content.Fields{"purpose": "crisis", "body": "Call or text **988**."})
	to := func(id content.DocumentID) string { return "document:" + id.String() }

	live(t, s, "service", "/services/emdr", "EMDR <therapy> & more", content.Fields{
		"summary": "For what stays.", "category": "emdr", "aliases": []any{"Eye movement therapy"},
		"review": map[string]any{"by": dana.Document.String(), "on": "2026-08-14"},
		"seo":    map[string]any{"title": "EMDR in Santa Fe", "noindex": true},
	},
		block("hero", content.Fields{"heading": "EMDR", "lede": "Two lines\nof text.", "primary": map[string]any{"label": "Ask us", "link": to(contact.Document)}}),
		block("section", content.Fields{"heading": "What it is", "body": "It **helps**. [Trauma](" + to(trauma.Document) + "), [hidden](" + to(hidden.Document) + "), [site](https://example.org) <script>alert(1)</script>\n\n- one\n- two"}),
		block("checklist", content.Fields{"leadIn": "You *may*", "items": []any{"sleep badly", "**avoid** things"}, "style": "ticks"}),
		block("callout", content.Fields{"lines": []any{"One line."}}),
		block("steps", content.Fields{"heading": "How", "steps": []any{
			map[string]any{"title": "Meet", "body": "We talk.", "minutes": int64(50)}, map[string]any{"title": "Go on", "body": "We work."},
		}}),
		block("suitability", content.Fields{"heading": "For you?", "mayFit": []any{"You want to."}, "assessment": "Together."}),
		block("cta", content.Fields{"heading": "Begin", "primary": map[string]any{"label": "Call", "link": "tel:+15055550142"}, "secondary": map[string]any{"label": "Hidden", "link": to(hidden.Document)}, "emergency": "Call 988."}),
		block("faq", content.Fields{"items": []any{map[string]any{"question": "How long?", "answer": "It depends."}}}),
		block("quote", content.Fields{"text": "Words.", "person": "An author", "source": "https://example.org/book"}),
		block("notice", content.Fields{"about": "crisis", "snippet": crisis.Document.String()}),
		block("service-links", content.Fields{"services": []any{
			map[string]any{"service": trauma.Document.String(), "reason": "It is near."}, map[string]any{"service": hidden.Document.String(), "reason": secret},
		}}),
		block("practitioners", content.Fields{"people": []any{hiddenPerson.Document.String(), dana.Document.String()}}),
		block("image", content.Fields{"image": described}),
		block("download", content.Fields{"label": "Intake form", "file": map[string]any{"asset": form.Document.String(), "file": form.Use.File.String()}}),
		block("divider", nil),
	)
}

func TestGoldenPage(t *testing.T) {
	s, c := newClient(t)
	everyKind(t, s)
	s.Clock.Advance(time.Hour)
	got := c.Get("/api/v1/pages/services/emdr")
	wantStatus(t, "the page", got, 200)
	var page struct {
		Blocks []struct{ Kind string }
	}
	got.JSON(t, &page)
	if kinds := s.Model().Kinds; len(page.Blocks) != len(kinds) {
		t.Errorf("%d blocks; the model has %d kinds, and this page is to show each", len(page.Blocks), len(kinds))
	}
	for _, forbidden := range []string{secret, "<script", "alert(1)</", "document:", "hidden-", "javascript:"} {
		if strings.Contains(got.Text(), forbidden) {
			t.Errorf("it holds %q", forbidden)
		}
	}
	golden(t, "testdata/page.json", readable(t, got.Body))
}

var (
	uuids     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	hashes    = regexp.MustCompile(`sha256-[A-Za-z0-9+/]{43}=`)
	addresses = regexp.MustCompile(`/assets/[0-9a-f]{64}/`)
)

// readable indents JSON and numbers what differs in each run: ids and hashes.
func readable(t testing.TB, b []byte) []byte {
	t.Helper()
	b = bytes.ReplaceAll(b, []byte(`\u003c`), []byte("<"))
	b = bytes.ReplaceAll(b, []byte(`\u003e`), []byte(">"))
	b = bytes.ReplaceAll(b, []byte(`\u0026`), []byte("&"))
	names := map[string]string{}
	b = uuids.ReplaceAllFunc(b, func(id []byte) []byte {
		if names[string(id)] == "" {
			names[string(id)] = "id-" + string(rune('A'+len(names)))
		}
		return []byte(names[string(id)])
	})
	b = hashes.ReplaceAll(b, []byte("sha256-…"))
	b = addresses.ReplaceAll(b, []byte("/assets/…/")) // the hash of what an encoder makes
	var out bytes.Buffer
	if err := json.Indent(&out, b, "", "  "); err != nil {
		t.Fatal(err)
	}
	return append(out.Bytes(), '\n')
}
