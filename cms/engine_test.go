package cms

import (
	"bytes"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/history"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
	"practicecms/cms/live"
	"practicecms/cms/verify"
	"practicecms/content"
)

// onMemory is a CMS whose engine has no file, and can do nothing but what every engine
// can.
func onMemory(t *testing.T) *CMS {
	t.Helper()
	return on(t, storetest.NewMemory(record.Spaces()...))
}

func on(t *testing.T, s store.Store) *CMS {
	t.Helper()
	c, err := openOn(s, t.TempDir(), Options{Logger: slog.New(slog.DiscardHandler)}.withDefaults())
	if err != nil {
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
	v, err := e.Create(ctx, who, New{Type: "page", Locale: live.FallbackLocale, Content: content.Content{Path: "/a", Title: "A page", Blocks: []content.Block{
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
	page, err := c.Delivery().ByPath(ctx, live.FallbackLocale, "/a")
	if err != nil || page.Version != 21 || page.Content.Blocks[0].Fields["body"] != history.ErasedMark+" was here." {
		t.Errorf("delivered: %+v, %v", page, err)
	}
	report, err := c.Verify(ctx)
	if err != nil || !report.OK() {
		t.Fatalf("verify: %v %+v", err, report)
	}
	if i := slices.IndexFunc(report.Lines, func(l verify.Line) bool { return l.Name == "file" }); i < 0 || report.Lines[i].Checked != 0 || len(report.Lines[i].Notes) != 1 {
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

// Two programs that use one store: what one of them writes, the other tells readers.
func TestWhatAnotherNodeWritesIsSeen(t *testing.T) {
	shared := storetest.NewMemory(record.Spaces()...)
	here, there := on(t, shared), on(t, shared)
	ctx, who := t.Context(), audit.System()
	person, err := here.Editor().SetUp(ctx, access.NewPerson{Name: "Robin Field", Email: "robin@example.org", Password: "lantern gravel umbrella nine"}, "Willow Room")
	if err != nil {
		t.Fatal(err)
	}
	titles := func(c *CMS) (out []string) {
		items, _, _, err := c.Delivery().List(ctx, live.Query{Locale: live.FallbackLocale, Pages: true, Sort: live.Sort{By: live.ByTitle}, Limit: -1})
		for _, item := range items {
			out = append(out, item.Content.Title)
		}
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	publish := func(title, path string) Version {
		v, err := here.Editor().Create(ctx, who, New{Type: "page", Locale: live.FallbackLocale, Content: content.Content{Path: path, Title: title}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := here.Editor().Publish(ctx, who, v.Document, v.Locale, 1); err != nil {
			t.Fatal(err)
		}
		return v
	}
	publish("A page", "/a")
	if got := titles(there); !slices.Equal(got, []string{"A page"}) { // it holds the list in memory from now on
		t.Fatalf("the other node lists %q", got)
	}
	practice, err := there.Practice(ctx)
	if err != nil || practice.Name != "Willow Room" {
		t.Fatalf("the other node's practice is %q (%v)", practice.Name, err)
	}

	epoch, moved := there.Delivery().Epoch(), there.Delivery().NextMove()
	b := publish("B page", "/b")
	select {
	case <-moved:
	default:
		t.Error("the other node's event streams were not woken")
	}
	if now := there.Delivery().Epoch(); now == epoch {
		t.Error("the other node's epoch stands still: its caches would tell what was")
	} else if ids, all := there.Delivery().MovedSince(epoch, now); all || !slices.Equal(ids, []content.DocumentID{b.Document}) {
		t.Errorf("what moved for the other node: %v, all %v; want only %v", ids, all, b.Document)
	}
	if got := titles(there); !slices.Equal(got, []string{"A page", "B page"}) {
		t.Errorf("the other node lists %q", got)
	}
	past, err := there.Delivery().At(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if page, err := past.ByPath(ctx, live.FallbackLocale, "/b"); err != nil || page.Content.Title != "B page" {
		t.Errorf("the other node does not know what was live at this moment: %v", err)
	}
	if found, _, err := there.Delivery().Search(ctx, Search{Words: "B page", Locale: live.FallbackLocale, Limit: 5}); err != nil || len(found) != 1 || found[0].ID != b.Document {
		t.Errorf("the other node finds %+v (%v)", found, err)
	}

	settings, err := here.Editor().Latest(ctx, person.Actor(), practice.Document, practice.Locale)
	if err != nil {
		t.Fatal(err)
	}
	settings.Content.Title = "Willow House"
	v, err := here.Editor().Save(ctx, person.Actor(), Save{Document: settings.Document, Locale: settings.Locale, Base: settings.Number, Content: settings.Content})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := here.Editor().Publish(ctx, person.Actor(), v.Document, v.Locale, v.Number); err != nil {
		t.Fatal(err)
	}
	if practice, err = there.Practice(ctx); err != nil || practice.Name != "Willow House" {
		t.Errorf("the other node still calls the practice %q (%v)", practice.Name, err)
	}
}
