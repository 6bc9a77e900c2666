package backups

import (
	"fmt"
	"slices"
	"time"
)

// Keep is how many backups are kept: the newest of each of the last so many days, weeks and
// months (of UTC) that have one. The newest of all is kept whatever it says.
type Keep struct{ Daily, Weekly, Monthly int }

// DefaultKeep is what a practice expects: any day of the last week, any week of the last
// month, any month of the last year.
var DefaultKeep = Keep{Daily: 7, Weekly: 4, Monthly: 12}

// Spare lists the backups that need not be kept any more, newest first, by their times. Each
// time names one backup.
func (k Keep) Spare(times []time.Time) []time.Time {
	newestFirst := slices.Clone(times)
	slices.SortFunc(newestFirst, func(a, b time.Time) int { return b.Compare(a) })
	kept := make([]bool, len(newestFirst))
	for i := range kept[:min(1, len(kept))] {
		kept[i] = true
	}
	for _, rule := range []struct {
		count  int
		period func(time.Time) string
	}{{k.Daily, day}, {k.Weekly, week}, {k.Monthly, month}} {
		left, last := rule.count, ""
		for i, at := range newestFirst {
			if name := rule.period(at.UTC()); left > 0 && name != last {
				kept[i], last = true, name
				left--
			}
		}
	}
	var spare []time.Time
	for i, at := range newestFirst {
		if !kept[i] {
			spare = append(spare, at)
		}
	}
	return spare
}

func day(t time.Time) string   { return t.Format(time.DateOnly) }
func month(t time.Time) string { return t.Format("2006-01") }

func week(t time.Time) string {
	year, n := t.ISOWeek()
	return fmt.Sprintf("%d-%02d", year, n)
}
