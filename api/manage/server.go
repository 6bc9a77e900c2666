// Package manage is the write API: drafts, versions, publishing, for programs that
// hold a token. It does what the editing UI does, through the same cms.Editor, and
// is the only place in package api that holds one. Delivery of live content is
// package api.
//
//	server.go     routes, and who asks
//	documents.go  make, read and save; list; where used
//	live.go       publish, schedule, unpublish, undo, trash
//	history.go    versions, compare, restore, take back, names, what was live when
//	rehearse.go   what a restore would do; the texts that each block had
//	said.go       when something was said
//	owners.go     what no token may
//	blame.go      who wrote each sentence
//	evidence.go   proof of what readers saw
//	paste.go      pasted text to page
//	body.go       what requests say        write.go  what answers say
//	etag.go       If-Match and ETag        conflict.go  the answer to a lost race
package manage

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/api/internal/limit"
	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/content"
)

// Prefix begins every address of this API.
const Prefix = "/manage/v1"

// Config is what the API needs. Editor and Delivery are required.
type Config struct {
	Editor    *cms.Editor
	Delivery  *cms.Delivery // for the model and the practice's languages
	Logger    *slog.Logger  // nil: slog.Default()
	PerSecond int           // requests that one token may make; 0: no limit
	// Origin tells where a request comes from: this machine's own addresses have no limit.
	// nil: it is not known.
	Origin func(*http.Request) netip.Addr
}

// Server answers all addresses below Prefix. It is safe for concurrent use.
type Server struct {
	editor   *cms.Editor
	delivery *cms.Delivery
	log      *slog.Logger
	rate     *limit.Rate[content.TokenID]
	origin   func(*http.Request) netip.Addr
	echo     *echo.Echo
}

// New returns a Server. It is an http.Handler that a mux may send everything below
// Prefix to; Register mounts it on an echo that has other routes too.
func New(c Config) (*Server, error) {
	if c.Editor == nil || c.Delivery == nil {
		return nil, errors.New("manage: Config.Editor and Config.Delivery are both needed")
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	s := &Server{editor: c.Editor, delivery: c.Delivery, log: c.Logger, rate: limit.NewRate[content.TokenID](c.PerSecond), origin: c.Origin, echo: echo.New()}
	s.echo.HTTPErrorHandler = s.answerError
	// Before routing, so that nobody without a token learns which addresses there are.
	s.echo.Pre(wire.Recover, s.authenticate)
	for _, r := range s.routes() {
		s.echo.Add(r.method, Prefix+r.pattern, s.handle(r))
	}
	return s, nil
}

// Register mounts the API on e.
func (s *Server) Register(e *echo.Echo) {
	h := echo.WrapHandler(s)
	e.Any(Prefix, h)
	e.Any(Prefix+"/*", h)
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// route is one method of one address.
type route struct {
	method, pattern string
	params          []string // the query parameters that it takes
	handle          func(*request) error
}

// routes is the whole API. What is not here is a 404.
func (s *Server) routes() []route {
	const id = "/documents/:id"
	local := []string{"locale"}
	return []route{
		{http.MethodGet, "/documents", []string{"type", "locale", "q", "limit", "cursor", "trashed"}, s.list},
		{http.MethodPost, "/documents", nil, s.create},
		{http.MethodGet, id, local, s.latest},
		{http.MethodPut, id, local, s.save},
		{http.MethodGet, id + "/uses", nil, s.uses},

		{http.MethodPost, id + "/publish", local, s.publish},
		{http.MethodPost, id + "/unpublish", local, s.unpublish},
		{http.MethodPost, id + "/undo-publish", local, s.undoPublish},
		{http.MethodPost, id + "/schedule", local, s.schedule},
		{http.MethodPost, id + "/unschedule", local, s.unschedule},
		{http.MethodPost, id + "/trash", local, s.trash},
		{http.MethodPost, id + "/untrash", local, s.untrash},

		{http.MethodGet, id + "/live", []string{"locale", "at"}, s.liveThen},
		{http.MethodGet, id + "/versions", []string{"locale", "by", "block", "live", "named", "limit", "cursor"}, s.history},
		{http.MethodGet, id + "/versions/:n", local, s.version},
		{http.MethodPut, id + "/versions/:n/name", local, s.nameVersion},
		{http.MethodPost, id + "/versions/:n/restore", local, s.restore},
		{http.MethodPost, id + "/versions/:n/take-back", local, s.takeBack},
		{http.MethodPost, id + "/restore", local, s.restorePicks},
		{http.MethodPost, id + "/rehearse", local, s.rehearse},
		{http.MethodGet, id + "/parts", []string{"locale", "limit"}, s.parts},
		{http.MethodGet, id + "/compare", []string{"locale", "from", "to"}, s.compare},
		{http.MethodGet, id + "/blame", []string{"locale", "block"}, s.blame},
		{http.MethodGet, id + "/evidence", []string{"locale", "from", "to"}, s.evidence},

		{http.MethodGet, "/said", []string{"q", "document", "limit"}, s.said},
		{http.MethodPost, "/erase", nil, ownersOnly},
		{http.MethodGet, "/thin", nil, ownersOnly},
		{http.MethodPost, "/thin", nil, ownersOnly},

		{http.MethodPost, "/paste", nil, s.paste},
	}
}

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

const actorKey = "actor"

// authenticate lets nobody in without a valid token. Cookies are not looked at, so
// no browser can be made to act for somebody.
func (s *Server) authenticate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		token, ok := bearer(c.Request().Header["Authorization"])
		if !ok {
			return cms.ErrUnauthenticated
		}
		who, err := s.editor.Token(c.Request().Context(), token)
		if err != nil {
			return err
		}
		// A token that only delivers has no business here at all; what the others may
		// do, the Editor decides act by act.
		if who.Role == cms.ScopeDeliver {
			return cms.ErrForbidden
		}
		if s.origin == nil || !s.origin(c.Request()).IsLoopback() {
			left, err := s.rate.Take(who.Token)
			if err != nil {
				return err
			}
			s.rate.Say(c.Response().Header(), left)
		}
		c.Set(actorKey, who)
		return next(c)
	}
}

// bearer takes the token out of the one Authorization header (RFC 6750 §2.1).
func bearer(header []string) (token string, ok bool) {
	if len(header) != 1 {
		return "", false
	}
	scheme, token, ok := strings.Cut(header[0], " ")
	return token, ok && strings.EqualFold(scheme, "Bearer")
}

// answerError is the one place where a request is refused.
func (s *Server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	if errors.Is(err, cms.ErrUnauthenticated) {
		c.Response().Header().Set("WWW-Authenticate", `Bearer realm="practicecms"`)
	}
	wire.WriteProblem(c.Response(), c.Request(), s.log, err)
}

// write answers with what fill writes.
func (q *request) write(status int, fill func(*wire.Writer)) error {
	w := wire.NewWriter()
	fill(w)
	body, err := w.Bytes()
	if err != nil {
		return err
	}
	q.Response().Header().Set("X-Content-Type-Options", "nosniff")
	return q.Blob(status, "application/json; charset=utf-8", body)
}
