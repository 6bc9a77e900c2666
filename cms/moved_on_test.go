package cms_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestNobodyWritesOverAWorkingCopyThatTheyHaveNotSeen(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	v := s.Service(t, "one", cmstest.Section("Part", "as saved"))
	keep := func(was content.Hash, text string) (content.Hash, error) {
		return ed.KeepWorking(t.Context(), s.Who, v.Document, v.Locale, was, 1, cmstest.Edit(v, 0, "body", text).Content)
	}
	first, err := keep(content.Hash{}, "one window")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keep(content.Hash{}, "the other window"); !errors.Is(err, cms.ErrMovedOn) {
		t.Errorf("a window that saw no working copy writes over one: %v", err)
	}
	second, err := keep(first, "one window, later")
	if err != nil || second == first {
		t.Fatalf("the next tag is %v (%v)", second, err)
	}
	if err := ed.DropWorking(t.Context(), s.Who, v.Document, v.Locale, first); !errors.Is(err, cms.ErrMovedOn) {
		t.Errorf("an old tag drops the working copy: %v", err)
	}

	// A save of what one window saw leaves what another kept meanwhile.
	what := cms.Save{Document: v.Document, Locale: v.Locale, Base: 1, Content: cmstest.Edit(v, 0, "body", "one window").Content, Working: first}
	for range 2 { // the second one changes nothing
		if _, err := ed.Save(t.Context(), s.Who, what); err != nil {
			t.Fatal(err)
		}
		kept, err := ed.Working(t.Context(), s.Who, v.Document, v.Locale)
		if err != nil || kept.Tag != second || kept.Content.Blocks[0].Fields["body"] != "one window, later" {
			t.Fatalf("after the save: %+v (%v)", kept, err)
		}
	}
	what.Working = second
	if _, err := ed.Save(t.Context(), s.Who, what); err != nil {
		t.Fatal(err)
	}
	if _, err := ed.Working(t.Context(), s.Who, v.Document, v.Locale); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("the working copy that became a version is still there: %v", err)
	}
}

func TestOfManyWindowsThatKeepAtOnceOneIsFirst(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one", cmstest.Section("Part", "as saved"))
	var all sync.WaitGroup
	won := make(chan string, 20)
	for i := range 20 {
		all.Go(func() {
			text := string(rune('a' + i))
			_, err := s.Editor().KeepWorking(t.Context(), s.Who, v.Document, v.Locale, content.Hash{}, 1, cmstest.Edit(v, 0, "body", text).Content)
			if err == nil {
				won <- text
			} else if !errors.Is(err, cms.ErrMovedOn) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	close(won)
	kept, err := s.Editor().Working(t.Context(), s.Who, v.Document, v.Locale)
	if err != nil || len(won) != 1 || kept.Content.Blocks[0].Fields["body"] != <-won {
		t.Errorf("%d were told that their words are kept; kept is %+v (%v)", len(won), kept.Content, err)
	}
}

func TestAnUndoUndoesOnlyWhatItTellsOf(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	v1 := s.Service(t, "one", cmstest.Section("Part", "one"))
	v2 := s.Save(t, cmstest.Edit(v1, 0, "body", "two"))
	mine := s.Publish(t, v1)
	theirs := s.Publish(t, v2)
	if _, err := ed.UndoPublish(t.Context(), s.Who, v1.Document, v1.Locale, mine.Told); !errors.Is(err, cms.ErrMovedOn) {
		t.Errorf("undoing an earlier publication: %v", err)
	}
	if state, err := ed.UndoPublish(t.Context(), s.Who, v1.Document, v1.Locale, theirs.Told); err != nil || state.Live != 1 {
		t.Errorf("undoing the last one: live is %d (%v)", state.Live, err)
	}
	at := s.Clock.Now().Add(time.Hour)
	if _, err := ed.Schedule(t.Context(), s.Who, v1.Document, v1.Locale, 1, at.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := ed.CancelSchedule(t.Context(), s.Who, v1.Document, v1.Locale, at); !errors.Is(err, cms.ErrMovedOn) {
		t.Errorf("dropping another plan: %v", err)
	}
}

func TestOnlyOwnersChangeThePractice(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	practice, err := s.Practice(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now, err := ed.Latest(t.Context(), s.Who, practice.Document, practice.Locale)
	if err != nil {
		t.Fatal(err)
	}
	id, l := now.Document, now.Locale
	changed := now.Content
	changed.Title = "Taken over"
	for _, role := range []cms.Role{cms.RoleEditor, cms.ScopeManage} {
		who := cms.Actor{Author: s.Who.Author, Role: role}
		for what, act := range map[string]func() error{
			"save": func() error {
				_, err := ed.Save(t.Context(), who, cms.Save{Document: id, Locale: l, Base: now.Number, Content: changed})
				return err
			},
			"publish":   func() error { _, err := ed.Publish(t.Context(), who, id, l, now.Number); return err },
			"unpublish": func() error { _, err := ed.Unpublish(t.Context(), who, id, l); return err },
			"undo":      func() error { _, err := ed.UndoPublish(t.Context(), who, id, l, 0); return err },
			"restore": func() error {
				_, err := ed.Restore(t.Context(), who, cms.Restore{Document: id, Locale: l, Version: 1})
				return err
			},
			"schedule": func() error {
				_, err := ed.Schedule(t.Context(), who, id, l, now.Number, s.Clock.Now().Add(time.Hour))
				return err
			},
		} {
			if err := act(); !errors.Is(err, cms.ErrForbidden) {
				t.Errorf("%s as %s: %v, want ErrForbidden", what, role, err)
			}
		}
	}
	// Not even an owner can lock everybody out of the language that the pages are in.
	changed.Fields = content.Fields{}
	for name, v := range now.Content.Fields {
		changed.Fields[name] = v
	}
	changed.Fields["locales"] = []any{"fr-FR", string(l)}
	saved, err := ed.Save(t.Context(), s.Who, cms.Save{Document: id, Locale: l, Base: now.Number, Content: changed})
	if err != nil {
		t.Fatal(err)
	}
	var refused *content.InvalidError
	if _, err := ed.Publish(t.Context(), s.Who, id, l, saved.Number); !errors.As(err, &refused) || refused.Problems[0].Path != "fields.locales" {
		t.Errorf("another first language goes live: %v", err)
	}
	if p, err := s.Practice(t.Context()); err != nil || p.Locale != l {
		t.Errorf("the practice is in %s (%v)", p.Locale, err)
	}
}
