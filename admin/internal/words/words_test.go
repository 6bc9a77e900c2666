package words_test

import (
	"testing"
	"time"

	"practicecms/admin/internal/words"
	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/history"
	"practicecms/content"
)

var (
	denver = func() *time.Location {
		zone, err := time.LoadLocation("America/Denver")
		if err != nil {
			panic(err)
		}
		return zone
	}()
	robin = content.Author{Person: content.PersonID{1}}
	kim   = content.Author{Person: content.PersonID{2}}
	names = access.Names{robin: "Robin Field", kim: "Kim Reed"}

	// It is Wednesday in Denver, and Thursday in UTC.
	now = time.Date(2026, 3, 4, 20, 30, 0, 0, denver)
	say = words.NewEnglish(now.UTC().In(denver), robin, content.Standard())
)

func ago(days int) time.Time { return now.AddDate(0, 0, -days) }

func TestTimesAreSaidByTheReadersClock(t *testing.T) {
	earlier := now.Add(-6 * time.Hour)
	for _, tt := range []struct{ what, got, want string }{
		{"today", say.When(earlier.UTC()), "today, 2:30 pm"},
		{"yesterday, though less than a day ago", say.When(now.Add(-21 * time.Hour)), "yesterday"},
		{"this week", say.When(ago(3)), "Sunday"},
		{"this year", say.When(ago(20)), "12 February"},
		{"another year", say.When(ago(100)), "24 November 2025"},
		{"exactly", say.WhenExactly(ago(3)), "Sunday, 8:30 pm"},
		{"exactly today", say.WhenExactly(earlier), "today, 2:30 pm"},
		{"since today", say.Since(earlier), "since 2:30 pm"},
		{"since before", say.Since(ago(1)), "since yesterday"},
		{"as it was today", say.On(earlier), "at 2:30 pm"},
		{"as it was yesterday", say.On(ago(1)), "yesterday"},
		{"as it was before", say.On(ago(3)), "on Sunday"},
		{"whose, today", say.Whose(earlier), "the text from 2:30 pm"},
		{"whose, this week", say.Whose(ago(3)), "Sunday’s text"},
		{"whose, before", say.Whose(ago(20)), "the text from 12 February"},
		{"to come today", say.Will(now.Add(time.Hour)), "today at 9:30 pm"},
		{"to come tomorrow", say.Will(now.Add(12 * time.Hour)), "tomorrow at 8:30 am"},
		{"to come", say.Will(ago(-5)), "on Monday 9 March at 8:30 pm"},
		{"to come in another year", say.Will(ago(-365)), "on Thursday 4 March 2027 at 8:30 pm"},
		{"until tomorrow", say.Ends(ago(-1)), "until tomorrow at 8:30 pm"},
		{"until a day", say.Ends(ago(-5)), "until Monday 9 March at 8:30 pm"},
		{"in full", say.Moment(ago(3)), "1 March 2026 at 8:30 pm"},
		{"one day", say.FromTo(ago(0), earlier), "on 4 March 2026"},
		{"several days", say.FromTo(ago(3), now), "from 1 March 2026 to 4 March 2026"},
		{"heading of today", say.Day(earlier), "Today"},
		{"heading of a near day", say.Day(ago(3)), "Sunday 1 March"},
		{"heading of a month", say.Day(ago(20)), "February"},
		{"below the heading of a day", say.InDay(ago(3)), "8:30 pm"},
		{"below the heading of a month", say.InDay(ago(20)), "12 Feb"},
		{"the clock", say.Zone(), "Denver time"},
		{"hello", say.Greeting(), "Good evening"},
		{"a wait", say.Waiting(90 * time.Second), "a minute"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.what, tt.got, tt.want)
		}
	}
}

func TestTheReaderIsYouAndNobodyElseIs(t *testing.T) {
	nobody := words.NewEnglish(now, content.Author{}, content.Standard())
	for _, tt := range []struct{ what, got, want string }{
		{"the reader", say.You(names, robin), "You"},
		{"the reader, within", say.Whom(names, robin), "you"},
		{"somebody else", say.You(names, kim), "Kim Reed"},
		{"somebody else, within", say.Whom(names, kim), "Kim Reed"},
		{"who acts is nobody, and so is the reader", nobody.You(names, content.Author{}), "practicecms"},
		{"their own copy", say.WorkingCopy(names, robin), "Your working copy"},
		{"another's copy", say.WorkingCopy(names, kim), "The working copy of Kim Reed"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.what, tt.got, tt.want)
		}
	}
}

func TestAVersionThatBringsBackNamesTheDayAndNoNumber(t *testing.T) {
	e := history.Entry{Deed: history.BroughtAllBack, RestoredFrom: 2, RestoredAt: ago(3)}
	if got, want := say.Changed(e), "Brought back everything from Sunday"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	e.Deed = history.BroughtBack
	e.Change.Blocks = []content.BlockChange{{Name: "“Bread as it was on the farm”"}, {Name: "checklist"}}
	if got, want := say.Changed(e), "Brought back “Bread as it was on the farm”, the checklist from Sunday"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAVersionGoesByItsNameOrItsNote(t *testing.T) {
	for _, tt := range []struct {
		name, note   string
		title, about string
	}{
		{"", "", "Started it", ""},
		{"Before the move", "", "“Before the move”", "Started it"},
		{"", "as asked", "“as asked”", "Started it"},
		{"Before the move", "as asked", "“Before the move”", "“as asked” Started it"},
	} {
		title, about := say.Titled(history.Entry{Deed: history.Began, Name: tt.name, Note: tt.note})
		if title != tt.title || about != tt.about {
			t.Errorf("%q, %q: got %q and %q, want %q and %q", tt.name, tt.note, title, about, tt.title, tt.about)
		}
	}
}

func TestWhenAVersionWasLiveIsNowOrHowLong(t *testing.T) {
	was := history.Interval{From: ago(50), To: ago(4)}
	for _, tt := range []struct {
		spans    []history.Interval
		now, was string
	}{
		{nil, "", ""},
		{[]history.Interval{was}, "", "was live 46 days"},
		{[]history.Interval{was, {From: ago(3)}}, "since Sunday", ""},
		{[]history.Interval{{From: now.Add(-time.Hour), To: now}}, "", "was live 1 hour"},
	} {
		if now, was := say.WhenLive(tt.spans); now != tt.now || was != tt.was {
			t.Errorf("%v: got %q and %q, want %q and %q", tt.spans, now, was, tt.now, tt.was)
		}
	}
}

func TestADeedHasItsNumberAndAnUnknownOneItsOwnName(t *testing.T) {
	did, rest := say.Deed(audit.Entry{Action: audit.ActionPublish, Version: 3})
	if did != "put version 3 of" || rest != "live" {
		t.Errorf("got %q and %q", did, rest)
	}
	if did, rest := say.Deed(audit.Entry{Action: "juggle", Version: 3}); did != "juggle" || rest != "" {
		t.Errorf("unknown: got %q and %q", did, rest)
	}
}

func TestWhatIsBackBeginsAsASentenceDoes(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{say.IsBack(words.The("Checklist"), ago(3)), "The Checklist is back as it was on Sunday."},
		{say.IsBack(words.The("“fees”"), ago(1)), "“fees” is back as it was yesterday."},
		{say.IsBack(say.Everything(true), ago(1)), "The whole page is back as it was yesterday."},
		{say.BringBack(say.Everything(false), ago(1)), "Bring back everything as it was yesterday"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestNamesAreCutAndCased(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{words.Clip("Über uns", 8), "Über uns"},
		{words.Clip("Über uns und mehr", 9), "Über uns…"},
		{words.LowerFirst("EMDR added"), "EMDR added"},
		{words.LowerFirst("Üben"), "üben"},
		{words.UpperFirst("über"), "Über"},
		{words.UpperFirst(""), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}
