package admin

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/redline"
	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/content"
)

// putLiveView shows what readers will see change. It is one of the few screens that
// stand between a button and what it does: it shows something worth reading.
type putLiveView struct {
	Base
	Document document
	Name     string
	Version  cms.Version
	Changes  []redline.Change  // from what is live; nil for the first publication
	Rendered rendering.Page    // the page, for the first publication
	Gaps     []content.Problem // advice
	Uses     []cms.Use         // live pages that show it or lead to it
	OldPath  string            // the live address, when it changes
	Holder   *cms.Item         // another page that is live at the new address
	Unsaved  bool              // the reader has a working copy, which is not part of this
}

// OlderPlan reports whether a version from before this one goes live by itself, and would
// take its place.
func (v *putLiveView) OlderPlan() bool {
	return v.Document.Planned != 0 && v.Document.PlanFault == "" && v.Document.Planned < v.Version.Number
}

func (s *Server) putLiveForm(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	version, err := s.version(c, d, c.QueryParam("version"))
	if err != nil {
		return err
	}
	view, err := s.putLiveView(c, d, version)
	if err != nil {
		return err
	}
	return s.show(c, "page_put_live", view)
}

func (s *Server) putLiveView(c echo.Context, d document, version cms.Version) (*putLiveView, error) {
	ctx, who := c.Request().Context(), visitOf(c).actor()
	name := words.Clip(or(version.Content.Title, "Without a title"), 80)
	view := &putLiveView{
		Base: s.base(c, "Put live: "+name, d.Section()), Document: d, Name: name, Version: version,
		Gaps: s.model.Gaps(d.Type, version.Content),
	}
	if d.Live == 0 {
		view.Rendered = s.rendered(c, d.Type, version.Content)
	} else {
		live, err := s.edit.Version(ctx, who, d.Document, d.Locale, d.Live)
		if err != nil {
			return nil, err
		}
		if view.Changes, err = s.changes(c, d, live.Content, version.Content, false, false); err != nil {
			return nil, err
		}
		if d.LivePath != version.Content.Path {
			view.OldPath = d.LivePath
		}
	}
	uses, err := s.liveUses(c, d)
	if err != nil {
		return nil, err
	}
	view.Uses = uses
	if view.Holder, err = s.holder(c, d, version.Content.Path); err != nil {
		return nil, err
	}
	view.Unsaved, err = s.hasWorking(c, d)
	return view, err
}

// liveUses lists the live documents that show this one or lead to it.
func (s *Server) liveUses(c echo.Context, d document) ([]cms.Use, error) {
	uses, err := s.edit.Uses(c.Request().Context(), visitOf(c).actor(), d.Document)
	if err != nil {
		return nil, err
	}
	var out []cms.Use
	for _, u := range uses {
		if u.Live && u.Document != d.Document {
			out = append(out, u)
		}
	}
	return out, nil
}

// holder finds another page that is live at a path.
func (s *Server) holder(c echo.Context, d document, path string) (*cms.Item, error) {
	if path == "" {
		return nil, nil
	}
	items, err := s.edit.List(c.Request().Context(), visitOf(c).actor(), cms.Filter{Locale: d.Locale})
	for i := range items {
		if items[i].LivePath == path && items[i].Document != d.Document {
			return &items[i], err
		}
	}
	return nil, err
}

// putLive makes the version that the form names live: the one whose text the person
// has just read, even if somebody saved a newer one meanwhile.
func (s *Server) putLive(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	number := c.Request().PostForm.Get("version")
	if number == "" {
		return cms.ErrNotFound
	}
	version, err := s.version(c, d, number)
	if err != nil {
		return err
	}
	state, err := s.edit.Publish(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale, version.Number)
	if errors.Is(err, cms.ErrAddressInUse) {
		view, err := s.putLiveView(c, d, version)
		if err != nil {
			return err
		}
		return s.render(c, http.StatusConflict, "page_put_live", view)
	}
	if err != nil {
		return err
	}
	toast := Toast{Text: "“" + words.Clip(version.Content.Title, 80) + "” is live."}
	if !state.UndoUntil.IsZero() && d.Live != version.Number {
		toast.Undo = undoPublication(d, state)
	}
	if state.Latest != version.Number {
		toast.Text += " There is a newer draft, which is not."
	}
	s.say(c, toast)
	return seeOther(c, d.Page())
}

// undoPublication offers to undo the publication that led to a state, and no other.
func undoPublication(d document, state cms.State) *Undo {
	return &Undo{Action: d.Page() + "/undo-publish", Fields: map[string]string{"told": strconv.FormatUint(state.Told, 10)}}
}

// undoPublish makes live what was live before the publication that the form names.
func (s *Server) undoPublish(c echo.Context) error {
	d, name, err := s.titled(c)
	if err != nil {
		return err
	}
	publication, err := strconv.ParseUint(c.Request().PostForm.Get("told"), 10, 64)
	if err != nil || publication == 0 {
		return cms.ErrNotFound
	}
	ctx, who := c.Request().Context(), visitOf(c).actor()
	state, err := s.edit.UndoPublish(ctx, who, d.Document, d.Locale, publication)
	if errors.Is(err, cms.ErrMovedOn) {
		s.say(c, Toast{Text: "Somebody changed what is live since then, so this was not undone. Nothing was changed."})
		return seeOther(c, d.Page())
	}
	if err != nil {
		return err
	}
	text := "Undone. “" + name + "” is not on the site. Its text is kept."
	if state.Live != 0 {
		live, err := s.edit.Version(ctx, who, d.Document, d.Locale, state.Live)
		if err != nil {
			return err
		}
		text = "Undone. Readers see “" + words.Clip(or(live.Content.Title, "Without a title"), 80) + "” as they did before."
	}
	s.say(c, Toast{Text: text})
	return seeOther(c, d.Page())
}

type takeOffView struct {
	Base
	Document document
	Name     string
	Uses     []cms.Use
}

func (s *Server) takeOffForm(c echo.Context) error {
	d, name, err := s.titled(c)
	if err != nil {
		return err
	}
	if d.Live == 0 {
		s.say(c, Toast{Text: "“" + name + "” is not on the site."})
		return seeOther(c, d.Page())
	}
	uses, err := s.liveUses(c, d)
	if err != nil {
		return err
	}
	return s.show(c, "page_take_off", &takeOffView{Base: s.base(c, "Take off the site: "+name, d.Section()), Document: d, Name: name, Uses: uses})
}

func (s *Server) takeOff(c echo.Context) error {
	d, name, err := s.titled(c)
	if err != nil {
		return err
	}
	state, err := s.edit.Unpublish(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale)
	if err != nil {
		return err
	}
	toast := Toast{Text: "“" + name + "” is off the site. Its text and all of its versions are kept."}
	if !state.UndoUntil.IsZero() && d.Live != 0 {
		toast.Undo = undoPublication(d, state)
	}
	s.say(c, toast)
	return seeOther(c, d.Page())
}

// Live reports whether the version is what readers see already.
func (v *putLiveView) Live() bool { return v.Version.Number == v.Document.Live }

// Newer reports whether a newer draft than this version was saved.
func (v *putLiveView) Newer() bool { return v.Version.Number != v.Document.Latest }
