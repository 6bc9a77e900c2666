package history

import (
	"time"

	"practicecms/content"
)

// Entry is one line of a document's history.
type Entry struct {
	Number       uint64
	At           time.Time
	Clock        time.Time // what the computer's clock showed, when it was not believed; zero: At
	By           content.Author
	Origin       content.Origin
	Deed         Deed               // what kind of change it was
	Change       content.Comparison // what it changed of the version before; empty for the first
	Name         string             // what people call the version; empty: nothing
	Note         string             // the note of who saved it, or a later one
	RestoredFrom uint64             // 0: not a restore
	RestoredAt   time.Time          // when the version it came from was written; zero: not a restore
	Live         []Interval         // when it was live, oldest first; empty: never
	Blocks       []content.BlockID  // the blocks it added, edited, moved or removed
	Removed      []Erasure          // markers where texts that it changed were taken out of history
}

// Deed is what kind of change a version was. In words it is told by those who show it: a
// second language has other ones.
type Deed string

// The deeds. The zero Deed is an edit.
const (
	Edited         Deed = ""
	Began          Deed = "began"            // the first version; Origin says how
	ThinnedOut     Deed = "thinned-out"      // its text is gone, so what it changed cannot be told
	PutTogether    Deed = "put-together"     // blocks of several versions came back
	BroughtBack    Deed = "brought-back"     // something came back of RestoredFrom
	BroughtAllBack Deed = "brought-all-back" // everything did
)
