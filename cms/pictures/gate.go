package pictures

import (
	"context"
	"runtime"

	"golang.org/x/sync/semaphore"
)

const (
	// gateBytes is how much memory pictures may take at a time, so that the whole process
	// stays below 300 MB with eight uploads of the largest kind at once.
	gateBytes = 150 << 20
	// mostNeed is how much a single picture may take; what is above gateBytes works alone.
	mostNeed = 200 << 20
	// collectAbove is how much is worth a collection of garbage when it is free again.
	collectAbove = 16 << 20
)

// gate is one for the process, as its memory is. First come, first served.
var gate = semaphore.NewWeighted(gateBytes)

// enter waits until there is room for that many bytes, and gives what to call when they are
// not needed any more. What needs more than there is takes all of it.
func enter(ctx context.Context, bytes int64) (leave func(), err error) {
	bytes = min(bytes, gateBytes)
	if err := gate.Acquire(ctx, bytes); err != nil {
		return nil, err
	}
	return func() {
		if bytes > collectAbove {
			runtime.GC() // who is next counts on this memory, and garbage takes it too
		}
		gate.Release(bytes)
	}, nil
}
