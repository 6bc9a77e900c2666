package pictures

import (
	"context"
	"image"

	"golang.org/x/sync/semaphore"
)

// gateBytes is how much memory pictures may take at a time: with eight uploads of the largest
// kind the whole process stays below 300 MB.
const gateBytes = 220 << 20

type turnstile struct{ *semaphore.Weighted }

var gate = turnstile{semaphore.NewWeighted(gateBytes)}

// enter waits until there is room for that many bytes. What needs more than there is takes
// all of it.
func (t turnstile) enter(ctx context.Context, bytes int64) (release func(), err error) {
	bytes = min(bytes, gateBytes)
	if err := t.Acquire(ctx, bytes); err != nil {
		return nil, err
	}
	return func() { t.Release(bytes) }, nil
}

// need is how many bytes a picture takes while it is worked on: decoded, turned, and some
// for those who do it.
func need(c image.Config) int64 { return int64(c.Width)*int64(c.Height)*8 + 4<<20 }
