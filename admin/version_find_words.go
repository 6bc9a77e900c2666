package admin

import (
	"errors"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/redline"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

// maxStretches is how many stretches of history one search shows.
const maxStretches = 60

// findWordsView answers "When did we say that?": all of history, searched for words.
type findWordsView struct {
	Base
	Words string
	Only  *document // the one document that is searched; nil: all of them
	Name  string    // what it is called
	Fault string    // why the words cannot be looked for; empty: they can
	Found []foundIn // in order of documents
	More  bool      // there is more than is shown
}

// foundIn is what one document said, in one language.
type foundIn struct {
	document
	Title     string
	Language  string // when it is not that of these screens, where its versions cannot be opened
	Stretches []stretch
}

// stretch is a time during which one place said the words, told in sentences.
type stretch struct {
	history.Said
	Place string // what staff call it
	Came  string
	Went  string
	Seen  string
	Now   bool // readers see it at this moment
}

func (s *Server) findWords(c echo.Context) error {
	v := visitOf(c)
	view := &findWordsView{Base: s.base(c, "When did we say that?", "pages"), Words: line(c.QueryParam("q"))}
	var in content.DocumentID
	if id := c.QueryParam("d"); id != "" {
		d, err := s.documentNamed(c, id)
		if err != nil {
			return err
		}
		if view.Name, err = s.nameOf(c, d); err != nil {
			return err
		}
		in, view.Only, view.Section = d.Document, &d, d.Section()
	}
	if view.Words == "" {
		return s.show(c, "version_find_words", view)
	}
	ctx := c.Request().Context()
	found, more, err := s.edit.WhenSaid(ctx, v.actor(), view.Words, in, maxStretches)
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) {
		view.Fault = invalid.Problems[0].Message
		return s.show(c, "version_find_words", view)
	}
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	view.More = more
	for _, one := range found {
		kind, _ := s.model.Type(one.Type)
		if !v.mayOpen(kind) {
			continue
		}
		last := len(view.Found) - 1
		if last < 0 || view.Found[last].Document != one.Document || view.Found[last].Locale != one.Locale {
			in := foundIn{document: document{cms.State{Document: one.Document, Type: one.Type, Locale: one.Locale}, kind}, Title: one.Title}
			if one.Locale != v.practice.Locale {
				in.Language = languageName(one.Locale)
			}
			view.Found, last = append(view.Found, in), last+1
		}
		view.Found[last].Stretches = append(view.Found[last].Stretches, view.stretch(one, names))
	}
	return s.show(c, "version_find_words", view)
}

// stretch says one in sentences.
func (v *findWordsView) stretch(one history.Said, names access.Names) stretch {
	return stretch{
		Said: one, Place: placeIn(one.Block, one.Name),
		Came: v.FirstSaid(names, one.First), Went: v.GoneSince(names, one.Gone), Seen: v.Seen(one.Live),
		Now: slices.ContainsFunc(one.Live, func(span history.Interval) bool { return span.To.IsZero() }),
	}
}

// placeIn says where in a document something stands.
func placeIn(block content.BlockID, name string) string {
	if block.IsZero() {
		return "Title and details"
	}
	return words.UpperFirst(name)
}

// Count is how many stretches are shown.
func (v *findWordsView) Count() int {
	n := 0
	for _, in := range v.Found {
		n += len(in.Stretches)
	}
	return n
}

// Search is the address of the same search, in the one document or in all.
func (v *findWordsView) Search(only bool) string {
	q := url.Values{"q": {v.Words}}
	if only {
		q.Set("d", v.Only.Document.String())
	}
	return "/admin/said?" + q.Encode()
}

// Anchor is where the comparison tells of the place.
func (st stretch) Anchor() string { return redline.AnchorOf(st.Block) }

// Before is the last version that said it.
func (st stretch) Before() uint64 { return st.Gone.Version - 1 }
