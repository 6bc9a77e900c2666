package admin

import (
	"fmt"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
	"practicecms/content/richtext"
)

// putTogetherView lists the parts of a page with the texts that each had, to choose from.
type putTogetherView struct {
	Base
	Document document
	Name     string
	Parts    []togetherPart
}

type togetherPart struct {
	cms.PartPast
	Kind  string // as staff call it
	Texts []togetherText
}

// togetherText is one choice.
type togetherText struct {
	cms.PartText
	Who   string
	Pick  string // what the form sends for it
	Now   bool   // it is on the page
	Words string // how it begins
}

// words are what a part says, in one line.
func words(kind content.Kind, b content.Block) string {
	var out []string
	content.Walk(kind.Fields, b.Fields, "", func(_ string, f content.Field, v any) {
		s, _ := v.(string)
		switch f.Type {
		case content.Markdown:
			out = append(out, strings.Fields(richtext.PlainText(s))...)
		case content.Text:
			out = append(out, strings.Fields(s)...)
		}
	})
	return strings.Join(out, " ")
}

// textsToChoose is how many texts of a part are offered; older ones are in Earlier versions.
const textsToChoose = 8

// putTogether offers each part's earlier texts, so that a page can be put together from
// several versions. Choosing changes nothing yet: the next screen shows what would change.
func (s *Server) putTogether(c echo.Context) error {
	d, name, err := s.titled(c)
	if err != nil {
		return err
	}
	v, ctx := visitOf(c), c.Request().Context()
	parts, err := s.edit.Parts(ctx, v.actor(), d.Document, d.Locale, textsToChoose)
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	view := &putTogetherView{Base: s.base(c, "Put together from earlier versions: "+name, d.Section()), Document: d, Name: name}
	for _, p := range parts {
		if p.Here && len(p.Texts) < 2 {
			continue // it was never otherwise
		}
		kind, _ := s.cms.Model().Kind(p.Kind)
		one := togetherPart{PartPast: p, Kind: or(kind.Label, p.Kind)}
		for _, t := range p.Texts {
			text := togetherText{
				PartText: t, Who: you(v.person, names, t.From.By), Pick: fmt.Sprintf("%s:%d", p.Block, t.Version), Now: p.Here && t.Version == d.Latest,
				Words: clip(words(kind, t.Block), 240),
			}
			one.Texts = append(one.Texts, text)
		}
		view.Parts = append(view.Parts, one)
	}
	return s.show(c, "put_together", view)
}
