package manage

import (
	"context"

	"practicecms/cms"
)

// trash: POST /documents/{id}/trash
func (s *Server) trash(q *request) error {
	if err := q.empty(); err != nil {
		return err
	}
	return s.discard(q, func(ctx context.Context) error { return s.editor.Trash(ctx, q.who, q.id) })
}

// untrash: POST /documents/{id}/untrash
func (s *Server) untrash(q *request) error {
	o, err := q.optionalObject()
	if err != nil {
		return err
	}
	back := cms.Untrash{Document: q.id, Locale: q.locale, Path: o.String("path")}
	if err := o.Done(); err != nil {
		return err
	}
	return s.discard(q, func(ctx context.Context) error { return s.editor.Untrash(ctx, q.who, back) })
}

// discard moves a document into the trash or out of it. The state is read before
// too, so that a language that the document does not have is refused before
// anything happened.
func (s *Server) discard(q *request, move func(context.Context) error) error {
	ctx := q.Request().Context()
	if _, err := s.editor.State(ctx, q.who, q.id, q.locale); err != nil {
		return err
	}
	if err := move(ctx); err != nil {
		return err
	}
	state, err := s.editor.State(ctx, q.who, q.id, q.locale)
	if err != nil {
		return err
	}
	return s.answerState(q, state)
}
