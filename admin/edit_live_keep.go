package admin

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/form"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/history"
	"practicecms/content"
)

// liveAnswer is what the live editor gets back: where the edits stand, and the parts
// of the screen that say so, set by the same templates as the page itself.
type liveAnswer struct {
	liveState
	Parts map[string]string `json:"parts"`           // HTML by the id of the element that it replaces
	Toast string            `json:"toast,omitempty"` // what happened, in a sentence
	Go    string            `json:"go,omitempty"`    // another screen is next
}

// errSeenOther tells the script that the server has another working copy than the
// script thinks. It then says from what its own edits began, so that the two can be
// put together.
var errSeenOther = errors.New("the working copy has moved on")

// keepLive takes the live editor's page into the person's working copy. Asked for a
// "panel", it answers with the side of the page too.
func (s *Server) keepLive(c echo.Context) error {
	d, err := s.takeLive(c)
	if err != nil {
		return err
	}
	parts := []string{"notes", "state"}
	if c.QueryParam("panel") != "" {
		parts = append(parts, "side")
	}
	return s.answerLive(c, d, liveAnswer{}, parts...)
}

// takeLive reads the page that the live editor sends and keeps it.
//
// The script names the content that it last had from the server (seen). When the
// server has another one by now, the script sends that content along (from), and
// what it changed since is joined with what is there: two windows of one person
// never undo each other, and where both changed the same text the words of both stay.
// Other people's versions are not touched here; they merge when the person saves, or
// asks for them.
func (s *Server) takeLive(c echo.Context) (workspace, error) {
	d, err := s.workspace(c)
	if err != nil {
		return d, err
	}
	if !d.TrashedAt.IsZero() {
		return d, cms.ErrTrashed
	}
	maker, err := s.formMaker(c, nil)
	if err != nil {
		return d, err
	}
	sent := c.Request().PostForm
	read := liveReader{form.Reader{Maker: maker}}
	mine, err := read.content(d.Kind, s.model, sent.Get("content"), d.now)
	if err != nil {
		return d, err
	}
	if sent.Get("seen") == d.seen() {
		return d, s.keep(c, &d, mine)
	}
	if sent.Get("from") == "" {
		return d, errSeenOther
	}
	from, err := read.content(d.Kind, s.model, sent.Get("from"), d.now)
	if err != nil {
		return d, err
	}
	from, mine = from.Canonical(), mine.Canonical()
	base, err := strconv.ParseUint(sent.Get("base"), 10, 64)
	if err != nil || base == 0 || base > d.base.Number {
		base = d.base.Number
	}
	own := d.working || from.Equal(d.now.Canonical())
	if !own {
		if own, err = s.onlyMine(c, d, base); err != nil {
			return d, err
		}
	}
	if own {
		return d, s.keep(c, &d, s.model.Join(d.Type, from, d.now.Canonical(), mine))
	}
	// Somebody else saved, and this person has nothing at the server: go on from where
	// they began. What both changed is settled when the person saves.
	if d.base, err = s.edit.Version(c.Request().Context(), visitOf(c).actor(), d.Document, d.Locale, base); err != nil {
		return d, err
	}
	d.now = d.base.Content
	return d, s.keep(c, &d, mine)
}

// onlyMine reports whether nobody else saved since a version. Only the last few
// versions are looked at: who slept through more is asked when they save.
func (s *Server) onlyMine(c echo.Context, d workspace, since uint64) (bool, error) {
	const few = 20
	v := visitOf(c)
	if d.Latest-since > few {
		return false, nil
	}
	entries, err := s.edit.History(c.Request().Context(), v.actor(), d.Document, d.Locale, history.Filter{Limit: int(d.Latest - since)})
	for _, e := range entries {
		if e.By != v.actor().Author {
			return false, err
		}
	}
	return true, err
}

// saveLive keeps and makes a version. What has to be settled or mended first is said
// in place, and nothing that was typed leaves the screen.
func (s *Server) saveLive(c echo.Context) error {
	d, err := s.takeLive(c)
	if err != nil {
		return err
	}
	if !d.working {
		return s.answerLive(c, d, liveAnswer{Toast: "There is nothing new to save."}, "notes", "state", "side")
	}
	what := cms.Save{Document: d.Document, Locale: d.Locale, Base: d.base.Number, Content: d.now, Note: line(c.Request().PostForm.Get("note")), Working: d.tag}
	version, err := s.edit.Save(c.Request().Context(), visitOf(c).actor(), what)
	var conflict *cms.ConflictError
	var invalid *content.InvalidError
	switch {
	case errors.As(err, &conflict):
		return s.answerLive(c, d, liveAnswer{Go: d.Page() + "/settle"}, "notes", "state")
	case errors.As(err, &invalid):
		return s.answerLive(c, d, liveAnswer{Toast: "Not saved yet: something has to be mended first. What you typed is kept."}, "notes", "state")
	case err != nil:
		return err
	}
	text := s.savedText(d, version)
	before := d.Latest
	if d, err = s.workspace(c); err != nil {
		return err
	}
	answer := liveAnswer{Toast: text}
	if version.Origin == content.OriginMerged && version.Number > before {
		answer.Content = liveTextOf(d.now)
	}
	return s.answerLive(c, d, answer, "notes", "state", "side")
}

// takeIn puts the latest version and the person's working copy together, when they
// did not change the same words; otherwise the person chooses.
func (s *Server) takeIn(c echo.Context) error {
	if _, err := s.takeLive(c); err != nil {
		return err
	}
	next, settled, err := s.mergeLatest(c)
	if err != nil {
		return err
	}
	d, err := s.workspace(c)
	if err != nil {
		return err
	}
	if !settled {
		return s.answerLive(c, d, liveAnswer{Go: next}, "notes", "state")
	}
	answer := liveAnswer{Toast: "Both are on your page now. Save to make it a version."}
	answer.Content = liveTextOf(d.now)
	return s.answerLive(c, d, answer, "notes", "state", "side")
}

// mergeLatest puts the latest version and the person's working copy together, as
// their working copy. Where both changed the same words it changes nothing, is not
// settled, and the next screen is the one on which to choose.
func (s *Server) mergeLatest(c echo.Context) (next string, settled bool, err error) {
	d, latest, merged, conflicts, err := s.open(c)
	if err != nil {
		return "", false, err
	}
	if len(conflicts) > 0 {
		return d.Page() + "/settle", false, nil
	}
	v, ctx := visitOf(c), c.Request().Context()
	if merged = merged.Canonical(); merged.Equal(latest.Content) {
		return d.Page(), true, s.edit.DropWorking(ctx, v.actor(), d.Document, d.Locale, d.tag)
	}
	_, err = s.edit.KeepWorking(ctx, v.actor(), d.Document, d.Locale, d.tag, latest.Number, merged)
	return d.Page(), true, err
}

// answerLive answers with where the edits stand and with parts of the screen.
func (s *Server) answerLive(c echo.Context, d workspace, answer liveAnswer, parts ...string) error {
	view, err := s.editorView(c, d)
	if err != nil {
		return err
	}
	text := answer.Content
	answer.liveState = liveStateOf(view.Base, d, view.problems)
	answer.Content = text
	if text == nil && c.Request().PostForm.Get("from") != "" {
		answer.Content = liveTextOf(d.now) // it may hold what another window typed
	}
	answer.Parts = map[string]string{}
	for _, part := range parts {
		b, err := s.screens.execute("edit_"+part, view)
		if err != nil {
			return err
		}
		answer.Parts[part] = string(b)
	}
	return c.JSON(http.StatusOK, answer)
}

// savedText says what came of a save.
func (s *Server) savedText(d workspace, version cms.Version) string {
	switch {
	case version.Origin == content.OriginMerged && version.Number > d.Latest:
		return "Saved, together with what somebody else changed meanwhile. Both are in this version."
	case version.Number == d.Latest:
		return "There was nothing new to save."
	}
	return fmt.Sprintf("Saved “%s”. It goes live when you put it live.", words.Clip(version.Content.Title, 60))
}
