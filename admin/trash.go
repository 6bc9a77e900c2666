package admin

import (
	"github.com/labstack/echo/v4"

	"practicecms/cms"
)

type trashView struct {
	Base
	Items []trashItem
}

type trashItem struct {
	listItem
	ThrownBy string // who put it in the trash
}

func (s *Server) trashList(c echo.Context) error {
	v := visitOf(c)
	ctx := c.Request().Context()
	items, err := s.edit.List(ctx, v.actor(), cms.Filter{Locale: v.practice.Locale, Trashed: true})
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	view := &trashView{Base: s.base(c, "Trash", "trash")}
	for _, item := range s.listItems(v, names, items) {
		view.Items = append(view.Items, trashItem{item, you(v.person, names, item.TrashedBy)})
	}
	return s.show(c, "trash", view)
}

// trash puts a document in the trash, which takes it off the site.
func (s *Server) trash(c echo.Context) error {
	d, title, err := s.titled(c)
	if err != nil {
		return err
	}
	if err := s.edit.Trash(c.Request().Context(), visitOf(c).actor(), d.Document); err != nil {
		return err
	}
	text := "“" + title + "” is in the trash. All of its versions are kept."
	if d.Live != 0 {
		text = "“" + title + "” is in the trash and no longer live. All of its versions are kept."
	}
	s.say(c, Toast{Text: text, Undo: &Undo{Action: d.Page() + "/put-back"}})
	return seeOther(c, d.list())
}

func (s *Server) putBack(c echo.Context) error {
	d, title, err := s.titled(c)
	if err != nil {
		return err
	}
	if err := s.edit.Untrash(c.Request().Context(), visitOf(c).actor(), d.Document); err != nil {
		return err
	}
	s.say(c, Toast{Text: "“" + title + "” is back. It is not live until you put it live."})
	return seeOther(c, d.Page())
}

// titled is document, with the latest title for a sentence about it.
func (s *Server) titled(c echo.Context) (document, string, error) {
	d, err := s.document(c)
	if err != nil {
		return d, "", err
	}
	latest, err := s.edit.Latest(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale)
	return d, clip(latest.Content.Title, 80), err
}

// list is the address of the list that the document stands in.
func (d document) list() string {
	if d.Kind.IsPage() {
		return "/admin"
	}
	return "/admin/records"
}
