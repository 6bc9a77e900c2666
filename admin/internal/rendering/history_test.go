package rendering_test

import (
	"slices"
	"testing"
	"time"

	"practicecms/admin/internal/rendering"
	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

func TestSavesInARowAreOneLineThatOpens(t *testing.T) {
	now := time.Date(2026, 3, 4, 16, 0, 0, 0, time.UTC)
	robin, kim := content.Author{Person: content.PersonID{1}}, content.Author{Person: content.PersonID{2}}
	save := func(n uint64, by content.Author, ago time.Duration) history.Entry {
		return history.Entry{Number: n, By: by, At: now.Add(-ago), Origin: content.OriginWritten}
	}
	named := save(5, robin, 3*time.Hour)
	named.Name = "Before lunch"
	entries := []history.Entry{
		save(10, robin, 0), save(9, robin, time.Minute), save(8, robin, time.Hour), save(7, robin, 2*time.Hour), save(6, kim, 2*time.Hour),
		named, save(4, robin, 4*time.Hour), save(3, robin, 5*time.Hour), save(2, robin, 24*time.Hour), save(1, robin, 24*time.Hour),
	}
	days := rendering.History(words.NewEnglish(now, robin, content.Standard()), access.Names{robin: "Robin", kim: "Kim"}, cms.State{Latest: 10}, entries)
	var got []int
	for _, d := range days {
		for _, v := range d.Versions {
			got = append(got, len(v.Small))
		}
	}
	// The latest, three together, Kim's, the named one, two that are too few; and yesterday's.
	want := []int{0, 3, 0, 0, 0, 0, 0, 0}
	if len(days) != 2 || !slices.Equal(got, want) {
		t.Fatalf("got %d days with %v, want %v", len(days), got, want)
	}
	row := days[0].Versions[1]
	if row.Title != "3 saves in a row" || row.When != "2:00 pm to 3:59 pm" || row.Who != "You" || row.Before != 6 {
		t.Errorf("got %q, %q, %q, %d", row.Title, row.When, row.Who, row.Before)
	}
	if !days[0].Versions[0].Latest || days[0].Heading != "Today" || days[1].Heading != "Yesterday" {
		t.Errorf("got headings %q and %q", days[0].Heading, days[1].Heading)
	}
}
