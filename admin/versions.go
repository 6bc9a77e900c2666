package admin

import (
	"fmt"
	"strconv"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
)

// versionsOnPage is how many versions one page of the history lists.
const versionsOnPage = 40

type versionsView struct {
	Base
	Document document
	Name     string // title of the latest version
	Days     []historyDay
	Choices  []cms.Entry // what two may be chosen from, to be compared
	Older    uint64      // older versions stand below this number; 0: there are none
	Newest   bool        // this page begins with the latest version
}

// versions lists a document's history, newest first.
func (s *Server) versions(c echo.Context) error {
	d, name, err := s.titled(c)
	if err != nil {
		return err
	}
	before, err := pageBefore(c)
	if err != nil {
		return err
	}
	entries, names, err := s.history(c, d, before, versionsOnPage+1)
	if err != nil {
		return err
	}
	view := &versionsView{Base: s.base(c, "Earlier versions of "+name, d.Section()), Document: d, Name: name, Newest: before == 0 || before > d.Latest}
	if len(entries) > versionsOnPage {
		view.Older = entries[versionsOnPage-1].Number
		entries = entries[:versionsOnPage]
	}
	view.Choices, view.Days = entries, historyDays(view.Base, names, d.State, entries)
	return s.show(c, "versions", view)
}

// history reads entries below a number, and the names to tell them with.
func (s *Server) history(c echo.Context, d document, before uint64, limit int) ([]cms.Entry, cms.Names, error) {
	ctx, who := c.Request().Context(), visitOf(c).actor()
	entries, err := s.edit.History(ctx, who, d.Document, d.Locale, cms.Past{Before: before, Limit: limit})
	if err != nil {
		return nil, nil, err
	}
	names, err := s.edit.Names(ctx, who)
	return entries, names, err
}

// pageBefore reads where a page of a long list begins; 0 is the newest.
func pageBefore(c echo.Context) (uint64, error) {
	text := c.QueryParam("before")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, cms.ErrNotFound
	}
	return n, nil
}

// Choice is a version in a list to choose from: "Tuesday, 4:12 pm: Added a step".
func (v *versionsView) Choice(e cms.Entry) string {
	text := fmt.Sprintf("%s: %s", v.WhenExactly(e.At), v.Told(e))
	if e.Number == v.Document.Live {
		text = "Live now · " + text
	}
	return clip(text, 90)
}
