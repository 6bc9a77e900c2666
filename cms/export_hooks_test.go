package cms

import (
	"context"
	"time"
)

// CallDue makes every call of a webhook that is due, until none is, and returns when the
// next one is; the zero time when none waits.
func (c *CMS) CallDue(ctx context.Context) (time.Time, error) {
	calls := newCalls(c)
	for {
		next, started, err := calls.start(ctx)
		calls.out.Wait()
		if err != nil || started == 0 {
			return next.Time(), err
		}
	}
}

// HurryCalls lets calls end sooner than after 15 seconds.
func (c *CMS) HurryCalls(timeout time.Duration) { c.sender.Timeout = timeout }

// CallsKept and CallPauses are how many calls are kept, and how long one waits.
const CallsKept = callsKept

var CallPauses = callPauses
