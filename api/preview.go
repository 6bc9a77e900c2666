package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/api/internal/wire"
)

// previewPath begins the addresses of previews. They share no route, no cache and no
// reader with what is live.
const previewPath = "/preview/*"

// preview: GET /preview/{path}?token= gives the version that a shared link shows, in
// the shape of a live page. Its times of publication are when it was saved.
func (s *Server) preview(c echo.Context) error {
	h := c.Response().Header()
	h["Cache-Control"] = []string{"private, no-store"}
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Referrer-Policy", "no-referrer")
	params, err := wire.ReadParams(c.Request(), "token")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	practice, err := s.delivery.Practice(ctx)
	if err != nil {
		return err
	}
	const ended = "This preview has ended, or it is of another page. Ask whoever sent the link for a new one."
	page, _, err := s.previews.Open(ctx, params["token"])
	if err != nil {
		return notThere(err, ended)
	}
	if path := strings.TrimPrefix(c.Request().URL.Path, Prefix+"/preview"); page.Content.Path != path {
		return wire.NotFound(ended)
	}
	r := newRenderer(s.delivery.Model(), practice, s.base)
	r.token = params["token"]
	r.document(page, only(nil))
	answer, err := r.answer()
	if err != nil {
		return err
	}
	h["Content-Type"] = jsonType
	h["X-Content-Type-Options"] = noSniff
	h.Set("Content-Length", strconv.Itoa(len(answer.body)))
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodGet {
		_, err = c.Response().Write(answer.body)
	}
	return err
}
