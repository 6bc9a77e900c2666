package manage

import (
	"net/http"
	"time"

	"practicecms/api/internal/wire"
	"practicecms/cms"
)

// exportTime is how long an export may take to arrive: a gigabyte over a slow line.
const exportTime = time.Hour

// export: GET /export?format=&drafts=
//
// The answer is a ZIP file that is sent while it is made. Where that breaks off the connection
// does, too, so that nobody takes what arrived for the whole.
func (s *Server) export(q *request) error {
	format, err := q.params.OneOf("format", []string{"records", "markdown"})
	if err != nil {
		return err
	}
	o := cms.ExportOptions{Markdown: format == "markdown"}
	if o.Drafts, err = q.params.Flag("drafts"); err != nil {
		return err
	}
	if o.Drafts && !o.Markdown {
		return wire.BadRequest("drafts goes with format=markdown: the whole practice has its drafts.")
	}
	return s.exports.Do(func() error { return s.sendExport(q, o) })
}

func (s *Server) sendExport(q *request, o cms.ExportOptions) error {
	if err := http.NewResponseController(q.Response()).SetWriteDeadline(time.Now().Add(exportTime)); err != nil {
		s.log.Warn("an export has no time of its own to arrive", "error", err) // it has what every answer has
	}
	h := q.Response().Header()
	h.Set("Content-Type", "application/zip")
	h.Set("X-Content-Type-Options", "nosniff")
	err := s.editor.Export(q.Request().Context(), q.who, q.Response(), o)
	if err != nil && q.Response().Committed {
		s.log.Warn("an export broke off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return err
}
