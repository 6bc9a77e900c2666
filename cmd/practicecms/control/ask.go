package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"syscall"
)

// ErrNobody is returned when no server listens in a folder.
var ErrNobody = errors.New("no server listens there")

// Client is a connection with the running server of a data folder, for one command.
type Client struct{ conn net.Conn }

// Dial connects with the server of a data folder, or returns ErrNobody.
func Dial(ctx context.Context, dir string) (*Client, error) {
	var conn net.Conn
	err := within(dir, Socket, func(path string) (err error) {
		conn, err = new(net.Dialer).DialContext(ctx, "unix", path)
		return err
	})
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, errors.New("a server of another user runs on this folder. Run the command as that user")
	case err != nil && ctx.Err() == nil: // no socket, or that of a server that was killed
		return nil, fmt.Errorf("%w: %w", ErrNobody, err)
	case err != nil:
		return nil, err
	}
	return &Client{conn}, nil
}

// Close breaks off what was asked.
func (c *Client) Close() error { return c.conn.Close() }

// Ask has the server carry out a command, brings what it writes to its streams, and returns its
// exit code. version is that of this program. When ctx ends the command is broken off.
//
// It returns ErrUnknownOutcome, the error of to.File, or what keeps the two from understanding
// each other, and then nothing was done.
func (c *Client) Ask(ctx context.Context, version string, cmd Command, to Streams) (code int, err error) {
	body, err := json.Marshal(cmd)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://server/"+protocol, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set(versionHeader, version)
	transport := &http.Transport{DisableKeepAlives: true, DialContext: func(context.Context, string, string) (net.Conn, error) { return c.conn, nil }}
	answer, err := transport.RoundTrip(r)
	if err != nil {
		return 0, broken(ctx, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return 0, misunderstood(answer, version)
	}
	code, err = read(answer.Body, to)
	return code, broken(ctx, err)
}

// broken is the error of an answer that did not come to its end.
func broken(ctx context.Context, err error) error {
	switch {
	case err != nil && ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE):
		return ErrUnknownOutcome
	}
	return err
}

// misunderstood says that two programs of different versions met.
func misunderstood(answer *http.Response, version string) error {
	why, err := io.ReadAll(io.LimitReader(answer.Body, 4<<10))
	if err != nil {
		return err
	}
	return fmt.Errorf("the running server is practicecms %s, this is practicecms %s, and they do not understand each other here (%s). Nothing was done. Use the program that the server was started with, or start the server anew with this one",
		answer.Header.Get(versionHeader), version, strings.TrimSpace(string(why)))
}
