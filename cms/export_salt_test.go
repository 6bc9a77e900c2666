package cms

import (
	"context"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Salt gives the salt of a text that is there.
func (c *CMS) Salt(ctx context.Context, h content.Hash) (salt [16]byte, err error) {
	err = c.store.View(ctx, func(r store.Reader) error {
		text, err := record.ReadBody(r, h)
		salt = text.Salt
		return err
	})
	return salt, err
}
