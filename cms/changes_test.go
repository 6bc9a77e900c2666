package cms_test

import (
	"errors"
	"slices"
	"testing"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/feed"
	"practicecms/content"
)

// feed reads the change log from a cursor, limit changes at a time.
func readFeed(t *testing.T, s *cmstest.Site, since string, limit int) ([]feed.Change, string) {
	t.Helper()
	var all []feed.Change
	for {
		f, err := s.Delivery().Changes(t.Context(), since, limit)
		if err != nil {
			t.Fatal(err)
		}
		all, since = append(all, f.Changes...), f.Cursor
		if !f.More {
			return all, since
		}
	}
}

func latest(t *testing.T, s *cmstest.Site) string {
	t.Helper()
	cursor, err := s.Delivery().LatestCursor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return cursor
}

func TestTheFeedTellsWhatReadersSawChangeBlockByBlock(t *testing.T) {
	s := cmstest.New(t)
	start := latest(t, s)
	v := s.Service(t, "one", cmstest.Section("Hours", "Monday"), cmstest.Section("Place", "Here"))
	hours, place := v.Content.Blocks[0].ID, v.Content.Blocks[1].ID
	if told, _ := readFeed(t, s, start, 10); len(told) != 0 {
		t.Errorf("a draft is told of: %+v", told)
	}
	s.Publish(t, v)
	v.Content.Path = "/services/moved"
	v.Content.Blocks = []content.Block{v.Content.Blocks[0], cmstest.Section("New", "New")}
	v.Content.Blocks[0].Fields = content.Fields{"heading": "Hours", "body": "Tuesday"}
	v = s.Save(t, v)
	s.Publish(t, v)
	added := v.Content.Blocks[1].ID
	if err := s.Editor().Trash(t.Context(), s.Who, v.Document); err != nil {
		t.Fatal(err)
	}
	for _, limit := range []int{1, 2, 100} {
		told, end := readFeed(t, s, start, limit)
		if len(told) != 3 {
			t.Fatalf("%d changes: %+v", len(told), told)
		}
		first, second, third := told[0], told[1], told[2]
		if first.Op != feed.OpPublish || *first.Version != 1 || *first.Path != "/services/one" || first.OldPath != nil || !slices.Equal(first.Blocks.Added, []content.BlockID{hours, place}) {
			t.Errorf("the first publication: %+v", first)
		}
		if *second.Path != "/services/moved" || *second.OldPath != "/services/one" || !slices.Equal(second.Blocks.Changed, []content.BlockID{hours}) || !slices.Equal(second.Blocks.Added, []content.BlockID{added}) || !slices.Equal(second.Blocks.Removed, []content.BlockID{place}) {
			t.Errorf("the second: %+v", second)
		}
		if third.Op != feed.OpUnpublish || third.Version != nil || third.Path != nil || *third.OldPath != "/services/moved" || third.Type != "service" || !slices.Contains(third.Keys, v.Document.String()) {
			t.Errorf("the tombstone: %+v", third)
		}
		if end != latest(t, s) {
			t.Error("the end of the feed is not the latest cursor")
		}
		if again, _ := readFeed(t, s, second.Cursor, limit); len(again) != 1 || again[0].Cursor != third.Cursor {
			t.Errorf("after the second: %+v", again)
		}
	}
}

func TestAChangeOfARecordNamesThePagesThatShowIt(t *testing.T) {
	s := cmstest.New(t)
	person := s.Record(t, "practitioner", "Dana Reyes", nil)
	s.Publish(t, person)
	v := s.Service(t, "one", cmstest.Section("With", "[Dana](document:"+person.Document.String()+")"))
	s.Publish(t, v)
	other := s.Service(t, "two", cmstest.Section("With", "[Dana](document:"+person.Document.String()+")")) // a draft only
	start := latest(t, s)
	person.Content.Title = "Dana Reyes, LMFT"
	s.Publish(t, s.Save(t, person))
	told, _ := readFeed(t, s, start, 10)
	if len(told) != 1 || !slices.Equal(told[0].Pages, []feed.ChangedPage{{ID: v.Document, Path: "/services/one"}}) || told[0].Path != nil {
		t.Errorf("told %+v; %s is a draft", told, other.Document)
	}
}

func TestACursorOfAnotherLogMustStartOver(t *testing.T) {
	a, b := cmstest.New(t), cmstest.New(t)
	a.Publish(t, a.Service(t, "one"))
	b.Publish(t, b.Service(t, "one"))
	for _, cursor := range []string{latest(t, b), "x", "AAAAAAAAAAk", latest(t, a) + "A"} {
		if _, err := a.Delivery().Changes(t.Context(), cursor, 10); !errors.Is(err, cms.ErrStartOver) {
			t.Errorf("%q: %v", cursor, err)
		}
	}
	mine := latest(t, a)
	if f, err := a.Delivery().Changes(t.Context(), mine, 10); err != nil || len(f.Changes) != 0 || f.Cursor != mine {
		t.Errorf("the own end: %+v, %v", f, err)
	}
}

func TestAnEpochNamesTheDocumentsThatMoved(t *testing.T) {
	t.Parallel()
	s := cmstest.New(t)
	d := s.Delivery()
	if _, err := d.Practice(t.Context()); err != nil {
		t.Fatal(err)
	}
	one, two := s.Service(t, "one"), s.Service(t, "two")
	before, wake := d.Epoch(), d.NextMove()
	s.Publish(t, one)
	s.Publish(t, two)
	s.Publish(t, two) // changes nothing
	select {
	case <-wake:
	default:
		t.Error("nobody was woken")
	}
	if ids, all := d.MovedSince(before, d.Epoch()); all || !slices.Equal(ids, []content.DocumentID{one.Document, two.Document}) {
		t.Errorf("moved: %v %v", ids, all)
	}
	for range 2000 {
		s.Publish(t, one)
		if _, err := s.Editor().Unpublish(t.Context(), s.Who, one.Document, one.Locale); err != nil {
			t.Fatal(err)
		}
		if d.Epoch()-before > 1100 {
			break
		}
	}
	if _, all := d.MovedSince(before, d.Epoch()); !all {
		t.Error("what is long ago is told in part")
	}
	practice := s.Settings(t)
	before, start := d.Epoch(), latest(t, s)
	practice.Content.Title = "Another name"
	s.Publish(t, s.Save(t, practice))
	if told, _ := readFeed(t, s, start, 10); len(told) != 1 || !told[0].MorePages {
		t.Errorf("every page names the practice, and the feed says %+v", told)
	}
	if _, all := d.MovedSince(before, d.Epoch()); !all {
		t.Error("the practice's own settings move everything")
	}
}
