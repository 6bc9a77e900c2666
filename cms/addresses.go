package cms

import (
	"context"
	"time"

	"practicecms/cms/internal/record"
	"practicecms/content"
)

// Address is a live page as search engines are told of it.
type Address struct {
	Locale      content.Locale
	Path        string
	PublishedAt time.Time
	Alternates  []Alternate // the same page in other locales
}

// Addresses lists the live pages of a locale by path, without those that ask search
// engines to stay away. It reads no blocks.
func (d *Delivery) Addresses(ctx context.Context, l content.Locale) ([]Address, error) {
	out := []Address{}
	err := d.view(ctx, func(r sight) error {
		found, _, _, err := d.find(r, Query{Locale: l, Pages: true, Sort: Sort{By: ByPath}, Limit: -1})
		if err != nil {
			return err
		}
		for _, row := range found {
			all, err := r.heads(row.id)
			if err != nil {
				return err
			}
			a, live := Address{Locale: l}, uint64(0)
			for _, h := range all {
				switch {
				case h.Live == 0:
				case h.Locale == l:
					a.Path, a.PublishedAt, live = h.LivePath, h.Since.Time(), h.Live
				default:
					a.Alternates = append(a.Alternates, Alternate{Locale: h.Locale, Path: h.LivePath})
				}
			}
			if live == 0 {
				continue // the catalogue is of a moment later, when it was gone
			}
			v, err := record.Versions.Get(r, row.id, l, live)
			if err != nil {
				return err
			}
			own, err := record.ReadBody(r, v.Fields)
			if err != nil {
				return err
			}
			seo, _ := own.Fields["seo"].(map[string]any)
			if hidden, _ := seo["noindex"].(bool); !hidden {
				out = append(out, a)
			}
		}
		return nil
	})
	return out, err
}
