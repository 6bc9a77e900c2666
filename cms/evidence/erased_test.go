package evidence_test

import (
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/evidence"
	"practicecms/cms/internal/record"
	"practicecms/cms/live"
	"practicecms/content"
)

// What an owner erased is a note in the report and not a fault: its hash still stands
// in the chain.
func TestAnErasedTextInEvidenceIsReportedAndNotBroken(t *testing.T) {
	clock := time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC)
	c, err := cms.Open(t.TempDir(), cms.Options{Clock: func() time.Time { clock = clock.Add(time.Minute); return clock }})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	e, who := c.Editor(), audit.System()
	block := content.Block{Kind: "section", Fields: content.Fields{"heading": "A client", "body": "who was named"}}
	v, err := e.Create(t.Context(), who, cms.New{Type: "service", Locale: live.FallbackLocale, Content: content.Content{Path: "/services/one", Title: "One", Blocks: []content.Block{block}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Publish(t.Context(), who, v.Document, v.Locale, 1); err != nil {
		t.Fatal(err)
	}
	made, err := e.MakeEvidence(t.Context(), who, v.Document, v.Locale, clock.Add(-time.Hour), clock)
	if err != nil {
		t.Fatal(err)
	}
	at := record.StampOf(clock)
	made.Texts[1] = evidence.Text{Hash: made.Texts[1].Hash, Erased: &evidence.Erased{At: at}}
	if err := made.Seal(); err != nil {
		t.Fatal(err)
	}
	report := evidence.Verify(made.File())
	if !report.OK() || report.Erased != 1 {
		t.Errorf("got %+v", report)
	}
	notes := ""
	for _, l := range report.Lines {
		notes += strings.Join(l.Notes, "\n")
	}
	if !strings.Contains(notes, "texts[1]") || !strings.Contains(notes, "erased on 2026-03-02") || strings.Contains(string(made.File()), "who was named") {
		t.Errorf("the notes are %q", notes)
	}
	seen := made.Live()
	if len(seen) != 1 || !seen[0].Gone[v.Content.Blocks[0].ID].Equal(at.Time()) || seen[0].Content.Title != "One" {
		t.Errorf("got %+v", seen)
	}

	made.Texts[0] = evidence.Text{Hash: made.Texts[0].Hash, Erased: &evidence.Erased{At: at}, Body: made.Texts[0].Body}
	if err := made.Seal(); err != nil {
		t.Fatal(err)
	}
	if evidence.Verify(made.File()).OK() {
		t.Error("a text that is both erased and there is taken")
	}
}
