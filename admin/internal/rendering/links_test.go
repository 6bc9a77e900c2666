package rendering_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"practicecms/admin/internal/rendering"
	"practicecms/cms"
	"practicecms/cms/live"
	"practicecms/content"
)

// shelf is a source of documents, each of which was drafted twice.
type shelf struct {
	live  map[content.DocumentID]uint64
	asked int
	fault error
}

func (s *shelf) State(_ context.Context, _ cms.Actor, id content.DocumentID, _ content.Locale) (cms.State, error) {
	if s.asked++; s.fault != nil {
		return cms.State{}, s.fault
	}
	live, ok := s.live[id]
	if !ok {
		return cms.State{}, cms.ErrNotFound
	}
	return cms.State{Document: id, Type: "snippet", Live: live, Latest: 2}, nil
}

func (s *shelf) Version(_ context.Context, _ cms.Actor, _ content.DocumentID, _ content.Locale, n uint64) (cms.Version, error) {
	title := map[uint64]string{1: "As it is live", 2: "As it is drafted"}[n]
	return cms.Version{Content: content.Content{Title: title, Path: "/p", Fields: content.Fields{"body": "Some *words*."}}}, nil
}

var (
	isLive, drafted, lost = content.DocumentID{1}, content.DocumentID{2}, content.DocumentID{3}
	standard              = content.Standard()
)

func library() *shelf { return &shelf{live: map[content.DocumentID]uint64{isLive: 1, drafted: 0}} }

func found(t *testing.T, l *rendering.Links, id content.DocumentID) *rendering.Linked {
	t.Helper()
	out, err := l.Find(id.String())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestStaffSeeWhatIsLiveOrElseTheDraft(t *testing.T) {
	from := library()
	links := rendering.NewLinks(t.Context(), from, standard, cms.Actor{}, "en-US")
	if got := found(t, links, isLive); got.Title != "As it is live" || !got.Live || !got.Found || got.Public {
		t.Errorf("live: got %+v", got)
	}
	if got := found(t, links, drafted); got.Title != "As it is drafted" || got.Live || !got.Found {
		t.Errorf("drafted: got %+v", got)
	}
	if got := found(t, links, lost); got.Found || got.Title == "" {
		t.Errorf("lost: got %+v", got)
	}
	if got, err := links.Find("no id"); err != nil || got.Found {
		t.Errorf("no id: got %+v, %v", got, err)
	}
	asked := from.asked
	if found(t, links, isLive); from.asked != asked {
		t.Error("it was read twice")
	}
	if _, ok := links.Resolve(strings.ToUpper(isLive.String())); !ok {
		t.Error("a link to what is live leads nowhere")
	}
	if _, ok := links.Resolve(drafted.String()); ok {
		t.Error("a link leads to a draft")
	}
}

func TestAFaultOfTheStoreIsNoMissingDocument(t *testing.T) {
	broken := errors.New("the disk is gone")
	links := rendering.NewLinks(t.Context(), &shelf{fault: broken}, standard, cms.Actor{}, "en-US")
	if _, err := links.Find(isLive.String()); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestATextOfAnotherDayShowsNothingOfToday(t *testing.T) {
	links := rendering.NewPastLinks(t.Context(), library(), standard, cms.Actor{}, "en-US")
	if got := found(t, links, isLive); got.Title == "" || !got.Empty() {
		t.Errorf("got %+v", got)
	}
	if _, ok := links.Resolve(isLive.String()); ok {
		t.Error("a link leads to where the page is today")
	}
}

func TestStrangersSeeOnlyWhatIsDeliveredWithThePage(t *testing.T) {
	page := live.Page{Linked: map[content.DocumentID]live.Live{
		isLive: {ID: isLive, Type: "snippet", Content: content.Content{Title: "Delivered", Fields: content.Fields{"body": "Some *words*."}}},
	}}
	links := rendering.NewPublicLinks(standard, page, rendering.StaffShot)
	got := found(t, links, isLive)
	if !got.Public || !got.Live || got.Title != "Delivered" || !strings.Contains(string(got.Words("body")), "<em>words</em>") {
		t.Errorf("got %+v", got)
	}
	if got := found(t, links, drafted); !got.Public || got.Found || got.Live || got.Title != "" {
		t.Errorf("not delivered: got %+v", got)
	}
}

func TestWithoutLinksNothingIsFound(t *testing.T) {
	var none *rendering.Links
	if got, err := none.Find(isLive.String()); err != nil || got.Found {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, ok := none.Resolve(isLive.String()); ok {
		t.Error("a link leads somewhere")
	}
}

func (s *shelf) File(context.Context, cms.Actor, content.Hash) (live.File, error) {
	return live.File{}, cms.ErrNotFound
}
