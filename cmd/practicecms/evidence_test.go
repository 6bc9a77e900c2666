package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"practicecms/cms/cmstest"
	"practicecms/cms/evidence"
)

// A file that was handed out is checked in another folder, by somebody who has nothing
// else.
func TestEvidenceIsVerifiedWithNothingButTheFile(t *testing.T) {
	s := cmstest.New(t)
	begin := s.Clock.Now()
	v := s.Service(t, "emdr", cmstest.Section("Before", "We talk first."))
	s.Publish(t, v)
	s.Clock.Advance(1e9)
	made, err := s.Editor().MakeEvidence(t.Context(), s.Who, v.Document, v.Locale, begin, s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	t.Chdir(elsewhere)
	write := func(name string, b []byte) string {
		file := filepath.Join(elsewhere, name)
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	good := write("good.json", made.File())
	changed := write("changed.json", bytes.Replace(made.File(), []byte("We talk first."), []byte("We talk later."), 1))
	for _, c := range []struct {
		name string
		args []string
		code int
		want []string
	}{
		{"as it was handed out", []string{good}, exitDone, []string{"It holds", "Willow Room", made.Head.String(), made.Fingerprint.String()}},
		{"one word changed", []string{changed}, exitFailed, []string{"WRONG", "texts[1]: the section", "is not what was written", "Ask the practice"}},
		{"another kind of file", []string{write("letter.txt", []byte("Dear all"))}, exitFailed, []string{"no evidence file that can be read"}},
		{"an empty file", []string{write("empty.json", nil)}, exitFailed, []string{"not valid JSON"}},
		{"more than may be", []string{write("large.json", bytes.Repeat([]byte(" "), evidence.MaxBytes+1))}, exitFailed, []string{"at most"}},
		{"no such file", []string{filepath.Join(elsewhere, "none.json")}, exitUsage, []string{"none.json"}},
		{"no file named", nil, exitUsage, []string{"--evidence"}},
	} {
		r := run(t, "", append([]string{"verify", "--evidence"}, c.args...)...)
		for _, want := range c.want {
			if all := r.out + r.errors; r.code != c.code || !strings.Contains(all, want) || strings.Contains(all, "goroutine ") {
				t.Errorf("%s: exit %d, want %d, and %q in:\n%s", c.name, r.code, c.code, want, all)
			}
		}
		if r.code != exitDone && strings.Contains(r.out, "It holds") {
			t.Errorf("%s: it says that it holds", c.name)
		}
	}
	for file, code := range map[string]int{good: exitDone, changed: exitFailed} {
		r := run(t, "", "verify", "--json", "--evidence", file)
		var report struct {
			Lines       []struct{ Problems []string }
			Fingerprint string
		}
		if err := json.Unmarshal([]byte(r.out), &report); err != nil || r.code != code || len(report.Lines) < 5 || report.Fingerprint == "" {
			t.Errorf("%s: exit %d, %v in %s", file, r.code, err, r.out)
		}
	}
	if left, _ := os.ReadDir(elsewhere); len(left) != 5 {
		t.Errorf("checking left %v behind", left)
	}
}
