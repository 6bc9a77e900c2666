package cms_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/live"
	"practicecms/content"
)

func TestScrubNamesWhatADiskDamagesUnderARunningServer(t *testing.T) {
	dir := t.TempDir()
	var log bytes.Buffer
	c, err := cms.Open(dir, cms.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const words = "a quiet room with two chairs"
	page := content.Content{Path: "/rooms", Title: "Rooms", Blocks: []content.Block{{Kind: "section", Fields: content.Fields{"heading": "One", "body": words}}}}
	if _, err := c.Editor().Create(t.Context(), cms.System(), cms.New{Type: "page", Locale: live.FallbackLocale, Content: page}); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.Scrub(t.Context()), c.Ready(t.Context())); err != nil || strings.Contains(log.String(), "damaged") {
		t.Fatalf("of sound data: %v\n%s", err, log.String())
	}
	damage := func(from, to string) {
		t.Helper()
		name := filepath.Join(dir, cms.DataFile)
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		at := bytes.Index(whole, []byte(from))
		if at < 0 {
			t.Fatalf("the file does not hold %q as it is", from)
		}
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.WriteAt([]byte(to), int64(at))
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	damage("two chairs", "ten chairs")
	if err := c.Scrub(t.Context()); !errors.Is(err, cms.ErrDamaged) {
		t.Errorf("of damaged data: %v, want ErrDamaged", err)
	}
	if got := log.String(); !strings.Contains(got, "space bodies") || !strings.Contains(got, "practicecms repair") || strings.Contains(got, "chairs") {
		t.Errorf("the log says\n%s", got)
	}
	if err := c.Ready(t.Context()); !errors.Is(err, cms.ErrDamaged) {
		t.Errorf("it is ready: %v", err)
	}
	if since, err := c.Editor().Damaged(t.Context(), cms.System()); err != nil || since.IsZero() {
		t.Errorf("owners are told of damage since %v, %v", since, err)
	}
	damage("ten chairs", "two chairs") // the disk gives it back
	if err := errors.Join(c.Scrub(t.Context()), c.Ready(t.Context())); err != nil {
		t.Errorf("when it is sound again: %v", err)
	}
	if since, err := c.Editor().Damaged(t.Context(), cms.System()); err != nil || !since.IsZero() {
		t.Errorf("owners are told of damage since %v, %v, and there is none", since, err)
	}
}
