package admin

import (
	"time"

	"practicecms/cms"
)

// This file tells a document's history in words. The list of versions, the panel
// beside the editor, the comparison and the activity all use them.

// Told says what a version changed. A version that brings something back names the
// day that it came from as people do, and leaves out its number.
func (b Base) Told(e cms.Entry) string {
	switch e.Deed {
	case cms.Began:
		if e.Origin == cms.OriginPasted {
			return "Pasted it"
		}
		return "Started it"
	case cms.ThinnedOut:
		return "A draft whose text was thinned out"
	case cms.PutTogether:
		return "Put together from earlier versions: " + e.Change.PartNames()
	case cms.BroughtAllBack:
		return "Brought back everything from " + b.When(e.RestoredAt)
	case cms.BroughtBack:
		return "Brought back " + e.Change.PartNames() + " from " + b.When(e.RestoredAt)
	}
	return b.model.Summary(e.Change)
}

// On says at what time something was so: "at 2:40 pm", "yesterday", "on Tuesday",
// "on 2 October".
func (b Base) On(t time.Time) string {
	switch days := b.daysAgo(t); {
	case days <= 0:
		return "at " + b.Clock(t)
	case days == 1:
		return "yesterday"
	}
	return "on " + b.When(t)
}

// Whose says of which time a text is: "Tuesday’s text", "the text from 2 October".
func (b Base) Whose(t time.Time) string {
	switch days := b.daysAgo(t); {
	case days <= 0:
		return "the text from " + b.Clock(t)
	case days == 1:
		return "yesterday’s text"
	case days < 7:
		return b.When(t) + "’s text"
	}
	return "the text from " + b.When(t)
}

// LiveChip says when a version was live: "Live now, since Wednesday", "was live 46
// days". It is nil for a version that never was.
func (b Base) LiveChip(spans []cms.Span) *chip {
	switch now, was := liveWords(b, spans); {
	case now != "":
		return &chip{"live", "Live now, " + now}
	case was != "":
		return &chip{"off", was}
	}
	return nil
}
