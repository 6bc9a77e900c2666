package cms_test

import (
	"errors"
	"io"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/live"
	"practicecms/cms/pictures"
	"practicecms/content"
)

// readAll reads an opened file; nil when it is not there for who asks.
func readAll(t *testing.T, f cms.OpenedFile, err error) []byte {
	t.Helper()
	if errors.Is(err, cms.ErrNotFound) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func withPicture(a cms.Asset, alt string) content.Block {
	return content.Block{Kind: "image", Fields: content.Fields{"image": cmstest.Using(a, alt)}}
}

func TestAPictureIsSeenByNobodyBeforeAPageThatShowsItIsLive(t *testing.T) {
	s := cmstest.New(t)
	a := s.Upload(t, "C:\\photos\\blue_room.png", cmstest.PNG(t, 700, 400, 20))
	if a.Title != "blue room" || !a.IsPicture() || a.File.Width != 700 || a.Known {
		t.Errorf("it is %+v", a)
	}
	spec := &pictures.Spec{Fit: pictures.Whole, Width: 320, Format: pictures.FormatWebP}
	public := func(s *cmstest.Site, spec *pictures.Spec) []byte {
		f, err := s.Delivery().OpenFile(t.Context(), a.Use.File, spec)
		return readAll(t, f, err)
	}
	page := s.Service(t, "emdr", withPicture(a, "A blue room"))
	if public(s, nil) != nil || public(s, spec) != nil {
		t.Error("a picture of a draft is public")
	}
	f, err := s.Editor().OpenFile(t.Context(), s.Who, a.Use.File, spec)
	if got := readAll(t, f, err); pictures.Sniff(got) != pictures.WebP {
		t.Errorf("staff see %s", pictures.Sniff(got))
	}
	s.Publish(t, page)
	if pictures.Sniff(public(s, nil)) == pictures.Other || pictures.Sniff(public(s, spec)) != pictures.WebP {
		t.Error("the picture of a live page is not public")
	}
	if crop := (&pictures.Spec{Fit: pictures.Fits[1], Width: 320, Format: pictures.FormatJPEG, X: 10, Y: 10}); public(s, crop) != nil {
		t.Error("anybody can have a crop made that no page shows")
	}
	if crop := (&pictures.Spec{Fit: pictures.Fits[1], Width: 320, Format: pictures.FormatJPEG, X: 50, Y: 50}); public(s, crop) == nil {
		t.Error("the crop around the page's focus is not there")
	}
}

func TestTheSameFileIsKeptOnceAndFoundAgain(t *testing.T) {
	s := cmstest.New(t)
	one := s.Upload(t, "a.png", cmstest.PNG(t, 300, 200, 20))
	again := s.Upload(t, "b.png", cmstest.PNG(t, 300, 200, 20))
	if !again.Known || again.Document != one.Document || again.Title != one.Title {
		t.Errorf("the same file again is %+v, want %+v", again, one)
	}
	if other := s.Upload(t, "c.png", cmstest.PNG(t, 300, 200, 90)); other.Known || other.Document == one.Document {
		t.Errorf("another file is %+v", other)
	}
	found, err := s.Editor().Assets(t.Context(), s.Who, true, "")
	if err != nil || len(found) != 2 {
		t.Errorf("%d assets, %v", len(found), err)
	}
	if found, err := s.Editor().Assets(t.Context(), s.Who, false, ""); err != nil || len(found) != 0 {
		t.Errorf("%d documents, %v", len(found), err)
	}
}

func TestWhatIsNoPictureIsRefusedInWordsAndNothingIsKept(t *testing.T) {
	s := cmstest.New(t)
	for name, data := range map[string][]byte{
		"a web page":     []byte("<!doctype html><script>alert(1)</script>"),
		"a drawing":      []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
		"half a picture": cmstest.PNG(t, 300, 200, 20)[:200],
		"anything":       []byte("hello"),
	} {
		var refused *pictures.Refused
		if _, err := s.TryUpload(t, "holiday.png", data); !errors.As(err, &refused) || refused.Happened == "" || refused.Do == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if found, err := s.Editor().Assets(t.Context(), s.Who, true, ""); err != nil || len(found) != 0 {
		t.Errorf("%d assets, %v", len(found), err)
	}
}

func TestAPageShowsOnlyFilesThatAreThere(t *testing.T) {
	s := cmstest.New(t)
	a := s.Upload(t, "a.png", cmstest.PNG(t, 300, 200, 20))
	a.Use.File[0]++
	_, err := s.Editor().Create(t.Context(), s.Who, cms.New{Type: "service", Locale: cmstest.Locale, Content: content.Content{
		Title: "EMDR", Path: "/services/emdr", Blocks: []content.Block{withPicture(a, "x")},
	}})
	if invalid := (*content.InvalidError)(nil); !errors.As(err, &invalid) || invalid.Problems[0].Code != content.CodeBadFile {
		t.Errorf("a page with a file that is not there: %v", err)
	}
}

func TestARestoredPageShowsThePictureThatItShowed(t *testing.T) {
	s := cmstest.New(t)
	first := s.Upload(t, "first.png", cmstest.PNG(t, 300, 200, 20))
	second := s.Upload(t, "second.png", cmstest.PNG(t, 300, 200, 90))
	v := s.Service(t, "emdr", withPicture(first, "The first"))
	v.Content.Blocks[0].Fields = content.Fields{"image": cmstest.Using(second, "The second")}
	v = s.Save(t, v)
	if err := s.Editor().Trash(t.Context(), s.Who, first.Document); err != nil {
		t.Fatal(err)
	}
	s.Clock.Advance(3 * 365 * 24 * time.Hour)
	back, err := s.Editor().Restore(t.Context(), s.Who, cms.Restore{Document: v.Document, Locale: v.Locale, Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	uses := s.Model().Uses(back.Type, back.Content)
	if len(uses) != 1 || uses[0].File != first.Use.File || uses[0].Alt != "The first" {
		t.Fatalf("it uses %+v", uses)
	}
	s.Publish(t, back)
	f, err := s.Delivery().OpenFile(t.Context(), uses[0].File, nil)
	if got := readAll(t, f, err); pictures.Sniff(got) != pictures.PNG {
		t.Errorf("its picture is %d bytes", len(got))
	}
	page, err := s.Delivery().ByPath(t.Context(), cmstest.Locale, "/services/emdr")
	if err != nil || page.Files[first.Use.File].Width != 300 {
		t.Errorf("%v: files are %+v", err, page.Files)
	}
}

func TestAnAssetIsNothingByItselfToReaders(t *testing.T) {
	s := cmstest.New(t)
	a := s.Upload(t, "lamp.png", cmstest.PNG(t, 300, 200, 20))
	if _, err := s.Delivery().ByID(t.Context(), cmstest.Locale, a.Document); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("it is delivered: %v", err)
	}
	listed, _, _, err := s.Delivery().List(t.Context(), live.Query{Locale: cmstest.Locale, Limit: -1})
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range listed {
		if item.ID == a.Document {
			t.Error("it is listed")
		}
	}
}

func TestAPictureIsReplacedEverywhereAndEarlierVersionsKeepTheirs(t *testing.T) {
	s := cmstest.New(t)
	e, ctx := s.Editor(), t.Context()
	a := s.Upload(t, "room.png", cmstest.PNG(t, 300, 200, 20))
	live := s.Service(t, "emdr", withPicture(a, "The room"))
	s.Publish(t, live)
	ahead := s.Service(t, "couples", withPicture(a, "The room"))
	s.Publish(t, ahead)
	ahead.Content.Title = "A newer draft"
	ahead = s.Save(t, ahead)
	other := s.Service(t, "other", withPicture(s.Upload(t, "garden.png", cmstest.PNG(t, 300, 200, 60)), "The garden"))

	data := cmstest.PNG(t, 400, 300, 90)
	u, err := e.BeginUpload(ctx, s.Who, int64(len(data)))
	if err == nil {
		_, err = e.AppendUpload(ctx, s.Who, u.ID, 0, data)
	}
	if err == nil {
		_, err = e.ReplaceFile(ctx, s.Who, a.Document, u.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	shown := func(path string) content.Use {
		t.Helper()
		page, err := s.Delivery().ByPath(ctx, cmstest.Locale, path)
		if err != nil {
			t.Fatal(err)
		}
		return s.Model().Uses(page.Type, page.Content)[0]
	}
	if got := shown("/services/emdr").File; got != a.Use.File {
		t.Errorf("a page shows another picture before anybody asked for it")
	}
	if n, err := e.ReplaceUses(ctx, s.Who, a.Document); n != 2 || err != nil {
		t.Errorf("replaced in %d documents, %v; want 2", n, err)
	}
	if n, err := e.ReplaceUses(ctx, s.Who, a.Document); n != 0 || err != nil {
		t.Errorf("again: %d, %v", n, err)
	}
	now, err := e.Asset(ctx, s.Who, a.Document)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/services/emdr", "/services/couples"} {
		if got := shown(path); got.File != now.Use.File || got.Alt != "The room" {
			t.Errorf("%s shows %+v", path, got)
		}
	}
	draft, err := e.Latest(ctx, s.Who, ahead.Document, ahead.Locale)
	if err != nil || draft.Content.Title != "A newer draft" || s.Model().Uses(draft.Type, draft.Content)[0].File != now.Use.File {
		t.Errorf("%v: the draft is %+v", err, draft.Content)
	}
	if state, err := e.State(ctx, s.Who, ahead.Document, ahead.Locale); err != nil || state.Live == state.Latest {
		t.Errorf("%v: the draft went live", err)
	}
	for _, was := range []cms.Version{live, ahead} {
		if got := s.Model().Uses(was.Type, s.VersionAt(t, was.Document, 1).Content)[0].File; got != a.Use.File {
			t.Errorf("version 1 of %s shows another picture", was.Content.Title)
		}
	}
	if got, err := e.Latest(ctx, s.Who, other.Document, other.Locale); err != nil || got.Number != 1 {
		t.Errorf("a page without it has %d versions, %v", got.Number, err)
	}
}

func TestWhatIsKnownOfAPictureChangesWithoutItsFile(t *testing.T) {
	s := cmstest.New(t)
	a := s.Upload(t, "room.png", cmstest.PNG(t, 300, 200, 20))
	was, err := s.Editor().Asset(t.Context(), s.Who, a.Document)
	if err != nil {
		t.Fatal(err)
	}
	fields := content.Fields{"alt": "A room", "credit": "A photographer", "file": content.Hash{1}.String()}
	if err := s.Editor().DescribeAsset(t.Context(), s.Who, a.Document, was.Version, "Waiting room", fields); err != nil {
		t.Fatal(err)
	}
	is, err := s.Editor().Asset(t.Context(), s.Who, a.Document)
	if err != nil || is.Title != "Waiting room" || is.Use.Alt != "A room" || is.Use.File != a.Use.File {
		t.Errorf("%v: it is %+v", err, is)
	}
	if err := s.Editor().DescribeAsset(t.Context(), s.Who, a.Document, was.Version, "Another", fields); !errors.Is(err, cms.ErrMovedOn) {
		t.Errorf("a change of what is not the latest: %v", err)
	}
	page := s.Service(t, "emdr", withPicture(a, "x"))
	if _, err := s.Editor().Asset(t.Context(), s.Who, page.Document); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("a page as an asset: %v", err)
	}
}
