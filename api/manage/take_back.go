package manage

import (
	"errors"

	"practicecms/cms"
	"practicecms/content"
)

// takeBack: POST /documents/{id}/versions/{n}/take-back. If-Match names the version
// that {n} was compared with, which must still be the latest.
func (s *Server) takeBack(q *request) error {
	n, err := q.version()
	if err != nil {
		return err
	}
	to, err := ifMatch(q.Request().Header)
	if err != nil {
		return err
	}
	o, err := q.object()
	if err != nil {
		return err
	}
	what := cms.TakeBack{Document: q.id, Locale: q.locale, From: n, To: to, Note: o.String("note"), Change: content.Change{
		Path: o.String("path"), Gone: o.Bool("gone"), Sentence: int(o.OptionalNumber("sentence")), Moved: o.Bool("moved"),
	}}
	if err := what.Change.Block.UnmarshalText([]byte(o.String("block"))); err != nil {
		o.Problem("block", "bad-id", "Give the id of a block, or leave it out for what the document says of itself.")
	}
	if err := o.Done(); err != nil {
		return err
	}
	v, err := s.editor.TakeBack(q.Request().Context(), q.who, what)
	if err != nil {
		if lost, ok := errors.AsType[*cms.ConflictError](err); ok {
			return conflict{lost}
		}
		return err
	}
	return s.answerCreated(q, v)
}
