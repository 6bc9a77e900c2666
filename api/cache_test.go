package api

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

func fill(t *testing.T, c *cache, k key, epoch uint64, body string) *entry {
	t.Helper()
	e, err := c.getOrBuild(k, epoch, func() (answer, error) { return answer{body: []byte(body)}, nil })
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestCacheStaysInItsBound(t *testing.T) {
	c := newCache(20_000)
	popular := key{path: "/popular"}
	fill(t, c, popular, 1, "x")
	for i := range 1000 {
		fill(t, c, key{path: fmt.Sprint("/", i)}, 1, "x")
		c.get(popular, 1)
		if c.size > c.max {
			t.Fatalf("after %d entries it has %d bytes, bound %d", i, c.size, c.max)
		}
	}
	if c.get(popular, 1) == nil {
		t.Error("what is asked for all the time was pushed out by what was asked for once")
	}
	var sum int64
	for k, e := range c.entries {
		sum += e.size(k)
	}
	if sum != c.size {
		t.Errorf("it counts %d bytes and has %d", c.size, sum)
	}
	fill(t, c, key{path: "/large"}, 1, string(make([]byte, 30_000)))
	if c.get(key{path: "/large"}, 1) != nil {
		t.Error("an entry larger than the bound is kept")
	}
}

func TestCacheKnowsEpochs(t *testing.T) {
	c := newCache(1 << 20)
	k := key{path: "/a"}
	first := fill(t, c, k, 1, "one")
	if c.get(k, 2) != nil {
		t.Error("an answer of epoch 1 is given in epoch 2")
	}
	if got := fill(t, c, k, 2, "two"); string(got.identity.body) != "two" {
		t.Errorf("epoch 2 gives %s", got.identity.body)
	}
	c.put(k, first) // a slow build of epoch 1 ends now
	if got := c.get(k, 2); got == nil || string(got.identity.body) != "two" {
		t.Error("a late answer of epoch 1 took the place of epoch 2's")
	}
	if got := fill(t, c, key{path: "/a", params: "locale=es"}, 2, "dos"); string(got.identity.body) != "dos" {
		t.Error("parameters are not part of the key")
	}
}

func TestCacheBuildsOnceAndKeepsNoErrors(t *testing.T) {
	c := newCache(1 << 20)
	var builds atomic.Int64
	var group sync.WaitGroup
	hold := make(chan struct{})
	for range 20 {
		group.Go(func() {
			_, _ = c.getOrBuild(key{path: "/a"}, 1, func() (answer, error) {
				builds.Add(1)
				<-hold
				return answer{body: []byte("x")}, nil
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
		_, err := c.getOrBuild(key{path: "/b"}, 1, func() (answer, error) { builds.Add(1); return answer{}, fault })
		if !errors.Is(err, fault) {
			t.Errorf("got %v", err)
		}
	}
	if builds.Load() != 3 || len(c.entries) != 1 {
		t.Errorf("%d builds, %d entries: an error was kept", builds.Load(), len(c.entries))
	}
}

func TestUnchangedAnswersAreNotCompressedAgain(t *testing.T) {
	c := newCache(1 << 20)
	body := string(make([]byte, 4000))
	first, second := fill(t, c, key{path: "/a"}, 1, body), fill(t, c, key{path: "/a"}, 2, body)
	if &first.brotli.body[0] != &second.brotli.body[0] || second.epoch != 2 {
		t.Error("the same bytes were compressed again")
	}
}
