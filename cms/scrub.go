package cms

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/store"
)

// When everything is read through: soon after the start, so that what a disk lost while
// nothing ran is known, and then within each day.
const (
	scrubSoon  = 2 * time.Minute
	scrubEvery = 23 * time.Hour
)

// scrubShare is the part of one processor's time that a look takes at most. What would take
// an hour at once is done within four.
const scrubShare = 0.25

// RunScrub reads everything through and checks every promise until ctx ends, the first time within
// two minutes and then within each day, at a pace that leaves the machine to others, so that damage is known before a person meets it. What is
// found is in the log, and Ready says it until a later look finds nothing; what is missing is not
// served from then on. Only one may run at a time.
func (c *CMS) RunScrub(ctx context.Context) {
	for wait := scrubSoon; ; wait = scrubEvery {
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		if err := c.Scrub(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrDamaged) {
			c.logger.Error("the data could not be read through", "error", err)
		}
	}
}

// Scrub is one look of RunScrub. It returns ErrDamaged, with the first that was found, or why it
// could not look.
func (c *CMS) Scrub(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil { // what is damaged must not end the program
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	begun := time.Now()
	ctx = store.WithPace(ctx, scrubShare)
	report, err := c.Verify(ctx)
	if err == nil && !report.OK() {
		c.mend(ctx) // what follows from other records needs no backup
		report, err = c.Verify(ctx)
	}
	if err != nil {
		return err
	}
	var found error
	for _, line := range report.Lines {
		for _, problem := range line.Problems {
			c.logger.Error("the data is damaged: bring back what a backup holds of it, with practicecms repair --from FILE --dry-run", "what", line.Name, "problem", problem)
			if found == nil {
				found = &store.DamageError{Detail: line.Name + ": " + problem}
			}
		}
	}
	c.damage.note(found, c.clock.Now())
	if found == nil {
		c.logger.Debug("the data was read through, and is as it was written", "took", time.Since(begun))
		return nil
	}
	return found
}

// scrubbed is what the last look of Scrub found.
func (c *CMS) scrubbed() error {
	_, found := c.damage.known()
	return found
}

// damage is what the last look found. The zero damage is none.
type damage struct {
	mu    sync.Mutex
	found error
	since time.Time // when it was found first, since a look found nothing
}

func (d *damage) note(found error, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.found == nil {
		d.since = now
	}
	d.found = found
}

func (d *damage) known() (since time.Time, found error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.since, d.found
}

// Damaged tells an owner since when it is known that something of the data is damaged, of
// which the log names all; the zero time when nothing is known to be.
func (e *Editor) Damaged(ctx context.Context, who audit.Actor) (since time.Time, err error) {
	if err := e.log.Allow(ctx, who, audit.MayAdminister, audit.OnNone); err != nil {
		return time.Time{}, err
	}
	since, found := e.damage.known()
	if found == nil {
		return time.Time{}, nil
	}
	return since, nil
}
