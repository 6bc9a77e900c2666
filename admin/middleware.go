package admin

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/admin/internal/words"
	"practicecms/cms"
	"practicecms/cms/access"
	"practicecms/cms/live"
	"practicecms/content"
)

// maxBody is the largest request, in bytes (2 MiB). A pasted page of 20,000 words
// is a tenth of it.
const maxBody = 2 << 20

// maxPasted is the largest request with a pasted text, in bytes (8 MiB): more than is
// read of it, so that the answer to one that is too long still holds the text.
const maxPasted = 8 << 20

// mostOf is how large the request for a path may be, in bytes.
func mostOf(path string) int64 {
	if path == "/admin/paste" {
		return maxPasted
	}
	return maxBody
}

// policy lets a page load its own style sheet, scripts, fonts and pictures, and
// nothing else: no inline script or style, no other host. Nobody may put it in a
// frame; it may frame what itself allows it to (see framedPolicy).
const policy = ownOnly + "frame-ancestors 'none'"

// framedPolicy is the policy of the one page that our own pages may frame: the
// preview beside the editor.
const framedPolicy = ownOnly + "frame-ancestors 'self'"

// leadingTo is policy for a page with a button that leads to another site.
func leadingTo(site *url.URL) string {
	return strings.Replace(policy, "form-action 'self'", "form-action 'self' "+site.Scheme+"://"+site.Host, 1)
}

const ownOnly = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "

// headers sets the headers that every answer has.
func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-store")
		if s.secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		return next(c)
	}
}

// observe answers errors and panics with a page, and writes one log line for each
// request. It logs the route, not the address: an address may hold a secret.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		began := time.Now()
		v := &visit{now: s.clock(), model: s.model, request: rand.Text()[:10]}
		c.Set(visitKey, v)
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
			if err != nil {
				s.answerError(err, c)
			}
			level := slog.LevelInfo
			if c.Response().Status >= 500 {
				level = slog.LevelError
			}
			s.log.Log(c.Request().Context(), level, "admin request", "request", v.request, "method", c.Request().Method,
				"route", c.Path(), "status", c.Response().Status, "took", time.Since(began).Round(time.Microsecond))
			err = nil // answered
		}()
		return next(c)
	}
}

// errCrossSite is returned for a request that another site made.
var errCrossSite = errors.New("the request came from another site")

// guardOrigin refuses changes that another site asks for, by Sec-Fetch-Site or, in
// browsers that do not send it, by Origin. Requests with neither do not come from a
// browser of this decade; see admit for what is asked of them.
func (s *Server) guardOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.origins.Check(c.Request()); err != nil {
			return fmt.Errorf("%w: %w", errCrossSite, err)
		}
		return next(c)
	}
}

// errNotAForm is returned for a body that no form of ours sends.
var errNotAForm = errors.New("the body is not an ordinary form")

// readForm reads the body of a POST, up to mostOf its path. Handlers find it in PostForm.
func (s *Server) readForm(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method == http.MethodPost {
			kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
			if err == nil && kind == pieceType && isPiece(r.URL.Path) {
				return next(c) // the handler reads it
			}
			if err != nil || kind != "application/x-www-form-urlencoded" {
				return errNotAForm
			}
			r.Body = http.MaxBytesReader(c.Response(), r.Body, mostOf(r.URL.Path))
			if err := r.ParseForm(); err != nil {
				if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
					return tooLarge
				}
				return fmt.Errorf("%w: %w", errNotAForm, err)
			}
		}
		return next(c)
	}
}

// pieceType is the media type of a piece of a file.
const pieceType = "application/octet-stream"

func isPiece(path string) bool {
	return strings.HasPrefix(path, "/admin/uploads/") && strings.HasSuffix(path, "/piece")
}

// visit is what is known of one request.
type visit struct {
	request  string // names the request in the log and on the error page
	now      time.Time
	session  string        // secret of the session; "" for nobody
	person   access.Person // zero for nobody
	practice live.Practice // its settings, as they are live
	model    *content.Model
}

const visitKey = "visit"

func visitOf(c echo.Context) *visit {
	v, _ := c.Get(visitKey).(*visit)
	return v
}

// english speaks to the person, by the clock of their practice.
func (v *visit) english() words.English {
	now := v.now
	if v.practice.Zone != nil {
		now = now.In(v.practice.Zone)
	}
	return words.NewEnglish(now, v.actor().Author, v.model)
}

// mayOpen reports whether the person may open documents of a type: the owners' are for
// owners. No list leads them to what they may not.
func (v *visit) mayOpen(t content.Type) bool { return !t.Owners || v.person.Role == cms.RoleOwner }

// actor is who acts in this request.
func (v *visit) actor() cms.Actor { return v.person.Actor() }

// errNoToken is returned for a POST without Sec-Fetch-Site, Origin and form token.
var errNoToken = errors.New("the form's token is missing or old")

// admit finds out who calls and lets them through to the route's handler, or not.
func (s *Server) admit(r route) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := visitOf(c)
		ctx := c.Request().Context()
		var err error
		if v.practice, err = s.delivery.Practice(ctx); err != nil {
			return err
		}
		if s.reading && r.who != shown {
			return cms.ErrForReading // who signs in is written down
		}
		if session := s.onlyCookie(c, "cms"); session != "" {
			use := s.edit.Session
			if r.who == watching || c.QueryParam("unattended") != "" { // the page asks by itself
				use = s.edit.LookAtSession
			}
			v.person, err = use(ctx, session)
			switch {
			case err == nil:
				v.session = session
			case !errors.Is(err, cms.ErrUnauthenticated):
				return err
			}
		}
		if r.who != public && r.who != shown && v.session == "" {
			return s.askToSignIn(c)
		}
		if r.who == owner && v.person.Role != cms.RoleOwner {
			return cms.ErrForbidden
		}
		if c.Request().Method == http.MethodPost && v.session != "" && !sentByBrowser(c.Request()) {
			token := c.Request().PostForm.Get("token")
			if isPiece(c.Request().URL.Path) {
				token = c.Request().Header.Get("X-Token")
			}
			if subtle.ConstantTimeCompare([]byte(token), []byte(formToken(v.session))) != 1 {
				return errNoToken
			}
		}
		return onceMore(func() error { return r.handle(s, c) })
	}
}

// onceMore runs a handler again when somebody else was faster: it had read how things
// were, another request changed them, and nothing of it was written. Read again, the two
// can be put together.
func onceMore(handle func() error) error {
	const enough = 8
	var err error
	for range enough {
		if err = handle(); !errors.Is(err, cms.ErrMovedOn) {
			break
		}
	}
	return err
}

// sentByBrowser reports whether guardOrigin had something to judge by.
func sentByBrowser(r *http.Request) bool {
	return r.Header.Get("Sec-Fetch-Site") != "" || r.Header.Get("Origin") != ""
}

// ownPath returns next when it is a place of the admin, else "/admin": a link that
// somebody sent must not lead away after sign-in.
func ownPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.Opaque != "" || strings.ContainsAny(next, "\\\t\r\n") ||
		strings.Contains(next, "//") || u.Path != "/admin" && !strings.HasPrefix(u.Path, "/admin/") {
		return "/admin"
	}
	return u.String()
}
