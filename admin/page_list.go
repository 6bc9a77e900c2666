package admin

import (
	"context"
	"fmt"
	"slices"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/content"
)

// maxCards is how many cards stand above the list: as many as fit two rows.
const maxCards = 6

type pageListView struct {
	Base
	Name     string // first name of the reader
	Standing string // one sentence on how things are
	Clock    clockQuestion
	Backups  backupNews
	Cards    []card
	Find     finding
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
	Did  string // and what, behind the name
}

func (s *Server) pageList(c echo.Context) error {
	v := visitOf(c)
	ctx := c.Request().Context()
	view := &pageListView{Base: s.base(c, "Pages", "pages"), Name: firstName(v.person.Name)}
	everything, err := s.edit.List(ctx, v.actor(), cms.Filter{Locale: v.practice.Locale})
	if err != nil {
		return err
	}
	closed := func(i cms.Item) bool { t, _ := s.model.Type(i.Type); return !v.mayOpen(t) }
	everything = slices.DeleteFunc(everything, closed)
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	if view.Cards, err = s.needsALook(c, view.Base, names, everything); err != nil {
		return err
	}
	if view.Clock, err = s.clockQuestion(c); err != nil {
		return err
	}
	if view.Backups, err = s.backupNews(c); err != nil {
		return err
	}
	view.Standing = standingWords(everything)
	pages := slices.DeleteFunc(slices.Clone(everything), func(i cms.Item) bool { return !s.isPage(i.Type) })
	view.HasPages = len(pages) > 0
	var filter cms.Filter
	if view.Find, filter, err = s.finding(c, names, pages); err != nil {
		return err
	}
	if len(view.Find.Chosen) > 0 || view.Find.Words != "" {
		bounded, cancel := context.WithTimeout(ctx, s.findTime)
		pages, err = s.edit.List(bounded, v.actor(), filter)
		cancel()
		if view.Find.Words != "" {
			view.Find.Fault = findFault(err)
		}
		if err != nil && view.Find.Fault == "" {
			return err
		}
	}
	view.Items = s.listItems(v, names, slices.DeleteFunc(pages, closed))
	return s.show(c, "page_list", view)
}

// needsALook finds what a person may want to see to, the nearest to their heart first:
// what they left off, what went wrong, what is not live yet, what leads nowhere.
func (s *Server) needsALook(c echo.Context, b Base, names access.Names, all []cms.Item) ([]card, error) {
	v, ctx := visitOf(c), c.Request().Context()
	cards, err := s.roomCards(c)
	if err != nil {
		return nil, err
	}
	unsaved, err := s.edit.Unsaved(ctx, v.actor())
	if err != nil {
		return nil, err
	}
	begun := map[content.DocumentID]bool{}
	for _, u := range unsaved {
		begun[u.Document] = true
		cards = append(cards, card{
			Heading: "You left off on " + words.Clip(or(u.Title, "a page without a title"), 60),
			Text:    b.LastTyped(u.At), Link: document{State: cms.State{Document: u.Document}}.Page(),
		})
	}
	for _, item := range all {
		if item.PlanFault != "" {
			cards = append(cards, card{words.Clip(item.Title, 60) + " did not go live as planned", b.WhyNot(item.PlanFault), "/admin/planned"})
		}
	}
	for _, item := range all {
		if item.Live == item.Latest || begun[item.Document] || item.PlanFault != "" {
			continue
		}
		heading := words.Clip(item.Title, 60) + " is not live yet"
		if item.Live != 0 {
			heading = words.Clip(item.Title, 60) + " changed, not live yet"
		}
		text := b.ChangedBy(names, item)
		if item.Planned != 0 {
			text = b.VersionGoesLive(item.PlannedAt)
		}
		cards = append(cards, card{heading, text, document{State: item.State}.Page()})
	}
	lost, err := s.edit.Dangling(ctx, v.actor(), v.practice.Locale, maxCards)
	if err != nil {
		return nil, err
	}
	for _, d := range lost {
		text := "Readers see nothing there. Put it live, or take the link out."
		if !d.TargetThere {
			text = "It is not there any more. Take the link out."
		} else if d.TargetTrashed {
			text = "It is in the trash. Put it back, or take the link out."
		}
		cards = append(cards, card{words.Clip(d.Title, 40) + " leads to " + words.Clip(or(d.TargetTitle, "something that is gone"), 40), text, document{State: cms.State{Document: d.Document}}.Page()})
	}
	return cards[:min(len(cards), maxCards)], nil
}

// roomCards warn an owner of damage, and before there is no room to save.
func (s *Server) roomCards(c echo.Context) ([]card, error) {
	v := visitOf(c)
	if v.person.Role != cms.RoleOwner {
		return nil, nil
	}
	room, err := s.edit.Room(c.Request().Context(), v.actor())
	if err != nil {
		return nil, err
	}
	var cards []card
	damaged, err := s.edit.Damaged(c.Request().Context(), v.actor())
	if err != nil {
		return nil, err
	}
	if !damaged.IsZero() {
		cards = append(cards, card{"A part of your data is damaged", "Found " + v.english().When(damaged) + ". Everything else works. Whoever looks after practicecms for you finds in its log what it is, and brings it back with: practicecms repair --from BACKUP", "/admin/settings#backup"})
	}
	if room.LimitNear() {
		cards = append(cards, card{"Your practice has nearly used its room", "Thin out old drafts, or ask whoever looks after practicecms for you for more.", "/admin/thin"})
	}
	if room.DiskNear() {
		cards = append(cards, card{"The disk is nearly full", "Soon nothing can be saved. Tell whoever looks after practicecms for you.", "/admin/settings"})
	}
	return cards, nil
}

// standingWords says in one sentence how things stand.
func standingWords(all []cms.Item) string {
	waiting := 0
	for _, item := range all {
		if item.Live != item.Latest {
			waiting++
		}
	}
	switch {
	case len(all) == 0:
		return "Here is where your pages will be."
	case waiting == 0:
		return "Everything is live and well."
	case waiting == len(all):
		return "Nothing is live yet."
	case waiting == 1:
		return "One thing is not live yet. Everything else is live and well."
	case waiting < len(smallNumbers):
		return smallNumbers[waiting] + " things are not live yet. Everything else is live and well."
	}
	return fmt.Sprintf("%d things are not live yet. Everything else is live and well.", waiting)
}

var smallNumbers = []string{"No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"}

func (s *Server) listItems(v *visit, names access.Names, items []cms.Item) []listItem {
	out := make([]listItem, len(items))
	for i, item := range items {
		t, _ := s.model.Type(item.State.Type)
		out[i] = listItem{Item: item, Link: "/admin/d/" + item.Document.String(), Type: t.Label, Who: v.english().You(names, item.By), Did: v.english().Did(item)}
	}
	return out
}

func (s *Server) isPage(typeName string) bool {
	t, ok := s.model.Type(typeName)
	return ok && t.IsPage()
}

// typeNames lists the types that are so.
func (s *Server) typeNames(so func(content.Type) bool) []string {
	var out []string
	for _, t := range s.model.Types {
		if so(t) {
			out = append(out, t.Name)
		}
	}
	return out
}
