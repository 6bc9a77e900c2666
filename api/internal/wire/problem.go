package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
)

// Error is a refusal by the HTTP layer itself.
type Error struct {
	Status   int
	Detail   string            // for people, in whole sentences
	Problems []content.Problem // places, when there are any
	Header   http.Header       // further header fields of the answer
}

func (e *Error) Error() string { return e.Detail }

// BadRequest is an Error of status 400.
func BadRequest(detail string) *Error { return &Error{Status: http.StatusBadRequest, Detail: detail} }

// NotFound is an Error of status 404.
func NotFound(detail string) *Error { return &Error{Status: http.StatusNotFound, Detail: detail} }

// Invalid is an Error of status 422 about one place.
func Invalid(path, code, message string) error {
	return &content.InvalidError{Problems: []content.Problem{{Path: path, Code: code, Message: message}}}
}

// statuses is the one table from errors to answers. The first that matches counts;
// what is not in it is a 500, whose text stays in the log.
var statuses = []struct {
	err    error
	status int
	slug   string // ends the problem's type
	detail string
}{
	// First: what cannot be read is never said not to be there.
	{cms.ErrUnknown, http.StatusServiceUnavailable, "unknown-outcome", "The server could not make sure of this: it is not known whether it was kept. Read it again when the server has been restarted, before you send it once more."},
	{cms.ErrDamaged, http.StatusServiceUnavailable, "damaged", "A part of this site's data is damaged, and what was asked for may be in it. Nothing was changed. Whoever looks after the server can bring back a backup."},
	{cms.ErrUnauthenticated, http.StatusUnauthorized, "unauthenticated", "Send the header Authorization: Bearer, with a token that is still valid."},
	{cms.ErrForbidden, http.StatusForbidden, "forbidden", "This token's scope does not allow it."},
	{cms.ErrNotFound, http.StatusNotFound, "not-found", "There is nothing here, or it is not live."},
	{cms.ErrAddressInUse, http.StatusConflict, "path-taken", "Another live page has this web address. Give one of the two another."},
	{cms.ErrExists, http.StatusConflict, "exists", "There may be one of this type, and there is one already."},
	{cms.ErrTrashed, http.StatusConflict, "trashed", "The document is in the trash. Take it out first."},
	{cms.ErrNothingToUndo, http.StatusConflict, "nothing-to-undo", "No publication is recent enough to be undone."},
	{cms.ErrTextRemoved, http.StatusConflict, "taken-out", "Its text was taken out of history for good, so it cannot come back. Nothing was written."},
	{cms.ErrMovedOn, http.StatusConflict, "moved-on", "Somebody else changed it meanwhile. Nothing was written; read it again."},
	{cms.ErrStartOver, http.StatusGone, "start-over", "This cursor is no place in this site's feed of changes. Read everything anew, and follow the feed from since=latest."},
	{content.ErrInvalid, http.StatusUnprocessableEntity, "invalid", "Some of it cannot be saved as it is; see problems."},
	{cms.ErrFull, http.StatusInsufficientStorage, "disk-full", "The server's disk is full. Nothing was written."},
	{cms.ErrForReading, http.StatusServiceUnavailable, "for-reading", "This server is for reading only. Nothing was written."},
	{cms.ErrMoved, http.StatusServiceUnavailable, "data-moved", "The server's data is not in its place any more, so it takes no changes. Nothing was written. Whoever looks after the server has to put it back."},
	{cms.ErrReadOnly, http.StatusServiceUnavailable, "read-only", "The server takes no changes until it is restarted. Nothing was written."},
	{cms.ErrPreparing, http.StatusServiceUnavailable, "busy", "The search is being prepared. Try again in a moment."},
	{cms.ErrLocked, http.StatusServiceUnavailable, "busy", "The server is busy. Try again."},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "busy", "The server is busy. Try again."},
}

// slugs end the types of problems that have no error of their own in the table.
var slugs = map[int]string{
	http.StatusBadRequest: "bad-request", http.StatusForbidden: "forbidden", http.StatusNotFound: "not-found", http.StatusMethodNotAllowed: "method-not-allowed",
	http.StatusPreconditionFailed: "conflict", http.StatusRequestEntityTooLarge: "too-large", http.StatusUnsupportedMediaType: "unsupported-media-type",
	http.StatusUnprocessableEntity: "invalid", http.StatusPreconditionRequired: "precondition-required",
	http.StatusTooManyRequests: "too-many-requests", http.StatusServiceUnavailable: "busy", http.StatusRequestURITooLong: "address-too-long",
}

// typePrefix begins the type of every problem. A type is a name, not an address.
const typePrefix = "urn:practicecms:problem:"

// Problem is the body of an answer that is a refusal (RFC 9457).
type Problem struct {
	Status   int
	Slug     string // ends its type
	Detail   string
	Problems []content.Problem
	More     func(*Writer) // writes further members; nil: there are none
}

// Problematic is an error that says itself how it is answered.
type Problematic interface {
	error
	Problem() Problem
}

// ProblemOf says how an error is answered.
func ProblemOf(err error) Problem {
	if itself, ok := errors.AsType[Problematic](err); ok {
		return itself.Problem()
	}
	var own *Error
	var fromEcho *echo.HTTPError
	var invalid *content.InvalidError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &own):
		return Problem{Status: own.Status, Slug: slugs[own.Status], Detail: own.Detail, Problems: own.Problems}
	case errors.As(err, &tooLarge):
		return Problem{Status: http.StatusRequestEntityTooLarge, Slug: "too-large", Detail: fmt.Sprintf("The body is larger than %d bytes.", tooLarge.Limit)}
	case errors.As(err, &fromEcho) && fromEcho.Code == http.StatusMethodNotAllowed:
		return Problem{Status: fromEcho.Code, Slug: slugs[fromEcho.Code], Detail: "This address does not take this method; see the header Allow."}
	case errors.As(err, &fromEcho) && fromEcho.Code == http.StatusNotFound:
		return Problem{Status: fromEcho.Code, Slug: slugs[fromEcho.Code], Detail: "There is no such address in this API."}
	}
	for _, row := range statuses {
		if !errors.Is(err, row.err) {
			continue
		}
		p := Problem{Status: row.status, Slug: row.slug, Detail: row.detail}
		if errors.As(err, &invalid) {
			p.Problems = invalid.Problems
		}
		return p
	}
	return Problem{Status: http.StatusInternalServerError, Slug: "internal", Detail: "Something went wrong on the server; its log says what."}
}

// JSON gives the problem's body.
func (p Problem) JSON() ([]byte, error) {
	w := NewWriter()
	w.Object(func() {
		w.Name("type").String(typePrefix + p.Slug)
		w.Name("title").String(http.StatusText(p.Status))
		w.Name("status").Int(int64(p.Status))
		w.Name("detail").String(p.Detail)
		w.Name("problems").Array(func() {
			for _, one := range p.Problems {
				w.Object(func() {
					w.Name("path").String(one.Path)
					w.Name("code").String(one.Code)
					w.Name("message").String(one.Message)
					if one.Suggestion != "" {
						w.Name("suggestion").String(one.Suggestion)
					}
				})
			}
		})
		if p.More != nil {
			p.More(w)
		}
	})
	return w.Bytes()
}

// WriteProblem answers with a problem. A fault of the server goes to the log with
// its cause; the answer never has it.
func WriteProblem(rw http.ResponseWriter, r *http.Request, log *slog.Logger, err error) {
	p := ProblemOf(err)
	if p.Status >= http.StatusInternalServerError {
		log.ErrorContext(r.Context(), "request failed", "method", r.Method, "route", routeOf(r), "status", p.Status, "err", err)
	}
	h := rw.Header()
	var own *Error
	if errors.As(err, &own) {
		for name, values := range own.Header {
			h[name] = values
		}
	}
	body, jsonErr := p.JSON()
	if jsonErr != nil { // a detail that is not UTF-8: the status must still get out
		log.ErrorContext(r.Context(), "problem not written", "err", jsonErr)
		body = []byte(`{"type":"about:blank","title":` + strconv.Quote(http.StatusText(p.Status)) + `,"status":` + strconv.Itoa(p.Status) + `}`)
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("X-Content-Type-Options", "nosniff")
	if p.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "5")
	}
	rw.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_, _ = rw.Write(body) // the client is gone; there is nobody to tell
	}
}

// routeOf is what the log says of the address: not its query, which may hold words
// that somebody searched for.
func routeOf(r *http.Request) string { return clip(r.URL.Path) }
