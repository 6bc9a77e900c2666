package history

import (
	"context"
	"fmt"
	"slices"
	"time"

	"practicecms/cms/audit"
	"practicecms/cms/internal/record"
	"practicecms/cms/internal/store"
	"practicecms/content"
)

// PartPast is a part of a document and the texts that it had.
type PartPast struct {
	Block content.BlockID
	Kind  string
	Name  string // what people call it, by its newest text
	Here  bool   // the latest version has it
	Texts []PartText
}

// PartText is one text of a part.
type PartText struct {
	Block   content.Block
	Version uint64    // the last version that has it
	From    Revision  // the version that brought it in, as far as was looked
	Until   time.Time // when another text took its place; zero: the latest version has it
}

// partsDepth is how many versions Parts looks back.
const partsDepth = 1000

// Parts lists the parts of a document in the order of the latest version, those that are
// gone behind the others, each with its different texts, newest first, at most most of
// them. It looks back a thousand versions. It needs the permission to read drafts.
func (h *Reader) Parts(ctx context.Context, who audit.Actor, id content.DocumentID, l content.Locale, most int) ([]PartPast, error) {
	var out []PartPast
	err := h.log.Look(ctx, who, audit.MayRead, audit.OnDocument(id), func(r store.Reader) error {
		_, head, err := record.ReadHead(r, id, l)
		if err != nil {
			return err
		}
		p := parts{at: map[content.BlockID]*PartPast{}, last: map[content.BlockID]content.Hash{}}
		for v, err := range record.Versions.Between(r, id, l, max(head.Latest, partsDepth)-partsDepth+1, head.Latest) {
			if err != nil {
				return err
			}
			p.step(v)
		}
		out, err = p.results(h.model, r, head.Latest, most)
		return err
	})
	return out, err
}

// parts gathers the texts of parts, version by version, oldest first.
type parts struct {
	at     map[content.BlockID]*PartPast
	last   map[content.BlockID]content.Hash
	hashes map[content.BlockID][]content.Hash
	order  []content.BlockID // of the last version that was taken in, then those that are gone
}

func (p *parts) step(v record.Version) {
	if p.hashes == nil {
		p.hashes = map[content.BlockID][]content.Hash{}
	}
	order := make([]content.BlockID, len(v.Blocks))
	for i, ref := range v.Blocks {
		order[i] = ref.ID
		one := p.at[ref.ID]
		if one == nil {
			one = &PartPast{Block: ref.ID}
			p.at[ref.ID] = one
		}
		one.Kind = ref.Kind
		if p.last[ref.ID] != ref.Hash {
			if n := len(one.Texts); n > 0 && one.Texts[n-1].Until.IsZero() {
				one.Texts[n-1].Until = v.At.Time()
			}
			one.Texts = append(one.Texts, PartText{From: revisionOf(v)})
			p.hashes[ref.ID] = append(p.hashes[ref.ID], ref.Hash)
			p.last[ref.ID] = ref.Hash
		}
		one.Texts[len(one.Texts)-1].Version = v.Number
	}
	for _, id := range p.order {
		if slices.Contains(order, id) {
			continue
		}
		order = append(order, id)
		if one := p.at[id]; p.last[id] != (content.Hash{}) { // it has just gone
			one.Texts[len(one.Texts)-1].Until = v.At.Time()
			p.last[id] = content.Hash{}
		}
	}
	p.order = order
}

func (p *parts) results(m *content.Model, r store.Reader, latest uint64, most int) ([]PartPast, error) {
	out := []PartPast{}
	for _, id := range p.order {
		one := p.at[id]
		texts, hashes := one.Texts, p.hashes[id]
		one.Texts = nil
		seen := map[string]bool{}
		for i := len(texts) - 1; i >= 0 && len(one.Texts) < most; i-- {
			b, err := record.ReadBody(r, hashes[i])
			if err != nil {
				return nil, err
			}
			if b.Removed != nil && b.Removed.Rest == nil {
				continue // nothing of it is left to bring back
			}
			t := texts[i]
			t.Block = content.Block{ID: id, Kind: one.Kind, Fields: record.OrEmpty(b.Fields)}
			key := fmt.Sprint(t.Block.Fields) // the same text twice is one choice
			if seen[key] {
				continue
			}
			seen[key] = true
			one.Texts = append(one.Texts, t)
		}
		if len(one.Texts) == 0 {
			continue
		}
		one.Name, one.Here = m.BlockName(one.Texts[0].Block), one.Texts[0].Version == latest
		out = append(out, *one)
	}
	return out, nil
}
