package cms

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/history"
	"practicecms/cms/internal/derived"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Erase says what is to leave history for good: a client's details, a testimonial that
// was withdrawn.
type Erase struct {
	Words    string             // as WhenSaid looks for them
	Document content.DocumentID // only in this document; zero: everywhere
	Reason   string             // at most 500 characters; it stays, so it must not hold the words
}

// Traces lists what Erase would take out, and the backups that were downloaded and may
// still say it. It needs the permission of an owner, and it changes nothing.
func (e *Editor) Traces(ctx context.Context, who audit.Actor, s Erase) (traces []history.Trace, backups []time.Time, err error) {
	err = e.log.Look(ctx, who, audit.MayAdminister, audit.OnDocument(s.Document), func(r store.Reader) error {
		p, err := history.NewPhrase(s.Words)
		if err != nil {
			return err
		}
		found, err := history.FindTraces(r, e.model, s.Document, p)
		if err != nil {
			return err
		}
		traces = found.Traces
		backups, err = history.BackupsTaken(r)
		return err
	})
	return traces, backups, err
}

// Erase takes words out of every version, note, pasted text and working copy that says
// them, for good, and then rewrites the data file so that nothing of them is left in it.
// ErasedMark stands where they stood, also in what is live; a marker with the day, who
// did it and the reason stays, and the chain of versions still verifies. The search
// indexes are removed before anything else is written; the next searches make them anew.
// It returns how many texts it changed; none is ErrNotFound. It needs the permission of
// an owner.
//
// Backups that were taken before still say the words, and so do copies of the file.
func (e *Editor) Erase(ctx context.Context, who audit.Actor, s Erase) (int, error) {
	count := 0
	entry := audit.Entry{Action: audit.ActionErase, Document: s.Document}
	release := func() {}
	defer func() { release() }()
	err := e.log.Change(ctx, who, audit.MayAdminister, audit.OnDocument(s.Document), &entry, func(w store.Writer, now record.Stamp) error {
		p, err := s.check()
		if err != nil {
			return err
		}
		found, err := history.FindTraces(w, e.model, s.Document, p)
		if err != nil {
			return err
		}
		if count = len(found.Bodies) + len(found.Working); count == 0 {
			return fmt.Errorf("these words: %w", record.ErrNotFound)
		}
		if release, err = e.holdIndexes(ctx); err != nil {
			return err
		}
		mark := record.Erasure{At: now, By: who.Author, Why: content.RemovedErased, Reason: s.Reason}
		for h := range found.Bodies {
			if err := redact(w, e.model, h, p, mark); err != nil {
				return err
			}
		}
		for _, key := range found.Working {
			rec, err := record.Working.Get(w, key)
			if err != nil {
				return err
			}
			rec = rec.EachBody(func(b record.Body) record.Body { return p.Without(e.model, b) })
			if err := record.Working.Put(w, key, rec); err != nil {
				return err
			}
		}
		for _, h := range found.Live { // so that caches drop what they have
			if err := appendChange(w, record.Change{At: now, Document: h.Document, Locale: h.Locale, Version: h.Live, Path: h.LivePath}); err != nil {
				return err
			}
		}
		return derived.Renew(w, e.model)
	})
	release() // the data file does not say the words any more, though its unused space may
	if err != nil {
		return 0, err
	}
	if e.rewriter == nil {
		return count, nil
	}
	if err := e.rewriter.Rewrite(ctx); err != nil {
		return count, fmt.Errorf("the words are erased, but the data file could not be rewritten, so its unused space may still hold them; run practicecms compact: %w", err)
	}
	return count, nil
}

// check says what is to be looked for, or what has to be said otherwise.
func (s Erase) check() (history.Phrase, error) {
	p, err := history.NewPhrase(s.Words)
	switch {
	case err != nil:
		return p, err
	case strings.TrimSpace(s.Reason) == "":
		return p, content.Invalid("reason", "required", "Say why, for those who come after you.")
	case len([]rune(s.Reason)) > 500:
		return p, content.Invalid("reason", "long", "A reason has at most 500 characters.")
	case p.Said(s.Reason):
		return p, content.Invalid("reason", "repeats", "The reason stays for good, so it must not say the words that you erase.")
	}
	return p, nil
}

// holdIndexes holds both indexes. Release may be called twice, and is never nil.
func (c *core) holdIndexes(ctx context.Context) (release func(), err error) {
	first, err := c.live.Hold(ctx)
	if err != nil {
		return func() {}, err
	}
	second, err := c.drafts.Hold(ctx)
	if err != nil {
		first()
		return func() {}, err
	}
	return sync.OnceFunc(func() { first(); second() }), nil
}

// redact puts a marker with what is left in the place of a text.
func redact(w store.Writer, m *content.Model, h content.Hash, p history.Phrase, mark record.Erasure) error {
	b, err := record.ReadBody(w, h)
	if err != nil {
		return err
	}
	rest := p.Without(m, b.Body)
	rest.Salt = [16]byte{} // with it, the words could be guessed from the hash
	mark.Rest = &rest
	if err := record.Bodies.Delete(w, h); err != nil {
		return err
	}
	return record.Erasures.Put(w, h[:], mark)
}
