package admin

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/cms/pictures"
	"practicecms/content"
	"practicecms/content/paste"
)

// problem is an error in the words of the error page: what happened, what is safe,
// and what to do.
type problem struct {
	Status   int    `json:"-"`
	Happened string `json:"happened"`
	Safe     string `json:"safe"`
	Do       string `json:"do"`
	Link     string `json:"-"` // where Do leads; empty: to the page list
	LinkText string `json:"-"`
}

// errNoPage is returned when an address of the admin leads nowhere.
var errNoPage = errors.New("no such page")

var unknownProblem = problem{
	Status:   http.StatusInternalServerError,
	Happened: "Something went wrong on our side",
	Safe:     "What you saved before is safe, and what is live stays live.",
	Do:       "Go back and try once more. If it happens again, tell whoever looks after practicecms for you, with the number below.",
}

// problems is the one table from errors to answers. What is not in it is a fault of
// ours: its text goes to the log and not to the page.
var problems = []struct {
	err error
	problem
}{
	// First: what cannot be read is never said not to be there.
	{cms.ErrUnknown, problem{http.StatusServiceUnavailable, "We do not know whether this was kept", "What was saved before is safe, and what is live stays live. What you typed is still in your browser: leave it open, or copy it.",
		"Tell whoever looks after practicecms for you: it needs a restart. Then load the page again, and look whether it is there.", "", ""}},
	{cms.ErrDamaged, problem{http.StatusServiceUnavailable, "A part of this practice’s data is damaged", "Nothing has been changed, and everything else works.",
		"Tell whoever looks after practicecms for you: run practicecms verify, then bring back a backup with practicecms restore.", "", ""}},
	{cms.ErrNoUpload, problem{http.StatusNotFound, "This upload is not there any more", "Nothing was changed.", "Send the file once more.", "", ""}},
	{cms.ErrUploadTooMuch, problem{http.StatusRequestEntityTooLarge, "This file is too large", "Nothing was changed.", "Send one of up to 100 MB, and not too many at once.", "", ""}},
	{errNoPage, problem{http.StatusNotFound, "There is no page here", "Nothing is lost: the address may be old or mistyped.", "Look for it in the list of pages.", "", ""}},
	{errSetUpLink, problem{http.StatusNotFound, "This set-up link does not work", "It can be used once, and each start of practicecms prints a new one. Nothing was changed.",
		"If the practice has been set up, sign in. Otherwise stop practicecms, start it again, and open the link that it prints.", "/admin/sign-in", "Sign in"}},
	{cms.ErrNotFound, problem{http.StatusNotFound, "We could not find that", "Nothing was changed. It may have been put in the trash, or the address may be old.", "Look for it in the list of pages, or in the trash.", "", ""}},
	{cms.ErrForbidden, problem{http.StatusForbidden, "This is for owners of the practice", "Nothing was changed.", "Ask an owner to do it, or to make you one.", "", ""}},
	{errCrossSite, problem{http.StatusForbidden, "We did not do that, because another site asked for it", "Nothing was changed.",
		"Open practicecms by its own address and try again there. Over a network that address has to begin with https.", "", ""}},
	{errNoToken, problem{http.StatusForbidden, "This form is too old to be sent", "Nothing was changed.", "Go back, load the page again, and send it once more.", "", ""}},
	{cms.ErrUnauthenticated, problem{http.StatusUnauthorized, "Please sign in", "Nothing was changed.", "Sign in and try again.", "/admin/sign-in", "Sign in"}},
	{cms.ErrBusy, problem{http.StatusServiceUnavailable, "Very many people are signing in at this moment", "What was saved is safe.", "Wait a few seconds, then sign in.", "/admin/sign-in", "Sign in"}},
	{cms.ErrPreparing, problem{http.StatusServiceUnavailable, "The search is being prepared", "Nothing is lost, and everything else works.", "Wait a minute, then look again.", "", ""}},
	{context.DeadlineExceeded, problem{http.StatusServiceUnavailable, "That took too long", "Nothing was changed.", "Try once more. If you were looking for something, give fewer words.", "", ""}},
	{cms.ErrTrashed, problem{http.StatusConflict, "This is in the trash", "Nothing was changed, and all of its versions are kept.", "Put it back first. Then you can work on it as before.", "/admin/trash", "Open the trash"}},
	{cms.ErrThinned, problem{http.StatusConflict, "This draft was thinned out, so its text cannot come back", "Nothing was changed.",
		"Choose another version. Those that were live, or have a name or a note, always keep their text.", "", ""}},
	{cms.ErrErased, problem{http.StatusConflict, "Its text was taken out for good", "Nothing was changed. An owner took this text out of the earlier versions.", "Choose another version.", "", ""}},
	{cms.ErrAddressInUse, problem{http.StatusConflict, "Another page is live at this web address", "Nothing was changed. Both pages are kept as they are.", "Give one of the two another web address, under Details.", "", ""}},
	{cms.ErrExists, problem{http.StatusConflict, "There is one already", "Nothing was changed.", "Open the one that is there.", "", ""}},
	{cms.ErrNothingToUndo, problem{http.StatusConflict, "It is too late to undo this", "What is live stays live. Every version is kept.", "Open the page and bring back an earlier version instead.", "", ""}},
	{errNotAPage, problem{http.StatusBadRequest, "We could not read what was sent", "Nothing was changed.", "Load the page again. What you typed is offered there.", "", ""}},
	{paste.ErrEmpty, problem{http.StatusUnprocessableEntity, "There are no words in what you pasted", "Nothing was changed.", "Copy some words, and paste them again.", "", ""}},
	{paste.ErrTooLarge, problem{http.StatusRequestEntityTooLarge, "What you pasted is longer than a page can be", "Nothing was changed.", "Paste one half first, and then the other.", "", ""}},
	{paste.ErrNotText, problem{http.StatusUnprocessableEntity, "What you pasted is no text", "Nothing was changed.", "Open it, select the words, copy them, and paste them here.", "", ""}},
	{paste.ErrFormat, problem{http.StatusBadRequest, "We could not read what was sent", "Nothing was changed.", "Load the page again, and paste once more.", "", ""}},
	{errSeenOther, problem{http.StatusConflict, "Your working copy has moved on in another window", "Nothing was changed.", "Load the page again. What you typed is offered there.", "", ""}},
	{errNotAForm, problem{http.StatusUnsupportedMediaType, "We could not read what was sent", "Nothing was changed.", "Go back, load the page again, and send it once more.", "", ""}},
	{cms.ErrMovedOn, problem{http.StatusConflict, "Somebody was faster", "Nothing was changed, and what you typed is kept.", "Load the page again to see how it is now.", "", ""}},
	{cms.ErrFull, problem{http.StatusInsufficientStorage, "The disk is full", "Nothing was written, and everything saved before is safe.", "Tell whoever looks after practicecms for you: it needs room on its disk.", "", ""}},
	{cms.ErrForReading, problem{http.StatusServiceUnavailable, "This practicecms is for reading only", "Your website gets its pages from it as always. Nothing was changed.",
		"Nobody can sign in here. Write where you usually do, or ask whoever looks after practicecms for you.", "/admin", "Look again"}},
	{cms.ErrMoved, problem{http.StatusServiceUnavailable, "We cannot save at the moment", "Nothing was changed, and what is live stays live. What you typed is still in your browser: leave it open, or copy it.",
		"Tell whoever looks after practicecms for you: its data is not where it was, and has to be put back.", "", ""}},
	{cms.ErrReadOnly, problem{http.StatusServiceUnavailable, "We cannot save at the moment", "Nothing was changed, and what is live stays live. What you typed is still in your browser: leave it open, or copy it.",
		"Tell whoever looks after practicecms for you: it needs a restart.", "", ""}},
}

// problemOf finds the words for an error. Unknown is true for faults of ours.
func problemOf(err error) (p problem, unknown bool) {
	for _, known := range problems {
		if errors.Is(err, known.err) {
			return known.problem, false
		}
	}
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		return problem{http.StatusRequestEntityTooLarge, "That is more than we can take at once", "Nothing was changed, and what you saved before is safe.",
			"Send less than 2 MiB at a time: for example one half of the text, and then the other.", "", ""}, false
	}
	if invalid := (*content.InvalidError)(nil); errors.As(err, &invalid) && len(invalid.Problems) > 0 {
		return problem{http.StatusUnprocessableEntity, "Something has to be mended first", "Nothing was changed.", invalid.Problems[0].Message, "", ""}, false
	}
	if refused := (*pictures.Refused)(nil); errors.As(err, &refused) {
		return problem{http.StatusUnprocessableEntity, refused.Happened, "Nothing was changed.", refused.Do, "", ""}, false
	}
	if elsewhere := (*cms.UploadOffset)(nil); errors.As(err, &elsewhere) {
		return problem{http.StatusConflict, "A piece of the file is missing or came twice", "Nothing was changed.", "Send it once more.", "", ""}, false
	}
	if wrong := (*echo.HTTPError)(nil); errors.As(err, &wrong) {
		switch wrong.Code {
		case http.StatusNotFound, http.StatusMethodNotAllowed:
			p, _ = problemOf(errNoPage)
			p.Status = wrong.Code
			return p, false
		}
	}
	return unknownProblem, true
}

// wantsJSON reports whether a script asks, which reads words better than a page.
func wantsJSON(c echo.Context) bool { return c.Request().Header.Get("Accept") == "application/json" }

type errorView struct {
	Base
	Problem problem
	Request string // names the request in the log; empty when the words say it all
}

// answerError is the one place where an error becomes an answer.
func (s *Server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	p, unknown := problemOf(err)
	v := &errorView{Base: s.base(c, p.Happened, ""), Problem: p}
	if unknown {
		v.Request = visitOf(c).request
	}
	if p.Status >= http.StatusInternalServerError {
		s.log.Error("admin request failed", "request", visitOf(c).request, "route", c.Path(), "error", err)
	}
	if wantsJSON(c) {
		if err := c.JSON(p.Status, p); err != nil {
			s.log.Error("an error could not be sent", "request", visitOf(c).request, "error", err)
		}
		return
	}
	if err := s.render(c, p.Status, "error", v); err != nil {
		s.log.Error("the error page failed", "request", visitOf(c).request, "error", err)
		_ = c.HTMLBlob(p.Status, s.screens.lastResort)
	}
}
