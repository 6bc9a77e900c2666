package admin

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"practicecms/content"
)

// judgeLink says whether an address that somebody typed in the live editor may be a
// link, and what to do when it may not. Nothing is kept.
func (s *Server) judgeLink(c echo.Context) error {
	return c.JSON(http.StatusOK, content.JudgeURL(strings.TrimSpace(c.Request().PostForm.Get("address"))))
}
