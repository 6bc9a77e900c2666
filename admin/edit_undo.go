package admin

import (
	"crypto/rand"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/content"
)

// undoShelf keeps, for a while, what somebody may want back with one click: their
// page as it was before they removed a part or threw their edits away. It lives in
// memory, for it is a courtesy: what was saved is in Earlier versions anyway.
type undoShelf struct {
	mu      sync.Mutex
	entries map[string]undoEntry
	order   []string // oldest first
}

// undoEntry is one change of a working copy.
type undoEntry struct {
	person        content.PersonID
	document      content.DocumentID
	base          uint64 // the version that the working copy started from
	before, after content.Content
	at            time.Time
}

const (
	undoKept  = 100              // entries, of all people together
	undoLasts = 30 * time.Minute // as long as an idle session
	undoField = "undo"           // the form field that names an entry
)

// keep puts an entry on the shelf and returns its name.
func (u *undoShelf) keep(e undoEntry) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.entries == nil {
		u.entries = map[string]undoEntry{}
	}
	name := rand.Text()
	u.entries[name] = e
	u.order = append(u.order, name)
	if len(u.order) > undoKept {
		delete(u.entries, u.order[0])
		u.order = u.order[1:]
	}
	return name
}

// find returns an entry of that person and document, until it is dropped.
func (u *undoShelf) find(name string, person content.PersonID, document content.DocumentID, now time.Time) (undoEntry, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	e, ok := u.entries[name]
	if !ok || e.person != person || e.document != document || now.Sub(e.at) > undoLasts {
		return undoEntry{}, false
	}
	return e, true
}

// drop forgets an entry: it was undone.
func (u *undoShelf) drop(name string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.entries, name)
}

// sayUndo tells what happened and offers to take it back.
func (s *Server) sayUndo(c echo.Context, d workspace, before content.Content, text string) {
	v := visitOf(c)
	name := s.undo.keep(undoEntry{
		person: v.person.ID, document: d.Document, base: d.base.Number, before: before.Canonical(), after: d.now.Canonical(), at: v.now,
	})
	s.say(c, Toast{Text: text, Undo: &Undo{Action: d.Page() + "/take-back", Fields: map[string]string{undoField: name}}})
}

// undoEdit undoes what a toast told of. What was typed since stays.
func (s *Server) undoEdit(c echo.Context) error {
	v := visitOf(c)
	d, err := s.workspace(c)
	if err != nil {
		return err
	}
	name := c.Request().PostForm.Get(undoField)
	e, ok := s.undo.find(name, v.person.ID, d.Document, v.now)
	if !ok {
		s.say(c, Toast{Text: "That can’t be undone any more. What you saved is in Earlier versions."})
		return seeOther(c, d.Page())
	}
	if !d.working && d.base.Number != e.base {
		// Saved since: the edits go on from where they had begun, and merge at the next save.
		if d.base, err = s.edit.Version(c.Request().Context(), v.actor(), d.Document, d.Locale, e.base); err != nil {
			return err
		}
		d.now = d.base.Content
	}
	next := e.before
	if now := d.now.Canonical(); !now.Equal(e.after) {
		next, _ = s.model.Merge(d.Type, e.after, now, e.before)
	}
	if err := s.keep(c, &d, next); err != nil {
		return err
	}
	s.undo.drop(name)
	s.say(c, Toast{Text: "It is back as it was."})
	return seeOther(c, d.Page())
}
