package admin

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
)

// restore brings back what the form names, as restoreForm has rehearsed it. A block that is
// gone comes back where it stood. It always writes a new version and never moves what is
// live.
func (s *Server) restore(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	what, err := s.whatToRestore(c, d, c.Request().PostForm)
	if err != nil {
		return err
	}
	if what.Picks == nil && what.Version == 0 {
		return cms.ErrNotFound
	}
	latest, err := s.version(c, d, "")
	if err != nil {
		return err
	}
	written, err := s.edit.Restore(c.Request().Context(), visitOf(c).actor(), what)
	if err != nil {
		return err
	}

	b := s.base(c, "", "")
	text, err := s.restored(c, b, d, what)
	if err != nil {
		return err
	}
	toast := Toast{Text: text}
	if written.Number == latest.Number {
		toast.Text = "Your page says so already. Nothing was changed."
	} else {
		toast.Undo = &Undo{Action: d.Page() + "/undo-restore", Fields: map[string]string{
			"version": strconv.FormatUint(latest.Number, 10), "after": strconv.FormatUint(written.Number, 10),
		}}
	}
	s.say(c, toast)
	return seeOther(c, d.Page())
}

// restored says what is back, in the words of the thing.
func (s *Server) restored(c echo.Context, b Base, d document, what cms.Restore) (string, error) {
	if len(what.Picks) > 0 {
		return b.PartsBack(len(what.Picks)) + b.LiveUntouched(d.Live != 0), nil
	}
	from, err := s.version(c, d, strconv.FormatUint(what.Version, 10))
	if err != nil {
		return "", err
	}
	thing := b.Everything(d.Kind.IsPage())
	if len(what.Blocks) > 0 {
		block, _ := from.Content.Block(what.Blocks[0])
		thing = words.The(words.Clip(s.model.BlockName(block), 80))
	}
	return b.IsBack(thing, from.At) + b.LiveUntouched(d.Live != 0), nil
}

// undoRestore writes a new version as the one before the restore was, unless
// somebody saved meanwhile: their words are not to go with it.
func (s *Server) undoRestore(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	form := c.Request().PostForm
	if form.Get("after") != strconv.FormatUint(d.Latest, 10) {
		s.say(c, Toast{Text: "Somebody saved the page since, so nothing was undone. Bring back the text that you want from Earlier versions."})
		return seeOther(c, d.Page()+"/versions")
	}
	before, err := s.version(c, d, form.Get("version"))
	if err != nil {
		return err
	}
	now, err := s.edit.Restore(c.Request().Context(), visitOf(c).actor(), cms.Restore{
		Document: d.Document, Locale: d.Locale, Version: before.Number, OldPath: true,
	})
	if err != nil {
		return err
	}
	s.say(c, Toast{Text: "Undone. The text that you took back is in Earlier versions."})
	if number := form.Get("from"); number != "" { // it was done in a comparison
		from, err := s.version(c, d, number)
		if err != nil {
			return err
		}
		shown := compareView{Document: d, From: from, To: now}
		return seeOther(c, shown.At(form.Get("all") != "", form.Get("view") == sideBySide))
	}
	return seeOther(c, d.Page())
}
