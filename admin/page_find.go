package admin

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/form"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/content"
)

// finding is the search and the filters above a list.
type finding struct {
	Words   string
	Fault   string // why the words were not looked for, and what to do; empty: they were
	Filters []findFilter
	Chosen  []findChosen // the filters that are on
}

// MaxWords is how many characters can be looked for.
func (finding) MaxWords() int { return cms.MaxSearchWords }

// findTime is more than a search waits for its index and then looks; it ends one that reads
// what very many pages say, or that waits in line with many others.
const findTime = 15 * time.Second

// findFault says why words could not be looked for, and what to do: words of the list,
// which is there without them. It is empty for errors that are not about the search.
func findFault(err error) string {
	invalid := (*content.InvalidError)(nil)
	switch {
	case errors.As(err, &invalid) && len(invalid.Problems) > 0:
		return invalid.Problems[0].Message
	case errors.Is(err, cms.ErrPreparing):
		return "The search is being prepared; try again in a moment."
	case errors.Is(err, context.DeadlineExceeded):
		return "That took too long to look for. Give other or fewer words."
	}
	return ""
}

// findFilter is one way to narrow a list.
type findFilter struct {
	Name, Label string
	Options     []form.Option // the first is: any
}

// findChosen is a filter that is on, and where the list is without it.
type findChosen struct{ Words, Without string }

// standingLabels are the standings in words.
var standingLabels = []struct {
	value cms.Standing
	words string
}{
	{cms.StandingLive, "Live"}, {cms.StandingChanged, "Live, newer draft"}, {cms.StandingNot, "Not live"}, {cms.StandingPlanned, "Planned"},
}

// finding reads what a list is narrowed by. A value that is none of the choices is as
// good as none: an old link still shows a list.
func (s *Server) finding(c echo.Context, names access.Names, pages []cms.Item) (finding, cms.Filter, error) {
	v := visitOf(c)
	out := finding{Words: line(c.QueryParam("q"))}
	filter := cms.Filter{Locale: v.practice.Locale, Types: s.typeNames(content.Type.IsPage), Words: out.Words}

	state := findFilter{Name: "state", Label: "State", Options: []form.Option{{Label: "Any state"}}}
	for _, l := range standingLabels {
		state.Options = append(state.Options, form.Option{Value: string(l.value), Label: l.words})
	}
	if filter.Words != "" {
		filter.Types = nil // a phrase is looked for in people and facts too
	}
	kinds := findFilter{Name: "type", Label: "Kind", Options: []form.Option{{Label: "Any kind"}}}
	for _, t := range s.model.Types {
		if t.IsPage() {
			kinds.Options = append(kinds.Options, form.Option{Value: t.Name, Label: t.Plural})
		}
	}
	people := findFilter{Name: "by", Label: "Changed by", Options: []form.Option{{Label: "Anybody"}}}
	var authors []content.Author
	for _, p := range pages {
		if !slices.Contains(authors, p.By) && p.By != (content.Author{}) {
			authors = append(authors, p.By)
		}
	}
	slices.SortFunc(authors, func(a, b content.Author) int { return compareFold(names.Of(a), names.Of(b)) })
	for _, a := range authors {
		people.Options = append(people.Options, form.Option{Value: authorValue(a), Label: v.english().You(names, a)})
	}
	out.Filters = []findFilter{state, kinds, people}
	if len(v.practice.Locales) > 1 {
		languages := findFilter{Name: "lang", Label: "Language"}
		for _, l := range v.practice.Locales {
			languages.Options = append(languages.Options, form.Option{Value: string(l), Label: languageName(l)})
		}
		out.Filters = append(out.Filters, languages)
	}

	query := url.Values{}
	for _, name := range []string{"q", "state", "type", "by", "lang"} {
		if value := c.QueryParam(name); value != "" {
			query.Set(name, value)
		}
	}
	for i := range out.Filters {
		f := &out.Filters[i]
		at := slices.IndexFunc(f.Options, func(o form.Option) bool { return o.Value == query.Get(f.Name) })
		if at < 0 {
			at = 0
		}
		f.Options[at].Chosen = true
		if at == 0 {
			continue
		}
		without := url.Values{}
		for name, values := range query {
			if name != f.Name {
				without[name] = values
			}
		}
		out.Chosen = append(out.Chosen, findChosen{f.Options[at].Label, "/admin?" + without.Encode()})
		switch value := f.Options[at].Value; f.Name {
		case "state":
			filter.Standing = cms.Standing(value)
		case "type":
			filter.Types = []string{value}
		case "by":
			filter.By = authors[at-1]
		case "lang":
			filter.Locale = content.Locale(value)
		}
	}
	return out, filter, nil
}

// authorValue names an author in an address.
func authorValue(a content.Author) string {
	if !a.Token.IsZero() {
		return a.Token.String()
	}
	return a.Person.String()
}

// languageName is a language as people call it.
func languageName(l content.Locale) string {
	switch tag, _, _ := strings.Cut(string(l), "-"); tag {
	case "en":
		return "English"
	case "es":
		return "Spanish"
	}
	return string(l)
}
