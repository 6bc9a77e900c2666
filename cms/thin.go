package cms

import (
	"context"
	"time"

	"practicecms/cms/audit"
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
		spare, n, err := e.cms.spare(r, e.cms.now()-record.Stamp(age.Microseconds()))
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
		spare, n, err := e.cms.spare(w, now-record.Stamp(age.Microseconds()))
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

// spare finds the texts that only versions hold which may go, and counts the versions.
func (c *CMS) spare(r store.Reader, before record.Stamp) (texts map[content.Hash]bool, n int, err error) {
	kept, err := keptVersions(r)
	if err != nil {
		return nil, 0, err
	}
	texts = map[content.Hash]bool{}
	needed := map[content.Hash]bool{}
	var old [][]content.Hash // the texts of each version that may go
	err = record.EachHead(r, func(id content.DocumentID, l content.Locale, _ record.Document, head record.Head) error {
		for row, err := range record.Versions.Scan(r, store.Prefix(record.HeadKey(id, l))) {
			if err != nil {
				return err
			}
			v := row.Record
			if v.At < before && v.Number > 1 && v.Number != head.Latest && v.Note == nil && v.Raw == nil && !kept[string(row.Key)] {
				old = append(old, v.Bodies())
				continue
			}
			for _, h := range v.Bodies() {
				needed[h] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	for _, hashes := range old {
		loses := false // a version that lost its texts already is not told again
		for _, h := range hashes {
			if needed[h] {
				continue
			}
			if _, gone, err := record.Erasures.Find(r, h[:]); err != nil {
				return nil, 0, err
			} else if !gone {
				texts[h], loses = true, true
			}
		}
		if loses {
			n++
		}
	}
	return texts, n, nil
}

// keptVersions are the versions that something beside the history needs, by key.
func keptVersions(r store.Reader) (map[string]bool, error) {
	kept := map[string]bool{}
	for row, err := range record.Publications.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		l, _ := record.LocaleAt(row.Key[16:])
		kept[string(record.NumberedKey(content.DocumentID(row.Key[:16]), l, row.Record.Version))] = true
	}
	for row, err := range record.Names.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		kept[string(row.Key)] = true
	}
	for row, err := range audit.Entries.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		switch row.Record.Action {
		case audit.ActionSchedule, audit.ActionShare:
			kept[string(record.NumberedKey(row.Record.Document, row.Record.Locale, row.Record.Version))] = true
		}
	}
	for row, err := range record.Working.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		l, _ := record.LocaleAt(row.Key[16:])
		kept[string(record.NumberedKey(content.DocumentID(row.Key[:16]), l, row.Record.Base))] = true
	}
	for row, err := range record.Versions.Scan(r, store.Range{}) {
		if err != nil {
			return nil, err
		}
		id := content.DocumentID(row.Key[:16])
		l, _ := record.LocaleAt(row.Key[16:])
		for _, n := range row.Record.Sources() {
			kept[string(record.NumberedKey(id, l, n))] = true
		}
	}
	return kept, nil
}
