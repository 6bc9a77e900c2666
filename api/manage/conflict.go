package manage

import (
	"errors"
	"fmt"
	"net/http"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/content"
)

// conflict answers a save that lost a race: 412, with all three texts of each field
// in question, so that nothing that anybody wrote is lost.
type conflict struct{ *cms.ConflictError }

func (c conflict) Unwrap() error { return c.ConflictError }

// saveError says why a save came to nothing. An If-Match that names a version which
// was never given fails like one that is too old; the document is there.
func (s *Server) saveError(q *request, base uint64, err error) error {
	if lost, ok := errors.AsType[*cms.ConflictError](err); ok {
		return conflict{lost}
	}
	if errors.Is(err, cms.ErrNotFound) {
		if now, stateErr := s.editor.State(q.Request().Context(), q.who, q.id, q.locale); stateErr == nil {
			return conflict{&cms.ConflictError{Base: base, Latest: now.Latest}}
		}
	}
	return err
}

// Problem implements wire.Problematic.
func (c conflict) Problem() wire.Problem {
	return wire.Problem{
		Status: http.StatusPreconditionFailed,
		Slug:   "conflict",
		Detail: fmt.Sprintf("Nothing was saved: the latest version is %d. Where others changed the same text as you, choose; then save again with If-Match %s.", c.Latest, etag(c.Latest)),
		More: func(w *wire.Writer) {
			w.Name("base").UintOrNull(c.Base)
			w.Name("latest").UintOrNull(c.Latest)
			objects(w.Name("conflicts"), c.Conflicts, func(one content.Conflict) { conflictMembers(w, one) })
		},
	}
}

func conflictMembers(w *wire.Writer, c content.Conflict) {
	w.Name("block").StringOrNull(c.Block.String())
	w.Name("kind").StringOrNull(c.Kind)
	w.Name("name").StringOrNull(c.Name)
	w.Name("field").StringOrNull(c.Field)
	w.Name("label").String(c.Label)
	value(w.Name("base"), c.Base)
	value(w.Name("latest"), c.Theirs)
	value(w.Name("yours"), c.Mine)
}

// value writes a stored value, or a whole block where that is in question.
func value(w *wire.Writer, v any) {
	if b, ok := v.(*content.Block); ok {
		block(w, b)
		return
	}
	w.Value(v)
}
