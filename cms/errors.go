package cms

import (
	"errors"
	"fmt"

	"practicecms/cms/access"
	"practicecms/cms/audit"
	"practicecms/cms/feed"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/search"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// The errors that callers tell apart, from whatever room they come. All others are faults
// of the machine or of this program; their text is for the log, not for people.
var (
	ErrNotFound        = record.ErrNotFound        // it does not exist, or may not be known to the one who asks
	ErrForbidden       = audit.ErrForbidden        // the actor may not do this
	ErrUnauthenticated = access.ErrUnauthenticated // a session, token or password is not valid
	ErrBusy            = access.ErrBusy            // too many people sign in at once; nothing was counted
	ErrWeakPassword    = access.ErrWeakPassword    // a password is too short, too long or too common
	ErrAddressInUse    = record.ErrAddressInUse    // another live page has the address
	ErrExists          = record.ErrExists          // there may be one of something, and there is one
	ErrTrashed         = record.ErrTrashed         // a change needs a document that is not in the trash
	ErrMovedOn         = record.ErrMovedOn         // what was to be changed is not what is there any more; nothing was written
	ErrTextRemoved     = record.ErrTextRemoved     // a text that is asked back was taken out of history: one of the next two
	ErrErased          = record.ErrErased          // an owner erased it
	ErrThinned         = record.ErrThinned         // it went with old drafts
	ErrStartOver       = feed.ErrStartOver         // a cursor is no place in this change log
	ErrPreparing       = search.ErrPreparing       // the index of a search is being written, which goes on

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
	ErrReadOnly = store.ErrReadOnly // nothing can be written, and was: the next two, and after an ErrUnknown
	ErrUnknown  = store.ErrUnknown  // nobody can know whether this was kept; it shows after a restart

	ErrForReading = store.ErrForReading // the folder was opened for reading only
	ErrMoved      = store.ErrMoved      // the data file is not in its place any more

	// ErrDataMissing is returned instead of making a new data file where there was one.
	ErrDataMissing = errors.New("there was a practice here, and its data file is gone")
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
