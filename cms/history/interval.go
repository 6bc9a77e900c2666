package history

import (
	"slices"
	"time"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// liveSpans reads when each version was live. With a moment it reads only what the
// public was told since the day before: enough for versions that are not older, for none
// goes live before it is written. Where the clock was set back by more, it reads all.
func liveSpans(r store.Reader, id content.DocumentID, l content.Locale, since record.Stamp) (map[uint64][]Interval, error) {
	const slack = record.Stamp(24 * time.Hour / time.Microsecond) // clocks are set back now and then
	setBack, err := record.WasSetBack(r)
	if err != nil {
		return nil, err
	}
	out := map[uint64][]Interval{}
	var until time.Time // when what is read next ended; zero: it has not
	rg := store.Prefix(record.HeadKey(id, l))
	rg.Reverse = true
	for row, err := range record.Publications.Scan(r, rg) {
		if err != nil {
			return nil, err
		}
		if n := row.Record.Version; n > 0 {
			from := row.Record.At.Time()
			if !until.IsZero() && until.Before(from) {
				from = until // it bears the time of a clock that was ahead
			}
			out[n] = slices.Insert(out[n], 0, Interval{From: from, To: until})
		}
		if until = row.Record.At.Time(); row.Record.At < since-slack && !setBack {
			break
		}
	}
	return out, nil
}
