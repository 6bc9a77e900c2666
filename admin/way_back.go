package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
)

// This file takes single changes of a comparison back.

// wayBack is a button that takes one change back.
type wayBack struct {
	Change content.Change
	Words  string // on the button: "Take it out again"
	Of     string // what it is about, for those who hear the button alone
}

// Value is the change as the form sends it.
func (w wayBack) Value() (string, error) {
	b, err := json.Marshal(w.Change)
	return string(b), err
}

// waysBack are those of a block, or of the document, as a whole. Whose says of which
// time the old text is.
func (ch change) waysBack(whose string) []wayBack {
	one := wayBack{Change: content.Change{Block: ch.Block}, Words: "Bring " + whose + " back", Of: ch.Name}
	place := wayBack{Change: content.Change{Block: ch.Block, Moved: true}, Words: "Put it back where it stood", Of: ch.Name}
	switch {
	case ch.Op == content.Added:
		one.Words = "Take it out again"
	case ch.Op == content.Removed:
		one.Words = "Put it back where it was"
	case ch.Op == content.Moved:
		return []wayBack{place}
	case ch.Moved:
		return []wayBack{one, place}
	}
	return []wayBack{one}
}

// valueBack is the way back of one value, or of an item of a list.
func valueBack(fc content.FieldChange, block content.BlockID) *wayBack {
	w := &wayBack{Change: content.Change{Block: block, Path: fc.Path, Gone: fc.Gone}, Words: "Bring the old text back", Of: fc.Label}
	switch {
	case fc.Before == nil:
		w.Words = "Take it out again"
	case fc.After == nil:
		w.Words = "Put it back"
	case fc.Spans == nil:
		w.Words = "Have it as it was"
	}
	return w
}

// sentenceBack is the way back of one sentence of a text; text is what it says.
func sentenceBack(fc content.FieldChange, block content.BlockID, s content.Sentence, text string) *wayBack {
	w := &wayBack{Change: content.Change{Block: block, Path: fc.Path, Gone: fc.Gone, Sentence: s.Number}, Words: "Bring the old one back", Of: clip(text, 80)}
	switch s.Op {
	case content.Added:
		w.Words = "Take it out"
	case content.Removed:
		w.Words = "Put it back"
	}
	return w
}

// takeChangeBack takes one change of a comparison back, as a new version on top of the
// one that was compared. It never moves what is live. When somebody saved meanwhile it
// changes nothing and shows what differs now.
func (s *Server) takeChangeBack(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	form := c.Request().PostForm
	from, err := s.version(c, d, form.Get("from"))
	if err != nil {
		return err
	}
	to, err := s.version(c, d, form.Get("to"))
	if err != nil {
		return err
	}
	var what content.Change
	if err := json.Unmarshal([]byte(form.Get("change")), &what); err != nil {
		return cms.ErrNotFound
	}
	shown := compareView{Document: d, From: from, To: to, All: form.Get("all") != "", Side: form.Get("view") == sideBySide}
	written, err := s.edit.TakeBack(c.Request().Context(), visitOf(c).actor(), cms.TakeBack{
		Document: d.Document, Locale: d.Locale, From: from.Number, To: to.Number, Change: what,
	})
	if conflict, late := errors.AsType[*cms.ConflictError](err); late {
		s.say(c, Toast{Text: "Somebody saved this since you opened the comparison, so nothing was changed. This is what differs now."})
		shown.To.Number = conflict.Latest
		return seeOther(c, shown.At(shown.All, shown.Side))
	}
	if err != nil {
		return err
	}
	s.say(c, Toast{Text: s.tookBack(s.base(c, "", ""), d, from, to.Content, what), Undo: &Undo{Action: d.Page() + "/undo-restore", Fields: map[string]string{
		"version": strconv.FormatUint(to.Number, 10), "after": strconv.FormatUint(written.Number, 10), "from": strconv.FormatUint(from.Number, 10),
		"all": form.Get("all"), "view": form.Get("view"),
	}}})
	shown.To.Number = written.Number
	return seeOther(c, shown.At(shown.All, shown.Side)+"#"+placeName(what.Block))
}

// placeName names the place of a change on the page of the comparison.
func placeName(id content.BlockID) string {
	if id.IsZero() {
		return "at-details"
	}
	return "at-" + id.String()
}

// tookBack says what is as it was, in the words of the thing.
func (s *Server) tookBack(b Base, d document, from cms.Version, now content.Content, what content.Change) string {
	block, was := from.Content.Block(what.Block)
	if was < 0 {
		block, _ = now.Block(what.Block)
	}
	name := clip(s.model.BlockName(block), 80)
	in := "“" + clip(or(now.Title, "Without a title"), 80) + "”"
	if !what.Block.IsZero() {
		if in = name; !strings.HasPrefix(name, "“") {
			name, in = "The "+name, "the "+name
		}
	}
	changed, _ := s.changed(d, from.Content, now, what)
	var text string
	switch then := b.On(from.At); {
	case what.Sentence != 0:
		text = fmt.Sprintf("In %s one sentence is as it was %s.", in, then)
		for _, one := range changed.Sentences() {
			if one.Number == what.Sentence {
				text = sentenceTaken(changed, one, in, then)
			}
		}
	case what.Path != "" && changed.Before == nil:
		text = fmt.Sprintf("%s is out of %s again, as it was %s.", clip(changed.Label, 80), in, then)
	case what.Path != "":
		text = fmt.Sprintf("%s in %s is as it was %s.", clip(changed.Label, 80), in, then)
	case what.Block.IsZero():
		text = "Title, address and details are back as they were " + then + "."
	case what.Moved:
		text = name + " stands again where it stood " + then + "."
	case was < 0:
		text = name + " is taken out again, as it was " + then + "."
	default:
		text = name + " is back as it was " + then + "."
	}
	return text + d.LiveUntouched()
}

// sentenceTaken says it of one sentence, by what it says.
func sentenceTaken(fc content.FieldChange, s content.Sentence, in, then string) string {
	words := func(text string) string {
		shown, err := (&redliner{}).plain(content.Field{Type: fc.Type}, strings.TrimSpace(text))
		if err != nil || shown == "" {
			return "The space between two sentences"
		}
		return "“" + clip(shown, 80) + "”"
	}
	if s.Op == content.Added {
		return fmt.Sprintf("%s is out of %s again, as it was %s.", words(s.After), in, then)
	}
	return fmt.Sprintf("%s is back in %s, as it was %s.", words(s.Before), in, then)
}

// changed finds the value that a change is about, for its words.
func (s *Server) changed(d document, from, now content.Content, what content.Change) (content.FieldChange, bool) {
	compared := s.model.Compare(d.Type, from, now)
	fields := compared.Fields
	for _, b := range compared.Blocks {
		if b.ID == what.Block {
			fields = b.Fields
		}
	}
	for _, fc := range fields {
		if fc.Path == what.Path && fc.Gone == what.Gone {
			return fc, true
		}
	}
	return content.FieldChange{}, false
}
