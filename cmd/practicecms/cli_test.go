package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"practicecms/cmd/practicecms/demo"
	"practicecms/cms"
)

const pastedPage = `When Breath Work May Help
Some people come to breath work after a hard year, and some come because a friend told them of it.
You may want to try it if you notice:
-
Shallow breathing on ordinary days
-
A tight chest before meetings
The breath is a door.
What Breath Work Is
Breath work is a way of noticing and changing how we breathe.

Begin Breath Work
Write to us, and we will find an hour.
`

func TestCommandsSayWhatIsWrongAndWhatToDo(t *testing.T) {
	data, _ := practice(t)
	none := filepath.Join(t.TempDir(), "none")
	for _, c := range []struct {
		name  string
		stdin string
		args  []string
		code  int
		want  string
	}{
		{"no command", "", nil, exitUsage, "practicecms help"},
		{"an unknown command", "", []string{"sing"}, exitUsage, "practicecms help"},
		{"an unknown flag", "", []string{"verify", "--loud"}, exitUsage, "--loud"},
		{"help", "", []string{"help"}, exitDone, "verify"},
		{"help of one", "", []string{"help", "paste"}, exitDone, "--dry-run"},
		{"types", "", []string{"types", "--lang", "ts"}, exitDone, "export type Block ="},
		{"types as JSON Schema", "", []string{"types", "--lang", "jsonschema"}, exitDone, `"$ref": "#/$defs/AnyDocument"`},
		{"types in an unknown language", "", []string{"types", "--lang", "cobol"}, exitUsage, "jsonschema"},
		{"version", "", []string{"version"}, exitDone, "data format 2"},
		{"a weak password", "short\n", []string{"init", "--data", none, "--owner-email", "a@example.org", "--owner-name", "A", "--password-stdin"}, exitFailed, "at least 12"},
		{"no password", "", []string{"init", "--data", none, "--owner-email", "a@example.org", "--owner-name", "A"}, exitUsage, "--password-stdin"},
		{"a bad address", password + "\n", []string{"init", "--data", none, "--owner-email", "a at b", "--owner-name", "A", "--password-stdin"}, exitFailed, "dana@example.org"},
		{"a second owner", password + "\n", []string{"init", "--data", data, "--owner-email", "b@example.org", "--owner-name", "B", "--password-stdin"}, exitFailed, "exists already"},
		{"a token without a practice", "", []string{"token", "create", "--data", filepath.Join(none, "x"), "--name", "n", "--scope", "manage"}, exitFailed, "there is no practice in"},
		{"a token of an odd scope", "", []string{"token", "create", "--data", data, "--name", "n", "--scope", "everything"}, exitUsage, "deliver"},
		{"nothing pasted", " \n", []string{"paste", "-", "--dry-run"}, exitFailed, "no words"},
		{"a NUL pasted", "a\x00b", []string{"paste", "-", "--dry-run"}, exitFailed, "NUL"},
		{"no UTF-8 pasted", "a\xffb", []string{"paste", "-", "--dry-run"}, exitFailed, "UTF-8"},
		{"too much pasted", strings.Repeat("word ", 1<<18), []string{"paste", "-", "--dry-run"}, exitFailed, "the limit is"},
		{"an address that climbs", pastedPage, []string{"paste", "-", "--dry-run", "--path", "/../secret"}, exitUsage, "lower-case letters"},
		{"publishing a rehearsal", pastedPage, []string{"paste", "-", "--dry-run", "--publish"}, exitUsage, "--dry-run"},
		{"an unknown type", pastedPage, []string{"paste", "-", "--dry-run", "--type", "poem"}, exitUsage, "service"},
		{"verify", "", []string{"verify", "--data", data}, exitDone, "versions-never-change"},
		{"verify without a practice", "", []string{"verify", "--data", none}, exitFailed, "there is no practice in"},
		{"repair without a backup", "", []string{"repair", "--data", data}, exitUsage, "--from"},
		{"repair without a practice", "", []string{"repair", "--data", none, "--from", os.Args[0]}, exitFailed, "there is no practice in"},
		{"compact", "", []string{"compact", "--data", data}, exitDone, "bytes before"},
		{"compact without a practice", "", []string{"compact", "--data", none}, exitFailed, "there is no practice in"},
		{"export without a practice", "", []string{"export", none, "--data", none}, exitFailed, "there is no practice in"},
		{"export over other files", "", []string{"export", data, "--data", data}, exitFailed, "give a new folder"},
		{"drafts of everything", "", []string{"export", none, "--data", data, "--drafts"}, exitUsage, "--format markdown"},
		{"secrets as Markdown", "", []string{"export", none, "--data", data, "--with-secrets", "--format", "markdown"}, exitUsage, "--format markdown"},
		{"import of a folder that is no export", "", []string{"import", data, "--data", none}, exitFailed, "Make it again: practicecms export DIR"},
		{"import of nothing", "", []string{"import", none, "--data", none}, exitUsage, "none"},
		{"import over a practice", "", []string{"import", data, "--data", data}, exitFailed, "exists already"},
		{"an odd public URL", "", []string{"serve", "--data", none, "--public-url", "ftp://x"}, exitUsage, "https://cms.example.org"},
		{"an odd proxy", "", []string{"serve", "--data", none, "--trusted-proxy", "127.0.0.1/32,the-proxy"}, exitUsage, "127.0.0.1/32 or"},
		{"an odd origin", "", []string{"serve", "--data", none, "--allow-origin", "https://example.org,example.net"}, exitUsage, "such as https://example.org"},
		{"a cache of nothing", "", []string{"serve", "--data", none, "--cache", "0"}, exitUsage, "from 1 to"},
		{"an address that cannot be", "", []string{"serve", "--data", data, "--listen", "127.0.0.1:99999"}, exitFailed, "--listen"},
	} {
		r := run(t, c.stdin, c.args...)
		if all := r.out + r.errors; r.code != c.code || !strings.Contains(all, c.want) {
			t.Errorf("%s: exit %d, want %d, and %q in:\n%s", c.name, r.code, c.code, c.want, all)
		}
		if strings.Contains(r.errors, "goroutine ") {
			t.Errorf("%s: it panicked:\n%s", c.name, r.errors)
		}
	}
	if _, err := os.Stat(none); !os.IsNotExist(err) {
		t.Errorf("a command that failed left a folder behind: %v", err)
	}
}

func TestPasteAsTheWriteAPITakesIt(t *testing.T) {
	data, _ := practice(t)
	out := mustRun(t, pastedPage, "paste", "-", "--json", "--data", data, "--publish")
	var page struct {
		ID, Title, Path string
		Version         int
		Blocks          []struct{ Kind string }
		Words           struct{ In, Out int }
	}
	if err := json.Unmarshal([]byte(out), &page); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	kinds := ""
	for _, b := range page.Blocks {
		kinds += b.Kind + " "
	}
	if kinds != "section checklist callout section cta " || page.Words.In != page.Words.Out || page.Words.In == 0 {
		t.Errorf("got %q, words %+v", kinds, page.Words)
	}
	s := serve(t, data)
	r, err := http.Get(s.base + "/api/v1/pages" + page.Path)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Errorf("%s is %s, want it live", page.Path, r.Status)
	}
}

func TestTheNameOfAPastedFileSaysHowItIsWritten(t *testing.T) {
	for _, c := range []struct{ name, text, format, body string }{
		// One line of Markdown, and one of HTML, that nothing but the name tells apart from words.
		{"fees.md", "Ask for *one* fee.", "auto", "Ask for *one* fee."},
		{"fees.MARKDOWN", "Ask for *one* fee.", "auto", "Ask for *one* fee."},
		{"fees.txt", "Ask for *one* fee.", "auto", `Ask for \*one\* fee.`},
		{"fees", "Ask for *one* fee.", "auto", `Ask for \*one\* fee.`},
		{"fees.md", "Ask for *one* fee.", "text", `Ask for \*one\* fee.`},
		{"fees.html", "Fish &amp; chips", "auto", "Fish & chips"},
		{"fees.HTM", "Fish &amp; chips", "auto", "Fish & chips"},
		{"fees.txt", "Fish &amp; chips", "auto", `Fish \&amp; chips`},
	} {
		file := filepath.Join(t.TempDir(), c.name)
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		var page struct {
			Blocks []struct{ Body string }
		}
		if err := json.Unmarshal([]byte(mustRun(t, "", "paste", file, "--dry-run", "--json", "--format", c.format)), &page); err != nil {
			t.Fatal(err)
		}
		if len(page.Blocks) != 1 || page.Blocks[0].Body != c.body {
			t.Errorf("%s, --format %s: got %+v, want %q", c.name, c.format, page.Blocks, c.body)
		}
	}
}

func TestP11OnlyOneServerPerFolder(t *testing.T) {
	t.Parallel()
	data, _ := practice(t)
	backup := filepath.Join(t.TempDir(), "b")
	mustRun(t, "", "backup", backup, "--data", data)
	s := serve(t, data)
	var group sync.WaitGroup // each of them waits some seconds for the server to end
	for _, args := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"restore", backup}} {
		group.Go(func() {
			r := run(t, "", append(args, "--data", data)...)
			if r.code != exitFailed || !strings.Contains(r.errors, s.base) {
				t.Errorf("%s beside a server: exit %d, want 1 and the server's address in: %s", args[0], r.code, r.errors)
			}
		})
	}
	group.Wait()
	if err := s.stop(); err != nil {
		t.Errorf("the server did not stop cleanly: %v\n%s", err, s.log)
	}
	if r := run(t, "", "verify", "--data", data); r.code != exitDone {
		t.Errorf("verify afterwards: %s%s", r.out, r.errors)
	}
}

func TestADamagedFileIsRefusedAndNamed(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if err := demo.Load(t.Context(), data, cms.Options{}, time.Now()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(data, cms.DataFile)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"cut in half": whole[:len(whole)/2], "cut off": whole[:len(whole)/8], "empty": {}, "another kind of file": []byte("%PDF-1.4 not a data file at all")} {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"verify", "serve", "compact"} {
			r := run(t, "", command, "--data", data)
			if r.code != exitFailed || strings.Contains(r.errors, "goroutine ") || !strings.Contains(r.errors, "data file") {
				t.Errorf("%s, %s: exit %d: %s", name, command, r.code, r.errors)
			}
		}
		if got, _ := os.ReadFile(file); string(got) != string(b) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestABackupComesBackVerified(t *testing.T) {
	data, _ := practice(t)
	mustRun(t, pastedPage, "paste", "-", "--data", data, "--publish")
	backup := filepath.Join(t.TempDir(), "monday.backup")
	mustRun(t, "", "backup", backup, "--data", data)
	if r := run(t, "", "backup", backup, "--data", data); r.code != exitFailed || !strings.Contains(r.errors, "another name") {
		t.Errorf("a backup over a backup: exit %d: %s", r.code, r.errors)
	}
	mustRun(t, strings.ReplaceAll(pastedPage, "Breath", "Voice"), "paste", "-", "--data", data)

	// A damaged backup changes nothing.
	whole, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.backup")
	if err := os.WriteFile(cut, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	before := mustRun(t, "", "verify", "--data", data)
	if r := run(t, "", "restore", cut, "--data", data); r.code != exitFailed {
		t.Errorf("a damaged backup was taken: %s", r.out)
	}
	if after := mustRun(t, "", "verify", "--data", data); after != before {
		t.Errorf("a refused restore changed the data:\n%s\n%s", before, after)
	}

	out := mustRun(t, "", "restore", backup, "--data", data)
	if !strings.Contains(out, "kept in") {
		t.Errorf("it does not say where the data before is kept: %s", out)
	}
	mustRun(t, "", "verify", "--data", data)
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	mustRun(t, "", "restore", backup, "--data", elsewhere)
	mustRun(t, "", "verify", "--data", elsewhere)
}

func TestLookingChangesNothing(t *testing.T) {
	data, _ := practice(t)
	mustRun(t, pastedPage, "paste", "-", "--data", data, "--publish")
	list := func() string {
		var all strings.Builder
		err := filepath.WalkDir(data, func(path string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := e.Info()
			if err != nil || e.IsDir() {
				return err
			}
			fmt.Fprintf(&all, "%s %v %v %x\n", path, info.Mode(), info.ModTime(), sha256.Sum256(readFile(t, path)))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return all.String()
	}
	readOnly := func(file, folder fs.FileMode) {
		if err := errors.Join(os.Chmod(filepath.Join(data, cms.DataFile), file), os.Chmod(data, folder)); err != nil {
			t.Fatal(err)
		}
	}
	backup := filepath.Join(t.TempDir(), "b")
	readOnly(0o400, 0o500)
	defer readOnly(0o600, 0o700)
	before := list()
	mustRun(t, "", "verify", "--data", data)
	mustRun(t, "", "backup", backup, "--data", data)
	if after := list(); after != before {
		t.Errorf("before:\n%safter:\n%s", before, after)
	}
	// Two may look at the same time.
	c, err := cms.Open(data, cms.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	mustRun(t, "", "verify", "--data", data)
	if r := run(t, pastedPage, "paste", "-", "--data", data); r.code != exitFailed {
		t.Errorf("it was written to while somebody looked at it: %s", r.out)
	}
}

func TestHealthAndReadiness(t *testing.T) {
	data, _ := practice(t)
	s := serve(t, data)
	for _, path := range []string{"/healthz", "/readyz"} {
		r, err := http.Get(s.base + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusOK || len(r.Cookies()) > 0 {
			t.Errorf("%s: %s with cookies %v", path, r.Status, r.Cookies())
		}
	}
}

func TestABodyThatIsTooLargeGetsItsAnswer(t *testing.T) {
	data, token := practice(t)
	s := serve(t, data)
	r, err := http.NewRequest(http.MethodPost, s.base+"/manage/v1/documents", strings.NewReader(`{"title":"`+strings.Repeat("a", 10_000_000)+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("10 MB: %s, want 413", answer.Status)
	}
}

// fullPipe is where nothing more can be written.
type fullPipe struct{}

func (fullPipe) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestACommandWhoseWordsAreLostIsNotDone(t *testing.T) {
	data, _ := practice(t)
	for _, args := range [][]string{{"version"}, {"verify", "--data", data}, {"token", "create", "--name", "n", "--scope", "deliver", "--data", data}} {
		var errs bytes.Buffer
		code := (&App{Stdin: strings.NewReader(""), Stdout: fullPipe{}, Stderr: &errs}).Run(t.Context(), args)
		if code != exitFailed || !strings.Contains(errs.String(), "could not be written") {
			t.Errorf("%s: exit %d: %s", args[0], code, errs.String())
		}
	}
}
