package audit_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/clock"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
	"practicecms/content"
)

var (
	page     = content.DocumentID{1}
	settings = content.DocumentID{2}
	moment   = time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC)
)

// newLog is a log of a store with a page and a document of a type that is the owners'.
func newLog(t *testing.T) (*audit.Log, store.Store) {
	t.Helper()
	s := storetest.NewMemory(record.Spaces()...)
	m := &content.Model{Types: []content.Type{{Name: "page"}, {Name: "settings", Owners: true}}}
	err := s.Update(t.Context(), func(w store.Writer) error {
		if err := record.Documents.Put(w, record.DocumentKey(page), record.Document{Type: "page"}); err != nil {
			return err
		}
		return record.Documents.Put(w, record.DocumentKey(settings), record.Document{Type: "settings"})
	})
	if err != nil {
		t.Fatal(err)
	}
	return audit.NewLog(s, m, clock.New(func() time.Time { return moment }, func() time.Duration { return 0 }, time.Time{})), s
}

func person(r audit.Role) audit.Actor {
	return audit.Actor{Author: content.Author{Person: content.PersonID{7}}, Role: r}
}

func TestWhoMayDoWhatToWhat(t *testing.T) {
	log, _ := newLog(t)
	const read, write, publish, administer = audit.MayRead, audit.MayWrite, audit.MayPublish, audit.MayAdminister
	onPage, onSettings := audit.OnDocument(page), audit.OnDocument(settings)
	for _, c := range []struct {
		what  string
		role  audit.Role
		may   audit.Permission
		about audit.Target
		want  error
	}{
		{"nobody reads", "", read, onPage, audit.ErrForbidden},
		{"a delivering token reads no drafts", audit.ScopeDeliver, read, onPage, audit.ErrForbidden},
		{"a previewing token reads drafts", audit.ScopePreview, read, onPage, nil},
		{"a previewing token writes nothing", audit.ScopePreview, write, onPage, audit.ErrForbidden},
		{"an editor writes", audit.RoleEditor, write, onPage, nil},
		{"an editor writes and publishes", audit.RoleEditor, write | publish, onPage, nil},
		{"an editor is no owner", audit.RoleEditor, administer, audit.OnNone, audit.ErrForbidden},
		{"an editor is no owner, also with what else they may", audit.RoleEditor, write | administer, onPage, audit.ErrForbidden},
		{"an editor reads what is the owners'", audit.RoleEditor, read, onSettings, nil},
		{"an editor reads everything", audit.RoleEditor, read, audit.OnAll, nil},
		{"an editor does not write what is the owners'", audit.RoleEditor, write, onSettings, audit.ErrForbidden},
		{"nor reads it to write", audit.RoleEditor, read | write, onSettings, audit.ErrForbidden},
		{"nor puts it live", audit.RoleEditor, publish, onSettings, audit.ErrForbidden},
		{"nor makes one", audit.RoleEditor, write, audit.OnType("settings"), audit.ErrForbidden},
		{"nor changes all documents, of which it is one", audit.RoleEditor, write, audit.OnAll, audit.ErrForbidden},
		{"the zero id is all documents", audit.RoleEditor, write, audit.OnDocument(content.DocumentID{}), audit.ErrForbidden},
		{"a managing token is no owner either", audit.ScopeManage, publish, onSettings, audit.ErrForbidden},
		{"an editor makes a page", audit.RoleEditor, write, audit.OnType("page"), nil},
		{"an owner writes it", audit.RoleOwner, write, onSettings, nil},
		{"an owner changes all", audit.RoleOwner, write, audit.OnAll, nil},
		{"a document that is not there is not found", audit.RoleEditor, write, audit.OnDocument(content.DocumentID{9}), record.ErrNotFound},
		{"but not for who may do nothing", "", write, audit.OnDocument(content.DocumentID{9}), audit.ErrForbidden},
	} {
		if err := log.Allow(t.Context(), person(c.role), c.may, c.about); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: got %v, want %v", c.what, err, c.want)
		}
		ran := false
		entry := audit.Entry{Action: audit.ActionSave}
		err := log.Change(t.Context(), person(c.role), c.may, c.about, &entry, func(store.Writer, record.Stamp) error { ran = true; return nil })
		if !errors.Is(err, c.want) || ran != (c.want == nil) {
			t.Errorf("%s: a change gives %v, and ran: %v", c.what, err, ran)
		}
		ran = false
		err = log.Keep(t.Context(), person(c.role), c.may, c.about, func(store.Writer, record.Stamp) error { ran = true; return nil })
		if !errors.Is(err, c.want) || ran != (c.want == nil) {
			t.Errorf("%s: keeping gives %v, and ran: %v", c.what, err, ran)
		}
	}
}

func TestAChangeAndItsEntryAreOneAndNothingElseIs(t *testing.T) {
	log, s := newLog(t)
	who := person(audit.RoleEditor)
	mark := func(w store.Writer, _ record.Stamp) error {
		return record.Redirects.Put(w, record.PathKey("en-US", "/old"), record.Redirect{To: page})
	}
	marked := func() (there bool) {
		if err := s.View(t.Context(), func(r store.Reader) (err error) {
			_, there, err = record.Redirects.Find(r, record.PathKey("en-US", "/old"))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return there
	}
	fault := errors.New("a fault")
	for _, c := range []struct {
		what string
		err  error
		want error
	}{{"a fault", fault, fault}, {"no change", audit.ErrNoChange, nil}} {
		entry := audit.Entry{Action: audit.ActionSave}
		err := log.Change(t.Context(), who, audit.MayWrite, audit.OnDocument(page), &entry, func(w store.Writer, now record.Stamp) error {
			return errors.Join(mark(w, now), c.err)
		})
		if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) || marked() {
			t.Errorf("%s: got %v, and it was written: %v", c.what, err, marked())
		}
	}
	if all, err := log.List(t.Context(), person(audit.RoleOwner), 0, 10); err != nil || len(all) != 0 {
		t.Fatalf("what changed nothing has the entries %+v (%v)", all, err)
	}
	entry := audit.Entry{Action: audit.ActionSave, Version: 3}
	if err := log.Change(t.Context(), who, audit.MayWrite, audit.OnDocument(page), &entry, mark); err != nil || !marked() {
		t.Fatalf("%v, written: %v", err, marked())
	}
	if entry.Document != page || entry.By != who.Author || !entry.Time().Equal(moment) || entry.Sequence != 1 || entry.Version != 3 || entry.Hash == (content.Hash{}) {
		t.Errorf("the entry is %+v", entry)
	}
	second := audit.Entry{Action: audit.ActionPublish}
	if err := log.Change(t.Context(), who, audit.MayPublish, audit.OnDocument(page), &second, func(store.Writer, record.Stamp) error { return nil }); err != nil {
		t.Fatal(err)
	}
	all, err := log.List(t.Context(), person(audit.RoleOwner), 0, 10)
	if err != nil || !slices.Equal(all, []audit.Entry{second, entry}) || second.Previous != entry.Hash {
		t.Errorf("the log has %+v (%v)", all, err)
	}
	if before, err := log.List(t.Context(), person(audit.RoleOwner), 2, 10); err != nil || !slices.Equal(before, []audit.Entry{entry}) {
		t.Errorf("before the second: %+v (%v)", before, err)
	}
	if some, err := log.List(t.Context(), person(audit.RoleOwner), 0, 1); err != nil || !slices.Equal(some, []audit.Entry{second}) {
		t.Errorf("one: %+v (%v)", some, err)
	}
}

func TestOnlyPeopleKeepWhatIsTheirs(t *testing.T) {
	log, _ := newLog(t)
	token := audit.Actor{Author: content.Author{Token: content.TokenID{1}}, Role: audit.ScopeManage}
	err := log.Keep(t.Context(), token, audit.MayWrite, audit.OnDocument(page), func(store.Writer, record.Stamp) error { t.Error("it ran"); return nil })
	if !errors.Is(err, audit.ErrForbidden) {
		t.Errorf("a token keeps a working copy: %v", err)
	}
	err = log.Keep(t.Context(), person(audit.RoleEditor), audit.MayWrite, audit.OnDocument(page), func(_ store.Writer, now record.Stamp) error {
		if !now.Time().Equal(moment) {
			t.Errorf("it is %s", now.Time())
		}
		return audit.ErrNoChange
	})
	if err != nil {
		t.Errorf("nothing to keep is an error: %v", err)
	}
	if all, err := log.List(t.Context(), person(audit.RoleOwner), 0, 10); err != nil || len(all) != 0 {
		t.Errorf("what nobody else sees has the entries %+v (%v)", all, err)
	}
}

// Whatever clock is told: what stands in the log bounds it.
func TestNoEntryIsEarlierThanTheOneBefore(t *testing.T) {
	first, s := newLog(t)
	change := func(log *audit.Log) (entry audit.Entry) {
		entry.Action = audit.ActionSave
		if err := log.Change(t.Context(), person(audit.RoleOwner), audit.MayWrite, audit.OnDocument(page), &entry, func(_ store.Writer, now record.Stamp) error {
			if now != record.StampOf(moment) {
				t.Errorf("the change is told that it is %v", now.Time())
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return entry
	}
	if e := change(first); !e.Time().Equal(moment) || e.Clock != 0 {
		t.Errorf("the first: %+v", e)
	}
	slow := func() time.Time { return moment.Add(-time.Hour) }
	second := audit.NewLog(s, &content.Model{Types: []content.Type{{Name: "page"}}}, clock.New(slow, func() time.Duration { return 0 }, time.Time{}))
	if e := change(second); !e.Time().Equal(moment) || !e.Clock.Time().Equal(slow()) {
		t.Errorf("the second: %+v", e)
	}
}
