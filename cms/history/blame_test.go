package history_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// origins says of each sentence of a block which version brought it in, and which
// brought it back: "Hello. 1", "Hello. 1<5".
func origins(t *testing.T, s *cmstest.Site, v cms.Version, block content.BlockID) []string {
	t.Helper()
	got, err := s.Editor().Blame(t.Context(), s.Who, v.Document, v.Locale, block)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, text := range got.Texts {
		for _, one := range text.Sentences {
			words := fmt.Sprintf("%s %d", strings.TrimSpace(one.Text), one.By.Version)
			if one.Back.Version > 0 {
				words += fmt.Sprintf("<%d", one.Back.Version)
			}
			if one.Unsure {
				words += "?"
			}
			out = append(out, words)
		}
	}
	return out
}

func wantOrigins(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestWhoWroteEachSentence(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	v := s.Service(t, "one", cmstest.Section("Hours", "We open at nine. We close at five."), cmstest.Section("Other", "x"))
	block := v.Content.Blocks[0].ID
	v = s.Save(t, cmstest.Edit(v, 0, "body", "We open at **nine**. We close at six. Ring twice."))
	v = s.Save(t, cmstest.Edit(v, 1, "body", "y"))
	v, err := ed.Save(t.Context(), s.Who, cms.Save{Document: v.Document, Locale: v.Locale, Base: 3, Note: "for the winter", Content: cmstest.Edit(v, 0, "body", "Welcome. We open at nine.\n\n- Ring twice.").Content})
	if err != nil {
		t.Fatal(err)
	}
	wantOrigins(t, "the block", origins(t, s, v, block), "Hours 1", "Welcome. 4", "We open at nine. 1", "- Ring twice. 2")
	wantOrigins(t, "the document", origins(t, s, v, content.BlockID{}), "Service one 1")

	if err := ed.NameVersion(t.Context(), s.Who, v.Document, v.Locale, 2, "summer hours", ""); err != nil {
		t.Fatal(err)
	}
	got, err := ed.Blame(t.Context(), s.Who, v.Document, v.Locale, block)
	if err != nil {
		t.Fatal(err)
	}
	body := got.Texts[1]
	if got.Name != "“Hours”" || got.Kind != "section" || got.Last.Version != 4 || body.Path != "body" || body.Sentences[0].Note != "for the winter" || body.Sentences[2].Named != "summer hours" || body.Sentences[0].By.By.Person != s.Owner.ID {
		t.Errorf("got %+v", got)
	}
	if _, err := ed.Blame(t.Context(), s.Who, v.Document, v.Locale, content.BlockID{9}); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("a block that is not there: %v", err)
	}
	if _, err := ed.Blame(t.Context(), cms.Actor{Role: cms.ScopeDeliver}, v.Document, v.Locale, block); !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("a token that only delivers: %v", err)
	}
}

func TestASentenceThatCameBackIsItsWritersStill(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	v := s.Service(t, "one", cmstest.Section("Hours", "Dana wrote this. It went."))
	block := v.Content.Blocks[0].ID
	v = s.Save(t, cmstest.Edit(v, 0, "body", "Something else."))
	v = s.Save(t, cmstest.Edit(v, 0, "body", "Something else again."))
	restore := func(what cms.Restore) {
		t.Helper()
		what.Document, what.Locale = v.Document, v.Locale
		var err error
		if v, err = ed.Restore(t.Context(), s.Who, what); err != nil {
			t.Fatal(err)
		}
	}
	restore(cms.Restore{Version: 1, Blocks: []content.BlockID{block}}) // version 4
	wantOrigins(t, "brought back", origins(t, s, v, block), "Hours 1", "Dana wrote this. 1<4", "It went. 1<4")
	v = s.Save(t, cmstest.Edit(v, 0, "body", "Dana wrote this. New."))
	v = s.Save(t, cmstest.Edit(v, 0, "body", "Gone."))
	restore(cms.Restore{Picks: []cms.Pick{{Block: block, Version: 5}}}) // version 7, of what came back before
	wantOrigins(t, "brought back twice", origins(t, s, v, block), "Hours 1", "Dana wrote this. 1<7", "New. 5<7")
	v.Content.Blocks = nil
	v = s.Save(t, v)
	restore(cms.Restore{Version: 3}) // version 9: the whole page
	wantOrigins(t, "the block was gone", origins(t, s, v, block), "Hours 1<9", "Something else again. 3<9")
}

func TestWhoWroteASentenceIsFoundInALongHistory(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one", cmstest.Section("Part", "Old."), cmstest.Section("Other", "x"))
	block := v.Content.Blocks[0].ID
	for n := 2; n <= 50; n++ {
		at := 1
		if n == 17 || n == 33 {
			at = 0
		}
		v = s.Save(t, cmstest.Edit(v, at, "body", fmt.Sprintf("Old. From %d.", n)))
	}
	wantOrigins(t, "the part", origins(t, s, v, block), "Part 1", "Old. 1", "From 33. 33")
	wantOrigins(t, "the other", origins(t, s, v, v.Content.Blocks[1].ID), "Other 1", "Old. 2", "From 50. 50")
}

func TestADraftThatWasThinnedOutLeavesADoubt(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one", cmstest.Section("Part", "One."))
	block := v.Content.Blocks[0].ID
	v = s.Save(t, cmstest.Edit(v, 0, "body", "One. Two. Or not."))
	v = s.Save(t, cmstest.Edit(v, 0, "body", "One. Two."))
	v = s.Save(t, cmstest.Edit(v, 0, "body", "One. Two. Three."))
	s.Publish(t, s.VersionAt(t, v.Document, 3))
	s.Clock.Advance(60 * 24 * time.Hour)
	if gone, err := s.Editor().Thin(t.Context(), s.Who, 31*24*time.Hour); err != nil || gone.Versions != 1 {
		t.Fatalf("thinned %+v (%v), want version 2 alone", gone, err)
	}
	wantOrigins(t, "version 2 is gone", origins(t, s, v, block), "Part 1", "One. 1", "Two. 3?", "Three. 4")
}
