package cms

import (
	"bytes"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"

	"practicecms/cms/internal/store/storetest"
	"practicecms/content"
)

// onMemory is a CMS whose engine has no file, and can do nothing but what every engine
// can.
func onMemory(t *testing.T) *CMS {
	t.Helper()
	c, err := Open(t.TempDir(), Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.store.Close(); err != nil {
		t.Fatal(err)
	}
	c.store = storetest.NewMemory(allSpaces()...)
	if err := c.buildShelf(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func TestACMSNeedsNoMoreThanAStore(t *testing.T) {
	c := onMemory(t)
	ctx, e, who := t.Context(), c.Editor(), System()
	v, err := e.Create(ctx, who, New{Type: "page", Locale: FallbackLocale, Content: content.Content{Path: "/a", Title: "A page", Blocks: []content.Block{
		{Kind: "section", Fields: content.Fields{"heading": "Part", "body": "Jordan Ames was here."}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		v.Content.Title += "!"
		if v, err = e.Save(ctx, who, Save{Document: v.Document, Locale: v.Locale, Base: v.Number, Content: v.Content}); err != nil {
			t.Fatalf("save %d: %v", i, err)
		}
	}
	if _, err := e.Publish(ctx, who, v.Document, v.Locale, v.Number); err != nil {
		t.Fatal(err)
	}
	if n, err := e.Erase(ctx, who, Erase{Words: "Jordan Ames", Reason: "asked for"}); err != nil || n == 0 {
		t.Errorf("erase: %d, %v", n, err)
	}
	page, err := c.Delivery().ByPath(ctx, FallbackLocale, "/a")
	if err != nil || page.Version != 21 || page.Content.Blocks[0].Fields["body"] != ErasedMark+" was here." {
		t.Errorf("delivered: %+v, %v", page, err)
	}
	report, err := c.Verify(ctx)
	if err != nil || !report.OK() {
		t.Fatalf("verify: %v %+v", err, report)
	}
	if i := slices.IndexFunc(report.Lines, func(l Line) bool { return l.Name == "file" }); i < 0 || report.Lines[i].Checked != 0 || len(report.Lines[i].Notes) != 1 {
		t.Errorf("it does not say that there is no file: %+v", report.Lines)
	}
}

// A backup that cannot be made is refused, and the audit does not say that it was made.
func TestAStoreThatMakesNoBackupsSaysSo(t *testing.T) {
	c := onMemory(t)
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := c.Backup(t.Context(), file); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("to a file: %v", err)
	}
	var got bytes.Buffer
	if err := c.Editor().Backup(t.Context(), Actor{Role: RoleEditor}, &got); !errors.Is(err, ErrForbidden) {
		t.Errorf("for one who may not: %v", err)
	}
	if err := c.Editor().Backup(t.Context(), System(), &got); !errors.Is(err, errors.ErrUnsupported) || got.Len() > 0 {
		t.Errorf("downloaded: %d bytes, %v", got.Len(), err)
	}
	if entries, err := c.Editor().Audit(t.Context(), System(), 0, 10); err != nil || len(entries) != 0 {
		t.Errorf("the audit says %+v, %v", entries, err)
	}
}
