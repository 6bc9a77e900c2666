package live_test

import (
	"slices"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/live"
	"practicecms/content"
)

const spanish content.Locale = "es-US"

// publishedIn makes a page in a language and puts it live.
func publishedIn(t *testing.T, s *cmstest.Site, l content.Locale, path string, blocks ...content.Block) cms.Version {
	t.Helper()
	v, err := s.Editor().Create(t.Context(), s.Who, cms.New{Type: "page", Locale: l, Content: content.Content{Path: path, Title: path, Blocks: blocks}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Editor().Publish(t.Context(), s.Who, v.Document, l, 1); err != nil {
		t.Fatal(err)
	}
	return v
}

// paths are those of a list, read limit items at a time.
func paths(t *testing.T, d *cms.Delivery, q live.Query) (all []string) {
	t.Helper()
	for {
		items, _, more, err := d.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range items {
			all = append(all, one.Content.Path)
		}
		if !more || len(all) > 100 {
			return all
		}
		q.After = items[len(items)-1].Cursor
	}
}

func TestAListGoesOnBehindTheItemOfItsCursorInBothDirections(t *testing.T) {
	s := cmstest.New(t)
	all := []string{"/a", "/b", "/c", "/d", "/e"}
	for _, path := range all {
		publishedIn(t, s, cmstest.Locale, path)
	}
	down := slices.Clone(all)
	slices.Reverse(down)
	for _, by := range []live.SortKey{live.ByAge, live.ByPath, live.ByTitle, live.BySince, live.ByFirst} {
		for limit := 1; limit <= 6; limit++ {
			q := live.Query{Locale: cmstest.Locale, Pages: true, Sort: live.Sort{By: by}, Limit: limit}
			if got := paths(t, s.Delivery(), q); !slices.Equal(got, all) {
				t.Errorf("by %q, %d at a time: got %q, want %q", by, limit, got, all)
			}
			q.Sort.Down = true
			if got := paths(t, s.Delivery(), q); !slices.Equal(got, down) {
				t.Errorf("down by %q, %d at a time: got %q, want %q", by, limit, got, down)
			}
		}
	}
}

func TestWhatRefersToADocumentIsListedInItsOwnLanguageAlone(t *testing.T) {
	s := cmstest.New(t)
	dana := s.Record(t, "practitioner", "Dana Reyes", nil)
	with := cmstest.Section("With", "[Dana](document:"+dana.Document.String()+")")
	publishedIn(t, s, cmstest.Locale, "/english", with)
	publishedIn(t, s, spanish, "/es/spanish", with)
	publishedIn(t, s, cmstest.Locale, "/other")
	then, err := s.Delivery().At(s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	for when, d := range map[string]*cms.Delivery{"now": s.Delivery(), "then": then} {
		for l, want := range map[content.Locale][]string{cmstest.Locale: {"/english"}, spanish: {"/es/spanish"}, "fr-FR": nil} {
			if got := paths(t, d, live.Query{Locale: l, References: dana.Document, Limit: 10}); !slices.Equal(got, want) {
				t.Errorf("%s, in %s: got %q, want %q", when, l, got, want)
			}
		}
	}
}

func TestARedirectIsListedWhileItLeadsToALivePage(t *testing.T) {
	s := cmstest.New(t)
	moved := func(from, to string) cms.Version {
		v := publishedIn(t, s, cmstest.Locale, from)
		v.Content.Path = to
		v = s.Save(t, v)
		s.Publish(t, v)
		return v
	}
	moved("/stays", "/stays-here")
	off, gone := moved("/off", "/off-here"), moved("/gone", "/gone-here")
	if _, err := s.Editor().Unpublish(t.Context(), s.Who, off.Document, off.Locale); err != nil {
		t.Fatal(err)
	}
	if err := s.Editor().Trash(t.Context(), s.Who, gone.Document); err != nil {
		t.Fatal(err)
	}
	list := func(when string, d *cms.Delivery) {
		t.Helper()
		got, err := d.Redirects(t.Context(), cmstest.Locale)
		if want := []live.Redirect{{From: "/stays", To: "/stays-here", Locale: cmstest.Locale}}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %+v (%v), want %+v", when, got, err, want)
		}
	}
	list("now", s.Delivery())
	then, err := s.Delivery().At(s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	list("then", then)
}

func TestAPageThatIsInTheTrashTodayIsToldOfThen(t *testing.T) {
	s := cmstest.New(t)
	v := publishedIn(t, s, cmstest.Locale, "/one")
	then := s.Clock.Now()
	s.Clock.Advance(time.Hour)
	if err := s.Editor().Trash(t.Context(), s.Who, v.Document); err != nil {
		t.Fatal(err)
	}
	for when, want := range map[time.Time][]string{then: {"/one"}, s.Clock.Now(): nil} {
		d, err := s.Delivery().At(when)
		if err != nil {
			t.Fatal(err)
		}
		page, err := d.ByPath(t.Context(), cmstest.Locale, "/one")
		if (err == nil) != (want != nil) || want != nil && page.ID != v.Document {
			t.Errorf("at %s the page is %+v (%v), want %v", when, page.Live, err, want)
		}
		if got := paths(t, d, live.Query{Locale: cmstest.Locale, Pages: true, Limit: 10}); !slices.Equal(got, want) {
			t.Errorf("at %s the pages are %q, want %q", when, got, want)
		}
	}
}

func TestAtAnAddressThatAPageHadLeftItIsNotToldOfThen(t *testing.T) {
	s := cmstest.New(t)
	v := publishedIn(t, s, cmstest.Locale, "/old")
	moments := []time.Time{s.Clock.Now()}
	for _, path := range []string{"/new", "/old"} {
		s.Clock.Advance(time.Hour)
		v.Content.Path = path
		v = s.Save(t, v)
		s.Publish(t, v)
		moments = append(moments, s.Clock.Now())
	}
	for i, path := range []string{"/old", "/new", "/old"} {
		d, err := s.Delivery().At(moments[i])
		if err != nil {
			t.Fatal(err)
		}
		for _, address := range []string{"/old", "/new"} {
			page, err := d.ByPath(t.Context(), cmstest.Locale, address)
			if (err == nil) != (address == path) || err == nil && page.Version != uint64(i+1) {
				t.Errorf("hour %d, at %s: version %d (%v), want it at %s alone", i, address, page.Version, err, path)
			}
		}
	}
}

func TestAPageHasWhatItsRecordsReferTo(t *testing.T) {
	s := cmstest.New(t)
	to := func(v cms.Version) string { return "[there](document:" + v.Document.String() + ")" }
	far := s.Record(t, "practitioner", "Rae Moss", nil)
	s.Publish(t, far)
	led := publishedIn(t, s, cmstest.Locale, "/led")
	led.Content.Fields = content.Fields{"review": map[string]any{"by": far.Document.String()}}
	s.Publish(t, s.Save(t, led))
	dana := s.Record(t, "practitioner", "Dana Reyes", content.Fields{"bio": to(led)})
	draft := s.Record(t, "practitioner", "Kim Lake", nil)
	s.Publish(t, dana)
	page := publishedIn(t, s, cmstest.Locale, "/one", cmstest.Section("With", to(dana)+to(draft)))
	got, err := s.Delivery().ByID(t.Context(), cmstest.Locale, page.Document)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		id   content.DocumentID
		want bool
	}{"a record": {dana.Document, true}, "what the record leads to": {led.Document, true}, "what a page leads to that it leads to": {far.Document, false}, "a draft": {draft.Document, false}} {
		if _, is := got.Linked[c.id]; is != c.want {
			t.Errorf("with the page comes %s: %v, want %v", what, is, c.want)
		}
	}
}
