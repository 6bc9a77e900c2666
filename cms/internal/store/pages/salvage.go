package pages

import "practicecms/cms/internal/store"

// This file takes what can still be read from pages that are not in order.

// salvage hands out what can be read of a leaf.
func (w *walk) salvage(space store.Space, n node) {
	if w.records.Salvage == nil || n.flags == branchPage {
		return
	}
	for _, e := range n.entriesLeft() {
		if e.flags != bucketElement {
			w.records.Salvage(space, e.key, e.value)
			continue
		}
		if len(e.value) < bucketHeaderSize || native.Uint64(e.value) != 0 {
			continue // the pages of that space are cut off, and come by themselves
		}
		if inside, err := parseNode(e.value[bucketHeaderSize:]); err == nil {
			w.salvage(store.Space(e.key), inside)
		}
	}
}

// loose salvages the pages that nothing leads to and that are not free: those under a
// damaged branch are among them.
func (w *walk) loose(free []bool) error {
	if w.records.Salvage == nil {
		return nil
	}
	pages := uint64(len(w.used))
	for id := uint64(2); id < pages; id++ {
		if w.used[id] || free[id] {
			continue
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
		n, err := w.read(id, make([]byte, w.file.PageSize))
		if err != nil {
			return err
		}
		if n.overflow > 0 && n.overflow < pages-id {
			if n, err = w.read(id, make([]byte, (n.overflow+1)*uint64(w.file.PageSize))); err != nil {
				return err
			}
		}
		w.salvage("", n)
	}
	return nil
}

// entriesLeft lists the entries of a leaf that lie inside of it, wherever and however many
// its table says. Some may be none.
func (n node) entriesLeft() []element {
	count := (len(n.body) - pageHeaderSize) / elementSize
	if count <= 0 {
		return nil
	}
	// The first key lies behind the table, so it tells its length as the count does.
	told := int(native.Uint32(n.body[pageHeaderSize+4:]) / elementSize)
	count = min(count, max(told, n.count))
	var list []element
	for i := range count {
		at := uint64(pageHeaderSize + i*elementSize)
		raw := n.body[at:]
		from := at + uint64(native.Uint32(raw[4:]))
		middle := from + uint64(native.Uint32(raw[8:]))
		to := middle + uint64(native.Uint32(raw[12:]))
		if from < middle && to <= uint64(len(n.body)) {
			list = append(list, element{flags: native.Uint32(raw), key: n.body[from:middle], value: n.body[middle:to]})
		}
	}
	return list
}
