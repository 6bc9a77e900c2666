package history

import (
	"time"

	"practicecms/cms/internal/record"
	"practicecms/content"
)

// Revision is a version, and who saved it when.
type Revision struct {
	Version uint64 // 0: none
	At      time.Time
	By      content.Author
}

func revisionOf(v record.Version) Revision { return Revision{v.Number, v.At.Time(), v.By} }
