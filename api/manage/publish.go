package manage

import (
	"context"
	"time"

	"practicecms/cms"
	"practicecms/content"
)

// publish: POST /documents/{id}/publish
func (s *Server) publish(q *request) error {
	o, err := q.object()
	if err != nil {
		return err
	}
	version := o.Number("version")
	if err := o.Done(); err != nil {
		return err
	}
	state, err := s.editor.Publish(q.Request().Context(), q.who, q.id, q.locale, version)
	if err != nil {
		return err
	}
	return s.answerState(q, state)
}

// schedule: POST /documents/{id}/schedule
func (s *Server) schedule(q *request) error {
	o, err := q.object()
	if err != nil {
		return err
	}
	version, text := o.Number("version"), o.String("at")
	if err := o.Done(); err != nil {
		return err
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return &content.InvalidError{Problems: []content.Problem{{Path: "at", Code: "time", Message: "Give a time as RFC 3339 has it, such as 2026-12-01T08:00:00Z."}}}
	}
	state, err := s.editor.Schedule(q.Request().Context(), q.who, q.id, q.locale, version, at)
	if err != nil {
		return err
	}
	return s.answerState(q, state)
}

// unschedule: POST /documents/{id}/unschedule
func (s *Server) unschedule(q *request) error {
	return s.moveLive(q, func(ctx context.Context, who cms.Actor, id content.DocumentID, l content.Locale) (cms.State, error) {
		return s.editor.CancelSchedule(ctx, who, id, l, time.Time{})
	})
}

// unpublish: POST /documents/{id}/unpublish
func (s *Server) unpublish(q *request) error { return s.moveLive(q, s.editor.Unpublish) }

// undoPublish: POST /documents/{id}/undo-publish
func (s *Server) undoPublish(q *request) error {
	return s.moveLive(q, func(ctx context.Context, who cms.Actor, id content.DocumentID, l content.Locale) (cms.State, error) {
		return s.editor.UndoPublish(ctx, who, id, l, 0)
	})
}

func (s *Server) moveLive(q *request, move func(context.Context, cms.Actor, content.DocumentID, content.Locale) (cms.State, error)) error {
	if err := q.empty(); err != nil {
		return err
	}
	state, err := move(q.Request().Context(), q.who, q.id, q.locale)
	if err != nil {
		return err
	}
	return s.answerState(q, state)
}
