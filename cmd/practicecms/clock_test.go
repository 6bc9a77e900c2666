package main

import (
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// clockOff names a file with the time by which the clock of a program under test is off.
const clockOff = "PRACTICECMS_TEST_CLOCK_OFF"

// offClock is a clock that is off by what stands in a file.
func offClock(file string) func() time.Time {
	return func() time.Time {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		off, err := time.ParseDuration(string(text))
		if err != nil {
			panic(err)
		}
		return time.Now().Add(off)
	}
}

// hand sets the clock of the programs that a test runs.
type hand struct {
	t    *testing.T
	file string
}

func newHand(t *testing.T) hand {
	t.Helper()
	h := hand{t, filepath.Join(t.TempDir(), "off")}
	h.set(0)
	return h
}

func (h hand) set(off time.Duration) {
	h.t.Helper()
	if err := os.WriteFile(h.file+".new", []byte(off.String()), 0o600); err != nil {
		h.t.Fatal(err)
	}
	if err := os.Rename(h.file+".new", h.file); err != nil {
		h.t.Fatal(err)
	}
}

// browse signs the owner in and gives a browser.
func browse(t *testing.T, base string) func(method, path string, form url.Values) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, Timeout: patience}
	visit := func(method, path string, form url.Values) string {
		t.Helper()
		r, err := http.NewRequest(method, base+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s %s: %s, %v\n%.400s", method, path, answer.Status, err, text)
		}
		return string(text)
	}
	visit("POST", "/admin/sign-in", url.Values{"email": {"robin@example.org"}, "password": {password}})
	return visit
}

func TestP6ClocksThatJumpPutNothingLiveAndChangeNoOrder(t *testing.T) {
	t.Parallel()
	const tenYears = 3650 * 24 * time.Hour
	data, token := practice(t)
	clock := newHand(t)
	start := func() *server {
		t.Helper()
		return serveWith(t, []string{clockOff + "=" + clock.file}, nil, data)
	}
	s := start()
	page := &writer{name: "emdr", token: token}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	id := func() string { return s.base + "/manage/v1/documents/" + page.id.String() }
	asked := func() bool {
		t.Helper()
		return strings.Contains(browse(t, s.base)("GET", "/admin", nil), "Is the clock right?")
	}
	trust := func() {
		t.Helper()
		if visit := browse(t, s.base); !strings.Contains(visit("POST", "/admin/clock", nil), "sign-in") && asked() {
			t.Error("it was said that the clock is right, and it is asked again")
		}
	}
	text := func(at time.Time) string {
		t.Helper()
		query := ""
		if !at.IsZero() {
			query = "?at=" + at.UTC().Format(time.RFC3339Nano)
		}
		answer, err := http.Get(s.base + "/api/v1/pages/services/emdr" + query)
		must(err)
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		must(err)
		return regexp.MustCompile(`emdr wrote version \d+`).FindString(string(body))
	}
	publishOf := func(w *writer) {
		t.Helper()
		must(w.call("POST", s.base+"/manage/v1/documents/"+w.id.String()+"/publish", map[string]any{"version": w.acknowledged}, http.StatusOK, &struct{}{}))
	}
	publish := func() { t.Helper(); publishOf(page) }
	plan := func(after time.Duration) { // it makes the server look what is due, too
		t.Helper()
		must(page.call("POST", id()+"/schedule", map[string]any{"version": page.acknowledged, "at": time.Now().Add(after)}, http.StatusOK, &struct{}{}))
	}
	logged := func(words string) {
		t.Helper()
		for began := time.Now(); !strings.Contains(s.log.String(), words); time.Sleep(20 * time.Millisecond) {
			if time.Since(began) > patience {
				t.Fatalf("the log does not say %q:\n%s", words, s.log)
			}
		}
	}

	must(page.create(s.base))
	born := time.Now()
	publish()

	// Half a minute of a clock that is ten years ahead.
	must(page.save(s.base))
	plan(48 * time.Hour)
	clock.set(tenYears)
	plan(24 * time.Hour)
	logged("is the clock right?")
	for began := time.Now(); time.Since(began) < min(soak(), 30*time.Second); time.Sleep(time.Second) {
		plan(24 * time.Hour)
	}
	if got := text(time.Time{}); got != page.text(1) || !asked() {
		t.Errorf("readers see %q, asked: %t", got, asked())
	}
	must(page.save(s.base))
	clock.set(0)
	if got := text(time.Time{}); got != page.text(1) || asked() {
		t.Errorf("when it is over: readers see %q, asked: %t", got, asked())
	}

	// The same over a power cut: the program cannot know how long it did not run.
	s.kill()
	clock.set(tenYears)
	s = start()
	logged("is the clock right?")
	if got := text(time.Time{}); got != page.text(1) || !asked() {
		t.Errorf("after a start: readers see %q, asked: %t", got, asked())
	}
	must(page.save(s.base)) // of a wrong time that nobody knows to be wrong
	publish()
	wrong := text(time.Time{})
	clock.set(0)
	if !asked() {
		t.Error("nobody is asked when it is put right")
	}
	trust()
	if got := text(time.Now()); got != wrong || text(born.Add(-time.Second)) != "" {
		t.Errorf("now it says %q, and before it was %q", got, text(born.Add(-time.Second)))
	}

	// A publication under a slow clock.
	other := &writer{name: "other", token: token}
	must(other.create(s.base))
	publishOf(other)
	for _, slow := range []time.Duration{time.Hour, 40 * 24 * time.Hour} {
		clock.set(-slow)
		must(errors.Join(page.save(s.base), other.save(s.base)))
		publish()
		publishOf(other)
		for ago := slow; ago > 0; ago -= slow / 8 {
			if got := text(born.Add(-ago)); got != "" {
				t.Errorf("slow by %s: %s before it was, it says %q", slow, ago, got)
			}
		}
		clock.set(0)
	}
	if asked() {
		t.Error("somebody is asked about a clock that is right")
	}

	// Order is by number, whatever the clock showed, and no time runs backwards.
	var history struct {
		Items []struct {
			Version int
			At      time.Time
		}
	}
	must(page.call("GET", id()+"/versions", nil, http.StatusOK, &history))
	if len(history.Items) != page.acknowledged {
		t.Errorf("%d versions of %d", len(history.Items), page.acknowledged)
	}
	for i, v := range history.Items {
		if v.Version != page.acknowledged-i {
			t.Errorf("version %d stands in place %d of %d", v.Version, i, page.acknowledged)
		}
	}
	if got, want := text(time.Time{}), page.text(page.acknowledged); got != want {
		t.Errorf("readers see %q, want %q", got, want)
	}

	// Evidence says what the clock showed, and proves nothing of a time that nobody knows.
	visit := browse(t, s.base)
	today := time.Now().UTC()
	days := url.Values{"from": {today.AddDate(0, 0, -2).Format(time.DateOnly)}, "to": {today.AddDate(0, 0, 1).Format(time.DateOnly)}}
	if refused := visit("POST", "/admin/d/"+page.id.String()+"/evidence", days); !strings.Contains(refused, "put live while the clock was ahead") {
		t.Error("evidence is made of a time that nobody knows")
	}
	made := visit("POST", "/admin/d/"+other.id.String()+"/evidence", days)
	link := regexp.MustCompile(`/admin/d/[0-9a-f-]+/evidence/\d+/file`).FindString(made)
	file := filepath.Join(t.TempDir(), "evidence.json")
	must(os.WriteFile(file, []byte(visit("GET", link, nil)), 0o600))
	if said := mustRun(t, "", "verify", "--evidence", file); !strings.Contains(said, "the computer's clock showed") {
		t.Errorf("evidence does not say what the clock showed:\n%s", said)
	}
	must(s.stop())
	mustRun(t, "", "verify", "--data", data)
}
