package admin

import (
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/history"
	"practicecms/content"
)

// removedView lists the parts that a page once had: nothing that was ever saved is
// gone for good.
type removedView struct {
	Base
	Document document
	Name     string
	Parts    []removedPart
}

// removedPart is one of them, as readers saw it.
type removedPart struct {
	rendering.Block
	Who string    // who took it off; empty: the reader, and did not save that yet
	At  time.Time // when; zero: not saved yet
}

func (s *Server) removedList(c echo.Context) error {
	d, err := s.workspace(c)
	if err != nil {
		return err
	}
	v, ctx := visitOf(c), c.Request().Context()
	shelf, err := s.edit.Shelf(ctx, v.actor(), d.Document, d.Locale)
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	name := words.Clip(or(d.now.Title, "Without a title"), 80)
	view := &removedView{Base: s.base(c, "Removed parts: "+name, d.Section()), Document: d.document, Name: name}
	linked := s.links(c)
	for _, b := range d.base.Content.Blocks {
		if d.index(b.ID.String()) < 0 {
			view.Parts = append(view.Parts, removedPart{Block: rendering.NewBlock(s.model, b, linked)})
		}
	}
	for _, one := range shelf {
		if d.index(one.Block.ID.String()) < 0 && !slices.ContainsFunc(view.Parts, func(p removedPart) bool { return p.ID == one.Block.ID }) {
			view.Parts = append(view.Parts, removedPart{rendering.NewBlock(s.model, one.Block, linked), v.english().You(names, one.By), one.At})
		}
	}
	return s.show(c, "version_removed", view)
}

// putPartBack puts a removed part into the person's working copy, where it stood.
func (s *Server) putPartBack(c echo.Context) error {
	d, err := s.workspace(c)
	if err != nil {
		return err
	}
	if !d.TrashedAt.IsZero() {
		return cms.ErrTrashed
	}
	id := c.Request().PostForm.Get("block")
	if d.index(id) >= 0 {
		s.say(c, Toast{Text: "It is on the page already."})
		return seeOther(c, d.at("", id))
	}
	block, after, err := s.findRemoved(c, d, id)
	if err != nil {
		return err
	}
	before, next := d.now, d.now
	next.Blocks = slices.Insert(slices.Clone(d.now.Blocks), placeBehind(d.now.Blocks, after), block)
	if err := s.keep(c, &d, next); err != nil {
		return err
	}
	s.sayUndo(c, d, before, words.Clip(s.model.BlockName(block), 80)+" is back on your page. Save to keep it there.")
	return seeOther(c, d.at("", id))
}

// findRemoved finds a part in what the working copy started from, or on the shelf, and
// the parts that it stood behind, the nearest first.
func (s *Server) findRemoved(c echo.Context, d workspace, id string) (content.Block, []content.BlockID, error) {
	v, ctx := visitOf(c), c.Request().Context()
	from := d.base.Content
	i := slices.IndexFunc(from.Blocks, func(b content.Block) bool { return b.ID.String() == id })
	if i < 0 {
		shelf, err := s.edit.Shelf(ctx, v.actor(), d.Document, d.Locale)
		if err != nil {
			return content.Block{}, nil, err
		}
		at := slices.IndexFunc(shelf, func(one history.RemovedBlock) bool { return one.Block.ID.String() == id })
		if at < 0 {
			return content.Block{}, nil, cms.ErrNotFound
		}
		version, err := s.edit.Version(ctx, v.actor(), d.Document, d.Locale, shelf[at].Version)
		if err != nil {
			return content.Block{}, nil, err
		}
		from = version.Content
		i = slices.IndexFunc(from.Blocks, func(b content.Block) bool { return b.ID.String() == id })
	}
	var behind []content.BlockID
	for n := i - 1; n >= 0; n-- {
		behind = append(behind, from.Blocks[n].ID)
	}
	return from.Blocks[i], behind, nil
}

// placeBehind is the place behind the first of some blocks that is there; the first
// place when none is.
func placeBehind(blocks []content.Block, behind []content.BlockID) int {
	for _, id := range behind {
		if at := slices.IndexFunc(blocks, func(b content.Block) bool { return b.ID == id }); at >= 0 {
			return at + 1
		}
	}
	return 0
}
