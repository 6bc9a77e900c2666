package admin

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/content"
)

// pasteInto is the page of which a pasted text becomes a new version.
type pasteInto struct {
	Page    document
	Title   string // as it is called now
	Unsaved bool   // the person has edits of it that are no version: they started from an older text, and would hide the new one
	latest  cms.Version
}

// pasteNear is a page that the pasted text may be a new version of.
type pasteNear struct {
	cms.Item
	Same bool // it is at the same address; else it has the same title
}

// findInto reads the page of which the text becomes a new version, if that was chosen. A
// page that is not there any more was not chosen.
func (s *Server) findInto(c echo.Context, view *pasteView, page *pastedPage) error {
	if page.Decided.Into == "" {
		return nil
	}
	d, err := s.documentNamed(c, page.Decided.Into)
	if errors.Is(err, cms.ErrNotFound) || err == nil && (!d.TrashedAt.IsZero() || !d.Kind.IsPage()) {
		page.Decided.Into = ""
		return nil
	}
	if err != nil {
		return err
	}
	latest, err := s.version(c, d, "")
	if err != nil {
		return err
	}
	unsaved, err := s.hasWorking(c, d)
	page.Into = &pasteInto{Page: d, Title: or(latest.Content.Title, "Without a title"), latest: latest, Unsaved: unsaved}
	view.Type = d.Type
	return err
}

// take keeps what the page has and a pasted text does not say: its address, what it
// tells search engines and such, and the names of its parts.
func (p *pasteInto) take(m *content.Model, c *content.Content) {
	c.Path, c.Fields = p.latest.Content.Path, p.latest.Content.Fields
	c.Blocks = m.Rejoin(p.latest.Content.Blocks, c.Blocks)
}

// nearPages finds the pages that are at the pasted page's address, in whatever state they
// are, and those with its title.
func (s *Server) nearPages(c echo.Context, page *pastedPage) ([]pasteNear, error) {
	const most = 3
	v := visitOf(c)
	var at, called []pasteNear
	for _, trashed := range []bool{false, true} {
		items, err := s.edit.List(c.Request().Context(), v.actor(), cms.Filter{Locale: v.practice.Locale, Trashed: trashed})
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			typ, _ := s.model.Type(item.Type)
			switch {
			case !typ.IsPage() || !v.mayOpen(typ):
			case page.Path != "" && (item.Path == page.Path || item.LivePath == page.Path):
				at = append(at, pasteNear{item, true})
			case !trashed && page.Title != "" && strings.EqualFold(strings.TrimSpace(item.Title), page.Title):
				called = append(called, pasteNear{item, false})
			}
		}
	}
	near := append(at, called...)
	return near[:min(len(near), most)], nil
}

// savePasted writes the page, or a new version of one, and goes to its editor.
func (s *Server) savePasted(c echo.Context, view *pasteView) error {
	page := view.Page
	switch {
	case len(page.content.Blocks) == 0:
		page.Faults[""] = "Every part is left out, so there is nothing to save. Keep one of them."
	case page.Into != nil && page.Into.Unsaved:
		page.Faults[""] = "You have changes of “" + words.Clip(page.Into.Title, 80) + "” that are not saved. Save them first, or discard them."
	}
	if page.Faults[""] != "" {
		return s.render(c, http.StatusUnprocessableEntity, "page_paste", view)
	}
	version, err := s.writePasted(c.Request().Context(), visitOf(c), view)
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			if p.Path != "title" && p.Path != "path" {
				p.Path, p.Message = "", sentence(p.Message)+" Change that part to a section, and look again." // another kind can hold it
			}
			page.Faults[p.Path] = p.Message
		}
		return s.render(c, http.StatusUnprocessableEntity, "page_paste", view)
	}
	if err != nil {
		return err
	}
	saved := document{State: cms.State{Document: version.Document}}.Page()
	s.say(c, page.toast(version, saved))
	return seeOther(c, saved)
}

func (s *Server) writePasted(ctx context.Context, v *visit, view *pasteView) (cms.Version, error) {
	page := view.Page
	if into := page.Into; into != nil {
		return s.edit.Save(ctx, v.actor(), cms.Save{
			Document: into.Page.Document, Locale: into.Page.Locale, Base: into.latest.Number, Content: page.content, Origin: content.OriginPasted, Raw: page.raw,
		})
	}
	return s.edit.Create(ctx, v.actor(), cms.New{
		Type: view.Type, Locale: v.practice.Locale, Content: page.content, Origin: content.OriginPasted, Raw: page.raw,
	})
}

// toast says what was saved, and offers to take it back.
func (p *pastedPage) toast(saved cms.Version, at string) Toast {
	name := "“" + words.Clip(saved.Content.Title, 80) + "”"
	switch {
	case p.Into == nil && p.Count.Whole():
		return Toast{Text: name + " is saved with all of its words. It is not live yet.", Undo: &Undo{Action: at + "/trash"}}
	case p.Into == nil:
		return Toast{Text: name + " is saved with what you kept. It is not live yet.", Undo: &Undo{Action: at + "/trash"}}
	case saved.Number == p.Into.latest.Number:
		return Toast{Text: "Your page says so already. Nothing was changed."}
	}
	name = "“" + words.Clip(p.Into.Title, 80) + "”" // as people know it, whatever it is called now
	return Toast{Text: "This is a new version of " + name + ". The earlier text is in Earlier versions.", Undo: &Undo{
		Action: at + "/undo-restore", Fields: map[string]string{
			"version": strconv.FormatUint(p.Into.latest.Number, 10), "after": strconv.FormatUint(saved.Number, 10),
		},
	}}
}

// Path is the address that the page has, and keeps.
func (p *pasteInto) Path() string { return p.latest.Content.Path }
