package admin

import (
	"slices"
	"sync"
	"time"

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
