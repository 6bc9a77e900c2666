package admin

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/history"
)

// versionsOnPage is how many versions one page of the history lists.
const versionsOnPage = 40

type versionsView struct {
	Base
	Document document
	Name     string // title of the latest version
	Days     []rendering.Day
	Choices  []history.Entry // what two may be chosen from, to be compared
	Older    uint64          // older versions stand below this number; 0: there are none
	Newest   bool            // this page begins with the latest version
	Filter   historyFilter
}

// historyFilter is which versions are listed, and what else may be chosen.
type historyFilter struct {
	By, Part    string // ids; empty: any
	Live, Named bool
	People      []choice
	Parts       []choice
}

// choice is one option of a list.
type choice struct{ Value, Label string }

// On reports whether anything is filtered out.
func (f historyFilter) On() bool { return f.By != "" || f.Part != "" || f.Live || f.Named }

// Query is the filter as an address has it, to be followed by another parameter.
func (f historyFilter) Query() string {
	q := url.Values{}
	for name, value := range map[string]string{"by": f.By, "part": f.Part, "live": map[bool]string{true: "1"}[f.Live], "named": map[bool]string{true: "1"}[f.Named]} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return ""
	}
	return q.Encode() + "&"
}

// versions lists a document's history, newest first.
func (s *Server) versions(c echo.Context) error {
	d, name, err := s.titled(c)
	if err != nil {
		return err
	}
	before, err := pageBefore(c)
	if err != nil {
		return err
	}
	filter, past, err := s.historyFilter(c, d)
	if err != nil {
		return err
	}
	past.Before, past.Limit = before, versionsOnPage+1
	entries, names, err := s.history(c, d, past)
	if err != nil {
		return err
	}
	view := &versionsView{Filter: filter, Base: s.base(c, "Earlier versions of "+name, d.Section()), Document: d, Name: name, Newest: before == 0 || before > d.Latest}
	if len(entries) > versionsOnPage {
		view.Older = entries[versionsOnPage-1].Number
		entries = entries[:versionsOnPage]
	}
	view.Choices, view.Days = entries, rendering.History(view.English, names, d.State, entries)
	return s.show(c, "version_list", view)
}

// historyFilter reads which versions are asked for. What it does not know means any.
func (s *Server) historyFilter(c echo.Context, d document) (historyFilter, history.Filter, error) {
	v, ctx := visitOf(c), c.Request().Context()
	f := historyFilter{Live: c.QueryParam("live") != "", Named: c.QueryParam("named") != ""}
	past := history.Filter{Live: f.Live, Named: f.Named}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return f, past, err
	}
	for _, a := range names.Authors() {
		id := a.Person.String()
		if a.Person.IsZero() {
			id = a.Token.String()
		}
		f.People = append(f.People, choice{id, names.Of(a)})
		if id == c.QueryParam("by") {
			f.By, past.By = id, a
		}
	}
	parts, err := s.edit.Parts(ctx, v.actor(), d.Document, d.Locale, 1)
	if err != nil {
		return f, past, err
	}
	for _, p := range parts {
		f.Parts = append(f.Parts, choice{p.Block.String(), words.Clip(p.Name, 60)})
		if p.Block.String() == c.QueryParam("part") {
			f.Part, past.Block = p.Block.String(), p.Block
		}
	}
	return f, past, nil
}

// history reads entries, and the names to tell them with.
func (s *Server) history(c echo.Context, d document, past history.Filter) ([]history.Entry, access.Names, error) {
	ctx, who := c.Request().Context(), visitOf(c).actor()
	entries, err := s.edit.History(ctx, who, d.Document, d.Locale, past)
	if err != nil {
		return nil, nil, err
	}
	names, err := s.edit.Names(ctx, who)
	return entries, names, err
}

// pageBefore reads where a page of a long list begins; 0 is the newest.
func pageBefore(c echo.Context) (uint64, error) {
	text := c.QueryParam("before")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, cms.ErrNotFound
	}
	return n, nil
}

// Choice is a version in a list to choose from: "Tuesday, 4:12 pm: Added a step".
func (v *versionsView) Choice(e history.Entry) string {
	return v.ToChoose(e, e.Number == v.Document.Live)
}
