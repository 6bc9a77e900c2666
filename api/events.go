package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"practicecms/api/internal/wire"
	"practicecms/cms"
	"practicecms/cms/feed"
)

// eventsPath is the address of the event stream.
const eventsPath = "/events"

const (
	// MaxStreams bounds the event streams that are open at once; one more is a 503.
	MaxStreams = 256
	// MaxClientStreams bounds how many of these one address may have; one more is a 429.
	MaxClientStreams = 32
	// heartbeat keeps proxies from taking a quiet stream for a dead one: many give up
	// after 30 or 60 seconds.
	heartbeat = 15 * time.Second
	// streamWrite is how long a client may take to read what was sent.
	streamWrite = 10 * time.Second
	// eventsAtOnce is how many changes are read from the store in one go.
	eventsAtOnce = 50
	// alive is a comment that says nothing.
	alive = ": still here\n\n"
)

// Close ends the event streams, which would otherwise keep a server from stopping.
// Everything else goes on being answered.
func (s *Server) Close() { s.closing.Do(func() { close(s.closed) }) }

// events: GET /events streams the feed of changes as server-sent events (HTML Living
// Standard, section 9.2). It begins with what follows the cursor in Last-Event-ID,
// which browsers send when they connect again, or in the parameter since; with neither,
// now. An event "start-over" says that the cursor is no place in this feed.
func (s *Server) events(c echo.Context) error {
	params, err := wire.ReadParams(c.Request(), "since")
	if err != nil {
		return err
	}
	leave, err := s.takeStream(c.Request())
	if err != nil {
		return err
	}
	defer leave()
	ctx := c.Request().Context()
	cursor := c.Request().Header.Get("Last-Event-ID")
	if cursor == "" {
		cursor = params["since"]
	}
	latest, err := s.delivery.LatestCursor(ctx)
	if err != nil {
		return err
	}
	if cursor == "" || cursor == "latest" {
		cursor = latest
	}
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	h["X-Content-Type-Options"] = noSniff
	if c.Request().Method == http.MethodHead {
		c.Response().WriteHeader(http.StatusOK)
		return nil
	}
	c.Response().Committed = true // whatever comes now, there is no other answer to give
	out := stream{w: c.Response().Writer, control: http.NewResponseController(c.Response().Writer)}
	return s.follow(ctx, out, cursor, latest)
}

// takeStream takes a place among all event streams, and among those of the client. leave,
// which is called once, gives both back.
func (s *Server) takeStream(r *http.Request) (leave func(), err error) {
	leaveSeat := func() {}
	if from, known := s.client(r); known {
		if leaveSeat, err = s.seats.Take(from); err != nil {
			return nil, err
		}
	}
	select {
	case s.streams <- struct{}{}:
		return func() { <-s.streams; leaveSeat() }, nil
	default:
		leaveSeat()
		return nil, &wire.Error{Status: http.StatusServiceUnavailable, Detail: "Too many event streams are open. Try again later, or ask for /changes from time to time."}
	}
}

// follow sends what happens from a cursor on, until the client or the server ends it. A
// cursor that is no place in the feed starts over at latest.
func (s *Server) follow(ctx context.Context, out stream, cursor, latest string) error {
	out.send(": hello\nretry: 3000\n\n")
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for out.err == nil {
		select {
		case <-s.closed: // in the middle of a long feed, too
			return nil
		default:
		}
		moved := s.delivery.NextMove() // before reading: what happens in between wakes us
		var feed feed.Feed
		err := s.lists.work.Do(func() (err error) {
			feed, err = s.delivery.Changes(ctx, cursor, eventsAtOnce)
			return err
		})
		if _, busy := errors.AsType[*wire.Error](err); busy { // it has waited for its turn, and goes on waiting
			out.send(alive)
			continue
		}
		if errors.Is(err, cms.ErrStartOver) {
			cursor = latest
			out.send("event: start-over\nid: " + cursor + "\ndata: {}\n\n")
			continue
		}
		if err != nil {
			return err
		}
		for _, change := range feed.Changes {
			data, err := json.Marshal(change)
			if err != nil {
				return err
			}
			out.send(fmt.Sprintf("event: %s\nid: %s\ndata: %s\n\n", change.Op, change.Cursor, data))
		}
		if cursor = feed.Cursor; feed.More {
			continue
		}
		select {
		case <-moved:
		case <-beat.C:
			out.send(alive)
		case <-ctx.Done():
			return nil
		case <-s.closed:
			return nil
		}
	}
	return nil // the client is gone; it comes back with its last id
}

// stream writes events until the first write that fails.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	err     error
}

func (s *stream) send(event string) {
	if s.err != nil {
		return
	}
	if s.err = s.control.SetWriteDeadline(time.Now().Add(streamWrite)); s.err != nil {
		return
	}
	if _, s.err = s.w.Write([]byte(event)); s.err == nil {
		s.err = s.control.Flush()
	}
}
