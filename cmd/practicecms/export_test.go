package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"practicecms/api"
	"practicecms/api/manage"
	"practicecms/cmd/practicecms/demo"
	"practicecms/cms"
	"practicecms/content"
)

// demoNow is when the demo practice is looked at.
var demoNow = time.Date(2026, 11, 22, 18, 30, 0, 0, time.UTC)

// stillOptions open a practice at demoNow.
var stillOptions = cms.Options{
	Logger: slog.New(slog.DiscardHandler), MustExist: true,
	Clock: func() time.Time { return demoNow },
}

// demoData is a data folder with the demo practice.
func demoData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := demo.Load(t.Context(), dir, cms.Options{Logger: stillOptions.Logger}, demoNow); err != nil {
		t.Fatal(err)
	}
	return dir
}

func openStill(t *testing.T, dir string) *cms.CMS {
	t.Helper()
	c, err := cms.Open(dir, stillOptions)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// values reads one file of an export as anybody could.
func values(t *testing.T, export, file string) (keys, records []map[string]any) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(readFile(t, filepath.Join(export, file))))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct{ Key, Value map[string]any }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		keys, records = append(keys, line.Key), append(records, line.Value)
	}
	return keys, records
}

// addresses lists what the public API has of an exported practice.
func addresses(t *testing.T, export string) []string {
	t.Helper()
	out := []string{"/site", "/pages", "/documents", "/redirects", "/changes", "/sitemap.xml", "/openapi.json", "/search?q=sessions", "/search?q=hour&limit=3", "/pages/none"}
	documents, kept := values(t, export, "documents.jsonl")
	for i, key := range documents {
		out = append(out, fmt.Sprintf("/documents/%s", key["document"]), fmt.Sprintf("/documents?type=%s", kept[i]["type"]))
	}
	_, versions := values(t, export, "versions.jsonl")
	for _, v := range versions {
		if path, ok := v["path"].(string); ok {
			out = append(out, "/pages"+path, "/resolve?path="+url.QueryEscape(path))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// moments lists a second before, at and after each publication.
func moments(t *testing.T, export string) []string {
	t.Helper()
	var out []string
	_, changes := values(t, export, "changes.jsonl")
	for _, change := range changes {
		at, err := time.Parse(time.RFC3339, change["at"].(string))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []time.Duration{-time.Second, 0, time.Second} {
			out = append(out, at.Add(d).Format(time.RFC3339Nano))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// answers asks the public API of a practice for all addresses, now and at all moments.
func answers(t *testing.T, dir string, addresses, moments []string) map[string]string {
	t.Helper()
	s, err := api.New(api.Config{Delivery: openStill(t, dir).Delivery(), Logger: stillOptions.Logger})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	ask := func(address string) int {
		for deadline := time.Now().Add(patience); ; {
			w := httptest.NewRecorder()
			s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, api.Prefix+address, nil))
			if w.Code == http.StatusServiceUnavailable && w.Header().Get("Retry-After") != "" && time.Now().Before(deadline) {
				time.Sleep(10 * time.Millisecond) // the index of searches is being written
				continue
			}
			h := w.Header()
			out[address] = fmt.Sprintln(w.Code, h["Etag"], h["Cache-Control"], h["Surrogate-Key"], h["Content-Type"], h["Location"]) + w.Body.String()
			return w.Code
		}
	}
	for _, address := range addresses {
		ask(address)
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		for _, at := range moments {
			q.Set("at", at)
			if ask(u.Path+"?"+q.Encode()) == http.StatusBadRequest {
				break // what is the same at every moment
			}
		}
	}
	return out
}

func TestWhatWasExportedAndImportedDeliversTheSame(t *testing.T) {
	t.Parallel()
	data, dir := demoData(t), t.TempDir()
	export, again, copied := filepath.Join(dir, "export"), filepath.Join(dir, "again"), filepath.Join(dir, "copied")
	mustRun(t, "", "export", export, "--data", data, "--with-secrets")
	mustRun(t, "", "import", export, "--data", copied)
	mustRun(t, "", "verify", "--data", copied)
	mustRun(t, "", "export", again, "--data", copied, "--with-secrets")
	sameFolder(t, again, export)

	from, at := addresses(t, export), moments(t, export)
	want, got := answers(t, data, from, at), answers(t, copied, from, at)
	if len(want) < 1000 || len(got) != len(want) {
		t.Errorf("%d answers were compared with %d: too few, or not the same", len(got), len(want))
	}
	codes := map[string]int{}
	for address, answer := range want {
		codes[answer[:3]]++
		if got[address] != answer {
			t.Errorf("%s was\n%.400s\nand is\n%.400s", address, answer, got[address])
		}
	}
	if codes["200"] < 500 || codes["404"] == 0 {
		t.Errorf("answers by status: %v", codes)
	}
	t.Logf("%d addresses at %d moments: %d answers are the same, by status %v", len(from), len(at), len(want), codes)
}

func TestWhatWasDownloadedAndImportedDeliversTheSame(t *testing.T) {
	t.Parallel()
	data, dir := demoData(t), t.TempDir()
	unpacked, copied := filepath.Join(dir, "unpacked"), filepath.Join(dir, "copied")
	c := openStill(t, data)
	token, _, err := c.Editor().CreateToken(t.Context(), cms.System(), "archive", cms.ScopeManage)
	if err != nil {
		t.Fatal(err)
	}
	write, err := manage.New(manage.Config{Editor: c.Editor(), Delivery: c.Delivery(), Logger: stillOptions.Logger})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(write)
	defer server.Close()
	download(t, server.URL+manage.Prefix+"/export", token, unpacked)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	mustRun(t, "", "import", unpacked, "--data", copied)
	from, at := addresses(t, unpacked), moments(t, unpacked)[:4]
	want, got := answers(t, data, from, at), answers(t, copied, from, at)
	if len(want) < 100 || !maps.Equal(want, got) {
		t.Errorf("%d answers were compared with %d: too few, or not the same", len(got), len(want))
	}
}

// download unpacks what a program with a token gets.
func download(t *testing.T, address, token, dir string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	sent, err := io.ReadAll(got.Body)
	if err != nil || got.StatusCode != http.StatusOK {
		t.Fatalf("status %d, %v: %.300s", got.StatusCode, err, sent)
	}
	z, err := zip.NewReader(bytes.NewReader(sent), int64(len(sent)))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, z); err != nil {
		t.Fatal(err)
	}
}

func TestEvidenceIsTheSameAfterAMove(t *testing.T) {
	t.Parallel()
	data, dir := demoData(t), t.TempDir()
	export, copied := filepath.Join(dir, "export"), filepath.Join(dir, "copied")
	mustRun(t, "", "export", export, "--data", data)
	mustRun(t, "", "import", export, "--data", copied)
	before, after := openStill(t, data), openStill(t, copied)
	documents, _ := values(t, export, "documents.jsonl")
	for _, key := range documents {
		id, err := content.ParseID[any](key["document"].(string))
		if err != nil {
			t.Fatal(err)
		}
		from := demoNow.Add(-90 * 24 * time.Hour)
		a, err := before.Editor().MakeEvidence(t.Context(), cms.System(), content.DocumentID(id), demo.Locale, from, demoNow)
		if err != nil {
			t.Fatal(err)
		}
		b, err := after.Editor().MakeEvidence(t.Context(), cms.System(), content.DocumentID(id), demo.Locale, from, demoNow)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.File(), b.File()) {
			t.Errorf("evidence of %s is another:\n%.600s\n%.600s", key["document"], a.File(), b.File())
		}
	}
}

// exportKills is how often an export and an import are killed, each time a little later.
const exportKills = 20

func TestAnExportThatIsKilledIsThereOrIsNot(t *testing.T) {
	t.Parallel()
	data, dir := demoData(t), t.TempDir()
	export := filepath.Join(dir, "export")
	killed(t, exportKills, func() []string { return []string{"export", export, "--data", data} }, func(n int) bool {
		_, err := os.Stat(export)
		if err != nil {
			return false
		}
		if r := run(t, "", "import", export, "--data", filepath.Join(t.TempDir(), "x")); r.code != exitDone {
			t.Errorf("kill %d left an export that is not whole: %s", n, r.errors)
		}
		return true
	})
	mustRun(t, "", "export", export, "--data", data)
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("after an export that was not killed there are %v (%v)", left, err)
	}
}

func TestAnImportThatIsKilledHasHappenedOrHasNot(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	export, copied := filepath.Join(dir, "export"), filepath.Join(dir, "copied")
	mustRun(t, "", "export", export, "--data", demoData(t))
	killed(t, exportKills, func() []string { return []string{"import", export, "--data", copied} }, func(n int) bool {
		if cms.CheckNew(copied) == nil {
			return false
		}
		mustRun(t, "", "verify", "--data", copied)
		if err := os.RemoveAll(copied); err != nil {
			t.Fatal(err)
		}
		return true
	})
	mustRun(t, "", "import", export, "--data", copied)
	if err := openStill(t, copied).Close(); err != nil { // it tidies up
		t.Fatal(err)
	}
	left, err := os.ReadDir(copied)
	if err != nil || len(left) != 1 {
		t.Errorf("after the next start there are %v (%v)", left, err)
	}
}

// sameFolder compares two folders byte by byte.
func sameFolder(t *testing.T, got, want string) {
	t.Helper()
	have, err := os.ReadDir(got)
	if err != nil {
		t.Fatal(err)
	}
	wanted, err := os.ReadDir(want)
	if err != nil || len(have) != len(wanted) {
		t.Fatalf("there are %d files, want %d (%v)", len(have), len(wanted), err)
	}
	for _, f := range wanted {
		if !bytes.Equal(readFile(t, filepath.Join(got, f.Name())), readFile(t, filepath.Join(want, f.Name()))) {
			t.Errorf("%s is another", f.Name())
		}
	}
}
