package admin

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/cms"
	"practicecms/content"
)

// Config is what a Server needs.
type Config struct {
	Editor   *cms.Editor   // makes every change, and reads all that staff may see
	Delivery *cms.Delivery // gives the model and the practice's settings, as they are live
	Preview  *cms.Preview  // opens shared links, for people without an account

	Logger *slog.Logger     // nil: slog.Default()
	Secure bool             // served over https: cookies get Secure and the __Host- prefix, answers get HSTS
	Clock  func() time.Time // nil: what time it is for Editor

	ForReading bool // the data was opened for reading: every screen but shared links says so

	Origin func(*http.Request) netip.Addr // where a request comes from, for counting attempts to sign in; the zero Addr is not known; nil: it never is
}

// Server answers everything below /admin, and the shared links below /preview. It has a router of its own, so that its
// headers, its error pages and its guards hold for every answer there, the pages
// that do not exist included, and for none elsewhere.
type Server struct {
	edit     *cms.Editor
	delivery *cms.Delivery
	preview  *cms.Preview
	model    *content.Model
	log      *slog.Logger
	secure   bool
	reading  bool
	origin   func(*http.Request) netip.Addr
	clock    func() time.Time

	findTime time.Duration // how long the list of pages looks for words, at most

	echo    *echo.Echo
	origins *http.CrossOriginProtection
	static  static
	screens screens
	undo    undoShelf

	presence presence
}

// New makes a Server. It fails when a screen's template is missing or wrong, and
// when the style sheet has not been built.
func New(c Config) (*Server, error) {
	if c.Editor == nil || c.Delivery == nil || c.Preview == nil {
		return nil, errors.New("admin: Config needs an Editor, a Delivery and a Preview")
	}
	if c.Origin == nil {
		c.Origin = func(*http.Request) netip.Addr { return netip.Addr{} }
	}
	s := &Server{
		edit: c.Editor, delivery: c.Delivery, preview: c.Preview, model: c.Delivery.Model(),
		log: c.Logger, secure: c.Secure, reading: c.ForReading, origin: c.Origin, clock: c.Clock,
		findTime: findTime, echo: echo.New(), origins: http.NewCrossOriginProtection(),
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.clock == nil {
		s.clock = c.Editor.Time
	}
	var err error
	if s.static, err = loadStatic(); err != nil {
		return nil, err
	}
	if s.screens, err = parseScreens(s.static); err != nil {
		return nil, err
	}
	s.echo.HTTPErrorHandler = s.answerError
	s.echo.Pre(s.headers, s.observe, s.guardOrigin, s.readForm)
	for _, r := range routes {
		handler := s.admit(r)
		s.echo.Add(r.method, r.path, handler)
		if r.method == http.MethodGet {
			s.echo.Add(http.MethodHead, r.path, handler)
		}
	}
	return s, nil
}

// ServeHTTP answers everything below /admin, and leads "/" there.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// Register puts the Server into an echo that has other routes too.
func (s *Server) Register(e *echo.Echo) {
	handler := echo.WrapHandler(s)
	e.GET("/", handler)
	e.Any("/admin", handler)
	e.Any("/admin/*", handler)
	e.GET("/preview/*", handler)
}

// home leads to the pages.
func (s *Server) home(c echo.Context) error { return seeOther(c, "/admin") }
