package admin

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/form"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/content"
)

// keepAndDo is what every button on the editor does: it keeps what the open form
// holds in the person's working copy, and then does what the button says. So nobody
// loses a sentence by pressing the wrong one. A button's value is a verb and what it
// is about: "up:ID", "add:section:ID", "item-drop:steps.1".
func (s *Server) keepAndDo(c echo.Context) error {
	d, err := s.keepTyped(c)
	if err != nil {
		return err
	}
	verb, about, _ := strings.Cut(c.Request().PostForm.Get("do"), ":")
	open := c.Request().PostForm.Get("open")
	if verb == "keep" && c.Request().PostForm.Get("note") != "" {
		verb = "save" // Enter in the name of the version
	}
	switch verb {
	case "done":
		return seeOther(c, d.at("", open))
	case "open":
		return seeOther(c, d.at(about, about))
	case "panel":
		return seeOther(c, d.Page()+"?"+url.Values{"edit": {open}, "panel": {about}}.Encode()+"#side")
	case "menu":
		return seeOther(c, d.Page()+"?"+url.Values{"add": {about}}.Encode()+"#add")
	case "preview":
		return seeOther(c, d.Page()+"/preview?working=1")
	case "put-live":
		if d.working {
			return s.save(c, d, d.Page()+"/put-live") // what is on the screen is what people mean
		}
		return seeOther(c, d.Page()+"/put-live")
	case "save":
		return s.save(c, d, d.Page())
	case "take-in":
		next, _, err := s.mergeLatest(c)
		if err != nil {
			return err
		}
		return seeOther(c, next)
	case "throw-away":
		return s.throwAway(c, d)
	case "add":
		return s.addBlock(c, d, about)
	case "up", "down", "copy", "remove":
		return s.changeBlocks(c, d, verb, about, open)
	case "item-up", "item-down", "item-drop", "item-more":
		return s.changeItem(c, d, verb, about, open)
	}
	return seeOther(c, d.at(open, open))
}

// at is the editor with a form open, scrolled to a block.
func (d workspace) at(open, block string) string {
	page := d.Page()
	if open != "" {
		page += "?" + url.Values{"edit": {open}}.Encode()
	}
	if block != "" {
		page += "#b-" + url.PathEscape(block)
	}
	return page
}

// addBlock adds an empty block: "KIND:AFTER", where AFTER is empty for the first place.
func (s *Server) addBlock(c echo.Context, d workspace, about string) error {
	kind, after, _ := strings.Cut(about, ":")
	if !d.Kind.Takes(kind) {
		return cms.ErrNotFound
	}
	place := 0
	if after != "" {
		place = len(d.now.Blocks)
		if i := d.index(after); i >= 0 {
			place = i + 1
		}
	}
	block := newBlock(kind)
	next := d.now
	next.Blocks = slices.Insert(slices.Clone(d.now.Blocks), place, block)
	if err := s.keep(c, &d, next); err != nil {
		return err
	}
	return seeOther(c, d.at(block.ID.String(), block.ID.String()))
}

// index finds a block by the written form of its id; -1 when there is none.
func (d workspace) index(id string) int {
	return slices.IndexFunc(d.now.Blocks, func(b content.Block) bool { return b.ID.String() == id })
}

// changeBlocks moves, duplicates or removes a block. A block that is gone already
// changes nothing: the page shows how things are.
func (s *Server) changeBlocks(c echo.Context, d workspace, verb, id, open string) error {
	i := d.index(id)
	if i < 0 {
		return seeOther(c, d.at("", ""))
	}
	before, next := d.now, d.now
	next.Blocks = slices.Clone(d.now.Blocks)
	switch {
	case verb == "up" && i > 0:
		next.Blocks[i-1], next.Blocks[i] = next.Blocks[i], next.Blocks[i-1]
	case verb == "down" && i+1 < len(next.Blocks):
		next.Blocks[i], next.Blocks[i+1] = next.Blocks[i+1], next.Blocks[i]
	case verb == "copy":
		twin := newBlock(next.Blocks[i].Kind)
		twin.Fields = next.Blocks[i].Fields
		next.Blocks = slices.Insert(next.Blocks, i+1, twin)
		open, id = twin.ID.String(), twin.ID.String()
	case verb == "remove":
		next.Blocks = slices.Delete(next.Blocks, i, i+1)
		if open == id {
			open = ""
		}
		id = ""
		if i > 0 {
			id = next.Blocks[i-1].ID.String()
		}
	}
	if err := s.keep(c, &d, next); err != nil {
		return err
	}
	if verb == "remove" {
		s.sayUndo(c, d, before, s.removed(before.Blocks[i]))
	}
	return seeOther(c, d.at(open, id))
}

// removed says that a block is off the page.
func (s *Server) removed(b content.Block) string {
	return words.UpperFirst(words.The(words.Clip(s.model.BlockName(b), 80))) + " is off the page."
}

// changeItem moves, drops or adds an item of a list in the open form. To add one is
// only to keep: the empty item at the end becomes one, and another stands ready.
func (s *Server) changeItem(c echo.Context, d workspace, verb, path, open string) error {
	maker, err := s.formMaker(c, nil)
	if err != nil {
		return err
	}
	// Read once more, for what is kept has lost its empty items, and the path counts them.
	before := d.now
	next := s.typed(d.Kind, d.now, open, form.Reader{Form: c.Request().PostForm, Maker: maker})
	fields := next.Fields
	if i := slices.IndexFunc(next.Blocks, func(b content.Block) bool { return b.ID.String() == open }); i >= 0 {
		fields = next.Blocks[i].Fields
	}
	if verb != "item-more" && form.ChangeList(fields, path, verb) {
		if err := s.keep(c, &d, next); err != nil {
			return err
		}
		if verb == "item-drop" {
			s.sayUndo(c, d, before, "One item is off the list.")
		}
	}
	return seeOther(c, d.Page()+"?"+url.Values{"edit": {open}}.Encode()+"#i-"+url.PathEscape(strings.ReplaceAll(path, ".", "-")))
}

// save makes a version of the working copy, and goes on to the next screen.
func (s *Server) save(c echo.Context, d workspace, next string) error {
	v := visitOf(c)
	if !d.working {
		s.say(c, Toast{Text: "There is nothing new to save."})
		return seeOther(c, d.Page())
	}
	return s.saveContent(c, d, cms.Save{
		Document: d.Document, Locale: d.Locale, Base: d.base.Number, Content: d.now, Note: line(c.Request().PostForm.Get("note")), Working: d.tag,
	}, v.actor(), next)
}

// saveContent saves and says what came of it: a version, a question or something to mend.
func (s *Server) saveContent(c echo.Context, d workspace, what cms.Save, who cms.Actor, next string) error {
	version, err := s.edit.Save(c.Request().Context(), who, what)
	var conflict *cms.ConflictError
	var invalid *content.InvalidError
	switch {
	case errors.As(err, &conflict):
		return seeOther(c, d.Page()+"/settle")
	case errors.As(err, &invalid):
		s.say(c, Toast{Text: "Not saved yet: something has to be mended first. What you typed is kept."})
		return seeOther(c, d.mend(invalid.Problems[0].Path))
	case err != nil:
		return err
	}
	s.say(c, Toast{Text: s.savedText(d, version)})
	return seeOther(c, next)
}

// mend is the editor with the form open in which something has to be mended.
func (d workspace) mend(path string) string {
	var i int
	if n, _ := fmt.Sscanf(path, "blocks[%d]", &i); n == 1 && i < len(d.now.Blocks) {
		id := d.now.Blocks[i].ID.String()
		return d.at(id, id)
	}
	return d.at(detailsOpen, detailsOpen)
}

// throwAway drops the working copy; the toast brings it back.
func (s *Server) throwAway(c echo.Context, d workspace) error {
	v := visitOf(c)
	if !d.working {
		return seeOther(c, d.Page())
	}
	if err := s.edit.DropWorking(c.Request().Context(), v.actor(), d.Document, d.Locale, d.tag); err != nil {
		return err
	}
	before := d.now
	d.now = d.base.Content
	s.sayUndo(c, d, before, "Your edits are thrown away. The page is as it was last saved.")
	return seeOther(c, d.Page())
}

// line makes one line of what a form sent.
func line(typed string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(typed, "\uFFFD")), " ")
}
