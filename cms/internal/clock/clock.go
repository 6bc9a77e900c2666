// Package clock says what time it is for a practice, whatever happens to the computer's
// clock: time never goes backwards, and a jump is believed when a person says so.
package clock

import (
	"sync"
	"time"
)

// Jump is how far the computer's clock may go off by itself and still be believed. Time
// servers put clocks right by less than that, and a machine sleeps for a night.
const Jump = 24 * time.Hour

// slack is how far a time may be from what the computer's clock shows and still count as the
// same: clocks are put right by seconds all the time.
const slack = time.Minute

// Clock tells the time. While the computer's clock is believed, that is what it shows; where
// it is set back by up to Jump, time goes at half its pace until the clock has caught up, so
// that what follows is never earlier than what was before. A jump of more than that is not
// believed: time goes on from what it was, until the jump is over or Believe is called.
//
// It is safe for concurrent use.
type Clock struct {
	wall   func() time.Time
	steady func() time.Duration

	mu      sync.Mutex
	last    time.Time     // what was told last
	at      time.Duration // when, by the steady clock
	running bool          // last is not older than the program: a gap is no longer normal
}

// New is a clock that shows what wall does, and knows by steady how much time went by. newest
// is the newest time that anything was written at, or the zero time: the computer's clock may
// be any time ahead of it, for a practice may have been closed, but not more than Jump behind.
func New(wall func() time.Time, steady func() time.Duration, newest time.Time) *Clock {
	shown := func() time.Time { return wall().Round(0) } // without its steady reading: it could not be seen to jump
	return &Clock{wall: shown, steady: steady, last: newest, at: steady()}
}

// Doubt is why the computer's clock is not believed; empty: it is.
type Doubt string

// The doubts.
const (
	None   Doubt = ""
	Jumped Doubt = "jumped" // it went on or back by more than Jump
	Behind Doubt = "behind" // since the start it shows a time of more than Jump before what was written last
)

// Reading is what a Clock says at one moment.
type Reading struct {
	Now   time.Time // what time it is, as far as can be told
	Shown time.Time // what the computer's clock shows
	Doubt Doubt     // with one, the two are more than Jump apart
}

// Off reports whether the computer's clock shows another time than what is told, by more than
// the seconds by which clocks are put right all the time.
func (r Reading) Off() bool { return r.Now.Sub(r.Shown).Abs() > slack }

// Now is what time it is.
func (c *Clock) Now() time.Time { return c.Read().Now }

// Read tells the time, and what to think of it.
func (c *Clock) Read() Reading {
	c.mu.Lock()
	defer c.mu.Unlock()
	shown, at := c.wall(), c.steady()
	passed := max(at-c.at, 0)
	expected := c.last.Add(passed)
	switch ahead := shown.Sub(expected); {
	case c.running && ahead.Abs() > Jump:
		return Reading{expected, shown, Jumped}
	case ahead < -Jump:
		return Reading{expected, shown, Behind}
	case ahead < 0:
		c.last = expected.Add(-min(-ahead, passed/2))
	default:
		c.last = shown
	}
	c.at, c.running = at, true
	return Reading{c.last, shown, None}
}

// Believe takes what the computer's clock shows for the time, from now on, also when that is
// earlier than what was told before. undo takes that back.
func (c *Clock) Believe() (undo func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	last, at, running := c.last, c.at, c.running
	c.last, c.at, c.running = c.wall(), c.steady(), true
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.last, c.at, c.running = last, at, running
	}
}
