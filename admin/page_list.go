package admin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
)

// maxCards is how many cards stand above the list: as many as fit one row.
const maxCards = 3

type pageListView struct {
	Base
	Name     string // first name of the reader
	Words    string // what is looked for; empty: nothing
	Standing string // one sentence on how things are
	Cards    []card
	Items    []listItem
	HasPages bool // there is at least one page, found or not
}

// card is something that could use a look.
type card struct {
	Heading, Text, Link string
}

// listItem is one row of a list of documents.
type listItem struct {
	cms.Item
	Link string
	Type string // what staff call its type
	Who  string // who changed it last: a name, or You
}

func (s *Server) pageList(c echo.Context) error {
	v := visitOf(c)
	ctx := c.Request().Context()
	view := &pageListView{Base: s.base(c, "Pages", "pages"), Name: firstName(v.person.Name), Words: strings.TrimSpace(c.QueryParam("q"))}
	everything, err := s.edit.List(ctx, v.actor(), cms.Filter{Locale: v.practice.Locale})
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	view.Cards, view.Standing = s.needsALook(view.Base, names, everything)
	pages := slices.DeleteFunc(slices.Clone(everything), func(i cms.Item) bool { return !s.isPage(i.Type) })
	view.HasPages = len(pages) > 0
	if view.Words != "" {
		if pages, err = s.edit.List(ctx, v.actor(), cms.Filter{Locale: v.practice.Locale, Types: s.typeNames(content.Type.IsPage), Words: view.Words}); err != nil {
			return err
		}
	}
	view.Items = s.listItems(v, names, pages)
	return s.show(c, "page_list", view)
}

// needsALook finds what is not live as it was last saved, and says how things stand.
func (s *Server) needsALook(b Base, names cms.Names, all []cms.Item) (cards []card, standing string) {
	waiting := 0
	for _, item := range all {
		if item.Live == item.Latest {
			continue
		}
		waiting++
		if len(cards) == maxCards {
			continue
		}
		heading := clip(item.Title, 60) + " is not live yet"
		if item.Live != 0 {
			heading = clip(item.Title, 60) + " changed, not live yet"
		}
		cards = append(cards, card{
			Heading: heading,
			Text:    fmt.Sprintf("%s %s, %s.", you(b.Person, names, item.By), lowerFirst(item.Summary), b.When(item.At)),
			Link:    "/admin/d/" + item.Document.String(),
		})
	}
	switch {
	case len(all) == 0:
		return nil, "Here is where your pages will be."
	case waiting == 0:
		return nil, "Everything is live and well."
	case waiting == len(all):
		return cards, "Nothing is live yet."
	case waiting == 1:
		return cards, "One thing could use a look. Everything else is live and well."
	case waiting < len(smallNumbers):
		return cards, smallNumbers[waiting] + " things could use a look. Everything else is live and well."
	}
	return cards, fmt.Sprintf("%d things could use a look. Everything else is live and well.", waiting)
}

var smallNumbers = []string{"No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"}

// you names an author as the reader does.
func you(reader cms.Person, names cms.Names, by cms.Author) string {
	if by == reader.Actor().Author && by != (cms.Author{}) {
		return "You"
	}
	return names.Of(by)
}

func (s *Server) listItems(v *visit, names cms.Names, items []cms.Item) []listItem {
	out := make([]listItem, len(items))
	for i, item := range items {
		t, _ := s.cms.Model().Type(item.State.Type)
		out[i] = listItem{Item: item, Link: "/admin/d/" + item.Document.String(), Type: t.Label, Who: you(v.person, names, item.By)}
	}
	return out
}

func (s *Server) isPage(typeName string) bool {
	t, ok := s.cms.Model().Type(typeName)
	return ok && t.IsPage()
}

// typeNames lists the types that are so.
func (s *Server) typeNames(so func(content.Type) bool) []string {
	var out []string
	for _, t := range s.cms.Model().Types {
		if so(t) {
			out = append(out, t.Name)
		}
	}
	return out
}
