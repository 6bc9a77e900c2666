package admin

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/content"
	"practicecms/content/paste"
)

// pasteView is the screen on which a pasted text becomes a page. Nothing is kept
// until it is saved: the text and what was decided about it travel in the form.
type pasteView struct {
	Base
	Types  []content.Type
	Type   string
	Text   string       // as it was typed or pasted
	HTML   string       // what the clipboard or a file held beside it; empty without a script
	Format paste.Format // how Text is written, where a file said so; empty: as it looks
	Plain  bool         // the HTML is not to be used
	Most   int          // of the text's bytes; more is not read
	Fault  string       // why the text can't be read; empty: it can
	Page   *pastedPage
}

// pastedPage is what a text became.
type pastedPage struct {
	Title, Path       string
	TitleWhy, PathWhy string            // how they were guessed; empty: they were typed
	Guess, GuessPath  string            // what was guessed, to tell later whether it was changed
	Faults            map[string]string // of title and path; "" is the page's
	Of                string            // names the text that the decisions are about
	Decided           pasteDecisions
	Parts             []pastedPart
	Left              []paste.LeftOut // what looks like a website's frame
	Removed           []pastedRemoval
	Linked            []string // addresses of what was embedded, to which a link was put
	Count             pasteCount
	Into              *pasteInto  // the page of which it becomes a new version; nil: it becomes a page of its own
	Near              []pasteNear // pages that it may be a new version of

	content content.Content // what is written
	raw     string          // what was read
}

// pastedPart is one block as it was understood, and the blocks that it becomes.
type pastedPart struct {
	Key       string // names it by its words, so that it is found again when others come or go
	Index     int
	Label     string // of its kind
	Kind      string // as it was chosen
	Choices   []content.Kind
	Blocks    []rendering.Block
	Words     int      // that it would put on the page
	Out       bool     // it is left out
	Beside    bool     // words that have no place in the kind stand in a section beside it
	Refused   bool     // the chosen kind would have lost words
	Guesses   []string // what was inferred, in words
	Questions []pastedQuestion
	Links     []pastedLink
}

// pastedRemoval is what was not taken over; things of one sort are told together.
type pastedRemoval struct {
	What  string
	Texts []string // the words that it belonged to, or addresses
	Link  string   // where something embedded can be seen
}

// pastedQuestion is what the person may decide about a part, or has decided.
type pastedQuestion struct {
	Lead    string         // what is wanted of them
	Words   string         // what is asked, or what was decided
	Open    bool           // it waits for an answer
	Answers []pastedAnswer // none: it can't be answered by a button
}

// pastedAnswer is a button.
type pastedAnswer struct {
	Value, Label string
	Given        bool
}

// pastedLink is a link that may be made.
type pastedLink struct {
	Key      string
	Words    string // as they stand in the text
	Name     string // of the page or person
	Accepted bool
}

func (s *Server) pasteForm(c echo.Context) error {
	view := s.pasteView(c)
	return s.show(c, "page_paste", view)
}

func (s *Server) pasteView(c echo.Context) *pasteView {
	view := &pasteView{Base: s.base(c, "Paste a page", "pages"), Most: paste.MaxInput}
	for _, t := range s.model.Types {
		if t.IsPage() {
			view.Types = append(view.Types, t)
		}
	}
	view.Type = view.Types[0].Name
	return view
}

// pasted shows what the text becomes, or saves it when the button says so.
func (s *Server) pasted(c echo.Context) error {
	form := c.Request().PostForm
	view := s.pasteView(c)
	view.choose(form.Get("type"))
	// Forms send line ends as CRLF, whatever was typed.
	view.Text, view.HTML = unixLines(form.Get("text")), unixLines(form.Get("html"))
	view.Plain = form.Get("plain") != ""
	if f := paste.Format(form.Get("format")); f == paste.Text || f == paste.Markdown {
		view.Format = f
	}
	if form.Get("do") == "back" {
		return s.show(c, "page_paste", view)
	}
	if err := s.understand(c, view); err != nil {
		if view.Fault = pasteFault(err); view.Fault == "" {
			return err
		}
		return s.render(c, http.StatusUnprocessableEntity, "page_paste", view)
	}
	if form.Get("do") == "save" {
		return s.savePasted(c, view)
	}
	return s.show(c, "page_paste", view)
}

// choose takes the type of page, if there is one of this name.
func (v *pasteView) choose(name string) {
	if slices.ContainsFunc(v.Types, func(t content.Type) bool { return t.Name == name }) {
		v.Type = name
	}
}

// pasteFault says why a text can't be read; "" for what is not the text's fault.
func pasteFault(err error) string {
	switch {
	case errors.Is(err, paste.ErrEmpty):
		return "There are no words yet. Paste the text of your page here."
	case errors.Is(err, paste.ErrTooLarge):
		return "That is longer than a page can be. Paste one half first, save it, and then the other."
	case errors.Is(err, paste.ErrNotText):
		return "It holds signs that are no letters, as a file of another kind does. If it came from a file, open that, select the words, copy them and paste them here."
	}
	return ""
}

// Action is what the button that saves does.
func (p *pastedPage) Action() string {
	if p.Into != nil {
		return "Save as a new version"
	}
	return "Save as a new page"
}

// Number is what staff count a part as.
func (p pastedPart) Number() int { return p.Index + 1 }

// FrameLeft is how many pieces that look like a website's frame are left out.
func (p *pastedPage) FrameLeft() int {
	n := 0
	for _, l := range p.Left {
		if !l.Kept {
			n++
		}
	}
	return n
}

func unixLines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
