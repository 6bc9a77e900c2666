package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/api/internal/limit"
	"practicecms/api/internal/wire"
	"practicecms/cms"
)

// Prefix begins every address of this API.
const Prefix = "/api/v1"

// DefaultCacheBytes bounds the cache of answers: 64 MiB.
const DefaultCacheBytes = 64 << 20

// Limits of what is not ready. A build takes milliseconds, so a queue that long means
// that there is more to do than can be done.
const (
	buildsPerCPU = 4
	buildWait    = 3 * time.Second
	maxAddress   = 4096    // bytes of a request's address
	apartBytes   = 4 << 20 // bound of each cache that is apart from that of pages
)

// Config is what the API needs. Delivery is required.
type Config struct {
	Delivery   *cms.Delivery
	Preview    *cms.Preview // opens shared links; nil: there are no previews
	CacheBytes int64        // bound of the cache of answers; 0: DefaultCacheBytes
	PerSecond  int          // requests that one address may make; 0: no limit
	// Origins are those whose pages may read in a browser, such as https://example.org;
	// none: any page may.
	Origins []string
	// Origin tells where a request comes from; the zero Addr is not known, and has no
	// limit, as this machine's own addresses have none. nil: it never is known.
	Origin func(*http.Request) netip.Addr
	Logger *slog.Logger // nil: slog.Default()
	// Address is where readers reach this server, such as https://cms.example.org: pictures have
	// absolute addresses then. Empty: they are addresses of the same server.
	Address string
}

// Server answers all addresses below Prefix. It is safe for concurrent use.
type Server struct {
	delivery *cms.Delivery
	previews *cms.Preview // nil: there are none
	log      *slog.Logger
	base     string // of the addresses of files
	pages    *pool
	lists    *pool // kept among the pages; made in a line of their own, which holds up no page
	searches *pool // apart, so that a walk through endless words pushes no page out
	moments  *pool // likewise, of what was live at one; it may have to read everything, so few are made at once
	rate     *limit.Rate[netip.Addr]
	origin   func(*http.Request) netip.Addr
	cors     cors
	echo     *echo.Echo
	streams  chan struct{}            // one for each event stream that is open
	seats    *limit.Seats[netip.Addr] // of each client, for its event streams
	types    []string                 // that documents can have
	members  []string                 // that documents can have
	closing  sync.Once
	closed   chan struct{} // ends the event streams
}

// New returns a Server. It is an http.Handler that a mux may send everything below
// Prefix to; Register mounts it on an echo that has other routes too.
func New(c Config) (*Server, error) {
	if c.Delivery == nil {
		return nil, errors.New("api: Config.Delivery is missing")
	}
	if c.CacheBytes == 0 {
		c.CacheBytes = DefaultCacheBytes
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	cors, err := newCORS(c.Origins)
	if err != nil {
		return nil, err
	}
	cpus, apart := runtime.GOMAXPROCS(0), min(c.CacheBytes, apartBytes)
	s := &Server{delivery: c.Delivery, previews: c.Preview, log: c.Logger, base: strings.TrimSuffix(c.Address, "/") + Prefix, echo: echo.New(), origin: c.Origin, cors: cors,
		pages: newPool(c, c.CacheBytes, buildsPerCPU*cpus), searches: newPool(c, apart, buildsPerCPU*cpus), moments: newPool(c, apart, max(1, cpus/2)),
		types: typeNames(c.Delivery.Model()), members: memberNames(c.Delivery.Model()),
		streams: make(chan struct{}, MaxStreams), seats: limit.NewSeats[netip.Addr](MaxClientStreams), closed: make(chan struct{})}
	s.lists = &pool{s.pages.cache, limit.NewWork(cpus, buildWait)}
	if c.Origin != nil {
		s.rate = limit.NewRate[netip.Addr](c.PerSecond)
	}
	s.echo.HTTPErrorHandler = s.answerError
	s.echo.Use(wire.Recover)
	for _, r := range routes {
		s.echo.Match([]string{http.MethodGet, http.MethodHead}, Prefix+r.pattern, s.handle(r))
	}
	s.echo.Match([]string{http.MethodGet, http.MethodHead}, Prefix+eventsPath, s.events)
	s.echo.Match([]string{http.MethodGet, http.MethodHead}, Prefix+assetsPath+":hash/*", s.asset)
	if s.previews != nil {
		s.echo.Match([]string{http.MethodGet, http.MethodHead}, Prefix+previewPath, s.preview)
		s.echo.Match([]string{http.MethodGet, http.MethodHead}, Prefix+previewAssets+":hash/*", s.previewAsset)
	}
	return s, nil
}

// Register mounts the API on e.
func (s *Server) Register(e *echo.Echo) {
	h := echo.WrapHandler(s)
	e.Any(Prefix, h)
	e.Any(Prefix+"/*", h)
}

// ServeHTTP answers a request.
//
// The routes are echo's, but an answer that is ready is given before the router is
// asked: its key is the address itself, so there is nothing left to route, bind or
// compute. That keeps a warm read within a few hundred nanoseconds of writing the
// bytes with net/http alone; see BenchmarkPage.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.cors.mark(w.Header(), r)
	err := s.admit(r)
	switch {
	case r.Method == http.MethodOptions: // it counts, but is not refused: no page could read why, as it can with the read itself
		s.cors.preflight(w)
		return
	case err != nil:
		s.refuse(w, r, err)
		return
	case (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.URL.RawQuery == "":
		if e := s.pages.get(key{path: r.URL.Path}, s.delivery.Epoch()); e != nil {
			e.serve(w, r)
			return
		}
	}
	s.echo.ServeHTTP(w, r)
}

// admit refuses a client that asks too often, and addresses that no page can have.
func (s *Server) admit(r *http.Request) error {
	if len(r.RequestURI) > maxAddress {
		return &wire.Error{Status: http.StatusRequestURITooLong, Detail: "The address of this request is longer than 4096 bytes."}
	}
	if s.rate == nil {
		return nil
	}
	from, known := s.client(r)
	if !known {
		return nil
	}
	_, err := s.rate.Take(from)
	return err
}

// client names who asks, to bound what one of them takes. It is not known of this
// machine's own addresses, which have no bound.
func (s *Server) client(r *http.Request) (from netip.Addr, known bool) {
	if s.origin == nil {
		return netip.Addr{}, false
	}
	if from = s.origin(r); !from.IsValid() || from.IsLoopback() {
		return netip.Addr{}, false
	}
	if from.Is6() { // whoever has one such address has its whole network
		from = netip.PrefixFrom(from.WithZone(""), 64).Masked().Addr()
	}
	return from, true
}

// handle answers the requests of one route, from the cache when that has an answer
// of this epoch.
func (s *Server) handle(rt route) echo.HandlerFunc {
	return func(c echo.Context) error {
		// The epoch comes first: whatever is read after it, the practice's languages
		// included, is at least as new, so nothing older is ever kept under it.
		epoch := s.delivery.Epoch()
		q, err := s.readQuery(c, rt)
		if err != nil {
			return err
		}
		answers := s.pages
		switch {
		case rt.search:
			answers = s.searches
		case q.at != "":
			answers = s.moments
		case rt.many:
			answers = s.lists
		}
		// Others may wait for the same answer, so it is built even when this client leaves.
		ctx := context.WithoutCancel(c.Request().Context())
		e, err := answers.getOrBuild(key{q.urlPath, q.canonical(rt)}, epoch, func() (*entry, error) {
			return answers.newEntry(func() (answer, error) { return rt.build(ctx, q.delivery, q) })
		})
		if err != nil {
			return err
		}
		e.serve(c.Response().Writer, c.Request())
		return nil
	}
}

// answerError is the one place where a read is refused.
func (s *Server) answerError(err error, c echo.Context) {
	if !c.Response().Committed {
		s.refuse(c.Response().Writer, c.Request(), err)
	} else if c.Request().Context().Err() == nil { // else the client has left
		s.log.Error("an answer broke off", "path", c.Request().URL.Path, "error", err)
	}
}

func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	h := w.Header()
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", errorCaching(wire.ProblemOf(err).Status))
	}
	wire.WriteProblem(w, r, s.log, err)
}

// errorCaching lets a cache in front absorb a flood of wrong addresses, but not for
// so long that a page published there seems missing.
func errorCaching(status int) string {
	if status == http.StatusNotFound || status == http.StatusBadRequest {
		return "public, max-age=0, s-maxage=10"
	}
	return "no-store"
}

// notThere makes cms.ErrNotFound say what was looked for.
func notThere(err error, detail string) error {
	if errors.Is(err, cms.ErrNotFound) {
		return wire.NotFound(detail)
	}
	return err
}
