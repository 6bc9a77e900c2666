package admin

import (
	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
)

type recordListView struct {
	Base
	Groups []recordGroup
}

// recordGroup is the records of one type.
type recordGroup struct {
	Type  content.Type
	Items []listItem
}

func (s *Server) recordList(c echo.Context) error {
	v := visitOf(c)
	ctx := c.Request().Context()
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	view := &recordListView{Base: s.base(c, "People and facts", "records")}
	for _, t := range s.model.Types {
		if t.IsPage() || t.Asset || !v.mayOpen(t) {
			continue
		}
		items, err := s.edit.List(ctx, v.actor(), cms.Filter{Locale: v.practice.Locale, Types: []string{t.Name}})
		if err != nil {
			return err
		}
		view.Groups = append(view.Groups, recordGroup{Type: t, Items: s.listItems(v, names, items)})
	}
	return s.show(c, "page_records", view)
}
