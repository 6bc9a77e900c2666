package admin

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
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
		view.Items = append(view.Items, trashItem{item, v.english().You(names, item.TrashedBy)})
	}
	return s.show(c, "page_trash", view)
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

// putBackView asks what to do about a web address that another page took meanwhile.
type putBackView struct {
	Base
	Document document
	Name     string
	Holder   *cms.Item // the page that is live at the address; nil: none is any more
	Path     string    // the other address, as it stands in the form
	Fault    string    // what is wrong with Path; empty: nothing
}

// putBack takes a document out of the trash, as a draft, with its history and its web
// address. When another page is live at that address by now, the person chooses: another
// address, or this one all the same, to be settled before it goes live.
func (s *Server) putBack(c echo.Context) error {
	d, title, err := s.titled(c)
	if err != nil {
		return err
	}
	ctx, who, form := c.Request().Context(), visitOf(c).actor(), c.Request().PostForm
	latest, err := s.edit.Latest(ctx, who, d.Document, d.Locale)
	if err != nil {
		return err
	}
	holder, err := s.holder(c, d, latest.Content.Path)
	if err != nil {
		return err
	}
	view := &putBackView{Base: s.base(c, "Put back: "+title, "trash"), Document: d, Name: title, Holder: holder}
	if holder != nil && form.Get("address") == "" {
		if view.Path, err = s.freeAddress(c, d, latest.Content.Path); err != nil {
			return err
		}
		return s.render(c, http.StatusConflict, "page_put_back", view)
	}
	back := cms.Untrash{Document: d.Document, Locale: d.Locale}
	where := ""
	if form.Get("address") == "other" {
		view.Path = line(form.Get("path"))
		back.Path, where = view.Path, ", at "+view.Path
		if view.Path == "" {
			view.Fault = "Give it a web address, such as /services/emdr."
			return s.render(c, http.StatusUnprocessableEntity, "page_put_back", view)
		}
	}
	err = s.edit.Untrash(ctx, who, back)
	if view.Fault = addressFault(err); view.Fault != "" {
		return s.render(c, http.StatusUnprocessableEntity, "page_put_back", view)
	}
	if err != nil {
		return err
	}
	s.say(c, Toast{Text: "“" + title + "” is back" + where + ". It is not live until you put it live."})
	return seeOther(c, d.Page())
}

// addressFault is what a person can mend about a web address that was refused; empty
// for other errors, and for none.
func addressFault(err error) string {
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		return invalid.Problems[0].Message
	}
	if errors.Is(err, cms.ErrAddressInUse) {
		return "Another page is live at this address too. Choose one that is free."
	}
	return ""
}

// freeAddress is an address like one that is taken, at which no page is live.
func (s *Server) freeAddress(c echo.Context, d document, path string) (string, error) {
	for n := 2; ; n++ {
		free := fmt.Sprintf("%s-%d", strings.TrimSuffix(path, "/"), n)
		holder, err := s.holder(c, d, free)
		if err != nil || holder == nil {
			return free, err
		}
	}
}
