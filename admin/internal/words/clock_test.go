package words

import (
	"testing"
	"time"
)

func TestHowLong(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		0: "a moment", time.Minute: "1 minute", time.Hour: "1 hour", 47 * time.Hour: "47 hours", 2 * day: "2 days", 729 * day: "729 days", 730 * day: "2 years", 3653 * day: "10 years",
	} {
		if got := HowLong(d); got != want {
			t.Errorf("%s is said to be %q, want %q", d, got, want)
		}
	}
}
