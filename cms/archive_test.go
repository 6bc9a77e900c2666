package cms_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/archive"
	"practicecms/cms/cmstest"
	"practicecms/cms/history"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// odd is Markdown that must come back byte for byte.
const odd = "# Not a heading we would write\n\n*  one\n\t* two\u2028\u2029 \"quoted\" \\ back </script> 🕯️ e\u0301 \u00e9 \u200b&amp; <b>bold</b>  \n`x`"

// full is a practice that has something in every space.
type full struct {
	*cmstest.Site
	page          cms.Version
	token, secret string // as clients have them
	share         string
	hook          content.HookID
}

func fullSite(t testing.TB) full {
	t.Helper()
	s := cmstest.New(t)
	f := full{Site: s}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	e, ctx := s.Editor(), t.Context()
	var err error
	f.token, _, err = e.CreateToken(ctx, s.Who, "the site", cms.Role("deliver"))
	must(err)
	secret, hook, err := e.AddHook(ctx, s.Who, webhooks.Settings{Name: "builder", URL: "https://hooks.example.org/x"})
	must(err)
	f.secret, f.hook = secret, hook.ID

	settings := s.Settings(t)
	settings.Content.Fields["previewURL"] = "https://staff.example.org/?path={path}&token={token}"
	s.Publish(t, s.Save(t, settings))

	v := s.Service(t, "one", cmstest.Section("Hours", odd), cmstest.Section("Second", "two"), cmstest.Section("Third", "Call Dana Ames at 505 555 0142."))
	s.Publish(t, v)
	s.Clock.Advance(time.Hour)
	for n := range 20 { // more than are kept as differences in a row
		v = s.Save(t, cmstest.Edit(v, 1, "body", fmt.Sprintf("two, %d", n)))
		s.Clock.Advance(time.Minute)
	}
	v.Content.Path, v.Content.Blocks = "/services/moved", v.Content.Blocks[:2]
	v = s.Save(t, v)
	s.Publish(t, v)
	must(e.NameVersion(ctx, s.Who, v.Document, v.Locale, 3, "Before the move", "as it was printed"))
	s.Clock.Advance(time.Hour)
	back, err := e.Restore(ctx, s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Version: 1, Blocks: []content.BlockID{s.VersionAt(t, v.Document, 1).Content.Blocks[2].ID}})
	must(err)
	_, err = e.Schedule(ctx, s.Who, v.Document, v.Locale, back.Number, s.Clock.Now().Add(48*time.Hour))
	must(err)
	if n, err := e.Erase(ctx, s.Who, cms.Erase{Words: "Dana Ames", Reason: "she asked"}); err != nil || n == 0 {
		t.Fatalf("erased %d: %v", n, err)
	}
	f.page = back
	f.share, _, err = e.Share(ctx, s.Who, v.Document, v.Locale, back.Number, time.Hour)
	must(err)
	typed := s.VersionAt(t, v.Document, back.Number).Content // without what was erased
	typed.Title = "Typed and not saved"
	_, err = e.KeepWorking(ctx, s.Who, v.Document, v.Locale, content.Hash{}, back.Number, typed)
	must(err)
	s.Upload(t, "lamp.png", cmstest.PNG(t, 30, 20, 20))
	gone := s.Service(t, "gone", cmstest.Section("A", "b"))
	s.Publish(t, gone)
	must(e.Trash(ctx, s.Who, gone.Document))
	s.Clock.Jump(-48 * time.Hour) // the clock had been ahead
	must(e.TrustClock(ctx, s.Who))
	return f
}

// exported is where a site was exported to.
func exported(t testing.TB, s *cmstest.Site, o cms.ExportOptions) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "export")
	if err := s.Export(t.Context(), dir, o); err != nil {
		t.Fatal(err)
	}
	return dir
}

// imported is a site that was made of an export.
func imported(t testing.TB, s *cmstest.Site, export string) *cmstest.Site {
	t.Helper()
	out := &cmstest.Site{Dir: filepath.Join(t.TempDir(), "data"), Clock: s.Clock, Owner: s.Owner, Who: s.Who}
	if report, err := cms.Import(t.Context(), export, out.Dir, cms.Options{}); err != nil || len(report.Lines) < 8 {
		t.Fatalf("%v, %+v", err, report)
	}
	out.Open(t)
	t.Cleanup(func() {
		if err := out.Close(); err != nil {
			t.Error(err)
		}
	})
	return out
}

func sameFiles(t *testing.T, got, want string) {
	t.Helper()
	if !reflect.DeepEqual(files(t, got), files(t, want)) {
		t.Errorf("%s and %s are not the same", got, want)
	}
}

// files reads a folder.
func files(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(name)
		out[name[len(dir)+1:]] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAnImportIsTheSamePractice(t *testing.T) {
	was := fullSite(t)
	export := exported(t, was.Site, cms.ExportOptions{Secrets: true})
	for name, text := range files(t, export) {
		if text == "" {
			t.Errorf("the practice of this test has nothing for %s", name)
		}
	}
	is := imported(t, was.Site, export)
	sameFiles(t, exported(t, is, cms.ExportOptions{Secrets: true}), export)

	id, l := was.page.Document, was.page.Locale
	for n := uint64(1); n <= was.page.Number; n++ {
		a, b := was.VersionAt(t, id, n), is.VersionAt(t, id, n)
		if !reflect.DeepEqual(a, b) {
			t.Errorf("version %d was %+v and is %+v", n, a, b)
		}
		if got := b.Content.Blocks[0].Fields["body"]; got != odd {
			t.Errorf("version %d says %q, want what was written: %q", n, got, odd)
		}
	}
	list := func(s *cmstest.Site) []history.Entry {
		out, err := s.Editor().History(t.Context(), s.Who, id, l, history.Filter{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if a, b := list(was.Site), list(is); !reflect.DeepEqual(a, b) || len(a) < 20 {
		t.Errorf("the history was %+v and is %+v", a, b)
	}
	if _, err := is.Editor().SignIn(t.Context(), access.Attempt{Email: "robin@example.org", Password: cmstest.Password}); err != nil {
		t.Errorf("the owner cannot sign in: %v", err)
	}
	if _, err := is.Editor().Token(t.Context(), was.token); err != nil {
		t.Errorf("the token does not work: %v", err)
	}
	if w, err := is.Editor().Working(t.Context(), is.Who, id, l); err != nil || w.Content.Title != "Typed and not saved" {
		t.Errorf("what was typed is %+v, %v", w, err)
	}
}

func TestAnExportWithoutSecretsHasNone(t *testing.T) {
	was := fullSite(t)
	export := exported(t, was.Site, cms.ExportOptions{})
	secret, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(was.secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files(t, export) {
		for _, never := range []string{"argon2", was.token, was.share, was.secret, base64.StdEncoding.EncodeToString(secret), "Dana Ames", `"browsers"`} {
			if strings.Contains(text, never) {
				t.Errorf("%s holds %q", name, never)
			}
		}
	}
	is := imported(t, was.Site, export)
	sameFiles(t, exported(t, is, cms.ExportOptions{}), export)

	e := is.Editor()
	if _, err := e.SignIn(t.Context(), access.Attempt{Email: "robin@example.org", Password: cmstest.Password}); !errors.Is(err, cms.ErrUnauthenticated) {
		t.Errorf("signing in: %v", err)
	}
	again, err := e.SetUp(t.Context(), access.NewPerson{Name: "Robin Field", Email: "Robin@example.org", Password: cmstest.Password}, "Another name")
	if err != nil || again.ID != was.Owner.ID {
		t.Errorf("whoever sets up with the owner's address is %+v (%v), not %+v", again, err, was.Owner)
	}
	hook, err := e.Hook(t.Context(), is.Who, was.hook)
	if err != nil || hook.Why != webhooks.PausedMoved || hook.Paused.IsZero() || hook.Waiting == 0 {
		t.Errorf("the webhook is %+v, %v", hook, err)
	}
	for name, refused := range map[string]error{
		"resume": e.ResumeHook(t.Context(), is.Who, was.hook),
		"test":   second(e.TestHook(t.Context(), is.Who, was.hook)),
	} {
		if !errors.As(refused, new(*content.InvalidError)) {
			t.Errorf("%s without a secret: %v", name, refused)
		}
	}
	if _, err := e.NewHookSecret(t.Context(), is.Who, was.hook); err != nil {
		t.Error(err)
	}
	if err := e.ResumeHook(t.Context(), is.Who, was.hook); err != nil {
		t.Errorf("resume with a new secret: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

// altered is a copy of an export in which the files are what change makes of them.
func altered(t *testing.T, export string, change func(files map[string]string)) string {
	t.Helper()
	all := files(t, export)
	change(all)
	dir := t.TempDir()
	for name, text := range all {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// forged makes a change that the manifest does not betray.
func forged(t *testing.T, change func(files map[string]string)) func(map[string]string) {
	return func(all map[string]string) {
		manifest := resummed(t, all) // in one line
		all["manifest.json"] = manifest
		if change(all); all["manifest.json"] == manifest {
			all["manifest.json"] = resummed(t, all)
		}
	}
}

func resummed(t *testing.T, all map[string]string) string {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(all["manifest.json"]), &m); err != nil {
		t.Fatal(err)
	}
	for _, f := range m["files"].([]any) {
		f := f.(map[string]any)
		text := all[f["name"].(string)]
		f["bytes"], f["sha256"], f["records"] = len(text), fmt.Sprintf("%x", sha256.Sum256([]byte(text))), strings.Count(text, "\n")
		if text == "" {
			delete(f, "records")
		}
	}
	out, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// refusedImport imports and expects to hear what is wrong, and that nothing is left.
func refusedImport(t *testing.T, what, export string, says ...string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	_, err := cms.Import(t.Context(), export, dir, cms.Options{})
	if err == nil {
		t.Errorf("%s: it was imported", what)
		return
	}
	for _, words := range says {
		if !strings.Contains(err.Error(), words) || len(err.Error()) > 2000 {
			t.Errorf("%s: want %q in: %.600s", what, words, err)
		}
	}
	if left, err := os.ReadDir(dir); err == nil {
		t.Errorf("%s: it left %v", what, left)
	}
}

func TestEveryChangedByteIsNamed(t *testing.T) {
	t.Parallel()
	export := exported(t, fullSite(t).Site, cms.ExportOptions{Secrets: true})
	tried := 0
	for name, text := range files(t, export) {
		step := max(1, len(text)/8)
		for at := step / 2; at < len(text); at += step {
			flipped := []byte(text)
			flipped[at] ^= 1
			dir := altered(t, export, func(all map[string]string) { all[name] = string(flipped) })
			says := name
			if name == "manifest.json" {
				says = "" // what it says of a file may be what is wrong, or what wrote it
				if bytes.Contains(flipped, []byte(`"program"`)) && strings.Index(text, `"program"`) < at && at < strings.Index(text, `"last"`) {
					continue
				}
			}
			refusedImport(t, fmt.Sprintf("%s, byte %d", name, at), dir, says)
			tried++
		}
		if len(text) > 0 && name != "manifest.json" {
			dir := altered(t, export, func(all map[string]string) { all[name] = text[:len(text)/2] })
			refusedImport(t, "half of "+name, dir, name)
			dir = altered(t, export, func(all map[string]string) { delete(all, name) })
			refusedImport(t, "without "+name, dir, name+" is missing")
		}
	}
	t.Logf("%d bytes were changed, one at a time", tried)
}

func TestAnImportTrustsNothing(t *testing.T) {
	t.Parallel()
	export := exported(t, fullSite(t).Site, cms.ExportOptions{Secrets: true})
	in := func(name, old, new string) func(map[string]string) {
		return func(all map[string]string) {
			if !strings.Contains(all[name], old) {
				t.Fatalf("%s does not hold %q", name, old)
			}
			all[name] = strings.Replace(all[name], old, new, 1)
		}
	}
	line := func(name string, change func(lines []string) []string) func(map[string]string) {
		return func(all map[string]string) {
			all[name] = strings.Join(change(strings.Split(strings.TrimSuffix(all[name], "\n"), "\n")), "\n") + "\n"
		}
	}
	for _, c := range []struct {
		name   string
		change func(map[string]string)
		says   []string
	}{
		{"a word of a text", in("bodies.jsonl", "two, 7", "two, 8"), []string{"bodies.jsonl, line ", "hash is another"}},
		{"a salt", in("bodies.jsonl", `"salt":"`, `"salt":"0`), []string{"bodies.jsonl, line 1", "hexadecimal"}},
		{"an author", in("versions.jsonl", `"origin":"written"`, `"origin":"pasted"`), []string{"versions.jsonl, line 1:", "hash is another"}},
		{"an entry of the audit", in("audit.jsonl", `"sequence":4,`, `"sequence":5,`), []string{"audit.jsonl, line 4:"}},
		{"an unknown member", in("people.jsonl", `"name":`, `"owner":true,"name":`), []string{"people.jsonl, line 1", "/owner"}},
		{"an unknown part of a key", in("people.jsonl", `"person":`, `"x":1,"person":`), []string{"people.jsonl, line 1", `"x"`}},
		{"a doubled member", in("people.jsonl", `"name":`, `"name":"x","name":`), []string{"people.jsonl, line 1", "twice"}},
		{"a member in other letters", in("people.jsonl", `"name":`, `"Name":`), []string{"people.jsonl, line 1", "/Name"}},
		{"a key that is none", in("documents.jsonl", `"document":"`, `"document":"../`), []string{"documents.jsonl, line 1", "document in its key"}},
		{"a locale that climbs", in("heads.jsonl", `"locale":"en-US"`, `"locale":"../etc"`), []string{"heads.jsonl, line 1", "locale in its key"}},
		{"a fraction", in("heads.jsonl", `"latest":1`, `"latest":1.5`), []string{"heads.jsonl, line ", "/latest"}},
		{"a number that is too large", in("heads.jsonl", `"latest":1`, `"latest":99999999999999999999`), []string{"heads.jsonl, line "}},
		{"a negative number", in("heads.jsonl", `"latest":1`, `"latest":-1`), []string{"heads.jsonl, line "}},
		{"a time in words", in("documents.jsonl", `"created":"2026`, `"created":"MMXXVI`), []string{"documents.jsonl, line 1", "not a time"}},
		{"a line twice", line("documents.jsonl", func(l []string) []string { return slices.Insert(l, 0, l[0]) }), []string{"documents.jsonl, line 2", "doubled"}},
		{"lines in another order", line("documents.jsonl", func(l []string) []string { l[0], l[1] = l[1], l[0]; return l }), []string{"documents.jsonl, line 2", "another order"}},
		{"a version less", line("versions.jsonl", func(l []string) []string { return slices.Delete(l, 2, 3) }), []string{"versions.jsonl, line 3", "follows version"}},
		{"a change less", line("changes.jsonl", func(l []string) []string { return slices.Delete(l, 1, 2) }), []string{"changes.jsonl, line 2", "number 3 follows number 1"}},
		{"a text less", line("bodies.jsonl", func(l []string) []string { return slices.Delete(l, 2, 3) }), []string{"is missing"}},
		{"a publication less", line("publications.jsonl", func(l []string) []string { return l[:1] }), []string{"publication log"}},
		{"the end of the audit", line("audit.jsonl", func(l []string) []string { return l[:3] }), []string{"manifest.json says that the audit ends"}},
		{"an empty line", line("tokens.jsonl", func(l []string) []string { return append(l, "") }), []string{"tokens.jsonl, line 2"}},
		{"two records in a line", line("tokens.jsonl", func(l []string) []string { return []string{l[0] + l[0]} }), []string{"tokens.jsonl, line 1"}},
		{"a list", in("tokens.jsonl", `{"key"`, `[{"key"`), []string{"tokens.jsonl, line 1"}},
		{"no end", func(all map[string]string) { all["tokens.jsonl"] = strings.TrimSuffix(all["tokens.jsonl"], "\n") }, []string{"tokens.jsonl, line 1", "cut off"}},
		{"ten megabytes of nesting", func(all map[string]string) {
			all["bodies.jsonl"] = `{"key":{"hash":"sha256-AZE6tRIrSihOq6xZFoS15kr3ebS4UF8t057t3PdhpD4="},"value":{"salt":"91cbcac42e6971853acb6a402faa5e00","fields":{"a":` + strings.Repeat("[", 10<<20) + "\n"
		}, []string{"bodies.jsonl, line 1"}},
		{"forty megabytes of one line", func(all map[string]string) { all["people.jsonl"] = strings.Repeat(" ", 40<<20) + "\n" }, []string{"people.jsonl, line 1", "longer than"}},
		{"invalid UTF-8", in("people.jsonl", "Robin", "Rob\xff\xfein"), []string{"people.jsonl, line 1", "not valid JSON"}},
		{"zero bytes", func(all map[string]string) { all["people.jsonl"] = strings.Repeat("\x00", 1<<20) + "\n" }, []string{"people.jsonl, line 1"}},
		{"another format", in("manifest.json", "practicecms export 1", "practicecms export 2"), []string{"manifest.json", "this program reads"}},
		{"Markdown", in("manifest.json", "practicecms export 1", "practicecms pages 1"), []string{"manifest.json", "this program reads"}},
		{"a file that climbs", in("manifest.json", `"name":"people.jsonl"`, `"name":"../people.jsonl"`), []string{"manifest.json does not name people.jsonl"}},
		{"a file that is not known", in("manifest.json", `"files":[`, `"files":[{"name":"poems.jsonl","bytes":0,"sha256":""},`), []string{"poems.jsonl"}},
		{"a file twice", in("manifest.json", `"files":[`, `"files":[{"name":"people.jsonl","bytes":0,"sha256":""},`), []string{"twice"}},
	} {
		dir := altered(t, export, forged(t, c.change))
		refusedImport(t, c.name, dir, c.says...)
	}
}

// until is a context that is done at the n-th time that somebody asks it.
type until struct {
	context.Context
	left int
}

func (u *until) Err() error {
	if u.left--; u.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestAnInterruptedExportOrImportLeavesNothing(t *testing.T) {
	t.Parallel()
	s := fullSite(t)
	whole := exported(t, s.Site, cms.ExportOptions{Secrets: true})
	for name, run := range map[string]func(ctx context.Context, dir string) error{
		"export": func(ctx context.Context, dir string) error {
			return s.Export(ctx, dir, cms.ExportOptions{Secrets: true})
		},
		"import": func(ctx context.Context, dir string) error {
			_, err := cms.Import(ctx, whole, dir, cms.Options{})
			return err
		},
	} {
		steps := 0
		for {
			parent := t.TempDir()
			err := run(&until{context.WithoutCancel(t.Context()), steps}, filepath.Join(parent, "it"))
			if err == nil {
				break
			}
			if left, readErr := os.ReadDir(parent); !strings.Contains(err.Error(), context.Canceled.Error()) || readErr != nil || len(left) > 0 {
				t.Fatalf("%s, broken off at step %d: %v; it left %v (%v)", name, steps, err, left, readErr)
			}
			steps += 1 + steps/16 // each of the first ones, then now and then
		}
		if steps < 50 {
			t.Errorf("%s was whole after %d steps already", name, steps)
		}
	}
}

func TestAnExportTakesNoOtherPlace(t *testing.T) {
	s := cmstest.New(t)
	write := func(name string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		make func(dir string)
		says string
	}{
		{"nothing", func(string) {}, ""},
		{"an empty folder", func(dir string) {
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}, ""},
		{"an earlier export", func(dir string) {
			if err := s.Export(t.Context(), dir, cms.ExportOptions{}); err != nil {
				t.Fatal(err)
			}
		}, ""},
		{"a file", write, "no folder"},
		{"a folder with a file", func(dir string) { write(filepath.Join(dir, "notes.txt")) }, "notes.txt"},
		{"a folder with a manifest of somebody else", func(dir string) { write(filepath.Join(dir, "manifest.json")) }, "manifest.json"},
		{"an earlier export with something else in it", func(dir string) {
			if err := s.Export(t.Context(), dir, cms.ExportOptions{}); err != nil {
				t.Fatal(err)
			}
			write(filepath.Join(dir, "mine", "notes.txt"))
		}, "mine"},
		{"a link to a folder", func(dir string) {
			if err := os.Symlink(t.TempDir(), dir); err != nil {
				t.Fatal(err)
			}
		}, "no folder"},
	} {
		parent := t.TempDir()
		dir := filepath.Join(parent, "export")
		c.make(dir)
		before := files(t, parent)
		err := s.Export(t.Context(), dir, cms.ExportOptions{})
		left, readErr := os.ReadDir(parent)
		switch {
		case readErr != nil || len(left) != 1:
			t.Errorf("%s: there are %v (%v)", c.name, left, readErr)
		case c.says == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.says == "" && len(files(t, parent)) < 15:
			t.Errorf("%s: it is not there", c.name)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says) || !reflect.DeepEqual(files(t, parent), before)):
			t.Errorf("%s: got %v, want %q and nothing changed", c.name, err, c.says)
		}
	}
}

func TestAnImportReadsPlainFilesOnly(t *testing.T) {
	export := exported(t, cmstest.New(t), cms.ExportOptions{})
	for name, replace := range map[string]func(name string) error{
		"a link":   func(name string) error { return os.Symlink("/dev/zero", name) },
		"a folder": func(name string) error { return os.Mkdir(name, 0o700) },
	} {
		for _, file := range []string{"manifest.json", "people.jsonl"} {
			dir := altered(t, export, func(all map[string]string) { delete(all, file) })
			if err := replace(filepath.Join(dir, file)); err != nil {
				t.Fatal(err)
			}
			refusedImport(t, name+" in the place of "+file, dir, file+" is not a plain file")
		}
	}
	refusedImport(t, "an empty folder", t.TempDir(), archive.ErrNoManifest.Error())
	data := cmstest.New(t)
	if _, err := cms.Import(t.Context(), export, data.Dir, cms.Options{}); !errors.Is(err, cms.ErrExists) {
		t.Errorf("an import over a practice: got %v, want ErrExists", err)
	}
}

func TestPagesAsMarkdown(t *testing.T) {
	s := fullSite(t)
	for _, c := range []struct {
		drafts     bool
		page       string
		says, lack []string
	}{
		{false, "en-US/services/moved/index.md", []string{"title: \"Service one\"", "\n# Service one\n", "\n## Hours\n\n" + odd + "\n", "published: ", "two, 19"}, []string{"Third", "two, 18"}},
		{true, "en-US/services/moved/index.md", []string{"## Third", "two, 19", "at 505 555 0142"}, []string{"published: ", "Typed and not saved"}},
	} {
		dir := filepath.Join(t.TempDir(), "pages")
		for range 2 { // the second takes the place of the first
			if err := s.Export(t.Context(), dir, cms.ExportOptions{Markdown: true, Drafts: c.drafts}); err != nil {
				t.Fatal(err)
			}
		}
		all := files(t, dir)
		text := all[c.page]
		for _, words := range c.says {
			if !strings.Contains(text, words) {
				t.Errorf("drafts %v: want %q in:\n%s", c.drafts, words, text)
			}
		}
		for _, words := range append(c.lack, "Dana Ames") {
			if strings.Contains(text, words) {
				t.Errorf("drafts %v: %q stands in:\n%s", c.drafts, words, text)
			}
		}
		front, _, _ := strings.Cut(strings.TrimPrefix(text, "---\n"), "---\n")
		for line := range strings.Lines(front) {
			if _, value, ok := strings.Cut(line, ": "); !ok || !json.Valid([]byte(value)) {
				t.Errorf("the front matter has a line %q", line)
			}
		}
		settings := 0
		for name, text := range all {
			if strings.HasPrefix(name, "en-US/practice/") {
				settings++
			}
			if strings.Contains(name, "gone") || strings.Contains(text, "staff.example.org") {
				t.Errorf("%s is there: %s", name, text)
			}
		}
		if settings != 1 {
			t.Errorf("the settings are there %d times", settings)
		}
		refusedImport(t, "Markdown", dir, "this program reads")
	}
}

func TestAnExportFromBeforeASpaceWasAddedIsImported(t *testing.T) {
	s := cmstest.New(t)
	page := s.Service(t, "emdr", cmstest.Section("One", "two"))
	export := exported(t, s, cms.ExportOptions{Secrets: true})
	name := filepath.Join(export, "manifest.json")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	older := regexp.MustCompile(`\{[^{}]*"setbacks\.jsonl"[^{}]*\},?\s*`).ReplaceAll(text, nil)
	if len(older) == len(text) {
		t.Fatal("the manifest does not name setbacks.jsonl")
	}
	if err := errors.Join(os.Remove(filepath.Join(export, "setbacks.jsonl")), os.WriteFile(name, older, 0o600)); err != nil {
		t.Fatal(err)
	}
	if got := imported(t, s, export).VersionAt(t, page.Document, 1); !reflect.DeepEqual(got, page) {
		t.Errorf("the page was %+v and is %+v", page, got)
	}
}
