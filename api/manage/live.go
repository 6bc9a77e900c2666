package manage

import (
	"context"
	"net/http"
	"time"

	"practicecms/api/internal/wire"
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
	return s.writeState(q, state)
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
	return s.writeState(q, state)
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
	return s.writeState(q, state)
}

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
	return s.writeState(q, state)
}

// writeState answers with a document's state.
func (s *Server) writeState(q *request, now cms.State) error {
	v, err := s.editor.Version(q.Request().Context(), q.who, now.Document, now.Locale, now.Latest)
	if err != nil {
		return err
	}
	return q.write(http.StatusOK, func(w *wire.Writer) {
		w.Object(func() { state(w, now, v.Content.Path) })
	})
}
