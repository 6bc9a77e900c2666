package manage

import (
	"net/http"
	"strconv"

	"practicecms/api/internal/wire"
	"practicecms/cms/access"
	"practicecms/cms/history"
	"practicecms/content"
)

// versions: GET /documents/{id}/versions
func (s *Server) versions(q *request) error {
	limit, err := q.params.Limit()
	if err != nil {
		return err
	}
	after, err := q.params.Cursor(func(text string) bool { _, ok := wire.Number(text); return ok })
	if err != nil {
		return err
	}
	before, _ := wire.Number(after) // 0, from the latest, when there is no cursor
	if before == 1 {
		return wire.BadRequest("The history has no more versions.")
	}
	names, err := s.names(q)
	if err != nil {
		return err
	}
	filter, err := q.filter(names)
	if err != nil {
		return err
	}
	filter.Before, filter.Limit = before, limit
	entries, err := s.editor.History(q.Request().Context(), q.who, q.id, q.locale, filter)
	if err != nil {
		return err
	}
	next := ""
	if n := len(entries); n == limit && entries[n-1].Number > 1 {
		next = strconv.FormatUint(entries[n-1].Number, 10)
	}
	return q.answer(http.StatusOK, func(w *wire.Writer) {
		list(w, entries, -1, next, func(one history.Entry) { entry(w, names, one, summary(s.delivery.Model(), one, q.zone)) })
	})
}

// filter reads which versions are asked for. An id that is no token's is a person's, be
// it of one who left.
func (q *request) filter(names access.Names) (f history.Filter, err error) {
	var token content.Author
	if _, err := q.params.ID("by", &token.Token); err != nil {
		return f, err
	}
	if _, known := names[token]; known {
		f.By = token
	} else {
		f.By.Person = content.PersonID(token.Token)
	}
	if _, err := q.params.ID("block", &f.Block); err != nil {
		return f, err
	}
	if f.Live, err = q.params.Flag("live"); err != nil {
		return f, err
	}
	f.Named, err = q.params.Flag("named")
	return f, err
}

func entry(w *wire.Writer, names access.Names, e history.Entry, summary string) {
	w.Name("version").UintOrNull(e.Number)
	w.Name("at").Time(e.At)
	author(w.Name("by"), names, e.By)
	w.Name("origin").String(string(e.Origin))
	w.Name("summary").String(summary)
	w.Name("name").StringOrNull(e.Name)
	w.Name("note").StringOrNull(e.Note)
	w.Name("restoredFrom").UintOrNull(e.RestoredFrom)
	liveTimes(w, e.Live)
	erasures(w, names, e.Removed)
}

// version: GET /documents/{id}/versions/{n}
func (s *Server) version(q *request) error {
	n, err := q.version()
	if err != nil {
		return err
	}
	v, err := s.editor.Version(q.Request().Context(), q.who, q.id, q.locale, n)
	if err != nil {
		return err
	}
	return s.answerVersion(q, http.StatusOK, v)
}

// nameVersion: PUT /documents/{id}/versions/{n}/name
func (s *Server) nameVersion(q *request) error {
	n, err := q.version()
	if err != nil {
		return err
	}
	o, err := q.object()
	if err != nil {
		return err
	}
	name, note := o.String("name"), o.String("note")
	if err := o.Done(); err != nil {
		return err
	}
	if err := s.editor.NameVersion(q.Request().Context(), q.who, q.id, q.locale, n, name, note); err != nil {
		return err
	}
	return s.version(q)
}
