package admin

import (
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
	Title   string // its note when it has one, else what it changed
	About   string // what it changed, below a note
	LiveNow string // "since Wednesday"; empty when it is not live
	WasLive string // "was live 46 days"; empty when it never was, or is
	Latest  bool
	Before  uint64 // the version before it; 0 for the first
}

// historyDays says a history in words.
func historyDays(b Base, names cms.Names, state cms.State, entries []cms.Entry) []historyDay {
	var out []historyDay
	for _, e := range entries {
		line := historyLine{
			Entry: e, Who: you(b.Person, names, e.By), When: b.InDay(e.At), Title: b.Told(e),
			Latest: e.Number == state.Latest, Before: e.Number - 1,
		}
		if e.Note != "" {
			line.Title, line.About = "“"+e.Note+"”", b.Told(e)
		}
		line.LiveNow, line.WasLive = liveWords(b, e.Live)
		heading := b.Day(e.At)
		if len(out) == 0 || out[len(out)-1].Heading != heading {
			out = append(out, historyDay{Heading: heading})
		}
		day := &out[len(out)-1]
		day.Versions = append(day.Versions, line)
	}
	return out
}

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
