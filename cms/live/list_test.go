package live_test

import (
	"errors"
	"slices"
	"strings"
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

// With a page come its records and what those lead to, and no more: each time the same.
func TestWhatComesWithAPageGoesOneRecordDeep(t *testing.T) {
	s := cmstest.New(t)
	var bio string
	var chain []content.DocumentID // the innermost first
	for _, name := range []string{"Rae Moss", "Kim Lake", "Dana Reyes"} {
		v := s.Record(t, "practitioner", name, content.Fields{"bio": bio})
		s.Publish(t, v)
		chain, bio = append(chain, v.Document), "[there](document:"+v.Document.String()+")"
	}
	page := publishedIn(t, s, cmstest.Locale, "/one", cmstest.Section("With", bio))
	for range 30 {
		got, err := s.Delivery().ByID(t.Context(), cmstest.Locale, page.Document)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []bool{false, true, true} {
			if _, is := got.Linked[chain[i]]; is != want {
				t.Fatalf("with the page comes the record %d from the innermost: %v, want %v", i, is, want)
			}
		}
	}
}

func TestAListCountsAllThatMatchHoweverFewAreShown(t *testing.T) {
	s := cmstest.New(t)
	var pages []cms.Version
	for _, path := range []string{"/a", "/b", "/c"} {
		pages = append(pages, publishedIn(t, s, cmstest.Locale, path))
	}
	publishedIn(t, s, spanish, "/es/a")
	s.Publish(t, s.Service(t, "one"))
	s.Service(t, "draft")
	s.Publish(t, s.Record(t, "practitioner", "Dana Reyes", nil))
	for _, c := range []struct {
		query live.Query
		total int
	}{
		{live.Query{}, 6}, // the practice, too
		{live.Query{Pages: true}, 4},
		{live.Query{Type: "page"}, 3},
		{live.Query{Type: "service"}, 1},
		{live.Query{Type: "practitioner"}, 1},
		{live.Query{Type: "practitioner", Pages: true}, 0},
		{live.Query{Type: "snippet"}, 0},
	} {
		for _, limit := range []int{1, 2, 3, 10, -1} {
			c.query.Locale, c.query.Limit = cmstest.Locale, limit
			items, total, more, err := s.Delivery().List(t.Context(), c.query)
			want := c.total
			if limit > 0 {
				want = min(want, limit)
			}
			if err != nil || total != c.total || len(items) != want || more != (want < c.total) {
				t.Errorf("%+v: %d of %d, more: %v (%v), want %d of %d", c.query, len(items), total, more, err, want, c.total)
			}
		}
	}
	if _, err := s.Editor().Unpublish(t.Context(), s.Who, pages[0].Document, cmstest.Locale); err != nil {
		t.Fatal(err)
	}
	if err := s.Editor().Trash(t.Context(), s.Who, pages[1].Document); err != nil {
		t.Fatal(err)
	}
	if items, total, _, err := s.Delivery().List(t.Context(), live.Query{Locale: cmstest.Locale, Type: "page", Limit: -1}); err != nil || total != 1 || len(items) != 1 || items[0].ID != pages[2].Document {
		t.Errorf("after two left the site: %+v, %d (%v)", items, total, err)
	}
}

func TestTitlesAreInTheOrderOfTheirLanguageAlsoAfterARename(t *testing.T) {
	s := cmstest.New(t)
	page := publishedIn(t, s, cmstest.Locale, "/first")
	rename := func(v cms.Version, title string) cms.Version {
		v.Content.Title = title
		v = s.Save(t, v)
		s.Publish(t, v)
		return v
	}
	for path, title := range map[string]string{"/a": "apple 10", "/b": "apple 9", "/c": "Éclair", "/d": "zebra"} {
		rename(publishedIn(t, s, cmstest.Locale, path), title)
	}
	for _, step := range []struct{ title, want string }{
		{"Zoo", "apple 9, apple 10, Éclair, zebra, Zoo"}, {"apple 9½", "apple 9, apple 9½, apple 10, Éclair, zebra"}, {"fig", "apple 9, apple 10, Éclair, fig, zebra"},
	} {
		page = rename(page, step.title)
		items, _, _, err := s.Delivery().List(t.Context(), live.Query{Locale: cmstest.Locale, Pages: true, Sort: live.Sort{By: live.ByTitle}, Limit: -1})
		if err != nil {
			t.Fatal(err)
		}
		var titles []string
		for _, one := range items {
			titles = append(titles, one.Content.Title)
		}
		if got := strings.Join(titles, ", "); got != step.want {
			t.Errorf("got %s, want %s", got, step.want)
		}
	}
}

func TestACursorIsAPlaceOfTheOrderItWasGivenFor(t *testing.T) {
	for n, want := range map[int][]live.SortKey{15: nil, 16: {live.ByAge, live.ByPath, live.ByTitle}, 17: {live.ByPath, live.ByTitle}, 24: {live.ByPath, live.ByTitle, live.BySince, live.ByFirst}, 25: {live.ByPath, live.ByTitle}} {
		for _, by := range []live.SortKey{live.ByAge, live.ByPath, live.ByTitle, live.BySince, live.ByFirst} {
			if is := (live.Sort{By: by}).IsPlace(strings.Repeat("x", n)); is != slices.Contains(want, by) {
				t.Errorf("%d bytes in the order of %q: %v", n, by, is)
			}
		}
	}
}

func TestSearchEnginesAreToldOfThePagesThatTheyMaySee(t *testing.T) {
	s := cmstest.New(t)
	publishedIn(t, s, cmstest.Locale, "/b")
	publishedIn(t, s, cmstest.Locale, "/a")
	publishedIn(t, s, spanish, "/es/a")
	s.Service(t, "draft")
	s.Publish(t, s.Record(t, "practitioner", "Dana Reyes", nil))
	hidden := publishedIn(t, s, cmstest.Locale, "/hidden")
	hidden.Content.Fields = content.Fields{"seo": map[string]any{"noindex": true}}
	s.Publish(t, s.Save(t, hidden))
	for l, want := range map[content.Locale][]string{cmstest.Locale: {"/a", "/b"}, spanish: {"/es/a"}, "fr-FR": nil} {
		all, err := s.Delivery().Addresses(t.Context(), l)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, one := range all {
			got = append(got, one.Path)
		}
		if !slices.Equal(got, want) {
			t.Errorf("in %s: got %q, want %q", l, got, want)
		}
	}
}

func TestAnAddressLeadsToItsPageOrWhereItWentOrNowhere(t *testing.T) {
	s := cmstest.New(t)
	moved := publishedIn(t, s, cmstest.Locale, "/old")
	moved.Content.Path = "/new"
	s.Publish(t, s.Save(t, moved))
	guest := publishedIn(t, s, cmstest.Locale, "/old") // and hands it back on leaving
	for _, off := range []cms.Version{guest, publishedIn(t, s, cmstest.Locale, "/off")} {
		if _, err := s.Editor().Unpublish(t.Context(), s.Who, off.Document, off.Locale); err != nil {
			t.Fatal(err)
		}
	}
	then, err := s.Delivery().At(s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	for when, d := range map[string]*cms.Delivery{"now": s.Delivery(), "then": then} {
		for path, want := range map[string]struct {
			id       content.DocumentID
			redirect string
			err      error
		}{"/new": {moved.Document, "", nil}, "/old": {moved.Document, "/new", nil}, "/off": {err: cms.ErrNotFound}, "/never": {err: cms.ErrNotFound}} {
			id, redirect, err := d.Resolve(t.Context(), cmstest.Locale, path)
			if !errors.Is(err, want.err) || err == nil && id != want.id || redirect != want.redirect {
				t.Errorf("%s, %s leads to %s %q (%v), want %+v", when, path, id, redirect, err, want)
			}
		}
	}
}
