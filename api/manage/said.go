package manage

import (
	"errors"
	"net/http"

	"practicecms/api/internal/wire"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

// said: GET /said?q=&document=&limit=
func (s *Server) said(q *request) error {
	limit, err := q.params.Limit()
	if err != nil {
		return err
	}
	var in content.DocumentID
	if _, err := q.params.ID("document", &in); err != nil {
		return err
	}
	found, more, err := s.editor.WhenSaid(q.Request().Context(), q.who, q.params["q"], in, limit)
	if invalid, ok := errors.AsType[*content.InvalidError](err); ok {
		return wire.Invalid("q", invalid.Problems[0].Code, invalid.Problems[0].Message)
	}
	if err != nil {
		return err
	}
	names, err := s.names(q)
	if err != nil {
		return err
	}
	return q.write(http.StatusOK, func(w *wire.Writer) {
		w.Object(func() {
			w.Name("items")
			objects(w, found, func(one history.Said) { stretch(w, names, one) })
			w.Name("more")
			w.Bool(more)
		})
	})
}

// stretch writes during which part of history one place said something.
func stretch(w *wire.Writer, names access.Names, s history.Said) {
	member(w, "id", s.Document.String())
	member(w, "type", s.Type)
	member(w, "locale", string(s.Locale))
	member(w, "title", s.Title)
	orNull(w, "block", s.Block.String())
	orNull(w, "name", s.Name)
	w.Name("first")
	moment(w, names, s.First)
	w.Name("gone")
	moment(w, names, s.Gone)
	spans(w, s.Live)
	w.Name("found")
	w.Object(func() {
		member(w, "before", s.Hit.Before)
		member(w, "words", s.Hit.Word)
		member(w, "after", s.Hit.After)
	})
}

// moment writes a version, who saved it and when; null for none.
func moment(w *wire.Writer, names access.Names, m history.Revision) {
	if m.Version == 0 {
		w.Null()
		return
	}
	w.Object(func() { momentMembers(w, names, m) })
}
