package admin

import (
	"errors"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/webhooks"
	"practicecms/content"
)

// activityOnPage is how many entries one page of the activity lists.
const activityOnPage = 60

type activityView struct {
	Base
	Days   []activityDay
	Older  uint64 // older entries stand below this number; 0: there are none
	Newest bool
}

type activityDay struct {
	Heading string
	Entries []activityEntry
}

// activityEntry is one sentence: Who, Did, the thing with its link, and the rest.
type activityEntry struct {
	At    time.Time
	Who   string
	Did   string
	Thing string // a title or a name; empty: none
	Link  string // of the thing; empty: it has none
	Rest  string
}

// activity says the audit in words, newest first.
func (s *Server) activity(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	before, err := pageBefore(c)
	if err != nil {
		return err
	}
	entries, err := s.edit.Audit(ctx, v.actor(), before, activityOnPage+1)
	if err != nil {
		return err
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	view := &activityView{Base: s.base(c, "Activity", "activity"), Newest: before == 0}
	if len(entries) > activityOnPage {
		view.Older = entries[activityOnPage-1].Sequence
		entries = entries[:activityOnPage]
	}
	titles := titles{server: s, c: c, known: map[documentIn]string{}}
	if titles.hooks, err = s.edit.Hooks(ctx, v.actor()); err != nil {
		return err
	}
	for _, e := range entries {
		entry, err := titles.entry(e, names)
		if err != nil {
			return err
		}
		entry.Who = v.english().You(names, e.By)
		heading := view.Day(e.Time())
		if n := len(view.Days); n == 0 || view.Days[n-1].Heading != heading {
			view.Days = append(view.Days, activityDay{Heading: heading})
		}
		day := &view.Days[len(view.Days)-1]
		day.Entries = append(day.Entries, entry)
	}
	return s.show(c, "owner_activity", view)
}

// documentIn is a document in one locale.
type documentIn struct {
	id     content.DocumentID
	locale content.Locale
}

// titles finds what documents are called, each once.
type titles struct {
	server *Server
	c      echo.Context
	known  map[documentIn]string
	hooks  []webhooks.Hook // all webhooks; only entry needs them
}

// entry says what was done, without who did it.
func (t titles) entry(e audit.Entry, names access.Names) (activityEntry, error) {
	say := visitOf(t.c).english()
	out := activityEntry{At: e.Time()}
	out.Did, out.Rest = say.Deed(e)
	switch {
	case !e.Document.IsZero():
		title, err := t.of(documentIn{e.Document, e.Locale})
		out.Thing, out.Link = title, document{State: cms.State{Document: e.Document}}.Page()
		return out, err
	case e.Action == audit.ActionErase:
		out.Thing = say.AllOfHistory()
	case e.Action == audit.ActionAddPerson:
		var id content.PersonID
		_ = id.UnmarshalText([]byte(e.Subject)) // none for what is no id
		out.Thing = names.Of(content.Author{Person: id})
	case e.Action == audit.ActionAddToken, e.Action == audit.ActionEndToken:
		var id content.TokenID
		_ = id.UnmarshalText([]byte(e.Subject))
		out.Thing = "“" + names.Of(content.Author{Token: id}) + "”"
	default:
		for _, h := range t.hooks {
			if h.ID.String() != e.Subject {
				continue
			}
			out.Thing = "“" + h.Name + "”"
			if h.Ended.IsZero() {
				out.Link = hookLink(h.ID)
			}
		}
	}
	return out, nil
}

// of is a document's latest title.
func (t titles) of(d documentIn) (string, error) {
	if title, ok := t.known[d]; ok {
		return title, nil
	}
	v := visitOf(t.c)
	if d.locale == "" {
		d.locale = v.practice.Locale
	}
	title := v.english().NoSuchPage()
	latest, err := t.server.edit.Latest(t.c.Request().Context(), v.actor(), d.id, d.locale)
	if err != nil && !errors.Is(err, cms.ErrNotFound) {
		return "", err
	}
	if err == nil {
		title = "“" + words.Clip(or(latest.Content.Title, "Without a title"), 80) + "”"
	}
	t.known[d] = title
	return title, nil
}
