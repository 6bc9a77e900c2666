package pages

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"practicecms/cms/internal/store"
)

// maxDepth is far above what a tree can have: 10 levels hold more pages than a disk. It
// keeps a damaged file from leading the walk down for ever.
const maxDepth = 64

// Records is what a walk does with what it finds in the trees.
type Records struct {
	// Check examines one record; its error is a problem. Nil: only the trees are examined.
	Check func(space store.Space, key, value []byte) error

	// Nested allows spaces inside of spaces. Otherwise one is a problem.
	Nested bool

	// Salvage gets what can be read of pages that are damaged, or that damage has cut off:
	// of those nobody knows the space any more, and it is empty. Nothing of it is certain,
	// not even that it is a record. Nil: such pages are left alone.
	Salvage func(space store.Space, key, value []byte)
}

// walk visits every page of one state of a file and holds the tree together:
// every page is used once or free, no page is both, keys ascend, and each child
// keeps within the keys of its parent. It reads the file and nothing else, so it
// can look at a file before bbolt may, and at a running one beside its writer.
type walk struct {
	ctx     context.Context
	file    File
	paced   bool // ctx says how fast to go
	meta    Meta
	used    []bool // by page
	report  store.Report
	records Records

	// Most pages are single leaves of a space, looked at once and then done with:
	// those share one buffer and one list.
	ahead window
	list  []element
}

// aheadPages is how many pages are read at once, at most, where they follow each other. Each
// time the next page is wanted twice as many are read, so that little is read in vain: the
// pages of a tree lie side by side in short runs, and in long ones in a fresh file.
const aheadPages = 32

// window is what was read of the file last, in the hope that the next page is in it.
type window struct {
	from, to uint64 // pages
	bytes    []byte
}

// Walk examines the state that m describes. The error is about reading; what is wrong
// with the file is in the report.
func (f File) Walk(ctx context.Context, m Meta, records Records) (store.Report, error) {
	// Compared without multiplying: a damaged number of pages must not overflow.
	if m.pages < 4 || m.pages > uint64(f.Size)/uint64(f.PageSize) {
		return store.Report{Problems: []store.Problem{{Text: fmt.Sprintf("the file has %d bytes, its header speaks of %d pages of %d: the end is missing", f.Size, m.pages, f.PageSize)}}}, nil
	}
	w := &walk{ctx: ctx, paced: store.Paced(ctx), file: f, meta: m, used: make([]bool, m.pages), records: records}
	w.used[0], w.used[1] = true, true
	w.report.Pages = int(m.pages)

	if err := w.top(); err != nil {
		return w.report, err
	}
	if err := w.free(); err != nil {
		return w.report, err
	}
	return w.report, nil
}

func (w *walk) problem(p store.Problem) {
	p.Key = bytes.Clone(p.Key)
	w.report.Add(p)
}

// load reads a page with its overflow and marks it as used. ok is false when the
// page must not be looked at; the problem has been noted then.
func (w *walk) load(space store.Space, id uint64, types ...uint16) (n node, ok bool, err error) {
	if err := w.ctx.Err(); err != nil {
		return n, false, err
	}
	if w.paced {
		store.KeepPace(w.ctx)
	}
	bad := func(format string, args ...any) (node, bool, error) {
		w.problem(store.Problem{Space: space, Page: id, Text: fmt.Sprintf(format, args...)})
		return node{}, false, nil
	}
	if id < 2 || id >= w.meta.pages {
		return bad("it is referred to, and lies outside the %d pages of the file", w.meta.pages)
	}
	if n, err = w.look(id); err != nil {
		return n, false, err
	}
	if n.id != id || !slices.Contains(types, n.flags) {
		return bad("it calls itself page %d of type %#x", n.id, n.flags)
	}
	if n.overflow >= w.meta.pages-id {
		return bad("it claims %d more pages than there are", n.overflow)
	}
	for i := id; i <= id+n.overflow; i++ {
		if w.used[i] {
			return bad("page %d is used twice", i)
		}
	}
	for i := id; i <= id+n.overflow; i++ {
		w.used[i] = true
	}
	switch {
	case n.overflow > 0:
		n, err = w.read(id, make([]byte, (n.overflow+1)*uint64(w.file.PageSize)))
	case n.flags != leafPage || w.deeper(space): // the walk goes elsewhere before it is done with this one
		n.body = bytes.Clone(n.body)
	}
	return n, err == nil, err
}

// look reads one page. It is good until the next look.
func (w *walk) look(id uint64) (node, error) {
	size := uint64(w.file.PageSize)
	if a := &w.ahead; id < a.from || id >= a.to {
		count := uint64(1)
		if id == a.to { // one after the other: read on
			count = min(max(2*(a.to-a.from), 4), aheadPages, w.meta.pages-id)
		}
		if a.bytes == nil {
			a.bytes = make([]byte, aheadPages*size)
		}
		a.from, a.to = id, id // nothing, should reading fail
		if _, err := w.read(id, a.bytes[:count*size]); err != nil {
			return node{}, err
		}
		a.to = id + count
	}
	at := (id - w.ahead.from) * size
	return parseNode(w.ahead.bytes[at : at+size : at+size])
}

func (w *walk) read(id uint64, b []byte) (node, error) {
	if _, err := w.file.ReadAt(b, int64(id)*int64(w.file.PageSize)); err != nil {
		return node{}, fmt.Errorf("read page %d: %w", id, err)
	}
	return parseNode(b)
}

// deeper reports whether the entries of a leaf may lead to further pages.
func (w *walk) deeper(space store.Space) bool { return space == "" || w.records.Nested }

// top walks the tree of spaces, and each space's own tree.
func (w *walk) top() error {
	return w.tree("", w.meta.root, nil, nil, 0, func(id uint64, e element) error {
		if e.flags != bucketElement || len(e.value) < bucketHeaderSize {
			w.problem(store.Problem{Page: id, Key: e.key, Text: "it is not a space"})
			return nil
		}
		return w.space(store.Space(e.key), id, e.value, 0)
	})
}

// space walks the tree of a space, whose entry stands on page id.
func (w *walk) space(space store.Space, id uint64, entry []byte, depth int) error {
	visit := func(id uint64, e element) error {
		if w.records.Nested && e.flags == bucketElement && len(e.value) >= bucketHeaderSize && depth < maxDepth {
			return w.space(space, id, e.value, depth+1)
		}
		w.record(space, id, e)
		return nil
	}
	if root := native.Uint64(entry); root != 0 {
		return w.tree(space, root, nil, nil, 0, visit)
	}
	return w.inline(space, id, entry[bucketHeaderSize:], visit)
}

// inline walks the only page of a small space, which lies inside its entry.
func (w *walk) inline(space store.Space, id uint64, b []byte, visit func(uint64, element) error) error {
	n, err := parseNode(b)
	if err != nil || n.flags != leafPage || n.overflow != 0 || n.id != 0 {
		w.problem(store.Problem{Space: space, Page: id, Text: "the small page inside it is not one"})
		if err == nil {
			w.salvage(space, n)
		}
		return nil
	}
	return w.leaf(space, id, n, nil, nil, true, visit)
}

// tree walks the pages under id. All their keys must be in [from, to); nil is no bound.
func (w *walk) tree(space store.Space, id uint64, from, to []byte, depth int, visit func(uint64, element) error) error {
	if depth > maxDepth {
		w.problem(store.Problem{Space: space, Page: id, Text: "the tree is too deep"})
		return nil
	}
	n, ok, err := w.load(space, id, branchPage, leafPage)
	if err != nil || !ok {
		return err
	}
	if n.flags == leafPage && n.count == 0 {
		// bbolt keeps an empty space inside its entry and gives up any other empty
		// leaf; a count that became 0 has nothing else to give it away.
		w.problem(store.Problem{Space: space, Page: id, Text: "a leaf without entries"})
		w.salvage(space, n)
		return nil
	}
	if n.flags == leafPage {
		return w.leaf(space, id, n, from, to, false, visit)
	}
	list, ok := w.entries(space, id, n, from, to)
	if !ok {
		return nil
	}
	if len(list) == 0 {
		w.problem(store.Problem{Space: space, Page: id, Text: "a branch without entries"})
	}
	for i, e := range list {
		end := to
		if i+1 < len(list) {
			end = list[i+1].key
		}
		if err := w.tree(space, e.child, e.key, end, depth+1, visit); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) leaf(space store.Space, id uint64, n node, from, to []byte, exact bool, visit func(uint64, element) error) error {
	var list []element
	if !w.deeper(space) {
		list = w.list
	}
	list, used, err := n.elements(list[:0])
	if !w.deeper(space) {
		w.list = list
	}
	if err != nil || exact && used != len(n.body) {
		w.problem(store.Problem{Space: space, Page: id, Text: fmt.Sprintf("its entries do not add up (%v)", err)})
		w.salvage(space, n)
		return nil
	}
	if !w.ordered(space, id, list, from, to) {
		w.salvage(space, n)
		return nil
	}
	for _, e := range list {
		if err := visit(id, e); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) entries(space store.Space, id uint64, n node, from, to []byte) ([]element, bool) {
	list, _, err := n.elements(nil)
	if err != nil {
		w.problem(store.Problem{Space: space, Page: id, Text: err.Error()})
		return nil, false
	}
	return list, w.ordered(space, id, list, from, to)
}

func (w *walk) ordered(space store.Space, id uint64, list []element, from, to []byte) bool {
	for i, e := range list {
		if i > 0 && bytes.Compare(list[i-1].key, e.key) >= 0 {
			w.problem(store.Problem{Space: space, Page: id, Key: e.key, Text: "the key does not come after the one before it"})
			return false
		}
		if from != nil && bytes.Compare(e.key, from) < 0 || to != nil && bytes.Compare(e.key, to) >= 0 {
			w.problem(store.Problem{Space: space, Page: id, Key: e.key, Text: "the key belongs to another page"})
			return false
		}
	}
	return true
}

func (w *walk) record(space store.Space, id uint64, e element) {
	if e.flags != 0 {
		w.problem(store.Problem{Space: space, Key: e.key, Page: id, Text: fmt.Sprintf("the entry is of type %#x", e.flags)})
		return
	}
	w.report.Records++
	if w.records.Check == nil {
		return
	}
	if err := w.records.Check(space, e.key, e.value); err != nil {
		w.problem(store.Problem{Space: space, Key: e.key, Page: id, Text: err.Error()})
	}
}

// free holds the list of free pages against the pages that the trees use. A used
// page on that list would be overwritten by the next Update.
func (w *walk) free() error {
	n, ok, err := w.load("", w.meta.freelist, freelistPage)
	if err != nil || !ok {
		return err
	}
	list, err := n.freePages()
	if err != nil {
		w.problem(store.Problem{Page: n.id, Text: err.Error()})
		return nil
	}
	free := make([]bool, len(w.used))
	for _, id := range list {
		switch {
		case id < 2 || id >= w.meta.pages:
			w.problem(store.Problem{Page: id, Text: "it is listed as free, and lies outside the file"})
		case w.used[id]:
			w.problem(store.Problem{Page: id, Text: "it is listed as free, and is in use: an older page leads to it, and what is read through that may be older than what was written last"})
		default:
			free[id] = true
			w.report.FreePages++
		}
	}
	for id := range w.used {
		if !w.used[id] && !free[id] {
			w.report.LostPages++
		}
	}
	return w.loose(free)
}
