package limit

import (
	"net/http"
	"time"

	"practicecms/api/internal/wire"
)

// Work bounds how many pieces of work are done at once.
type Work struct {
	slots chan struct{}
	wait  time.Duration
}

// NewWork allows n pieces at once; others wait for their turn, but no longer than wait.
func NewWork(n int, wait time.Duration) *Work { return &Work{make(chan struct{}, n), wait} }

// Do does a piece of work when its turn comes. When that takes too long, the error is a
// 503 that says when to try again: an answer that nobody waits for any more only keeps
// others waiting.
func (w *Work) Do(piece func() error) error {
	select {
	case w.slots <- struct{}{}:
	default:
		turn := time.NewTimer(w.wait)
		defer turn.Stop()
		select {
		case w.slots <- struct{}{}:
		case <-turn.C:
			return &wire.Error{Status: http.StatusServiceUnavailable, Detail: "The server has more to do than it can. Try again in a few seconds."}
		}
	}
	defer func() { <-w.slots }()
	return piece()
}
