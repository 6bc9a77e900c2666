package cms

import (
	"context"
	"fmt"
	"slices"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// Restore is what to bring back: one version, or with Blocks single blocks of it; or
// with Picks blocks of several versions.
type Restore struct {
	Document content.DocumentID
	Locale   content.Locale
	Version  uint64            // the version to bring back from; unused with Picks
	Blocks   []content.BlockID // only these blocks; empty: the whole document
	Picks    []Pick            // each block from a version of its own; empty: none
	OldPath  bool              // bring its web address back too; otherwise today's stays
	Note     string
}

// Pick is a block and the version that it is to be as in.
type Pick struct {
	Block   content.BlockID
	Version uint64
}

// picks says block by block what is asked for; nil: everything.
func (s Restore) picks() []Pick {
	if len(s.Picks) > 0 {
		return s.Picks
	}
	var out []Pick
	for _, id := range s.Blocks {
		out = append(out, Pick{id, s.Version})
	}
	return out
}

// sources reads the versions that something is to come from, each once.
func (s Restore) sources(r store.Reader) (map[uint64]record.Snapshot, error) {
	out := map[uint64]record.Snapshot{}
	numbers := []uint64{s.Version}
	if len(s.Picks) > 0 {
		numbers = nil
		for _, p := range s.Picks {
			numbers = append(numbers, p.Version)
		}
	}
	for _, n := range numbers {
		if _, have := out[n]; have {
			continue
		}
		v, err := record.Load(r, s.Document, s.Locale, n)
		if err != nil {
			return nil, err
		}
		out[n] = v
	}
	return out, nil
}

// next is the content that a restore leads to.
func (s Restore) next(r store.Reader, latest record.Snapshot, sources map[uint64]record.Snapshot) (content.Content, error) {
	picks := s.picks()
	if picks == nil {
		source := sources[s.Version]
		if err := source.Record.RefuseRemoved(r); err != nil {
			return content.Content{}, err
		}
		next := source.Content
		if !s.OldPath {
			next.Path = latest.Content.Path
		}
		return next, nil
	}
	next := latest.Content
	next.Blocks = slices.Clone(next.Blocks)
	for _, p := range picks {
		then := sources[p.Version]
		old, at := then.Content.Block(p.Block)
		if at < 0 {
			return content.Content{}, fmt.Errorf("block %s in version %d: %w", p.Block, p.Version, record.ErrNotFound)
		}
		if err := record.RefuseRemoved(r, then.Record.Blocks[at].Hash, p.Version); err != nil {
			return content.Content{}, err
		}
		bringBack(&next, then.Content, old, at)
	}
	return next, nil
}

// bringBack puts a block into now as it was in then, where it stood at a place. A block
// that is gone comes behind the nearest block before it that is still here.
func bringBack(now *content.Content, then content.Content, old content.Block, at int) {
	if _, i := now.Block(old.ID); i >= 0 {
		now.Blocks[i] = old
		return
	}
	place := 0
	for j := at - 1; j >= 0; j-- {
		if _, i := now.Block(then.Blocks[j].ID); i >= 0 {
			place = i + 1
			break
		}
	}
	now.Blocks = slices.Insert(now.Blocks, place, old)
}

// Restore writes a new version in which the document, or some of its blocks, are as
// they were. It never publishes and never overwrites. A block that is gone comes
// back behind the block it followed. What is the same already gives the latest
// version and writes nothing. The errors are ErrNotFound, also for a block that the
// version does not hold, ErrTextRemoved, ErrTrashed, and *content.InvalidError for a note that
// is too long.
//
// Old content is not validated against today's kinds: what was saved once can always
// come back.
func (e *Editor) Restore(ctx context.Context, who audit.Actor, s Restore) (Version, error) {
	entry := audit.Entry{Action: audit.ActionRestore, Document: s.Document, Locale: s.Locale}
	var out Version
	err := e.log.Change(ctx, who, audit.MayWrite, audit.OnDocument(s.Document), &entry, func(w store.Writer, now record.Stamp) error {
		doc, head, latest, err := e.openDraft(w, who, s.Document, s.Locale)
		if err != nil {
			return err
		}
		if err := checkNote(s.Note); err != nil {
			return err
		}
		sources, err := s.sources(w)
		if err != nil {
			return err
		}
		next, err := s.next(w, latest, sources)
		if err != nil {
			return err
		}
		if next.Equal(latest.Content) {
			if out, err = versionOf(w, latest, s.Document, doc.Type, s.Locale); err != nil {
				return err
			}
			return audit.ErrNoChange
		}
		typ, _ := e.model.Type(doc.Type)
		p := provenance{by: who.Author, at: now, clock: entry.Clock, origin: content.OriginRestored, restoredFrom: s.Version, note: s.Note}
		var donors []record.Snapshot
		for _, v := range sources {
			donors = append(donors, v)
		}
		if len(s.Picks) > 0 {
			p.restoredFrom = 0
			for _, one := range s.Picks {
				p.picks = append(p.picks, record.Pick(one))
			}
		}
		v, err := e.appendVersion(w, s.Document, typ, s.Locale, &latest, next, p, donors...)
		if err != nil {
			return err
		}
		entry.Version = v.Record.Number
		if err := e.setLatest(w, s.Document, typ, s.Locale, head, &latest, v); err != nil {
			return err
		}
		out, err = versionOf(w, v, s.Document, doc.Type, s.Locale)
		return err
	})
	return out, err
}
