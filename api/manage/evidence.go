package manage

import "net/http"

// evidence: GET /documents/{id}/evidence?from=&to=
//
// The days are those of the practice's calendar, both included. The answer is the file
// as it is, to the byte: its fingerprint stands in it.
func (s *Server) evidence(q *request) error {
	ctx := q.Request().Context()
	practice, err := s.delivery.Practice(ctx)
	if err != nil {
		return err
	}
	from, to, err := practice.Days(q.params["from"], q.params["to"])
	if err != nil {
		return err
	}
	made, err := s.editor.MakeEvidence(ctx, q.who, q.id, q.locale, from, to)
	if err != nil {
		return err
	}
	q.Response().Header().Set("X-Content-Type-Options", "nosniff")
	return q.Blob(http.StatusOK, "application/json; charset=utf-8", made.File())
}
