package admin

import (
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/content"
)

// presence knows who has which document open, and in which part of it they are. It
// lives in memory: after a restart everybody is back within seconds.
type presence struct {
	mu   sync.Mutex
	tabs map[content.DocumentID]tabs
}

// tabs are windows with one document, by a name that each gives itself.
type tabs map[string]tab

// tab is one person's window with a document.
type tab struct {
	person content.PersonID
	block  string // id of the part they are in; empty: none
	seen   time.Time
}

const (
	// goneAfter is how long a window that is not heard of counts as open. Windows
	// speak up every five seconds, and less often in the background.
	goneAfter = 20 * time.Second
	// tabsKept bounds the windows of one person with one document, so that nobody can
	// fill the memory, or crowd others out.
	tabsKept = 8
)

// here notes that a tab is open, and returns the tabs of other people, one for each
// person: the one that was heard of last.
func (p *presence) here(document content.DocumentID, name string, t tab) []tab {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tabs == nil {
		p.tabs = map[content.DocumentID]tabs{}
	}
	for id, open := range p.tabs {
		for other, at := range open {
			if t.seen.Sub(at.seen).Abs() > goneAfter { // or the clock was put right
				delete(open, other)
			}
		}
		if len(open) == 0 {
			delete(p.tabs, id)
		}
	}
	open := p.tabs[document]
	if open == nil {
		open = tabs{}
		p.tabs[document] = open
	}
	open[name] = t
	open.bound(t.person)
	var others []tab
	for _, other := range open {
		if other.person == t.person {
			continue
		}
		i := slices.IndexFunc(others, func(o tab) bool { return o.person == other.person })
		switch {
		case i < 0:
			others = append(others, other)
		case other.seen.After(others[i].seen):
			others[i] = other
		}
	}
	slices.SortFunc(others, func(a, b tab) int { return a.person.Compare(b.person) })
	return others
}

// bound forgets the window of a person that was not heard of for longest, when they
// have more than tabsKept.
func (open tabs) bound(person content.PersonID) {
	n, oldest := 0, ""
	for name, t := range open {
		if t.person != person {
			continue
		}
		n++
		if first, ok := open[oldest]; !ok || t.seen.Before(first.seen) {
			oldest = name
		}
	}
	if n > tabsKept {
		delete(open, oldest)
	}
}

// left forgets a tab at once.
func (p *presence) left(document content.DocumentID, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.tabs[document], name)
}

// hereAnswer tells who else has the document open.
type hereAnswer struct {
	Others []hereOther `json:"others"`
	Latest uint64      `json:"latest"` // number of the latest version
	By     string      `json:"by"`     // who saved it
}

type hereOther struct {
	Name     string `json:"name"`
	Initials string `json:"initials"`
	Block    string `json:"block"` // id of the part they are in; empty: none
}

// here is called by every window with a document, every few seconds.
func (s *Server) here(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	d, err := s.document(c)
	if err != nil {
		return err
	}
	form := c.Request().PostForm
	name := v.person.ID.String() + " " + words.Clip(form.Get("tab"), 40)
	if form.Get("leave") != "" {
		s.presence.left(d.Document, name)
		return c.NoContent(http.StatusNoContent)
	}
	names, err := s.edit.Names(ctx, v.actor())
	if err != nil {
		return err
	}
	answer := hereAnswer{Others: []hereOther{}, Latest: d.Latest}
	for _, t := range s.presence.here(d.Document, name, tab{v.person.ID, words.Clip(form.Get("block"), 40), v.now}) {
		who := names.Of(content.Author{Person: t.person})
		answer.Others = append(answer.Others, hereOther{who, initials(who), t.block})
	}
	if base, err := strconv.ParseUint(form.Get("base"), 10, 64); err == nil && base < d.Latest {
		latest, err := s.edit.Latest(ctx, v.actor(), d.Document, d.Locale)
		if err != nil {
			return err
		}
		answer.By = names.Of(latest.By)
	}
	return c.JSON(http.StatusOK, answer)
}
