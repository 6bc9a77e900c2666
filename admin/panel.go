package admin

import (
	"fmt"
	"time"

	"practicecms/cms"
)

// This file says a document's history in words, for the panel beside the page.

// historyDay is the versions below one heading.
type historyDay struct {
	Heading  string
	Versions []historyLine
}

// historyLine is one version in words.
type historyLine struct {
	cms.Entry
	Who     string
	When    string
	Title   string // its name or its note when it has one, else what it changed
	About   string // what it changed, below a name or a note
	LiveNow string // "since Wednesday"; empty when it is not live
	WasLive string // "was live 46 days"; empty when it never was, or is
	Latest  bool
	Taken   []string      // what was taken out of its text for good
	Before  uint64        // the version before it; 0 for the first
	Small   []historyLine // the saves that this line stands for, newest first; nil: it is one version
}

// manySmall is from how many saves in a row on they read as one line that opens.
const manySmall = 3

// gathered makes one line of saves that one person made in a row on one day, none of which
// anybody gave a name or put live.
func gathered(b Base, lines []historyLine) []historyLine {
	var out []historyLine
	for i := 0; i < len(lines); {
		end := i
		for end < len(lines) && lines[end].small() && lines[end].By == lines[i].By && b.daysAgo(lines[end].At) == b.daysAgo(lines[i].At) {
			end++
		}
		if end-i < manySmall {
			end = max(end, i+1)
			out = append(out, lines[i:end]...)
		} else {
			first, last := lines[end-1], lines[i]
			one := historyLine{Entry: last.Entry, Who: last.Who, Title: fmt.Sprintf("%d saves in a row", end-i), Before: first.Before, Small: lines[i:end]}
			one.When = b.InDay(first.At) + " to " + b.Clock(last.At)
			out = append(out, one)
		}
		i = end
	}
	return out
}

// small reports whether a version is one of the many that lead up to another.
func (l historyLine) small() bool {
	return !l.Latest && l.Number > 1 && l.Origin == cms.OriginWritten && l.Name == "" && l.Note == "" && len(l.Live) == 0 && len(l.Taken) == 0
}

// historyDays says a history in words.
func historyDays(b Base, names cms.Names, state cms.State, entries []cms.Entry) []historyDay {
	var out []historyDay
	for _, e := range entries {
		line := historyLine{
			Entry: e, Who: you(b.Person, names, e.By), When: b.InDay(e.At), Title: b.Told(e),
			Latest: e.Number == state.Latest, Before: e.Number - 1, Taken: b.taken(names, e.Removed),
		}
		switch {
		case e.Name != "" && e.Note != "":
			line.Title, line.About = "“"+e.Name+"”", "“"+e.Note+"” "+b.Told(e)
		case e.Name != "" || e.Note != "":
			line.Title, line.About = "“"+or(e.Name, e.Note)+"”", b.Told(e)
		}
		line.LiveNow, line.WasLive = liveWords(b, e.Live)
		heading := b.Day(e.At)
		if len(out) == 0 || out[len(out)-1].Heading != heading {
			out = append(out, historyDay{Heading: heading})
		}
		day := &out[len(out)-1]
		day.Versions = append(day.Versions, line)
	}
	for i := range out {
		out[i].Versions = gathered(b, out[i].Versions)
	}
	return out
}

// Thinned reports whether its text went with old drafts.
func (l historyLine) Thinned() bool { return isThinned(l.Entry.Removed) }

// liveWords says since when a version is live, or for how long it was.
func liveWords(b Base, spans []cms.Span) (now, was string) {
	var total time.Duration
	for _, span := range spans {
		if span.To.IsZero() {
			return b.Since(span.From), ""
		}
		total += span.To.Sub(span.From)
	}
	if len(spans) == 0 {
		return "", ""
	}
	return "", "was live " + lasted(total)
}
