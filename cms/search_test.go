package cms_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
	"practicecms/content/richtext"
)

// readersFind gives the titles that readers find, in their order.
func readersFind(t testing.TB, s *cmstest.Site, words string) string {
	t.Helper()
	found, total, err := s.Delivery().Search(t.Context(), cms.Search{Words: words, Locale: cmstest.Locale, Limit: 100})
	if err != nil || total != len(found) {
		t.Fatalf("%q: %d of %d: %v", words, len(found), total, err)
	}
	var out []string
	for _, f := range found {
		out = append(out, f.Title.String())
	}
	return strings.Join(out, ", ")
}

// staffFind gives the titles that staff find, sorted.
func staffFind(t testing.TB, s *cmstest.Site, words string) string {
	t.Helper()
	items, err := s.Editor().List(t.Context(), s.Who, cms.Filter{Locale: cmstest.Locale, Words: words})
	if err != nil {
		t.Fatalf("%q: %v", words, err)
	}
	var out []string
	for _, i := range items {
		out = append(out, i.Title)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// says reports whether any file in a folder holds a text.
func says(t testing.TB, dir, text string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) { // an index drops files as it goes
			return nil
		}
		found = found || bytes.Contains(b, []byte(text))
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return found
}

func searchFolder(s *cmstest.Site) string { return filepath.Join(s.Dir, cms.SearchFolder) }

func TestTheNextSearchFindsWhatWasPutLiveAndNothingElse(t *testing.T) {
	s := cmstest.New(t)
	ctx, e := t.Context(), s.Editor()
	expect := func(when, words, readers, staff string) {
		t.Helper()
		if got := readersFind(t, s, words); got != readers {
			t.Errorf("%s: readers find %q in %q, want %q", when, words, got, readers)
		}
		if got := staffFind(t, s, words); got != staff {
			t.Errorf("%s: staff find %q in %q, want %q", when, words, got, staff)
		}
	}
	v1 := s.Service(t, "one", cmstest.Section("Breathing", "Firstly we *breathe*."))
	expect("never live", "breathe", "", "Service one")
	s.Publish(t, v1)
	expect("live", "breathe", "Service one", "Service one")
	v2 := s.Save(t, cmstest.Edit(v1, 0, "body", "Secondly we rest."))
	expect("a newer draft", "firstly", "Service one", "")
	expect("a newer draft", "secondly", "", "Service one")
	if _, err := e.KeepWorking(ctx, s.Who, v2.Document, v2.Locale, content.Hash{}, v2.Number, cmstest.Edit(v2, 0, "body", "Thirdly.").Content); err != nil {
		t.Fatal(err)
	}
	expect("a working copy", "thirdly", "", "")
	s.Publish(t, v2)
	expect("the draft goes live", "secondly", "Service one", "Service one")
	expect("the draft goes live", "firstly", "", "")
	if _, err := e.UndoPublish(ctx, s.Who, v1.Document, v1.Locale, 0); err != nil {
		t.Fatal(err)
	}
	expect("undone", "secondly", "", "Service one")
	if _, err := e.Schedule(ctx, s.Who, v2.Document, v2.Locale, v2.Number, s.Clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	expect("planned", "secondly", "", "Service one")
	s.Clock.Advance(2 * time.Hour)
	if _, err := s.RunDue(ctx); err != nil {
		t.Fatal(err)
	}
	expect("as planned", "secondly", "Service one", "Service one")
	if _, err := e.Unpublish(ctx, s.Who, v1.Document, v1.Locale); err != nil {
		t.Fatal(err)
	}
	expect("taken off the site", "secondly", "", "Service one")
	s.Publish(t, v2)
	if err := e.Trash(ctx, s.Who, v1.Document); err != nil {
		t.Fatal(err)
	}
	expect("in the trash", "secondly", "", "")
	if items, err := e.List(ctx, s.Who, cms.Filter{Locale: cmstest.Locale, Words: "secondly", Trashed: true}); err != nil || len(items) != 1 {
		t.Errorf("in the trash, staff find %v, %v", items, err)
	}
	if err := e.Untrash(ctx, s.Who, cms.Untrash{Document: v1.Document}); err != nil {
		t.Fatal(err)
	}
	expect("out of the trash", "secondly", "", "Service one")
}

func TestReadersFindRecordsAndNothingThatIsForStaff(t *testing.T) {
	s := cmstest.New(t)
	dana := s.Record(t, "practitioner", "Dana Reyes", content.Fields{"role": "Psychotherapist", "bio": "Works with **grief**.", "languages": []any{"English", "Spanish"}})
	s.Publish(t, dana)
	site, err := s.Delivery().Site(t.Context(), cmstest.Locale)
	if err != nil {
		t.Fatal(err)
	}
	own := site.Content
	own.Fields["previewURL"], own.Fields["phone"], own.Fields["email"] = "https://example.org/grief?path={path}&token={token}", "+15055550142", "grief@example.org"
	v, err := s.Editor().Save(t.Context(), s.Who, cms.Save{Document: site.ID, Locale: cmstest.Locale, Base: site.Version, Content: own})
	if err != nil {
		t.Fatal(err)
	}
	s.Publish(t, v)
	found, total, err := s.Delivery().Search(t.Context(), cms.Search{Words: "GRIEF spanish", Locale: cmstest.Locale, Limit: 10})
	if err != nil || total != 1 || found[0].ID != dana.Document || found[0].Type != "practitioner" || found[0].Path != "" || found[0].Locale != cmstest.Locale {
		t.Errorf("%+v, %v", found, err)
	}
	if got := readersFind(t, s, "grief"); got != "Dana Reyes" {
		t.Errorf("readers find %q", got)
	}
	if got := staffFind(t, s, "grief"); got != "Dana Reyes, Willow Room" {
		t.Errorf("staff find %q", got)
	}
	if got := staffFind(t, s, "1505555"); got != "Willow Room" {
		t.Errorf("by the phone number staff find %q", got)
	}
	if found, _, err := s.Delivery().Search(t.Context(), cms.Search{Words: "grief", Locale: cmstest.Locale, Type: "service", Limit: 10}); err != nil || len(found) != 0 {
		t.Errorf("among services: %v, %v", found, err)
	}
}

func TestNothingIsOpenedUntilSomebodySearches(t *testing.T) {
	s := cmstest.New(t)
	s.Publish(t, s.Service(t, "one"))
	if _, err := s.Editor().List(t.Context(), s.Who, cms.Filter{Locale: cmstest.Locale}); err != nil {
		t.Fatal(err)
	}
	s.Reopen(t, nil)
	if _, err := os.Stat(searchFolder(s)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a search folder: %v", err)
	}
	if got := readersFind(t, s, "service"); got != "Service one" {
		t.Error(got)
	}
	if _, err := os.Stat(filepath.Join(searchFolder(s), "drafts")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("readers’ search opens the index of drafts: %v", err)
	}
}

func TestAnIndexThatDoesNotFitIsWrittenAnew(t *testing.T) {
	t.Parallel()
	other := cmstest.New(t)
	other.Publish(t, other.Service(t, "stranger"))
	readersFind(t, other, "stranger")
	staffFind(t, other, "stranger")
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { other.Open(t) }) // so that it is verified
	for name, change := range map[string]func(*testing.T, *cmstest.Site){
		"nothing happened": func(*testing.T, *cmstest.Site) {},
		"it was deleted":   func(t *testing.T, s *cmstest.Site) { remove(t, searchFolder(s)) },
		"it is another site’s": func(t *testing.T, s *cmstest.Site) {
			remove(t, searchFolder(s))
			if err := os.CopyFS(searchFolder(s), os.DirFS(searchFolder(other))); err != nil {
				t.Fatal(err)
			}
		},
		"its files are damaged": func(t *testing.T, s *cmstest.Site) {
			files, _ := filepath.Glob(filepath.Join(searchFolder(s), "*", "store", "*.zap"))
			for _, file := range files {
				if err := os.Truncate(file, 20); err != nil {
					t.Fatal(err)
				}
			}
		},
		"it is no index": func(t *testing.T, s *cmstest.Site) {
			remove(t, searchFolder(s))
			for _, name := range []string{"live", "drafts"} {
				if err := os.MkdirAll(filepath.Join(searchFolder(s), name, "store"), 0o700); err != nil {
					t.Fatal(err)
				}
			}
		},
		"an older backup was put back": func(t *testing.T, s *cmstest.Site) {
			if err := os.Rename(filepath.Join(s.Dir, "older"), filepath.Join(s.Dir, cms.DataFile)); err != nil {
				t.Fatal(err)
			}
			c, err := cms.Open(s.Dir, cms.Options{}) // and the same number of things happened since
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			v, err := c.Editor().Create(t.Context(), cms.System(), cms.New{Type: "service", Locale: cmstest.Locale, Content: content.Content{Path: "/services/one", Title: "Service one"}})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Editor().Publish(t.Context(), cms.System(), v.Document, v.Locale, 1); err != nil {
				t.Fatal(err)
			}
		},
		"the data file was compacted": func(t *testing.T, s *cmstest.Site) {
			if _, _, err := cms.Compact(t.Context(), s.Dir); err != nil {
				t.Fatal(err)
			}
		},
		"words were erased by a program that knows no index": func(t *testing.T, s *cmstest.Site) {
			old := filepath.Join(t.TempDir(), "old")
			if err := os.CopyFS(old, os.DirFS(searchFolder(s))); err != nil {
				t.Fatal(err)
			}
			c, err := cms.Open(s.Dir, cms.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := c.Editor().Erase(t.Context(), cms.System(), cms.Erase{Words: "services are kept", Reason: "asked"}); err != nil {
				t.Fatal(err)
			}
			if err := os.CopyFS(searchFolder(s), os.DirFS(old)); err != nil {
				t.Fatal(err)
			}
		},
		"another program wrote": func(t *testing.T, s *cmstest.Site) {
			c, err := cms.Open(s.Dir, cms.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			items, err := c.Editor().List(t.Context(), cms.System(), cms.Filter{Locale: cmstest.Locale, Types: []string{"service"}})
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range items {
				if i.Title != "Service one" {
					if err := c.Editor().Trash(t.Context(), cms.System(), i.Document); err != nil {
						t.Fatal(err)
					}
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := cmstest.New(t)
			if err := s.Backup(t.Context(), filepath.Join(s.Dir, "older")); err != nil {
				t.Fatal(err)
			}
			s.Publish(t, s.Service(t, "one"))
			switch name {
			case "another program wrote":
				s.Publish(t, s.Service(t, "two"))
			case "words were erased by a program that knows no index":
				s.Publish(t, s.Record(t, "snippet", "Secrets", content.Fields{"body": "Our services are kept."}))
			}
			readersFind(t, s, "service")
			staffFind(t, s, "service")
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			change(t, s)
			s.Open(t)
			if got := readersFind(t, s, "service"); got != "Service one" {
				t.Errorf("readers find %q", got)
			}
			if got := staffFind(t, s, "service"); got != "Service one" {
				t.Errorf("staff find %q", got)
			}
		})
	}
}

func remove(t *testing.T, dir string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
}

func TestAnIndexThatIsDamagedWhileInUseIsWrittenAnew(t *testing.T) {
	s := cmstest.New(t)
	for i := range 30 {
		s.Publish(t, s.Service(t, fmt.Sprint("n", i), cmstest.Section("Part", strings.Repeat("calm and steady words ", 50))))
	}
	readersFind(t, s, "steady")
	s.Reopen(t, nil) // it is read from its files now
	readersFind(t, s, "steady")
	files, _ := filepath.Glob(filepath.Join(searchFolder(s), "live", "store", "*.zap"))
	if len(files) == 0 {
		t.Fatal("there are no files to damage")
	}
	for _, file := range files {
		if err := os.Truncate(file, 0); err != nil {
			t.Fatal(err)
		}
	}
	if found, total, err := s.Delivery().Search(t.Context(), cms.Search{Words: "steady", Locale: cmstest.Locale, Limit: 5}); err != nil || total != 30 || len(found) != 5 {
		t.Errorf("%d of %d: %v", len(found), total, err)
	}
}

func TestErasedWordsLeaveTheIndexesAndTheirFiles(t *testing.T) {
	s := cmstest.New(t)
	v := s.Service(t, "one", cmstest.Section("Thanks", "A note from "+client+"."))
	s.Publish(t, v)
	draft := s.Save(t, cmstest.Edit(v, 0, "body", "Another from "+client+"."))
	s.Save(t, cmstest.Edit(draft, 0, "body", "Nothing of the kind."))
	if readersFind(t, s, client) == "" || staffFind(t, s, "kind") == "" {
		t.Fatal("the words are not found before they are erased")
	}
	s.Reopen(t, nil)
	readersFind(t, s, client)
	if !says(t, searchFolder(s), "Vandersloot") && !says(t, searchFolder(s), "vandersloot") {
		t.Fatal("no file says the words before they are erased: the test proves nothing")
	}
	if _, err := s.Editor().Erase(t.Context(), s.Who, cms.Erase{Words: "never said", Reason: "asked"}); !errors.Is(err, cms.ErrNotFound) {
		t.Fatal(err)
	}
	if _, err := os.Stat(searchFolder(s)); err != nil {
		t.Errorf("the indexes are gone although nothing was erased: %v", err)
	}
	if _, err := s.Editor().Erase(t.Context(), s.Who, cms.Erase{Words: client, Reason: "The client asked for it."}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, words := range []string{"Marguerite", "marguerit", "Vandersloot", "vandersloot"} {
			if says(t, searchFolder(s), words) {
				t.Errorf("a file says %q", words)
			}
		}
		if got := readersFind(t, s, client) + staffFind(t, s, "marguer"); got != "" {
			t.Errorf("the words are found in %q", got)
		}
		if got := readersFind(t, s, "erased note"); got != "Service one" {
			t.Errorf("what is left is found in %q", got)
		}
	}
}

func TestPuttingBackABackupRemovesTheIndexes(t *testing.T) {
	s := cmstest.New(t)
	file := filepath.Join(t.TempDir(), "backup")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	s.Publish(t, s.Service(t, "one"))
	readersFind(t, s, "service")
	staffFind(t, s, "service")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := cms.RestoreBackup(t.Context(), file, s.Dir, cms.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(searchFolder(s)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the indexes are there: %v", err)
	}
	s.Open(t)
	if got := readersFind(t, s, "service") + staffFind(t, s, "service"); got != "" {
		t.Errorf("found is %q", got)
	}
}

func TestAnEraseThatFailsLosesNothing(t *testing.T) {
	s := cmstest.New(t)
	s.Publish(t, s.Service(t, "one", cmstest.Section("Thanks", "A note from "+client+".")))
	readersFind(t, s, client)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Editor().Erase(ctx, s.Who, cms.Erase{Words: client, Reason: "asked"}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if got := readersFind(t, s, client); got != "Service one" {
		t.Errorf("readers find %q", got)
	}
}

func TestSearchesWhileOthersWriteFindWhatWasAcknowledged(t *testing.T) {
	s := cmstest.New(t)
	var group sync.WaitGroup
	for w := range 3 {
		group.Go(func() {
			for i := range 15 {
				name := fmt.Sprintf("w%dn%d", w, i)
				v, err := s.Editor().Create(t.Context(), s.Who, cms.New{Type: "service", Locale: cmstest.Locale, Content: content.Content{Path: "/services/" + name, Title: "Service " + name}})
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := s.Editor().Publish(t.Context(), s.Who, v.Document, v.Locale, 1); err != nil {
					t.Error(err)
				}
				found, _, err := s.Delivery().Search(t.Context(), cms.Search{Words: name, Locale: cmstest.Locale, Limit: 10})
				if err != nil || len(found) != 1 || found[0].ID != v.Document {
					t.Errorf("%s: %v, %v", name, found, err)
				}
				if items, err := s.Editor().List(t.Context(), s.Who, cms.Filter{Locale: cmstest.Locale, Words: name}); err != nil || len(items) == 0 {
					t.Errorf("%s: staff find %v, %v", name, items, err)
				}
				if i == 7 {
					if _, err := s.Editor().Erase(t.Context(), s.Who, cms.Erase{Words: "Service " + name, Reason: "asked"}); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	group.Wait()
}

func TestASearchThatGivesUpLeavesTheIndexToTheNext(t *testing.T) {
	s := cmstest.New(t)
	for i := range 20 {
		s.Publish(t, s.Service(t, fmt.Sprint("n", i), cmstest.Section("Part", strings.Repeat("calm and steady words ", 200))))
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, _, err := s.Delivery().Search(ctx, cms.Search{Words: "steady", Locale: cmstest.Locale, Limit: 1}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want DeadlineExceeded", err)
	}
	if got := strings.Count(readersFind(t, s, "steady"), "Service"); got != 20 {
		t.Errorf("the next search finds %d", got)
	}
}

func TestWordsThatCannotBeLookedForAreRefused(t *testing.T) {
	s := cmstest.New(t)
	for _, words := range []string{"", " \t", "—!", strings.Repeat("a", cms.MaxSearchWords+1), strings.Join(strings.Split("abcdefghijklmnopqrstuvwxyz", ""), " ")} {
		_, _, err := s.Delivery().Search(t.Context(), cms.Search{Words: words, Locale: cmstest.Locale, Limit: 1})
		if invalid := (*content.InvalidError)(nil); !errors.As(err, &invalid) {
			t.Errorf("readers look for %.30q: %v", words, err)
		}
		_, err = s.Editor().List(t.Context(), s.Who, cms.Filter{Locale: cmstest.Locale, Words: words})
		if invalid := (*content.InvalidError)(nil); strings.TrimSpace(words) != "" && !errors.As(err, &invalid) {
			t.Errorf("staff look for %.30q: %v", words, err)
		}
	}
	past, err := s.Delivery().At(s.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := past.Search(t.Context(), cms.Search{Words: "service", Locale: cmstest.Locale, Limit: 1}); !errors.Is(err, cms.ErrNotFound) {
		t.Errorf("a search of an earlier moment: %v", err)
	}
}

// Text that is costly to parse is parsed once, when it comes into an index: a search of
// ten pages of it takes less memory than parsing one of them.
func TestASearchParsesNoMarkdown(t *testing.T) {
	s := cmstest.New(t)
	costly := strings.TrimSpace(strings.Repeat(strings.Repeat("*a_ ", 1900)+"\n\n", 4))
	for i := range 10 {
		s.Service(t, fmt.Sprint("n", i), cmstest.Section("Part", costly))
	}
	allocated := func(do func()) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		do()
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	one := allocated(func() { richtext.PlainText(costly) })
	for {
		_, err := s.Editor().List(t.Context(), s.Who, cms.Filter{Locale: cmstest.Locale, Words: "part"})
		if err == nil {
			break
		}
		if !errors.Is(err, cms.ErrPreparing) {
			t.Fatal(err)
		}
	}
	all := allocated(func() {
		if got := staffFind(t, s, "a_ part"); strings.Count(got, "Service") != 10 {
			t.Errorf("staff find %q", got)
		}
	})
	if all > one {
		t.Errorf("a search of 10 pages took %d bytes, parsing one of them takes %d", all, one)
	}
}
