package feed

import (
	"slices"
	"sync"
	"sync/atomic"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Epochs remembers in memory which documents the last changes of what is live were about,
// so that a cache drops what they touched and nothing else. It follows the audit log, which
// has every change in one order: whoever made one, here or on another node, it counts as
// soon as Follow has seen it. The zero Epochs is ready.
type Epochs struct {
	epoch atomic.Uint64 // how many there were since Open

	mu     sync.Mutex
	seen   uint64                          // the audit entries up to this one are counted
	begun  bool                            // seen is set
	recent [movesKept][]content.DocumentID // by epoch, modulo its length; an empty one moved everything
	wake   chan struct{}                   // closed by the next move; nil: nobody waits
}

// movesKept bounds how far behind a reader can be before it has to take everything for
// changed.
const movesKept = 1024

// Follow counts what the audit log has beyond what was counted. The first time it only
// notes where the log ends. What cannot be read is taken for a change of everything.
func (m *Epochs) Follow(r store.Reader, model *content.Model) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.begun {
		last, _, err := audit.Last(r)
		m.seen, m.begun = last, err == nil
		return err
	}
	for row, err := range audit.Entries.Scan(r, store.Range{From: record.SequenceKey(m.seen + 1)}) {
		if err == nil {
			m.seen = row.Record.Sequence
			err = m.count(r, model, row.Record)
		}
		if err != nil {
			m.add()
			return err
		}
	}
	return nil
}

// count takes in what an audit entry did to what is live.
func (m *Epochs) count(r store.Reader, model *content.Model, entry audit.Entry) error {
	switch entry.Action {
	case audit.ActionPublish, audit.ActionPublishPlanned, audit.ActionUnpublish, audit.ActionUndo, audit.ActionTrash, audit.ActionChangeAsset:
		doc, err := record.Documents.Get(r, record.DocumentKey(entry.Document))
		if err != nil {
			return err
		}
		if typ, _ := model.Type(doc.Type); typ.Settings { // they say in which languages everything is told
			m.add()
			return nil
		}
		m.add(entry.Document)
	case audit.ActionErase, audit.ActionEraseFiles, audit.ActionSetUp:
		m.add()
	}
	return nil
}

// add tells that what is live changed; without documents, that anything may have. Who
// calls it holds mu.
func (m *Epochs) add(ids ...content.DocumentID) {
	epoch := m.epoch.Load() + 1
	m.recent[epoch%movesKept] = ids
	m.epoch.Store(epoch)
	if m.wake != nil {
		close(m.wake)
		m.wake = nil
	}
}

// Since gives the documents that moved after one epoch, up to another; all is true when
// that may be any.
func (m *Epochs) Since(from, to uint64) (ids []content.DocumentID, all bool) {
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

// Now is the number of moves so far.
func (m *Epochs) Now() uint64 { return m.epoch.Load() }

// Next is closed when something moves after now.
func (m *Epochs) Next() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.wake == nil {
		m.wake = make(chan struct{})
	}
	return m.wake
}
