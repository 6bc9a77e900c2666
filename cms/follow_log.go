package cms

import (
	"context"

	"practicecms/cms/internal/store"
)

// moved brings what is held in memory in step with what was written.
func (c *CMS) moved() {
	err := c.store.View(context.Background(), func(r store.Reader) error { return c.moves.follow(r, c.model) })
	if err != nil {
		c.log.Error("what was written could not be followed; everything is taken for changed", "error", err)
	}
}
