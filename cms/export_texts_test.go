package cms

import (
	"cmp"
	"context"

	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Kept reports whether a text of these words is kept, also one that nothing leads to.
func (c *CMS) Kept(ctx context.Context, words string) (kept bool, err error) {
	err = c.store.View(ctx, func(r store.Reader) error {
		for b, err := range record.Bodies.Scan(r) {
			var body record.Body
			if err := cmp.Or(err, record.DecodeBody(b.Bytes, &body)); err != nil {
				return err
			}
			kept = kept || body.Text == words
		}
		return nil
	})
	return kept, err
}

// Salt gives the salt of a text that is there.
func (c *CMS) Salt(ctx context.Context, h content.Hash) (salt [16]byte, err error) {
	err = c.store.View(ctx, func(r store.Reader) error {
		text, err := record.ReadBody(r, h)
		salt = text.Salt
		return err
	})
	return salt, err
}
