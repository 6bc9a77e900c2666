package api

import (
	"context"
	"encoding/json"

	"practicecms/cms"
)

// changes tells what readers saw change since a cursor; since=latest is the end of the
// feed, for who is about to read everything and wants to follow it from there.
func changes(ctx context.Context, d *cms.Delivery, q query) (answer, error) {
	since := q.since
	if since == "latest" {
		var err error
		if since, err = d.LatestCursor(ctx); err != nil {
			return answer{}, err
		}
	}
	feed, err := d.Changes(ctx, since, q.limit)
	if err != nil {
		return answer{}, err
	}
	body, err := json.Marshal(feed)
	return answer{body: body, lists: true, caching: feedCaching}, err
}
