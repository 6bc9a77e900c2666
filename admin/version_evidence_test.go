package admin

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/evidence"
)

// makes asks for evidence of some days; the answer leads on.
func (v *visitor) makes(of cms.Version, from, to string) answer {
	v.t.Helper()
	token := attribute(find(v.open(page(of)+"/evidence").parse(), func(n *html.Node) bool { return attribute(n, "name") == "token" }), "value")
	got := v.send("POST", page(of)+"/evidence", url.Values{"token": {token}, "from": {from}, "to": {to}})
	if got.status != http.StatusSeeOther {
		v.t.Fatalf("evidence from %s to %s: status %d\n%s", from, to, got.status, got.text())
	}
	return got
}

func TestEvidenceIsMadePrintedAndDownloaded(t *testing.T) {
	site, first, second := lived(t)
	v := enter(t, site)
	v.open(page(first) + "/versions").says("Evidence for a span of time…")
	v.open(page(first)+"/evidence").says("First day", "Last day", "Both days are included", "first live on 2 March 2026", "Drafts that nobody saw and your notes stay here")

	at := v.makes(first, "2026-03-01", "2026-03-03").to
	shown := v.open(at).says(
		"What “Service emdr” said from 1 March 2026 to 3 March 2026", "the last day until this was made", "practicecms verify --evidence FILE",
		"Nothing: it had not been live yet", "Version 1", "We talk about your story", "Robin Field", "2 March 2026, 4:00 pm",
	).saysNot("We talk about your history", "Bring a jacket", "You,")

	file := v.open(at + "/file")
	report := evidence.Verify([]byte(file.body))
	if !report.OK() || file.header.Get("Content-Disposition") != `attachment; filename="evidence-emdr-2026-03-01-to-2026-03-03.json"` {
		t.Errorf("the file: %+v, %s", report, file.header.Get("Content-Disposition"))
	}
	shown.says(report.Fingerprint.String(), report.Head.String())
	v.open("/admin/activity").says("made evidence of “Service emdr”")

	// The file and the page stay as they are when the page goes on.
	site.Clock.Advance(time.Minute)
	site.Publish(t, second)
	if again := v.open(at + "/file"); again.body != file.body {
		t.Error("the file changed with the page")
	}
	v.open(at).saysNot("We talk about your history")
}

func TestDaysThatCannotBeAreSaidAndKept(t *testing.T) {
	site, first, _ := lived(t)
	v := enter(t, site)
	for days, want := range map[[2]string]string{
		{"2026-03-03", "2026-03-01"}: "The last day is before the first",
		{"", "2026-03-01"}:           "Give the first day",
		{"2026-03-01", "<b>"}:        "Give the last day",
		{"2027-03-01", "2027-03-02"}: "Choose a first day that is not to come",
	} {
		again := v.open(v.makes(first, days[0], days[1]).to).says("Nothing was made yet. " + want)
		if days[0] != "" && !strings.Contains(again.body, `value="`+days[0]+`"`) {
			t.Errorf("%v: the days are gone", days)
		}
	}
	entries, err := site.Editor().Audit(t.Context(), site.Who, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Action == audit.ActionEvidence {
			t.Errorf("the log tells of evidence that was not made: %+v", e)
		}
	}
	for _, path := range []string{"/evidence/1", "/evidence/1/file", "/evidence/x", "/evidence/99999"} {
		if got := v.send(http.MethodGet, page(first)+path, nil); got.status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, got.status)
		}
	}
}

func TestEvidenceOfWhatWasNeverLiveSaysSo(t *testing.T) {
	site, _, _ := lived(t)
	draft := site.Service(t, "draft")
	site.Clock.Advance(time.Hour)
	v := enter(t, site)
	v.open(page(draft) + "/evidence").says("This has never been live")
	v.open(v.makes(draft, "2026-03-01", "2026-03-03").to).says("What “Service draft” said", "Nothing: it had not been live yet")
}
