package record

import (
	"fmt"
	"math"
	"time"
)

// Stamp is a time in microseconds since 1970, UTC. 0 means "never".
type Stamp int64

// StampOf is the stamp of a time.
func StampOf(t time.Time) Stamp { return Stamp(t.UnixMicro()) }

// Time is the time, UTC; the zero time for "never".
func (s Stamp) Time() time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(s)).UTC()
}

// StampFormat is a time with its microseconds, UTC: one spelling for each.
const StampFormat = "2006-01-02T15:04:05.000000Z"

// MarshalText gives the written form.
func (s Stamp) MarshalText() ([]byte, error) {
	return time.UnixMicro(int64(s)).UTC().AppendFormat(nil, StampFormat), nil
}

// UnmarshalText reads the written form in its one spelling.
func (s *Stamp) UnmarshalText(b []byte) error {
	t, err := time.Parse(StampFormat, string(b))
	if err != nil || t.Format(StampFormat) != string(b) {
		return fmt.Errorf("%.60q is not a time such as %s", b, StampFormat)
	}
	*s = StampOf(t)
	return nil
}

// clockSlack is how far a stamp may lie in the future, for clocks are put right by
// seconds all the time.
const clockSlack = time.Minute

// Age is how long ago a stamp was set. One in the future was set by a clock that was
// wrong: it is older than any limit, so that nothing lasts until the wrong time comes.
func (s Stamp) Age(now time.Time) time.Duration {
	switch d := now.Sub(s.Time()); {
	case d >= 0:
		return d
	case d >= -clockSlack:
		return 0
	}
	return math.MaxInt64
}
