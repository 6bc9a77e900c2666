package feed_test

import (
	"testing"
	"time"

	"practicecms/cms/feed"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/internal/store/storetest"
	"practicecms/content"
)

// Older programs wrote whatever the clock showed.
func TestChangesWhoseTimesRunBackwards(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		what  string
		times []int       // of the changes, in hours from noon
		want  map[int]int // at an hour: how many count
	}{
		{"forwards", []int{0, 1, 2}, map[int]int{-1: 0, 0: 1, 1: 2, 2: 3}},
		{"a clock that is an hour slow", []int{0, -1, 2}, map[int]int{-1: 0, 0: 2, 1: 2, 2: 3}},
		{"a clock that is a day slow", []int{0, -24, -24, 1}, map[int]int{-24: 0, -1: 0, 0: 3, 1: 4}},
		{"a clock that was ten years ahead", []int{0, 87600, 1}, map[int]int{0: 1, 1: 3, 87600: 3}},
	} {
		s := storetest.NewMemory(record.Spaces()...)
		err := s.Update(t.Context(), func(w store.Writer) error {
			for i, hours := range c.times {
				at := record.StampOf(noon.Add(time.Duration(hours) * time.Hour))
				if err := record.Changes.Put(w, record.SequenceKey(uint64(i)+1), record.Change{At: at, Version: uint64(i) + 1}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		log := feed.NewLog(content.Standard())
		for hours, want := range c.want {
			err := s.View(t.Context(), func(r store.Reader) error {
				got, err := log.Until(r, record.StampOf(noon.Add(time.Duration(hours)*time.Hour)))
				if got != want {
					t.Errorf("%s: at hour %d %d changes count, want %d", c.what, hours, got, want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}
