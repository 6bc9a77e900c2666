package seal

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestASecretIsOpenedWithItsKeyAndItsOwnerOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	sealed, err := NewBox(file).Seal([]byte("lantern"), "a")
	if err != nil || bytes.Contains(sealed, []byte("lantern")) {
		t.Fatalf("%q, %v", sealed, err)
	}
	again, err := NewBox(file).Seal([]byte("lantern"), "a")
	if err != nil || bytes.Equal(again, sealed) {
		t.Errorf("sealed twice it is the same: %v", err)
	}
	other := NewBox(filepath.Join(t.TempDir(), "key"))
	if _, err := other.Seal([]byte("x"), "a"); err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(sealed)
	flipped[len(flipped)-1] ^= 1
	for _, c := range []struct {
		name   string
		box    *Box
		sealed []byte
		about  string
		want   error // nil: it opens
	}{
		{"by the key that was read", NewBox(file), sealed, "a", nil},
		{"for somebody else", NewBox(file), sealed, "b", ErrOtherKey},
		{"with another key", other, sealed, "a", ErrOtherKey},
		{"without a key", NewBox(filepath.Join(t.TempDir(), "key")), sealed, "a", ErrOtherKey},
		{"changed", NewBox(file), flipped, "a", ErrOtherKey},
		{"cut", NewBox(file), sealed[:9], "a", ErrOtherKey},
	} {
		got, err := c.box.Open(c.sealed, c.about)
		if !errors.Is(err, c.want) || (string(got) == "lantern") != (c.want == nil) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
	for _, odd := range [][]byte{nil, append([]byte{2}, sealed[1:]...)} {
		if _, err := NewBox(file).Open(odd, "a"); err == nil || errors.Is(err, ErrOtherKey) {
			t.Errorf("sealed in another way: %v", err)
		}
	}
}

func TestManyAtOnceMakeOneKey(t *testing.T) {
	dir := t.TempDir()
	box := NewBox(filepath.Join(dir, "key"))
	if err := os.WriteFile(filepath.Join(dir, "key.tmp"), bytes.Repeat([]byte("what an interrupted try left"), 9), 0o644); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	sealed := make([][]byte, 20)
	for i := range sealed {
		all.Go(func() {
			var err error
			if sealed[i], err = box.Seal([]byte("x"), "a"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	fresh := NewBox(filepath.Join(dir, "key"))
	for _, s := range sealed {
		if _, err := fresh.Open(s, "a"); err != nil {
			t.Error(err)
		}
	}
	info, err := os.Stat(filepath.Join(dir, "key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info, err)
	}
	if _, err := os.Lstat(filepath.Join(dir, "key.tmp")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file is left: %v", err)
	}
}

func TestAFileThatIsNoKeyStaysAsItIs(t *testing.T) {
	for _, text := range []string{"", "\n", "abc", strings.Repeat("z", 64), strings.Repeat("0", 62)} {
		file := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := NewBox(file).Seal([]byte("x"), "a"); err == nil || !strings.Contains(err.Error(), "is no key") {
			t.Errorf("%q: %v", text, err)
		}
		if now, err := os.ReadFile(file); err != nil || string(now) != text {
			t.Errorf("%q is now %q, %v", text, now, err)
		}
	}
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "key")); err != nil {
		t.Skip("no links here:", err)
	}
	if _, err := NewBox(filepath.Join(dir, "key")).Seal([]byte("x"), "a"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a link to nowhere was replaced: %v", err)
	}
}
