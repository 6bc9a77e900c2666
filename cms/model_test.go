package cms_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/content"
)

// TestRandomHistoriesMatchAModel edits pages at random and keeps beside them what
// they must be: every version's content, what is live, and what the public may see.
func TestRandomHistoriesMatchAModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := cmstest.New(t)
		m := &practiceModel{Site: s, t: t}
		rt.Repeat(map[string]func(*rapid.T){
			"create":    m.create,
			"save":      m.save,
			"stale":     m.saveFromAnOldBase,
			"restore":   m.restore,
			"bringBack": m.restoreOneBlock,
			"publish":   m.publish,
			"unpublish": m.unpublish,
			"undo":      m.undo,
			"trash":     m.trash,
			"reopen":    func(*rapid.T) { s.Reopen(t, nil) },
			"":          m.check,
		})
		report, err := s.Verify(t.Context())
		if err != nil || !report.OK() {
			rt.Fatalf("verify: %+v, %v", report, err)
		}
	})
}

type practiceModel struct {
	*cmstest.Site
	t    *testing.T
	docs []*documentModel
	n    int
}

type documentModel struct {
	id       content.DocumentID
	versions []content.Content // by number - 1
	live     int               // number; 0: none
	trashed  bool
}

func (d *documentModel) latest() content.Content { return d.versions[len(d.versions)-1] }

func (m *practiceModel) pick(rt *rapid.T) *documentModel {
	if len(m.docs) == 0 {
		rt.Skip("no document yet")
	}
	return rapid.SampledFrom(m.docs).Draw(rt, "document")
}

func (m *practiceModel) text() string {
	m.n++
	return fmt.Sprintf("text %d", m.n)
}

func (m *practiceModel) create(rt *rapid.T) {
	if len(m.docs) == 4 {
		rt.Skip("enough")
	}
	v := m.Service(m.t, fmt.Sprint("page-", len(m.docs)), cmstest.Section("A", m.text()), cmstest.Section("B", m.text()))
	m.docs = append(m.docs, &documentModel{id: v.Document, versions: []content.Content{v.Content}})
}

// change draws an edit of a content.
func (m *practiceModel) change(rt *rapid.T, c content.Content) content.Content {
	c.Blocks = slices.Clone(c.Blocks)
	switch op := rapid.SampledFrom([]string{"edit", "add", "remove", "move", "title", "path", "nothing"}).Draw(rt, "change"); {
	case op == "edit" && len(c.Blocks) > 0:
		i := rapid.IntRange(0, len(c.Blocks)-1).Draw(rt, "block")
		c.Blocks[i].Fields = content.Fields{"heading": c.Blocks[i].Fields["heading"], "body": m.text()}
	case op == "add":
		i := rapid.IntRange(0, len(c.Blocks)).Draw(rt, "at")
		c.Blocks = slices.Insert(c.Blocks, i, cmstest.Section("New", m.text()))
	case op == "remove" && len(c.Blocks) > 0:
		i := rapid.IntRange(0, len(c.Blocks)-1).Draw(rt, "block")
		c.Blocks = slices.Delete(c.Blocks, i, i+1)
	case op == "move" && len(c.Blocks) > 1:
		c.Blocks[0], c.Blocks[1] = c.Blocks[1], c.Blocks[0]
	case op == "title":
		c.Title = "Title, " + m.text()
	case op == "path":
		c.Path = fmt.Sprint("/services/moved-", rapid.IntRange(0, 3).Draw(rt, "address"))
	}
	return c
}

// wrote checks what a write answered: ErrTrashed for what is in the trash, the same
// version for no change, else the next.
func (m *practiceModel) wrote(rt *rapid.T, d *documentModel, want content.Content, v cms.Version, err error) {
	switch {
	case d.trashed:
		if !errors.Is(err, cms.ErrTrashed) {
			rt.Fatalf("a change in the trash: got %v", err)
		}
		return
	case err != nil:
		rt.Fatal(err)
	}
	if want.Equal(d.latest()) {
		if int(v.Number) != len(d.versions) {
			rt.Fatalf("no change gave version %d, want %d", v.Number, len(d.versions))
		}
		return
	}
	d.versions = append(d.versions, v.Content)
	if int(v.Number) != len(d.versions) {
		rt.Fatalf("got version %d, want %d", v.Number, len(d.versions))
	}
}

func (m *practiceModel) save(rt *rapid.T) {
	d := m.pick(rt)
	next := m.change(rt, d.latest())
	v, err := m.Editor().Save(m.t.Context(), m.Who, cms.Save{Document: d.id, Locale: cmstest.Locale, Base: uint64(len(d.versions)), Content: next})
	m.wrote(rt, d, next, v, err)
}

// saveFromAnOldBase checks that nothing of either side is lost: the answer is a
// merge that holds both sides' new texts, or a conflict that holds both.
func (m *practiceModel) saveFromAnOldBase(rt *rapid.T) {
	d := m.pick(rt)
	if d.trashed {
		rt.Skip("in the trash")
	}
	base := rapid.IntRange(1, len(d.versions)).Draw(rt, "base")
	next := m.change(rt, d.versions[base-1])
	v, err := m.Editor().Save(m.t.Context(), m.Who, cms.Save{Document: d.id, Locale: cmstest.Locale, Base: uint64(base), Content: next})
	if conflict := (*cms.ConflictError)(nil); errors.As(err, &conflict) {
		if len(conflict.Conflicts) == 0 {
			rt.Fatal("a conflict about nothing")
		}
		return
	}
	if err != nil {
		rt.Fatal(err)
	}
	if int(v.Number) > len(d.versions) {
		d.versions = append(d.versions, v.Content)
	} else if !v.Content.Equal(d.latest()) {
		rt.Fatalf("an unchanged save answered %v", v.Content)
	}
}

func (m *practiceModel) restore(rt *rapid.T) {
	d := m.pick(rt)
	n := rapid.IntRange(1, len(d.versions)).Draw(rt, "version")
	want := d.versions[n-1]
	want.Path = d.latest().Path
	v, err := m.Editor().Restore(m.t.Context(), m.Who, cms.Restore{Document: d.id, Locale: cmstest.Locale, Version: uint64(n)})
	m.wrote(rt, d, want, v, err)
	if !d.trashed && !d.latest().Equal(want) {
		rt.Fatalf("restored %v, want %v", d.latest(), want)
	}
}

func (m *practiceModel) restoreOneBlock(rt *rapid.T) {
	d := m.pick(rt)
	n := rapid.IntRange(1, len(d.versions)).Draw(rt, "version")
	then := d.versions[n-1]
	if len(then.Blocks) == 0 || d.trashed {
		rt.Skip("no block")
	}
	old := rapid.SampledFrom(then.Blocks).Draw(rt, "block")
	before := d.latest()
	v, err := m.Editor().Restore(m.t.Context(), m.Who, cms.Restore{Document: d.id, Locale: cmstest.Locale, Version: uint64(n), Blocks: []content.BlockID{old.ID}})
	if err != nil {
		rt.Fatal(err)
	}
	if got, _ := v.Content.Block(old.ID); !got.Equal(old) {
		rt.Fatalf("the block is %v, want %v", got, old)
	}
	for _, b := range before.Blocks {
		if got, _ := v.Content.Block(b.ID); b.ID != old.ID && !got.Equal(b) {
			rt.Fatalf("another block is %v, want %v", got, b)
		}
	}
	if int(v.Number) > len(d.versions) {
		d.versions = append(d.versions, v.Content)
	}
}

func (m *practiceModel) publish(rt *rapid.T) {
	d := m.pick(rt)
	n := rapid.IntRange(1, len(d.versions)).Draw(rt, "version")
	taken := false
	for _, o := range m.docs {
		taken = taken || o != d && o.live > 0 && o.versions[o.live-1].Path == d.versions[n-1].Path
	}
	_, err := m.Editor().Publish(m.t.Context(), m.Who, d.id, cmstest.Locale, uint64(n))
	switch {
	case d.trashed:
		if !errors.Is(err, cms.ErrTrashed) {
			rt.Fatalf("publishing from the trash: got %v", err)
		}
	case taken:
		if !errors.Is(err, cms.ErrPathTaken) {
			rt.Fatalf("publishing at an address in use: got %v", err)
		}
	case err != nil:
		rt.Fatal(err)
	default:
		d.live = n
	}
}

func (m *practiceModel) unpublish(rt *rapid.T) {
	d := m.pick(rt)
	if d.trashed {
		rt.Skip("in the trash")
	}
	if _, err := m.Editor().Unpublish(m.t.Context(), m.Who, d.id, cmstest.Locale); err != nil {
		rt.Fatal(err)
	}
	d.live = 0
}

func (m *practiceModel) undo(rt *rapid.T) {
	d := m.pick(rt)
	if rapid.Bool().Draw(rt, "late") {
		m.Clock.Advance(cms.UndoWindow + time.Minute)
	}
	state, err := m.Editor().UndoPublish(m.t.Context(), m.Who, d.id, cmstest.Locale, 0)
	if err != nil && !errors.Is(err, cms.ErrNothingToUndo) && !errors.Is(err, cms.ErrTrashed) && !errors.Is(err, cms.ErrPathTaken) {
		rt.Fatal(err)
	}
	if err == nil {
		d.live = int(state.Live)
	}
}

func (m *practiceModel) trash(rt *rapid.T) {
	d := m.pick(rt)
	do := m.Editor().Trash
	if d.trashed {
		do = m.Editor().Untrash
	}
	if err := do(m.t.Context(), m.Who, d.id); err != nil {
		rt.Fatal(err)
	}
	d.trashed, d.live = !d.trashed, 0
}

// check compares everything with the model, through both doors.
func (m *practiceModel) check(rt *rapid.T) {
	ctx := m.t.Context()
	for _, d := range m.docs {
		state, err := m.Editor().State(ctx, m.Who, d.id, cmstest.Locale)
		if err != nil {
			rt.Fatal(err)
		}
		if int(state.Latest) != len(d.versions) || int(state.Live) != d.live || state.TrashedAt.IsZero() == d.trashed {
			rt.Fatalf("got %+v, want latest %d, live %d, trashed %v", state, len(d.versions), d.live, d.trashed)
		}
		for i, want := range d.versions {
			got, err := m.Editor().Version(ctx, m.Who, d.id, cmstest.Locale, uint64(i+1))
			if err != nil {
				rt.Fatal(err)
			}
			if !got.Content.Equal(want) {
				rt.Fatalf("version %d is %v, want %v", i+1, got.Content, want)
			}
		}
		page, err := m.Delivery().ByID(ctx, cmstest.Locale, d.id)
		switch {
		case d.live == 0:
			if !errors.Is(err, cms.ErrNotFound) {
				rt.Fatalf("something that is not live is delivered: %v, %v", page, err)
			}
		case err != nil:
			rt.Fatal(err)
		case !page.Content.Equal(d.versions[d.live-1]):
			rt.Fatalf("delivered %v, want version %d", page.Content, d.live)
		}
	}
}
