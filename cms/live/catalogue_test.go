package live

import (
	"errors"
	"testing"

	"practicecms/cms/feed"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
	"practicecms/content"
)

// One document is live in two languages, and refers to another in one of them.
func TestADocumentInTwoLanguagesRefersInOneOfThem(t *testing.T) {
	const english, spanish content.Locale = "en-US", "es-US"
	page, dana := content.DocumentID{1}, content.DocumentID{2}
	s := storetest.NewMemory(record.Spaces()...)
	err := s.Update(t.Context(), func(w store.Writer) error {
		return errors.Join(
			record.Documents.Put(w, record.DocumentKey(page), record.Document{Type: "page"}),
			record.Heads.Put(w, record.HeadKey(page, english), record.Head{Latest: 1, Live: 1, LivePath: "/one"}),
			record.Heads.Put(w, record.HeadKey(page, spanish), record.Head{Latest: 1, Live: 1, LivePath: "/uno"}),
			record.Uses.Put(w, record.UseKey(dana, page, spanish), record.Use{Live: true}),
			record.Uses.Put(w, record.UseKey(dana, page, english), record.Use{Draft: true}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	m := content.Standard()
	site := NewSite(s, m, &feed.Epochs{}, feed.NewLog(m))
	for l, want := range map[content.Locale]int{english: 0, spanish: 1} {
		if err := site.Now(t.Context(), func(v View) error {
			found, total, _, err := v.find(Query{Locale: l, References: dana, Limit: -1})
			if total != want || len(found) != want {
				t.Errorf("in %s %d of %d refer to it, want %d", l, len(found), total, want)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// What an older look at the site reads does not come into what newer ones have ready.
func TestAnOlderReaderLeavesTheCatalogueAsItIs(t *testing.T) {
	const l content.Locale = "en-US"
	one, two := content.DocumentID{1}, content.DocumentID{2}
	s := storetest.NewMemory(record.Spaces()...)
	put := func(id content.DocumentID, path string) {
		if err := s.Update(t.Context(), func(w store.Writer) error {
			return errors.Join(
				record.Documents.Put(w, record.DocumentKey(id), record.Document{Type: "page"}),
				record.Heads.Put(w, record.HeadKey(id, l), record.Head{Latest: 1, Live: 1, LivePath: path}),
			)
		}); err != nil {
			t.Fatal(err)
		}
	}
	m := content.Standard()
	site := NewSite(s, m, &feed.Epochs{}, feed.NewLog(m))
	put(one, "/one")
	look := func(epoch uint64, want int, then func()) {
		t.Helper()
		if err := s.View(t.Context(), func(r store.Reader) error {
			v := site.Today(r)
			v.epoch = epoch
			then()
			found, _, _, err := v.find(Query{Locale: l, Sort: Sort{By: ByPath}, Limit: -1})
			if len(found) != want {
				t.Errorf("a look of move %d has %d pages, want %d", epoch, len(found), want)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	look(4, 1, func() {
		put(two, "/two")
		look(5, 2, func() {})
		ready := site.catalogue.of[l]
		look(4, 2, func() {}) // it may show more than had moved by then
		if site.catalogue.epoch != 5 || site.catalogue.of[l] != ready {
			t.Errorf("the catalogue is of move %d, and was read anew: %v", site.catalogue.epoch, site.catalogue.of[l] != ready)
		}
	})
	if site.catalogue.epoch != 5 {
		t.Errorf("the catalogue is of move %d", site.catalogue.epoch)
	}
}
