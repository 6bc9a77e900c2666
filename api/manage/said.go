package manage

import (
	"errors"
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
	return s.answerNamed(q, func(w *wire.Writer, names access.Names) {
		w.Object(func() {
			objects(w.Name("items"), found, func(one history.Said) { stretch(w, names, one) })
			w.Name("more").Bool(more)
		})
	})
}

// stretch writes during which part of history one place said something.
func stretch(w *wire.Writer, names access.Names, s history.Said) {
	w.Name("id").String(s.Document.String())
	w.Name("type").String(s.Type)
	w.Name("locale").String(string(s.Locale))
	w.Name("title").String(s.Title)
	w.Name("block").StringOrNull(s.Block.String())
	w.Name("name").StringOrNull(s.Name)
	moment(w.Name("first"), names, s.First)
	moment(w.Name("gone"), names, s.Gone)
	liveTimes(w, s.Live)
	w.Name("found").Object(func() {
		w.Name("before").String(s.Hit.Before)
		w.Name("words").String(s.Hit.Word)
		w.Name("after").String(s.Hit.After)
	})
}
