package feed_test

import (
	"errors"
	"slices"
	"testing"

	"practicecms/cms/audit"
	"practicecms/cms/feed"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
	"practicecms/content"
)

// followed is what Epochs make of a log that a test writes.
type followed struct {
	t     *testing.T
	store store.Store
	model *content.Model
	feed.Epochs
}

func follow(t *testing.T) *followed {
	f := &followed{t: t, store: storetest.NewMemory(record.Spaces()...), model: &content.Model{Types: []content.Type{{Name: "page"}, {Name: "settings", Settings: true}}}}
	for id, typ := range map[byte]string{1: "page", 2: "page", 9: "settings"} {
		f.update(func(w store.Writer) error {
			return record.Documents.Put(w, record.DocumentKey(content.DocumentID{id}), record.Document{Type: typ})
		})
	}
	f.read()
	return f
}

func (f *followed) update(fn func(store.Writer) error) {
	f.t.Helper()
	if err := f.store.Update(f.t.Context(), fn); err != nil {
		f.t.Fatal(err)
	}
}

func (f *followed) read() {
	f.t.Helper()
	if err := f.store.View(f.t.Context(), func(r store.Reader) error { return f.Follow(r, f.model) }); err != nil {
		f.t.Fatal(err)
	}
}

// logs writes an entry, which is not followed yet.
func (f *followed) logs(action audit.Action, document byte) {
	f.t.Helper()
	f.update(func(w store.Writer) error {
		return audit.Append(w, &audit.Entry{Action: action, Document: content.DocumentID{document}})
	})
}

func TestWhatMovesWhatIsLive(t *testing.T) {
	for _, c := range []struct {
		action   audit.Action
		document byte
		moves    bool
		all      bool
	}{
		{audit.ActionPublish, 1, true, false}, {audit.ActionPublishPlanned, 1, true, false}, {audit.ActionUnpublish, 1, true, false},
		{audit.ActionUndo, 1, true, false}, {audit.ActionTrash, 1, true, false},
		{audit.ActionPublish, 9, true, true}, // settings say in which languages everything is told
		{audit.ActionErase, 0, true, true}, {audit.ActionErase, 1, true, true}, {audit.ActionSetUp, 0, true, true},
		{audit.ActionSave, 1, false, false}, {audit.ActionSchedule, 1, false, false}, {audit.ActionShare, 1, false, false}, {audit.ActionUntrash, 1, false, false},
		{audit.ActionSave, 9, false, false}, {audit.ActionThin, 0, false, false},
	} {
		f := follow(t)
		next := f.Next()
		f.logs(c.action, c.document)
		if f.Now() != 0 {
			t.Fatalf("%s: it moved before anybody looked", c.action)
		}
		f.read()
		f.read() // once is enough
		if moved := f.Now() == 1; moved != c.moves || f.Now() > 1 {
			t.Errorf("%s of %d: epoch %d", c.action, c.document, f.Now())
		}
		select {
		case <-next:
			if !c.moves {
				t.Errorf("%s woke who waits", c.action)
			}
		default:
			if c.moves {
				t.Errorf("%s did not wake who waits", c.action)
			}
		}
		ids, all := f.Since(0, f.Now())
		if all != c.all || !c.all && c.moves != slices.Equal(ids, []content.DocumentID{{1}}) {
			t.Errorf("%s of %d moved %v, all: %v", c.action, c.document, ids, all)
		}
	}
}

func TestWhatWasThereAtTheBeginningIsNoMove(t *testing.T) {
	f := follow(t)
	f.logs(audit.ActionPublish, 1)
	var late feed.Epochs
	if err := f.store.View(t.Context(), func(r store.Reader) error { return late.Follow(r, f.model) }); err != nil || late.Now() != 0 {
		t.Errorf("%v, epoch %d", err, late.Now())
	}
}

func TestEachMoveIsToldOnceAndInSpans(t *testing.T) {
	f := follow(t)
	for _, id := range []byte{2, 1, 2} {
		f.logs(audit.ActionPublish, id)
	}
	f.read() // three entries that one look found
	for _, c := range []struct {
		from, to uint64
		want     []content.DocumentID
		all      bool
	}{
		{0, 3, []content.DocumentID{{1}, {2}}, false}, {1, 2, []content.DocumentID{{1}}, false}, {2, 3, []content.DocumentID{{2}}, false}, {3, 3, nil, false},
		{0, 4, nil, true}, // it has not come yet: who asks has another count
		{3, 2, nil, true},
	} {
		if ids, all := f.Since(c.from, c.to); all != c.all || !slices.Equal(ids, c.want) {
			t.Errorf("from %d to %d: %v, all: %v", c.from, c.to, ids, all)
		}
	}
	for range 1024 {
		f.logs(audit.ActionPublish, 1)
	}
	f.read()
	if ids, all := f.Since(3, 1027); all || !slices.Equal(ids, []content.DocumentID{{1}}) {
		t.Errorf("what is kept: %v, all: %v", ids, all)
	}
	if ids, all := f.Since(1027, 1029); !all {
		t.Errorf("what is still to come moved %v", ids)
	}
	if _, all := f.Since(2, 1027); !all {
		t.Error("what is not kept any more is not said to be anything")
	}
}

func TestWhatCannotBeReadMovesEverything(t *testing.T) {
	f := follow(t)
	f.logs(audit.ActionPublish, 7) // of no document
	f.logs(audit.ActionPublish, 1)
	err := f.store.View(t.Context(), func(r store.Reader) error { return f.Follow(r, f.model) })
	if !errors.Is(err, record.ErrNotFound) || f.Now() == 0 {
		t.Fatalf("%v, epoch %d", err, f.Now())
	}
	if _, all := f.Since(0, f.Now()); !all {
		t.Error("caches keep what may have changed")
	}
	f.read() // it goes on behind it
	if ids, all := f.Since(f.Now()-1, f.Now()); all || !slices.Equal(ids, []content.DocumentID{{1}}) {
		t.Errorf("behind it: %v, all: %v", ids, all)
	}
}
