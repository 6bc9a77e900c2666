package admin

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/redline"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/content"
)

// restoreFormView rehearses a restore: what would change, and what in it is not good any
// more. Nothing has happened yet.
type restoreFormView struct {
	Base
	Document document
	Heading  string
	Changes  []redline.Change
	Warnings []warningItem
	Fields   []hiddenField // what the form sends when it is done
	OldPath  string        // the address that would come back too, when it is another; empty: today's stays
	Back     string        // where one came from
	Unsaved  bool          // the reader has a working copy
}

// hiddenField is a hidden field of a form.
type hiddenField struct{ Name, Value string }

// warningItem is a warning in words.
type warningItem struct {
	Text string
	Link string // the document that it is about; empty: none
}

// restoreForm shows what a restore would do: "version" with the whole document, with
// "block" for a part of it, or "pick" (BLOCK:VERSION, several) for parts of several
// versions. With "path" set to old, the web address comes back too.
func (s *Server) restoreForm(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	q := c.QueryParams()
	what, err := s.whatToRestore(c, d, q)
	if err != nil {
		return err
	}
	if what.Picks == nil && what.Version == 0 { // nothing was picked
		s.say(c, Toast{Text: "Choose at least one earlier text first."})
		return seeOther(c, d.Page()+"/put-together")
	}
	r, err := s.edit.Rehearse(c.Request().Context(), visitOf(c).actor(), what)
	if err != nil {
		return err
	}
	view := &restoreFormView{Base: s.base(c, "", d.Section()), Document: d, Back: d.Page() + "/versions"}
	if view.Heading, err = s.restoreHeading(c, view.Base, d, what); err != nil {
		return err
	}
	view.Title = view.Heading
	if view.Changes, err = s.changes(c, d, r.Latest.Content, r.Next, false, false); err != nil {
		return err
	}
	for _, w := range r.Warnings {
		view.Warnings = append(view.Warnings, warningInWords(view.Base, w))
	}
	for _, name := range []string{"version", "block", "path"} {
		for _, value := range q[name] {
			view.Fields = append(view.Fields, hiddenField{name, value})
		}
	}
	for _, pick := range picked(q) {
		view.Fields = append(view.Fields, hiddenField{"pick", pick})
	}
	if what.Picks == nil && what.Blocks == nil && !what.OldPath {
		then, err := s.version(c, d, q.Get("version"))
		if err != nil {
			return err
		}
		if then.Content.Path != r.Latest.Content.Path {
			view.OldPath = then.Content.Path
		}
	}
	if what.Version != 0 {
		view.Back = fmt.Sprintf("%s/versions/%d", d.Page(), what.Version)
	} else {
		view.Back = d.Page() + "/put-together"
	}
	view.Unsaved, err = s.hasWorking(c, d)
	if err != nil {
		return err
	}
	return s.show(c, "version_restore_form", view)
}

// whatToRestore reads what a form or an address asks for.
func (s *Server) whatToRestore(c echo.Context, d document, q url.Values) (cms.Restore, error) {
	what := cms.Restore{Document: d.Document, Locale: d.Locale, OldPath: q.Get("path") == "old"}
	for _, text := range picked(q) {
		id, number, _ := strings.Cut(text, ":")
		block, err := parseBlock(id)
		if err != nil {
			return what, err
		}
		n, err := strconv.ParseUint(number, 10, 64)
		if err != nil || n == 0 || block.IsZero() {
			return what, cms.ErrNotFound
		}
		what.Picks = append(what.Picks, cms.Pick{Block: block, Version: n})
	}
	if what.Picks != nil || q.Get("version") == "" {
		return what, nil
	}
	from, err := s.version(c, d, q.Get("version"))
	if err != nil {
		return what, err
	}
	what.Version = from.Number
	for _, text := range q["block"] {
		block, err := parseBlock(text)
		if err != nil {
			return what, err
		}
		if !block.IsZero() {
			what.Blocks = append(what.Blocks, block)
		}
	}
	return what, nil
}

// picked are the parts that were chosen, as BLOCK:VERSION: each part of the screen that
// puts a page together has a choice of its own, "pick-0" and so on.
func picked(q url.Values) []string {
	var out []string
	for name, values := range q {
		if name != "pick" && !strings.HasPrefix(name, "pick-") {
			continue
		}
		for _, v := range values {
			if v != "" { // else that part stays as it is
				out = append(out, v)
			}
		}
	}
	slices.Sort(out)
	return out
}

// restoreHeading says what would be brought back: "Bring back “Fees” as it was on Tuesday".
func (s *Server) restoreHeading(c echo.Context, b Base, d document, what cms.Restore) (string, error) {
	if what.Picks != nil {
		return b.BringBackParts(len(what.Picks)), nil
	}
	from, err := s.version(c, d, strconv.FormatUint(what.Version, 10))
	if err != nil {
		return "", err
	}
	thing := b.Everything(d.Kind.IsPage())
	if len(what.Blocks) == 1 {
		block, _ := from.Content.Block(what.Blocks[0])
		thing = words.The(words.Clip(s.model.BlockName(block), 80))
	}
	return b.BringBack(thing, from.At), nil
}

// warningInWords says what is not good any more, and what that means.
func warningInWords(b Base, w cms.Warning) warningItem {
	in := ""
	if w.Name != "" {
		in = "In " + words.The(words.Clip(w.Name, 60)) + ": "
	}
	item := warningItem{}
	if !w.Document.IsZero() {
		item.Link = "/admin/d/" + w.Document.String()
	}
	switch w.Kind {
	case cms.WarnDeadLink:
		item.Text = in + "a link leads to " + w.Words + ", which is not on your site any more."
	case cms.WarnNotLive:
		item.Text = in + "“" + words.Clip(or(w.Words, "something that is not there any more"), 60) + "” is not on your site now, so readers will not see it here."
	case cms.WarnLicence:
		item.Text = in + "a licence of " + words.Clip(w.Words, 60) + " ran out on " + words.Date(w.At) + "."
	case cms.WarnPrice:
		item.Text = in + "it says " + w.Words + ". Today’s text does not: is that still the price?"
	case cms.WarnAddress:
		item.Text = "“" + words.Clip(w.Words, 60) + "” is live at this web address now. Both can’t be live there."
	case cms.WarnUnknown:
		item.Text = in + "it has something (" + content.HumanName(w.Words) + ") that this kind of part has no place for any more. It is kept, but not shown."
	}
	return item
}
