package admin

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/pictures"
	"practicecms/content"
)

// shareLives are the lives that a link may have, in days; the second is chosen first.
var shareLives = []int{1, 7, 30}

// onSite is how long the link works with which a front end shows a draft to staff.
const onSite = time.Hour

// sharing is what the preview screen says about links to the version on it.
type sharing struct {
	Lives  []int
	Link   string // just made; it is shown once
	Until  time.Time
	Shares []shareItem
	Site   bool // the practice's own site can show drafts
}

// shareItem is a link that works, in words.
type shareItem struct {
	cms.Share
	Who string
}

func (s *Server) sharing(c echo.Context, d document) (sharing, error) {
	v, ctx := visitOf(c), c.Request().Context()
	out := sharing{Lives: shareLives}
	if _, err := content.PreviewAddress(v.practice.Preview, "/", "x"); err == nil {
		out.Site = d.Kind.IsPage()
	}
	shares, err := s.edit.Shares(ctx, v.actor(), d.Document)
	if err != nil {
		return out, err
	}
	names, err := s.edit.Names(ctx, v.actor())
	for _, share := range shares {
		out.Shares = append(out.Shares, shareItem{share, v.english().You(names, share.By)})
	}
	return out, err
}

// share makes a link to the version that the form names, and shows it: the store
// keeps only its hash.
func (s *Server) share(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	form := c.Request().PostForm
	version, err := s.version(c, d, form.Get("version"))
	if err != nil {
		return err
	}
	days, err := strconv.Atoi(form.Get("days"))
	if err != nil {
		days = shareLives[1]
	}
	secret, made, err := s.edit.Share(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale, version.Number, time.Duration(days)*24*time.Hour)
	if err != nil {
		return err
	}
	view, err := s.previewView(c, d, version.Content, s.standing(c, d, version))
	if err != nil {
		return err
	}
	view.Version, view.Sharing.Link, view.Sharing.Until = version.Number, s.ownAddress(c)+"/preview/"+secret, made.Until
	return s.show(c, "page_preview", view)
}

// ownAddress is where the person reached us.
func (s *Server) ownAddress(c echo.Context) string {
	if s.secure {
		return "https://" + c.Request().Host
	}
	return "http://" + c.Request().Host
}

func (s *Server) endShare(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	if err := s.edit.EndShare(c.Request().Context(), visitOf(c).actor(), d.Document, c.Param("share")); err != nil {
		return err
	}
	s.say(c, Toast{Text: "That link has ended. Whoever opens it is told so."})
	return seeOther(c, d.Page()+"/preview")
}

// openOnSite leads to the practice's own site, with a link that lets it show the
// version for an hour.
func (s *Server) openOnSite(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	v := visitOf(c)
	version, err := s.version(c, d, c.Request().PostForm.Get("version"))
	if err != nil {
		return err
	}
	if _, err := content.PreviewAddress(v.practice.Preview, version.Content.Path, ""); err != nil {
		s.say(c, Toast{Text: "Mend your site’s preview address in the practice’s details: " + strings.TrimPrefix(err.Error(), content.ErrBadURL.Error()+": ") + "."})
		return seeOther(c, d.Page()+"/preview")
	}
	secret, _, err := s.edit.Share(c.Request().Context(), v.actor(), d.Document, d.Locale, version.Number, onSite)
	if err != nil {
		return err
	}
	to, err := content.PreviewAddress(v.practice.Preview, version.Content.Path, secret)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, to.String())
}

// sharedView is a version for somebody without an account.
type sharedView struct {
	Base
	Rendered rendering.Page // nil links: it shows records as they are live
	Saved    time.Time
	Until    time.Time
}

// shared shows what a link opens. It knows nothing but the one version and what is
// live around it, and it sets no cookie.
func (s *Server) shared(c echo.Context) error {
	h := c.Response().Header()
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Robots-Tag", "noindex")
	page, link, err := s.preview.Open(c.Request().Context(), c.Param("secret"))
	if errors.Is(err, cms.ErrNotFound) {
		return s.render(c, http.StatusNotFound, "page_share_ended", &sharedView{Base: s.strangersBase(c, "This link has ended")})
	}
	if err != nil {
		return err
	}
	title := words.Clip(or(page.Content.Title, "Without a title"), 80)
	view := &sharedView{Base: s.strangersBase(c, "Preview: "+title), Saved: page.PublishedAt, Until: link.Until}
	view.Rendered = rendering.New(s.model, page.Type, page.Content, rendering.NewPublicLinks(s.model, page, rendering.SharedShot(c.Param("secret"))))
	return s.show(c, "page_share", view)
}

// sharedFile sends a picture of a shared page.
func (s *Server) sharedFile(c echo.Context) error {
	h, width, err := fileParams(c)
	if err != nil {
		return err
	}
	page, _, err := s.preview.Open(c.Request().Context(), c.Param("secret"))
	if err != nil {
		return err
	}
	info := page.Files[h]
	f, err := s.preview.OpenFile(c.Request().Context(), c.Param("secret"), h, pictures.Nearest(pictures.Kind(info.Kind), info.Width, info.Moves, width))
	if err != nil {
		return err
	}
	return sendFile(c, f)
}

// strangersBase is base for somebody who is nobody here, even with a session.
func (s *Server) strangersBase(c echo.Context, title string) Base {
	b := s.base(c, title, "")
	b.Person, b.FormToken, b.English = access.Person{}, "", words.NewEnglish(b.Now(), content.Author{}, s.model)
	return b
}
