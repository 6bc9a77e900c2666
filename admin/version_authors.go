package admin

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/redline"
	"practicecms/admin/internal/words"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

// authorsView says who wrote a part of a document, sentence by sentence.
type authorsView struct {
	Base
	Document document
	Name     string // title of the latest version
	Part     string // what staff call the part
	Parts    []authorsPart
	Texts    []authorsText
	Unsaved  bool // the reader has a working copy, which is not part of this
}

// authorsPart is a part to choose.
type authorsPart struct {
	Link, Name string
	Chosen     bool
}

// authorsText is one text of the part.
type authorsText struct {
	Label string // of the field; empty where the words say it
	Look  string // how it is set
	Runs  []authorsRun
}

// authorsRun is neighbouring sentences that one version brought in.
type authorsRun struct {
	history.BlamedSentence
	Words string // as readers see them
	Who   string
	Back  string // who brought them back; empty: nobody
	Link  string // what changed in the version that brought them in
}

// authors shows the part that the address names, as the latest version has it; title
// and details when it names none.
func (s *Server) authors(c echo.Context) error {
	d, err := s.document(c)
	if err != nil {
		return err
	}
	block, err := parseBlock(c.QueryParam("block"))
	if err != nil {
		return err
	}
	ctx, who := c.Request().Context(), visitOf(c).actor()
	latest, err := s.version(c, d, "")
	if err != nil {
		return err
	}
	blame, err := s.edit.Blame(ctx, who, d.Document, d.Locale, block)
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, who)
	if err != nil {
		return err
	}
	name := words.Clip(or(latest.Content.Title, "Without a title"), 80)
	view := &authorsView{Base: s.base(c, "Who wrote this: "+name, d.Section()), Document: d, Name: name, Part: placeIn(block, blame.Name)}
	view.Parts = s.authorsParts(d, latest.Content, block)
	links := s.links(c)
	for _, text := range blame.Texts {
		out := authorsText{Label: text.Label, Look: redline.LookOf(text.Field, text.Path)}
		if text.Field.Heading || text.Field.Means == content.Body || text.Path == "title" {
			out.Label = ""
		}
		for i, run := range runsOf(text.Sentences) {
			if out.Runs = append(out.Runs, view.run(run, names)); i > 0 && out.Look == "head" {
				out.Look = "words"
			}
			last := &out.Runs[i]
			if last.Words, err = redline.Shown(links, text.Field, run.Text); err != nil {
				return err
			}
		}
		view.Texts = append(view.Texts, out)
	}
	if view.Unsaved, err = s.hasWorking(c, d); err != nil {
		return err
	}
	return s.show(c, "version_authors", view)
}

// authorsParts lists the parts of a document, its title and details first.
func (s *Server) authorsParts(d document, now content.Content, chosen content.BlockID) []authorsPart {
	link := d.Page() + "/written"
	out := []authorsPart{{link, placeIn(content.BlockID{}, ""), chosen.IsZero()}}
	for _, b := range now.Blocks {
		out = append(out, authorsPart{link + "?block=" + b.ID.String(), placeIn(b.ID, words.Clip(s.model.BlockName(b), 80)), b.ID == chosen})
	}
	return out
}

// runsOf joins neighbouring sentences of one origin.
func runsOf(sentences []history.BlamedSentence) []history.BlamedSentence {
	var out []history.BlamedSentence
	for _, one := range sentences {
		if n := len(out); n > 0 && out[n-1].By == one.By && out[n-1].Back == one.Back && out[n-1].Unsure == one.Unsure {
			out[n-1].Text += one.Text
			continue
		}
		out = append(out, one)
	}
	return out
}

// run says the origin of some sentences.
func (v *authorsView) run(s history.BlamedSentence, names access.Names) authorsRun {
	out := authorsRun{BlamedSentence: s, Who: v.You(names, s.By.By)}
	out.Link = fmt.Sprintf("%s/compare?from=%d&to=%d", v.Document.Page(), s.By.Version-1, s.By.Version)
	if s.By.Version == 1 {
		out.Link = v.Document.Page() + "/versions/1"
	}
	if s.Back.Version != 0 {
		out.Back = v.BroughtBack(names, s.Back)
	}
	return out
}
