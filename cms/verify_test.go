package cms

import (
	"bytes"
	"cmp"
	"context"
	"log/slog"
	"strings"
	"testing"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/cms/verify"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// tampered makes a practice with two linked pages and some history, lets fn change
// records behind the back of the rules, and returns what Verify says.
func tampered(t *testing.T, fn func(w store.Writer, page, linked Version) error) verify.Report {
	t.Helper()
	ctx := t.Context()
	c, err := Open(t.TempDir(), Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	e, who := c.Editor(), audit.System()
	if _, _, err := e.AddHook(ctx, who, webhooks.Settings{Name: "site", URL: "https://example.org"}); err != nil {
		t.Fatal(err)
	}
	make := func(path, body string) Version {
		v, err := e.Create(ctx, who, New{Type: "service", Locale: live.FallbackLocale, Content: content.Content{Path: path, Title: "A page", Blocks: []content.Block{
			{Kind: "section", Fields: content.Fields{"heading": "Part", "body": body}}}}, Note: "a note"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Publish(ctx, who, v.Document, v.Locale, 1); err != nil {
			t.Fatal(err)
		}
		return v
	}
	linked := make("/services/linked", "text")
	page := make("/services/page", "see [it](document:"+linked.Document.String()+")")
	next := page
	next.Content.Title = "Another title"
	if _, err := e.Save(ctx, who, Save{Document: page.Document, Locale: page.Locale, Base: 1, Content: next.Content}); err != nil {
		t.Fatal(err)
	}
	if r := verified(t, c); !r.OK() {
		t.Fatalf("before: %+v", r)
	}
	if err := c.store.Update(ctx, func(w store.Writer) error { return fn(w, page, linked) }); err != nil {
		t.Fatal(err)
	}
	return verified(t, c)
}

// The records of webhooks are theirs alone; here they are as FORMAT.md describes them.
type (
	storedHook = map[uint64]any
	storedCall struct {
		Document content.DocumentID `cbor:"1,keyasint"`
	}
)

var (
	storedHooks = record.TableOf[storedHook](record.SpaceHooks)
	storedCalls = record.TableOf[storedCall](record.SpaceOutbox)
)

func storedCallKey(hook []byte, change uint64) []byte {
	return append(bytes.Clone(hook), record.SequenceKey(change)...)
}

// changeHooks calls fn for each webhook.
func changeHooks(w store.Writer, fn func(key []byte, hook storedHook) error) error {
	for row, err := range storedHooks.Scan(w, store.Range{}) {
		if err := cmp.Or(err, fn(row.Key, row.Record)); err != nil {
			return err
		}
	}
	return nil
}

func verified(t *testing.T, c *CMS) verify.Report {
	t.Helper()
	r, err := c.Verify(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Invariants 1 to 7: whatever breaks one is named by its line of the report.
func TestVerifyNamesWhatIsWrong(t *testing.T) {
	l := live.FallbackLocale
	for _, c := range []struct {
		name, line, says string
		change           func(w store.Writer, page, linked Version) error
	}{
		{"nothing", "", "", func(store.Writer, Version, Version) error { return nil }},
		{"a version's path is changed", "versions-never-change", "version 1 is not what was written", func(w store.Writer, page, _ Version) error {
			rec, err := record.Versions.Get(w, page.Document, l, 1)
			rec.Path = "/services/other"
			return cmp.Or(err, record.Versions.Put(w, record.NumberedKey(page.Document, l, 1), nil, rec))
		}},
		{"a version is rewritten with a new hash", "versions-never-change", "version 2 is not what was written, or does not follow from version 1", func(w store.Writer, page, _ Version) error {
			rec, err := record.Versions.Get(w, page.Document, l, 1)
			if err != nil {
				return err
			}
			rec.At++
			rec.Hash, err = rec.Sum(page.Document, l)
			return cmp.Or(err, record.Versions.Put(w, record.NumberedKey(page.Document, l, 1), nil, rec))
		}},
		{"a version is taken out", "versions-never-change", "version 2 has no version before it", func(w store.Writer, page, _ Version) error {
			return record.Versions.Delete(w, record.NumberedKey(page.Document, l, 1))
		}},
		{"live is moved by hand", "live-exists", "the publication log ends with version 1, but 2 is live", func(w store.Writer, page, _ Version) error {
			head, err := record.Heads.Get(w, record.HeadKey(page.Document, l))
			head.Live = 2
			return cmp.Or(err, record.Heads.Put(w, record.HeadKey(page.Document, l), head))
		}},
		{"a text is taken out", "bodies-resolve", "is missing", func(w store.Writer, page, _ Version) error {
			return record.Bodies.Delete(w, page.BlockHashes[0])
		}},
		{"a text is exchanged", "bodies-resolve", "is not what was written", func(w store.Writer, page, linked Version) error {
			b, err := w.Get(record.Bodies.Space, linked.BlockHashes[0][:])
			return cmp.Or(err, w.Put(record.Bodies.Space, page.BlockHashes[0][:], b))
		}},
		{"a redirect stands at a live page", "one-page-per-path", "where a page is live", func(w store.Writer, page, _ Version) error {
			return record.Redirects.Put(w, record.PathKey(l, "/services/page"), record.Redirect{To: page.Document})
		}},
		{"a live page is put in the trash by hand", "delivery-is-live-only", "live but not delivered", func(w store.Writer, page, _ Version) error {
			doc, err := record.Documents.Get(w, record.DocumentKey(page.Document))
			doc.TrashedAt = 1
			return cmp.Or(err, record.Documents.Put(w, record.DocumentKey(page.Document), doc))
		}},
		{"an audit entry is changed", "one-audit-entry", "is not what was written", func(w store.Writer, _, _ Version) error {
			e, err := audit.Entries.Get(w, record.SequenceKey(2))
			e.Action = audit.ActionTrash
			return cmp.Or(err, audit.Entries.Put(w, record.SequenceKey(2), e))
		}},
		{"an audit entry is taken out", "one-audit-entry", "entry 3 follows entry 1", func(w store.Writer, _, _ Version) error {
			return audit.Entries.Delete(w, record.SequenceKey(2))
		}},
		{"a version is told of twice", "one-audit-entry", "version 2 has 2 audit entries", func(w store.Writer, page, _ Version) error {
			return audit.Append(w, &audit.Entry{Action: audit.ActionSave, Document: page.Document, Locale: l, Version: 2})
		}},
		{"an address is lost", "derived-equals-rebuild", "paths has 1 records where a rebuild gives 2", func(w store.Writer, _, _ Version) error {
			return record.Paths.Delete(w, record.PathKey(l, "/services/page"))
		}},
		{"a use is lost", "derived-equals-rebuild", "uses has 0 records where a rebuild gives 1", func(w store.Writer, page, linked Version) error {
			return record.Uses.Delete(w, record.UseKey(linked.Document, page.Document, l))
		}},
		{"a call is lost", "outbox-has-every-change", "is not told of change 2", func(w store.Writer, _, _ Version) error {
			return changeHooks(w, func(key []byte, _ storedHook) error { return w.Delete(record.SpaceOutbox, storedCallKey(key, 2)) })
		}},
		{"a call of what never happened", "outbox-has-every-change", "the outbox has a call of change 3", func(w store.Writer, page, _ Version) error {
			return changeHooks(w, func(key []byte, _ storedHook) error {
				return storedCalls.Put(w, storedCallKey(key, 3), storedCall{Document: page.Document})
			})
		}},
		{"a call is about another document", "outbox-has-every-change", "is about another document", func(w store.Writer, page, _ Version) error {
			return changeHooks(w, func(key []byte, _ storedHook) error {
				return storedCalls.Put(w, storedCallKey(key, 1), storedCall{Document: page.Document})
			})
		}},
		{"a file is lost", "uploaded-files", "are missing in the folder", func(w store.Writer, _, _ Version) error {
			return record.Files.Put(w, make([]byte, 32), record.FileRecord{Kind: "image/png", Size: 1, At: 1})
		}},
		{"a webhook is lost", "outbox-has-every-change", "which is not to be told of it", func(w store.Writer, _, _ Version) error {
			return changeHooks(w, func(key []byte, _ storedHook) error { return storedHooks.Delete(w, key) })
		}},
		{"a webhook that has ended has a secret", "outbox-has-every-change", "still has a secret", func(w store.Writer, _, _ Version) error {
			return changeHooks(w, func(key []byte, hook storedHook) error {
				hook[11] = 1 // when it ended
				return storedHooks.Put(w, key, hook)
			})
		}},
	} {
		report := tampered(t, c.change)
		if report.OK() != (c.line == "") {
			t.Errorf("%s: OK is %v", c.name, report.OK())
		}
		for _, line := range report.Lines {
			if line.Name == c.line && !strings.Contains(strings.Join(line.Problems, "\n"), c.says) {
				t.Errorf("%s: %s says %q, want %q", c.name, line.Name, line.Problems, c.says)
			}
		}
	}
}
