package admin

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/content"
	"practicecms/content/paste"
	"practicecms/content/richtext"
)

// pasteView is the screen on which a pasted text becomes a page. Nothing is kept
// until it is saved: the text and what was decided about it travel in the form.
type pasteView struct {
	Base
	Types []content.Type
	Type  string
	Text  string // as it was typed or pasted
	HTML  string // what the clipboard held beside it; empty without a script
	Plain bool   // the HTML is not to be used
	Fault string // why the text can't be read; empty: it can
	Page  *pastedPage
}

// pastedPage is what a text became.
type pastedPage struct {
	Title, Path       string
	TitleWhy, PathWhy string            // how they were guessed; empty: they were typed
	Guess, GuessPath  string            // what was guessed, to tell later whether it was changed
	Faults            map[string]string // of title and path
	Holder            *cms.Item         // a page that is live at the address already
	Of                string            // names the text that the decisions below are about
	Parts             []pastedPart
	Removed           []paste.Removal
	In, Out           int // words

	content content.Content // what Save writes
	raw     string          // what was read
}

// pastedPart is one block as it was understood, and the blocks that it becomes.
type pastedPart struct {
	Index   int
	Label   string // of its kind
	Kind    string // as it was chosen
	Choices []content.Kind
	Blocks  []rendering.Block
	Beside  bool     // words that have no place in the kind stand in a section beside it
	Refused bool     // the chosen kind would have lost words
	Guesses []string // what was inferred, in words
	Asks    []string // what the text does not say
	Links   []pastedLink
}

type pastedLink struct {
	Index    int
	Words    string // as they stand in the text
	Name     string // of the page or person
	Accepted bool
}

func (s *Server) pasteForm(c echo.Context) error {
	view := s.pasteView(c)
	return s.show(c, "page_paste", view)
}

func (s *Server) pasteView(c echo.Context) *pasteView {
	view := &pasteView{Base: s.base(c, "Paste a page", "pages")}
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
	form, v := c.Request().PostForm, visitOf(c)
	view := s.pasteView(c)
	if t := form.Get("type"); slices.ContainsFunc(view.Types, func(x content.Type) bool { return x.Name == t }) {
		view.Type = t
	}
	// Forms send line ends as CRLF, whatever was typed.
	view.Text, view.HTML = unixLines(form.Get("text")), unixLines(form.Get("html"))
	view.Plain = form.Get("plain") != ""
	if form.Get("do") == "back" {
		return s.show(c, "page_paste", view)
	}
	if err := s.understand(c, view); err != nil {
		if view.Fault = pasteFault(err); view.Fault == "" {
			return err
		}
		return s.render(c, http.StatusUnprocessableEntity, "page_paste", view)
	}
	if form.Get("do") != "save" {
		return s.show(c, "page_paste", view)
	}

	version, err := s.edit.Create(c.Request().Context(), v.actor(), cms.New{
		Type: view.Type, Locale: v.practice.Locale, Content: view.Page.content, Origin: content.OriginPasted, Raw: view.Page.raw,
	})
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			if p.Path != "title" && p.Path != "path" {
				p.Path = "" // a block, which can be changed to another kind
			}
			view.Page.Faults[p.Path] = p.Message
		}
		return s.render(c, http.StatusUnprocessableEntity, "page_paste", view)
	}
	if err != nil {
		return err
	}
	page := document{State: cms.State{Document: version.Document}}.Page()
	s.say(c, Toast{
		Text: "“" + words.Clip(version.Content.Title, 80) + "” is saved with all of its words. It is not live yet.",
		Undo: &Undo{Action: page + "/trash"},
	})
	return seeOther(c, page)
}

// pasteFault says why a text can't be read; "" for what is not the text's fault.
func pasteFault(err error) string {
	switch {
	case errors.Is(err, paste.ErrEmpty):
		return "There are no words yet. Paste the text of your page here."
	case errors.Is(err, paste.ErrTooLarge):
		return "That is longer than a page can be. Paste one half first, save it, and then the other."
	case errors.Is(err, paste.ErrNotText):
		return "This is a file of another kind, not a text. Open it, select the words, copy them and paste them here."
	}
	return ""
}

// understand reads the text and applies what was decided about it.
func (s *Server) understand(c echo.Context, view *pasteView) error {
	form, v := c.Request().PostForm, visitOf(c)
	raw, format := view.Text, paste.Auto
	if view.HTML != "" && !view.Plain {
		raw, format = view.HTML, paste.HTML
	}
	result, err := s.edit.Paste(c.Request().Context(), v.actor(), raw, view.Type, paste.Options{Format: format, Locale: v.practice.Locale})
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(raw))
	page := &pastedPage{
		Title: result.Content.Title, Path: result.Content.Path, Guess: result.Content.Title, GuessPath: result.Content.Path,
		Faults: map[string]string{}, Of: hex.EncodeToString(sum[:8]), Removed: result.Removed, In: result.Words.In, Out: result.Words.Out,
		content: result.Content, raw: raw,
	}
	view.Page = page
	page.guesses(result.Inferred)
	decided := form.Get("of") == page.Of // else the decisions are about another text
	if decided {
		page.typed(form.Get("title"), form.Get("guess"), form.Get("path"), form.Get("guess-path"))
	}
	links := s.links(c)
	page.content.Title, page.content.Path, page.content.Blocks = page.Title, page.Path, nil
	for i, b := range result.Content.Blocks {
		p := s.pastedPart(i, b, result)
		for n, l := range result.Suggested {
			switch {
			case l.Block != i:
			case s.isPage(l.Type):
				p.link(b.Fields, n, l, decided && form.Get("link."+strconv.Itoa(n)) != "")
			default: // a record has no address to link to
				p.Guesses = append(p.Guesses, fmt.Sprintf("“%s” may be %s. To show them on the page, add “Practitioners” in the editor.", l.Text, l.Name))
			}
		}
		blocks := []content.Block{b}
		if kind := form.Get("kind." + strconv.Itoa(i)); decided && kind != "" && kind != b.Kind {
			blocks = paste.AsKind(s.model, b, kind)
			p.Refused = !slices.ContainsFunc(blocks, func(b content.Block) bool { return b.Kind == kind })
			p.Beside = len(blocks) > 1
			if p.Kind = kind; p.Refused {
				p.Kind = blocks[0].Kind
			}
			page.Out += len(paste.BlockWords(s.model, blocks)) - len(paste.BlockWords(s.model, []content.Block{b}))
		}
		for _, b := range blocks {
			p.Blocks = append(p.Blocks, rendering.NewBlock(s.model, b, links))
		}
		page.Parts = append(page.Parts, p)
		page.content.Blocks = append(page.content.Blocks, blocks...)
	}
	page.Holder, err = s.holder(c, document{State: cms.State{Locale: v.practice.Locale}}, page.Path)
	return err
}

// Number is what staff count a part as.
func (p pastedPart) Number() int { return p.Index + 1 }

// guesses takes what was inferred about the page itself.
func (p *pastedPage) guesses(inferred []paste.Inference) {
	for _, i := range inferred {
		switch {
		case i.Block < 0 && i.Field == "title":
			p.TitleWhy = i.Why
		case i.Block < 0 && i.Field == "path":
			p.PathWhy = i.Why
		}
	}
}

// typed takes title and address as they stand in the form, unless they are only
// what was guessed before: the guess may be better now.
func (p *pastedPage) typed(title, guess, path, guessPath string) {
	if title = strings.TrimSpace(title); title != "" && title != guess {
		p.Title, p.TitleWhy = title, ""
	}
	if path = strings.TrimSpace(path); path != "" && path != guessPath {
		p.Path, p.PathWhy = path, ""
	}
}

// pastedPart begins a part with what was inferred about it.
func (s *Server) pastedPart(index int, b content.Block, result paste.Result) pastedPart {
	kind, _ := s.model.Kind(b.Kind)
	p := pastedPart{Index: index, Label: kind.Label, Kind: b.Kind}
	if len(kind.Fields) > 0 {
		p.Choices = s.pasteChoices(b.Kind)
	}
	for _, i := range result.Inferred {
		switch why := words.UpperFirst(i.Why); {
		case i.Block != index:
		case i.Ask:
			if !strings.HasSuffix(why, "?") {
				why += "."
			}
			p.Asks = append(p.Asks, why)
		case i.Field == "kind":
			p.Guesses = append(p.Guesses, fmt.Sprintf("Made “%s” of it, because %s.", kind.Label, i.Why))
		default:
			label := i.Field
			if f, ok := content.FieldNamed(kind.Fields, i.Field); ok {
				label = f.Label
			}
			p.Guesses = append(p.Guesses, fmt.Sprintf("%s “%s”: %s.", label, words.Clip(i.Value, 80), i.Why))
		}
	}
	return p
}

// pasteChoices are the kinds that a block can be, its own first.
func (s *Server) pasteChoices(own string) []content.Kind {
	var out []content.Kind
	for _, name := range append([]string{own}, paste.Kinds()...) {
		if k, ok := s.model.Kind(name); ok && !slices.ContainsFunc(out, func(o content.Kind) bool { return o.Name == name }) {
			out = append(out, k)
		}
	}
	return out
}

// link offers a suggested link, and makes it when it was accepted. Words that bold
// or a line break cuts through can't be linked, and are not offered.
func (p *pastedPart) link(fields content.Fields, index int, l paste.Suggestion, accepted bool) {
	text, set := textAt(fields, l.Field)
	linked, ok := linkWords(text, l.Text, l.ID)
	if !ok {
		return
	}
	p.Links = append(p.Links, pastedLink{Index: index, Words: l.Text, Name: l.Name, Accepted: accepted})
	if accepted {
		set(linked)
	}
}

// linkWords makes a link of the first of some words in a Markdown text, if that
// changes nothing else in it.
func linkWords(text, words string, to content.DocumentID) (string, bool) {
	for _, written := range []string{words, paste.Escape(words)} {
		at := strings.Index(text, written)
		if at < 0 || written == "" || !betweenWords(text, at, at+len(written)) {
			continue
		}
		linked := text[:at] + "[" + written + "](document:" + to.String() + ")" + text[at+len(written):]
		if richtext.PlainText(linked) == richtext.PlainText(text) && slices.Contains(richtext.Documents(linked), to.String()) {
			return linked, true
		}
	}
	return text, false
}

// betweenWords reports whether neither end of text[from:to] cuts a word.
func betweenWords(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return !inWord(before) && !inWord(after)
}

// textAt finds the text at a path such as "steps[1].body", and how to set it.
func textAt(fields content.Fields, path string) (string, func(string)) {
	var at any = fields
	set := func(string) {}
	for name := range strings.SplitSeq(path, ".") {
		name, index, inList := strings.Cut(name, "[")
		within, _ := at.(map[string]any)
		at = within[name]
		set = func(text string) { within[name] = text }
		if inList {
			items, _ := at.([]any)
			i, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
			if err != nil || i < 0 || i >= len(items) {
				return "", func(string) {}
			}
			at = items[i]
			set = func(text string) { items[i] = text }
		}
	}
	text, _ := at.(string)
	return text, set
}

func unixLines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// Words says that nothing was lost, with both ends counted.
func (p *pastedPage) Words() string {
	counted := fmt.Sprintf("%d words in, %d words out", p.In, p.Out)
	if p.In == p.Out {
		return counted + ": nothing was lost"
	}
	return counted
}
