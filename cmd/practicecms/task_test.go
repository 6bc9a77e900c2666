package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"practicecms/cmd/practicecms/control"
	"practicecms/cms"
)

// get reads an address of a running server.
func get(t *testing.T, s *server, path, token string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

// pasted pastes a text about something, live at once, and returns its address.
func pasted(t *testing.T, data, about string) (path string) {
	t.Helper()
	var page struct{ Path string }
	out := mustRun(t, strings.ReplaceAll(pastedPage, "Breath", about), "paste", "-", "--json", "--publish", "--data", data)
	if err := json.Unmarshal([]byte(out), &page); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return page.Path
}

func TestARunningServerCarriesOutCommands(t *testing.T) {
	t.Parallel()
	data, token := practice(t)
	s := serve(t, data)
	info, err := os.Lstat(filepath.Join(data, control.Socket))
	if err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("the socket: %v, %v", info, err)
	}
	if info, err := os.Stat(data); err != nil || info.Mode() != fs.ModeDir|0o700 {
		t.Errorf("its folder: %v, %v", info, err)
	}

	// What readers asked for before is not what they get after.
	const path = "/services/breath-work"
	if status, _ := get(t, s, "/api/v1/pages"+path, ""); status != http.StatusNotFound {
		t.Fatalf("before it is pasted, the page is %d", status)
	}
	_, list := get(t, s, "/api/v1/pages", "")
	_, feed := get(t, s, "/api/v1/changes", "")
	if got := pasted(t, data, "Breath"); got != path {
		t.Fatalf("the page is at %s, want %s", got, path)
	}
	if status, body := get(t, s, "/api/v1/pages"+path, ""); status != http.StatusOK || !strings.Contains(body, "The breath is a door.") {
		t.Errorf("the page is %d: %s", status, body)
	}
	if _, after := get(t, s, "/api/v1/pages", ""); after == list || !strings.Contains(after, path) {
		t.Errorf("the list of pages did not move: %s", after)
	}
	if _, after := get(t, s, "/api/v1/changes", ""); after == feed || !strings.Contains(after, path) {
		t.Errorf("the feed did not move: %s", after)
	}

	fresh := strings.TrimSpace(mustRun(t, "", "token", "create", "--name", "fresh", "--scope", "manage", "--data", data))
	for _, one := range []string{token, fresh} {
		if status, body := get(t, s, "/manage/v1/documents", one); status != http.StatusOK {
			t.Errorf("a token reads %d: %s", status, body)
		}
	}

	mustRun(t, "", "verify", "--data", data)
	backup := filepath.Join(t.TempDir(), "b")
	mustRun(t, "", "backup", backup, "--data", data)
	if info, err := os.Stat(backup); err != nil || info.Mode() != 0o600 {
		t.Errorf("the backup: %v, %v", info, err)
	}
	out := filepath.Join(t.TempDir(), "out")
	mustRun(t, "", "export", out, "--data", data)
	if out := mustRun(t, "", "compact", "--data", data); !strings.Contains(out, "bytes before") {
		t.Errorf("compact says %q", out)
	}
	pasted(t, data, "Voice") // after them
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	mustRun(t, "", "restore", backup, "--data", elsewhere)
	if pages := pagesIn(t, elsewhere); pages != 1 {
		t.Errorf("the backup has %d pages, want the one that was there", pages)
	}
	third := filepath.Join(t.TempDir(), "third")
	mustRun(t, "", "import", out, "--data", third)
	if pages := pagesIn(t, third); pages != 1 {
		t.Errorf("the export has %d pages, want the one that was there", pages)
	}

	if err := s.stop(); err != nil {
		t.Errorf("it ended with %v:\n%s", err, s.log)
	}
	if pages := pagesIn(t, data); pages != 2 {
		t.Errorf("%d pages are kept, want both", pages)
	}
	if left, err := filepath.Glob(filepath.Join(data, "server.*")); err != nil || len(left) > 0 {
		t.Errorf("the server left %v, %v", left, err)
	}
}

func TestAServerThatWaitsForItsOwnerGetsOne(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	s := serve(t, data)
	args := []string{"init", "--data", data, "--owner-email", "robin@example.org", "--owner-name", "Robin Field", "--password-stdin"}
	if out := mustRun(t, password+"\n", args...); !strings.Contains(out, "can sign in") || strings.Contains(out, "practicecms serve") {
		t.Errorf("it says: %s", out)
	}
	if status, page := get(t, s, "/admin", ""); status != http.StatusOK || !strings.Contains(page, "Sign in") {
		t.Errorf("the start page is %d: %s", status, page)
	}
	if r := run(t, password+"\n", args...); r.code != exitFailed || !strings.Contains(r.errors, "exists already") {
		t.Errorf("a second owner: %d %s", r.code, r.errors)
	}
	if strings.Contains(s.log.String(), password) {
		t.Error("the password stands in the log")
	}
}

// TestCommandsSayTheSameInBothWays runs commands beside a server and without one.
func TestCommandsSayTheSameInBothWays(t *testing.T) {
	t.Parallel()
	alone, _ := practice(t)
	served, _ := practice(t)
	s := serve(t, served)
	ids := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|pcms_[\w-]+`)
	records := regexp.MustCompile(`((?:ok +file +|"file",\s+"checked": ))\d+`) // the engine's own among them, by how chance spreads the ids
	file := filepath.Join(t.TempDir(), "there")
	if err := os.WriteFile(file, []byte(pastedPage), 0o600); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "b")
	for _, c := range []struct {
		name  string
		stdin string
		args  []string
		code  int
	}{
		{"a page", pastedPage, []string{"paste", "-"}, exitDone},
		{"its address is taken", pastedPage, []string{"paste", "-", "--publish"}, exitDone},
		{"a page as JSON", pastedPage, []string{"paste", "-", "--json", "--type", "page", "--path", "/breath"}, exitDone},
		{"a page from a file", "", []string{"paste", file}, exitDone},
		{"a file that is not there", "", []string{"paste", file + "x"}, exitFailed},
		{"no UTF-8", "a\xffb", []string{"paste", "-"}, exitFailed},
		{"no words", " \n", []string{"paste", "-"}, exitFailed},
		{"too much", strings.Repeat("word ", 1<<18), []string{"paste", "-"}, exitFailed},
		{"an unknown type", pastedPage, []string{"paste", "-", "--type", "poem"}, exitUsage},
		{"a rehearsal", pastedPage, []string{"paste", "-", "--dry-run"}, exitDone},
		{"a token", "", []string{"token", "create", "--name", "n", "--scope", "deliver"}, exitDone},
		{"a token of no name", "", []string{"token", "create", "--name", " ", "--scope", "deliver"}, exitFailed},
		{"a second owner", password + "\n", []string{"init", "--owner-email", "b@example.org", "--owner-name", "B", "--password-stdin"}, exitFailed},
		{"verify", "", []string{"verify"}, exitDone},
		{"verify as JSON", "", []string{"verify", "--json"}, exitDone},
		{"a backup", "", []string{"backup", backup}, exitDone},
		{"a backup over a file", "", []string{"backup", file}, exitFailed},
		{"a backup into no folder", "", []string{"backup", filepath.Join(file+"x", "b")}, exitFailed},
	} {
		var got [2]result
		for i, data := range []string{alone, served} {
			r := run(t, c.stdin, append(c.args, "--data", data)...)
			for _, text := range []*string{&r.out, &r.errors} {
				*text = ids.ReplaceAllString(strings.ReplaceAll(*text, data, "DATA"), "ID")
				*text = regexp.MustCompile(`there\.\d+`).ReplaceAllString(strings.ReplaceAll(*text, "store: backup: ", ""), "there.N")
				*text = records.ReplaceAllString(*text, "${1}N")
				*text = regexp.MustCompile(`(b\.|practicecms-)\d+`).ReplaceAllString(*text, "${1}N")
			}
			got[i] = r
			if err := os.RemoveAll(backup); err != nil {
				t.Fatal(err)
			}
		}
		if got[0] != got[1] || got[0].code != c.code {
			t.Errorf("%s: alone\n%+v\nbeside a server\n%+v\nwant exit code %d", c.name, got[0], got[1], c.code)
		}
	}
	if log := s.log.String(); strings.Contains(log, "Breath Work") || strings.Contains(log, "pcms_") {
		t.Errorf("the server's log tells what it was given:\n%s", log)
	}
}

func TestAfterAServerWasKilledCommandsWorkByThemselves(t *testing.T) {
	t.Parallel()
	data, _ := practice(t)
	s := serve(t, data)
	s.kill()
	if _, err := os.Lstat(filepath.Join(data, control.Socket)); err != nil {
		t.Fatalf("a killed server leaves its socket: %v", err)
	}
	path := pasted(t, data, "Breath")
	mustRun(t, "", "verify", "--data", data)
	mustRun(t, "", "compact", "--data", data)
	mustRun(t, "", "backup", filepath.Join(t.TempDir(), "b"), "--data", data)
	next := serve(t, data)
	if status, _ := get(t, next, "/api/v1/pages"+path, ""); status != http.StatusOK {
		t.Errorf("the page is %d", status)
	}
	if got := pasted(t, data, "Voice"); got == path {
		t.Errorf("both pages are at %s", got)
	}
}

func TestCommandsAtOnce(t *testing.T) {
	t.Parallel()
	data, _ := practice(t)
	serve(t, data)
	var group sync.WaitGroup
	paths := make([]string, 4)
	for i := range paths {
		group.Go(func() { paths[i] = pasted(t, data, fmt.Sprintf("Voice %c", 'a'+i)) })
		group.Go(func() { mustRun(t, "", "backup", filepath.Join(t.TempDir(), "b"), "--data", data) })
		group.Go(func() { mustRun(t, "", "verify", "--data", data) })
	}
	group.Wait()
	list := mustRun(t, "", "verify", "--data", data)
	if strings.Contains(list, "WRONG") {
		t.Error(list)
	}
	for i, path := range paths {
		for _, other := range paths[:i] {
			if path == other {
				t.Errorf("two pages are at %s", path)
			}
		}
	}
}

func TestAFolderWithALongPath(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), strings.Repeat("a-rather-long-name/", 12), "data")
	serve(t, data)
	mustRun(t, password+"\n", "init", "--data", data, "--owner-email", "robin@example.org", "--owner-name", "Robin Field", "--password-stdin")
	pasted(t, data, "Breath")
}

// clientKills is how often a command is killed, each time a little later.
const clientKills = 20

func TestACommandThatIsKilledHarmsNobody(t *testing.T) {
	t.Parallel()
	data, _ := practice(t)
	s := serve(t, data)
	for _, args := range [][]string{{"backup"}, {"verify"}, {"paste", "-", "--publish"}} {
		var whole time.Duration
		for n := range clientKills + 1 {
			backups := t.TempDir()
			given := args
			if args[0] == "backup" {
				given = append(args, filepath.Join(backups, "b"))
			}
			command := exec.Command(os.Args[0], append(given, "--data", data)...)
			command.Env = append(os.Environ(), asProgram+"=1")
			command.Stdin = strings.NewReader(strings.ReplaceAll(pastedPage, "Breath", fmt.Sprintf("Voice %c", 'a'+n)))
			begun := time.Now()
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			if n > 0 {
				time.Sleep(whole * time.Duration(n) / clientKills)
				_ = command.Process.Kill() // it may have ended
			}
			_ = command.Wait()
			if n == 0 {
				whole = time.Since(begun)
			}
			if written := filepath.Join(backups, "b"); exists(written) {
				mustRun(t, "", "restore", written, "--data", t.TempDir())
			}
		}
	}
	if out := mustRun(t, "", "verify", "--data", data); strings.Contains(out, "WRONG") {
		t.Error(out)
	}
	if err := s.stop(); err != nil {
		t.Errorf("it ended with %v:\n%s", err, s.log)
	}
	if left, err := filepath.Glob(filepath.Join(data, "*.tmp")); err != nil || len(left) > 0 {
		t.Errorf("%v are left, %v", left, err)
	}
}

func exists(file string) bool { _, err := os.Stat(file); return err == nil }

func TestNoNetworkReachesTheSocket(t *testing.T) {
	t.Parallel()
	data, token := practice(t)
	s := serve(t, data)
	body, err := json.Marshal(control.Command{Name: "token create", Args: json.RawMessage(`{"Name":"n","Scope":"manage"}`)})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/1", "/api/1", "/manage/1", "/admin/1", "/"} {
		r, err := http.NewRequest(http.MethodPost, s.base+path, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode < 400 || strings.Contains(string(text), "pcms_") || answer.Header.Get("Practicecms-Version") != "" {
			t.Errorf("%s: %s, %q, %v", path, answer.Status, text, err)
		}
	}
	if strings.Contains(s.log.String(), "carried out") {
		t.Errorf("something was carried out:\n%s", s.log)
	}
}

func TestATaskTravelsWhole(t *testing.T) {
	for name, made := range tasks {
		sent := made()
		fill(reflect.ValueOf(sent).Elem())
		args, err := encodeTask(sent)
		if err != nil {
			t.Fatal(err)
		}
		got := made()
		if err := decodeTask(args, got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, sent) {
			t.Errorf("%s: %+v became %+v", name, sent, got)
		}
	}
	c, err := cms.Open(t.TempDir(), cms.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, odd := range []control.Command{{Name: "sing"}, {Name: "verify", Args: json.RawMessage(`{"Loud":true}`)}, {Name: "verify", Args: json.RawMessage(`[]`)}} {
		if _, err := findTask(c, odd); err == nil {
			t.Errorf("%s %s is taken", odd.Name, odd.Args)
		}
	}
}

// fill gives every field that travels a value.
func fill(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Field(i)
		switch f.Kind() {
		case reflect.Bool:
			f.SetBool(true)
		case reflect.String:
			f.SetString("a \"text\" of " + v.Type().Field(i).Name)
		case reflect.Slice:
			f.SetBytes([]byte("a\xff\x00b"))
		}
	}
}
