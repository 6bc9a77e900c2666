package manage

import (
	"net/http"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/history"
)

// rehearse: POST /documents/{id}/rehearse
//
// It takes what a restore takes and writes nothing, so it needs no more than the
// permission to read.
func (s *Server) rehearse(q *request) error {
	o, err := q.object()
	if err != nil {
		return err
	}
	what := cms.Restore{
		Document: q.id, Locale: q.locale, Version: o.OptionalNumber("version"), Blocks: blocksOf(o), Picks: picksOf(o), Note: o.String("note"),
	}
	switch one := what.Version != 0 || len(what.Blocks) > 0; {
	case one && len(what.Picks) > 0:
		o.Problem("picks", "too-many", "Give either picks, or a version and perhaps blocks of it.")
	case len(what.Picks) == 0 && what.Version == 0:
		o.Problem("version", "required", "Give the version that is to come back, or picks from several.")
	}
	if err := o.Done(); err != nil {
		return err
	}
	r, err := s.editor.Rehearse(q.Request().Context(), q.who, what)
	if err != nil {
		return err
	}
	return q.write(http.StatusOK, func(w *wire.Writer) {
		w.Object(func() {
			number(w, "latest", r.Latest.Number)
			w.Name("document")
			w.Object(func() {
				member(w, "id", q.id.String())
				member(w, "type", r.Latest.Type)
				member(w, "locale", string(q.locale))
				body(w, r.Next)
				w.Name("receipt")
				receipt(w, s.editor.Receipt(r.Latest.Type, r.Next))
			})
			w.Name("warnings")
			objects(w, r.Warnings, func(one cms.Warning) { warning(w, one) })
		})
	})
}

// warning writes one thing that is not good any more.
func warning(w *wire.Writer, one cms.Warning) {
	member(w, "kind", string(one.Kind))
	orNull(w, "block", one.Block.String())
	orNull(w, "name", one.Name)
	member(w, "words", one.Words)
	orNull(w, "document", one.Document.String())
	at(w, "at", one.At)
}

// parts: GET /documents/{id}/parts
func (s *Server) parts(q *request) error {
	limit, err := q.params.Limit()
	if err != nil {
		return err
	}
	found, err := s.editor.Parts(q.Request().Context(), q.who, q.id, q.locale, limit)
	if err != nil {
		return err
	}
	names, err := s.names(q)
	if err != nil {
		return err
	}
	return q.write(http.StatusOK, func(w *wire.Writer) {
		list(w, found, len(found), "", func(one history.PartPast) { part(w, names, one) })
	})
}

// part writes a block that the document has or had, with its texts.
func part(w *wire.Writer, names access.Names, p history.PartPast) {
	member(w, "block", p.Block.String())
	member(w, "kind", p.Kind)
	member(w, "name", p.Name)
	w.Name("here")
	w.Bool(p.Here)
	w.Name("texts")
	objects(w, p.Texts, func(text history.PartText) {
		number(w, "version", text.Version)
		w.Name("from")
		moment(w, names, text.From)
		at(w, "until", text.Until)
		w.Name("content")
		block(w, &text.Block)
	})
}
