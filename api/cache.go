package api

import (
	"strconv"
	"sync"

	"golang.org/x/sync/singleflight"
)

// key names an answer: the decoded path of the request, and its parameters in
// canonical form. They are two members because a decoded path may hold any
// character, so no separator could keep them apart.
type key struct{ path, params string }

// cache keeps built answers within a bound. An entry is good for the epoch it was
// built in and no longer; it stays until its place is needed, because most answers
// come out the same after somebody published another page.
type cache struct {
	max     int64 // bytes
	flights singleflight.Group

	mu      sync.RWMutex
	size    int64
	entries map[key]*entry
}

func newCache(max int64) *cache { return &cache{max: max, entries: map[key]*entry{}} }

// get returns the answer of this epoch, or nil.
func (c *cache) get(k key, epoch uint64) *entry {
	c.mu.RLock()
	e := c.entries[k]
	c.mu.RUnlock()
	if e == nil || e.epoch != epoch {
		return nil
	}
	if !e.used.Load() { // a store each time would make the processors share the line
		e.used.Store(true)
	}
	return e
}

// getOrBuild returns the answer of this epoch, built once however many ask for it.
// The epoch must have been read before anything that build reads. Errors are not
// kept: addresses that do not exist are endless.
func (c *cache) getOrBuild(k key, epoch uint64, build func() (answer, error)) (*entry, error) {
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
		a, err := build()
		if err != nil {
			return nil, err
		}
		c.mu.RLock()
		old := c.entries[k]
		c.mu.RUnlock()
		e, err := newEntry(a, epoch, old)
		if err == nil {
			c.put(k, e)
		}
		return e, err
	})
	if err != nil {
		return nil, err
	}
	return e.(*entry), nil
}

// put keeps an answer, unless a newer one came in the meantime.
func (c *cache) put(k key, e *entry) {
	size := e.size(k)
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.entries[k]
	if old != nil && old.epoch > e.epoch || size > c.max {
		return
	}
	if old != nil {
		c.remove(k, old)
	}
	c.makeRoom(c.max-size, e.epoch)
	c.entries[k], c.size = e, c.size+size
}

// makeRoom shrinks the cache to a size. First go the answers of earlier epochs, then
// those that nobody asked for since the last time, so that a walk through all
// cursors of a list does not push out the pages that people read.
func (c *cache) makeRoom(size int64, epoch uint64) {
	expendable := []func(*entry) bool{
		func(e *entry) bool { return e.epoch != epoch },
		func(e *entry) bool { return !e.used.Swap(false) },
		func(*entry) bool { return true },
	}
	for _, drop := range expendable {
		for k, e := range c.entries {
			if c.size <= size {
				return
			}
			if drop(e) {
				c.remove(k, e)
			}
		}
	}
}

func (c *cache) remove(k key, e *entry) {
	delete(c.entries, k)
	c.size -= e.size(k)
}
