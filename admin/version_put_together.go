package admin

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms/history"
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
	history.PartPast
	Kind  string // as staff call it
	Texts []togetherText
}

// togetherText is one choice.
type togetherText struct {
	history.PartText
	Called string // such as "As it is now"
	Who    string
	Pick   string // what the form sends for it
	Now    bool   // it is on the page
	Words  string // how it begins, or how it goes on where it begins to differ from the text above it
}

// wordsIn are what a part says, in one line, with a dot between its fields.
func wordsIn(kind content.Kind, b content.Block) string {
	var out []string
	content.Walk(kind.Fields, b.Fields, "", func(_ string, f content.Field, v any) {
		s, _ := v.(string)
		switch f.Type {
		case content.Markdown:
			s = richtext.PlainText(s)
		case content.Text:
		default:
			return
		}
		if line := strings.Join(strings.Fields(s), " "); line != "" {
			out = append(out, line)
		}
	})
	return strings.Join(out, " · ")
}

// textShown is how many characters of a text are shown.
const textShown = 240

// unlike clips a text so that the place where they begin to differ from others shows: two
// texts that begin alike would look the same.
func unlike(text, others string) string {
	mine, theirs := strings.Fields(text), strings.Fields(others)
	alike := 0
	for alike < min(len(mine), len(theirs)) && mine[alike] == theirs[alike] {
		alike++
	}
	if text == others || utf8.RuneCountInString(strings.Join(mine[:alike], " ")) < textShown/2 {
		return words.Clip(text, textShown)
	}
	return "…" + words.Clip(strings.Join(mine[max(alike-8, 0):], " "), textShown)
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
		kind, _ := s.model.Kind(p.Kind)
		one := togetherPart{PartPast: p, Kind: or(kind.Label, p.Kind)}
		above := ""
		for _, t := range p.Texts {
			here := wordsIn(kind, t.Block)
			text := togetherText{
				PartText: t, Called: words.UpperFirst(view.Whose(t.From.At)), Who: v.english().You(names, t.From.By), Pick: fmt.Sprintf("%s:%d", p.Block, t.Version),
				Now: p.Here && t.Version == d.Latest, Words: unlike(here, above),
			}
			if text.Now {
				text.Called = "As it is now"
			}
			one.Texts, above = append(one.Texts, text), here
		}
		view.Parts = append(view.Parts, one)
	}
	return s.show(c, "version_put_together", view)
}
