package admin

import (
	"slices"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/content"
)

// copyView asks to which page a part is copied.
type copyView struct {
	Base
	Document document
	Part     rendering.Block
	Pages    []cms.Item
}

// partNamed opens the workspace and finds the part that the address names on it.
func (s *Server) partNamed(c echo.Context) (workspace, content.Block, error) {
	d, err := s.workspace(c)
	if err != nil {
		return workspace{}, content.Block{}, err
	}
	i := d.index(c.Param("block"))
	if i < 0 {
		return workspace{}, content.Block{}, cms.ErrNotFound
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
	to, err := s.workspaceOf(c, other)
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
