package admin

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
)

// An owner reads on the first screen that something of the data is damaged, and what to do;
// nobody else is troubled with what they can't mend.
func TestOwnersAreToldOfDamage(t *testing.T) {
	site := cmstest.New(t)
	v := enter(t, site)
	site.Service(t, "rooms", cmstest.Section("One", "a quiet room with two chairs"))
	if strings.Contains(v.open("/admin").text(), "damaged") {
		t.Fatal("sound data is said to be damaged")
	}
	change := func(from, to string) {
		t.Helper()
		name := filepath.Join(site.Dir, cms.DataFile)
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.WriteAt([]byte(to), int64(bytes.Index(whole, []byte(from))))
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	change("two chairs", "ten chairs")
	if err := site.Scrub(t.Context()); !errors.Is(err, cms.ErrDamaged) {
		t.Fatal(err)
	}
	if got := v.open("/admin").text(); !strings.Contains(got, "A part of your data is damaged") || !strings.Contains(got, "repair --from") {
		t.Errorf("the first screen of an owner says\n%s", got)
	}
	change("ten chairs", "two chairs")
	if err := site.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(v.open("/admin").text(), "A part of your data is damaged") {
		t.Error("it is said of data that is sound again")
	}
}
