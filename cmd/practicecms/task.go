package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/go-json-experiment/json"

	"practicecms/cmd/practicecms/control"
	"practicecms/cms"
)

// A task is the part of a command that needs an open practice. While a server has the data
// folder, the server does it; otherwise this process does. So a task knows nothing but its
// exported fields, which travel: paths are absolute, and what stands in a file or on standard
// input was read before.
type task interface {
	do(ctx context.Context, c *cms.CMS, a *App) error
}

// A maker is a task that makes a file: do sends it to App.file, if there is one, and receive
// writes down what comes from there.
type maker interface {
	task
	receive(ctx context.Context, from func(io.Writer) error) error
}

// tasks are all tasks, by the names of their commands.
var tasks = map[string]func() task{
	"backup":       func() task { return new(backupCmd) },
	"compact":      func() task { return new(compactCmd) },
	"init":         func() task { return new(initCmd) },
	"paste":        func() task { return new(pasteCmd) },
	"token create": func() task { return new(tokenCreateCmd) },
	"verify":       func() task { return new(verifyCmd) },
}

// How a task has the data folder opened.
var (
	existing  = cms.Options{MustExist: true}
	orNew     = cms.Options{}
	unchanged = cms.Options{ReadOnly: true}
)

// exited is the exit code of a command that has said already how it ended.
type exited int

func (e exited) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// run does a task: in the server that has the data folder, or else here.
func (f folder) run(ctx context.Context, a *App, name string, t task, o cms.Options) (err error) {
	if err := f.ask(ctx, a, name, t); !errors.Is(err, control.ErrNobody) {
		return err
	}
	o.Logger = a.logger(slog.LevelWarn)
	c, err := cms.Open(f.Data, o)
	if errors.Is(err, cms.ErrLocked) { // by a server that has just begun, perhaps
		if err := f.ask(ctx, a, name, t); !errors.Is(err, control.ErrNobody) {
			return err
		}
	}
	if err != nil {
		return f.explainLock(err)
	}
	defer closing(c, &err)
	return t.do(ctx, c, a)
}

// ask has the running server do a task. Without one the error is control.ErrNobody.
func (f folder) ask(ctx context.Context, a *App, name string, t task) error {
	server, err := control.Dial(ctx, f.Data)
	if err != nil {
		return err
	}
	defer server.Close()
	args, err := encodeTask(t)
	if err != nil {
		return err
	}
	send := func(file io.Writer) error {
		to := control.Streams{Out: a.Stdout, Errors: a.Stderr, File: file}
		code, err := server.Ask(ctx, version, control.Command{Name: name, Args: args}, to)
		if err == nil && code != exitDone {
			err = exited(code)
		}
		return err
	}
	if m, ok := t.(maker); ok {
		return m.receive(ctx, send)
	}
	return send(nil)
}

// encodeTask leaves out what was not asked for, so that an older server understands what it can.
func encodeTask(t task) ([]byte, error) { return json.Marshal(t, json.OmitZeroStructFields(true)) }

// decodeTask refuses what it does not know: the rest may mean something else without it.
func decodeTask(args []byte, t task) error {
	return json.Unmarshal(args, t, json.RejectUnknownMembers(true))
}

// takeCommands does the tasks of other processes in the practice that this server has open,
// until end is called, which takes no longer than shutdownTimeout. A server that can't be
// asked serves all the same.
func (f folder) takeCommands(c *cms.CMS, log *slog.Logger) (end func() error) {
	s, err := control.Serve(control.Config{
		Dir: f.Data, Version: version, Logger: log,
		Find: func(cmd control.Command) (control.Run, error) { return findTask(c, cmd) },
	})
	if err != nil {
		log.Warn("backup, verify and other commands on this data folder are refused while this server runs", "error", err)
		return func() error { return nil }
	}
	return func() error {
		ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
		defer cancel()
		return s.Stop(ctx)
	}
}

// findTask reads a task that another process sent.
func findTask(c *cms.CMS, cmd control.Command) (control.Run, error) {
	make, ok := tasks[cmd.Name]
	if !ok {
		return nil, fmt.Errorf("it does not know the command %q", cmd.Name)
	}
	t := make()
	if err := decodeTask(cmd.Args, t); err != nil {
		return nil, err
	}
	return func(ctx context.Context, to control.Streams) int {
		a := &App{Stdout: to.Out, Stderr: to.Errors, file: to.File}
		err := t.do(ctx, c, a)
		if cause := context.Cause(ctx); errors.Is(err, context.Canceled) && cause != nil {
			err = cause
		}
		return a.finish(cmd.Name, err)
	}, nil
}
