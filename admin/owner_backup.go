package admin

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// backupTime is how long a backup may take to arrive: a gigabyte over a slow line.
const backupTime = time.Hour

// backup sends a copy of everything, as practicecms restore takes it.
func (s *Server) backup(c echo.Context) error {
	v := visitOf(c)
	if err := http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(backupTime)); err != nil {
		s.log.Warn("a backup has no time of its own to arrive", "error", err) // it has what every answer has
	}
	h := c.Response().Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="practice-`+v.now.In(v.practice.Zone).Format("2006-01-02-1504")+`.backup"`)
	return s.edit.Backup(c.Request().Context(), v.actor(), c.Response())
}
