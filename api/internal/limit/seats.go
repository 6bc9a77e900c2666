package limit

import (
	"net/http"
	"strconv"
	"sync"

	"practicecms/api/internal/wire"
)

// Seats bounds how many things each client has at the same time. K names a client. It is
// safe for concurrent use.
type Seats[K comparable] struct {
	each  int
	mu    sync.Mutex
	taken map[K]int // of those who have any
}

// NewSeats returns Seats of which each client may take so many, at least 1.
func NewSeats[K comparable](each int) *Seats[K] { return &Seats[K]{each: each, taken: map[K]int{}} }

// Take takes a seat of a client; leave, which is called once, gives it back. The error is
// a 429.
func (s *Seats[K]) Take(client K) (leave func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken[client] >= s.each {
		return nil, &wire.Error{Status: http.StatusTooManyRequests, Detail: "There are " + strconv.Itoa(s.each) + " of these open from your address already. Close one of them first."}
	}
	s.taken[client]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.taken[client]--; s.taken[client] == 0 {
			delete(s.taken, client)
		}
	}, nil
}
