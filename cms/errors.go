package cms

import (
	"errors"
	"fmt"

	"practicecms/cms/internal/store"
	"practicecms/content"
)

// The errors that callers tell apart. All others are faults of the machine or of
// this program; their text is for the log, not for people.
var (
	// ErrNothingToUndo is returned when no publication is recent enough to undo.
	ErrNothingToUndo = errors.New("there is nothing to undo: the last change of what is live is more than 30 minutes ago")
	// ErrToCome is returned when somebody asks what readers saw at a moment after now.
	ErrToCome = errors.New("that moment is still to come")
)

// Errors of the data file, as the store reports them.
var (
	ErrLocked   = store.ErrLocked   // another process uses the folder
	ErrDamaged  = store.ErrDamaged  // the data file is damaged
	ErrFull     = store.ErrFull     // the disk is full; nothing was written
	ErrReadOnly = store.ErrReadOnly // the disk refused a write; a restart is needed
)

// ConflictError is returned by a save when somebody else saved a different text for
// the same field meanwhile. Nothing was written and nothing is lost: it carries
// both texts. There are no conflicts when the edit was about a version that is not the
// latest any more, and could not be found in another.
type ConflictError struct {
	Base, Latest uint64             // the version the save started from, and the one that is there now
	Conflicts    []content.Conflict // each field that both changed
	Merged       content.Content    // everything else merged; conflicting fields hold the text of Latest
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("%d texts were changed by somebody else since version %d; the latest is %d", len(e.Conflicts), e.Base, e.Latest)
}
