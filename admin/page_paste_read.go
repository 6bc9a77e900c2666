package admin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/content"
	"practicecms/content/paste"
)

// understand reads the text and applies what was decided about it.
func (s *Server) understand(c echo.Context, view *pasteView) error {
	form, v := c.Request().PostForm, visitOf(c)
	raw, format := view.Text, view.Format
	if view.HTML != "" && !view.Plain {
		raw, format = view.HTML, paste.HTML
	}
	page := &pastedPage{Faults: map[string]string{}, Of: shortSum(string(format), raw), raw: raw}
	page.Decided = decisionsIn(form, page.Of)
	if err := s.findInto(c, view, page); err != nil {
		return err
	}
	result, err := s.edit.Paste(c.Request().Context(), v.actor(), raw, view.Type, paste.Options{
		Format: format, Locale: v.practice.Locale, Decisions: page.Decided.Decisions,
	})
	if err != nil {
		return err
	}
	view.Page = page
	page.content = result.Content
	page.Title, page.Path, page.Guess, page.GuessPath = result.Content.Title, result.Content.Path, result.Content.Title, result.Content.Path
	page.Left, page.Removed, page.Linked = oneLined(result.Left), removalsOf(result.Removed), page.Decided.stillLinked(result.Removed)
	page.Count = pasteCount{In: result.Words.In}
	for _, l := range result.Left {
		if !l.Kept {
			page.Count.Frame += l.Words
		}
	}
	page.guesses(result.Inferred)
	if page.Into != nil {
		page.keepTitle()
	}
	if page.Decided.form != nil {
		page.typed(form.Get("title"), form.Get("guess"), form.Get("path"), form.Get("guess-path"))
	}
	page.content.Title, page.content.Path, page.content.Blocks = page.Title, page.Path, nil
	s.readParts(c, page, result)
	if page.Into != nil {
		page.Into.take(s.model, &page.content)
		return nil
	}
	page.Near, err = s.nearPages(c, page)
	return err
}

// readParts makes the parts of the page, and of those that are not left out its content.
func (s *Server) readParts(c echo.Context, page *pastedPage, result paste.Result) {
	links := s.links(c)
	keys := partKeys(s.model, result.Content.Blocks)
	answers := page.Decided.answered(s.model, result.Content.Blocks)
	for i, b := range result.Content.Blocks {
		p := s.pastedPart(i, keys[i], b, result)
		p.Questions = append(p.Questions, answers[i]...)
		for _, l := range result.Suggested {
			switch {
			case l.Block != i, page.Into != nil && l.ID == page.Into.Page.Document: // a page leads to others
			case s.isPage(l.Type):
				p.link(b.Fields, l, page.Decided)
			default: // a record has no address to link to
				p.Guesses = append(p.Guesses, fmt.Sprintf("“%s” may be %s. To show them on the page, add “Practitioners” in the editor.", l.Text, l.Name))
			}
		}
		blocks := p.as(s.model, b, page.Decided.kind(p.Key))
		for _, b := range blocks {
			p.Blocks = append(p.Blocks, rendering.NewBlock(s.model, b, links))
		}
		p.Words = len(paste.BlockWords(s.model, blocks))
		if p.Out = page.Decided.leftOut(p.Key); p.Out {
			page.Count.ByYou += p.Words
		} else {
			page.Count.Kept += p.Words
			page.content.Blocks = append(page.content.Blocks, blocks...)
		}
		page.Parts = append(page.Parts, p)
	}
}

// oneLined sets the lines of each piece in one, as a list of links is read.
func oneLined(left []paste.LeftOut) []paste.LeftOut {
	out := slices.Clone(left)
	for i := range out {
		out[i].Text = strings.Join(strings.Split(out[i].Text, "\n"), " · ")
	}
	return out
}

// removalsOf puts together what was not taken over for the same reason.
func removalsOf(removed []paste.Removal) []pastedRemoval {
	var out []pastedRemoval
	at := map[string]int{}
	for _, r := range removed {
		i, told := at[r.What]
		if !told || r.Link != "" {
			i = len(out)
			out = append(out, pastedRemoval{What: words.UpperFirst(r.What), Link: r.Link})
			if r.Link == "" {
				at[r.What] = i
			}
		}
		if r.Text != "" && !slices.Contains(out[i].Texts, r.Text) {
			out[i].Texts = append(out[i].Texts, r.Text)
		}
	}
	return out
}

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

// keepTitle takes the title of the page of which the text becomes a new version, in the
// stead of a guess. A page without one takes the guess.
func (p *pastedPage) keepTitle() {
	if title := p.Into.latest.Content.Title; title != "" {
		p.Title, p.Guess, p.TitleWhy = title, title, ""
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
func (s *Server) pastedPart(index int, key string, b content.Block, result paste.Result) pastedPart {
	kind, _ := s.model.Kind(b.Kind)
	p := pastedPart{Key: key, Index: index, Label: kind.Label, Kind: b.Kind}
	if len(kind.Fields) > 0 {
		p.Choices = s.pasteChoices(b.Kind)
	}
	for _, i := range result.Inferred {
		switch {
		case i.Block != index:
		case i.Question != "", i.Ask:
			p.Questions = append(p.Questions, ask(i))
		case i.Field == "kind":
			p.Guesses = append(p.Guesses, fmt.Sprintf("Made “%s” of it, because %s.", kind.Label, i.Why))
		default:
			guess := fmt.Sprintf("“%s”: %s.", words.Clip(i.Value, 80), i.Why)
			if f, ok := content.FieldNamed(kind.Fields, i.Field); ok {
				guess = f.Label + " " + guess
			}
			p.Guesses = append(p.Guesses, guess)
		}
	}
	return p
}

// sentence ends what is asked, or said, as a sentence does.
func sentence(text string) string {
	if strings.HasSuffix(text, "?") || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// as gives the blocks that a part becomes when another kind was chosen for it.
func (p *pastedPart) as(m *content.Model, b content.Block, kind string) []content.Block {
	if kind == "" || kind == b.Kind {
		return []content.Block{b}
	}
	blocks := paste.AsKind(m, b, kind)
	p.Refused = !slices.ContainsFunc(blocks, func(b content.Block) bool { return b.Kind == kind })
	p.Beside = len(blocks) > 1
	if p.Kind = kind; p.Refused {
		p.Kind = blocks[0].Kind
	}
	return blocks
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

// stillLinked are the addresses to which a link was put: of those that the list of what
// was not taken over does not offer by itself.
func (d pasteDecisions) stillLinked(removed []paste.Removal) []string {
	put := maps.Clone(d.Link)
	for _, r := range removed {
		delete(put, r.Link)
	}
	return keysWith(put, true)
}
