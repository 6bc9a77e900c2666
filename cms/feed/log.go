package feed

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"practicecms/cms/internal/clock"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Move is a change of what readers saw on a page: of the page itself, or of a record
// that stands in it.
type Move struct {
	At       time.Time // zero: there is none
	Document content.DocumentID
}

// Log is the change log in memory, by document and by address. The log tells every
// move of what is live, in one order for the whole practice, so a moment is a place in
// it: what was live then is what the changes before that place had made live. It is
// read from the file when somebody first asks, and after that only what was added.
// A change takes about 150 bytes.
type Log struct {
	model *content.Model

	mu    sync.RWMutex
	steps []step             // in the order of the log: steps[i] is change i+1
	of    map[string][]int32 // record.HeadKey → the steps of a document in a locale
	at    map[string][]int32 // record.PathKey → the steps that took an address or left it
}

// NewLog is the change log of a store whose documents have the types of m.
func NewLog(m *content.Model) *Log { return &Log{model: m} }

// step is one change and the moment from which it counts, which is never earlier than that
// of the one before. That is when it happened. Where the clock had gone back by up to
// clock.Jump it is the moment of the one before. Where it had gone back by more, it had been
// wrong until then: the changes before count from that of this one on, and from when an owner
// said that the clock was right, so that of a time which it showed twice the second counts,
// for every document alike.
type step struct {
	record.Change
	from record.Stamp
}

// Until gives the number of changes that count at a moment. What happened at that very
// moment counts. It reads no change that r does not show.
func (p *Log) Until(r store.Reader, at record.Stamp) (int, error) {
	last, _, err := record.Changes.Last(r, store.Range{})
	if err != nil {
		return 0, err
	}
	count := 0
	if last.Key != nil {
		count = int(record.SequenceOf(last.Key))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if count > len(p.steps) {
		if err := p.read(r); err != nil {
			return 0, err
		}
	}
	for row, err := range record.SetBacks.Scan(r, store.Range{}) {
		if err != nil {
			return 0, err
		}
		p.countFrom(int(record.SequenceOf(row.Key)), row.Record.At)
	}
	return sort.Search(count, func(i int) bool { return p.steps[i].from > at }), nil
}

// read adds what the log has beyond the steps that are there.
func (p *Log) read(r store.Reader) error {
	if p.of == nil {
		p.of, p.at = map[string][]int32{}, map[string][]int32{}
	}
	for row, err := range record.Changes.Scan(r, store.Range{From: record.SequenceKey(uint64(len(p.steps)) + 1)}) {
		if err != nil {
			return err
		}
		i, c := int32(len(p.steps)), row.Record
		if record.SequenceOf(row.Key) != uint64(i)+1 {
			return fmt.Errorf("%w: change %d is missing; run practicecms verify", store.ErrDamaged, i+1)
		}
		p.steps = append(p.steps, step{c, c.At})
		if i > 0 && p.steps[i-1].from.Time().Sub(c.At.Time()) <= clock.Jump {
			p.steps[i].from = max(c.At, p.steps[i-1].from)
		}
		p.countFrom(int(i), p.steps[i].from)
		note(p.of, record.HeadKey(c.Document, c.Locale), i)
		if c.Path != "" {
			note(p.at, record.PathKey(c.Locale, c.Path), i)
		}
		if c.OldPath != "" {
			note(p.at, record.PathKey(c.Locale, c.OldPath), i)
		}
	}
	return nil
}

// countFrom makes the first n steps count from a moment on at the latest.
func (p *Log) countFrom(n int, at record.Stamp) {
	for i := n - 1; i >= 0 && p.steps[i].from > at; i-- {
		p.steps[i].from = at
	}
}

func note(index map[string][]int32, key []byte, i int32) {
	index[string(key)] = append(index[string(key)], i)
}

// upTo cuts a list of steps to those among the first n changes.
func upTo(list []int32, n int) []int32 {
	return list[:sort.Search(len(list), func(i int) bool { return int(list[i]) >= n })]
}

// Head is what was live of a document after the first n changes; the zero head when
// nothing ever had been. It knows nothing of drafts.
func (p *Log) Head(id content.DocumentID, l content.Locale, n int) record.Head {
	p.mu.RLock()
	defer p.mu.RUnlock()
	told := upTo(p.of[string(record.HeadKey(id, l))], n)
	if len(told) == 0 {
		return record.Head{}
	}
	last := p.steps[told[len(told)-1]]
	head := record.Head{Live: last.Version, LivePath: last.Path, First: p.steps[told[0]].At} // the first change of all put it live
	if last.Version != 0 {
		head.Since = last.At
		// Words that were erased are a change to caches, but no new publication.
		for i := len(told) - 2; i >= 0 && p.steps[told[i]].Version == last.Version; i-- {
			head.Since = p.steps[told[i]].At
		}
	}
	return head
}

// versionBefore is the version that was live before change n of the log, which is c; 0
// when none was.
func (p *Log) versionBefore(r store.Reader, n uint64, c record.Change) (uint64, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n > uint64(len(p.steps)) {
		if err := p.read(r); err != nil {
			return 0, err
		}
	}
	told := upTo(p.of[string(record.HeadKey(c.Document, c.Locale))], int(n)-1)
	if len(told) == 0 {
		return 0, nil
	}
	return p.steps[told[len(told)-1]].Version, nil
}

// Holder is the document that stood at an address after the first n changes, or, with
// gone, that was the last to leave it.
func (p *Log) Holder(l content.Locale, path string, n int) (id content.DocumentID, gone, ok bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	told := upTo(p.at[string(record.PathKey(l, path))], n)
	if len(told) == 0 {
		return id, false, false
	}
	last := p.steps[told[len(told)-1]]
	return last.Document, last.Path != path, true
}

// Leavers lists the documents that stood at an address within the first n changes, the
// last one first.
func (p *Log) Leavers(l content.Locale, path string, n int) (out []content.DocumentID) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, i := range slices.Backward(upTo(p.at[string(record.PathKey(l, path))], n)) {
		if id := p.steps[i].Document; !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Left lists the addresses that no document stood at after the first n changes, but had
// before, by path.
func (p *Log) Left(l content.Locale, n int) []record.Row[content.DocumentID] {
	p.mu.RLock()
	defer p.mu.RUnlock()
	var out []record.Row[content.DocumentID]
	prefix := string(record.LocaleKey(l))
	for key, list := range p.at {
		path, ok := strings.CutPrefix(key, prefix)
		if list = upTo(list, n); !ok || len(list) == 0 {
			continue
		}
		if last := p.steps[list[len(list)-1]]; last.Path != path {
			out = append(out, record.Row[content.DocumentID]{Key: []byte(key), Record: last.Document})
		}
	}
	slices.SortFunc(out, func(a, b record.Row[content.DocumentID]) int { return strings.Compare(string(a.Key), string(b.Key)) })
	return out
}

// Turns gives the last of the first n changes that moved one of some documents, and
// the one after them; the zero Move where there is none.
func (p *Log) Turns(n int, l content.Locale, ids ...content.DocumentID) (last, next Move) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	turn := func(i int) Move {
		if i < 0 || i == len(p.steps) {
			return Move{}
		}
		return Move{p.steps[i].from.Time(), p.steps[i].Document}
	}
	latest, soonest := -1, len(p.steps)
	for _, id := range ids {
		all := p.of[string(record.HeadKey(id, l))]
		told := upTo(all, n)
		if len(told) > 0 {
			latest = max(latest, int(told[len(told)-1]))
		}
		if len(told) < len(all) {
			soonest = min(soonest, int(all[len(told)]))
		}
	}
	return turn(latest), turn(soonest)
}

// First is when anything of a document was live first; zero: never.
func (p *Log) First(id content.DocumentID, l content.Locale) time.Time {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if all := p.of[string(record.HeadKey(id, l))]; len(all) > 0 {
		return p.steps[all[0]].from.Time()
	}
	return time.Time{}
}
