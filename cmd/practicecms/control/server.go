package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// Run carries out a command and returns its exit code. ctx ends when who asked is gone, and
// with ErrStopping as its cause when the server stops.
type Run func(ctx context.Context, to Streams) (code int)

// Config is what a Server needs.
type Config struct {
	Dir     string // the data folder, which this process holds
	Version string // of this program
	Logger  *slog.Logger
	// Find finds how a command is carried out. Its error is for who asked: a command that
	// this program does not have, or not in this form.
	Find func(Command) (Run, error)
}

// Limits of a request. A command is short, but for a text that is pasted.
const (
	headerTimeout = 30 * time.Second
	maxRequest    = 16 << 20
)

// ErrStopping is why a command ends when its server stops.
var ErrStopping = errors.New("the server is stopping, and has broken this off. Try again when it has stopped, or runs again")

// Server carries out commands for other processes.
type Server struct {
	Config
	listener net.Listener
	socket   fs.FileInfo // the one that is ours
	http     *http.Server
	end      context.CancelCauseFunc
}

// Serve listens on the socket of a data folder and carries out what is asked there until Stop.
// A socket that a killed server left is replaced. Only one server of a folder may call it: the
// one that holds the data. The error says why nobody can ask this server; it serves without.
func Serve(c Config) (*Server, error) {
	listener, socket, err := listen(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", Socket, err)
	}
	ctx, end := context.WithCancelCause(context.Background())
	s := &Server{Config: c, listener: listener, socket: socket, end: end}
	s.http = &http.Server{
		Handler: s, ErrorLog: slog.NewLogLogger(c.Logger.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: headerTimeout, BaseContext: func(net.Listener) context.Context { return ctx },
	}
	go func() {
		if err := s.http.Serve(guarded{listener, c.Logger}); !errors.Is(err, http.ErrServerClosed) {
			c.Logger.Error("commands can't ask this server any more", "error", err)
		}
	}()
	return s, nil
}

// listen makes the socket under another name first: nobody finds it before it has its mode,
// and one rename replaces what a killed server left.
func listen(dir string) (l *net.UnixListener, socket fs.FileInfo, err error) {
	if runtime.GOOS == "windows" { // a socket there is open to whoever may read the folder
		return nil, nil, errors.ErrUnsupported
	}
	path := filepath.Join(dir, fresh)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	err = within(dir, fresh, func(short string) (err error) {
		l, err = net.ListenUnix("unix", &net.UnixAddr{Name: short, Net: "unix"})
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	l.SetUnlinkOnClose(false) // it gets another name
	err = os.Chmod(path, 0o600)
	if err == nil {
		socket, err = os.Lstat(path)
	}
	if err == nil {
		err = os.Rename(path, filepath.Join(dir, Socket))
	}
	if err != nil {
		return nil, nil, errors.Join(err, l.Close(), os.Remove(path))
	}
	return l, socket, nil
}

// removeOurs removes the socket unless the name leads to another by now: where the data folder
// was replaced under this server, the next one listens there already.
func (s *Server) removeOurs() error {
	path := filepath.Join(s.Dir, Socket)
	named, err := os.Lstat(path)
	if err == nil && os.SameFile(named, s.socket) {
		err = os.Remove(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Stop takes no more commands, breaks off those that run, and waits for them until ctx ends.
// Then their connections are cut, and the error names what would not end.
func (s *Server) Stop(ctx context.Context) error {
	s.end(ErrStopping)
	err := s.removeOurs()
	late := s.http.Shutdown(ctx)
	_ = s.listener.Close() // which Shutdown does not when Serve has only just begun
	if late != nil {
		return errors.Join(err, fmt.Errorf("a command did not end in time: %w", late), s.http.Close())
	}
	return err
}

// ServeHTTP answers one command.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set(versionHeader, s.Version)
	run, cmd, err := s.find(w, r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	begun := time.Now()
	out := &frames{w: w, flush: http.NewResponseController(w).Flush}
	code := run(r.Context(), out.streams())
	s.Logger.Info("carried out a command", "command", cmd.Name, "exit", code, "took", time.Since(begun))
	if err := out.write(ended, []byte{byte(code)}); err != nil {
		s.Logger.Warn("who asked for a command was gone when it ended", "command", cmd.Name, "error", err)
	}
}

// find reads the command. Every request that is none is refused, so that who speaks another
// version of this gets words.
func (s *Server) find(w http.ResponseWriter, r *http.Request) (Run, Command, error) {
	var cmd Command
	if r.Method != http.MethodPost || r.URL.Path != "/"+protocol {
		return nil, cmd, fmt.Errorf("it takes commands by rule %s alone", protocol)
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest)).Decode(&cmd); err != nil {
		return nil, cmd, err
	}
	run, err := s.Find(cmd)
	return run, cmd, err
}
