package manage

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/content"
)

// request is a request as a handler needs it.
type request struct {
	echo.Context
	who           cms.Actor
	params        wire.Params
	locale        content.Locale     // the parameter, or the practice's first
	defaultLocale content.Locale     // the practice's first
	zone          *time.Location     // the practice's
	id            content.DocumentID // of the address; zero when it has none
}

// handle reads what all handlers need.
func (s *Server) handle(rt route) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		q := &request{Context: c, who: c.Get(actorKey).(cms.Actor)}
		var err error
		if q.params, err = wire.ReadParams(c.Request(), rt.params...); err != nil {
			return err
		}
		practice, err := s.delivery.Practice(ctx)
		if err != nil {
			return err
		}
		q.defaultLocale, q.zone = practice.Locale, practice.Zone
		if q.locale, err = q.params.Locale(practice.Locale); err != nil {
			return err
		}
		if text := c.Param("id"); strings.Contains(rt.pattern, ":id") {
			if err := q.id.UnmarshalText([]byte(text)); err != nil || q.id.IsZero() {
				return wire.NotFound("No document has this id.")
			}
		}
		return rt.handle(q)
	}
}

// object reads the body of a request.
func (q *request) object() (*wire.Object, error) {
	members, err := wire.ReadObject(q.Response(), q.Request())
	if err != nil {
		return nil, err
	}
	return wire.NewObject(members), nil
}

// optionalObject reads a body that may be left out, which says what an empty object says.
func (q *request) optionalObject() (*wire.Object, error) {
	if q.Request().ContentLength == 0 {
		return wire.NewObject(nil), nil
	}
	return q.object()
}

// empty reads a body that has nothing to say.
func (q *request) empty() error { return wire.ReadEmpty(q.Response(), q.Request()) }

// version reads the version in the address.
func (q *request) version() (uint64, error) {
	n, ok := wire.Number(q.Param("n"))
	if !ok {
		return 0, &wire.Error{Status: http.StatusNotFound, Detail: "There is no such version."}
	}
	return n, nil
}

// answer answers with what fill writes.
func (q *request) answer(status int, fill func(*wire.Writer)) error {
	w := wire.NewWriter()
	fill(w)
	body, err := w.Bytes()
	if err != nil {
		return err
	}
	q.Response().Header().Set("X-Content-Type-Options", "nosniff")
	return q.Blob(status, "application/json; charset=utf-8", body)
}
