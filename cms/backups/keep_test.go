package backups_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"practicecms/cms/backups"
)

// nights lists n nights, newest first, at three in the morning; the first is a Sunday.
func nights(n int) []time.Time {
	out := make([]time.Time, n)
	for i := range out {
		out[i] = time.Date(2026, 11, 29, 3, 0, 0, 0, time.UTC).AddDate(0, 0, -i)
	}
	return out
}

func TestWhatIsKept(t *testing.T) {
	for _, c := range []struct {
		name  string
		keep  backups.Keep
		times []time.Time
		want  []string // the days that are kept, newest first
	}{
		{"none are there", backups.DefaultKeep, nil, nil},
		{"a week of nights", backups.Keep{Daily: 7}, nights(9), []string{"11-29", "11-28", "11-27", "11-26", "11-25", "11-24", "11-23"}},
		{"the last night of each week", backups.Keep{Weekly: 3}, nights(30), []string{"11-29", "11-22", "11-15"}},
		{"the last night of each month", backups.Keep{Monthly: 3}, nights(100), []string{"11-29", "10-31", "09-30"}},
		{"all of them together", backups.Keep{Daily: 2, Weekly: 2, Monthly: 2}, nights(60), []string{"11-29", "11-28", "11-22", "10-31"}},
		{"nothing is asked to be kept: the newest is", backups.Keep{}, nights(5), []string{"11-29"}},
		{"the newest of a day with several", backups.Keep{Daily: 2}, append(nights(2), nights(1)[0].Add(-time.Hour)), []string{"11-29", "11-28"}},
		{"nights without a backup do not count", backups.Keep{Daily: 2}, []time.Time{nights(9)[8], nights(20)[19], nights(30)[29]}, []string{"11-21", "11-10"}},
	} {
		spare := c.keep.Spare(c.times)
		var kept []string
		for _, at := range c.times {
			if !slices.Contains(spare, at) {
				kept = append(kept, at.Format("01-02"))
			}
		}
		if !slices.Equal(kept, c.want) {
			t.Errorf("%s: %v are kept, want %v", c.name, kept, c.want)
		}
	}
}

func TestTheNewestBackupIsNeverSpare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.IntRange(-1, 15)
		keep := backups.Keep{Daily: few.Draw(t, "daily"), Weekly: few.Draw(t, "weekly"), Monthly: few.Draw(t, "monthly")}
		var times []time.Time
		for _, minute := range rapid.SliceOfNDistinct(rapid.Int64Range(0, 2_000_000), 1, 60, rapid.ID).Draw(t, "minutes") {
			times = append(times, time.Unix(minute*60, 0))
		}
		before := slices.Clone(times)
		spare := keep.Spare(times)
		if !slices.Equal(before, times) {
			t.Error("what was asked about was changed")
		}
		if slices.Contains(spare, slices.MaxFunc(times, time.Time.Compare)) {
			t.Error("the newest is spare")
		}
		kept := slices.DeleteFunc(slices.Clone(times), func(at time.Time) bool { return slices.Contains(spare, at) })
		if len(kept)+len(spare) != len(times) {
			t.Errorf("%d of %d are kept and %d spare", len(kept), len(times), len(spare))
		}
		if most := max(keep.Daily, 0) + max(keep.Weekly, 0) + max(keep.Monthly, 0); len(kept) > max(most, 1) {
			t.Errorf("%d are kept, at most %d are asked for", len(kept), most)
		}
		if again := keep.Spare(kept); len(again) > 0 {
			t.Errorf("what was kept is spare the next time: %v", again)
		}
	})
}
