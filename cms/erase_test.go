package cms_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/history"
	"practicecms/content"
)

const client = "Marguerite Vandersloot"

func TestWhatIsErasedIsNowhereAndTheChainStillVerifies(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	v1 := s.Service(t, "one", cmstest.Section("Thanks", "A note from "+client+"."), cmstest.Section("Other", "Nothing of the kind."))
	s.Publish(t, v1)
	v2 := s.Save(t, cmstest.Edit(v1, 0, "body", "Said "+client+": it helped."))
	v3, err := ed.Save(t.Context(), s.Who, cms.Save{Document: v2.Document, Locale: v2.Locale, Base: 2, Content: cmstest.Edit(v2, 0, "body", "It helped.").Content, Note: "without " + client})
	if err != nil {
		t.Fatal(err)
	}
	if err := ed.NameVersion(t.Context(), s.Who, v1.Document, v1.Locale, 2, "for "+client, ""); err != nil {
		t.Fatal(err)
	}
	typed := cmstest.Edit(v3, 1, "body", "I met "+strings.ToUpper(client)+" today.").Content
	if _, err := ed.KeepWorking(t.Context(), s.Who, v3.Document, v3.Locale, content.Hash{}, 3, typed); err != nil {
		t.Fatal(err)
	}
	salt, err := s.Salt(t.Context(), v1.BlockHashes[0])
	if err != nil {
		t.Fatal(err)
	}
	if !s.FileSays(t, client) || !s.FileSays(t, string(salt[:])) {
		t.Fatal("the file does not say the words, or what they are salted with, before they are erased: the test proves nothing")
	}

	what := cms.Erase{Words: client, Reason: "The client asked for it."}
	traces, _, err := ed.Traces(t.Context(), s.Who, what)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[history.TraceKind]int{}
	for _, one := range traces {
		kinds[one.What]++
	}
	if kinds[history.TraceText] != 1 || kinds[history.TraceNote] != 2 || kinds[history.TraceWorking] != 1 {
		t.Errorf("found %v, want the block's text, two notes and a working copy", kinds)
	}

	if _, err := ed.Erase(t.Context(), cms.Actor{Role: cms.RoleEditor}, what); !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("an editor erases: %v", err)
	}
	var refused *content.InvalidError
	if _, err := ed.Erase(t.Context(), s.Who, cms.Erase{Words: client, Reason: "about " + client}); !errors.As(err, &refused) {
		t.Errorf("a reason that repeats the words: %v", err)
	}
	s.Clock.Advance(time.Hour)
	n, err := ed.Erase(t.Context(), s.Who, what)
	if err != nil || n != 5 {
		t.Fatalf("erased %d texts (%v), want 5", n, err)
	}
	for _, words := range []string{client, "Marguerite", "MARGUERITE", "Vandersloot"} {
		if s.FileSays(t, words) {
			t.Errorf("the data file still says %q", words)
		}
	}
	if s.FileSays(t, string(salt[:])) {
		t.Error("the data file still has the salt of a text that was erased: with the marker's hash its words could be guessed")
	}
	if traces, _, err := ed.Traces(t.Context(), s.Who, what); err != nil || len(traces) != 0 {
		t.Errorf("still found: %+v (%v)", traces, err)
	}

	// What is left reads on, with the marker beside it; the hashes are those they were.
	got := s.VersionAt(t, v1.Document, 2)
	if body := got.Content.Blocks[0].Fields["body"]; body != "Said "+history.ErasedMark+": it helped." {
		t.Errorf("version 2 says %q", body)
	}
	if got.Hash != v2.Hash || len(got.Removed) != 1 || got.Removed[0].Reason != what.Reason || got.Removed[0].Why != content.RemovedErased {
		t.Errorf("version 2 has the markers %+v", got.Removed)
	}
	live, err := s.Delivery().ByPath(t.Context(), cmstest.Locale, "/services/one")
	if err != nil || live.Content.Blocks[0].Fields["body"] != "A note from "+history.ErasedMark+"." {
		t.Errorf("readers are told %v (%v)", live.Content.Blocks, err)
	}
	past, err := s.Delivery().At(s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if then, err := past.ByPath(t.Context(), cmstest.Locale, "/services/one"); err != nil || !then.PublishedAt.Equal(live.PublishedAt) || then.Content.Blocks[0].Fields["body"] != live.Content.Blocks[0].Fields["body"] {
		t.Errorf("asked of this moment, readers are told %+v (%v)", then.Live, err)
	}
	kept, err := ed.Working(t.Context(), s.Who, v3.Document, v3.Locale)
	if err != nil || kept.Content.Blocks[1].Fields["body"] != "I met "+history.ErasedMark+" today." {
		t.Errorf("the working copy says %v (%v)", kept.Content.Blocks, err)
	}
	if restored, err := ed.Restore(t.Context(), s.Who, cms.Restore{Document: v1.Document, Locale: v1.Locale, Version: 1}); err != nil || strings.Contains(restored.Content.Blocks[0].Fields["body"].(string), "Marguerite") {
		t.Errorf("restoring gives the words back: %v (%v)", restored.Content, err)
	}
	// Verify runs when the test ends.
}

// A name that is erased is gone from every place, however it is spelled there, and what
// erasing finds is what both searches find.
func TestANameIsErasedHoweverItIsSpelled(t *testing.T) {
	spellings := []string{"José Núñez", "jose nunez", "JOSÉ NÚÑEZ", "Jose\u0301 Nu\u0301n\u0303ez", "Jo\u00adsé\u00a0Nú\u200bñez", "**Jo**sé _Núñez_", "Jos&eacute; [N](/team)úñez", "José\nNúñez", "ｊｏｓé Núñez"}
	for _, words := range []string{"José Núñez", "jose nunez", "Jose\u0301 NU\u0301N\u0303EZ"} {
		s := cmstest.New(t)
		ed := s.Editor()
		var pages []cms.Version
		for i, spelled := range spellings {
			v := s.Service(t, fmt.Sprint("page-", i), cmstest.Section("Thanks", "Said "+spelled+", then."))
			if !strings.ContainsAny(spelled, "*[&\n") {
				v.Content.Title = "With " + spelled
				v.Content.Blocks = append(v.Content.Blocks, content.Block{Kind: "cta", Fields: content.Fields{"heading": spelled, "body": "words", "primary": map[string]any{"label": spelled, "link": "/contact"}}})
				v = s.Save(t, v)
			}
			s.Publish(t, v)
			pages = append(pages, v)
		}
		last := pages[0]
		if _, err := ed.KeepWorking(t.Context(), s.Who, last.Document, last.Locale, content.Hash{}, last.Number, cmstest.Edit(last, 0, "body", "Now "+spellings[3]).Content); err != nil {
			t.Fatal(err)
		}
		if err := ed.NameVersion(t.Context(), s.Who, last.Document, last.Locale, 1, "for "+spellings[4], ""); err != nil {
			t.Fatal(err)
		}
		if found, _, err := ed.WhenSaid(t.Context(), s.Who, words, content.DocumentID{}, 100); err != nil || len(found) < len(spellings) {
			t.Errorf("%q was said %d times (%v)", words, len(found), err)
		}
		if _, total, err := s.Delivery().Search(t.Context(), cms.Search{Words: words, Locale: cmstest.Locale, Limit: 25}); err != nil || total != len(spellings) {
			t.Errorf("%q is found on %d pages (%v)", words, total, err)
		}
		if _, err := ed.Erase(t.Context(), s.Who, cms.Erase{Words: words, Reason: "The client asked for it."}); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"núñ", "nun", "NÚÑ", "Nu\u0301n", "Jos", "jose", "JOS", "úñez", "ú\u200bñ", "Jo\u00ad", "ｊｏｓ"} {
			if s.FileSays(t, part) {
				t.Errorf("%q is erased, and the data file still says %q", words, part)
			}
		}
		if traces, _, err := ed.Traces(t.Context(), s.Who, cms.Erase{Words: words}); err != nil || len(traces) != 0 {
			t.Errorf("%q is still found: %+v (%v)", words, traces, err)
		}
		for _, word := range []string{"jose", "nunez"} {
			if found, total, err := s.Delivery().Search(t.Context(), cms.Search{Words: word, Locale: cmstest.Locale, Limit: 25}); err != nil || total != 0 {
				t.Errorf("a search still finds %+v (%v)", found, err)
			}
			if items, err := ed.List(t.Context(), s.Who, cms.Filter{Locale: cmstest.Locale, Words: word}); err != nil || len(items) != 0 {
				t.Errorf("staff still find %+v (%v)", items, err)
			}
		}
		if got := s.VersionAt(t, pages[5].Document, 1).Content.Blocks[0].Fields["body"]; got != "Said "+history.ErasedMark+", then." {
			t.Errorf("what is left of the half bold one: %q", got)
		}
		if report, err := s.Verify(t.Context()); err != nil || !report.OK() {
			t.Errorf("verify: %+v (%v)", report, err)
		}
	}
}

func TestErasingAValueThatWordsCannotBeTakenOutOf(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one", content.Block{Kind: "cta", Fields: content.Fields{
		"heading": "Call", "body": "Ask for [our colleague Anna](/team) Blythe.", "primary": map[string]any{"label": "Anna Blythe", "link": "https://example.org/anna+blythe"},
	}})
	if _, err := s.Editor().Erase(t.Context(), s.Who, cms.Erase{Words: "anna blythe", Reason: "asked"}); err != nil {
		t.Fatal(err)
	}
	fields := s.VersionAt(t, v.Document, 1).Content.Blocks[0].Fields
	if fields["body"] != history.ErasedMark {
		t.Errorf("words across a link: %q", fields["body"])
	}
	if label := fields["primary"].(map[string]any)["label"]; label != history.ErasedMark {
		t.Errorf("the label says %q", label)
	}
	if _, err := s.Editor().Erase(t.Context(), s.Who, cms.Erase{Words: "https://example.org/anna+blythe", Reason: "asked"}); err != nil {
		t.Fatal(err)
	}
	if link, there := s.VersionAt(t, v.Document, 1).Content.Blocks[0].Fields["primary"].(map[string]any)["link"]; there {
		t.Errorf("the link is still %q", link)
	}
	if _, err := s.Editor().Erase(t.Context(), s.Who, cms.Erase{Words: "never said", Reason: "asked"}); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("erasing what nobody said: %v", err)
	}
}

func TestThinningTakesOnlyWhatNobodyNeeds(t *testing.T) {
	s := cmstest.New(t)
	ed := s.Editor()
	v := s.Service(t, "one", cmstest.Section("Part", "text 1"), cmstest.Section("Other", "stays the same"))
	for n := 2; n <= 12; n++ {
		s.Clock.Advance(time.Hour)
		v = s.Save(t, cmstest.Edit(v, 0, "body", "text "+strings.Repeat("i", n)))
	}
	id, l := v.Document, v.Locale
	state := func(n uint64) cms.Version { return s.VersionAt(t, id, n) }
	s.Publish(t, state(3))
	s.Publish(t, state(4))
	if err := ed.NameVersion(t.Context(), s.Who, id, l, 5, "before the new prices", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := ed.Schedule(t.Context(), s.Who, id, l, 6, s.Clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := ed.CancelSchedule(t.Context(), s.Who, id, l, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if _, err := ed.Restore(t.Context(), s.Who, cms.Restore{Document: id, Locale: l, Version: 7}); err != nil {
		t.Fatal(err)
	}
	if _, err := ed.KeepWorking(t.Context(), s.Who, id, l, content.Hash{}, 8, state(8).Content); err != nil {
		t.Fatal(err)
	}
	if _, err := ed.Thin(t.Context(), s.Who, time.Hour); err == nil {
		t.Error("drafts of an hour ago can be thinned out")
	}
	s.Clock.Advance(60 * 24 * time.Hour)
	if _, err := ed.Thin(t.Context(), cms.Actor{Role: cms.RoleEditor}, 31*24*time.Hour); !errors.Is(err, cms.ErrForbidden) {
		t.Errorf("an editor thins: %v", err)
	}
	would, err := ed.Thinnable(t.Context(), s.Who, 31*24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	did, err := ed.Thin(t.Context(), s.Who, 31*24*time.Hour)
	if err != nil || did != would || did != (cms.Thinned{Versions: 5, Texts: 5}) {
		t.Fatalf("thinned %+v, foretold %+v (%v), want 5 versions and 5 texts", did, would, err)
	}
	for n := uint64(1); n <= 13; n++ {
		v := state(n)
		gone := n == 2 || n >= 9 && n <= 12
		if gone != (len(v.Removed) > 0) {
			t.Errorf("version %d: markers %+v", n, v.Removed)
		}
		if v.Content.Blocks[1].Fields["body"] != "stays the same" {
			t.Errorf("version %d lost a text that others hold", n)
		}
	}
	if _, err := ed.Restore(t.Context(), s.Who, cms.Restore{Document: id, Locale: l, Version: 9}); !errors.Is(err, cms.ErrTextRemoved) {
		t.Errorf("a thinned draft comes back: %v", err)
	}
	if _, err := ed.Publish(t.Context(), s.Who, id, l, 9); !errors.Is(err, cms.ErrTextRemoved) {
		t.Errorf("a thinned draft goes live: %v", err)
	}
	if _, err := ed.Schedule(t.Context(), s.Who, id, l, 9, s.Clock.Now().Add(time.Hour)); !errors.Is(err, cms.ErrTextRemoved) {
		t.Errorf("a thinned draft is planned: %v", err)
	}
	entries, err := ed.History(t.Context(), s.Who, id, l, history.Filter{Limit: 20})
	if err != nil || entries[2].Deed != history.ThinnedOut {
		t.Errorf("the history says %q (%v)", entries[2].Deed, err)
	}
	if again, err := ed.Thin(t.Context(), s.Who, 31*24*time.Hour); err != nil || again != (cms.Thinned{}) {
		t.Errorf("thinning again took %+v (%v)", again, err)
	}
}
