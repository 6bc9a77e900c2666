package cms_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/cms/internal/store"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// secretBytes is a webhook's secret, as calls are signed with it.
func secretBytes(t *testing.T, text string) []byte {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(text, "whsec_"))
	if err != nil || len(raw) < 24 {
		t.Fatalf("the secret %q: %v", text, err)
	}
	return raw
}

// tellsNone looks for secrets in every file of a folder, in every form that they have.
func tellsNone(t *testing.T, dir string, secrets ...[]byte) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files++
		raw, err := os.ReadFile(file)
		for _, secret := range secrets {
			if bytes.Contains(raw, secret) || bytes.Contains(raw, []byte(base64.StdEncoding.EncodeToString(secret))) {
				t.Errorf("%s tells a secret of a webhook", file)
			}
		}
		return err
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files looked at: %v", files, err)
	}
}

func keyOf(dir string) string { return filepath.Join(dir, cms.KeyFile) }

// restored puts a backup of a site into a folder of its own, with its key or without, and
// opens it.
func restored(t *testing.T, s *cmstest.Site, key bool) *cmstest.Site {
	t.Helper()
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	out := &cmstest.Site{Dir: t.TempDir(), Clock: s.Clock, Owner: s.Owner, Who: s.Who}
	if key {
		copyTo(t, keyOf(s.Dir), keyOf(out.Dir))
	}
	if _, _, err := cms.RestoreBackup(t.Context(), backup, out.Dir, cms.Options{}); err != nil {
		t.Fatal(err)
	}
	out.Open(t)
	t.Cleanup(func() { out.Close() })
	return out
}

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	raw, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestASecretOfAWebhookIsInNoDataAndInNoBackup(t *testing.T) {
	s, in := cmstest.New(t), listen(t, nil)
	if _, err := os.Lstat(keyOf(s.Dir)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before there is a secret there is a key: %v", err)
	}
	hook, first := hooked(t, s, in)
	second := must(s.Editor().NewHookSecret(t.Context(), s.Who, hook.ID))
	s.Publish(t, s.Service(t, "one"))
	callDue(t, s)
	s.Reopen(t, nil)
	v := s.Service(t, "two")
	s.Publish(t, v)
	callDue(t, s)
	told := in.told()
	if len(told) != 2 {
		t.Fatalf("%d calls arrived", len(told))
	}
	for _, h := range told {
		if h.Signature != signed(t, second, h)+" "+signed(t, first, h) {
			t.Errorf("the signature is %q", h.Signature)
		}
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(keyOf(s.Dir))
	if err != nil || len(key) != 65 {
		t.Fatalf("the key has %d bytes: %v", len(key), err)
	}
	if info, err := os.Stat(keyOf(s.Dir)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file is %v, %v", info, err)
	}
	tellsNone(t, s.Dir, secretBytes(t, first), secretBytes(t, second))
	tellsNone(t, filepath.Dir(backup), secretBytes(t, first), secretBytes(t, second), bytes.TrimSpace(key))
	if !s.FileSays(t, in.URL) {
		t.Error("the data file does not even say what is called: the test proves nothing")
	}
}

func TestABackupIsPutBackBesideItsKeyAndCallsGoOn(t *testing.T) {
	s, in := cmstest.New(t), listen(t, nil)
	_, secret := hooked(t, s, in)
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := s.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(keyOf(s.Dir))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := cms.RestoreBackup(t.Context(), backup, s.Dir, cms.Options{}); err != nil {
		t.Fatal(err)
	}
	s.Open(t)
	if now, err := os.ReadFile(keyOf(s.Dir)); err != nil || !bytes.Equal(now, key) {
		t.Errorf("the key is another one, or %v", err)
	}
	elsewhere := restored(t, s, true)
	for i, site := range []*cmstest.Site{s, elsewhere} {
		site.Publish(t, site.Service(t, "one"))
		callDue(t, site)
		if told := in.told(); len(told) != i+1 || told[i].Signature != signed(t, secret, told[i]) {
			t.Errorf("%d calls arrived", len(told))
		}
	}
}

func TestAWebhookWithoutItsKeyWaitsForANewSecret(t *testing.T) {
	was, in := cmstest.New(t), listen(t, nil)
	hook, first := hooked(t, was, in)
	idle, _ := hooked(t, was, in)
	if err := was.Editor().PauseHook(t.Context(), was.Who, idle.ID); err != nil {
		t.Fatal(err)
	}
	s := restored(t, was, false)
	e := s.Editor()
	s.Publish(t, s.Service(t, "one"))
	callDue(t, s)
	if told := in.told(); len(told) != 0 {
		t.Fatalf("%d calls went out with nothing to sign them", len(told))
	}
	for _, id := range []content.HookID{hook.ID, idle.ID} {
		if now := must(e.Hook(t.Context(), s.Who, id)); now.Why != webhooks.PausedMoved || now.Paused.IsZero() || now.Waiting != 1 {
			t.Errorf("the webhook is %+v", now)
		}
	}
	for name, refused := range map[string]error{
		"resume": e.ResumeHook(t.Context(), s.Who, hook.ID),
		"test":   second(e.TestHook(t.Context(), s.Who, hook.ID)),
	} {
		if !errors.Is(refused, content.ErrInvalid) || !strings.Contains(refused.Error(), "new one first") {
			t.Errorf("%s: %v", name, refused)
		}
	}
	fresh := must(e.NewHookSecret(t.Context(), s.Who, hook.ID))
	if now := must(e.Hook(t.Context(), s.Who, hook.ID)); now.Why != webhooks.PausedByHand || !now.OldUntil.IsZero() {
		t.Errorf("with a new secret the webhook is %+v", now)
	}
	if err := e.ResumeHook(t.Context(), s.Who, hook.ID); err != nil {
		t.Fatal(err)
	}
	callDue(t, s)
	if told := in.told(); len(told) != 1 || told[0].Signature != signed(t, fresh, told[0]) {
		t.Errorf("%d calls arrived", len(told))
	}
	tellsNone(t, s.Dir, secretBytes(t, first), secretBytes(t, fresh))
	s.Clean(t)
}

func TestAKeyThatIsPutBackOpensItsSecretsAgain(t *testing.T) {
	was, in := cmstest.New(t), listen(t, nil)
	hook, secret := hooked(t, was, in)
	s := restored(t, was, false)
	s.Publish(t, s.Service(t, "one"))
	copyTo(t, keyOf(was.Dir), keyOf(s.Dir))
	s.Reopen(t, nil)
	if now := must(s.Editor().Hook(t.Context(), s.Who, hook.ID)); now.Why != webhooks.PausedByHand {
		t.Errorf("with its key the webhook is %+v", now)
	}
	if err := s.Editor().ResumeHook(t.Context(), s.Who, hook.ID); err != nil {
		t.Fatal(err)
	}
	callDue(t, s)
	if told := in.told(); len(told) != 1 || told[0].Signature != signed(t, secret, told[0]) {
		t.Errorf("%d calls arrived", len(told))
	}
}

func TestAKeyThatCannotBeReadEndsNothing(t *testing.T) {
	s, in := cmstest.New(t), listen(t, nil)
	hook, _ := hooked(t, s, in)
	if err := os.WriteFile(keyOf(s.Dir), []byte("not a key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Reopen(t, nil)
	s.Publish(t, s.Service(t, "one"))
	callDue(t, s)
	if calls := callsOf(t, s, hook); len(calls) != 1 || calls[0].Fault != webhooks.FaultOurs {
		t.Errorf("the calls are %+v", calls)
	}
	if _, err := s.Editor().NewHookSecret(t.Context(), s.Who, hook.ID); err == nil || !strings.Contains(err.Error(), "is no key") {
		t.Errorf("a new secret: %v", err)
	}
	if raw, err := os.ReadFile(keyOf(s.Dir)); err != nil || string(raw) != "not a key\n" {
		t.Errorf("the file in the key's place was touched: %q, %v", raw, err)
	}
}

func TestAnExportIsTheOnlyPlaceWhereASecretIsInTheClear(t *testing.T) {
	was, in := cmstest.New(t), listen(t, nil)
	hook, secret := hooked(t, was, in)
	export := exported(t, was, cms.ExportOptions{Secrets: true})
	if raw, err := os.ReadFile(filepath.Join(export, "hooks.jsonl")); err != nil || !bytes.Contains(raw, []byte(strings.TrimPrefix(secret, "whsec_"))) {
		t.Errorf("the export does not say the secret: %v", err)
	}
	s := &cmstest.Site{Dir: filepath.Join(t.TempDir(), "new"), Clock: was.Clock, Owner: was.Owner, Who: was.Who}
	if _, err := cms.Import(t.Context(), export, s.Dir, cms.Options{}); err != nil {
		t.Fatal(err)
	}
	s.Open(t)
	defer s.Close()
	s.Publish(t, s.Service(t, "one"))
	callDue(t, s)
	if told := in.told(); len(told) != 1 || told[0].Signature != signed(t, secret, told[0]) {
		t.Errorf("%d calls arrived", len(told))
	}
	tellsNone(t, s.Dir, secretBytes(t, secret))

	without := restored(t, was, false)
	lines, err := os.ReadFile(filepath.Join(exported(t, without, cms.ExportOptions{Secrets: true}), "hooks.jsonl"))
	if err != nil || !bytes.Contains(lines, []byte(hook.ID.String())) || bytes.Contains(lines, []byte(`"secret"`)) {
		t.Errorf("without the key the export is %s, %v", lines, err)
	}
}

func TestSecretsThatAnOlderProgramKeptInTheClearAreSealed(t *testing.T) {
	for _, how := range []string{"opened", "restored"} {
		t.Run(how, func(t *testing.T) {
			f, dir := unpacked(t, 2)
			clear := inTheClear(t, dir)
			if len(clear) != 4 {
				t.Fatalf("the file of the older program has %d secrets: the test proves nothing", len(clear))
			}
			if how == "restored" {
				backup := filepath.Join(dir, cms.DataFile)
				dir = t.TempDir()
				if _, _, err := cms.RestoreBackup(t.Context(), backup, dir, cms.Options{}); err != nil {
					t.Fatal(err)
				}
			} else if err := f.open(t, dir).Close(); err != nil {
				t.Fatal(err)
			}
			tellsNone(t, dir, clear...)
			if left := inTheClear(t, dir); len(left) != 0 {
				t.Errorf("%d are in the clear still", len(left))
			}
			c := f.open(t, dir)
			defer c.Close()
			export := filepath.Join(t.TempDir(), "export")
			if err := c.Export(t.Context(), export, cms.ExportOptions{Secrets: true}); err != nil {
				t.Fatal(err)
			}
			lines, err := os.ReadFile(filepath.Join(export, "hooks.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range clear {
				if !bytes.Contains(lines, []byte(base64.StdEncoding.EncodeToString(secret))) {
					t.Error("a secret is lost")
				}
			}
			for _, h := range must(c.Editor().Hooks(t.Context(), audit.System())) {
				if h.Why == webhooks.PausedMoved {
					t.Errorf("the webhook is paused: %+v", h)
				}
			}
		})
	}
}

// inTheClear lists the secrets that a data file keeps in the clear.
func inTheClear(t *testing.T, dir string) (out [][]byte) {
	t.Helper()
	eachRecord(t, dir, func(space store.Space, _, value []byte) {
		var rec struct {
			Secret    []byte `cbor:"4,keyasint"`
			OldSecret []byte `cbor:"5,keyasint"`
		}
		if space != sealedOnce {
			return
		}
		if err := cbor.Unmarshal(value, &rec); err != nil {
			t.Fatal(err)
		}
		for _, s := range [][]byte{rec.Secret, rec.OldSecret} {
			if s != nil {
				out = append(out, bytes.Clone(s))
			}
		}
	})
	return out
}
