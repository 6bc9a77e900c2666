package admin

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
)

// putManyView shows what readers will see change on several pages at once.
type putManyView struct {
	Base
	Pages []putManyPage
}

// putManyPage is one of them.
type putManyPage struct {
	document
	Title   string
	Version uint64
	What    string    // what changes for readers, in a sentence
	Gaps    int       // pieces of advice
	Holder  *cms.Item // another page that is live at its address
}

// maxMany bounds how many pages go live at once.
const maxMany = 100

func (s *Server) putManyForm(c echo.Context) error {
	view := &putManyView{Base: s.base(c, "Put pages live", "pages")}
	ids := c.QueryParams()["d"]
	for _, text := range ids[:min(len(ids), maxMany)] {
		page, err := s.putManyPage(c, text)
		if errors.Is(err, cms.ErrNotFound) {
			continue // it is gone, or was no page
		}
		if err != nil {
			return err
		}
		if page.Live != page.Latest && page.TrashedAt.IsZero() {
			view.Pages = append(view.Pages, page)
		}
	}
	if len(view.Pages) == 0 {
		s.say(c, Toast{Text: "Choose pages that are not live yet first."})
		return seeOther(c, "/admin")
	}
	return s.show(c, "page_put_live_many", view)
}

func (s *Server) putManyPage(c echo.Context, id string) (putManyPage, error) {
	v, ctx := visitOf(c), c.Request().Context()
	document, err := s.documentNamed(c, id)
	if err != nil {
		return putManyPage{}, err
	}
	out := putManyPage{document: document, Version: document.Latest}
	latest, err := s.edit.Latest(ctx, v.actor(), document.Document, document.Locale)
	if err != nil {
		return out, err
	}
	out.Title = words.Clip(or(latest.Content.Title, "Without a title"), 80)
	out.Gaps = len(s.model.Gaps(document.Type, latest.Content))
	if document.Live == 0 {
		out.What = "It is new to readers."
	} else {
		live, err := s.edit.Version(ctx, v.actor(), document.Document, document.Locale, document.Live)
		if err != nil {
			return out, err
		}
		out.What = words.Compared(s.model, s.model.Compare(document.Type, live.Content, latest.Content))
	}
	out.Holder, err = s.holder(c, document, latest.Content.Path)
	return out, err
}

// putMany puts the versions live that the form names, each for itself: one that
// cannot go live keeps none of the others back.
func (s *Server) putMany(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	var all []cms.Version
	chosen := c.Request().PostForm["page"]
	for _, text := range chosen[:min(len(chosen), maxMany)] { // all are found before the first goes live
		id, number, _ := strings.Cut(text, ":")
		document, err := s.documentNamed(c, id)
		if err != nil {
			return err
		}
		n, err := strconv.ParseUint(number, 10, 64)
		if err != nil {
			return cms.ErrNotFound
		}
		version, err := s.edit.Version(ctx, v.actor(), document.Document, document.Locale, n)
		if err != nil {
			return err
		}
		all = append(all, version)
	}
	var done, failed []string
	for _, version := range all {
		title := "“" + words.Clip(version.Content.Title, 40) + "”"
		_, err := s.edit.Publish(ctx, v.actor(), version.Document, version.Locale, version.Number)
		switch {
		case errors.Is(err, cms.ErrAddressInUse):
			failed = append(failed, title+", because another page is live at its web address")
		case errors.Is(err, cms.ErrTrashed):
			failed = append(failed, title+", because it is in the trash")
		case err != nil && len(done) == 0:
			return err
		case err != nil: // some are live, so “nothing was changed” would be wrong
			p, _ := problemOf(err)
			s.log.Error("a page of several could not be put live", "request", v.request, "error", err)
			failed = append(failed, title+" ("+p.Happened+")")
		default:
			done = append(done, title)
		}
	}
	text := fmt.Sprintf("%d pages are live.", len(done))
	if len(done) == 1 {
		text = done[0] + " is live."
	}
	if len(failed) > 0 {
		text += " Not live: " + strings.Join(failed, "; ") + "."
	}
	s.say(c, Toast{Text: text})
	return seeOther(c, "/admin")
}
