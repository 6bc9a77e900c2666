package cms_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/cmstest"
	"practicecms/cms/history"
	"practicecms/cms/live"
	"practicecms/content"
)

// Invariant 1.
func TestVersionsNeverChange(t *testing.T) {
	s := cmstest.New(t)
	v1 := s.ThreeSections(t)
	v2 := s.Save(t, cmstest.Edit(v1, 0, "body", "one, edited"))
	v3 := s.Save(t, cmstest.Edit(v2, 1, "body", "two, edited"))
	if v2.Number != 2 || v3.Number != 3 {
		t.Fatalf("got numbers %d and %d, want 2 and 3", v2.Number, v3.Number)
	}
	restored, err := s.Editor().Restore(t.Context(), s.Who, cms.Restore{Document: v1.Document, Locale: v1.Locale, Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	if restored.Number != 4 || restored.RestoredFrom != 1 {
		t.Errorf("restoring gave version %d from %d, want 4 from 1", restored.Number, restored.RestoredFrom)
	}
	for _, want := range []cms.Version{v1, v2, v3} {
		got := s.VersionAt(t, v1.Document, want.Number)
		if !got.Content.Equal(want.Content) || got.Hash != want.Hash {
			t.Errorf("version %d is not what was saved: %v", want.Number, got.Content)
		}
	}
	if again := s.Save(t, restored); again.Number != 4 {
		t.Errorf("a save that changes nothing wrote version %d", again.Number)
	}
}

// Invariant 2.
func TestSaveAndRestoreNeverMoveLive(t *testing.T) {
	s := cmstest.New(t)
	v1 := s.ThreeSections(t)
	s.Publish(t, v1)
	v2 := s.Save(t, cmstest.Edit(v1, 2, "body", "not for readers yet"))
	if _, err := s.Editor().Restore(t.Context(), s.Who, cms.Restore{Document: v1.Document, Locale: v1.Locale, Version: 1, Blocks: []content.BlockID{v1.Content.Blocks[2].ID}}); err != nil {
		t.Fatal(err)
	}
	state, err := s.Editor().State(t.Context(), s.Who, v1.Document, cmstest.Locale)
	if err != nil {
		t.Fatal(err)
	}
	if state.Live != 1 || state.Latest != 3 {
		t.Errorf("got live %d and latest %d, want 1 and 3", state.Live, state.Latest)
	}
	if _, err := s.Editor().Publish(t.Context(), s.Who, v2.Document, v2.Locale, 9); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("publishing a version that does not exist: got %v, want ErrNotFound", err)
	}
}

// Invariant 4.
func TestOneLivePagePerPath(t *testing.T) {
	s := cmstest.New(t)
	a := s.ThreeSections(t)
	b := s.Service(t, "two", cmstest.Section("Other page", "text"))
	s.Publish(t, a)
	s.Publish(t, b)

	move := func(v cms.Version, path string) cms.Version {
		v.Content.Path = path
		return s.Save(t, v)
	}
	taken := move(b, "/services/one")
	if _, err := s.Editor().Publish(t.Context(), s.Who, b.Document, cmstest.Locale, taken.Number); !errors.Is(err, cms.ErrAddressInUse) {
		t.Fatalf("publishing at an address in use: got %v, want ErrAddressInUse", err)
	}
	// a walks through three addresses: each old one leads to the last in one hop.
	a = move(a, "/services/one-b")
	s.Publish(t, a)
	a = move(a, "/services/one-c")
	s.Publish(t, a)
	for _, old := range []string{"/services/one", "/services/one-b"} {
		if _, to, err := s.Delivery().Resolve(t.Context(), cmstest.Locale, old); err != nil || to != "/services/one-c" {
			t.Errorf("%s leads to %q (%v), want /services/one-c", old, to, err)
		}
	}
	// Coming back to the first address takes its redirect away: no loop.
	a = move(a, "/services/one")
	s.Publish(t, a)
	if _, to, err := s.Delivery().Resolve(t.Context(), cmstest.Locale, "/services/one"); err != nil || to != "" {
		t.Errorf("a live page's own address leads to %q (%v)", to, err)
	}
	list, err := s.Delivery().Redirects(t.Context(), cmstest.Locale)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		if r.To != "/services/one" {
			t.Errorf("%s leads to %s, want /services/one", r.From, r.To)
		}
	}
	if len(list) != 2 {
		t.Errorf("got %d redirects, want 2: %v", len(list), list)
	}
}

// Invariant 4, too: who takes over an address hands it back on leaving.
func TestARedirectComesBackWhenThePageInItsPlaceLeaves(t *testing.T) {
	const first, second, third = "/services/one", "/services/two", "/services/three"
	for _, c := range []struct {
		name   string
		leaves func(t *testing.T, s *cmstest.Site, guest cms.Version)
		back   bool
	}{
		{"it stays", func(*testing.T, *cmstest.Site, cms.Version) {}, false},
		{"it is taken off the site", func(t *testing.T, s *cmstest.Site, guest cms.Version) { takeOff(t, s, guest) }, true},
		{"it goes to the trash", func(t *testing.T, s *cmstest.Site, guest cms.Version) {
			if err := s.Editor().Trash(t.Context(), s.Who, guest.Document); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"its publication is undone", func(t *testing.T, s *cmstest.Site, guest cms.Version) {
			if _, err := s.Editor().UndoPublish(t.Context(), s.Who, guest.Document, guest.Locale, 0); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"it moves on and is taken off the site there", func(t *testing.T, s *cmstest.Site, guest cms.Version) {
			takeOff(t, s, moveTo(t, s, guest, third))
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := cmstest.New(t)
			leadsTo := func(when, path, want string) {
				t.Helper()
				_, to, err := s.Delivery().Resolve(t.Context(), cmstest.Locale, path)
				if to != want || err != nil {
					t.Errorf("%s: %s leads to %q (%v), want %q", when, path, to, err, want)
				}
			}
			host := s.ThreeSections(t)
			s.Publish(t, host)
			host = moveTo(t, s, host, second)
			guest := s.Service(t, "guest", cmstest.Section("Another", "text"))
			guest = moveTo(t, s, guest, first)
			leadsTo("while the guest is there", first, "")
			c.leaves(t, s, guest)
			if !c.back {
				return
			}
			leadsTo("when it has left", first, second)
			host = moveTo(t, s, host, "/services/four")
			leadsTo("when the host moved since", first, "/services/four")
			takeOff(t, s, host)
			if _, to, err := s.Delivery().Resolve(t.Context(), cmstest.Locale, first); !errors.Is(err, cms.ErrNotFound) {
				t.Errorf("with nobody live it leads to %q (%v)", to, err)
			}
			s.Reopen(t, nil)
			s.Publish(t, host)
			leadsTo("when the host is back", first, "/services/four")
		})
	}

	t.Run("who moved on is followed while live", func(t *testing.T) {
		s := cmstest.New(t)
		host := s.ThreeSections(t)
		s.Publish(t, host)
		moveTo(t, s, host, second)
		guest := moveTo(t, s, s.Service(t, "guest", cmstest.Section("Another", "text")), first)
		moveTo(t, s, guest, third)
		if _, to, err := s.Delivery().Resolve(t.Context(), cmstest.Locale, first); to != third || err != nil {
			t.Errorf("it leads to %q (%v), want %s", to, err, third)
		}
	})

	t.Run("two pages that swap addresses lead nowhere in circles", func(t *testing.T) {
		s := cmstest.New(t)
		a, b := s.ThreeSections(t), s.Service(t, "two", cmstest.Section("Other page", "text"))
		s.Publish(t, a)
		s.Publish(t, b)
		a = moveTo(t, s, a, third)
		b = moveTo(t, s, b, first)
		moveTo(t, s, a, second)
		for path, want := range map[string]string{first: "", second: "", third: second} {
			if _, to, err := s.Delivery().Resolve(t.Context(), cmstest.Locale, path); to != want || err != nil {
				t.Errorf("%s leads to %q (%v), want %q", path, to, err, want)
			}
		}
		takeOff(t, s, b)
		if _, to, err := s.Delivery().Resolve(t.Context(), cmstest.Locale, first); to != second || err != nil {
			t.Errorf("%s leads to %q (%v), want %s", first, to, err, second)
		}
	})
}

// moveTo gives a page another address, and puts it live there.
func moveTo(t *testing.T, s *cmstest.Site, v cms.Version, path string) cms.Version {
	t.Helper()
	v.Content.Path = path
	v = s.Save(t, v)
	s.Publish(t, v)
	return v
}

func takeOff(t *testing.T, s *cmstest.Site, v cms.Version) {
	t.Helper()
	if _, err := s.Editor().Unpublish(t.Context(), s.Who, v.Document, v.Locale); err != nil {
		t.Fatal(err)
	}
}

// Invariant 5.
func TestDeliveryIsLiveOnly(t *testing.T) {
	s := cmstest.New(t)
	ctx, d, e := t.Context(), s.Delivery(), s.Editor()
	v1 := s.ThreeSections(t)
	absent := func(when string) {
		t.Helper()
		if _, err := d.ByID(ctx, cmstest.Locale, v1.Document); !errors.Is(err, cms.ErrNotFound) {
			t.Errorf("%s: by id: got %v, want ErrNotFound", when, err)
		}
		if _, err := d.ByPath(ctx, cmstest.Locale, "/services/one"); !errors.Is(err, cms.ErrNotFound) {
			t.Errorf("%s: by path: got %v, want ErrNotFound", when, err)
		}
		if _, _, err := d.Resolve(ctx, cmstest.Locale, "/services/one"); !errors.Is(err, cms.ErrNotFound) {
			t.Errorf("%s: resolve: got %v, want ErrNotFound", when, err)
		}
		items, _, _, err := d.List(ctx, live.Query{Locale: cmstest.Locale, Type: "service", Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(items, func(i live.Listed) bool { return i.ID == v1.Document }) {
			t.Errorf("%s: it stands in the list", when)
		}
	}
	absent("never published")
	s.Publish(t, v1)
	v2 := s.Save(t, cmstest.Edit(v1, 0, "body", "SECRETDRAFT"))
	if _, err := e.KeepWorking(ctx, s.Who, v1.Document, cmstest.Locale, content.Hash{}, v2.Number, cmstest.Edit(v2, 1, "body", "SECRETWORKING").Content); err != nil {
		t.Fatal(err)
	}
	p, err := d.ByPath(ctx, cmstest.Locale, "/services/one")
	if err != nil {
		t.Fatal(err)
	}
	if !p.Content.Equal(v1.Content) {
		t.Errorf("a draft or working copy is delivered: %v", p.Content)
	}
	// A draft that is linked to from a live page stays private too.
	private, err := e.Create(ctx, s.Who, cms.New{Type: "snippet", Locale: cmstest.Locale, Content: content.Content{Title: "SECRETTITLE", Fields: content.Fields{"body": "SECRETBODY"}}})
	if err != nil {
		t.Fatal(err)
	}
	linked := s.Service(t, "linked", content.Block{Kind: "notice", Fields: content.Fields{"snippet": private.Document.String()}},
		cmstest.Section("Words", "See [this](document:"+private.Document.String()+")."))
	s.Publish(t, linked)
	if p, err = d.ByID(ctx, cmstest.Locale, linked.Document); err != nil {
		t.Fatal(err)
	}
	if len(p.Linked) != 0 {
		t.Errorf("a private record is delivered with a page: %v", p.Linked)
	}
	if _, err := e.Unpublish(ctx, s.Who, v1.Document, cmstest.Locale); err != nil {
		t.Fatal(err)
	}
	absent("unpublished")
	s.Publish(t, v2)
	if err := e.Trash(ctx, s.Who, v1.Document); err != nil {
		t.Fatal(err)
	}
	absent("in the trash")
	if err := e.Untrash(ctx, s.Who, cms.Untrash{Document: v1.Document}); err != nil {
		t.Fatal(err)
	}
	absent("taken out of the trash")
}

// Invariant 6.
func TestEveryChangeHasOneAuditEntry(t *testing.T) {
	s := cmstest.New(t)
	ctx, e := t.Context(), s.Editor()
	count := func() int {
		entries, err := e.Audit(ctx, s.Who, 0, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	}
	v1 := s.ThreeSections(t)
	v2 := s.Save(t, cmstest.Edit(v1, 0, "body", "changed"))
	id, l := v1.Document, cmstest.Locale
	token := func() (access.Token, error) {
		_, tok, err := e.CreateToken(ctx, s.Who, "site", cms.ScopeDeliver)
		return tok, err
	}
	tok, err := token()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		want int
		do   func() error
	}{
		{"save", 1, func() error { s.Save(t, cmstest.Edit(v2, 1, "body", "changed too")); return nil }},
		{"save without a change", 0, func() error { v, _ := e.Latest(ctx, s.Who, id, l); s.Save(t, v); return nil }},
		{"restore", 1, func() error {
			_, err := e.Restore(ctx, s.Who, cms.Restore{Document: id, Locale: l, Version: 1})
			return err
		}},
		{"publish", 1, func() error { _, err := e.Publish(ctx, s.Who, id, l, 1); return err }},
		{"publish again", 0, func() error { _, err := e.Publish(ctx, s.Who, id, l, 1); return err }},
		{"undo", 1, func() error { _, err := e.UndoPublish(ctx, s.Who, id, l, 0); return err }},
		{"trash", 1, func() error { return e.Trash(ctx, s.Who, id) }},
		{"untrash", 1, func() error { return e.Untrash(ctx, s.Who, cms.Untrash{Document: id}) }},
		{"trash again", 1, func() error { return e.Trash(ctx, s.Who, id) }},
		{"untrash to another address", 1, func() error {
			return e.Untrash(ctx, s.Who, cms.Untrash{Document: id, Locale: l, Path: "/services/elsewhere"})
		}},
		{"token", 1, func() error { _, err := token(); return err }},
		{"revoke", 1, func() error { return e.RevokeToken(ctx, s.Who, tok.ID) }},
		{"person", 1, func() error {
			_, err := e.AddPerson(ctx, s.Who, access.NewPerson{Name: "Kim", Role: cms.RoleEditor})
			return err
		}},
		{"a refused change", 0, func() error {
			if _, err := e.Publish(ctx, cms.Actor{Role: cms.ScopePreview}, id, l, 1); !errors.Is(err, cms.ErrForbidden) {
				t.Errorf("got %v, want ErrForbidden", err)
			}
			return nil
		}},
	} {
		before := count()
		if err := c.do(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := count() - before; got != c.want {
			t.Errorf("%s wrote %d audit entries, want %d", c.name, got, c.want)
		}
	}
}

func TestRestoringOneBlockKeepsTheOthers(t *testing.T) {
	s := cmstest.New(t)
	v := s.ThreeSections(t)
	third := v.Content.Blocks[2].ID
	v2 := s.Save(t, cmstest.Edit(v, 2, "body", "first edit"))
	v3 := s.Save(t, cmstest.Edit(v2, 2, "body", "second edit"))
	v4 := s.Save(t, cmstest.Edit(v3, 0, "body", "kept"))
	got, err := s.Editor().Restore(t.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Version: 1, Blocks: []content.BlockID{third}})
	if err != nil {
		t.Fatal(err)
	}
	if body := got.Content.Blocks[2].Fields["body"]; body != "three" {
		t.Errorf("the block reads %q, want %q", body, "three")
	}
	if body := got.Content.Blocks[0].Fields["body"]; body != "kept" {
		t.Errorf("another block lost its edit: %q", body)
	}
	// A removed block comes back where it stood.
	gone := got
	gone.Content.Blocks = slices.Delete(slices.Clone(got.Content.Blocks), 1, 2)
	gone = s.Save(t, gone)
	back, err := s.Editor().Restore(t.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Version: v4.Number, Blocks: []content.BlockID{v.Content.Blocks[1].ID}})
	if err != nil {
		t.Fatal(err)
	}
	if _, i := back.Content.Block(v.Content.Blocks[1].ID); i != 1 {
		t.Errorf("the removed block came back at %d, want 1", i)
	}
	entries, err := s.Editor().History(t.Context(), s.Who, v.Document, v.Locale, history.Filter{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	if e := entries[0]; e.Deed != history.BroughtBack || e.RestoredFrom != v4.Number || !e.RestoredAt.Equal(v4.At) || e.Change.PartNames() != "“Second part”" {
		t.Errorf("the history says %q of %s, from version %d of %s", e.Deed, e.Change.PartNames(), e.RestoredFrom, e.RestoredAt)
	}
	if _, err := s.Editor().Restore(t.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Version: 1, Blocks: []content.BlockID{{1}}}); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("restoring a block that never was: got %v, want ErrNotFound", err)
	}
}

func TestTwoWritersAreMergedAndConflictsKeepBothTexts(t *testing.T) {
	s := cmstest.New(t)
	base := s.ThreeSections(t)
	s.Save(t, cmstest.Edit(base, 0, "body", "mine"))
	merged := s.Save(t, cmstest.Edit(base, 1, "body", "theirs"))
	if merged.Number != 3 || merged.Origin != content.OriginMerged {
		t.Errorf("got version %d %s, want 3 merged", merged.Number, merged.Origin)
	}
	if a, b := merged.Content.Blocks[0].Fields["body"], merged.Content.Blocks[1].Fields["body"]; a != "mine" || b != "theirs" {
		t.Errorf("merged %q and %q, want both edits", a, b)
	}
	_, err := s.Editor().Save(t.Context(), s.Who, cms.Save{Document: base.Document, Locale: base.Locale, Base: 1, Content: cmstest.Edit(base, 0, "body", "third").Content})
	conflict := (*cms.ConflictError)(nil)
	if !errors.As(err, &conflict) {
		t.Fatalf("got %v, want a ConflictError", err)
	}
	if c := conflict.Conflicts; len(c) != 1 || c[0].Base != "one" || c[0].Theirs != "mine" || c[0].Mine != "third" {
		t.Errorf("the conflict holds %+v", c)
	}
	if latest, _ := s.Editor().Latest(t.Context(), s.Who, base.Document, base.Locale); latest.Number != 3 {
		t.Errorf("a refused save wrote version %d", latest.Number)
	}
}

func TestUndoPublish(t *testing.T) {
	s := cmstest.New(t)
	ctx, e := t.Context(), s.Editor()
	v1 := s.ThreeSections(t)
	s.Publish(t, v1)
	s.Clock.Advance(time.Hour)
	v2 := s.Save(t, cmstest.Edit(v1, 0, "body", "changed"))
	if state := s.Publish(t, v2); state.UndoUntil.IsZero() {
		t.Error("a fresh publication cannot be undone")
	}
	s.Clock.Advance(29 * time.Minute)
	state, err := e.UndoPublish(ctx, s.Who, v1.Document, v1.Locale, 0)
	if err != nil || state.Live != 1 || state.Latest != 2 {
		t.Errorf("undo gave live %d of %d (%v), want 1 of 2", state.Live, state.Latest, err)
	}
	if _, err := e.UndoPublish(ctx, s.Who, v1.Document, v1.Locale, 0); !errors.Is(err, cms.ErrNothingToUndo) {
		t.Errorf("undoing twice: got %v, want ErrNothingToUndo", err)
	}
	s.Publish(t, v2)
	s.Clock.Advance(31 * time.Minute)
	if _, err := e.UndoPublish(ctx, s.Who, v1.Document, v1.Locale, 0); !errors.Is(err, cms.ErrNothingToUndo) {
		t.Errorf("undoing after half an hour: got %v, want ErrNothingToUndo", err)
	}
}

func TestHistorySaysInWordsWhatChangedAndWhenItWasLive(t *testing.T) {
	s := cmstest.New(t)
	v1 := s.ThreeSections(t)
	s.Publish(t, v1)
	s.Clock.Advance(48 * time.Hour)
	v2 := s.Save(t, cmstest.Edit(v1, 1, "body", "two\n\nand more"))
	s.Publish(t, v2)
	entries, err := s.Editor().History(t.Context(), s.Who, v1.Document, v1.Locale, history.Filter{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 || entries[0].Number != 2 {
		t.Fatalf("got %+v", entries)
	}
	if said := s.Model().Summary(entries[0].Change); !strings.Contains(said, "“Second part”") || strings.Contains(said, "body") {
		t.Errorf("the summary is %q", said)
	}
	if live := entries[1].Live; len(live) != 1 || live[0].To.Sub(live[0].From) != 48*time.Hour {
		t.Errorf("version 1 was live %v, want 48 hours", live)
	}
	if live := entries[0].Live; len(live) != 1 || !live[0].To.IsZero() {
		t.Errorf("version 2 is live %v, want until now", live)
	}
}
