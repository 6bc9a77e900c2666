package cms

import (
	"slices"
	"sync"
	"sync/atomic"

	"practicecms/cms/audit"
	"practicecms/content"
)

// moves remembers in memory which documents the last changes of what is live were about,
// so that a cache drops what they touched and nothing else. The zero moves is ready.
type moves struct {
	epoch atomic.Uint64 // how many there were since Open

	mu     sync.Mutex
	recent [movesKept][]content.DocumentID // by epoch, modulo its length; an empty one moved everything
	wake   chan struct{}                   // closed by the next move; nil: nobody waits
}

// movesKept bounds how far behind a reader can be before it has to take everything for
// changed.
const movesKept = 1024

// add tells that what is live changed; without documents, that anything may have.
func (m *moves) add(ids ...content.DocumentID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	epoch := m.epoch.Load() + 1
	m.recent[epoch%movesKept] = ids
	m.epoch.Store(epoch)
	if m.wake != nil {
		close(m.wake)
		m.wake = nil
	}
}

// since gives the documents that moved after one epoch, up to another; all is true when
// that may be any.
func (m *moves) since(from, to uint64) (ids []content.DocumentID, all bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now := m.epoch.Load(); to > now || from > to || now-from > movesKept {
		return nil, true
	}
	for epoch := from + 1; epoch <= to; epoch++ {
		moved := m.recent[epoch%movesKept]
		if len(moved) == 0 {
			return nil, true
		}
		ids = append(ids, moved...)
	}
	slices.SortFunc(ids, content.DocumentID.Compare)
	return slices.Compact(ids), false
}

// next is closed when something moves after now.
func (m *moves) next() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.wake == nil {
		m.wake = make(chan struct{})
	}
	return m.wake
}

// moved tells the caches of a change that was committed.
func (c *CMS) moved(entry audit.Entry) {
	switch entry.Action {
	case audit.ActionPublish, audit.ActionPublishPlanned, audit.ActionUnpublish, audit.ActionUndo, audit.ActionTrash:
		// The practice's own document says in which languages everything is told.
		if p := c.practice.Load(); p != nil && !p.Document.IsZero() && p.Document != entry.Document {
			c.moves.add(entry.Document)
			return
		}
		c.moves.add()
	case audit.ActionErase, audit.ActionSetUp:
		c.moves.add()
	}
}

// Epoch grows whenever anything that is live changes. What was read after Epoch
// returned n holds for as long as it returns n; see MovedSince for what holds longer.
func (d *Delivery) Epoch() uint64 { return d.cms.moves.epoch.Load() }

// MovedSince lists the documents whose live state changed after one Epoch, up to
// another. All is true when everything that was read at from may be different now: the
// practice's own settings changed, words were erased, or it is too long ago.
func (d *Delivery) MovedSince(from, to uint64) (ids []content.DocumentID, all bool) {
	return d.cms.moves.since(from, to)
}

// NextMove is closed as soon as anything that is live changes after now.
func (d *Delivery) NextMove() <-chan struct{} { return d.cms.moves.next() }
