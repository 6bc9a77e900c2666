package clock_test

import (
	"testing"
	"time"

	"practicecms/cms/internal/clock"
)

const day = 24 * time.Hour

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// hands are a computer's clock and the time that goes by.
type hands struct {
	shown  time.Time
	steady time.Duration
}

func (h *hands) pass(d time.Duration) { h.shown, h.steady = h.shown.Add(d), h.steady+d }

// started is a clock of a computer that shows noon, when the newest that was written is so far from that.
func started(written time.Duration) (*hands, *clock.Clock) {
	h := &hands{shown: noon}
	return h, clock.New(func() time.Time { return h.shown }, func() time.Duration { return h.steady }, noon.Add(written))
}

// says asserts what a clock tells, as the distance from noon.
func says(t *testing.T, what string, c *clock.Clock, want time.Duration, doubt clock.Doubt) {
	t.Helper()
	if got := c.Read(); got.Now.Sub(noon) != want || got.Doubt != doubt {
		t.Errorf("%s: it is %s after noon with doubt %q, want %s and %q", what, got.Now.Sub(noon), got.Doubt, want, doubt)
	}
}

func TestWhatIsThoughtOfAClockAtTheStart(t *testing.T) {
	for _, c := range []struct {
		what    string
		written time.Duration // what was written last, from what the clock shows
		now     time.Duration
		doubt   clock.Doubt
	}{
		{"a restart", -time.Minute, 0, clock.None},
		{"after three weeks of holidays", -21 * day, 0, clock.None},
		{"after ten years", -3650 * day, 0, clock.None},
		{"a clock that was put right by an hour", time.Hour, time.Hour, clock.None},
		{"a clock that is a day behind", day, day, clock.None},
		{"a clock that is more than a day behind", day + 1, day + 1, clock.Behind},
		{"a computer without a battery", 56 * 365 * day, 56 * 365 * day, clock.Behind},
	} {
		_, told := started(c.written)
		says(t, c.what, told, c.now, c.doubt)
	}
	c := clock.New(func() time.Time { return noon }, func() time.Duration { return 0 }, time.Time{})
	says(t, "a new practice", c, 0, clock.None)
}

func TestAJumpIsNotBelievedUntilItIsOver(t *testing.T) {
	for _, jump := range []time.Duration{day + time.Second, 3650 * day, -day - time.Second, -3650 * day} {
		h, c := started(-time.Hour)
		says(t, "before", c, 0, clock.None)
		h.shown = h.shown.Add(jump)
		says(t, "after a jump", c, 0, clock.Jumped)
		h.pass(30 * time.Second)
		says(t, "half a minute later", c, 30*time.Second, clock.Jumped)
		h.shown = h.shown.Add(-jump)
		says(t, "when it is over", c, 30*time.Second, clock.None)
	}
}

func TestAJumpIsBelievedWhenSomebodySaysSo(t *testing.T) {
	for _, jump := range []time.Duration{20 * day, -20 * day} {
		h, c := started(-time.Hour)
		c.Read()
		h.shown = h.shown.Add(jump)
		undo := c.Believe()
		says(t, "believed", c, jump, clock.None)
		undo()
		says(t, "taken back", c, 0, clock.Jumped)
		c.Believe()
		h.pass(time.Hour)
		says(t, "an hour later", c, jump+time.Hour, clock.None)
	}
}

func TestAComputerThatStartsWithoutTheTimeIsBelievedWhenItKnowsIt(t *testing.T) {
	h, c := started(21 * day) // it was closed for weeks, and the clock shows a time of long ago
	says(t, "at the start", c, 21*day, clock.Behind)
	h.pass(time.Minute)
	h.shown = noon.Add(42 * day)
	says(t, "when it has asked a time server", c, 42*day, clock.None)
	h.shown = noon.Add(60 * day)
	says(t, "and from then on a jump is one", c, 42*day, clock.Jumped)
}

func TestSleepingIsNoJump(t *testing.T) {
	h, c := started(-time.Hour)
	for night := range 30 {
		h.shown = h.shown.Add(9 * time.Hour)
		says(t, "after a night", c, time.Duration(night+1)*9*time.Hour, clock.None)
	}
}

func TestTimeNeverGoesBackwards(t *testing.T) {
	h, c := started(-time.Hour)
	says(t, "before", c, 0, clock.None)
	h.shown = h.shown.Add(-time.Hour)
	says(t, "set back by an hour", c, 0, clock.None)
	if !c.Read().Off() {
		t.Error("that the clock shows another time is not said")
	}
	before := c.Now()
	for range 2 * 60 {
		h.pass(time.Minute)
		now := c.Now()
		if took := now.Sub(before); took != 30*time.Second {
			t.Fatalf("a minute took %s", took)
		}
		before = now
	}
	h.pass(time.Minute)
	if got := c.Read(); got.Off() || got.Now != h.shown {
		t.Errorf("after two hours it is %s, and the clock shows %s", got.Now, got.Shown)
	}
}

func TestARealClockIsSeenToJump(t *testing.T) {
	var jump time.Duration
	began := time.Now()
	c := clock.New(func() time.Time { return time.Now().Add(jump) }, func() time.Duration { return time.Since(began) }, began)
	if r := c.Read(); r.Doubt != clock.None {
		t.Fatalf("%+v", r)
	}
	jump = 3650 * day // Add moves the steady reading of a time too
	if r := c.Read(); r.Doubt != clock.Jumped || r.Now.Sub(began) > time.Hour {
		t.Errorf("%+v", r)
	}
}
