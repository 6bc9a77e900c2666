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
	tabs map[content.DocumentID]map[string]tab // by a name that each tab gives itself
}

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
	// tabsKept bounds the windows of one document, so that nobody can fill the memory.
	tabsKept = 64
)

// here notes that a tab is open, and returns the tabs of other people, one for each
// person: the one that was heard of last.
func (p *presence) here(document content.DocumentID, name string, t tab) []tab {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tabs == nil {
		p.tabs = map[content.DocumentID]map[string]tab{}
	}
	for id, open := range p.tabs {
		for other, at := range open {
			if t.seen.Sub(at.seen) > goneAfter {
				delete(open, other)
			}
		}
		if len(open) == 0 {
			delete(p.tabs, id)
		}
	}
	open := p.tabs[document]
	if open == nil {
		open = map[string]tab{}
		p.tabs[document] = open
	}
	if _, known := open[name]; known || len(open) < tabsKept {
		open[name] = t
	}
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

// left forgets a tab at once.
func (p *presence) left(document content.DocumentID, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.tabs[document], name)
}
