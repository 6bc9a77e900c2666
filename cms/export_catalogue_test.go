package cms

import (
	"context"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/content"
)

// Early lets fn list what is live as of now, whatever happens while it runs.
func (d *Delivery) Early(ctx context.Context, fn func(list func(live.Query) ([]live.Listed, error))) error {
	return d.view(ctx, func(v live.View) error {
		fn(func(q live.Query) ([]live.Listed, error) {
			items, _, _, err := v.List(q)
			return items, err
		})
		return nil
	})
}

// TakeOffUntold takes a document off the site as Unpublish does, up to the moment in which
// caches are told of it, which is told's.
func (c *CMS) TakeOffUntold(ctx context.Context, id content.DocumentID, l content.Locale) (told func(), err error) {
	err = c.store.Update(ctx, func(w store.Writer) error {
		doc, head, err := record.ReadHead(w, id, l)
		if err != nil {
			return err
		}
		_, err = c.Editor().setLive(w, id, l, doc, head, 0, record.Publication{At: c.now()})
		return err
	})
	return func() {
		err := c.store.Update(ctx, func(w store.Writer) error {
			return audit.Append(w, &audit.Entry{Action: audit.ActionUnpublish, Document: id, Locale: l, At: c.now()})
		})
		if err != nil {
			panic(err)
		}
	}, err
}
