package cms_test

import (
	"slices"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/history"
	"practicecms/content"
)

// smallerModel is the standard model after some years: sections have no text of their
// own any more, steps have lost their introduction and how long each takes, and
// checklists are gone altogether.
func smallerModel() *content.Model {
	m := content.Standard()
	without := func(fields []content.Field, name string) []content.Field {
		return slices.DeleteFunc(fields, func(f content.Field) bool { return f.Name == name })
	}
	m.Kinds = slices.DeleteFunc(m.Kinds, func(k content.Kind) bool { return k.Name == "checklist" })
	for i := range m.Kinds {
		k := &m.Kinds[i]
		switch k.Name {
		case "section":
			k.Version++
			k.Fields = without(k.Fields, "body")
		case "steps":
			k.Version++
			k.Fields = without(k.Fields, "intro")
			for j := range k.Fields {
				if k.Fields[j].Name == "steps" {
					k.Fields[j].Item.Fields = without(k.Fields[j].Item.Fields, "minutes")
				}
			}
		}
	}
	return m
}

// Invariant 9.
func TestRestoringNeverFailsBecauseAKindChanged(t *testing.T) {
	s := cmstest.New(t)
	step := func(title string, minutes int64) map[string]any {
		return map[string]any{"title": title, "body": "We talk.", "minutes": minutes}
	}
	v1 := s.Service(t, "one",
		cmstest.Section("First part", "Words of the section."),
		content.Block{Kind: "checklist", Fields: content.Fields{"leadIn": "Bring:", "items": []any{"a form", "a card"}}},
		content.Block{Kind: "steps", Fields: content.Fields{"heading": "How it goes", "intro": "Slowly.", "steps": []any{step("Meet", 50), step("Plan", 90)}}},
	)
	s.Publish(t, v1)
	v2 := cmstest.Edit(v1, 0, "body", "Other words of the section.")
	v2 = cmstest.Edit(v2, 1, "items", []any{"a form", "a pen"})
	v2 = s.Save(t, cmstest.Edit(v2, 2, "steps", []any{step("Meet", 50), step("Plan", 60)}))
	s.Reopen(t, smallerModel())
	ed, ctx := s.Editor(), t.Context()

	// They are read as they were written.
	for _, want := range []cms.Version{v1, v2} {
		if got := s.VersionAt(t, v1.Document, want.Number); !got.Content.Equal(want.Content) || got.Hash != want.Hash {
			t.Errorf("version %d is read as %v", want.Number, got.Content)
		}
	}
	live, err := s.Delivery().ByPath(ctx, cmstest.Locale, v1.Content.Path)
	if err != nil || !live.Content.Equal(v1.Content) {
		t.Errorf("live is %v (%v)", live.Content, err)
	}

	// What changed in what is not declared any more is told, under a name for people.
	c, err := ed.Compare(ctx, s.Who, v1.Document, v1.Locale, 1, 2)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Blocks) != 3 {
		t.Fatalf("%d blocks changed, want 3: %+v", len(c.Blocks), c.Blocks)
	}
	for i, want := range []struct{ name, label string }{{"“First part”", "Body"}, {"checklist", "Items"}, {"“How it goes”", "Step 2: Minutes"}} {
		b := c.Blocks[i]
		if b.Op != content.Edited || b.Name != want.name || len(b.Fields) != 1 || b.Fields[0].Label != want.label {
			t.Errorf("changed: %s %s %+v, want %s of %s", b.Op, b.Name, b.Fields, want.label, want.name)
		}
	}
	history, err := ed.History(ctx, s.Who, v1.Document, v1.Locale, history.Filter{Limit: 1})
	if err != nil || s.Model().Summary(history[0].Change) == "" || len(history[0].Blocks) != 3 {
		t.Errorf("the history says %+v (%v)", history, err)
	}

	// They come back as they were: whole, one block, and from several versions.
	whole, err := ed.Restore(ctx, s.Who, cms.Restore{Document: v1.Document, Locale: v1.Locale, Version: 1})
	if err != nil || !whole.Content.Equal(v1.Content) || !slices.Equal(whole.BlockHashes, v1.BlockHashes) {
		t.Errorf("version 1 came back as %v (%v)", whole.Content, err)
	}
	one, err := ed.Restore(ctx, s.Who, cms.Restore{Document: v1.Document, Locale: v1.Locale, Version: 2, Blocks: []content.BlockID{v1.Content.Blocks[1].ID}})
	if err != nil || !one.Content.Blocks[1].Equal(v2.Content.Blocks[1]) || !one.Content.Blocks[0].Equal(v1.Content.Blocks[0]) {
		t.Errorf("the checklist came back as %v (%v)", one.Content, err)
	}
	picks := []cms.Pick{{Block: v1.Content.Blocks[0].ID, Version: 2}, {Block: v1.Content.Blocks[2].ID, Version: 2}}
	picked, err := ed.Restore(ctx, s.Who, cms.Restore{Document: v1.Document, Locale: v1.Locale, Picks: picks})
	if err != nil || !picked.Content.Equal(v2.Content) || !slices.Equal(picked.BlockHashes, v2.BlockHashes) {
		t.Errorf("the picks gave %v (%v)", picked.Content, err)
	}

	// Saved untouched they stay, and so they do when something else is edited, even in
	// the same block.
	if again := s.Save(t, picked); again.Number != picked.Number {
		t.Errorf("a save that changes nothing wrote version %d", again.Number)
	}
	edited := s.Save(t, cmstest.Edit(cmstest.Edit(picked, 0, "heading", "A new heading"), 2, "heading", "How it goes now"))
	for i, field := range map[int]string{0: "body", 1: "items", 2: "intro"} {
		if want := v2.Content.Blocks[i].Fields[field]; !content.EqualValue(edited.Content.Blocks[i].Fields[field], want) {
			t.Errorf("%s of block %d is %v, want %v", field, i, edited.Content.Blocks[i].Fields[field], want)
		}
	}
	// Two people's edits are merged around it.
	merged, err := ed.Save(ctx, s.Who, cms.Save{Document: v1.Document, Locale: v1.Locale, Base: picked.Number, Content: cmstest.Edit(picked, 2, "steps", []any{step("Meet", 50), step("Plan", 60), map[string]any{"title": "Rest", "body": "We stop."}}).Content})
	if err != nil || merged.Origin != content.OriginMerged || merged.Content.Blocks[0].Fields["body"] != v2.Content.Blocks[0].Fields["body"] || !merged.Content.Blocks[1].Equal(v2.Content.Blocks[1]) {
		t.Errorf("merged to %v (%v)", merged.Content, err)
	}
	// New words for what is not declared any more are refused, not dropped in silence.
	if _, err := ed.Save(ctx, s.Who, cms.Save{Document: v1.Document, Locale: v1.Locale, Base: merged.Number, Content: cmstest.Edit(merged, 0, "body", "New words.").Content}); err == nil {
		t.Error("a field that is not declared takes new words")
	}

	// With the old program again, everything is as it was.
	s.Reopen(t, nil)
	if got := s.VersionAt(t, v1.Document, whole.Number); !got.Content.Equal(v1.Content) {
		t.Errorf("version %d is read as %v", whole.Number, got.Content)
	}
	s.Reopen(t, smallerModel()) // Verify, when the test ends, has to like it
}

// Whatever the kind was: what is not declared any more may be Markdown, so words are
// found, and taken out, across its links too.
func TestWordsAreFoundAndErasedWhereTheKindIsGone(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one",
		cmstest.Section("Thanks", "A note from [Marguerite](/m) Vandersloot."),
		content.Block{Kind: "checklist", Fields: content.Fields{"leadIn": "From **Marguerite** Vandersloot:", "items": []any{"[Marguerite](/m) Vandersloot", "a card"}}},
	)
	s.Reopen(t, smallerModel())
	found, _, err := s.Editor().WhenSaid(t.Context(), s.Who, client, v.Document, 10)
	if err != nil || len(found) != 2 {
		t.Errorf("found in %d places (%v), want the section and the checklist", len(found), err)
	}
	if n, err := s.Editor().Erase(t.Context(), s.Who, cms.Erase{Words: client, Reason: "asked"}); err != nil || n != 2 {
		t.Fatalf("erased %d texts (%v), want 2", n, err)
	}
	s.Reopen(t, nil)
	got := s.VersionAt(t, v.Document, 1)
	for _, b := range got.Content.Blocks {
		for name, value := range b.Fields {
			if text, _ := value.(string); strings.Contains(text, "Vandersloot") {
				t.Errorf("%s still says %q", name, text)
			}
		}
	}
	if items := got.Content.Blocks[1].Fields["items"].([]any); items[0] != history.ErasedMark || items[1] != "a card" {
		t.Errorf("the points say %v", items)
	}
}
