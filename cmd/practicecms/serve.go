package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/dustin/go-humanize"

	"practicecms/admin"
	"practicecms/api"
	"practicecms/api/manage"
	"practicecms/cmd/practicecms/demo"
	"practicecms/cms"
)

type serveCmd struct {
	folder
	Listen       string   `default:"127.0.0.1:8080" help:"Address to listen on." placeholder:"HOST:PORT"`
	PublicURL    string   `help:"Where people reach this server, for example https://cms.example.org. With https, cookies are sent over TLS only." placeholder:"URL"`
	TrustedProxy []string `help:"Addresses of the proxy in front, as CIDR, for example 127.0.0.1/32. Only its X-Forwarded-For says where somebody signs in from." placeholder:"CIDR"`
	AllowOrigin  []string `help:"Origins whose pages may read the API in a browser, for example https://example.org; without, any page may. This keeps no program out." placeholder:"ORIGIN"`
	RateLimit    int      `default:"100" help:"Requests a second that one address may make of the API, and one token of the write API, once it has used up a reserve of ten seconds' worth; 0: no limit. This machine's own addresses have none." placeholder:"N"`
	Cache        int      `default:"64" help:"Memory in MiB that ready answers of the API may take." placeholder:"MIB"`
	MaxSize      byteSize `default:"0" help:"Size that the data file may grow to, for example 2GB; at nine tenths of it the log and the owners' pages warn; 0: as large as the disk." placeholder:"SIZE"`
	ReadOnly     bool     `help:"Serve what is there and change nothing, for a copy or a disk that cannot be written: the API answers, the editing pages are closed."`
	Demo         bool     `help:"Put a demo practice into an empty folder."`
	nightly
	Log string `default:"text" enum:"text,json" help:"How the log is written: text or json."`
}

// addressFile holds the running server's address, for other commands to name.
const addressFile = "server.address"

// Limits of a connection. Delivery answers from memory; the longest request is a
// pasted page over a slow line.
const (
	headerTimeout   = 5 * time.Second
	bodyTimeout     = 30 * time.Second
	writeTimeout    = 60 * time.Second
	idleTimeout     = 120 * time.Second
	maxHeaderBytes  = 32 << 10
	maxDrain        = 32 << 20
	shutdownTimeout = 7 * time.Second // the search indexes may take some more; see cms.Close
	sweepEvery      = 10 * time.Minute
)

// maxCache bounds --cache, in MiB: a terabyte.
const maxCache = 1 << 20

func (cmd *serveCmd) Run(ctx context.Context, a *App) (err error) {
	defer keepHeadroom()()
	log := cmd.newLogger(a)
	public, err := cmd.publicURL()
	if err != nil {
		return usageError{err}
	}
	proxies, err := cmd.proxies()
	if err != nil {
		return usageError{err}
	}
	for _, text := range cmd.AllowOrigin {
		if _, err := api.ParseOrigin(text); err != nil {
			return usageError{fmt.Errorf("--allow-origin: %w", err)}
		}
	}
	if cmd.Cache < 1 || cmd.Cache > maxCache {
		return usageError{fmt.Errorf("--cache %d: give from 1 to %d MiB", cmd.Cache, maxCache)}
	}
	if cmd.Demo && cmd.ReadOnly {
		return usageError{errors.New("--demo writes and --read-only does not: give one of them")}
	}
	plan, err := cmd.nightly.plan(cmd.Data)
	if err != nil {
		return usageError{err}
	}
	if cmd.Demo {
		err := demo.Load(ctx, cmd.Data, cms.Options{Logger: log}, time.Now())
		if err != nil && !errors.Is(err, demo.ErrNotEmpty) {
			return cmd.explainLock(err)
		}
	}
	c, err := cms.Open(cmd.Data, cms.Options{Clock: a.clock, Steady: a.steady, Logger: log, Model: model, MaxSize: int64(cmd.MaxSize), ReadOnly: cmd.ReadOnly, Program: program()})
	if err != nil {
		return cmd.explainLock(err)
	}
	defer closing(c, &err)

	from := origin{secure: public != nil && public.Scheme == "https", proxies: proxies}
	handler, endStreams, err := frontDoors(c, log, from, cmd)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", cmd.Listen)
	if err != nil {
		return fmt.Errorf("%w; choose another address with --listen", err)
	}
	address := "http://" + listener.Addr().String()
	if public != nil {
		address = strings.TrimSuffix(public.String(), "/")
	}
	if !cmd.ReadOnly {
		defer tellAddress(cmd.Data, address, log)()
		endCommands := cmd.takeCommands(c, log)
		defer func() {
			if err := endCommands(); err != nil {
				log.Warn("commands of other processes were cut off", "error", err)
			}
		}()
	}

	server := &http.Server{
		Handler: handler, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: headerTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
	}
	server.RegisterOnShutdown(endStreams)
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		log.Info("stopping")
		bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		stopped <- shutDown(bounded, server, log)
	}()
	running, endWork := context.WithCancel(ctx)
	var work sync.WaitGroup
	work.Go(func() { c.RunWatch(running) })
	work.Go(func() { c.RunScrub(running) })
	if !cmd.ReadOnly {
		work.Go(func() { c.RunSchedule(running) })
		work.Go(func() { c.RunWebhooks(running) })
		go sweep(ctx, c, log)
		if plan != nil {
			work.Go(func() { c.RunBackups(running, *plan) })
		}
	}
	defer func() { endWork(); work.Wait() }() // before the store is closed
	if err := cmd.greet(ctx, a.Stdout, c, address); err != nil {
		return err
	}
	log.Info("serving", "address", address, "data", cmd.Data)
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// tellAddress leaves the server's address for other commands to name, until forget is called.
// It is a help and no more: a disk that is full does not keep the server from starting.
func tellAddress(data, address string, log *slog.Logger) (forget func()) {
	file := filepath.Join(data, addressFile)
	if err := os.WriteFile(file, []byte(address+"\n"), 0o600); err != nil {
		log.Warn("other commands cannot say where this server is", "error", err)
		_ = os.Remove(file) // half an address is none
	}
	return func() {
		if text, err := os.ReadFile(file); err == nil && string(text) == address+"\n" { // not another server's
			_ = os.Remove(file) // the next start writes it anew
		}
	}
}

// shutDown waits for the requests that run until ctx ends, and then cuts their connections: an
// answer that nobody reads is no reason not to stop.
func shutDown(ctx context.Context, server *http.Server, log *slog.Logger) error {
	err := server.Shutdown(ctx)
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	log.Warn("some connections took too long and were cut")
	return server.Close()
}

func (cmd *serveCmd) newLogger(a *App) *slog.Logger {
	if cmd.Log == "json" {
		return slog.New(slog.NewJSONHandler(a.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(a.Stderr, nil))
}

// byteSize is a number of bytes as people write it: 2GB, 512MiB.
type byteSize int64

// UnmarshalText reads one.
func (b *byteSize) UnmarshalText(text []byte) error {
	n, err := humanize.ParseBytes(string(text))
	if err != nil || n > math.MaxInt64 {
		return fmt.Errorf("%q is no size: give one such as 2GB", text)
	}
	*b = byteSize(n)
	return nil
}

// publicURL reads --public-url; nil when it is not given.
func (cmd *serveCmd) publicURL() (*url.URL, error) {
	if cmd.PublicURL == "" {
		return nil, nil
	}
	u, err := url.Parse(cmd.PublicURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("--public-url %q: give one such as https://cms.example.org", cmd.PublicURL)
	}
	return u, nil
}

// proxies reads --trusted-proxy.
func (cmd *serveCmd) proxies() ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range cmd.TrustedProxy {
		p, err := netip.ParsePrefix(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("--trusted-proxy %q: give a range of addresses such as 127.0.0.1/32 or 10.0.0.0/8", text)
		}
		all = append(all, p)
	}
	return all, nil
}

// frontDoors puts the three doors behind one handler. The public API gets a
// Delivery, which knows nothing but what is live, and a Preview, which opens shared
// links and nothing else. endStreams ends what would never end by itself.
func frontDoors(c *cms.CMS, log *slog.Logger, from origin, cmd *serveCmd) (doors http.Handler, endStreams func(), err error) {
	delivery, err := api.New(api.Config{Delivery: c.Delivery(), Preview: c.Preview(), CacheBytes: int64(cmd.Cache) << 20, Origins: cmd.AllowOrigin, Logger: log, Origin: from.of, PerSecond: cmd.RateLimit, Address: cmd.PublicURL})
	if err != nil {
		return nil, nil, err
	}
	write, err := manage.New(manage.Config{Editor: c.Editor(), Delivery: c.Delivery(), Logger: log, Origin: from.of, PerSecond: cmd.RateLimit})
	if err != nil {
		return nil, nil, err
	}
	pages, err := admin.New(admin.Config{Editor: c.Editor(), Delivery: c.Delivery(), Preview: c.Preview(), Logger: log, Secure: from.secure, ForReading: cmd.ReadOnly, Origin: from.of})
	if err != nil {
		return nil, nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			// Not ReadTimeout, which costs a read that has no body as much.
			if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTimeout)); err != nil {
				log.Warn("a request's body may take for ever", "error", err)
			}
			defer drain(r, r.Body)
		}
		switch path := r.URL.Path; {
		case strings.HasPrefix(path, "/api/"):
			delivery.ServeHTTP(w, r)
		case strings.HasPrefix(path, "/manage/"):
			write.ServeHTTP(w, r)
		case path == "/healthz":
			answer(w, nil)
		case path == "/readyz":
			answer(w, c.Ready(r.Context()))
		default:
			pages.ServeHTTP(w, r)
		}
	}), delivery.Close, nil
}

// drain reads what a door did not want to read of a body, up to maxDrain. A client
// that is cut off while it still sends never sees the answer that says why. One that
// asked before sending (Expect) has its answer already.
func drain(r *http.Request, body io.Reader) {
	if r.Header.Get("Expect") == "" {
		_, _ = io.CopyN(io.Discard, body, maxDrain) // a body that ends or breaks off is what we want
	}
}

// greet tells a person where to go.
func (cmd *serveCmd) greet(ctx context.Context, out io.Writer, c *cms.CMS, address string) error {
	if cmd.ReadOnly {
		fmt.Fprintf(out, "\nFor reading only: %s/api/v1/pages\n\n", address)
		return nil
	}
	secret, err := c.SetUpSecret(ctx)
	if err != nil {
		return err
	}
	if secret != "" {
		fmt.Fprintf(out, "\nWelcome. Open this link to begin; it works once:\n\n  %s/admin/set-up/%s\n\n", address, secret)
		return nil
	}
	fmt.Fprintf(out, "\nOpen %s/admin\n\n", address)
	return nil
}

// sweep keeps what has ended from piling up. A fault is logged and the next round
// tries again.
func sweep(ctx context.Context, c *cms.CMS, log *slog.Logger) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := c.SweepSessions(ctx); err != nil && ctx.Err() == nil {
				log.Error("sweeping sessions", "error", err)
			}
		}
	}
}
