package manage

import (
	"fmt"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/content"
)

// restore: POST /documents/{id}/versions/{n}/restore
func (s *Server) restore(q *request) error {
	n, err := q.version()
	if err != nil {
		return err
	}
	o, err := q.optionalObject()
	if err != nil {
		return err
	}
	what := cms.Restore{Document: q.id, Locale: q.locale, Version: n, Blocks: blocksOf(o), Note: o.String("note")}
	return s.bringBack(q, o, what)
}

// blocksOf takes the blocks of one version that are to come back; none: all of it.
func blocksOf(o *wire.Object) []content.BlockID {
	var out []content.BlockID
	for i, text := range o.Strings("blocks") {
		out = append(out, keptBlock(o, fmt.Sprintf("blocks[%d]", i), text))
	}
	return out
}

// restorePicks: POST /documents/{id}/restore
func (s *Server) restorePicks(q *request) error {
	o, err := q.object()
	if err != nil {
		return err
	}
	what := cms.Restore{Document: q.id, Locale: q.locale, Picks: picksOf(o), Note: o.String("note")}
	if len(what.Picks) == 0 {
		o.Problem("picks", "required", "Give at least one block, and the version that it is to be as in.")
	}
	return s.bringBack(q, o, what)
}

// picksOf takes blocks that are to come back, each from a version of its own.
func picksOf(o *wire.Object) []cms.Pick {
	var out []cms.Pick
	seen := map[content.BlockID]bool{}
	for _, one := range o.Objects("picks") {
		p := cms.Pick{Block: keptBlock(one, "block", one.String("block")), Version: one.Number("version")}
		if seen[p.Block] && !p.Block.IsZero() {
			one.Problem("block", "repeated", "Each block can come from one version only.")
		}
		seen[p.Block] = true
		out = append(out, p)
	}
	return out
}

// bringBack restores what a body asks for, and answers with the new draft.
func (s *Server) bringBack(q *request, o *wire.Object, what cms.Restore) error {
	if err := o.Done(); err != nil {
		return err
	}
	v, err := s.editor.Restore(q.Request().Context(), q.who, what)
	if err != nil {
		return err
	}
	return s.answerCreated(q, v)
}
