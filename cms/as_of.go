package cms

import (
	"context"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/cms/live"
	"practicecms/content"
)

// Told says what readers were told of a document at a moment, the zero time meaning
// now, and what led to it and away from it. It needs the permission to read drafts. The errors are ErrNotFound
// for a document that does not exist in this locale, and ErrToCome.
func (e *Editor) Told(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, at time.Time) (live.AsOf, error) {
	var out live.AsOf
	err := e.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		now := e.now()
		moment := now
		if !at.IsZero() {
			moment = record.StampOf(at)
		}
		if moment > now {
			return ErrToCome
		}
		v, err := e.site.Then(r, moment)
		if err != nil {
			return err
		}
		out, err = v.AsOf(id, l)
		return err
	})
	return out, err
}
