package cms

import (
	"context"
	"errors"
	"fmt"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/store"
)

// Ready reports whether this practice is whole: what is kept is in its place, can be read
// and, unless it was opened for reading, written, and nothing of it is known to be missing.
// nil means yes. It costs a few system calls. What can be read is served all the same.
//
// The errors are ErrMoved, ErrFull, ErrDamaged, which names the spaces, ErrReadOnly when
// writing has stopped, and what reading says.
func (c *CMS) Ready(ctx context.Context) error {
	if err := c.store.View(ctx, func(store.Reader) error { return nil }); err != nil {
		return err
	}
	if c.prober != nil {
		if err := c.prober.Probe(ctx); err != nil {
			return err
		}
	}
	if doubter, ok := c.store.(store.Doubter); ok {
		if spaces := doubter.Doubted(); len(spaces) > 0 {
			return &store.DamageError{Space: spaces[0], Detail: fmt.Sprintf("records are missing, or older ones are in their place, in %q", spaces)}
		}
	}
	return c.scrubbed()
}

// Room is how much room there is for what is kept, in bytes.
type Room store.Room

// Scarce is the part from which on room is said to be scarce.
const Scarce = 0.9

// plentyOnDisk is the room, in bytes, that is not scarce however large the disk is.
const plentyOnDisk = 5 << 30

// LimitNear reports whether the practice has used most of the size that it may have.
func (r Room) LimitNear() bool { return r.Limit > 0 && float64(r.Used) >= Scarce*float64(r.Limit) }

// DiskNear reports whether most of the disk is used, by whomever, and little is left.
func (r Room) DiskNear() bool {
	return r.DiskSize > 0 && r.DiskFree < plentyOnDisk && float64(r.DiskSize-r.DiskFree) >= Scarce*float64(r.DiskSize)
}

// Room tells an owner how much room there is; zero where the engine does not know.
func (e *Editor) Room(ctx context.Context, who audit.Actor) (Room, error) {
	if err := e.log.Allow(ctx, who, audit.MayAdminister, audit.OnNone); err != nil || e.prober == nil {
		return Room{}, err
	}
	r, err := e.prober.Room(ctx)
	return Room(r), err
}

// watchEvery is how often the ground is looked at when nobody writes.
const watchEvery = 2 * time.Second

// RunWatch looks until ctx ends whether what is kept is still in its place, and whether room
// gets scarce, and says in the log what has changed.
func (c *CMS) RunWatch(ctx context.Context) {
	if c.prober == nil {
		return
	}
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	var said Room
	for {
		_ = c.prober.Probe(ctx) // it says itself what it finds
		said = c.warnOfRoom(ctx, said)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// warnOfRoom says once that a bound is near, and again only after it was far. It gives what
// it compares with the next time.
func (c *CMS) warnOfRoom(ctx context.Context, before Room) Room {
	r, err := c.prober.Room(ctx)
	if err != nil {
		if ctx.Err() == nil && !errors.Is(err, store.ErrClosed) && !errors.Is(err, store.ErrReadOnly) {
			c.logger.Warn("how much room there is could not be found out", "error", err)
		}
		return before
	}
	now := Room(r)
	if now.LimitNear() && !before.LimitNear() {
		c.logger.Warn("the practice has used most of the size that it may have: raise --max-size, or thin out old drafts", "used", now.Used, "limit", now.Limit)
	}
	if now.DiskNear() && !before.DiskNear() {
		c.logger.Warn("the disk is nearly full: free some space", "free", now.DiskFree, "size", now.DiskSize)
	}
	return now
}
