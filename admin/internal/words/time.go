package words

import (
	"fmt"
	"strings"
	"time"
)

// This file says times as people do, in the reader's zone.

// When says when something happened: "today, 2:40 pm", "yesterday", "Tuesday",
// "3 November", and with the year when it is another one.
func (e English) When(t time.Time) string {
	switch days := e.daysAgo(t); {
	case days <= 0:
		return "today, " + e.Clock(t)
	case days == 1:
		return "yesterday"
	case days < 7:
		return e.Local(t).Format("Monday")
	}
	return e.date(t)
}

// WhenExactly is When with the time of day also for what is not today.
func (e English) WhenExactly(t time.Time) string {
	if e.daysAgo(t) <= 0 {
		return e.When(t)
	}
	return e.When(t) + ", " + e.Clock(t)
}

// Since says since when something holds: "since 2:40 pm", "since Wednesday".
func (e English) Since(t time.Time) string {
	if e.daysAgo(t) <= 0 {
		return "since " + e.Clock(t)
	}
	return "since " + e.When(t)
}

// OnDate says the day of something, for a record of it: "on 3 March".
func (e English) OnDate(t time.Time) string { return "on " + e.date(t) }

// Clock says the time of day: "2:40 pm".
func (e English) Clock(t time.Time) string { return e.Local(t).Format("3:04 pm") }

// Dated is a time in full: "2 March 2026, 4:00 pm".
func (e English) Dated(t time.Time) string { return e.Local(t).Format("2 January 2006, 3:04 pm") }

// Date is a day with its year: "2 March 2026". A day that belongs to no clock, such as one
// that a field holds, is said as it is.
func Date(day time.Time) string { return day.Format("2 January 2006") }

// Moment says a time in full, for it may be of any year: "1 March 2026 at 9:00 am".
func (e English) Moment(t time.Time) string { return Date(e.Local(t)) + " at " + e.Clock(t) }

// FromTo says a span of days, both included: "on 2 March 2026", "from 1 March 2026 to 3 March
// 2026".
func (e English) FromTo(first, last time.Time) string {
	from, to := Date(e.Local(first)), Date(e.Local(last))
	if from == to {
		return "on " + from
	}
	return "from " + from + " to " + to
}

// On says at what time something was so: "at 2:40 pm", "yesterday", "on Tuesday",
// "on 2 October".
func (e English) On(t time.Time) string {
	switch days := e.daysAgo(t); {
	case days <= 0:
		return "at " + e.Clock(t)
	case days == 1:
		return "yesterday"
	}
	return "on " + e.When(t)
}

// Will says when something is going to happen: "today at 5:00 pm", "tomorrow at 8:00
// am", "on Monday 30 November at 8:00 am".
func (e English) Will(t time.Time) string {
	day, near := e.nextDay(t)
	if !near {
		day = "on " + day
	}
	return day + " at " + e.Clock(t)
}

// Ends says until when a link works: "until Monday 30 November at 8:00 am".
func (e English) Ends(t time.Time) string {
	day, _ := e.nextDay(t)
	return "until " + day + " at " + e.Clock(t)
}

// nextDay says a day that is not over. It is near when it goes by another name than its date.
func (e English) nextDay(t time.Time) (day string, near bool) {
	switch days := -e.daysAgo(t); {
	case days <= 0:
		return "today", true
	case days == 1:
		return "tomorrow", true
	}
	layout := "Monday 2 January"
	if e.Local(t).Year() != e.now.Year() {
		layout += " 2006"
	}
	return e.Local(t).Format(layout), false
}

// Zone names the practice's clock: "Denver time".
func (e English) Zone() string {
	name := e.now.Location().String()
	if name == "UTC" || name == "Local" {
		return "universal time (UTC)"
	}
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ") + " time"
}

// Waiting says how long to wait, as people do.
func (English) Waiting(d time.Duration) string {
	switch seconds := int(d.Seconds()) + 1; {
	case seconds == 1:
		return "a second"
	case seconds < 60:
		return fmt.Sprintf("%d seconds", seconds)
	case seconds < 120:
		return "a minute"
	default:
		return fmt.Sprintf("%d minutes", (seconds+59)/60)
	}
}

// Day is the heading under which something of that time is listed: the day while it
// is near, then the month.
func (e English) Day(t time.Time) string {
	at := e.Local(t)
	switch days := e.daysAgo(t); {
	case days <= 0:
		return "Today"
	case days == 1:
		return "Yesterday"
	case days < 14:
		return at.Format("Monday 2 January")
	case at.Year() == e.now.Year():
		return at.Format("January")
	}
	return at.Format("January 2006")
}

// InDay says a time below the heading that Day gave.
func (e English) InDay(t time.Time) string {
	if e.daysAgo(t) < 14 {
		return e.Clock(t)
	}
	return e.Local(t).Format("2 Jan")
}

// Greeting is how the page list says hello.
func (e English) Greeting() string {
	switch hour := e.now.Hour(); {
	case hour < 5 || hour >= 18:
		return "Good evening"
	case hour < 12:
		return "Good morning"
	}
	return "Good afternoon"
}

// lasted says how long something held: "46 days", "3 hours".
func lasted(d time.Duration) string {
	count := func(n int, unit string) string {
		if n == 1 {
			return "1 " + unit
		}
		return fmt.Sprintf("%d %ss", n, unit)
	}
	switch {
	case d < time.Minute:
		return "less than a minute"
	case d < time.Hour:
		return count(int(d.Minutes()), "minute")
	case d < 24*time.Hour:
		return count(int(d.Hours()), "hour")
	}
	return count(int(d.Hours()/24), "day")
}

func (e English) date(t time.Time) string {
	at := e.Local(t)
	if at.Year() == e.now.Year() {
		return at.Format("2 January")
	}
	return Date(at)
}

// SameDay reports whether two times are of one day of the reader's calendar.
func (e English) SameDay(a, b time.Time) bool { return e.daysAgo(a) == e.daysAgo(b) }

// daysAgo counts midnights between t and now.
func (e English) daysAgo(t time.Time) int {
	midnight := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) // UTC: all of its days have 24 hours
	}
	return int(midnight(e.now).Sub(midnight(e.Local(t))).Hours() / 24)
}

// Ago says how long ago something was: "6 hours ago".
func Ago(d time.Duration) string { return HowLong(d) + " ago" }

// HowLong says a length of time by its largest unit: "6 hours".
func HowLong(d time.Duration) string {
	const day = 24 * time.Hour
	several := func(unit time.Duration, what string) string {
		if n := int(d / unit); n != 1 {
			return fmt.Sprintf("%d %ss", n, what)
		}
		return "1 " + what
	}
	switch {
	case d < time.Minute:
		return "a moment"
	case d < time.Hour:
		return several(time.Minute, "minute")
	case d < 2*day:
		return several(time.Hour, "hour")
	case d < 2*365*day:
		return several(day, "day")
	}
	return several(365*day, "year")
}
