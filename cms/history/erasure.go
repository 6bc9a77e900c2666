package history

import (
	"time"

	"practicecms/cms/internal/record"
	"practicecms/content"
)

// Erasure is the marker that stays where a text was taken out of history.
type Erasure struct {
	At     time.Time
	By     content.Author
	Why    content.RemovedWhy
	Reason string
}

// ErasureOf tells a marker that is kept.
func ErasureOf(e record.Erasure) Erasure {
	return Erasure{At: e.At.Time(), By: e.By, Why: e.Why, Reason: e.Reason}
}
