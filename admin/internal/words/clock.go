package words

import (
	"time"

	"practicecms/cms"
)

// ClockQuestion asks whether the computer's clock is right. Its zero value asks nothing.
type ClockQuestion struct {
	Asks string // in one line
	Why  string // what makes us ask
	Then string // what to do, and what follows
}

// NotBelieved says beside a time that the computer's clock showed another one.
func (e English) NotBelieved(shown time.Time) string {
	return "The computer’s clock showed " + e.Dated(shown) + " then, and was not believed: times never run backwards here."
}

// IsTheClockRight asks where there is doubt.
func (e English) IsTheClockRight(s cms.ClockState) ClockQuestion {
	off := HowLong(s.Shown.Sub(s.Now).Abs().Round(time.Hour))
	shows := "The clock of the computer that runs practicecms shows " + e.Dated(s.Shown) + ". "
	const then = "If it is right, say so: everybody then has to sign in again. If it is wrong, have it put right, and this question goes away."
	switch s.Doubt {
	case cms.DoubtJumped:
		way := "ahead"
		if s.Shown.Before(s.Now) {
			way = "back"
		}
		return ClockQuestion{"Is the clock right? It jumped " + way + " by " + off, shows + "By the time that went by it is " + e.Dated(s.Now) + ".", then}
	case cms.DoubtBehind:
		return ClockQuestion{"Is the clock right? It is " + off + " behind what was saved last", shows + "By what was saved last it is " + e.Dated(s.Now) + ".", then}
	case cms.DoubtLate:
		return ClockQuestion{"Is the clock right? Something planned is more than a day late", shows + "That is right if practicecms did not run for a while.", "If it is right, say so: what is late then goes live at once. If it is wrong, have it put right first."}
	}
	return ClockQuestion{}
}
