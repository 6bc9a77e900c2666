package cms

import (
	"context"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/clock"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
)

// Doubt is why nothing planned goes live until an owner says that the clock is right.
type Doubt = clock.Doubt

// The doubts.
const (
	DoubtJumped       = clock.Jumped // the computer's clock went on or back by more than a day
	DoubtBehind       = clock.Behind // it shows a time of more than a day before what was written last
	DoubtLate   Doubt = "late"       // when the program started, something planned was more than a day late
)

// ClockState is what is thought of the computer's clock.
type ClockState struct {
	Doubt Doubt     // empty: it is right, as far as can be told
	Shown time.Time // what it shows
	Now   time.Time // what time it is as far as can be told, by which all is dated and counted
}

// Time is what time it is as far as can be told, whatever the computer's clock shows.
func (e *Editor) Time() time.Time { return e.clock.Now() }

// ClockState says what is thought of the computer's clock. It needs the permission to read drafts.
func (e *Editor) ClockState(ctx context.Context, who audit.Actor) (out ClockState, err error) {
	err = e.log.Look(ctx, who, audit.MayRead, audit.OnNone, func(r store.Reader) error {
		out, err = e.clockState(r)
		return err
	})
	return out, err
}

func (c *core) clockState(r store.Reader) (ClockState, error) {
	read := c.clock.Read()
	out := ClockState{Doubt: read.Doubt, Shown: read.Shown, Now: read.Now}
	if out.Doubt != clock.None {
		return out, nil
	}
	late, err := c.late(r, read.Now)
	if late {
		out.Doubt = DoubtLate
	}
	return out, err
}

// late reports whether something planned is so late that the clock may be wrong. Only a start
// can make it so: once plans were carried out in time, they are carried out whenever that is
// possible, such as when a full disk has room again.
func (c *core) late(r store.Reader, now time.Time) (bool, error) {
	if c.inTime.Load() {
		return false, nil
	}
	for row, err := range record.Due.Scan(r, store.Range{}) {
		if err != nil {
			return false, err
		}
		return now.Sub(dueAt(row.Key).Time()) > clock.Jump, nil
	}
	return false, nil
}

// TrustClock says that the computer's clock is right: its time is taken from now on, and what
// is planned goes live by it again. Where it is earlier than what was written last, the order
// of all that was written stays, and what readers were told until now counts from now on at
// the latest. Sessions and links that are over by the new time end. It needs the permission to
// administer, and changes nothing when there is no doubt.
func (e *Editor) TrustClock(ctx context.Context, who audit.Actor) error {
	entry := audit.Entry{Action: audit.ActionTrustClock}
	err := e.log.TrustClock(ctx, who, &entry, func(w store.Writer, now, before record.Stamp) error {
		state, err := e.clockState(w)
		if err != nil {
			return err
		}
		if state.Doubt == clock.None {
			return audit.ErrNoChange
		}
		if now >= before {
			return nil
		}
		was, _ := before.MarshalText() // never fails
		entry.Subject = string(was)
		return record.NoteSetBack(w, now)
	})
	if err != nil {
		return err
	}
	e.inTime.Store(true)
	e.wake()
	return nil
}

// noteDoubt writes into the log when a doubt begins, and when it is over.
func (c *CMS) noteDoubt(now ClockState) {
	before, _ := c.doubted.Swap(now.Doubt).(Doubt)
	switch {
	case now.Doubt == before:
	case now.Doubt == clock.None:
		c.logger.Info("the clock is believed again, and what is planned goes live", "clock", now.Shown)
	default:
		c.logger.Warn("is the clock right? until an owner says so on the start page, or it is put right, nothing planned goes live",
			"doubt", now.Doubt, "clock", now.Shown, "believed", now.Now)
	}
}
