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

// How many exports are sent at once, and how long the next one waits for its turn.
const (
	maxExports = 2
	exportWait = 3 * time.Second
)

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
	exports  *limit.Work // each holds a copy of the data while it is sent
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
	s := &Server{editor: c.Editor, delivery: c.Delivery, log: c.Logger, rate: limit.NewRate[content.TokenID](c.PerSecond), exports: limit.NewWork(maxExports, exportWait), origin: c.Origin, echo: echo.New()}
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
