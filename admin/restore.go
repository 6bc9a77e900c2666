package admin

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
)

// errUnsaved is returned when something would drop the reader's working copy.
var errUnsaved = errors.New("the reader has a working copy")

// restore brings something back from the version that the form names: the whole
// document, or with "block" one block of it. "part" says what of it:
//
//	""       its text; a block that is gone comes back where it stood
//	place    the block goes back to where it stood
//	out      the block, which that version does not have, is taken out
//	details  title, address and the document's own fields
//
// It always writes a new version and never moves what is live.
func (s *Server) restore(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	form := c.Request().PostForm
	from, err := s.version(c, d, form.Get("version"))
	if err != nil {
		return err
	}
	block, err := parseBlock(form.Get("block"))
	if err != nil {
		return err
	}
	latest, err := s.version(c, d, "")
	if err != nil {
		return err
	}

	ctx, who := c.Request().Context(), visitOf(c).actor()
	var written cms.Version
	switch part := form.Get("part"); {
	case part == "":
		what := cms.Restore{Document: d.Document, Locale: d.Locale, Version: from.Number, OldPath: form.Get("path") == "old"}
		if !block.IsZero() {
			what.Blocks = []content.BlockID{block}
		}
		written, err = s.edit.Restore(ctx, who, what)
	default:
		written, err = s.saveBack(c, d, latest, part, from.Content, block)
	}
	if errors.Is(err, errUnsaved) {
		s.say(c, Toast{Text: "You have changes that are not saved. Save them first, then do this. Nothing was changed."})
		return seeOther(c, d.Page())
	}
	if err != nil {
		return err
	}

	b := s.base(c, "", "")
	toast := Toast{Text: s.restored(b, d, from, latest.Content, form.Get("part"), block)}
	if written.Number == latest.Number {
		toast.Text = "It already is as it was " + b.On(from.At) + ". Nothing was changed."
	} else {
		toast.Undo = &Undo{Action: d.Page() + "/undo-restore", Fields: map[string]string{
			"version": strconv.FormatUint(latest.Number, 10), "after": strconv.FormatUint(written.Number, 10),
		}}
	}
	s.say(c, toast)
	switch form.Get("next") {
	case "version":
		return seeOther(c, fmt.Sprintf("%s/versions/%d", d.Page(), from.Number))
	case "compare":
		return seeOther(c, fmt.Sprintf("%s/compare?from=%d&to=%d", d.Page(), from.Number, written.Number))
	}
	return seeOther(c, d.Page())
}

// restored says what is back, in the words of the thing.
func (s *Server) restored(b Base, d document, from cms.Version, latest content.Content, part string, id content.BlockID) string {
	block, at := from.Content.Block(id)
	if at < 0 {
		block, _ = latest.Block(id)
	}
	name := clip(s.cms.Model().BlockName(block), 80)
	if !strings.HasPrefix(name, "“") {
		name = "The " + name
	}
	var text string
	switch {
	case part == "details":
		text = "Title, address and details are back as they were " + b.On(from.At) + "."
	case id.IsZero():
		text = "Everything is back as it was " + b.On(from.At) + "."
		if d.Kind.IsPage() {
			text = "The whole page is back as it was " + b.On(from.At) + "."
		}
	case part == "out":
		text = name + " is taken out again, as it was " + b.On(from.At) + "."
	case part == "place":
		text = name + " stands again where it stood " + b.On(from.At) + "."
	default:
		text = name + " is back as it was " + b.On(from.At) + "."
	}
	if d.Live == 0 {
		return text + " It is not live yet."
	}
	return text + " What is live has not changed."
}

// saveBack makes a part of the latest version as it was and saves that. A save takes
// the place of the working copy, so there must be none.
func (s *Server) saveBack(c echo.Context, d document, latest cms.Version, part string, then content.Content, id content.BlockID) (cms.Version, error) {
	unsaved, err := s.hasWorking(c, d)
	if err != nil {
		return cms.Version{}, err
	}
	if unsaved {
		return cms.Version{}, errUnsaved
	}
	next := latest.Content
	next.Blocks = slices.Clone(next.Blocks)
	_, at := next.Block(id)
	_, was := then.Block(id)
	switch {
	case part == "details":
		next.Title, next.Path, next.Fields = then.Title, then.Path, then.Fields
	case part == "out" && at >= 0 && was < 0:
		next.Blocks = slices.Delete(next.Blocks, at, at+1)
	case part == "place" && at >= 0 && was >= 0:
		moving := next.Blocks[at]
		next.Blocks = slices.Delete(next.Blocks, at, at+1)
		next.Blocks = slices.Insert(next.Blocks, placeOf(then.Blocks[:was], next), moving)
	default:
		return cms.Version{}, cms.ErrNotFound
	}
	return s.edit.Save(c.Request().Context(), visitOf(c).actor(), cms.Save{
		Document: d.Document, Locale: d.Locale, Base: latest.Number, Content: next,
	})
}

// placeOf is where in now a block belongs that stood behind the given ones: behind
// the nearest of them that is still there, else first.
func placeOf(before []content.Block, now content.Content) int {
	for _, b := range slices.Backward(before) {
		if _, i := now.Block(b.ID); i >= 0 {
			return i + 1
		}
	}
	return 0
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
	if _, err := s.edit.Restore(c.Request().Context(), visitOf(c).actor(), cms.Restore{
		Document: d.Document, Locale: d.Locale, Version: before.Number, OldPath: true,
	}); err != nil {
		return err
	}
	s.say(c, Toast{Text: "Undone. What you had brought back is in Earlier versions."})
	return seeOther(c, d.Page())
}

// parseBlock reads a block's id; an empty text is none.
func parseBlock(text string) (content.BlockID, error) {
	var id content.BlockID
	if err := id.UnmarshalText([]byte(text)); err != nil {
		return id, cms.ErrNotFound
	}
	return id, nil
}
