package store

import (
	"context"
	"fmt"
	"io"
)

// Checker is a Store that can examine what lies beneath its records. Of a store that is
// none a caller knows what reading tells it: a record that is damaged is a *DamageError
// when it is read, and to read them all is a check of them all.
type Checker interface {
	// Check reads everything, in the state of this moment, while reading and writing
	// go on. The error is about not being able to look (a context that is done, a
	// failing disk, ErrClosed); what is wrong is in the report.
	Check(ctx context.Context) (Report, error)
}

// Backuper is a Store that can copy itself. Of a store that is none a caller takes no
// backups: it says so, and points to the engine's own ways.
type Backuper interface {
	// Backup writes a copy of the state of this moment to w and returns the number of
	// bytes. Reading and writing go on, however slow w is. The copy is checked before
	// a byte of it goes out: an unsound one is a *DamageError.
	Backup(ctx context.Context, w io.Writer) (int64, error)

	// BackupTo is Backup to a file. The name leads to a whole, checked copy or to what
	// it led to before, whatever happens; a file there is replaced.
	BackupTo(ctx context.Context, path string) error
}

// Rewriter is a Store that keeps the bytes of what was deleted until their room is
// needed. An engine that does so has to be one, for words that were erased must be gone;
// of a store that is none a caller takes it that a deleted record is gone with the Update
// that deleted it.
type Rewriter interface {
	// Rewrite writes everything anew, so that nothing of what was deleted is left.
	// Reading goes on, writing waits.
	//
	// It returns ErrReadOnly, ErrFull, ErrClosed, a *DamageError, the context's error, or
	// what the file system says.
	Rewrite(ctx context.Context) error

	// Shrink is Rewrite for the sake of room alone: when nothing would be gained, everything
	// stays as it is. It returns the size before and after, in bytes.
	Shrink(ctx context.Context) (before, after int64, err error)
}

// Doubter is a Store that can tell that records are missing, or that older ones are in their
// place: a record's own checksum tells neither. Of a store that is none a caller takes it
// that its engine never loses one.
type Doubter interface {
	// Doubted lists the spaces that are known not to hold what was written, in byte order.
	// What may be concerned is neither read nor written there but a *DamageError: a key
	// in a part that does not agree whether it is found or not, and a range that may reach
	// into one before its first record, unless it is a salvage. The rest of the store goes on. A space that is
	// cleared is beyond doubt again, so that what follows from other spaces can be written
	// anew.
	Doubted() []Space
}

// Prober is a Store that can tell, without reading everything, whether it still stands on
// the ground that it was opened on. Of a store that is none a caller knows what its reads and
// writes tell it.
type Prober interface {
	// Probe returns nil when the data is in its place and can be written, or was opened for
	// reading. Otherwise it is ErrMoved, ErrFull, ErrReadOnly when writing has stopped, a
	// *DamageError when the data was cut short or overwritten, or ErrClosed. It is cheap
	// enough to be asked every second, and says in the log what has changed.
	Probe(ctx context.Context) error

	// Room is how much the store takes up, and of how much.
	Room(ctx context.Context) (Room, error)
}

// Room is how much room there is, in bytes.
type Room struct {
	Used, Limit        int64 // of the store's own limit; Limit is 0 without one
	DiskFree, DiskSize int64 // of the disk it is on; both 0 where that is not known
}

// Repair is what a repair found and did. A record that it takes over or brings back is exactly
// the one that was written last, as far as the sums that are kept of them can tell.
type Repair struct {
	Damage    Report     // what is wrong with the damaged data
	Sound     int        // records that were taken over as they stood
	Back      []Repaired // what is as it was written again, by space and key
	Left      []Remnant  // what nothing could be found for, by space
	Recounted []Space    // whose count was lost itself and was made anew, in byte order
	Unsure    bool       // of two headers one is damaged: if it was the newer one, the last change is not there
	Closed    bool       // the damaged data could not be opened any more as it was
}

// Repaired is one record that was brought back.
type Repaired struct {
	Space Space
	Key   []byte
	From  int // which backup had it, from 0; -1: the damaged data itself
}

// Remnant is what is left damaged of a space.
type Remnant struct {
	Space   Space
	Parts   int      // how many parts of it are in doubt; see [Doubter]
	Missing int      // how many records those parts lack; below 0: have too many; 0: they, or their count, are older
	Damaged int      // how many records are damaged, while the rest of their part is as it was written
	Keys    [][]byte // that can't be read: all that are known of those parts, or were
}

// Report is what a check found. A store is sound when Problems is empty and LostPages
// is 0.
type Report struct {
	Records int // records read, the engine's own among them

	// Of an engine that keeps its records in the pages of a file; 0 of any other.
	Pages     int // without the slack at the end of the file
	FreePages int // that wait to be used again

	// LostPages are neither in use nor free. They hold no data and cost only
	// their space, so they do not keep a file from being opened; compacting
	// brings them back. Where there are Problems they follow from those.
	LostPages int

	Problems []Problem // the first 1,000
	More     int       // how many problems came after those
}

// maxProblems is how many problems are kept in full.
const maxProblems = 1000

// Add adds problems; past the first 1,000 they are only counted.
func (r *Report) Add(problems ...Problem) {
	for _, p := range problems {
		if len(r.Problems) == maxProblems {
			r.More++
			continue
		}
		r.Problems = append(r.Problems, p)
	}
}

// Err is nil for a sound store, otherwise a *DamageError that tells the first
// problem and how many there are.
func (r Report) Err() error {
	if len(r.Problems) == 0 {
		if r.LostPages > 0 {
			return &DamageError{Detail: fmt.Sprintf("%d pages are neither in use nor free (no data is in them; compact brings them back)", r.LostPages)}
		}
		return nil
	}
	first := r.Problems[0]
	detail := Problem{Page: first.Page, Text: first.Text}.String()
	if n := len(r.Problems) + r.More - 1; n > 0 {
		detail += fmt.Sprintf(" (and %d more)", n)
	}
	return &DamageError{Space: first.Space, Key: first.Key, Detail: detail}
}

// Problem is one inconsistency that a check found.
type Problem struct {
	Space Space  // empty when it is not inside one space
	Key   []byte // nil when it is not one record's
	Page  uint64 // number of the page, 0 when it is not one page's
	Text  string // what is wrong
}

// String is a line for a report.
func (p Problem) String() string {
	s := ""
	if p.Space != "" {
		s += fmt.Sprintf("space %s: ", p.Space)
	}
	if p.Key != nil {
		s += fmt.Sprintf("key %q: ", p.Key)
	}
	if p.Page != 0 {
		s += fmt.Sprintf("page %d: ", p.Page)
	}
	return s + p.Text
}
