package admin

import (
	"crypto/rand"
	"sync"
	"time"

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
