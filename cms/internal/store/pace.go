package store

import (
	"context"
	"time"
)

// pace is how much of the time somebody may look who is in no hurry.
type pace struct {
	share float64
	begun time.Time // since when it has worked without a pause
}

type paceKey struct{}

// stint is how long is worked between two pauses.
const stint = 10 * time.Millisecond

// WithPace returns a context whose Check and View take at most a share, above 0 and at most 1,
// of the time for what they read and do in between: they pause. One goroutine at a time may use it. The
// state that is looked at stays open all the while, so a small share lets the store grow.
func WithPace(ctx context.Context, share float64) context.Context {
	return context.WithValue(ctx, paceKey{}, &pace{share: share, begun: time.Now()})
}

// Paced reports whether a context came from WithPace.
func Paced(ctx context.Context) bool { return ctx.Value(paceKey{}) != nil }

// KeepPace is called by engines for everything that they read under a context from WithPace. It
// pauses when it is time to, at most until the context ends.
func KeepPace(ctx context.Context) {
	p, ok := ctx.Value(paceKey{}).(*pace)
	if !ok {
		return
	}
	worked := time.Since(p.begun)
	if worked < stint {
		return
	}
	rest := time.NewTimer(time.Duration(float64(worked) * (1/p.share - 1)))
	defer rest.Stop()
	select {
	case <-rest.C:
	case <-ctx.Done():
	}
	p.begun = time.Now()
}
