package cms

import (
	"context"
	"fmt"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// UndoWindow is how long a publication can be undone with one click.
const UndoWindow = 30 * time.Minute

// State is what is known of a document in one locale, without its content.
type State struct {
	Document  content.DocumentID
	Type      string
	Locale    content.Locale
	Created   time.Time
	Latest    uint64    // number of the latest version
	Live      uint64    // number of the live version; 0: none
	LivePath  string    // the live version's path; empty for records or when not live
	FirstLive time.Time // zero: never was
	LiveSince time.Time // zero: is not
	TrashedAt time.Time // zero: is not in the trash
	TrashedBy content.Author
	Planned   uint64    // number of the version that goes live by itself; 0: none
	PlannedAt time.Time // when; zero without a plan
	PlannedBy content.Author
	PlanFault PlanFault // why it did not; empty: it is still to come
	Told      uint64    // number of the last publication; 0: there was none
	UndoUntil time.Time // until when the last publication can be undone; zero: it cannot
}

// State returns what is known of a document. It needs the permission to read drafts.
func (e *Editor) State(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale) (State, error) {
	var out State
	err := e.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		doc, head, err := record.ReadHead(r, id, l)
		if err != nil {
			return err
		}
		out, err = e.state(r, id, l, doc, head)
		return err
	})
	return out, err
}

func (e *Editor) state(r store.Reader, id content.DocumentID, l content.Locale, doc record.Document, head record.Head) (State, error) {
	s := State{
		Document: id, Type: doc.Type, Locale: l, Created: doc.Created.Time(), Latest: head.Latest, Live: head.Live, LivePath: head.LivePath,
		FirstLive: head.First.Time(), LiveSince: head.Since.Time(), Told: head.Told, TrashedAt: doc.TrashedAt.Time(), TrashedBy: doc.TrashedBy,
	}
	if p := head.Plan; p != nil {
		s.Planned, s.PlannedAt, s.PlannedBy, s.PlanFault = p.Version, p.At.Time(), p.By, p.Fault
	}
	if head.Told == 0 || doc.TrashedAt != 0 {
		return s, nil
	}
	last, err := record.Publications.Get(r, record.NumberedKey(id, l, head.Told))
	if err != nil {
		return State{}, err
	}
	if until := last.At.Time().Add(UndoWindow); !last.Undo && e.clock.Now().Before(until) {
		s.UndoUntil = until
	}
	return s, nil
}

// Publish points live at version n. The version's path becomes the page's address;
// an earlier address leads there from now on. Publishing what is live already
// changes nothing. The errors are ErrNotFound, ErrTrashed, ErrAddressInUse, and ErrTextRemoved for
// a version whose text was taken out of history: readers would see a page with holes.
func (e *Editor) Publish(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, n uint64) (State, error) {
	return e.moveLive(ctx, who, audit.ActionPublish, id, l, func(r store.Reader, _ record.Head) (uint64, error) {
		if n == 0 {
			return 0, content.Invalid("version", "required", "Say which version to put live.")
		}
		return n, whole(r, id, l, n)
	})
}

// whole returns nil for a version that may go live: it is there, and so are its texts.
func whole(r store.Reader, id content.DocumentID, l content.Locale, n uint64) error {
	v, err := record.Versions.Get(r, id, l, n)
	if err != nil {
		return fmt.Errorf("version %d of %s in %s: %w", n, id, l, err)
	}
	return v.RefuseRemoved(r)
}

// Unpublish takes a document off the public site. Its history stays.
func (e *Editor) Unpublish(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale) (State, error) {
	return e.moveLive(ctx, who, audit.ActionUnpublish, id, l, func(store.Reader, record.Head) (uint64, error) { return 0, nil })
}

// UndoPublish makes live what was live before the last publication, within
// UndoWindow of it; an undo itself is not undone. Told is the number of the publication
// that is meant; when it is not the last any more, somebody else's would be undone, and
// the error is ErrMovedOn. 0 means whichever was last. Else the error is
// ErrNothingToUndo.
func (e *Editor) UndoPublish(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, told uint64) (State, error) {
	return e.moveLive(ctx, who, audit.ActionUndo, id, l, func(r store.Reader, head record.Head) (uint64, error) {
		switch {
		case head.Told == 0:
			return 0, ErrNothingToUndo
		case told != 0 && told != head.Told:
			return 0, record.ErrMovedOn
		}
		last, err := record.Publications.Get(r, record.NumberedKey(id, l, head.Told))
		if err != nil {
			return 0, err
		}
		if last.Undo || e.clock.Now().After(last.At.Time().Add(UndoWindow)) {
			return 0, ErrNothingToUndo
		}
		if head.Told == 1 {
			return 0, nil
		}
		before, err := record.Publications.Get(r, record.NumberedKey(id, l, head.Told-1))
		return before.Version, err
	})
}

func (e *Editor) moveLive(ctx context.Context, who audit.Actor, action audit.Action, id content.DocumentID, l content.Locale, pick func(store.Reader, record.Head) (uint64, error)) (State, error) {
	entry := audit.Entry{Action: action, Document: id, Locale: l}
	var out State
	err := e.log.Change(ctx, who, audit.MayPublish, audit.OnDocument(id), &entry, func(w store.Writer, now record.Stamp) error {
		doc, head, err := record.ReadHead(w, id, l)
		if err != nil {
			return err
		}
		if doc.TrashedAt != 0 {
			return record.ErrTrashed
		}
		n, err := pick(w, head)
		if err != nil {
			return err
		}
		if n == head.Live {
			if out, err = e.state(w, id, l, doc, head); err != nil {
				return err
			}
			return audit.ErrNoChange
		}
		entry.Version = n
		if head, err = e.setLive(w, id, l, doc, head, n, record.Publication{At: now, By: who.Author, Undo: action == audit.ActionUndo}); err != nil {
			return err
		}
		out, err = e.state(w, id, l, doc, head)
		return err
	})
	return out, err
}

// setLive points live at version n, or at none, and keeps the address book, the
// uses, the publication log and the change log in step.
func (e *Editor) setLive(w store.Writer, id content.DocumentID, l content.Locale, doc record.Document, head record.Head, n uint64, p record.Publication) (record.Head, error) {
	typ, _ := e.model.Type(doc.Type)
	before, err := e.loadSome(w, id, l, head.Live)
	if err != nil {
		return head, err
	}
	after, err := e.loadSome(w, id, l, n)
	if err != nil {
		return head, err
	}
	if after != nil {
		if err := e.refuseLanguages(doc, l, after.Content); err != nil {
			return head, err
		}
	}
	if after != nil {
		if err := derived.AddShown(w, e.model, typ.Name, after.Content, p.At); err != nil {
			return head, err
		}
	}
	c := record.Change{At: p.At, Document: id, Locale: l, Version: n}
	if after != nil {
		c.Path = after.Record.Path
	}
	if err := derived.MoveAddress(w, id, l, head.LivePath, c.Path, p.At); err != nil {
		return head, err
	}
	if head.LivePath != c.Path {
		c.OldPath = head.LivePath
	}
	head.Live, head.LivePath, head.Since = n, c.Path, p.At
	if head.Plan != nil && head.Plan.Version == n {
		if head, err = derived.SetPlan(w, id, l, head, nil); err != nil { // what was planned has happened
			return head, err
		}
	}
	if n == 0 {
		head.Since = 0
	} else if head.First == 0 {
		head.First = p.At
	}
	head.Told++
	p.Version = n
	if err := record.Publications.Put(w, record.NumberedKey(id, l, head.Told), p); err != nil {
		return head, err
	}
	if err := appendChange(w, c); err != nil {
		return head, err
	}
	if err := record.Heads.Put(w, record.HeadKey(id, l), head); err != nil {
		return head, err
	}
	return head, derived.MoveUses(w, e.model, id, typ.Name, l, before, after, derived.UseLive)
}

// refuseLanguages refuses a practice whose first language is another than the one that
// it is written in: pages would be looked for in a language that none of them has.
func (c *core) refuseLanguages(doc record.Document, l content.Locale, in content.Content) error {
	typ, _ := c.model.Type(doc.Type)
	f, _ := content.Meant(typ.Fields, content.SiteLanguages)
	list, _ := in.Fields[f.Name].([]any)
	if !typ.Settings || len(list) == 0 || list[0] == string(l) {
		return nil
	}
	return content.Invalid("fields."+f.Name, "first", fmt.Sprintf("Keep %s as the first of the languages: your pages are written in it.", l))
}

// loadSome loads version n, or gives nil for 0.
func (e *Editor) loadSome(r store.Reader, id content.DocumentID, l content.Locale, n uint64) (*record.Snapshot, error) {
	if n == 0 {
		return nil, nil
	}
	v, err := record.Load(r, id, l, n)
	return &v, err
}

// appendChange writes the next change of the log, and what is to be told of it.
func appendChange(w store.Writer, c record.Change) error {
	last, err := record.LastChange(w)
	if err != nil {
		return err
	}
	if err := record.Changes.Put(w, record.SequenceKey(last+1), c); err != nil {
		return err
	}
	return webhooks.Tell(w, last+1, c)
}
