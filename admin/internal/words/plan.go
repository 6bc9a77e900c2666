package words

import (
	"time"

	"practicecms/cms"
)

// This file says what is going to happen.

// GoesLive says when a document does, by its title.
func (e English) GoesLive(title string, at time.Time) string {
	return "“" + title + "” goes live " + e.Will(at) + "."
}

// VersionGoesLive says when some version of a document does.
func (e English) VersionGoesLive(at time.Time) string {
	return "A version of it goes live " + e.Will(at) + "."
}

// WhyNot says why a plan was not carried out, and what to do; empty when there is nothing.
func (English) WhyNot(fault cms.PlanFault) string {
	switch fault {
	case "":
		return ""
	case cms.FaultAddressInUse:
		return "Another page is live at its web address. Give one of the two another one, and plan it again."
	}
	return "Something went wrong on our side. Put it live by hand, and tell whoever looks after practicecms for you."
}

// LastCalled says when a webhook was last told of something.
func (e English) LastCalled(at time.Time) string { return "Last told " + e.WhenExactly(at) + "." }

// NextTry says when a webhook is called again.
func (e English) NextTry(at time.Time) string { return "Next try " + e.Will(at) }
