package api

import (
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/singleflight"

	"practicecms/content"
)

// key names an answer: the decoded path of the request, and its parameters in
// canonical form. They are two members because a decoded path may hold any
// character, so no separator could keep them apart.
type key struct{ path, params string }

// movedSince is cms.Delivery.MovedSince.
type movedSince func(from, to uint64) (ids []content.DocumentID, all bool)

// cache keeps built answers within a bound. An answer stays until a document moves that
// it shows, or would show if that were live; a list goes with every move. The cache
// learns of moves when it is next asked, before it answers.
type cache struct {
	max     int64 // bytes
	moved   movedSince
	flights singleflight.Group
	epoch   atomic.Uint64 // the moves up to here have been applied

	mu      sync.RWMutex
	size    int64
	entries map[key]*entry
	shows   map[content.DocumentID]map[key]struct{} // the answers that a document's move makes stale
	lists   map[key]struct{}                        // those that any move does
}

func newCache(max int64, moved movedSince) *cache {
	c := &cache{max: max, moved: moved}
	c.clear()
	return c
}

func (c *cache) clear() {
	c.size, c.entries, c.shows, c.lists = 0, map[key]*entry{}, map[content.DocumentID]map[key]struct{}{}, map[key]struct{}{}
}

// get returns the answer that holds in an epoch, or nil.
func (c *cache) get(k key, epoch uint64) *entry {
	if c.epoch.Load() < epoch {
		c.apply(epoch)
	}
	c.mu.RLock()
	e := c.entries[k]
	c.mu.RUnlock()
	if e != nil && !e.used.Load() { // a store each time would make the processors share the line
		e.used.Store(true)
	}
	return e
}

// apply drops what the moves up to an epoch have made stale.
func (c *cache) apply(epoch uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	from := c.epoch.Load()
	if from >= epoch {
		return
	}
	ids, all := c.moved(from, epoch)
	if all {
		c.clear()
	}
	for k := range c.lists {
		c.remove(k)
	}
	for _, id := range ids {
		for k := range c.shows[id] {
			c.remove(k)
		}
	}
	c.epoch.Store(epoch) // last: who sees it finds nothing stale
}

// getOrBuild returns the answer that holds in an epoch, built once however many ask for
// it. The epoch must have been read before anything that build reads. Errors are not
// kept: addresses that do not exist are endless.
func (c *cache) getOrBuild(k key, epoch uint64, build func() (*entry, error)) (*entry, error) {
	if e := c.get(k, epoch); e != nil {
		return e, nil
	}
	// The epoch is part of the flight's name: whoever comes after a publication must
	// not get what was begun before it.
	flight := strconv.FormatUint(epoch, 10) + "\x00" + k.params + "\x00" + k.path
	e, err, _ := c.flights.Do(flight, func() (any, error) {
		if e := c.get(k, epoch); e != nil {
			return e, nil
		}
		e, err := build()
		if err == nil {
			c.put(k, e, epoch)
		}
		return e, err
	})
	if err != nil {
		return nil, err
	}
	return e.(*entry), nil
}

// put keeps an answer that was begun in an epoch, unless a move since has made it stale.
func (c *cache) put(k key, e *entry, epoch uint64) {
	size := e.size(k)
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.epoch.Load(); now > epoch {
		ids, all := c.moved(epoch, now)
		if all || e.lists || slices.ContainsFunc(ids, func(id content.DocumentID) bool { return slices.Contains(e.documents, id) }) {
			return
		}
	}
	if size > c.max {
		return
	}
	c.remove(k)
	c.makeRoom(c.max - size)
	c.entries[k], c.size = e, c.size+size
	if e.lists {
		c.lists[k] = struct{}{}
		return
	}
	for _, id := range e.documents {
		if c.shows[id] == nil {
			c.shows[id] = map[key]struct{}{}
		}
		c.shows[id][k] = struct{}{}
	}
}

// makeRoom shrinks the cache to a size. First go the answers that nobody asked for since
// the last time, so that a walk through all cursors of a list does not push out the
// pages that people read.
func (c *cache) makeRoom(size int64) {
	expendable := []func(*entry) bool{
		func(e *entry) bool { return !e.used.Swap(false) },
		func(*entry) bool { return true },
	}
	for _, drop := range expendable {
		for k, e := range c.entries {
			if c.size <= size {
				return
			}
			if drop(e) {
				c.remove(k)
			}
		}
	}
}

func (c *cache) remove(k key) {
	e := c.entries[k]
	if e == nil {
		return
	}
	delete(c.entries, k)
	delete(c.lists, k)
	c.size -= e.size(k)
	if e.lists {
		return
	}
	for _, id := range e.documents {
		if delete(c.shows[id], k); len(c.shows[id]) == 0 {
			delete(c.shows, id)
		}
	}
}
