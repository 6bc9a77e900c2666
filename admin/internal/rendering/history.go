package rendering

import (
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

// Day is the versions below one heading.
type Day struct {
	Heading  string
	Versions []Line
}

// Line is one version in words.
type Line struct {
	history.Entry
	Who     string
	When    string
	Title   string // its name or its note when it has one, else what it changed
	About   string // what it changed, below a name or a note
	LiveNow string // "since Wednesday"; empty when it is not live
	WasLive string // "was live 46 days"; empty when it never was, or is
	Latest  bool
	Erased  []string // what was taken out of its text for good
	Before  uint64   // the version before it; 0 for the first
	Small   []Line   // the saves that this line stands for, newest first; nil: it is one version
}

// manySmall is from how many saves in a row on they read as one line that opens.
const manySmall = 3

// gathered makes one line of saves that one person made in a row on one day, none of which
// anybody gave a name or put live.
func gathered(say words.English, lines []Line) []Line {
	var out []Line
	for i := 0; i < len(lines); {
		end := i
		for end < len(lines) && lines[end].small() && lines[end].By == lines[i].By && say.SameDay(lines[end].At, lines[i].At) {
			end++
		}
		if end-i < manySmall {
			end = max(end, i+1)
			out = append(out, lines[i:end]...)
		} else {
			first, last := lines[end-1], lines[i]
			one := Line{Entry: last.Entry, Who: last.Who, Before: first.Before, Small: lines[i:end]}
			one.Title, one.When = say.InARow(end-i, first.At, last.At)
			out = append(out, one)
		}
		i = end
	}
	return out
}

// small reports whether a version is one of the many that lead up to another.
func (l Line) small() bool {
	return !l.Latest && l.Number > 1 && l.Origin == content.OriginWritten && l.Name == "" && l.Note == "" && len(l.Live) == 0 && len(l.Entry.Removed) == 0
}

// History says versions in words, by day, in the order in which they come.
func History(say words.English, names access.Names, state cms.State, entries []history.Entry) []Day {
	var out []Day
	for _, e := range entries {
		line := Line{
			Entry: e, Who: say.You(names, e.By), When: say.InDay(e.At),
			Latest: e.Number == state.Latest, Before: e.Number - 1, Erased: say.Erased(names, e.Removed),
		}
		line.Title, line.About = say.Titled(e)
		line.LiveNow, line.WasLive = say.WhenLive(e.Live)
		heading := say.Day(e.At)
		if len(out) == 0 || out[len(out)-1].Heading != heading {
			out = append(out, Day{Heading: heading})
		}
		day := &out[len(out)-1]
		day.Versions = append(day.Versions, line)
	}
	for i := range out {
		out[i].Versions = gathered(say, out[i].Versions)
	}
	return out
}

// Thinned reports whether its text went with old drafts.
func (l Line) Thinned() bool { return words.Thinned(l.Entry.Removed) }
