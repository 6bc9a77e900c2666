package words

import (
	"time"

	"practicecms/cms"
)

// ClockQuestion asks whether the computer's clock is right. Its zero value asks nothing.
type ClockQuestion struct {
	Asks string // in one line
	Why  string // what makes us ask
	Then string // what follows when it is right
	Else string // what to do when it is wrong
}

// NotBelieved says beside a time that the computer's clock showed another one.
func (e English) NotBelieved(shown time.Time) string {
	return "The computer’s clock showed " + e.Dated(shown) + " then, and was not believed: times never run backwards here."
}

// IsTheClockRight asks where there is doubt.
func (e English) IsTheClockRight(s cms.ClockState) ClockQuestion {
	off := HowLong(s.Shown.Sub(s.Now).Abs())
	shows := "The clock of the computer that runs practicecms shows " + e.Dated(s.Shown) + ". "
	const again, putRight = "Then people may have to sign in again.", "If it is wrong, have it put right, and this question goes away."
	switch s.Doubt {
	case cms.DoubtJumped:
		way := "on"
		if s.Shown.Before(s.Now) {
			way = "back"
		}
		return ClockQuestion{"Is the clock right? It jumped " + way + " by " + off, shows + "By the time that went by it is " + e.Dated(s.Now) + ".", again, putRight}
	case cms.DoubtBehind:
		return ClockQuestion{"Is the clock right? It is " + off + " behind what was saved last", shows + "By what was saved last it is " + e.Dated(s.Now) + ".", again, putRight}
	case cms.DoubtLate:
		return ClockQuestion{"Is the clock right? Something planned is more than a day late", shows + "That is right if practicecms did not run for a while.", "Then what is late goes live at once.", "If it is wrong, have it put right first."}
	}
	return ClockQuestion{}
}
