package cms

import (
	"context"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/history"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// MinThinAge is the youngest age from which drafts can be thinned out.
const MinThinAge = 30 * 24 * time.Hour

// Thinned says what Thin takes out, or would.
type Thinned struct {
	Versions int // drafts that can no longer be read
	Texts    int // texts that only they held
}

// Thinnable says what Thin would take out. It needs the permission of an owner.
func (e *Editor) Thinnable(ctx context.Context, who audit.Actor, age time.Duration) (Thinned, error) {
	var out Thinned
	err := e.log.Look(ctx, who, audit.MayAdminister, audit.OnAll, func(r store.Reader) error {
		spare, n, err := history.SpareTexts(r, e.now()-record.Stamp(age.Microseconds()))
		out = Thinned{Versions: n, Texts: len(spare)}
		return err
	})
	return out, err
}

// Thin takes the texts of old drafts out of history, to save room. What was ever live,
// named, noted, planned or shared stays, and so do the latest version, the first, those
// that something was brought back from, and those that somebody's working copy began
// with. The versions themselves stay too, so that the chain holds: they say that their
// text was thinned out. History is for ever unless an owner asks for this, with an age of
// MinThinAge at the least.
func (e *Editor) Thin(ctx context.Context, who audit.Actor, age time.Duration) (Thinned, error) {
	var out Thinned
	entry := audit.Entry{Action: audit.ActionThin}
	err := e.log.Change(ctx, who, audit.MayAdminister, audit.OnAll, &entry, func(w store.Writer, now record.Stamp) error {
		if age < MinThinAge {
			return content.Invalid("age", "range", "Drafts of the last 30 days always stay.")
		}
		spare, n, err := history.SpareTexts(w, now-record.Stamp(age.Microseconds()))
		if err != nil {
			return err
		}
		out = Thinned{Versions: n, Texts: len(spare)}
		if len(spare) == 0 {
			return audit.ErrNoChange
		}
		for h := range spare {
			if err := record.Bodies.Delete(w, h); err != nil {
				return err
			}
			if err := record.Erasures.Put(w, h[:], record.Erasure{At: now, By: who.Author, Why: content.RemovedThinned}); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}
