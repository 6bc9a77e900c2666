package derived

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
	"practicecms/content"
)

const english content.Locale = "en-US"

var one, two = content.DocumentID{1}, content.DocumentID{2}

// write runs fn on an empty store.
func write(t *testing.T, fn func(store.Writer) error) {
	t.Helper()
	if err := storetest.NewMemory(record.Spaces()...).Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// keys are those of a space.
func keys(t *testing.T, r store.Reader, space store.Space) (all []string) {
	t.Helper()
	for kv, err := range r.Scan(space, store.Range{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(kv.Key))
	}
	return all
}

func TestAnAddressHasOnePageOrLeadsToTheOneThatLeftIt(t *testing.T) {
	write(t, func(w store.Writer) error {
		for _, step := range []struct {
			id          content.DocumentID
			from, to    string
			want        error
			live, leads map[string]content.DocumentID
		}{
			{one, "", "/a", nil, map[string]content.DocumentID{"/a": one}, nil},
			{two, "", "/a", record.ErrAddressInUse, map[string]content.DocumentID{"/a": one}, nil},
			{one, "/a", "/a", nil, map[string]content.DocumentID{"/a": one}, nil},
			{one, "/a", "/b", nil, map[string]content.DocumentID{"/b": one}, map[string]content.DocumentID{"/a": one}},
			{two, "", "/a", nil, map[string]content.DocumentID{"/a": two, "/b": one}, nil},
			{one, "/b", "", nil, map[string]content.DocumentID{"/a": two}, map[string]content.DocumentID{"/b": one}},
			{one, "", "/b", nil, map[string]content.DocumentID{"/a": two, "/b": one}, nil},
		} {
			if err := MoveAddress(w, step.id, english, step.from, step.to, 7); !errors.Is(err, step.want) || err != nil && step.want == nil {
				t.Errorf("from %q to %q: got %v, want %v", step.from, step.to, err, step.want)
			}
			live, leads := map[string]content.DocumentID{}, map[string]content.DocumentID{}
			for _, path := range []string{"/a", "/b"} {
				if id, ok, err := record.Paths.Find(w, record.PathKey(english, path)); err != nil {
					return err
				} else if ok {
					live[path] = id
				}
				if old, ok, err := record.Redirects.Find(w, record.PathKey(english, path)); err != nil {
					return err
				} else if ok {
					leads[path] = old.To
				}
			}
			if !maps.Equal(live, step.live) || !maps.Equal(leads, step.leads) {
				t.Errorf("from %q to %q: live are %v and %v lead on, want %v and %v", step.from, step.to, live, leads, step.live, step.leads)
			}
		}
		return nil
	})
}

func TestAPlanIsDueUntilAnotherTakesItsPlaceOrItFails(t *testing.T) {
	write(t, func(w store.Writer) error {
		var head record.Head
		for _, step := range []struct {
			plan *record.Plan
			due  []record.Stamp
		}{
			{nil, nil},
			{&record.Plan{Version: 1, At: 5}, []record.Stamp{5}},
			{&record.Plan{Version: 2, At: 9}, []record.Stamp{9}},
			{&record.Plan{Version: 2, At: 9, Fault: record.FaultOther}, nil},
			{&record.Plan{Version: 3, At: 9}, []record.Stamp{9}},
			{nil, nil},
		} {
			var err error
			if head, err = SetPlan(w, one, english, head, step.plan); err != nil {
				return err
			}
			var want []string
			for _, at := range step.due {
				want = append(want, string(record.DueKey(at, one, english)))
			}
			kept, err := record.Heads.Get(w, record.HeadKey(one, english))
			if got := keys(t, w, record.SpaceDue); err != nil || !slices.Equal(got, want) || (kept.Plan == nil) != (step.plan == nil) {
				t.Errorf("with the plan %+v, due are %q (%v), want %q", step.plan, got, err, want)
			}
		}
		return nil
	})
}

// holds is a version with some blocks.
func holds(number uint64, blocks ...byte) *record.Snapshot {
	v := record.Snapshot{Record: record.Version{Number: number}}
	for _, b := range blocks {
		v.Record.Blocks = append(v.Record.Blocks, record.BlockRef{ID: content.BlockID{b}})
	}
	return &v
}

func TestABlockIsOnTheShelfWhileTheLatestVersionDoesNotHaveIt(t *testing.T) {
	write(t, func(w store.Writer) error {
		var before *record.Snapshot
		for _, step := range []struct {
			version *record.Snapshot
			shelved map[byte]record.Shelved
		}{
			{holds(1, 'a', 'b'), nil},
			{holds(2, 'b'), map[byte]record.Shelved{'a': {Held: 1, Gone: 2}}},
			{holds(3, 'b', 'c'), map[byte]record.Shelved{'a': {Held: 1, Gone: 2}}},
			{holds(4, 'c'), map[byte]record.Shelved{'a': {Held: 1, Gone: 2}, 'b': {Held: 3, Gone: 4}}},
			{holds(5, 'a', 'c'), map[byte]record.Shelved{'b': {Held: 3, Gone: 4}}},
			{holds(6), map[byte]record.Shelved{'a': {Held: 5, Gone: 6}, 'b': {Held: 3, Gone: 4}, 'c': {Held: 5, Gone: 6}}},
		} {
			if err := MoveShelf(w, one, english, before, *step.version); err != nil {
				return err
			}
			before = step.version
			got := map[byte]record.Shelved{}
			for _, b := range []byte("abc") {
				shelved, ok, err := record.Shelf.Find(w, record.ShelfKey(one, english, content.BlockID{b}))
				if err != nil {
					return err
				}
				if ok {
					got[b] = shelved
				}
			}
			if !maps.Equal(got, step.shelved) {
				t.Errorf("version %d: on the shelf are %v, want %v", before.Record.Number, got, step.shelved)
			}
		}
		return nil
	})
}

func TestAUseIsKeptWhileEitherVersionRefers(t *testing.T) {
	m := content.Standard()
	refers := &record.Snapshot{Content: content.Content{Title: "Refers", Blocks: []content.Block{{Kind: "section", Fields: content.Fields{"body": "[there](document:" + two.String() + ")"}}}}}
	not := &record.Snapshot{Content: content.Content{Title: "Does not"}}
	write(t, func(w store.Writer) error {
		for _, step := range []struct {
			before, after *record.Snapshot
			side          Side
			want          record.Use
		}{
			{nil, refers, UseDraft, record.Use{Draft: true}},
			{nil, refers, UseLive, record.Use{Draft: true, Live: true}},
			{refers, refers, UseDraft, record.Use{Draft: true, Live: true}},
			{refers, not, UseDraft, record.Use{Live: true}},
			{not, refers, UseDraft, record.Use{Draft: true, Live: true}},
			{refers, nil, UseLive, record.Use{Draft: true}},
			{refers, not, UseDraft, record.Use{}},
		} {
			if err := MoveUses(w, m, one, "page", english, step.before, step.after, step.side); err != nil {
				return err
			}
			use, there, err := record.Uses.Find(w, record.UseKey(two, one, english))
			if err != nil || use != step.want || there != (step.want != record.Use{}) {
				t.Errorf("live: %v: got %+v, there: %v (%v), want %+v", step.side == UseLive, use, there, err, step.want)
			}
		}
		return nil
	})
}

func TestRenewingLeavesWhatARebuildGivesAndNothingElse(t *testing.T) {
	m := content.Standard()
	write(t, func(w store.Writer) error {
		if err := errors.Join(
			record.Documents.Put(w, record.DocumentKey(one), record.Document{Type: "page"}),
			record.Paths.Put(w, record.PathKey(english, "/stale"), two),
			record.Due.Put(w, record.DueKey(3, two, english), 1),
		); err != nil {
			return err
		}
		if err := Renew(w, m); err != nil {
			return err
		}
		for _, space := range Spaces() {
			want := []string(nil)
			if space == record.SpaceShelf {
				want = []string{string(record.ShelfBuilt)}
			}
			if got := keys(t, w, space); !slices.Equal(got, want) {
				t.Errorf("%s has %q, want %q", space, got, want)
			}
		}
		return nil
	})
}
