package cms

import (
	"context"
	"fmt"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/search"
)

// What is looked for, and what is found.
type (
	Search = search.Query
	Found  = search.Found
	Marked = search.Marked
)

// The bounds of a search: how many characters it may have, and how far down its results go.
const (
	MaxSearchWords = search.MaxWords
	MaxSearchReach = search.MaxReach
)

// SearchFolder is the name of the folder beside the data file that holds the search indexes.
const SearchFolder = search.Folder

// Search finds live documents by their words, the best first; total counts all that there
// are. It finds what was live when it began. The practice's own settings are not among
// what is found. The errors are *content.InvalidError, ErrPreparing and
// context.DeadlineExceeded. It tells of now only: with At it is ErrNotFound.
func (d *Delivery) Search(ctx context.Context, s Search) (found []Found, total int, err error) {
	if d.moment != nil {
		return nil, 0, fmt.Errorf("a search of an earlier moment: %w", record.ErrNotFound)
	}
	return d.cms.live.Find(ctx, s)
}
