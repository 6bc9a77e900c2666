package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
)

// asks asks a server, and gives the answer's status and body.
func (s *server) asks(t *testing.T, method, path, token, body string) (status int, answer string) {
	t.Helper()
	r, err := http.NewRequest(method, s.base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	b, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got.StatusCode, string(b)
}

const newPage = `{"type":"page","locale":"en-US","path":"/a-page","title":"A page","fields":{},"blocks":[]}`

// saves tries to save a page through the write API.
func (s *server) saves(t *testing.T, token string) (status int, answer string) {
	t.Helper()
	return s.asks(t, "POST", "/manage/v1/documents", token, newPage)
}

// eventually waits until a server says of itself that it is as it should be.
func (s *server) eventually(t *testing.T, path string, status int, words string) {
	t.Helper()
	var got int
	var answer string
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if got, answer = s.asks(t, "GET", path, "", ""); got == status && strings.Contains(answer, words) {
			return
		}
	}
	t.Fatalf("%s is %d %q, want %d with %q", path, got, answer, status, words)
}

// The lock stays with a folder that is moved away. What is saved then would be gone with the
// process, so it is refused, and said.
func TestDataThatIsTakenAwayTakesNoSaves(t *testing.T) {
	data, token := practice(t)
	mustRun(t, pastedPage, "paste", "-", "--data", data, "--publish", "--path", "/breath")
	s := serve(t, data)
	away := data + ".away"
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Rename(data, away))
	for range 2 {
		if status, answer := s.saves(t, token); status != http.StatusServiceUnavailable || !strings.Contains(answer, "problem:data-moved") || strings.Contains(answer, data) {
			t.Fatalf("a save: %d %s", status, answer)
		}
	}
	s.eventually(t, "/readyz", http.StatusServiceUnavailable, "not in its place")
	s.eventually(t, "/healthz", http.StatusOK, "ok")
	if status, _ := s.asks(t, "GET", "/api/v1/pages/breath", "", ""); status != http.StatusOK {
		t.Errorf("a page is %d, want it read on", status)
	}
	if !strings.Contains(s.log.String(), "put it back") {
		t.Errorf("the log does not say what to do:\n%s", s.log)
	}
	// Somebody makes the folder anew, and it goes again: the first server writes nothing there.
	must(os.MkdirAll(data, 0o700))
	if status, _ := s.saves(t, token); status != http.StatusServiceUnavailable {
		t.Errorf("a save into an empty folder: %d", status)
	}
	if list, err := os.ReadDir(data); err != nil || len(list) != 0 {
		t.Errorf("it left %v in the folder, %v", list, err)
	}
	must(os.Remove(data))
	must(os.Rename(away, data))
	s.eventually(t, "/readyz", http.StatusOK, "ok")
	if status, answer := s.saves(t, token); status != http.StatusCreated {
		t.Errorf("a save when it is back: %d %s", status, answer)
	}
	if err := s.stop(); err != nil {
		t.Errorf("%v\n%s", err, s.log)
	}
	mustRun(t, "", "verify", "--data", data)
}

// A server notices by itself, without anybody who saves or asks.
func TestTheLogSaysThatDataWasTakenAway(t *testing.T) {
	data, _ := practice(t)
	s := serve(t, data)
	file, elsewhere := filepath.Join(data, cms.DataFile), filepath.Join(data, "elsewhere")
	for _, c := range []struct{ from, to, words string }{
		{file, elsewhere, "not in its place any more"},
		{elsewhere, file, "in its place again"},
	} {
		if err := os.Rename(c.from, c.to); err != nil {
			t.Fatal(err)
		}
		s.logs(t, c.words)
	}
}

// logs waits until a server has said something.
func (s *server) logs(t *testing.T, words string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !strings.Contains(s.log.String(), words); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it does not log %q:\n%s", words, s.log)
		}
	}
}

func TestDataThatIsCutShortOrOverwrittenIsSaid(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, file string){
		"cut short": func(t *testing.T, file string) {
			if err := os.Truncate(file, 5*4096); err != nil {
				t.Fatal(err)
			}
		},
		"an older copy written over it": func(t *testing.T, file string) {
			if err := os.WriteFile(file, readFile(t, file+".older"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			data, token := practice(t)
			file := filepath.Join(data, cms.DataFile)
			if err := os.WriteFile(file+".older", readFile(t, file), 0o600); err != nil {
				t.Fatal(err)
			}
			mustRun(t, pastedPage, "paste", "-", "--data", data, "--publish", "--path", "/breath")
			s := serve(t, data)
			spoil(t, file)
			if status, answer := s.saves(t, token); status != http.StatusServiceUnavailable {
				t.Errorf("a save: %d %s", status, answer)
			}
			s.eventually(t, "/readyz", http.StatusServiceUnavailable, "damaged")
			s.eventually(t, "/healthz", http.StatusOK, "ok")
			if status, answer := s.asks(t, "GET", "/api/v1/pages/breath", "", ""); status == http.StatusNotFound {
				t.Errorf("a page that was live: %d %s", status, answer)
			}
			if err := s.stop(); err != nil {
				t.Errorf("%v\n%s", err, s.log)
			}
			if strings.Contains(s.log.String(), "goroutine ") {
				t.Errorf("it panicked:\n%s", s.log)
			}
		})
	}
}
