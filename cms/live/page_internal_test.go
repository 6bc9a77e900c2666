package live

import (
	"bytes"
	"crypto/rand"
	"errors"
	"maps"
	"slices"
	"testing"

	"practicecms/cms/audit"
	"practicecms/cms/feed"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
	"practicecms/content"
)

const english, spanish, french content.Locale = "en-US", "es-US", "fr-FR"

// stage is a site whose records a test writes by itself, also such as no editor writes.
type stage struct {
	*Site
	memory *storetest.Memory
}

func newStage(t *testing.T) stage {
	t.Helper()
	m, memory := content.Standard(), storetest.NewMemory(record.Spaces()...)
	s := stage{NewSite(memory, m, &feed.Epochs{}, feed.NewLog(m)), memory}
	if err := s.memory.View(t.Context(), s.follow); err != nil {
		t.Fatal(err)
	}
	return s
}

// put writes a document with one version in a language.
func (s stage) put(t *testing.T, id content.DocumentID, doc record.Document, l content.Locale, h record.Head, fields content.Fields) {
	t.Helper()
	err := s.memory.Update(t.Context(), func(w store.Writer) error {
		h.Latest = 1
		text, err := record.WriteBody(w, rand.Reader, record.Body{Title: h.LivePath, Fields: fields})
		return errors.Join(err,
			record.Documents.Put(w, record.DocumentKey(id), doc),
			record.Heads.Put(w, record.HeadKey(id, l), h),
			record.Versions.Put(w, record.NumberedKey(id, l, 1), nil, record.Version{Number: 1, Path: h.LivePath, Fields: text}),
			record.Paths.Put(w, record.PathKey(l, h.LivePath), id),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// moved tells that something happened to documents.
func (s stage) moved(t *testing.T, how audit.Action, ids ...content.DocumentID) {
	t.Helper()
	err := s.memory.Update(t.Context(), func(w store.Writer) error {
		last, _, err := audit.Last(w)
		for i, id := range ids {
			n := last + uint64(i) + 1
			err = errors.Join(err, audit.Entries.Put(w, record.SequenceKey(n), audit.Entry{Sequence: n, Action: how, Document: id}))
		}
		return err
	})
	if err := errors.Join(err, s.memory.View(t.Context(), s.follow)); err != nil {
		t.Fatal(err)
	}
}

func (s stage) follow(r store.Reader) error { return s.epochs.Follow(r, s.model) }

// look runs fn on what is live now.
func (s stage) look(t *testing.T, fn func(View)) {
	t.Helper()
	if err := s.Now(t.Context(), func(v View) error { fn(v); return nil }); err != nil {
		t.Fatal(err)
	}
}

// listed gives the paths that a view lists in a language, in every order.
func listed(v View, l content.Locale) (paths map[SortKey]string, err error) {
	paths = map[SortKey]string{}
	for _, by := range []SortKey{ByAge, ByPath, ByTitle, BySince, ByFirst} {
		items, _, _, e := v.List(Query{Locale: l, Sort: Sort{By: by}, Limit: -1})
		for _, one := range items {
			paths[by] += one.Content.Path
		}
		err = errors.Join(err, e)
	}
	return paths, err
}

func everyOrder(paths string) map[SortKey]string {
	return map[SortKey]string{ByAge: paths, ByPath: paths, ByTitle: paths, BySince: paths, ByFirst: paths}
}

// A page names the languages in which it is live, itself and drafts not among them.
func TestAPageNamesTheOtherLanguagesInWhichItIsLive(t *testing.T) {
	s, page := newStage(t), content.DocumentID{1}
	doc := record.Document{Type: "page"}
	s.put(t, page, doc, english, record.Head{Live: 1, LivePath: "/one"}, nil)
	s.put(t, page, doc, spanish, record.Head{Live: 1, LivePath: "/es/uno"}, nil)
	s.put(t, page, doc, french, record.Head{}, nil)
	s.look(t, func(v View) {
		for l, want := range map[content.Locale][]Alternate{english: {{spanish, "/es/uno"}}, spanish: {{english, "/one"}}} {
			got, err := v.Page(page, l, WithBlocks)
			if err != nil || !slices.Equal(got.Alternates, want) {
				t.Errorf("the page in %s names %v, want %v (%v)", l, got.Alternates, want, err)
			}
			addresses, err := v.Addresses(l)
			if err != nil || len(addresses) != 1 || !slices.Equal(addresses[0].Alternates, want) {
				t.Errorf("for search engines it is in %s %+v, want one that names %v (%v)", l, addresses, want, err)
			}
		}
		if got, err := v.Addresses(french); err != nil || len(got) > 0 {
			t.Errorf("a draft is told to search engines: %+v (%v)", got, err)
		}
	})
}

// What is in the trash is not delivered, whatever its head says.
func TestWhatIsInTheTrashIsNotDelivered(t *testing.T) {
	s, page, practice := newStage(t), content.DocumentID{1}, content.DocumentID{2}
	for _, trashed := range []record.Stamp{0, 1} {
		s.put(t, page, record.Document{Type: "page", TrashedAt: trashed}, english, record.Head{Live: 1, LivePath: "/one"}, nil)
		s.put(t, practice, record.Document{Type: "practice", TrashedAt: trashed}, english, record.Head{Live: 1}, nil)
		s.moved(t, audit.ActionTrash, page)
		is, n := trashed == 0, 2
		if !is {
			n = 1 // the settings, of which nothing told
		}
		s.look(t, func(v View) {
			if _, err := v.Live(page, english, JustFields); (err == nil) != is || !is && !errors.Is(err, record.ErrNotFound) {
				t.Errorf("in the trash %v: reading it gives %v", !is, err)
			}
			if _, err := v.ByPath(english, "/one"); (err == nil) != is || !is && !errors.Is(err, record.ErrNotFound) {
				t.Errorf("in the trash %v: its address gives %v", !is, err)
			}
			if p, err := v.Practice(); err != nil || (p.Document == practice) != is {
				t.Errorf("in the trash %v: the practice is %+v (%v)", !is, p, err)
			}
			rows, err := v.cataloguedIn(english)
			if err != nil || (len(rows) > 0) != is {
				t.Errorf("in the trash %v: read anew the list has %d (%v)", !is, len(rows), err)
			}
			rows, release, err := v.inOrder(english, ByPath)
			if err != nil || len(rows) != n {
				t.Fatalf("in the trash %v: the catalogue has %d, want %d (%v)", !is, len(rows), n, err)
			}
			release()
		})
	}
}

// A look that began before a page went off the site, or came to it, has it or has it not:
// what another look knows of it is no error.
func TestALookThatIsOlderThanTheListsSeesWhatItSaw(t *testing.T) {
	page, doc := content.DocumentID{1}, record.Document{Type: "page"}
	on, off := record.Head{Live: 1, LivePath: "/one"}, record.Head{}
	for name, c := range map[string]struct{ before, after record.Head }{"went": {on, off}, "came": {off, on}} {
		s := newStage(t)
		s.put(t, page, doc, english, c.before, nil)
		s.moved(t, audit.ActionPublish, page)
		s.look(t, func(v View) {
			_, release, err := v.inOrder(english, ByAge)
			if err != nil {
				t.Fatal(err)
			}
			release()
			s.put(t, page, doc, english, c.after, nil) // nobody has told of it yet
			s.look(t, func(newer View) {
				if _, err := listed(newer, english); err != nil {
					t.Errorf("it %s: the newer look: %v", name, err)
				}
			})
			if _, err := listed(v, english); err != nil {
				t.Errorf("it %s: the older look lists: %v", name, err)
			}
			if got, err := v.Addresses(english); err != nil || len(got) > int(c.before.Live) {
				t.Errorf("it %s: the older look tells search engines of %+v (%v)", name, got, err)
			}
		})
	}
}

// A list that could not be brought up to date is no list, and the next time it is whole.
func TestAListThatIsHalfDoneIsNotGivenOut(t *testing.T) {
	paths := []string{"/a", "/b", "/c", "/d"}
	for broken := range paths {
		for what, space := range map[string]store.Space{"how it stands": record.Heads.Space, "its version": record.Versions.Space} {
			s := newStage(t)
			var ids []content.DocumentID
			put := func(i int, path string) {
				t.Helper()
				s.put(t, ids[i], record.Document{Type: "page"}, english, record.Head{Live: 1, LivePath: path}, nil)
			}
			for i, path := range paths {
				ids = append(ids, content.DocumentID{byte(i + 1)})
				put(i, path)
			}
			whole := func(when, want string) {
				t.Helper()
				s.look(t, func(v View) {
					if got, err := listed(v, english); err != nil || !maps.Equal(got, everyOrder(want)) {
						t.Errorf("with %s of %s, %s: it lists %v, want %q (%v)", what, paths[broken], when, got, want, err)
					}
				})
			}
			half := func() {
				t.Helper()
				mend := s.spoil(t, space, ids[broken])
				s.look(t, func(v View) {
					failed := false
					for by := range everyOrder("") {
						_, release, err := v.inOrder(english, by)
						if err == nil {
							release()
						}
						failed = failed || err != nil
						if !s.catalogue.mu.TryLock() {
							t.Fatal("the catalogue stays locked")
						}
						s.catalogue.mu.Unlock()
					}
					if !failed {
						t.Errorf("with %s of %s that cannot be read it is given out in every order", what, paths[broken])
					}
				})
				mend()
			}
			half()
			whole("when it was first read", "/a/b/c/d")
			for i, path := range paths {
				put(i, path+path)
			}
			s.moved(t, audit.ActionPublish, ids...)
			half()
			whole("when all had moved", "/a/a/b/b/c/c/d/d")
		}
	}
}

// spoil makes records of a document unreadable until mend is called.
func (s stage) spoil(t *testing.T, in store.Space, id content.DocumentID) (mend func()) {
	t.Helper()
	kept := map[string][]byte{}
	update := func(fn func(store.Writer) error) {
		t.Helper()
		if err := s.memory.Update(t.Context(), fn); err != nil {
			t.Fatal(err)
		}
	}
	update(func(w store.Writer) (err error) {
		for kv, e := range w.Scan(in, store.Prefix(id[:])) {
			kept[string(kv.Key)], err = bytes.Clone(kv.Value), errors.Join(err, e)
		}
		for key := range kept {
			err = errors.Join(err, w.Put(in, []byte(key), []byte("spoiled")))
		}
		return err
	})
	return func() {
		update(func(w store.Writer) (err error) {
			for key, value := range kept {
				err = errors.Join(err, w.Put(in, []byte(key), value))
			}
			return err
		})
	}
}
