package api

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"practicecms/content"
)

// someMoves answers for a Delivery: by epoch, the document that moved; the zero id moves
// everything.
type someMoves map[uint64]content.DocumentID

func (m someMoves) since(from, to uint64) (ids []content.DocumentID, all bool) {
	for epoch := from + 1; epoch <= to; epoch++ {
		ids, all = append(ids, m[epoch]), all || m[epoch].IsZero()
	}
	return ids, all
}

func fill(t *testing.T, c *cache, k key, epoch uint64, a answer) *entry {
	t.Helper()
	e, err := c.getOrBuild(k, epoch, func() (*entry, error) { return newEntry(a) })
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func text(s string) answer { return answer{body: []byte(s)} }

// sizeOf is the size of all that a cache has.
func sizeOf(c *cache) (sum int64) {
	for k, e := range c.entries {
		sum += e.size(k)
	}
	return sum
}

func TestCacheStaysInItsBound(t *testing.T) {
	c := newCache(20_000, someMoves{}.since)
	popular := key{path: "/popular"}
	fill(t, c, popular, 0, text("x"))
	for i := range 1000 {
		fill(t, c, key{path: fmt.Sprint("/", i)}, 0, answer{body: []byte("x"), documents: []content.DocumentID{{1}}})
		c.get(popular, 0)
		if c.size > c.max {
			t.Fatalf("after %d entries it has %d bytes, bound %d", i, c.size, c.max)
		}
	}
	if c.get(popular, 0) == nil {
		t.Error("what is asked for all the time was pushed out by what was asked for once")
	}
	if sum := sizeOf(c); sum != c.size {
		t.Errorf("it counts %d bytes and has %d", c.size, sum)
	}
	if len(c.shows[content.DocumentID{1}]) != len(c.entries)-1 {
		t.Errorf("%d answers, but %d are known to show the document", len(c.entries), len(c.shows[content.DocumentID{1}]))
	}
	for _, shown := range []byte{2, 3} { // two builds of one answer that came after each other
		e, err := newEntry(answer{body: []byte("y"), documents: []content.DocumentID{{shown}}})
		if err != nil {
			t.Fatal(err)
		}
		c.put(popular, e, 0)
		if sum := sizeOf(c); sum != c.size || len(c.shows[content.DocumentID{2}])+len(c.shows[content.DocumentID{3}]) != 1 {
			t.Errorf("put again, it counts %d bytes and has %d, and shows %v", c.size, sum, c.shows)
		}
	}
	fill(t, c, key{path: "/large"}, 0, text(string(make([]byte, 30_000))))
	if c.get(key{path: "/large"}, 0) != nil {
		t.Error("an entry larger than the bound is kept")
	}
}

func TestAMoveDropsWhatShowsTheDocumentAndNothingElse(t *testing.T) {
	one, two := content.DocumentID{1}, content.DocumentID{2}
	c := newCache(1<<20, someMoves{1: one, 2: {}}.since)
	first, both, other, list := key{path: "/one"}, key{path: "/both"}, key{path: "/two"}, key{path: "/list"}
	fill(t, c, first, 0, answer{body: []byte("x"), documents: []content.DocumentID{one}})
	fill(t, c, both, 0, answer{body: []byte("x"), documents: []content.DocumentID{two, one, one}})
	fill(t, c, other, 0, answer{body: []byte("x"), documents: []content.DocumentID{two}})
	fill(t, c, list, 0, answer{body: []byte("x"), documents: []content.DocumentID{two}, lists: true})
	if c.get(first, 0) == nil || c.get(list, 0) == nil {
		t.Fatal("nothing moved, and they are gone")
	}
	for k, stays := range map[key]bool{first: false, both: false, other: true, list: false} {
		if got := c.get(k, 1) != nil; got != stays {
			t.Errorf("%s is there: %v", k.path, got)
		}
	}
	if c.get(other, 2) != nil || c.size != 0 || len(c.shows) != 0 || len(c.lists) != 0 {
		t.Errorf("everything moved, and %d bytes are left", c.size)
	}
}

func TestAnAnswerThatAMoveOvertookIsNotKept(t *testing.T) {
	one, two := content.DocumentID{1}, content.DocumentID{2}
	c := newCache(1<<20, someMoves{1: one}.since)
	build := func(k key, a answer) {
		_, err := c.getOrBuild(k, 0, func() (*entry, error) {
			c.get(key{path: "/other"}, 1) // the publication happens while this is built
			return newEntry(a)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	build(key{path: "/one"}, answer{documents: []content.DocumentID{one}})
	build(key{path: "/two"}, answer{documents: []content.DocumentID{two}})
	build(key{path: "/list"}, answer{lists: true})
	if c.get(key{path: "/one"}, 1) != nil || c.get(key{path: "/list"}, 1) != nil {
		t.Error("an answer from before the publication is kept after it")
	}
	if c.get(key{path: "/two"}, 1) == nil {
		t.Error("what the publication did not touch is dropped")
	}
	if got := fill(t, c, key{path: "/a", params: "locale=es"}, 1, text("dos")); string(got.identity.body) != "dos" {
		t.Error("parameters are not part of the key")
	}
}

func TestCacheBuildsOnceAndKeepsNoErrors(t *testing.T) {
	c := newCache(1<<20, someMoves{}.since)
	var builds atomic.Int64
	var group sync.WaitGroup
	hold := make(chan struct{})
	for range 20 {
		group.Go(func() {
			_, _ = c.getOrBuild(key{path: "/a"}, 0, func() (*entry, error) {
				builds.Add(1)
				<-hold
				return newEntry(text("x"))
			})
		})
	}
	close(hold)
	group.Wait()
	if builds.Load() != 1 {
		t.Errorf("built %d times", builds.Load())
	}
	fault := errors.New("no")
	for range 2 {
		_, err := c.getOrBuild(key{path: "/b"}, 0, func() (*entry, error) { builds.Add(1); return nil, fault })
		if !errors.Is(err, fault) {
			t.Errorf("got %v", err)
		}
	}
	if builds.Load() != 3 || len(c.entries) != 1 {
		t.Errorf("%d builds, %d entries: an error was kept", builds.Load(), len(c.entries))
	}
}
