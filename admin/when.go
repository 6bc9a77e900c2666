package admin

import (
	"fmt"
	"time"
)

// This file says times as people do, in the practice's zone.

// When says when something happened: "today, 2:40 pm", "yesterday", "Tuesday",
// "3 November", and with the year when it is another one.
func (b Base) When(t time.Time) string {
	switch days := b.daysAgo(t); {
	case days <= 0:
		return "today, " + b.Clock(t)
	case days == 1:
		return "yesterday"
	case days < 7:
		return b.local(t).Format("Monday")
	}
	return b.date(t)
}

// WhenExactly is When with the time of day also for what is not today.
func (b Base) WhenExactly(t time.Time) string {
	if b.daysAgo(t) <= 0 {
		return b.When(t)
	}
	return b.When(t) + ", " + b.Clock(t)
}

// Since says since when something holds: "since 2:40 pm", "since Wednesday".
func (b Base) Since(t time.Time) string {
	if b.daysAgo(t) <= 0 {
		return "since " + b.Clock(t)
	}
	return "since " + b.When(t)
}

// OnDate says the day of something, for a record of it: "on 3 March".
func (b Base) OnDate(t time.Time) string { return "on " + b.date(t) }

// Clock says the time of day: "2:40 pm".
func (b Base) Clock(t time.Time) string { return b.local(t).Format("3:04 pm") }

// Stamp is a time for machines, as <time datetime> wants it.
func (b Base) Stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Dated is a time on paper: "2 March 2026, 4:00 pm".
func (b Base) Dated(t time.Time) string { return b.local(t).Format("2 January 2006, 3:04 pm") }

// Day is the heading under which something of that time is listed: the day while it
// is near, then the month.
func (b Base) Day(t time.Time) string {
	at := b.local(t)
	switch days := b.daysAgo(t); {
	case days <= 0:
		return "Today"
	case days == 1:
		return "Yesterday"
	case days < 14:
		return at.Format("Monday 2 January")
	case at.Year() == b.now.Year():
		return at.Format("January")
	}
	return at.Format("January 2006")
}

// InDay says a time below the heading that Day gave.
func (b Base) InDay(t time.Time) string {
	if b.daysAgo(t) < 14 {
		return b.Clock(t)
	}
	return b.local(t).Format("2 Jan")
}

// Greeting is how the page list says hello.
func (b Base) Greeting() string {
	switch hour := b.now.Hour(); {
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

func (b Base) local(t time.Time) time.Time { return t.In(b.now.Location()) }

func (b Base) date(t time.Time) string {
	at := b.local(t)
	if at.Year() == b.now.Year() {
		return at.Format("2 January")
	}
	return at.Format("2 January 2006")
}

// daysAgo counts midnights between t and now.
func (b Base) daysAgo(t time.Time) int {
	midnight := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) // UTC: all of its days have 24 hours
	}
	return int(midnight(b.now).Sub(midnight(b.local(t))).Hours() / 24)
}
