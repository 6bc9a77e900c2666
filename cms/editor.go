package cms

import (
	"cmp"
	"context"
	"fmt"

	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/evidence"
	"practicecms/cms/history"
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/webhooks"
	"practicecms/content"
	"practicecms/content/richtext"
)

// Editor makes every change. Each method takes who acts; without the permission the
// answer is ErrForbidden and nothing is read or written. Its verbs about documents are
// in this package; what else it can do comes from the rooms that it embeds.
type Editor struct {
	*core
	*history.Reader  // what was, and who wrote it
	*access.Door     // who is let in
	*access.Desk     // people and tokens
	*webhooks.Outbox // webhooks and their calls
	*evidence.Maker  // evidence of what was said
}

// New is what Create starts a document from.
type New struct {
	Type    string
	Locale  content.Locale
	Content content.Content // block ids may be zero; they are given
	Origin  content.Origin  // empty: OriginWritten
	Note    string          // at most 500 runes
	Raw     string          // the pasted text it was made from
}

// Create writes a new document's version 1, as a draft. The errors are
// *content.InvalidError, and ErrExists for a second document of a single type.
func (e *Editor) Create(ctx context.Context, who audit.Actor, n New) (Version, error) {
	if err := e.log.Allow(ctx, who, audit.MayWrite, audit.OnType(n.Type)); err != nil {
		return Version{}, err
	}
	typ, ok := e.model.Type(n.Type)
	if !ok {
		return Version{}, content.Invalid("type", "unknown", "There is no type of this name.")
	}
	if _, err := content.ParseLocale(string(n.Locale)); err != nil {
		return Version{}, content.Invalid("locale", "locale", err.Error())
	}
	if typ.Asset {
		return Version{}, content.Invalid("type", "upload", "Upload the file; that makes it.")
	}
	next, err := e.prepare(typ, n.Content, nil, n.Note)
	if err != nil {
		return Version{}, err
	}
	id := content.DocumentID(e.newID())
	entry := audit.Entry{Action: audit.ActionCreate, Document: id, Locale: n.Locale, Version: 1}
	var out Version
	err = e.log.Change(ctx, who, audit.MayWrite, audit.OnType(typ.Name), &entry, func(w store.Writer, now record.Stamp) error {
		if err := e.refuseUnknownFiles(w, typ.Name, next, nil); err != nil {
			return err
		}
		if typ.Single {
			if err := refuseSecond(w, typ); err != nil {
				return err
			}
		}
		if err := record.Documents.Put(w, record.DocumentKey(id), record.Document{Type: typ.Name, Created: now}); err != nil {
			return err
		}
		v, err := e.appendVersion(w, id, typ, n.Locale, nil, next, provenance{by: who.Author, at: now, clock: entry.Clock, origin: cmp.Or(n.Origin, content.OriginWritten), note: n.Note, raw: n.Raw})
		if err != nil {
			return err
		}
		if err := e.setLatest(w, id, typ, n.Locale, record.Head{}, nil, v); err != nil {
			return err
		}
		out, err = versionOf(w, v, id, typ.Name, n.Locale)
		return err
	})
	return out, err
}

func refuseSecond(r store.Reader, typ content.Type) error {
	for row, err := range record.Documents.Scan(r, store.Range{}) {
		if err != nil {
			return err
		}
		if row.Record.Type == typ.Name {
			return fmt.Errorf("%s: %w", typ.Label, record.ErrExists)
		}
	}
	return nil
}

// Save is an edit of a document.
type Save struct {
	Document content.DocumentID
	Locale   content.Locale
	Base     uint64          // the version that the edit started from
	Content  content.Content // the whole content; blocks with a zero id are new
	Note     string          // at most 500 runes
	Origin   content.Origin  // empty: OriginWritten; two edits put together are OriginMerged whatever it is
	Raw      string          // the pasted text it was made from
	Working  content.Hash    // tag of the working copy that becomes a version by this; zero: none does
}

// Save writes the next version. When somebody saved since Base, the two edits are
// merged by block and by field; a field that both changed gives a *ConflictError,
// which holds both texts, and nothing is written. A save that changes nothing
// writes nothing and returns the latest version. The working copy that s names is
// dropped, for it is now a version; one that was kept meanwhile stays. Other errors: *content.InvalidError,
// ErrNotFound, ErrTrashed.
func (e *Editor) Save(ctx context.Context, who audit.Actor, s Save) (Version, error) {
	entry := audit.Entry{Action: audit.ActionSave, Document: s.Document, Locale: s.Locale}
	var out Version
	var same bool
	// Ids are given before the transaction, so that the same edit merged twice is the same edit.
	mine := e.withIDs(s.Content.Canonical())
	err := e.log.Change(ctx, who, audit.MayWrite, audit.OnDocument(s.Document), &entry, func(w store.Writer, now record.Stamp) error {
		doc, head, latest, err := e.openDraft(w, who, s.Document, s.Locale)
		if err != nil {
			return err
		}
		base := latest
		if s.Base != head.Latest {
			if base, err = record.Load(w, s.Document, s.Locale, s.Base); err != nil {
				return err
			}
		}
		typ, _ := e.model.Type(doc.Type)
		if mine, err = e.prepare(typ, mine, &base.Content, s.Note); err != nil {
			return err
		}
		if err := e.refuseUnknownFiles(w, typ.Name, mine, &base.Content); err != nil {
			return err
		}
		p := provenance{by: who.Author, at: now, clock: entry.Clock, origin: cmp.Or(s.Origin, content.OriginWritten), note: s.Note, raw: s.Raw}
		next := mine
		if s.Base != head.Latest {
			merged, conflicts := e.model.Merge(typ.Name, base.Content, latest.Content, mine)
			if len(conflicts) > 0 {
				return &ConflictError{Base: s.Base, Latest: head.Latest, Conflicts: conflicts, Merged: merged}
			}
			next, p.origin, entry.Action = merged, content.OriginMerged, audit.ActionMerge
		}
		if same = next.Equal(latest.Content); same {
			if out, err = versionOf(w, latest, s.Document, typ.Name, s.Locale); err != nil {
				return err
			}
			return audit.ErrNoChange
		}
		v, err := e.appendVersion(w, s.Document, typ, s.Locale, &latest, next, p, base)
		if err != nil {
			return err
		}
		entry.Version = v.Record.Number
		if err := e.setLatest(w, s.Document, typ, s.Locale, head, &latest, v); err != nil {
			return err
		}
		key := record.WorkingKey(s.Document, s.Locale, who.Person)
		switch _, now, err := record.FindWorking(w, key); {
		case err != nil:
			return err
		case now == s.Working:
			if err := record.Working.Delete(w, key); err != nil {
				return err
			}
		}
		out, err = versionOf(w, v, s.Document, typ.Name, s.Locale)
		return err
	})
	if err == nil && same && !who.Person.IsZero() {
		err = record.Ignore(record.ErrMovedOn, e.DropWorking(ctx, who, s.Document, s.Locale, s.Working))
	}
	return out, err
}

// openDraft reads what a save needs of the document as it is now.
func (e *Editor) openDraft(r store.Reader, who audit.Actor, id content.DocumentID, l content.Locale) (record.Document, record.Head, record.Snapshot, error) {
	doc, head, err := record.ReadHead(r, id, l)
	if err != nil {
		return record.Document{}, record.Head{}, record.Snapshot{}, err
	}
	if doc.TrashedAt != 0 {
		return record.Document{}, record.Head{}, record.Snapshot{}, record.ErrTrashed
	}
	latest, err := record.Load(r, id, l, head.Latest)
	return doc, head, latest, err
}

// prepare makes content canonical, its links too, gives ids to new blocks and refuses
// what does not have its type's shape.
func (e *Editor) prepare(typ content.Type, c content.Content, base *content.Content, note string) (content.Content, error) {
	if err := checkNote(note); err != nil {
		return content.Content{}, err
	}
	c = e.withIDs(e.model.PutLinksRight(typ.Name, c.Canonical()))
	return c, e.model.Validate(typ.Name, c, base, richtext.Check)
}

func checkNote(note string) error {
	if len([]rune(note)) > 500 {
		return content.Invalid("note", "long", "A note has at most 500 characters.")
	}
	return nil
}

// withIDs gives an id to each block that has none.
func (e *Editor) withIDs(c content.Content) content.Content {
	for i := range c.Blocks {
		if c.Blocks[i].ID.IsZero() {
			c.Blocks[i].ID = content.BlockID(e.newID())
		}
	}
	return c
}

// setLatest points the head at a version just written. Live does not move.
func (e *Editor) setLatest(w store.Writer, id content.DocumentID, typ content.Type, l content.Locale, head record.Head, before *record.Snapshot, v record.Snapshot) error {
	head.Latest = v.Record.Number
	if err := record.Heads.Put(w, record.HeadKey(id, l), head); err != nil {
		return err
	}
	if err := derived.MoveShelf(w, id, l, before, v); err != nil {
		return err
	}
	return derived.MoveUses(w, e.model, id, typ.Name, l, before, &v, derived.UseDraft)
}

// Receipt lists what the sanitiser takes out of a content's texts when it is
// delivered, by place. The source keeps it.
func (e *Editor) Receipt(typ string, c content.Content) []Removal {
	out := []Removal{}
	e.model.WalkContent(typ, c, func(p content.Place, v any) {
		text, _ := v.(string)
		if p.Field.Type != content.Markdown || text == "" {
			return
		}
		removed, err := richtext.Removed(text)
		if err != nil {
			return // Validate refuses such a text; there is nothing to deliver
		}
		for _, r := range removed {
			at := Removal{Path: p.Path, Removal: r}
			if p.Block >= 0 {
				at.Block = c.Blocks[p.Block].ID
			}
			out = append(out, at)
		}
	})
	return out
}

// Removal is one entry of a receipt.
type Removal struct {
	Block content.BlockID // zero: in the document's own fields
	Path  string          // such as "blocks[2].body"
	richtext.Removal
}

// Audit returns up to limit audit entries before the given sequence, newest first; before
// 0 starts at the newest. It needs the permission of an owner.
func (e *Editor) Audit(ctx context.Context, who audit.Actor, before uint64, limit int) ([]audit.Entry, error) {
	return e.log.List(ctx, who, before, limit)
}
