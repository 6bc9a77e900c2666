package cms_test

import (
	"errors"
	"testing"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

func TestWhatComesOutOfTheTrashMayGetAnotherAddress(t *testing.T) {
	s := cmstest.New(t)
	ctx, e := t.Context(), s.Editor()
	v := s.Service(t, "one", cmstest.Section("A", "a"))
	s.Publish(t, v)
	if err := e.Trash(ctx, s.Who, v.Document); err != nil {
		t.Fatal(err)
	}
	taker := s.Service(t, "taken", cmstest.Section("B", "b"))
	s.Publish(t, taker)
	head := func() (cms.State, cms.Version) {
		t.Helper()
		state, err := e.State(ctx, s.Who, v.Document, v.Locale)
		if err != nil {
			t.Fatal(err)
		}
		latest, err := e.Latest(ctx, s.Who, v.Document, v.Locale)
		if err != nil {
			t.Fatal(err)
		}
		return state, latest
	}

	// What is refused is refused whole.
	preview := cms.Actor{Role: cms.ScopePreview}
	for name, tt := range map[string]struct {
		who  cms.Actor
		path string
		l    content.Locale
		want error
	}{
		"an address that is none":          {s.Who, "no-slash", v.Locale, content.ErrInvalid},
		"one that another page is live at": {s.Who, "/services/taken", v.Locale, cms.ErrAddressInUse},
		"a language that it is not in":     {s.Who, "/services/two", "es-US", cms.ErrNotFound},
		"somebody who may not write":       {preview, "/services/two", v.Locale, cms.ErrForbidden},
		"somebody who may not put it back": {preview, "", v.Locale, cms.ErrForbidden},
	} {
		err := e.Untrash(ctx, tt.who, cms.Untrash{Document: v.Document, Locale: tt.l, Path: tt.path})
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", name, err, tt.want)
		}
		if state, latest := head(); state.TrashedAt.IsZero() || latest.Number != 1 {
			t.Errorf("%s: it is at version %d and in the trash since %v", name, latest.Number, state.TrashedAt)
		}
	}

	back := cms.Untrash{Document: v.Document, Locale: v.Locale, Path: "/services/two"}
	if err := e.Untrash(ctx, s.Who, back); err != nil {
		t.Fatal(err)
	}
	state, latest := head()
	if !state.TrashedAt.IsZero() || state.Live != 0 || latest.Number != 2 || latest.Content.Path != "/services/two" || latest.By != s.Who.Author {
		t.Errorf("it is back as %+v, %+v", state, latest)
	}
	latest.Content.Path = v.Content.Path
	if !latest.Content.Equal(v.Content) {
		t.Errorf("more than the address changed: %v", latest.Content)
	}
	entries, err := e.Audit(ctx, s.Who, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if one := entries[0]; one.Action != audit.ActionUntrash || one.Version != 2 || one.Locale != v.Locale {
		t.Errorf("the log says %+v", one)
	}

	// Asking twice is asking once; asking for something else comes too late.
	if err := e.Untrash(ctx, s.Who, back); err != nil {
		t.Errorf("the same again: %v", err)
	}
	back.Path = "/services/three"
	if err := e.Untrash(ctx, s.Who, back); !errors.Is(err, cms.ErrMovedOn) {
		t.Errorf("another address for what is not in the trash: %v", err)
	}
	if _, latest := head(); latest.Number != 2 {
		t.Errorf("version %d was written", latest.Number)
	}

	// A record has no address to get.
	record := s.Record(t, "snippet", "A text", content.Fields{"body": "x"})
	if err := e.Trash(ctx, s.Who, record.Document); err != nil {
		t.Fatal(err)
	}
	if err := e.Untrash(ctx, s.Who, cms.Untrash{Document: record.Document, Locale: record.Locale, Path: "/x"}); !errors.Is(err, content.ErrInvalid) {
		t.Errorf("an address for a record: %v", err)
	}
}

// A page whose address another one took comes back all the same when nobody asks for
// another address: to be settled before it goes live.
func TestWhatComesOutOfTheTrashKeepsItsAddress(t *testing.T) {
	s := cmstest.New(t)
	e := s.Editor()
	v := s.Service(t, "one", cmstest.Section("A", "a"))
	if err := e.Trash(t.Context(), s.Who, v.Document); err != nil {
		t.Fatal(err)
	}
	s.Publish(t, s.Service(t, "one", cmstest.Section("B", "b")))
	if err := e.Untrash(t.Context(), s.Who, cms.Untrash{Document: v.Document}); err != nil {
		t.Fatal(err)
	}
	latest, err := e.Latest(t.Context(), s.Who, v.Document, v.Locale)
	if err != nil || latest.Number != 1 || latest.Content.Path != "/services/one" {
		t.Errorf("version %d is at %s (%v)", latest.Number, latest.Content.Path, err)
	}
}

// Without its settings a site is nothing.
func TestWhatASiteCannotDoWithoutIsNotTrashed(t *testing.T) {
	s := cmstest.New(t)
	settings := s.Settings(t)
	var invalid *content.InvalidError
	if err := s.Editor().Trash(t.Context(), s.Who, settings.Document); !errors.As(err, &invalid) {
		t.Errorf("got %v, want an InvalidError", err)
	}
	if p, err := s.Practice(t.Context()); err != nil || p.Document != settings.Document {
		t.Errorf("the practice is %+v (%v)", p, err)
	}
}
