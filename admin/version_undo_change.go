package admin

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/redline"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/content"
)

// undoChange takes one change of a comparison back, as a new version on top of the
// one that was compared. It never moves what is live. When somebody saved meanwhile it
// changes nothing and shows what differs now.
func (s *Server) undoChange(c echo.Context) error {
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
	s.say(c, Toast{Text: s.changeUndone(s.base(c, "", ""), d, from, to.Content, what), Undo: &Undo{Action: d.Page() + "/undo-restore", Fields: map[string]string{
		"version": strconv.FormatUint(to.Number, 10), "after": strconv.FormatUint(written.Number, 10), "from": strconv.FormatUint(from.Number, 10),
		"all": form.Get("all"), "view": form.Get("view"),
	}}})
	shown.To.Number = written.Number
	return seeOther(c, shown.At(shown.All, shown.Side)+"#"+redline.AnchorOf(what.Block))
}

// changeUndone says what is as it was, in the words of the thing.
func (s *Server) changeUndone(b Base, d document, from cms.Version, now content.Content, what content.Change) string {
	block, was := from.Content.Block(what.Block)
	if was < 0 {
		block, _ = now.Block(what.Block)
	}
	in := "“" + words.Clip(or(now.Title, "Without a title"), 80) + "”"
	if !what.Block.IsZero() {
		in = words.The(words.Clip(s.model.BlockName(block), 80))
	}
	changed, _ := s.fieldChange(d, from.Content, now, what)
	text, then := "", from.At
	switch label := words.Clip(changed.Label, 80); {
	case what.Sentence != 0:
		text = b.SentenceBack(in, then)
		for _, one := range changed.Sentences() {
			if one.Number == what.Sentence {
				text = sentenceUndone(b, changed, one, in, then)
			}
		}
	case what.Path != "" && changed.Before == nil:
		text = b.OutAgain(label, in, then)
	case what.Path != "":
		text = b.ValueBack(label, in, then)
	case what.Block.IsZero():
		text = b.DetailsBack(then)
	case what.Moved:
		text = b.PlaceBack(in, then)
	case was < 0:
		text = b.PartOut(in, then)
	default:
		text = b.IsBack(in, then)
	}
	return text + b.LiveUntouched(d.Live != 0)
}

// sentenceUndone says it of one sentence, by what it says.
func sentenceUndone(b Base, fc content.FieldChange, s content.Sentence, in string, then time.Time) string {
	quoted := func(text string) string {
		shown, err := redline.Plain(nil, content.Field{Type: fc.Type}, strings.TrimSpace(text))
		if err != nil {
			shown = ""
		}
		return b.Quoted(shown)
	}
	if s.Op == content.Added {
		return b.OutAgain(quoted(s.After), in, then)
	}
	return b.BackIn(quoted(s.Before), in, then)
}

// fieldChange finds the value that a change is about, for its words.
func (s *Server) fieldChange(d document, from, now content.Content, what content.Change) (content.FieldChange, bool) {
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
