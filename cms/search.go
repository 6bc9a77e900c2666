package cms

import (
	"context"
	"fmt"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/search"
)

// Search is what readers look for.
type Search = search.Query

// Search finds live documents by their words, the best first; total counts all that there
// are. It finds what was live when it began. The practice's own settings are not among
// what is found. The errors are *content.InvalidError, ErrPreparing and
// context.DeadlineExceeded. It tells of now only: with At it is ErrNotFound.
func (d *Delivery) Search(ctx context.Context, s Search) (found []search.Found, total int, err error) {
	if d.moment != nil {
		return nil, 0, fmt.Errorf("a search of an earlier moment: %w", record.ErrNotFound)
	}
	return d.cms.live.Find(ctx, s)
}
