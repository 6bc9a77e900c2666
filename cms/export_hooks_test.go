package cms

import (
	"context"
	"time"
)

// CallDue makes every call of a webhook that is due, until none is, and returns when the
// next one is; the zero time when none waits.
func (c *CMS) CallDue(ctx context.Context) (time.Time, error) { return c.sender.SendDue(ctx) }

// HurryCalls lets calls end sooner than after 15 seconds.
func (c *CMS) HurryCalls(timeout time.Duration) { c.sender.Timeout = timeout }
