package admin

import (
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
)

// downloadTime is how long a download may take to arrive: a gigabyte over a slow line.
const downloadTime = time.Hour

// backup sends a copy of everything, as practicecms restore takes it.
func (s *Server) backup(c echo.Context) error {
	return s.download(c, "application/octet-stream", "practice", ".backup", func(w io.Writer) error {
		return s.edit.Backup(c.Request().Context(), visitOf(c).actor(), w)
	})
}

// export sends a ZIP file of the folder that practicecms export writes, or of its Markdown files.
func (s *Server) export(c echo.Context) error {
	o, name := cms.ExportOptions{}, "practice-export"
	if c.Request().PostForm.Get("format") == "markdown" {
		o.Markdown, name = true, "practice-texts"
	}
	return s.download(c, "application/zip", name, ".zip", func(w io.Writer) error {
		return s.edit.Export(c.Request().Context(), visitOf(c).actor(), w, o)
	})
}

// download sends a file that is made while it is sent. Where that breaks off the connection
// does, too, so that nobody takes what arrived for the whole.
func (s *Server) download(c echo.Context, media, name, ending string, send func(io.Writer) error) error {
	v := visitOf(c)
	if err := http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(downloadTime)); err != nil {
		s.log.Warn("a download has no time of its own to arrive", "error", err) // it has what every answer has
	}
	h := c.Response().Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", `attachment; filename="`+name+"-"+v.now.In(v.practice.Zone).Format("2006-01-02-1504")+ending+`"`)
	err := send(c.Response())
	if err != nil && c.Response().Committed {
		s.log.Warn("a download broke off", "request", v.request, "route", c.Path(), "error", err)
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		h.Del("Content-Disposition") // the page that says so is no file
	}
	return err
}
