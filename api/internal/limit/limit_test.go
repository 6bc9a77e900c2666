package limit

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"practicecms/api/internal/wire"
)

func TestEachClientHasARateOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := NewRate[string](2)
		for i := range 20 {
			if left, err := r.Take("a"); err != nil || left != 19-i {
				t.Fatalf("request %d of the reserve: left %d, %v", i, left, err)
			}
		}
		_, err := r.Take("a")
		refused, ok := errors.AsType[*wire.Error](err)
		if !ok || refused.Status != http.StatusTooManyRequests || refused.Header.Get("Retry-After") != "1" || refused.Header.Get("RateLimit") != `"requests";r=0;t=10` {
			t.Fatalf("one too many: %+v", err)
		}
		if _, err := r.Take("b"); err != nil {
			t.Errorf("somebody else: %v", err)
		}
		time.Sleep(time.Second)
		for i := range 3 {
			if _, err := r.Take("a"); (err == nil) != (i < 2) {
				t.Errorf("a second later, request %d: %v", i, err)
			}
		}
	})
}

func TestNoLimitAllowsEverything(t *testing.T) {
	r := NewRate[string](0)
	h := http.Header{}
	for range 1000 {
		left, err := r.Take("a")
		if err != nil {
			t.Fatal(err)
		}
		r.Say(h, left)
	}
	if len(h) != 0 {
		t.Errorf("it says %v", h)
	}
}

func TestManyClientsDoNotFillTheMemory(t *testing.T) {
	r := NewRate[int](1)
	for range 11 { // one that asks too much is not forgotten for the idle ones
		_, _ = r.Take(-1)
	}
	for i := range 3 * maxClients {
		if _, err := r.Take(i); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.clients); n > maxClients {
		t.Errorf("%d clients are remembered", n)
	}
}

func TestWorkThatWaitsTooLongIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := NewWork(2, 3*time.Second)
		var group sync.WaitGroup
		var mu sync.Mutex
		done, refused := 0, 0
		for range 8 {
			group.Go(func() {
				err := w.Do(func() error { time.Sleep(2 * time.Second); return nil })
				mu.Lock()
				defer mu.Unlock()
				if e, ok := errors.AsType[*wire.Error](err); ok && e.Status == http.StatusServiceUnavailable {
					refused++
				} else if err == nil {
					done++
				}
			})
		}
		group.Wait()
		if done != 4 || refused != 4 { // two at once, and two that waited two seconds
			t.Errorf("%d done, %d refused", done, refused)
		}
	})
}

func TestNobodyTakesMoreThanTheirSeats(t *testing.T) {
	s := NewSeats[string](2)
	first, err := s.Take("a")
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Take("a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Take("a"); err == nil {
		t.Error("a third seat")
	} else if refused, ok := errors.AsType[*wire.Error](err); !ok || refused.Status != http.StatusTooManyRequests {
		t.Errorf("one too many: %v", err)
	}
	other, err := s.Take("b")
	if err != nil {
		t.Errorf("somebody else: %v", err)
	}
	first()
	if first, err = s.Take("a"); err != nil {
		t.Errorf("after one was given back: %v", err)
	}
	first()
	second()
	other()
	if len(s.taken) != 0 {
		t.Errorf("it remembers %v", s.taken)
	}
}
