package blobs

import (
	"context"
	"sync"
)

// locks are one lock for each hash.
type locks struct {
	mu   sync.Mutex
	held map[Hash]*held
}

type held struct {
	turn  chan struct{} // holds one value while somebody has the lock
	users int           // who has it or waits for it
}

// lock waits for the lock of a hash until ctx ends.
func (l *locks) lock(ctx context.Context, h Hash) (unlock func(), err error) {
	l.mu.Lock()
	if l.held == nil {
		l.held = map[Hash]*held{}
	}
	mine := l.held[h]
	if mine == nil {
		mine = &held{turn: make(chan struct{}, 1)}
		l.held[h] = mine
	}
	mine.users++
	l.mu.Unlock()
	leave := func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if mine.users--; mine.users == 0 {
			delete(l.held, h)
		}
	}
	select {
	case mine.turn <- struct{}{}:
		return func() { <-mine.turn; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}
