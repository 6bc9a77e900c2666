package words

import (
	"fmt"
	"strings"
	"time"

	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

// This file tells a document's history. The list of versions, the panel beside the editor,
// the comparison and the activity all use it.

// Changed says what a version changed. A version that brings something back names the day
// that it came from as people do, and leaves out its number.
func (e English) Changed(v history.Entry) string {
	switch v.Deed {
	case history.Began:
		if v.Origin == content.OriginPasted {
			return "Pasted it"
		}
		return "Started it"
	case history.ThinnedOut:
		return "A draft whose text was thinned out"
	case history.PutTogether:
		return "Put together from earlier versions: " + v.Change.PartNames()
	case history.BroughtAllBack:
		return "Brought back everything from " + e.When(v.RestoredAt)
	case history.BroughtBack:
		return "Brought back " + v.Change.PartNames() + " from " + e.When(v.RestoredAt)
	}
	told := e.model.Summary(v.Change)
	if v.Origin == content.OriginPasted {
		return "Pasted a new text: " + LowerFirst(told)
	}
	return told
}

// Did says what the latest version of a document changed, behind the name of who did it:
// "added a step". It is Changed for a row of a list.
func (e English) Did(item cms.Item) string { return LowerFirst(e.Changed(item.Last)) }

// ChangedBy says who changed a document last, what and when: "You added a step, yesterday."
func (e English) ChangedBy(names access.Names, item cms.Item) string {
	return fmt.Sprintf("%s %s, %s.", e.You(names, item.By), e.Did(item), e.When(item.At))
}

// Compared says what differs between two texts, in a sentence.
func Compared(model *content.Model, c content.Comparison) string { return model.Summary(c) + "." }

// Titled says what a version goes by, and what stands below that: its name or its note when
// it has one, and then what it changed; else that alone.
func (e English) Titled(v history.Entry) (title, about string) {
	told := e.Changed(v)
	switch {
	case v.Name != "" && v.Note != "":
		return "“" + v.Name + "”", "“" + v.Note + "” " + told
	case v.Name != "":
		return "“" + v.Name + "”", told
	case v.Note != "":
		return "“" + v.Note + "”", told
	}
	return told, ""
}

// InARow says one line of several saves, from the first to the last, and when they were.
func (e English) InARow(saves int, first, last time.Time) (title, when string) {
	return fmt.Sprintf("%d saves in a row", saves), e.InDay(first) + " to " + e.Clock(last)
}

// ToChoose is a version in a list to choose from: "Tuesday, 4:12 pm: Added a step".
func (e English) ToChoose(v history.Entry, live bool) string {
	text := e.WhenExactly(v.At) + ": " + e.Changed(v)
	if live {
		text = "Live now · " + text
	}
	return Clip(text, 90)
}

// Whose says of which time a text is: "Tuesday’s text", "the text from 2 October".
func (e English) Whose(t time.Time) string {
	switch days := e.daysAgo(t); {
	case days <= 0:
		return "the text from " + e.Clock(t)
	case days == 1:
		return "yesterday’s text"
	case days < 7:
		return e.When(t) + "’s text"
	}
	return "the text from " + e.When(t)
}

// WhichVersion says which of two versions one is: "Tuesday, live now". The time of day is there
// when the day alone would not tell it from the other.
func (e English) WhichVersion(of cms.State, number uint64, at, other time.Time) string {
	text := e.When(at)
	if text == e.When(other) {
		text = e.WhenExactly(at)
	}
	switch number {
	case of.Live:
		return text + ", live now"
	case of.Latest:
		return text + ", the draft"
	}
	return text
}

// StandingOf says which text a version is, and whether readers see it.
func (e English) StandingOf(of cms.State, number uint64, saved time.Time) string {
	switch {
	case number == of.Live:
		return "This is live, " + e.Since(of.LiveSince) + "."
	case number == of.Latest:
		return "Saved " + e.WhenExactly(saved) + ". It is not live yet."
	}
	return "Saved " + e.WhenExactly(saved) + ", an earlier version. It is not live."
}

// WhenLive says since when a version is live, or else for how long it was: "since Wednesday",
// "was live 46 days". Both are empty for one that never was.
func (e English) WhenLive(spans []history.Interval) (now, was string) {
	var total time.Duration
	for _, span := range spans {
		if span.To.IsZero() {
			return e.Since(span.From), ""
		}
		total += span.To.Sub(span.From)
	}
	if len(spans) == 0 {
		return "", ""
	}
	return "", "was live " + lasted(total)
}

// LiveNow says that a version is live, on its chip: "Live now, since Wednesday".
func (English) LiveNow(since string) string { return "Live now, " + since }

// FirstSaid says who brought words in.
func (e English) FirstSaid(names access.Names, at history.Revision) string {
	return fmt.Sprintf("First said by %s %s, version %d.", e.Whom(names, at.By), e.OnDate(at.At), at.Version)
}

// GoneSince says who took words out; with the zero Revision, that nobody did.
func (e English) GoneSince(names access.Names, at history.Revision) string {
	if at.Version == 0 {
		return "It still says so."
	}
	return "Gone since " + e.date(at.At) + " (" + e.Whom(names, at.By) + ")."
}

// Seen says when readers could read something.
func (e English) Seen(live []history.Interval) string {
	if len(live) == 0 {
		return "Never live: no reader saw it."
	}
	spans := make([]string, len(live))
	for i, span := range live {
		if span.To.IsZero() {
			spans[i] = "Readers see it now, since " + e.Dated(span.From) + "."
			continue
		}
		spans[i] = "Readers saw it from " + e.Dated(span.From) + " to " + e.Dated(span.To) + "."
	}
	return strings.Join(spans, " ")
}

// BroughtBack says who brought a text back.
func (e English) BroughtBack(names access.Names, at history.Revision) string {
	return "brought back by " + e.Whom(names, at.By) + " " + e.OnDate(at.At)
}

// Versions says a span of versions, both included: "version 2", "versions 1 to 4".
func (English) Versions(first, last uint64) string {
	if first == last {
		return fmt.Sprintf("version %d", first)
	}
	return fmt.Sprintf("versions %d to %d", first, last)
}

// LastTyped says when somebody last typed into a working copy.
func (e English) LastTyped(at time.Time) string {
	return "Last typed " + e.WhenExactly(at) + ". It is kept, and not saved as a version yet."
}
