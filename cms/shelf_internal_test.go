package cms

import (
	"fmt"
	"strings"
	"testing"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/content"
)

func TestAFileFromBeforeThereWasAShelfGetsOneWhenItIsOpened(t *testing.T) {
	dir := t.TempDir()
	c, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	section := func(id byte) content.Block {
		return content.Block{ID: content.BlockID{id}, Kind: "section", Fields: content.Fields{"heading": "Some words", "body": "text"}}
	}
	one := content.Content{Path: "/services/one", Title: "One", Blocks: []content.Block{section(1), section(2)}}
	v, err := c.Editor().Create(t.Context(), audit.System(), New{Type: "service", Locale: live.FallbackLocale, Content: one})
	if err != nil {
		t.Fatal(err)
	}
	one.Blocks = one.Blocks[:1]
	if _, err := c.Editor().Save(t.Context(), audit.System(), Save{Document: v.Document, Locale: v.Locale, Base: 1, Content: one}); err != nil {
		t.Fatal(err)
	}
	err = c.store.Update(t.Context(), func(w store.Writer) error {
		if err := record.Shelf.Delete(w, record.ShelfBuilt); err != nil {
			return err
		}
		return record.Shelf.Delete(w, record.ShelfKey(v.Document, v.Locale, content.BlockID{2}))
	})
	if err != nil {
		t.Fatal(err)
	}
	report, err := c.Verify(t.Context())
	if err != nil || !report.OK() || !strings.Contains(fmt.Sprint(report), "shelf is not there yet") {
		t.Fatalf("verify does not say that there is no shelf: %v %+v", err, report)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if c, err = Open(dir, Options{}); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if all, err := c.Editor().Shelf(t.Context(), audit.System(), v.Document, v.Locale); err != nil || len(all) != 1 || all[0].Block.ID != (content.BlockID{2}) {
		t.Errorf("%+v, %v", all, err)
	}
	if report, err := c.Verify(t.Context()); err != nil || !report.OK() {
		t.Errorf("%v %+v", err, report)
	}
}
