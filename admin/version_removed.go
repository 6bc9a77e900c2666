package admin

import (
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
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

// removedPart is one of them, on paper.
type removedPart struct {
	rendering.Block
	Who string    // who took it off; empty: the reader, and did not save that yet
	At  time.Time // when; zero: not saved yet
}

func (s *Server) removedParts(c echo.Context) error {
	d, err := s.desk(c)
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
	d, err := s.desk(c)
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
func (s *Server) findRemoved(c echo.Context, d desk, id string) (content.Block, []content.BlockID, error) {
	v, ctx := visitOf(c), c.Request().Context()
	from := d.base.Content
	i := slices.IndexFunc(from.Blocks, func(b content.Block) bool { return b.ID.String() == id })
	if i < 0 {
		shelf, err := s.edit.Shelf(ctx, v.actor(), d.Document, d.Locale)
		if err != nil {
			return content.Block{}, nil, err
		}
		at := slices.IndexFunc(shelf, func(one cms.Shelved) bool { return one.Block.ID.String() == id })
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

// copyView asks to which page a part is copied.
type copyView struct {
	Base
	Document document
	Part     rendering.Block
	Pages    []cms.Item
}

// partNamed opens the desk and finds the part that the address names on it.
func (s *Server) partNamed(c echo.Context) (desk, content.Block, error) {
	d, err := s.desk(c)
	if err != nil {
		return desk{}, content.Block{}, err
	}
	i := d.index(c.Param("block"))
	if i < 0 {
		return desk{}, content.Block{}, cms.ErrNotFound
	}
	return d, d.now.Blocks[i], nil
}

func (s *Server) copyForm(c echo.Context) error {
	d, part, err := s.partNamed(c)
	if err != nil {
		return err
	}
	view := &copyView{Base: s.base(c, "Copy to another page", d.Section()), Document: d.document, Part: rendering.NewBlock(s.model, part, s.links(c))}
	maker, err := s.formMaker(c, nil)
	if err != nil {
		return err
	}
	for _, item := range maker.Items {
		if t, ok := s.model.Type(item.State.Type); ok && t.Takes(part.Kind) && item.Document != d.Document {
			view.Pages = append(view.Pages, item)
		}
	}
	return s.show(c, "edit_copy", view)
}

// copyTo puts a copy of a part at the end of another page, as the person's working
// copy of that page.
func (s *Server) copyTo(c echo.Context) error {
	_, part, err := s.partNamed(c)
	if err != nil {
		return err
	}
	other, err := s.documentNamed(c, c.Request().PostForm.Get("to"))
	if err != nil {
		return err
	}
	to, err := s.deskOf(c, other)
	if err != nil {
		return err
	}
	if !to.TrashedAt.IsZero() {
		return cms.ErrTrashed
	}
	if !to.Kind.Takes(part.Kind) {
		return cms.ErrNotFound
	}
	twin := newBlock(part.Kind)
	twin.Fields = part.Fields
	before, next := to.now, to.now
	next.Blocks = append(slices.Clone(to.now.Blocks), twin)
	if err := s.keep(c, &to, next); err != nil {
		return err
	}
	s.sayUndo(c, to, before, "A copy of "+words.Clip(s.model.BlockName(part), 60)+" is at the end of this page. Save to keep it there.")
	return seeOther(c, to.at("", twin.ID.String()))
}
