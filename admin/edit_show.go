package admin

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/form"
	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/history"
	"practicecms/content"
)

// editorView is the page as readers will see it, with one form open at the most.
type editorView struct {
	Base
	Workspace editorWorkspace
	Document  document // the workspace's, for the partials that all screens of a document share
	Rendered  rendering.Page
	Blocks    []editorBlock
	Open      string // id of the open block, detailsOpen, or empty
	Kind      string // of the open block
	Details   []form.Field
	Faults    map[string]string // of title and path
	Pages     []cms.Item        // for links

	Adding bool // the menu of kinds is open…
	After  string
	Kinds  []content.Kind // …and shows these

	Mend    []remark // what has to be mended before a save
	Gaps    []remark // what the text lacks
	LeftOut []remark // what the sanitiser will leave out

	Panel   string // versions, checks or details
	Days    []rendering.Day
	Older   bool // there are more versions than the panel shows
	Uses    []cms.Use
	Saved   string // who saved meanwhile; empty: nobody
	Trashed string // who put it in the trash; empty: it is not there
	Fresh   bool   // just made

	Live     liveData
	maker    form.Maker
	problems []content.Problem
}

// editorWorkspace is what the template needs of a workspace.
type editorWorkspace struct {
	workspace
	Base    uint64
	Working bool
	CanLive bool // what was saved last is not live
}

// editorBlock is one block of the page, or in its place its form.
type editorBlock struct {
	rendering.Block
	Help        string // of its kind
	First, Last bool
	Open        bool
	NoForm      bool // its kind is not known any more, so it can only be moved or removed
	Fields      []form.Field
	Faults      int      // how many things have to be mended in it
	Gaps        []remark // shown where it is open
}

// remark is a word about a place in the content.
type remark struct {
	Text string
	Open string // the form in which to see to it
}

// historyShown is how many versions stand beside the page.
const historyShown = 25

func (s *Server) editor(c echo.Context) error {
	d, err := s.workspace(c)
	if err != nil {
		return err
	}
	view, err := s.editorView(c, d)
	if err != nil {
		return err
	}
	view.Rendered = s.rendered(c, d.Type, d.now)
	s.editorBlocks(view)
	if view.Open == detailsOpen {
		view.Details = view.maker.Fields(d.Kind.Fields, d.now.Fields, "", "fields")
	}
	if view.Trashed == "" {
		if view.Live, err = s.live(c, d, view.maker.Items, view.problems); err != nil {
			return err
		}
	}
	return s.show(c, "edit_show", view)
}

// editorView gathers all that the editor says about a workspace, but for the page itself.
func (s *Server) editorView(c echo.Context, d workspace) (*editorView, error) {
	v, ctx := visitOf(c), c.Request().Context()
	problems, faults := s.faults(d)
	maker, err := s.formMaker(c, faults)
	if err != nil {
		return nil, err
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return nil, err
	}
	view := &editorView{
		Base:      s.base(c, words.Clip(or(d.now.Title, "Without a title"), 80), d.Section()),
		Workspace: editorWorkspace{workspace: d, Base: d.base.Number, Working: d.working, CanLive: d.Live != d.Latest},
		Document:  d.document, Open: c.QueryParam("edit"), Faults: faults, Pages: maker.Pages(), Panel: c.QueryParam("panel"), Fresh: c.QueryParam("fresh") != "",
	}
	if d.Kind.Kinds == nil && view.Open == "" && d.Latest == 1 && view.Fresh {
		view.Open = detailsOpen // a new record is nothing but its details
	}
	if !d.TrashedAt.IsZero() {
		view.Trashed, view.Open = v.english().You(names, d.TrashedBy), ""
	}
	if _, adding := c.QueryParams()["add"]; adding && view.Trashed == "" {
		view.Adding, view.After, view.Kinds = true, c.QueryParam("add"), s.kindsOf(d.Kind)
		if d.index(view.After) < 0 {
			view.After = ""
		}
	}
	if !slices.Contains([]string{"versions", "checks", "details"}, view.Panel) {
		view.Panel = "versions"
	}

	view.problems, view.maker = problems, maker
	view.Mend, view.Gaps, view.LeftOut = s.remarks(d, problems)
	if d.base.Number < d.Latest {
		latest, err := s.edit.Latest(ctx, v.actor(), d.Document, d.Locale)
		if err != nil {
			return nil, err
		}
		view.Saved = v.english().You(names, latest.By)
	}
	entries, err := s.edit.History(ctx, v.actor(), d.Document, d.Locale, history.Filter{Limit: historyShown + 1})
	if err != nil {
		return nil, err
	}
	if view.Older = len(entries) > historyShown; view.Older {
		entries = entries[:historyShown]
	}
	view.Days = rendering.History(view.English, names, d.State, entries)
	if view.Panel == "details" {
		if view.Uses, err = s.edit.Uses(ctx, v.actor(), d.Document); err != nil {
			return nil, err
		}
	}
	return view, nil
}

// editorBlocks puts forms in the place of the blocks that are open.
func (s *Server) editorBlocks(view *editorView) {
	maker := view.maker
	d, found := view.Workspace, view.Open == detailsOpen
	for i, p := range view.Rendered.Blocks {
		kind, ok := s.model.Kind(p.Kind)
		b := editorBlock{
			Block: p, Help: kind.Help, First: i == 0, Last: i == len(view.Rendered.Blocks)-1,
			Open: p.ID.String() == view.Open, NoForm: !ok,
		}
		path := fmt.Sprintf("blocks[%d]", i)
		for at := range maker.Faults {
			if strings.HasPrefix(at, path+".") {
				b.Faults++
			}
		}
		if b.Open {
			found, view.Kind = true, p.Kind
			b.Fields = maker.Fields(kind.Fields, d.now.Blocks[i].Fields, "", path)
			for _, gap := range view.Gaps {
				if gap.Open == view.Open {
					b.Gaps = append(b.Gaps, gap)
				}
			}
		}
		view.Blocks = append(view.Blocks, b)
	}
	if !found {
		view.Open = "" // the block is gone
	}
}

// remarks gathers what there is to say about the content.
func (s *Server) remarks(d workspace, problems []content.Problem) (mend, gaps, out []remark) {
	for _, p := range problems {
		mend = append(mend, remark{s.place(d, p.Path) + p.Message, d.openAt(p.Path)})
	}
	for _, p := range s.model.Gaps(d.Type, d.now) {
		gaps = append(gaps, remark{p.Message, d.openAt(p.Path)})
	}
	for _, r := range s.edit.Receipt(d.Type, d.now) {
		out = append(out, remark{s.place(d, r.Path) + "we will leave out " + leftOut(r.What) + ": " + words.Clip(r.Text, 60), d.openAt(r.Path)})
	}
	return mend, gaps, out
}

// openAt is the form in which the value at a path stands.
func (d workspace) openAt(path string) string {
	var i int
	if n, _ := fmt.Sscanf(path, "blocks[%d]", &i); n == 1 && i < len(d.now.Blocks) {
		return d.now.Blocks[i].ID.String()
	}
	return detailsOpen
}

// place begins a remark with the name of the block that it is about.
func (s *Server) place(d workspace, path string) string {
	var i int
	if n, _ := fmt.Sscanf(path, "blocks[%d]", &i); n == 1 && i < len(d.now.Blocks) {
		return "In " + s.model.BlockName(d.now.Blocks[i]) + ": "
	}
	return ""
}

// leftOut says what the sanitiser takes out; see richtext.Removal.What.
func leftOut(what string) string {
	switch what {
	case "script", "style", "comment", "image", "link":
		return "a " + strings.Replace(what, "image", "picture", 1)
	case "iframe":
		return "a frame"
	case "html":
		return "a tag"
	case "title":
		return "the title of a link"
	case "code-language":
		return "the name of a language"
	}
	return what
}

func (s *Server) kindsOf(t content.Type) []content.Kind {
	var out []content.Kind
	for _, name := range t.Kinds {
		if k, ok := s.model.Kind(name); ok {
			out = append(out, k)
		}
	}
	return out
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// Remarks counts what the checks have to say.
func (v *editorView) Remarks() int { return len(v.Gaps) + len(v.LeftOut) }

// Kept is when the working copy was kept.
func (d editorWorkspace) Kept() time.Time { return d.keptAt }

// Title is what the document is called now.
func (d editorWorkspace) Title() string { return or(d.now.Title, "Without a title") }
