package cms_test

import (
	"errors"
	"strings"
	"testing"

	"practicecms/cms"
	"practicecms/cms/audit"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// edited is a page whose text had three sentences edited: version 1 is live.
func edited(t *testing.T) (*cmstest.Site, cms.Version, cms.Version) {
	t.Helper()
	s := cmstest.New(t)
	first := s.Service(t, "walking", cmstest.Section("Walking", "We walk far. We rest well. We go home."), cmstest.Section("Fees", "One hour."))
	s.Publish(t, first)
	next := first
	next.Content.Blocks = []content.Block{first.Content.Blocks[0], first.Content.Blocks[1]}
	next.Content.Blocks[0].Fields = content.Fields{"heading": "Walking", "body": "We walk slowly. We rest often. We go away."}
	return s, first, s.Save(t, next)
}

func sentence(v cms.Version, n int) cms.TakeBack {
	return cms.TakeBack{Document: v.Document, Locale: v.Locale, From: 1, To: 2, Change: content.Change{Block: v.Content.Blocks[0].ID, Path: "body", Sentence: n}}
}

func TestTakingBackASentenceWritesADraftAndLeavesTheRest(t *testing.T) {
	s, first, second := edited(t)
	got, err := s.Editor().TakeBack(t.Context(), s.Who, sentence(first, 2))
	if err != nil {
		t.Fatal(err)
	}
	if body := got.Content.Blocks[0].Fields["body"]; body != "We walk slowly. We rest well. We go away." {
		t.Errorf("got %q", body)
	}
	if got.Number != 3 || got.RestoredFrom != 0 || got.BlockHashes[1] != second.BlockHashes[1] {
		t.Errorf("got version %d, restored from %d", got.Number, got.RestoredFrom)
	}
	if state, err := s.Editor().State(t.Context(), s.Who, first.Document, first.Locale); err != nil || state.Live != 1 || state.Latest != 3 {
		t.Errorf("got live %d and latest %d, want 1 and 3: %v", state.Live, state.Latest, err)
	}
	entries, err := s.Editor().Audit(t.Context(), s.Who, 0, 1)
	if err != nil || entries[0].Action != audit.ActionTakeBack || entries[0].Version != 3 {
		t.Errorf("the audit says %+v, %v", entries, err)
	}
	if old, err := s.Editor().Version(t.Context(), s.Who, first.Document, first.Locale, 2); err != nil || !old.Content.Equal(second.Content) {
		t.Errorf("the version before is %v, %v", old.Content, err)
	}
}

func TestTakingBackKeepsAWorkingCopy(t *testing.T) {
	s, first, second := edited(t)
	mine := second.Content
	mine.Title = "Half a sentence"
	if _, err := s.Editor().KeepWorking(t.Context(), s.Who, first.Document, first.Locale, content.Hash{}, 2, mine); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Editor().TakeBack(t.Context(), s.Who, sentence(first, 1)); err != nil {
		t.Fatal(err)
	}
	kept, err := s.Editor().Working(t.Context(), s.Who, first.Document, first.Locale)
	if err != nil || kept.Base != 2 || kept.Content.Title != "Half a sentence" {
		t.Fatalf("the working copy: %+v, %v", kept, err)
	}
	merged, err := s.Editor().Save(t.Context(), s.Who, cms.Save{Document: first.Document, Locale: first.Locale, Base: kept.Base, Content: kept.Content})
	if err != nil {
		t.Fatal(err)
	}
	if body := merged.Content.Blocks[0].Fields["body"]; merged.Content.Title != "Half a sentence" || body != "We walk far. We rest often. We go away." {
		t.Errorf("saved %q with %q", merged.Content.Title, body)
	}
}

func TestATextOfOldAndNewSentencesIsHeldToTheBoundsOfText(t *testing.T) {
	s := cmstest.New(t)
	long := func(word string) string { // two of them are a longer line than Markdown may have
		return strings.Repeat(word+" ", 2_200) + "ends. "
	}
	first := s.Service(t, "walking", cmstest.Section("Walking", "One. "+long("walk")+"Two. Three."))
	next := first
	next.Content.Blocks = []content.Block{{ID: first.Content.Blocks[0].ID, Kind: "section", Fields: content.Fields{"heading": "Walking", "body": "One. Two. " + long("rest") + "Three."}}}
	s.Save(t, next)
	if _, err := s.Editor().TakeBack(t.Context(), s.Who, sentence(first, 1)); !errors.Is(err, content.ErrInvalid) {
		t.Errorf("a text that is too long: got %v", err)
	}
	if _, err := s.Editor().TakeBack(t.Context(), s.Who, sentence(first, 2)); err != nil {
		t.Errorf("a text that is shorter: got %v", err)
	}
}

func TestATakeBackThatDoesNotFitChangesNothing(t *testing.T) {
	s, first, _ := edited(t)
	for name, c := range map[string]struct {
		change func(*cms.TakeBack)
		want   error
	}{
		"a sentence that does not differ": {func(b *cms.TakeBack) { b.Change.Sentence = 4 }, cms.ErrNotFound},
		"another version":                 {func(b *cms.TakeBack) { b.From = 9 }, cms.ErrNotFound},
		"another document":                {func(b *cms.TakeBack) { b.Document = content.DocumentID{1} }, cms.ErrNotFound},
		"a long note":                     {func(b *cms.TakeBack) { b.Note = strings.Repeat("x", 501) }, content.ErrInvalid},
	} {
		what := sentence(first, 1)
		c.change(&what)
		if _, err := s.Editor().TakeBack(t.Context(), s.Who, what); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	stale := sentence(first, 1)
	stale.To = 1
	var conflict *cms.ConflictError
	if _, err := s.Editor().TakeBack(t.Context(), s.Who, stale); !errors.As(err, &conflict) || conflict.Latest != 2 {
		t.Errorf("a comparison that is not the latest: got %v", err)
	}
	if state, err := s.Editor().State(t.Context(), s.Who, first.Document, first.Locale); err != nil || state.Latest != 2 {
		t.Errorf("got version %d, %v", state.Latest, err)
	}
	if err := s.Editor().Trash(t.Context(), s.Who, first.Document); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Editor().TakeBack(t.Context(), s.Who, sentence(first, 1)); !errors.Is(err, cms.ErrTrashed) {
		t.Errorf("in the trash: got %v", err)
	}
}
