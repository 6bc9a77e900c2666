package cms_test

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"practicecms/cms"
	"practicecms/cms/cmstest"
	"practicecms/cms/history"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// TestRandomHistoriesMatchAModel edits pages at random and keeps beside them what
// they must be: every version's content, what is live, and what the public may see.
func TestRandomHistoriesMatchAModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := cmstest.New(t)
		m := &practiceModel{Site: s, t: t}
		if _, _, err := s.Editor().AddHook(t.Context(), s.Who, webhooks.Settings{Name: "told of every move of what is live", URL: "https://example.org"}); err != nil {
			t.Fatal(err)
		}
		rt.Repeat(map[string]func(*rapid.T){
			"create":    m.create,
			"save":      m.save,
			"again":     m.save, // edits are what histories are made of
			"andAgain":  m.save,
			"stale":     m.saveFromAnOldBase,
			"restore":   m.restore,
			"bringBack": m.restoreOneBlock,
			"publish":   m.publish,
			"unpublish": m.unpublish,
			"undo":      m.undo,
			"trash":     m.trash,
			"picks":     m.restorePicks,
			"name":      m.name,
			"erase":     m.erase,
			"thin":      m.thin,
			"search":    m.search,
			"reopen":    func(*rapid.T) { s.Reopen(t, nil) },
			"":          m.check,
		})
		for n := range m.n {
			m.looksFor(rt, n+1)
		}
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
	left map[string][]*documentModel // by path: who was live there and went, the last one first
	n    int
}

type documentModel struct {
	id       content.DocumentID
	versions []content.Content // by number - 1
	live     int               // number; 0: none
	trashed  bool
	names    map[int]string
	kept     map[int]bool // what is never thinned out: by number, those that something else needs
	thinned  map[int]bool // those whose text is gone
}

// path is where it is live; "": nowhere.
func (d *documentModel) path() string {
	if d.live == 0 {
		return ""
	}
	return d.versions[d.live-1].Path
}

// goes makes another version live, or none, and remembers what address it left.
func (m *practiceModel) goes(d *documentModel, live int) {
	before := d.path()
	d.live = live
	if before != "" && before != d.path() {
		if m.left == nil {
			m.left = map[string][]*documentModel{}
		}
		m.left[before] = append([]*documentModel{d}, m.left[before]...)
	}
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
	m.docs = append(m.docs, &documentModel{id: v.Document, versions: []content.Content{v.Content}, names: map[int]string{}, kept: map[int]bool{1: true}, thinned: map[int]bool{}})
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
func (m *practiceModel) wrote(rt *rapid.T, d *documentModel, want content.Content, v cms.Version, err error) (wrote bool) {
	switch {
	case d.trashed:
		if !errors.Is(err, cms.ErrTrashed) {
			rt.Fatalf("a change in the trash: got %v", err)
		}
		return false
	case err != nil:
		rt.Fatal(err)
	}
	if want.Equal(d.latest()) {
		if int(v.Number) != len(d.versions) {
			rt.Fatalf("no change gave version %d, want %d", v.Number, len(d.versions))
		}
		return false
	}
	d.versions = append(d.versions, v.Content)
	if int(v.Number) != len(d.versions) {
		rt.Fatalf("got version %d, want %d", v.Number, len(d.versions))
	}
	return true
}

// version draws the number of a version whose text is there.
func (d *documentModel) version(rt *rapid.T) int {
	n := rapid.IntRange(1, len(d.versions)).Draw(rt, "version")
	if d.thinned[n] {
		rt.Skip("thinned out")
	}
	return n
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
	base := d.version(rt)
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
	n := d.version(rt)
	want := d.versions[n-1]
	want.Path = d.latest().Path
	v, err := m.Editor().Restore(m.t.Context(), m.Who, cms.Restore{Document: d.id, Locale: cmstest.Locale, Version: uint64(n)})
	if m.wrote(rt, d, want, v, err) {
		d.kept[n] = true
	}
	if !d.trashed && !d.latest().Equal(want) {
		rt.Fatalf("restored %v, want %v", d.latest(), want)
	}
}

func (m *practiceModel) restoreOneBlock(rt *rapid.T) {
	d := m.pick(rt)
	n := d.version(rt)
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
		d.kept[n] = true
	}
}

// restorePicks brings back a block from each of up to three versions.
func (m *practiceModel) restorePicks(rt *rapid.T) {
	d := m.pick(rt)
	if d.trashed {
		rt.Skip("in the trash")
	}
	want := map[content.BlockID]content.Block{}
	var picks []cms.Pick
	for range rapid.IntRange(1, 3).Draw(rt, "picks") {
		n := d.version(rt)
		then := d.versions[n-1]
		if len(then.Blocks) == 0 {
			rt.Skip("no block")
		}
		b := rapid.SampledFrom(then.Blocks).Draw(rt, "block")
		if _, picked := want[b.ID]; !picked {
			want[b.ID] = b
			picks = append(picks, cms.Pick{Block: b.ID, Version: uint64(n)})
		}
	}
	for _, b := range d.latest().Blocks {
		if _, picked := want[b.ID]; !picked {
			want[b.ID] = b
		}
	}
	v, err := m.Editor().Restore(m.t.Context(), m.Who, cms.Restore{Document: d.id, Locale: cmstest.Locale, Picks: picks})
	if err != nil {
		rt.Fatal(err)
	}
	if len(v.Content.Blocks) != len(want) {
		rt.Fatalf("%d blocks, want %d", len(v.Content.Blocks), len(want))
	}
	for _, b := range v.Content.Blocks {
		if !b.Equal(want[b.ID]) {
			rt.Fatalf("a block is %v, want %v", b, want[b.ID])
		}
	}
	if int(v.Number) > len(d.versions) {
		d.versions = append(d.versions, v.Content)
		for _, p := range picks {
			d.kept[int(p.Version)] = true
		}
	}
}

func (m *practiceModel) name(rt *rapid.T) {
	d := m.pick(rt)
	n := rapid.IntRange(1, len(d.versions)).Draw(rt, "version")
	name := m.text()
	if rapid.IntRange(0, 3).Draw(rt, "named") == 0 {
		name = ""
	}
	if err := m.Editor().NameVersion(m.t.Context(), m.Who, d.id, cmstest.Locale, uint64(n), name, ""); err != nil {
		rt.Fatal(err)
	}
	d.names[n] = name
}

// erase takes one of the texts out of everything that says it.
func (m *practiceModel) erase(rt *rapid.T) {
	if m.n == 0 {
		rt.Skip("no text yet")
	}
	words := fmt.Sprintf("text %d", rapid.IntRange(1, m.n).Draw(rt, "text"))
	said := false
	without := func(_ content.Field, s string) string {
		said = said || strings.Contains(s, words)
		return strings.ReplaceAll(s, words, history.ErasedMark)
	}
	for _, d := range m.docs {
		for i, c := range d.versions {
			c.Title = without(content.Field{}, c.Title)
			c.Blocks = slices.Clone(c.Blocks)
			for j := range c.Blocks {
				c.Blocks[j].Fields = content.MapTexts(nil, c.Blocks[j].Fields, without)
			}
			d.versions[i] = c
		}
		for n, name := range d.names {
			d.names[n] = without(content.Field{}, name)
		}
	}
	_, err := m.Editor().Erase(m.t.Context(), m.Who, cms.Erase{Words: words, Reason: "asked"})
	if said && err != nil || !said && !errors.Is(err, cms.ErrNotFound) {
		rt.Fatalf("erasing %q, which was said: %v, gave %v", words, said, err)
	}
}

// thin takes out old drafts. Which texts are shared is the store's business: the model
// knows which versions must stay, and takes note of those that did not.
func (m *practiceModel) thin(rt *rapid.T) {
	m.Clock.Advance(2 * cms.MinThinAge)
	if _, err := m.Editor().Thin(m.t.Context(), m.Who, cms.MinThinAge); err != nil {
		rt.Fatal(err)
	}
	for _, d := range m.docs {
		for i := range d.versions {
			n := i + 1
			v, err := m.Editor().Version(m.t.Context(), m.Who, d.id, cmstest.Locale, uint64(n))
			if err != nil {
				rt.Fatal(err)
			}
			if v.Content.Equal(d.versions[i]) || !slices.ContainsFunc(v.Removed, func(e history.Erasure) bool { return e.Why == content.RemovedThinned }) {
				continue // as it was; a text that it shares may go another time
			}
			if d.kept[n] || d.names[n] != "" || n == len(d.versions) {
				rt.Fatalf("version %d was thinned out, and is needed", n)
			}
			d.thinned[n], d.versions[i] = true, v.Content
		}
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
	case d.thinned[n]:
		if !errors.Is(err, cms.ErrTextRemoved) {
			rt.Fatalf("publishing what was thinned out: got %v", err)
		}
	case taken:
		if !errors.Is(err, cms.ErrAddressInUse) {
			rt.Fatalf("publishing at an address in use: got %v", err)
		}
	case err != nil:
		rt.Fatal(err)
	default:
		m.goes(d, n)
		d.kept[n] = true
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
	m.goes(d, 0)
}

func (m *practiceModel) undo(rt *rapid.T) {
	d := m.pick(rt)
	if rapid.Bool().Draw(rt, "late") {
		m.Clock.Advance(cms.UndoWindow + time.Minute)
	}
	state, err := m.Editor().UndoPublish(m.t.Context(), m.Who, d.id, cmstest.Locale, 0)
	if err != nil && !errors.Is(err, cms.ErrNothingToUndo) && !errors.Is(err, cms.ErrTrashed) && !errors.Is(err, cms.ErrAddressInUse) {
		rt.Fatal(err)
	}
	if err == nil {
		m.goes(d, int(state.Live))
	}
}

func (m *practiceModel) trash(rt *rapid.T) {
	d := m.pick(rt)
	if d.trashed {
		m.untrash(rt, d)
		return
	}
	if err := m.Editor().Trash(m.t.Context(), m.Who, d.id); err != nil {
		rt.Fatal(err)
	}
	m.goes(d, 0)
	d.trashed = true
}

// untrash takes a document out of the trash, perhaps to another address: one that
// another page is live at leaves it there.
func (m *practiceModel) untrash(rt *rapid.T, d *documentModel) {
	u := cms.Untrash{Document: d.id, Locale: cmstest.Locale}
	u.Path = rapid.SampledFrom([]string{"", "/services/moved-0", "/services/moved-1"}).Draw(rt, "address")
	taken := u.Path != "" && slices.ContainsFunc(m.docs, func(o *documentModel) bool { return o.live != 0 && o.versions[o.live-1].Path == u.Path })
	switch err := m.Editor().Untrash(m.t.Context(), m.Who, u); {
	case taken && !errors.Is(err, cms.ErrAddressInUse):
		rt.Fatalf("a taken address: got %v", err)
	case taken:
		return
	case err != nil:
		rt.Fatal(err)
	}
	d.trashed = false
	if next := d.latest(); u.Path != "" && next.Path != u.Path {
		next.Path = u.Path
		d.versions = append(d.versions, next)
	}
}

// check compares everything with the model, through both doors.
func (m *practiceModel) check(rt *rapid.T) {
	ctx := m.t.Context()
	m.checkOldAddresses(rt)
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
			if got.Name != d.names[i+1] {
				rt.Fatalf("version %d is called %q, want %q", i+1, got.Name, d.names[i+1])
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

// checkOldAddresses: an address that pages have left, and where none is, leads to the
// page that left it last and is live, wherever that is now.
func (m *practiceModel) checkOldAddresses(rt *rapid.T) {
	want := map[string]string{}
	for path, pages := range m.left {
		taken := slices.ContainsFunc(m.docs, func(d *documentModel) bool { return d.path() == path })
		i := slices.IndexFunc(pages, func(d *documentModel) bool { return d.live != 0 })
		if !taken && i >= 0 {
			want[path] = pages[i].path()
		}
		id, to, err := m.Delivery().Resolve(m.t.Context(), cmstest.Locale, path)
		switch {
		case !taken && i < 0:
			if !errors.Is(err, cms.ErrNotFound) {
				rt.Fatalf("%s leads to %q (%v), and nobody who was there is live", path, to, err)
			}
		case err != nil || to != want[path] || !taken && id != pages[i].id:
			rt.Fatalf("%s leads to %q (%v), want %q", path, to, err, want[path])
		}
	}
	list, err := m.Delivery().Redirects(m.t.Context(), cmstest.Locale)
	if err != nil {
		rt.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range list {
		got[r.From] = r.To
	}
	if !maps.Equal(got, want) || len(list) != len(want) {
		rt.Fatalf("the redirects are %v, want %v", list, want)
	}
}

// search looks for one of the texts as readers do, and as staff do.
func (m *practiceModel) search(rt *rapid.T) {
	if m.n == 0 {
		rt.Skip("no text yet")
	}
	m.looksFor(rt, rapid.IntRange(1, m.n).Draw(rt, "text"))
}

func (m *practiceModel) looksFor(rt *rapid.T, n int) {
	text := regexp.MustCompile(fmt.Sprintf(`\btext %d\b`, n))
	says := func(c content.Content) (found bool) {
		look := func(_ content.Field, s string) string { found = found || text.MatchString(s); return s }
		look(content.Field{}, c.Title)
		for _, b := range c.Blocks {
			content.MapTexts(nil, b.Fields, look)
		}
		return found
	}
	var live, drafts []string
	for _, d := range m.docs {
		if d.trashed {
			continue
		}
		if d.live > 0 && says(d.versions[d.live-1]) {
			live = append(live, d.id.String())
		}
		if says(d.latest()) {
			drafts = append(drafts, d.id.String())
		}
	}
	words := fmt.Sprintf(`"text %d"`, n)
	found, _, err := m.Delivery().Search(m.t.Context(), cms.Search{Words: words, Locale: cmstest.Locale, Limit: 100})
	if err != nil {
		rt.Fatal(err)
	}
	var got []string
	for _, f := range found {
		got = append(got, f.ID.String())
	}
	if slices.Sort(got); !slices.Equal(got, live) {
		rt.Fatalf("readers who look for %s find %v, want %v", words, got, live)
	}
	items, err := m.Editor().List(m.t.Context(), m.Who, cms.Filter{Locale: cmstest.Locale, Words: words})
	if err != nil {
		rt.Fatal(err)
	}
	got = nil
	for _, i := range items {
		got = append(got, i.Document.String())
	}
	if slices.Sort(got); !slices.Equal(got, drafts) {
		rt.Fatalf("staff who look for %s find %v, want %v", words, got, drafts)
	}
}
